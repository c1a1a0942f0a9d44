// What replaces the system's certificate authorities: the one comparison of a TLS key with its pin
// (docs/protocol.md §6).
#pragma once

#include "client-sdk/link/address.hpp"

#include <openssl/ssl.h>

#include <optional>

namespace sanderling::link {

/// SHA-256 of the certificate's SubjectPublicKeyInfo. Nothing if OpenSSL cannot read it.
std::optional<TlsKeyHash> tls_key_hash(X509* certificate);

/// The keys that the certificate says there are, if the announcer has signed them and not too long
/// ago; none otherwise.
std::vector<TlsKeyHash> announced_keys(X509* certificate, const KeyAnnouncer& announcer);

/// TLS 1.2 at least, no tickets, no authorities: the key alone decides.
class PinnedTls {
  public:
    explicit PinnedTls(Trust trust) : trust_(std::move(trust)) {}
    PinnedTls(const PinnedTls&) = delete;  // OpenSSL holds its address
    PinnedTls& operator=(const PinnedTls&) = delete;

    /// Keeps `this` in the context, which must not outlive it.
    void apply_to(SSL_CTX* context);

    /// What the server showed; set once the handshake has come so far.
    const std::optional<TlsKeyHash>& seen() const { return seen_; }
    bool refused() const { return seen_ && !is_trusted_; }

  private:
    static int verify(X509_STORE_CTX* store, void* self);
    bool trusts(const TlsKeyHash& key, X509* certificate) const;

    Trust trust_;
    std::optional<TlsKeyHash> seen_{};
    bool is_trusted_ = false;
};

}  // namespace sanderling::link
