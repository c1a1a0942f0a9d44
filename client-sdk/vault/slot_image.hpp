// The bytes of the key slot file: two copies, each with a checksum and up to eight slots, each of
// which wraps the database key. Pure; slot_file puts them on the disk. The rule is docs/storage.md
// §6.
#pragma once

#include "client-sdk/vault/key.hpp"
#include "client-sdk/vault/page_cipher.hpp"
#include "core/crypto/random.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace sanderling::vault {

inline constexpr std::size_t slots_max = 8;
inline constexpr std::size_t slot_copy_bytes = 4096;
inline constexpr std::size_t slot_file_bytes = 2 * slot_copy_bytes;

/// Numbers of the format. 3 is kept for the recovery code.
enum class SlotType : std::uint8_t { empty = 0, passphrase = 1, raw_key = 2 };
enum class SlotKdf : std::uint8_t { none = 0, argon2id = 1 };

struct Slot {
    SlotType type = SlotType::empty;
    SlotKdf kdf = SlotKdf::none;
    KdfCost cost{.operations = 0, .memory_bytes = 0};
    std::array<std::uint8_t, 16> salt{};
    std::array<std::uint8_t, nonce_bytes> nonce{};
    std::array<std::uint8_t, 48> wrapped{};  // the database key and a tag
};

/// What one copy says. A slot of a type this version does not know is kept as it is.
struct SlotCopy {
    DatabaseIdentity identity{};
    std::uint64_t sequence = 0;  // the higher of the two copies is the newer
    std::array<Slot, slots_max> slots{};
};

using SlotImage = std::array<std::uint8_t, slot_copy_bytes>;

SlotImage encode(const SlotCopy& copy);

/// Nothing if the checksum or a field is wrong. Never throws, whatever the bytes.
std::optional<SlotCopy> decode_slot_copy(ByteView bytes);

/// The newer of the two copies that decode. Errc::corrupt if neither does,
/// Errc::unsupported_version if a copy is sound but of a later format.
Result<SlotCopy> newest_copy(ByteView file);

Slot wrap(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity,
          crypto::Random& random, const RawKey& key);
Result<Slot> wrap(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity,
                  crypto::Random& random, const Passphrase& passphrase, const KdfCost& cost);

/// Tries every slot of the key's kind. Errc::wrong_key if none opens.
Result<crypto::Secret<32>> unwrap(const SlotCopy& copy, const Key& key);

}  // namespace sanderling::vault
