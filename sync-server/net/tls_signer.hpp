// Signing with the server's TLS key, beside the handshake: a receipt that can be shown to somebody
// who was not in the session (docs/protocol.md §6.10). Devices and the keyholder know the key
// already.
#pragma once

#include "core/types/bytes.hpp"
#include "sync-server/net/tls_identity.hpp"

namespace sanderling::server {

struct TlsSignature {
    Bytes key{};  // SubjectPublicKeyInfo, DER
    Bytes signature{};
};

/// One owner thread.
class TlsSigner {
  public:
    /// Errors: corrupt (the key does not load).
    static Result<std::unique_ptr<TlsSigner>> load(const TlsFiles& files);
    ~TlsSigner();

    /// ECDSA with SHA-256 for the keys that `sanderlingd` makes; Ed25519, or RSA (PKCS #1 v1.5 with
    /// SHA-256), for others. Errors: internal.
    Result<TlsSignature> sign(ByteView text) const;

  private:
    struct Key;
    explicit TlsSigner(std::unique_ptr<Key> key);
    std::unique_ptr<Key> key_;
};

}  // namespace sanderling::server
