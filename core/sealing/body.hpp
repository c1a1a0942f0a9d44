// What lies between a patch and its key: the ciphertext alone, whoever the key is for. Private to
// core/sealing.
#pragma once

#include "core/sealing/content.hpp"

namespace sanderling::sealing {

/// As open_patch, of these bytes instead of the patch's own, whatever its seal mode.
Result<Plaintext> open_body(ByteView sealed, const commit::Patch& patch,
                            const commit::Header& header, std::uint32_t index, const EpochKey& key);

}  // namespace sanderling::sealing
