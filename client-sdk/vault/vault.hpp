// A replica's folder on a device: the encrypted database, its log, and its key slots. The rule is
// docs/storage.md §1.
#pragma once

#include "client-sdk/vault/database.hpp"
#include "client-sdk/vault/key.hpp"
#include "client-sdk/vault/page_cipher.hpp"
#include "core/types/error.hpp"

#include <filesystem>
#include <memory>

namespace sanderling::vault {

inline constexpr std::int64_t writer_cache_bytes = std::int64_t{64} << 20U;
inline constexpr std::int64_t reader_cache_bytes = std::int64_t{16} << 20U;
inline constexpr int log_pages_before_checkpoint = 4096;

/// What a commit survives. `full`: loss of power. `normal`: a crash of the process; the last
/// commits may be missing after a loss of power, the rest is whole.
enum class Durability : std::uint8_t { full, normal };
enum class CoreDumps : std::uint8_t { forbid, leave_as_they_are };

struct VaultOptions {
    KdfCost kdf{};                             // of a passphrase slot that is made
    CoreDumps core_dumps = CoreDumps::forbid;  // for the whole process: see harden_process()
};

struct ConnectionOptions {
    Access access = Access::read_write;
    std::int64_t cache_bytes = 0;  // 0: writer_cache_bytes or reader_cache_bytes
    Durability durability = Durability::full;
    int busy_timeout_ms = 5000;  // how long to wait for another writer of this process
};

/// One process owns a replica, with any number of connections in it: readers never wait for the
/// writer. Connections keep what they need alive, so the Vault may go first. The Vault itself is
/// used by one thread at a time, each connection likewise.
class Vault {
  public:
    /// Makes the folder (0700) and everything in it (0600). Errc::already_exists if it holds a
    /// replica, in_use, disk_full, io.
    static Result<Vault> create(const std::filesystem::path& directory, const Key& key,
                                const VaultOptions& options = {});

    /// Errc::not_found, wrong_key (decided by the key slots alone), corrupt (damaged or foreign
    /// files), in_use (another process, or another Vault of this one, has it open), io.
    static Result<Vault> open(const std::filesystem::path& directory, const Key& key,
                              const VaultOptions& options = {});

    /// A connection with its pragmas set. Every failure of SQLite as a value.
    Result<Database> open_connection(const ConnectionOptions& options = {}) const;

    /// Replaces every passphrase slot; `current` is any key that opens the vault. Takes the same
    /// time however large the replica. It does not revoke a database key that has leaked.
    /// Errc::wrong_key, disk_full, io: the old passphrase still opens the vault.
    Result<> change_passphrase(const Key& current, const Passphrase& next,
                               const KdfCost& cost = {});

    /// Adds a raw key beside what opens the vault now. Errc::too_large when all slots are taken.
    Result<> add_raw_key(const Key& current, const RawKey& next);

    const DatabaseIdentity& identity() const;
    const std::filesystem::path& directory() const;

    static constexpr const char* database_name = "replica.db";
    static constexpr const char* slots_name = "keys";

  private:
    struct State;  // shared with connections, which need its VFS and its lock

    explicit Vault(std::shared_ptr<State> state) : state_(std::move(state)) {}
    static Result<Vault> assemble(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
};

}  // namespace sanderling::vault
