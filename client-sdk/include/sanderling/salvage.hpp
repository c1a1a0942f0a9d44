// Getting a replica's content out of damaged files (docs/storage.md §15).
#pragma once

#include "core/types/time.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sanderling/identity.hpp"
#include "sanderling/key.hpp"
#include "sanderling/value.hpp"

namespace sanderling {

/// Something that could not be saved, or only in an older state.
struct SalvageLoss {
    std::string table{};        // empty if no readable page says whose it was
    std::uint32_t page = 0;     // 0: not a page, but what `what` names
    std::string what{};         // "page 17", "commit 5 of replica …"
    std::string consequence{};  // for a person
};

struct SalvagedScope {
    ScopeId id;
    /// As it stood at its last checkpoint, proved by its digest. Otherwise its records are here as
    /// far as they could be read, and the next sync receives the scope from the beginning.
    bool is_complete = false;
    std::uint64_t records = 0;
    std::uint64_t unsent = 0;
};

struct SalvageReport {
    std::uint32_t pages = 0;
    std::uint32_t pages_read = 0;
    bool is_enrolled = false;  // otherwise the device has to enrol anew
    std::uint64_t records = 0;
    /// Verified, and sent by the next sync as they are. Where the list of free pages is damaged,
    /// some may have been delivered long ago; the server knows them.
    std::uint64_t unsent_commits = 0;
    std::vector<SalvagedScope> scopes{};
    std::vector<SalvageLoss> losses{};
};

struct SalvageOptions {
    KdfCost kdf{};
    std::function<Instant()> clock{};              // as in OpenOptions
    std::shared_ptr<FreshnessKeeper> freshness{};  // of the new replica
    /// Done and total pages. Runs on the calling thread.
    std::function<void(std::uint64_t, std::uint64_t)> on_progress{};
};

/// Reads every page of the replica in `from` that still authenticates, and makes of it a new one in
/// `to`, under a new replica id that continues the old ones. `from` stays as it is and must not be
/// open. Holds the content in memory. Errors: wrong_key, in_use, not_found, corrupt (`from`: both
/// copies of the key slots); already_exists, disk_full (`to`, which is then removed); io.
Result<SalvageReport> salvage(const std::filesystem::path& from, const Key& key,
                              const std::filesystem::path& to, const Key& to_key,
                              const Schema& schema, const SalvageOptions& options = {});

}  // namespace sanderling
