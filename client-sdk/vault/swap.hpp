// How a database and its key slots change together: the new database is written beside the old one,
// and the slot file alone says which of them counts. The steps and why a crash loses nothing are in
// docs/storage.md §10.
#pragma once

#include "client-sdk/vault/slot_image.hpp"

#include <filesystem>

namespace sanderling::vault {

/// Where a database that shall take the other's place is written.
std::filesystem::path path_beside(const std::filesystem::path& directory);

/// Which file the slots are of, as it is now.
std::filesystem::path database_of(const std::filesystem::path& directory, const SlotCopy& slots);

/// Makes the whole and synced database at path_beside(), with `slots`, the one that counts, and the
/// old one disappear. Nobody has either open. On an error either the old database counts, or the
/// new one and what is left is done by the next settle(); is_committed() tells which.
Result<> swap_in(const std::filesystem::path& directory, SlotCopy slots);

/// Whether the slot file in `directory` is of the database with this identity.
bool is_committed(const std::filesystem::path& directory, const DatabaseIdentity& identity);

/// What every creation begins with: a creation or an export that was cut off left a database that
/// nobody could ever open, because the key slots come last. Errc::already_exists for a folder with
/// a replica in it.
Result<> clear_unfinished(const std::filesystem::path& directory);

/// What every opening begins with: finishes a swap that was cut off after it counted, removes what
/// is left of one that was cut off before. `slots` is what the slot file says, and then says
/// DatabaseFile::in_place.
Result<> settle(const std::filesystem::path& directory, SlotCopy& slots);

}  // namespace sanderling::vault
