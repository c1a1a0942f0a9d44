#include "client-sdk/vault/journal_cipher.hpp"

#include "client-sdk/vault/endian.hpp"
#include "client-sdk/vault/page_cipher.hpp"

#include <sodium.h>

#include <array>

namespace sanderling::vault {

JournalChecksumMask::JournalChecksumMask(const crypto::Secret<32>& database_key) {
    derive_subkey(database_key, SubkeyId::journal_checksum, key_.fill());
}

std::uint32_t JournalChecksumMask::apply(std::span<const std::uint8_t, nonce_bytes> page_nonce,
                                         std::uint32_t checksum) const {
    std::array<std::uint8_t, crypto_shorthash_BYTES> mask;
    crypto_shorthash(mask.data(), page_nonce.data(), page_nonce.size(), key_.view().data());
    return checksum ^ load_le<std::uint32_t>(mask.data());
}

}  // namespace sanderling::vault
