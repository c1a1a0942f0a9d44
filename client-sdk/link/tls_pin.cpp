#include "client-sdk/link/tls_pin.hpp"

#include "core/scope_log/directory.hpp"
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

std::vector<TlsKeyHash> announced_keys(X509* certificate, const KeyAnnouncer& announcer) {
    ASN1_OBJECT* const wanted = OBJ_txt2obj(scope_log::server_keys_oid, 1);
    const int at = X509_get_ext_by_OBJ(certificate, wanted, -1);
    ASN1_OBJECT_free(wanted);
    if (at < 0) return {};
    const ASN1_OCTET_STRING* held = X509_EXTENSION_get_data(X509_get_ext(certificate, at));
    const ByteView list(ASN1_STRING_get0_data(held),
                        static_cast<std::size_t>(ASN1_STRING_length(held)));
    // Registrars are not known to it, so only what the root has signed is taken.
    scope_log::Directory directory(announcer.org, announcer.root);
    if (!directory.add(list) || directory.server_keys() == nullptr) return {};
    const scope_log::ServerKeyList& keys = *directory.server_keys();
    if (keys.serial < announcer.serial_min) return {};
    std::vector<TlsKeyHash> out;
    for (const scope_log::ServerKey& key : keys.keys) out.push_back(key.key);
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
    X509* const certificate = X509_STORE_CTX_get0_cert(store);
    pin.seen_ = tls_key_hash(certificate);
    pin.is_trusted_ = pin.seen_ && pin.trusts(*pin.seen_, certificate);
    const bool good = pin.is_trusted_;
    X509_STORE_CTX_set_error(store, good ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
    return good ? 1 : 0;
}

bool PinnedTls::trusts(const TlsKeyHash& key, X509* certificate) const {
    const auto* pinned = std::get_if<Pinned>(&trust_);
    if (is_removed(Check::tls_pin)) return true;
    if (pinned == nullptr || std::ranges::find(pinned->keys, key) != pinned->keys.end())
        return true;
    if (!pinned->announcer) return false;
    const auto announced = announced_keys(certificate, *pinned->announcer);
    return std::ranges::find(announced, key) != announced.end();
}

}  // namespace sanderling::link
