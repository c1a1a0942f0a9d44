// Where a folder is, as far as the system tells one place from another.
#pragma once

#include "core/types/bytes.hpp"

#include <filesystem>

namespace sanderling::replica {

/// The machine, and the folder's inode and time of birth: the same while the folder stays what it
/// is, renamed or with other files in it; another for a copy of it. Empty if the system does not
/// say.
Bytes place_of(const std::filesystem::path& directory);

}  // namespace sanderling::replica
