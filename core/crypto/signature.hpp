// Ed25519 over a domain tag and a 32-byte hash. Only hashes are signed, so what was signed can be
// checked without the content it stands for.
#pragma once

#include "core/crypto/hash.hpp"
#include "core/crypto/secret.hpp"

#include <array>
#include <cstdint>

namespace sanderling::crypto {

struct PublicKey {  // Ed25519
    std::array<std::uint8_t, 32> bytes{};
    friend auto operator<=>(const PublicKey&, const PublicKey&) = default;
    ByteView view() const { return bytes; }
};

struct Signature {
    std::array<std::uint8_t, 64> bytes{};
    friend auto operator<=>(const Signature&, const Signature&) = default;
    ByteView view() const { return bytes; }
};

/// Ends up in the signed message as "sanderling/<name>/1" and a zero byte.
enum class SignDomain : std::uint8_t {
    commit,
    scope_log,
    certificate,
    handshake,
    request,
    device_order,
    wipe_receipt,
    purge_receipt,
};

struct SigningKey {
    PublicKey public_key{};
    Secret<64> secret{};

    static SigningKey generate();
    static SigningKey from_seed(std::span<const std::uint8_t, 32> seed);
    SigningKey clone() const { return {public_key, secret.clone()}; }
};

Signature sign(SignDomain domain, const Hash& what, const SigningKey& key);
bool verify(SignDomain domain, const Hash& what, const Signature& signature, const PublicKey& key);

/// Sixteen bytes that name a key: the start of its hash.
std::array<std::uint8_t, 16> key_id(const PublicKey& key);

}  // namespace sanderling::crypto
