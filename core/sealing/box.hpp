// Anonymous sealed boxes to an X25519 key, byte for byte those of libsodium's crypto_box_seal, with
// the ephemeral key from an argument so that a run can be replayed.
#pragma once

#include "core/crypto/box.hpp"
#include "core/crypto/random.hpp"
#include "core/crypto/secret.hpp"
#include "core/types/error.hpp"

namespace sanderling::sealing {

struct BoxKeyPair {
    crypto::BoxPublicKey public_key{};
    crypto::Secret<32> secret{};

    static BoxKeyPair generate(crypto::Random& random);
    static BoxKeyPair from_seed(std::span<const std::uint8_t, 32> seed);
    /// Computes the public key.
    static BoxKeyPair from_secret(crypto::Secret<32> secret);
    BoxKeyPair clone() const { return {public_key, secret.clone()}; }
};

inline constexpr std::size_t box_overhead_bytes = 48;

/// Errors: invalid_argument for a public key that no secret key can have.
Result<Bytes> seal_box(const crypto::BoxPublicKey& to, ByteView plain, crypto::Random& random);

/// Errors: wrong_key. The caller clears what it gets with `wipe` when it holds a key.
Result<Bytes> open_box(ByteView sealed, const BoxKeyPair& key);

/// XChaCha20-Poly1305 with a fresh nonce in front: 40 bytes longer than `plain`.
Bytes seal_aead(std::span<const std::uint8_t, 32> key, ByteView associated, ByteView plain,
                crypto::Random& random);
/// Errors: wrong_key.
Result<Bytes> open_aead(std::span<const std::uint8_t, 32> key, ByteView associated,
                        ByteView sealed);

/// Zeroes bytes that held key material.
void wipe(std::span<std::uint8_t> bytes) noexcept;

}  // namespace sanderling::sealing
