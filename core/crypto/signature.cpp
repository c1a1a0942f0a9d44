#include "core/crypto/signature.hpp"

#include "core/types/assert.hpp"

#include <sodium.h>

#include <algorithm>

namespace sanderling::crypto {

namespace {

std::string_view domain_tag(SignDomain domain) {
    using namespace std::string_view_literals;
    switch (domain) {
        case SignDomain::commit:
            return "sanderling/commit/1\0"sv;
        case SignDomain::scope_log:
            return "sanderling/scope-log/1\0"sv;
        case SignDomain::certificate:
            return "sanderling/certificate/1\0"sv;
        case SignDomain::handshake:
            return "sanderling/handshake/1\0"sv;
        case SignDomain::request:
            return "sanderling/request/1\0"sv;
        case SignDomain::device_order:
            return "sanderling/device-order/1\0"sv;
        case SignDomain::wipe_receipt:
            return "sanderling/wipe-receipt/1\0"sv;
        case SignDomain::purge_receipt:
            return "sanderling/purge-receipt/1\0"sv;
    }
    SANDERLING_ASSERT(false);
}

Bytes message(SignDomain domain, const Hash& what) {
    Bytes bytes = to_bytes(as_bytes(domain_tag(domain)));
    append(bytes, what.view());
    return bytes;
}

}  // namespace

SigningKey SigningKey::generate() {
    SigningKey key;
    crypto_sign_keypair(key.public_key.bytes.data(), key.secret.fill().data());
    return key;
}

SigningKey SigningKey::from_seed(std::span<const std::uint8_t, 32> seed) {
    SigningKey key;
    crypto_sign_seed_keypair(key.public_key.bytes.data(), key.secret.fill().data(), seed.data());
    return key;
}

Signature sign(SignDomain domain, const Hash& what, const SigningKey& key) {
    const Bytes bytes = message(domain, what);
    Signature signature;
    crypto_sign_detached(signature.bytes.data(), nullptr, bytes.data(), bytes.size(),
                         key.secret.view().data());
    return signature;
}

bool verify(SignDomain domain, const Hash& what, const Signature& signature, const PublicKey& key) {
    const Bytes bytes = message(domain, what);
    return crypto_sign_verify_detached(signature.bytes.data(), bytes.data(), bytes.size(),
                                       key.bytes.data()) == 0;
}

std::array<std::uint8_t, 16> key_id(const PublicKey& key) {
    const Hash h = hash(HashType::key_id, key.view());
    std::array<std::uint8_t, 16> id{};
    std::copy_n(h.bytes.begin(), id.size(), id.begin());
    return id;
}

}  // namespace sanderling::crypto
