#include "client-sdk/vault/slot_image.hpp"

#include "client-sdk/vault/endian.hpp"
#include "core/types/assert.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace sanderling::vault {

namespace {

constexpr std::string_view magic = "SNDRKEYS";
constexpr std::uint16_t first_version = 1;  // had no blobs, and no database file but replica.db
constexpr std::uint16_t format_version = 2;
constexpr std::size_t slots_at = 64;
constexpr std::size_t slot_bytes = 192;
constexpr std::size_t checksum_bytes = 32;
constexpr std::size_t checksum_at = slot_copy_bytes - checksum_bytes;
constexpr std::size_t blob_size_at = 104;  // in a slot
constexpr std::size_t blobs_at = slots_at + slots_max * slot_bytes;
static_assert(blobs_at + keystore_blob_bytes_max <= checksum_at);

void checksum(const std::uint8_t* copy, std::uint8_t* out) {
    crypto_generichash(out, checksum_bytes, copy, checksum_at, nullptr, 0);
}

Slot decode_slot(const std::uint8_t* in) {
    Slot slot;
    slot.type = static_cast<SlotType>(in[0]);
    slot.kdf = static_cast<SlotKdf>(in[1]);
    slot.cost = {.operations = load_le<std::uint32_t>(in + 4),
                 .memory_bytes = load_le<std::uint64_t>(in + 8)};
    std::memcpy(slot.salt.data(), in + 16, slot.salt.size());
    std::memcpy(slot.nonce.data(), in + 32, slot.nonce.size());
    std::memcpy(slot.wrapped.data(), in + 56, slot.wrapped.size());
    return slot;
}

bool sound(ByteView copy) {
    if (copy.size() != slot_copy_bytes) return false;
    if (std::memcmp(copy.data(), magic.data(), magic.size()) != 0) return false;
    std::array<std::uint8_t, checksum_bytes> expected;
    checksum(copy.data(), expected.data());
    return std::memcmp(expected.data(), copy.data() + checksum_at, checksum_bytes) == 0;
}

}  // namespace

SlotHead slot_head(const Slot& slot) {
    SlotHead head{};
    head[0] = number(slot.type);
    head[1] = static_cast<std::uint8_t>(slot.kdf);
    store_le<std::uint32_t>(&head[4], slot.cost.operations);
    store_le<std::uint64_t>(&head[8], slot.cost.memory_bytes);
    std::copy(slot.salt.begin(), slot.salt.end(), head.begin() + 16);
    return head;
}

std::size_t blob_bytes(const SlotCopy& copy) {
    std::size_t sum = 0;
    for (const Slot& slot : copy.slots) sum += slot.blob.size();
    return sum;
}

SlotImage encode(const SlotCopy& copy) {
    SANDERLING_ASSERT(blob_bytes(copy) <= keystore_blob_bytes_max);
    SlotImage image{};
    std::memcpy(image.data(), magic.data(), magic.size());
    store_le<std::uint16_t>(&image[8], format_version);
    image[10] = number(copy.identity.cipher);
    image[11] = number(copy.file);
    store_le<std::uint32_t>(&image[12], number(copy.identity.epoch));
    std::memcpy(&image[16], copy.identity.id.bytes.data(), copy.identity.id.bytes.size());
    store_le<std::uint64_t>(&image[32], copy.sequence);
    auto blob = image.begin() + blobs_at;
    for (std::size_t i = 0; i < slots_max; ++i) {
        std::uint8_t* out = &image[slots_at + i * slot_bytes];
        const Slot& slot = copy.slots[i];
        const SlotHead head = slot_head(slot);
        std::memcpy(out, head.data(), head.size());
        std::memcpy(out + 32, slot.nonce.data(), slot.nonce.size());
        std::memcpy(out + 56, slot.wrapped.data(), slot.wrapped.size());
        store_le<std::uint16_t>(out + blob_size_at, static_cast<std::uint16_t>(slot.blob.size()));
        std::copy(slot.blob.begin(), slot.blob.end(), blob);
        blob += static_cast<std::ptrdiff_t>(slot.blob.size());
    }
    checksum(image.data(), &image[checksum_at]);
    return image;
}

std::optional<SlotCopy> decode_slot_copy(ByteView bytes) {
    if (!sound(bytes)) return std::nullopt;
    const auto version = load_le<std::uint16_t>(&bytes[8]);
    if (version < first_version || version > format_version) return std::nullopt;
    if (bytes[10] != number(CipherId::xchacha20_poly1305)) return std::nullopt;
    if (bytes[11] > number(DatabaseFile::beside)) return std::nullopt;
    SlotCopy copy;
    copy.file = static_cast<DatabaseFile>(bytes[11]);
    copy.identity.epoch = DatabaseKeyEpoch{load_le<std::uint32_t>(&bytes[12])};
    std::memcpy(copy.identity.id.bytes.data(), &bytes[16], copy.identity.id.bytes.size());
    copy.sequence = load_le<std::uint64_t>(&bytes[32]);
    ByteView blobs = bytes.subspan(blobs_at, keystore_blob_bytes_max);
    for (std::size_t i = 0; i < slots_max; ++i) {
        const std::uint8_t* in = &bytes[slots_at + i * slot_bytes];
        copy.slots[i] = decode_slot(in);
        const auto size = load_le<std::uint16_t>(in + blob_size_at);
        if (size > blobs.size()) return std::nullopt;
        copy.slots[i].blob = to_bytes(blobs.first(size));
        blobs = blobs.subspan(size);
    }
    return copy;
}

Result<SlotCopy> newest_copy(ByteView file) {
    if (file.size() != slot_file_bytes) {
        return fail(Errc::corrupt, "the key slot file has the wrong size");
    }
    const ByteView first = file.first(slot_copy_bytes);
    const ByteView second = file.last(slot_copy_bytes);
    const auto a = decode_slot_copy(first);
    const auto b = decode_slot_copy(second);
    if (a && b) return a->sequence >= b->sequence ? *a : *b;
    if (a) return *a;
    if (b) return *b;
    if (sound(first) || sound(second)) {
        return fail(Errc::unsupported_version, "the key slot file is of a later format");
    }
    return fail(Errc::corrupt, "both copies of the key slots are damaged");
}

}  // namespace sanderling::vault
