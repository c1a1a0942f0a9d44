// The inside of a Vault, shared with its connections.
#pragma once

#include "client-sdk/vault/connection.hpp"
#include "client-sdk/vault/durable_file.hpp"
#include "client-sdk/vault/vault.hpp"
#include "client-sdk/vault/vfs.hpp"

#include <mutex>

namespace sanderling::vault {

inline constexpr std::int64_t keeper_cache_bytes = std::int64_t{64} << 10U;

// In this order, so that the keeper goes first and the lock last.
struct Vault::State {
    Descriptor lock{};
    std::filesystem::path directory{};
    DatabaseIdentity identity{};
    std::unique_ptr<Vfs> vfs{};
    // Open for as long as anybody is: it holds the process's lock on the database file, and keeps
    // the log from being folded in and deleted whenever the last other connection closes.
    std::unique_ptr<Database> keeper{};

    std::mutex slots;  // guards the key slot file

    std::filesystem::path database_path() const { return directory / database_name; }
    std::filesystem::path slots_path() const { return directory / slots_name; }
};

}  // namespace sanderling::vault
