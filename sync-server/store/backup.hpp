// Copies of a store that can become a store again: taken while it is in use, checked link by link,
// put back under a new generation (docs/operations.md).
#pragma once

#include "core/crypto/random.hpp"
#include "sync-server/store/restore_tables.hpp"

#include <filesystem>
#include <functional>

namespace sanderling::server {

/// What a copy holds.
struct CopyContent {
    Organisation organisation{};
    Generation generation{};
    std::uint64_t scopes = 0;
    std::uint64_t items = 0;  // of all logs
    std::uint64_t bytes = 0;  // of the file
};

struct CopyProgress {
    std::uint64_t pages_done = 0;
    std::uint64_t pages_total = 0;
};

/// One moment of the store, written to `target`, which must not exist, and synced. The store may be
/// in use by another process meanwhile, and is only read. Errors: already_exists, not_found,
/// corrupt, disk_full, io.
Result<void> copy_store(const std::filesystem::path& store, const std::filesystem::path& target,
                        const std::function<void(CopyProgress)>& progress);

/// Reads all of a copy: SQLite's own check, and of each scope that its log is without gap and its
/// chain comes out. Errors: not_found, corrupt, schema_mismatch, io.
Result<CopyContent> verify_copy(const std::filesystem::path& copy);

/// Tells the store that everything in `copy` is safe in a backup called `name`. The store may be in
/// use. Errors: in_use (try again), io, disk_full.
Result<void> note_backup(const std::filesystem::path& store, const std::filesystem::path& copy,
                         const std::string& name, Instant now);

/// Makes `store` from `copy`, under a new generation. `store` must not exist; it appears whole or
/// not at all. Errors: already_exists, those of verify_copy.
Result<Restoration> restore_store(const std::filesystem::path& copy,
                                  const std::filesystem::path& store, const std::string& name,
                                  Instant now, crypto::Random& random);

/// So that a name in it survives a loss of power. Errors: io.
Result<void> sync_path(const std::filesystem::path& file_or_folder);

}  // namespace sanderling::server
