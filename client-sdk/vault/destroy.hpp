// The end of a replica by order of its organisation (docs/storage.md §22).
#pragma once

#include "core/types/error.hpp"

#include <filesystem>

namespace sanderling::vault {

/// Overwrites and removes the key slots, durably, and then every other file: from the first step on
/// nothing in the folder can be opened by anybody. Whoever has it open goes on on files without a
/// name. Done again after a crash it goes on. Errors: io.
Result<void> destroy(const std::filesystem::path& directory);

}  // namespace sanderling::vault
