#include "client-sdk/vault/page_cipher.hpp"

#include "client-sdk/vault/endian.hpp"
#include "client-sdk/vault/page_aead.hpp"
#include "core/types/assert.hpp"

#include <sodium.h>

#include <cstring>

namespace sanderling::vault {

namespace {

std::span<const std::uint8_t, nonce_bytes> nonce_of(const std::uint8_t* sealed) {
    return std::span<const std::uint8_t, nonce_bytes>(sealed + nonce_at, nonce_bytes);
}

std::size_t clear_prefix(const PagePlace& place) {
    return place.kind == FileKind::main && place.page == 1 ? clear_header_bytes : 0;
}

}  // namespace

void derive_subkey(const crypto::Secret<32>& database_key, SubkeyId id,
                   std::span<std::uint8_t> out) {
    static constexpr char context[] = "sndrvlt1";
    static_assert(sizeof context - 1 == crypto_kdf_CONTEXTBYTES);
    const int rc = crypto_kdf_derive_from_key(out.data(), out.size(), number(id), context,
                                              database_key.view().data());
    SANDERLING_ASSERT(rc == 0);
}

std::uint64_t mark_of(const std::uint8_t* sealed) {
    static_assert(mark_at + sizeof(std::uint64_t) == tag_at);
    return load_le<std::uint64_t>(sealed + mark_at);
}

bool all_zero(const std::uint8_t* data, std::size_t size) {
    return sodium_is_zero(data, size) == 1;
}

PageCipher::PageCipher(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity)
    : identity_(identity) {
    derive_subkey(database_key, SubkeyId::page, key_.fill());
}

PageCipher::Associated PageCipher::associated_data(const PagePlace& place, std::uint64_t mark,
                                                   const std::uint8_t* page) const {
    Associated data;
    data.bytes[0] = number(identity_.cipher);
    data.bytes[1] = number(place.kind);
    store_le<std::uint32_t>(&data.bytes[4], number(identity_.epoch));
    store_le<std::uint64_t>(&data.bytes[8], place.page);
    std::memcpy(&data.bytes[16], identity_.id.bytes.data(), identity_.id.bytes.size());
    data.size = 32;
    if (const std::size_t clear = clear_prefix(place); clear != 0) {
        std::memcpy(&data.bytes[32], page, clear);
        data.size += clear;
    } else if (!place.frame.empty()) {
        SANDERLING_ASSERT(place.frame.size() <= data.bytes.size() - 32);
        std::memcpy(&data.bytes[32], place.frame.data(), place.frame.size());
        data.size += place.frame.size();
    }
    if (mark != 0) {
        SANDERLING_ASSERT(data.size + sizeof mark <= data.bytes.size());
        store_le(&data.bytes[data.size], mark);
        data.size += sizeof mark;
    }
    return data;
}

void PageCipher::seal(const PagePlace& place, const std::uint8_t* plain, std::uint8_t* sealed,
                      NonceSource& nonces) const {
    const std::size_t clear = clear_prefix(place);
    const Associated data = associated_data(place, place.mark, plain);
    if (sealed != plain) std::memcpy(sealed, plain, clear);
    std::memcpy(sealed + nonce_at, nonces.next().data(), nonce_bytes);
    store_le(sealed + mark_at, place.mark);
    aead_seal(key_,
              {.text = {plain + clear, content_bytes - clear},
               .associated = {data.bytes.data(), data.size},
               .nonce = nonce_of(sealed)},
              sealed + clear, sealed + tag_at);
}

bool PageCipher::open(const PagePlace& place, const std::uint8_t* sealed,
                      std::uint8_t* plain) const {
    const std::size_t clear = clear_prefix(place);
    const std::uint64_t mark = mark_of(sealed);
    const bool may_be_marked = place.kind == FileKind::wal;
    if (mark != 0 && !may_be_marked) {
        std::memset(plain, 0, page_bytes);
        return false;
    }
    const Associated data = associated_data(place, mark, sealed);
    const bool authentic = aead_open(key_,
                                     {.text = {sealed + clear, content_bytes - clear},
                                      .associated = {data.bytes.data(), data.size},
                                      .nonce = nonce_of(sealed)},
                                     sealed + tag_at, plain + clear);
    if (!authentic) {
        std::memset(plain, 0, page_bytes);
        return false;
    }
    if (plain != sealed) std::memcpy(plain, sealed, clear);
    std::memset(plain + content_bytes, 0, reserved_bytes);
    return true;
}

}  // namespace sanderling::vault
