// The inside of a patch: sealed and opened under the scope's epoch key (docs/protocol.md §3).
// Compressed before sealing, and padded, so that a value does not show by its length.
#pragma once

#include "core/commit/header.hpp"
#include "core/commit/patch.hpp"
#include "core/crypto/random.hpp"
#include "core/sealing/epoch_keys.hpp"

#include <vector>

namespace sanderling::sealing {

/// One value. The bytes are msgpack, opaque here.
struct FieldValue {
    std::uint16_t field = 0;
    Bytes value{};
    friend bool operator==(const FieldValue&, const FieldValue&) = default;
};

struct Plaintext {
    std::uint16_t collection = 0;
    std::vector<FieldValue> values{};  // as many as the patch has paths, in their order
    friend bool operator==(const Plaintext&, const Plaintext&) = default;
};

/// Sets nonce, ciphertext and body hash of a patch whose visible part is complete. The header's
/// identity fields (suite, org, scope, epoch, device, replica, counter, transaction) must be final.
/// Errors: too_large (nothing is set then), invalid_argument (not one value for each path).
Result<void> seal_patch(commit::Patch& patch, const commit::Header& header, std::uint32_t index,
                        const Plaintext& plaintext, const EpochKey& key, crypto::Random& random);

/// Errors: wrong_key (another key, or anything visible or sealed was changed or moved), not_found
/// (a stub: its ciphertext is gone), malformed (authentic, but not in this form),
/// unsupported_version (a format of a later version; keep the bytes), too_large.
/// Of a deposit (deposit.hpp) too. The caller checks that tokens and fields belong together, but
/// not those of a deposit.
Result<Plaintext> open_patch(const commit::Patch& patch, const commit::Header& header,
                             std::uint32_t index, const EpochKey& key);

/// The size to which `size` bytes are padded: Padmé, at least 64. Leaks O(log log size) bits.
std::size_t padded_size(std::size_t size);

namespace limits {
// Below this a frame's overhead eats what compression gains.
inline constexpr std::size_t compress_above_bytes = 200;
// Twice the largest ciphertext: a small seal cannot fill the memory of a phone.
inline constexpr std::size_t inflated_bytes = 1024 * 1024;
}  // namespace limits

}  // namespace sanderling::sealing
