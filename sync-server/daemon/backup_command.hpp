// `sanderlingd backup` and `sanderlingd restore` (docs/operations.md).
#pragma once

#include "sync-server/daemon/working_folder.hpp"
#include "sync-server/store/backup.hpp"

#include <functional>

namespace sanderling::server {

struct BackupDone {
    std::filesystem::path target{};
    CopyContent content{};
};

/// A copy of the store at one moment, in `target`, which must not exist: a file if its name ends in
/// `.sqlite`, otherwise a folder with configuration and TLS key beside it. The server may run. When
/// it returns, the copy was synced and read back, and devices may forget what is in it. Errors:
/// already_exists, and those of copy_store, verify_copy and note_backup.
Result<BackupDone> back_up(const WorkingFolder& folder, const std::filesystem::path& target,
                           Instant now, const std::function<void(CopyProgress)>& progress);

enum class Existing : std::uint8_t {
    refuse,   // a store that is there stays
    replace,  // … is moved aside, into a folder `replaced-N` beside it
};

/// Makes the folder's store from a backup, under a new generation. What a folder of a backup has
/// beside it is taken where the working folder lacks it. Errors: in_use (a server runs there),
/// already_exists, and those of restore_store.
Result<Restoration> restore(const WorkingFolder& folder, const std::filesystem::path& backup,
                            Existing existing, Instant now);

}  // namespace sanderling::server
