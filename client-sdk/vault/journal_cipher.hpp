// What is particular to the rollback journal: SQLite follows each page by a four-byte sum of some
// of its plaintext, which is masked by the page's nonce. The rule is docs/storage.md §5.
#pragma once

#include "client-sdk/vault/nonce_source.hpp"
#include "core/crypto/secret.hpp"

#include <cstdint>
#include <span>

namespace sanderling::vault {

class JournalChecksumMask {
  public:
    explicit JournalChecksumMask(const crypto::Secret<32>& database_key);

    /// Masks and unmasks. A page is never sealed twice under one nonce, so a mask is used once.
    std::uint32_t apply(std::span<const std::uint8_t, nonce_bytes> page_nonce,
                        std::uint32_t checksum) const;

  private:
    crypto::Secret<16> key_;
};

}  // namespace sanderling::vault
