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
constexpr std::string_view associated_prefix = "sanderling/slot/1";
constexpr std::uint16_t format_version = 1;
constexpr std::size_t slots_at = 64;
constexpr std::size_t slot_bytes = 192;
constexpr std::size_t checksum_bytes = 32;
constexpr std::size_t checksum_at = slot_copy_bytes - checksum_bytes;
static_assert(slots_at + slots_max * slot_bytes <= checksum_at);

using SlotHead = std::array<std::uint8_t, 32>;  // all of a slot but nonce and wrapped key

SlotHead slot_head(const Slot& slot) {
    SlotHead head{};
    head[0] = number(slot.type);
    head[1] = static_cast<std::uint8_t>(slot.kdf);
    store_le<std::uint32_t>(&head[4], slot.cost.operations);
    store_le<std::uint64_t>(&head[8], slot.cost.memory_bytes);
    std::copy(slot.salt.begin(), slot.salt.end(), head.begin() + 16);
    return head;
}

// Whatever decides how the key is derived or used is authenticated by the wrapping itself.
Bytes associated_data(const Slot& slot, const DatabaseIdentity& identity) {
    Bytes data;
    append(data, as_bytes(associated_prefix));
    std::array<std::uint8_t, 5> fields{};
    fields[0] = number(identity.cipher);
    store_le<std::uint32_t>(&fields[1], number(identity.epoch));
    append(data, fields);
    append(data, identity.id.view());
    append(data, slot_head(slot));
    return data;
}

void checksum(const std::uint8_t* copy, std::uint8_t* out) {
    crypto_generichash(out, checksum_bytes, copy, checksum_at, nullptr, 0);
}

void seal_slot(Slot& slot, const crypto::Secret<32>& wrapping, const crypto::Secret<32>& key,
               const DatabaseIdentity& identity) {
    const Bytes data = associated_data(slot, identity);
    unsigned long long size = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(slot.wrapped.data(), &size, key.view().data(),
                                               key.size, data.data(), data.size(), nullptr,
                                               slot.nonce.data(), wrapping.view().data());
    SANDERLING_ASSERT(size == slot.wrapped.size());
}

std::optional<crypto::Secret<32>> open_slot(const Slot& slot, const crypto::Secret<32>& wrapping,
                                            const DatabaseIdentity& identity) {
    const Bytes data = associated_data(slot, identity);
    crypto::Secret<32> key;
    unsigned long long size = 0;
    const int rc = crypto_aead_xchacha20poly1305_ietf_decrypt(
        key.fill().data(), &size, nullptr, slot.wrapped.data(), slot.wrapped.size(), data.data(),
        data.size(), slot.nonce.data(), wrapping.view().data());
    if (rc != 0 || size != key.size) return std::nullopt;
    return key;
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

SlotImage encode(const SlotCopy& copy) {
    SlotImage image{};
    std::memcpy(image.data(), magic.data(), magic.size());
    store_le<std::uint16_t>(&image[8], format_version);
    image[10] = number(copy.identity.cipher);
    store_le<std::uint32_t>(&image[12], number(copy.identity.epoch));
    std::memcpy(&image[16], copy.identity.id.bytes.data(), copy.identity.id.bytes.size());
    store_le<std::uint64_t>(&image[32], copy.sequence);
    for (std::size_t i = 0; i < slots_max; ++i) {
        std::uint8_t* out = &image[slots_at + i * slot_bytes];
        const Slot& slot = copy.slots[i];
        const SlotHead head = slot_head(slot);
        std::memcpy(out, head.data(), head.size());
        std::memcpy(out + 32, slot.nonce.data(), slot.nonce.size());
        std::memcpy(out + 56, slot.wrapped.data(), slot.wrapped.size());
    }
    checksum(image.data(), &image[checksum_at]);
    return image;
}

std::optional<SlotCopy> decode_slot_copy(ByteView bytes) {
    if (!sound(bytes) || load_le<std::uint16_t>(&bytes[8]) != format_version) return std::nullopt;
    if (bytes[10] != number(CipherId::xchacha20_poly1305)) return std::nullopt;
    SlotCopy copy;
    copy.identity.epoch = DatabaseKeyEpoch{load_le<std::uint32_t>(&bytes[12])};
    std::memcpy(copy.identity.id.bytes.data(), &bytes[16], copy.identity.id.bytes.size());
    copy.sequence = load_le<std::uint64_t>(&bytes[32]);
    for (std::size_t i = 0; i < slots_max; ++i) {
        copy.slots[i] = decode_slot(&bytes[slots_at + i * slot_bytes]);
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

Slot wrap(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity,
          crypto::Random& random, const RawKey& key) {
    Slot slot{.type = SlotType::raw_key};
    random.fill(slot.salt);
    random.fill(slot.nonce);
    seal_slot(slot, wrapping_key(key, slot.salt), database_key, identity);
    return slot;
}

Result<Slot> wrap(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity,
                  crypto::Random& random, const Passphrase& passphrase, const KdfCost& cost) {
    Slot slot{.type = SlotType::passphrase, .kdf = SlotKdf::argon2id, .cost = cost};
    random.fill(slot.salt);
    random.fill(slot.nonce);
    auto wrapping = wrapping_key(passphrase, slot.salt, cost);
    if (!wrapping) return wrapping.error();
    seal_slot(slot, *wrapping, database_key, identity);
    return slot;
}

Result<crypto::Secret<32>> unwrap(const SlotCopy& copy, const Key& key) {
    for (const Slot& slot : copy.slots) {
        std::optional<crypto::Secret<32>> opened;
        if (const auto* raw = std::get_if<RawKey>(&key); raw && slot.type == SlotType::raw_key) {
            opened = open_slot(slot, wrapping_key(*raw, slot.salt), copy.identity);
        } else if (const auto* passphrase = std::get_if<Passphrase>(&key);
                   passphrase && slot.type == SlotType::passphrase) {
            if (!within_bounds(slot.cost)) {
                return fail(Errc::corrupt, "a key slot asks for an Argon2id cost out of bounds");
            }
            auto wrapping = wrapping_key(*passphrase, slot.salt, slot.cost);
            if (!wrapping) return wrapping.error();
            opened = open_slot(slot, *wrapping, copy.identity);
        }
        if (opened) return std::move(*opened);
    }
    const bool raw = std::holds_alternative<RawKey>(key);
    return fail(Errc::wrong_key, raw ? "no key slot opens with this raw key"
                                     : "no key slot opens with this passphrase");
}

}  // namespace sanderling::vault
