#include "client-sdk/link/tls_pin.hpp"

#include "core/types/assert.hpp"
#include "core/types/check.hpp"

#include <openssl/sha.h>
#include <openssl/x509.h>

#include <algorithm>

namespace sanderling::link {

std::optional<TlsKeyHash> tls_key_hash(X509* certificate) {
    if (certificate == nullptr) return std::nullopt;
    std::uint8_t* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size <= 0) return std::nullopt;
    TlsKeyHash out;
    SHA256(der, static_cast<std::size_t>(size), out.bytes.data());
    OPENSSL_free(der);
    return out;
}

void PinnedTls::apply_to(SSL_CTX* context) {
    SANDERLING_ASSERT(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1);
    // A resumed session shows no certificate, so there is nothing to resume.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(context, &PinnedTls::verify, this);
}

// Stands in for OpenSSL's whole chain verification. The handshake's own signature, which OpenSSL
// checks afterwards, proves that the server holds the key.
int PinnedTls::verify(X509_STORE_CTX* store, void* self) {
    auto& pin = *static_cast<PinnedTls*>(self);
    pin.seen_ = tls_key_hash(X509_STORE_CTX_get0_cert(store));
    const bool good = pin.seen_ && pin.trusts(*pin.seen_);
    X509_STORE_CTX_set_error(store, good ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
    return good ? 1 : 0;
}

bool PinnedTls::trusts(const TlsKeyHash& key) const {
    const auto* pinned = std::get_if<Pinned>(&trust_);
    if (is_removed(Check::tls_pin)) return true;
    return pinned == nullptr || std::ranges::find(pinned->keys, key) != pinned->keys.end();
}

}  // namespace sanderling::link
