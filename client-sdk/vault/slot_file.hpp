// The key slot file on the disk. Its bytes are slot_image's; the rule is docs/storage.md §6.
#pragma once

#include "client-sdk/vault/slot_image.hpp"

#include <filesystem>

namespace sanderling::vault {

/// Errc::not_found, corrupt, unsupported_version or io.
Result<SlotCopy> read_slot_file(const std::filesystem::path& path);

/// Writes `copy` (its sequence is raised) over the older of the two copies, then over the other,
/// each time durably: a crash leaves one that is whole, and afterwards no copy of a slot that was
/// replaced.
Result<> write_slot_file(const std::filesystem::path& path, SlotCopy copy);

}  // namespace sanderling::vault
