// Certificates: which keys belong to whom, signed by the organisation's root or by a registrar
// (docs/protocol.md §6). Canonical bytes: a type, the body, the signature.
#pragma once

#include "core/commit/canonical.hpp"
#include "core/crypto/box.hpp"
#include "core/crypto/signature.hpp"

#include <variant>
#include <vector>

namespace sanderling::scope_log {

/// The first byte of an encoded certificate. Never changed, never reused.
enum class CertificateType : std::uint8_t {
    registrar = 1,
    device = 2,
    person_key = 3,
    server_keys = 4,
    lease = 5,
};

/// From `not_before` up to, not including, `not_after`.
struct Validity {
    Instant not_before{};
    Instant not_after{};

    bool contains(Instant t) const { return not_before <= t && t < not_after; }
    friend bool operator==(const Validity&, const Validity&) = default;
};

/// What a device may do beyond its scopes; the meaning of each number is the schema's.
enum class DeviceRole : std::uint8_t { ordinary = 1 };

/// Signed by the root. `registrar` is the id of the signing key.
struct RegistrarCert {
    OrgId org;
    RegistrarId registrar;
    crypto::PublicKey sign_key{};
    crypto::BoxPublicKey box_key{};
    Validity validity{};
    friend bool operator==(const RegistrarCert&, const RegistrarCert&) = default;
};

/// Signed by `registrar`. `device` is the id of the signing key.
struct DeviceCert {
    OrgId org;
    RegistrarId registrar;
    PersonId person;
    DeviceId device;
    crypto::PublicKey sign_key{};
    crypto::BoxPublicKey box_key{};
    DeviceRole role = DeviceRole::ordinary;
    Validity validity{};
    friend bool operator==(const DeviceCert&, const DeviceCert&) = default;
};

/// Signed by `registrar`. Scope keys are sealed to the newest epoch of each person.
struct PersonKeyCert {
    OrgId org;
    RegistrarId registrar;
    PersonId person;
    KeyEpoch epoch{};
    crypto::BoxPublicKey key{};
    friend bool operator==(const PersonKeyCert&, const PersonKeyCert&) = default;
};

/// SHA-256 of a TLS certificate's SubjectPublicKeyInfo, in DER.
struct TlsKeyHash {
    std::array<std::uint8_t, 32> bytes{};
    friend auto operator<=>(const TlsKeyHash&, const TlsKeyHash&) = default;
    ByteView view() const { return bytes; }
};

struct ServerKey {
    TlsKeyHash key{};
    Validity validity{};
    friend bool operator==(const ServerKey&, const ServerKey&) = default;
};

/// The X.509 extension of a server's TLS certificate that holds the newest ServerKeyList, encoded
/// and signed by the root (docs/protocol.md §6.8).
inline constexpr const char* server_keys_oid = "2.25.329440511589782710354931477790712922670";

/// The TLS keys that devices may trust. Signed by the root (`registrar` all zero) or a registrar.
/// A key ends by being left out of the next list, not by its validity: clocks may be wrong.
struct ServerKeyList {
    OrgId org;
    RegistrarId registrar;     // zero: the root
    std::uint32_t serial = 0;  // the greatest serial counts
    std::vector<ServerKey> keys{};
    friend bool operator==(const ServerKeyList&, const ServerKeyList&) = default;
};

/// For how long a device may be used without contact (docs/protocol.md §6.7). Signed by a
/// registrar; the greatest serial counts.
struct LeasePolicy {
    OrgId org;
    RegistrarId registrar;
    std::uint32_t serial = 0;
    std::uint16_t days = 0;          // 0: for ever
    std::uint16_t warning_days = 0;  // before the end, people are told
    friend bool operator==(const LeasePolicy&, const LeasePolicy&) = default;
};

template <class Body>
struct Signed {
    Body body{};
    crypto::Signature signature{};
    friend bool operator==(const Signed&, const Signed&) = default;
};

using AnyCert = std::variant<Signed<RegistrarCert>, Signed<DeviceCert>, Signed<PersonKeyCert>,
                             Signed<ServerKeyList>, Signed<LeasePolicy>>;

/// Binds a public key to the ids that are derived from it.
RegistrarId registrar_id(const crypto::PublicKey& sign_key);
DeviceId device_id(const crypto::PublicKey& sign_key);

/// What is signed: everything but the signature.
Bytes encode_body(const RegistrarCert& cert);
Bytes encode_body(const DeviceCert& cert);
Bytes encode_body(const PersonKeyCert& cert);
Bytes encode_body(const ServerKeyList& cert);
Bytes encode_body(const LeasePolicy& cert);

crypto::Signature sign_certificate_body(ByteView body, const crypto::SigningKey& issuer);

template <class Body>
Signed<Body> sign_certificate(Body body, const crypto::SigningKey& issuer) {
    const crypto::Signature signature = sign_certificate_body(encode_body(body), issuer);
    return {std::move(body), signature};
}

template <class Body>
Bytes encode(const Signed<Body>& cert) {
    Bytes bytes = encode_body(cert.body);
    append(bytes, cert.signature.view());
    return bytes;
}
Bytes encode(const AnyCert& cert);

/// Checks form only: whose signature counts is for Directory. Errors: malformed (also when an id is
/// not the one of its key), unsupported_version for a type or suite of a later version.
Result<AnyCert> decode_certificate(ByteView bytes);

template <class Body>
bool verify_certificate(const Signed<Body>& cert, const crypto::PublicKey& issuer) {
    return crypto::verify(crypto::SignDomain::certificate,
                          crypto::hash(crypto::HashType::certificate, encode_body(cert.body)),
                          cert.signature, issuer);
}

namespace limits {
// A server has one key, the next one, and during a move those of another host.
inline constexpr std::size_t server_keys = 16;
// The longest certificate: a full list of server keys.
inline constexpr std::size_t certificate_bytes = 2048;
}  // namespace limits

}  // namespace sanderling::scope_log
