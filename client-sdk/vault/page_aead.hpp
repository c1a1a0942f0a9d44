// XChaCha20-Poly1305 (IETF), as docs/storage.md §3 names it, for whole pages. The bytes are
// libsodium's; the work is OpenSSL's where it can be, whose code uses the processor's widest
// registers and takes half the time.
#pragma once

#include "client-sdk/vault/nonce_source.hpp"
#include "core/crypto/secret.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace sanderling::vault {

inline constexpr std::size_t aead_tag_bytes = 16;

struct AeadInput {
    std::span<const std::uint8_t> text{};
    std::span<const std::uint8_t> associated{};
    std::span<const std::uint8_t, nonce_bytes> nonce;
};

/// `out` has room for the text, and may be where the text is. Safe from several threads.
void aead_seal(const crypto::Secret<32>& key, const AeadInput& input, std::uint8_t* out,
               std::uint8_t* tag);

/// False if it does not authenticate; what is in `out` then is not to be used.
[[nodiscard]] bool aead_open(const crypto::Secret<32>& key, const AeadInput& input,
                             const std::uint8_t* tag, std::uint8_t* out);

}  // namespace sanderling::vault
