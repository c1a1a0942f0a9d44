#include "core/scope_log/certificate.hpp"

#include "core/types/assert.hpp"

namespace sanderling::scope_log {

namespace {

constexpr std::uint8_t suite_1 = 1;
constexpr std::size_t signature_bytes = 64;

commit::CanonicalWriter begin(CertificateType type, OrgId org) {
    commit::CanonicalWriter out;
    out.reserve(256);
    out.code(type).u8(suite_1).id(org);
    return out;
}

void write(commit::CanonicalWriter& out, const Validity& v) {
    out.u64(static_cast<std::uint64_t>(v.not_before.ms));
    out.u64(static_cast<std::uint64_t>(v.not_after.ms));
}

Instant read_instant(commit::CanonicalReader& in) {
    const std::uint64_t ms = in.u64();
    if (ms > static_cast<std::uint64_t>(INT64_MAX)) in.refuse("a time before 1970");
    return {static_cast<std::int64_t>(ms)};
}

Validity read_validity(commit::CanonicalReader& in) {
    Validity v;
    v.not_before = read_instant(in);
    v.not_after = read_instant(in);
    if (in.ok() && v.not_after <= v.not_before) in.refuse("a validity that ends before it begins");
    return v;
}

void read_into(commit::CanonicalReader& in, RegistrarCert& cert) {
    cert.registrar = in.id<RegistrarId>();
    in.fill(cert.sign_key.bytes);
    in.fill(cert.box_key.bytes);
    cert.validity = read_validity(in);
    if (in.ok() && cert.registrar != registrar_id(cert.sign_key))
        in.refuse("a registrar id that is not the one of its key");
}

void read_into(commit::CanonicalReader& in, DeviceCert& cert) {
    cert.registrar = in.id<RegistrarId>();
    cert.person = in.id<PersonId>();
    cert.device = in.id<DeviceId>();
    in.fill(cert.sign_key.bytes);
    in.fill(cert.box_key.bytes);
    cert.role = in.code<DeviceRole>();
    cert.validity = read_validity(in);
    if (in.ok() && cert.device != device_id(cert.sign_key))
        in.refuse("a device id that is not the one of its key");
}

void read_into(commit::CanonicalReader& in, PersonKeyCert& cert) {
    cert.registrar = in.id<RegistrarId>();
    cert.person = in.id<PersonId>();
    cert.epoch = in.code<KeyEpoch>();
    in.fill(cert.key.bytes);
    if (cert.epoch == KeyEpoch{}) in.refuse("a key epoch of zero");
}

void read_into(commit::CanonicalReader& in, ServerKeyList& cert) {
    cert.registrar = in.id<RegistrarId>();
    cert.serial = in.u32();
    const std::uint8_t count = in.u8();
    if (count > limits::server_keys) in.refuse("too many server keys");
    for (std::uint8_t i = 0; i < count && in.ok(); ++i) {
        ServerKey key;
        in.fill(key.key.bytes);
        key.validity = read_validity(in);
        cert.keys.push_back(key);
    }
}

void read_into(commit::CanonicalReader& in, LeasePolicy& cert) {
    cert.registrar = in.id<RegistrarId>();
    cert.serial = in.u32();
    cert.days = in.u16();
    cert.warning_days = in.u16();
}

template <class Cert>
Result<AnyCert> read_cert(commit::CanonicalReader in) {
    Signed<Cert> cert;
    cert.body.org = in.id<OrgId>();
    read_into(in, cert.body);
    in.fill(cert.signature.bytes);
    if (auto done = in.finish("certificate"); !done) return done.error();
    return AnyCert{std::move(cert)};
}

template <class IdType>
IdType id_of(const crypto::PublicKey& key) {
    return IdType{crypto::key_id(key)};
}

}  // namespace

RegistrarId registrar_id(const crypto::PublicKey& sign_key) {
    return id_of<RegistrarId>(sign_key);
}
DeviceId device_id(const crypto::PublicKey& sign_key) {
    return id_of<DeviceId>(sign_key);
}

Bytes encode_body(const RegistrarCert& cert) {
    auto out = begin(CertificateType::registrar, cert.org);
    out.id(cert.registrar).raw(cert.sign_key.view()).raw(cert.box_key.view());
    write(out, cert.validity);
    return out.take();
}

Bytes encode_body(const DeviceCert& cert) {
    auto out = begin(CertificateType::device, cert.org);
    out.id(cert.registrar).id(cert.person).id(cert.device);
    out.raw(cert.sign_key.view()).raw(cert.box_key.view()).code(cert.role);
    write(out, cert.validity);
    return out.take();
}

Bytes encode_body(const PersonKeyCert& cert) {
    auto out = begin(CertificateType::person_key, cert.org);
    out.id(cert.registrar).id(cert.person).code(cert.epoch).raw(cert.key.view());
    return out.take();
}

Bytes encode_body(const ServerKeyList& cert) {
    SANDERLING_ASSERT(cert.keys.size() <= limits::server_keys);
    auto out = begin(CertificateType::server_keys, cert.org);
    out.id(cert.registrar).u32(cert.serial).u8(static_cast<std::uint8_t>(cert.keys.size()));
    for (const ServerKey& key : cert.keys) {
        out.raw(key.key.view());
        write(out, key.validity);
    }
    return out.take();
}

Bytes encode_body(const LeasePolicy& cert) {
    auto out = begin(CertificateType::lease, cert.org);
    out.id(cert.registrar).u32(cert.serial).u16(cert.days).u16(cert.warning_days);
    return out.take();
}

crypto::Signature sign_certificate_body(ByteView body, const crypto::SigningKey& issuer) {
    return crypto::sign(crypto::SignDomain::certificate,
                        crypto::hash(crypto::HashType::certificate, body), issuer);
}

Bytes encode(const AnyCert& cert) {
    return std::visit([](const auto& known) { return encode(known); }, cert);
}

Result<AnyCert> decode_certificate(ByteView bytes) {
    if (bytes.size() > limits::certificate_bytes) return fail(Errc::too_large, "certificate");
    if (bytes.size() < 2 + signature_bytes) return fail(Errc::malformed, "certificate: cut short");
    commit::CanonicalReader in(bytes);
    const auto type = in.code<CertificateType>();
    if (in.u8() != suite_1)
        return fail(Errc::unsupported_version, "a certificate of an unknown suite");
    switch (type) {
        case CertificateType::registrar:
            return read_cert<RegistrarCert>(in);
        case CertificateType::device:
            return read_cert<DeviceCert>(in);
        case CertificateType::person_key:
            return read_cert<PersonKeyCert>(in);
        case CertificateType::server_keys:
            return read_cert<ServerKeyList>(in);
        case CertificateType::lease:
            return read_cert<LeasePolicy>(in);
    }
    return fail(Errc::unsupported_version,
                "a certificate of unknown type " + std::to_string(number(type)));
}

}  // namespace sanderling::scope_log
