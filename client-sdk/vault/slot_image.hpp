// The bytes of the key slot file: two copies, each with a checksum and up to eight slots, each of
// which wraps the database key. Pure; slot_wrap fills and opens slots, slot_file puts them on the
// disk. The rule is docs/storage.md §6.
#pragma once

#include "client-sdk/vault/key.hpp"
#include "client-sdk/vault/page_cipher.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace sanderling::vault {

inline constexpr std::size_t slots_max = 8;
inline constexpr std::size_t slot_copy_bytes = 4096;
inline constexpr std::size_t slot_file_bytes = 2 * slot_copy_bytes;

/// Numbers of the format.
enum class SlotType : std::uint8_t {
    empty = 0,
    passphrase = 1,
    raw_key = 2,
    recovery_code = 3,
    keystore = 4,  // from version 2 of the format
};
enum class SlotKdf : std::uint8_t { none = 0, argon2id = 1 };

struct Slot {
    SlotType type = SlotType::empty;
    SlotKdf kdf = SlotKdf::none;
    KdfCost cost{.operations = 0, .memory_bytes = 0};
    std::array<std::uint8_t, 16> salt{};
    std::array<std::uint8_t, nonce_bytes> nonce{};
    std::array<std::uint8_t, 48> wrapped{};  // the database key and a tag
    Bytes blob{};                            // what a keystore made of the slot's secret
};

/// Which file the identity and the slots are of, while one database takes another's place.
enum class DatabaseFile : std::uint8_t {
    in_place = 0,  // replica.db
    beside = 1,    // replica.db.new as long as there is one, and then replica.db
};

/// What one copy says. A slot of a type this version does not know is kept as it is.
struct SlotCopy {
    DatabaseIdentity identity{};
    DatabaseFile file = DatabaseFile::in_place;
    std::uint64_t sequence = 0;  // the higher of the two copies is the newer
    std::array<Slot, slots_max> slots{};
};

using SlotHead = std::array<std::uint8_t, 32>;  // a slot's bytes before nonce and wrapped key
SlotHead slot_head(const Slot& slot);
std::size_t blob_bytes(const SlotCopy& copy);

using SlotImage = std::array<std::uint8_t, slot_copy_bytes>;

/// Always of the newest version. The blobs together must not exceed keystore_blob_bytes_max.
SlotImage encode(const SlotCopy& copy);

/// Nothing if the checksum or a field is wrong. Never throws, whatever the bytes.
std::optional<SlotCopy> decode_slot_copy(ByteView bytes);

/// The newer of the two copies that decode. Errc::corrupt if neither does,
/// Errc::unsupported_version if a copy is sound but of a later format.
Result<SlotCopy> newest_copy(ByteView file);

}  // namespace sanderling::vault
