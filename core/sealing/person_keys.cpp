#include "core/sealing/person_keys.hpp"

#include <algorithm>

namespace sanderling::sealing {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;

constexpr std::uint8_t type_person_key_envelope = 5;  // after the types of certificates
constexpr std::uint8_t suite_1 = 1;
constexpr std::size_t sealed_bytes_max = 512;

/// The visible fields; inside the seal they stand before the secret.
Bytes context(const PersonKeyEnvelope& envelope) {
    CanonicalWriter out;
    out.reserve(128);
    out.u8(type_person_key_envelope).u8(suite_1).id(envelope.org).id(envelope.registrar);
    out.id(envelope.person).code(envelope.epoch).id(envelope.device);
    return out.take();
}

crypto::Hash signed_hash(const PersonKeyEnvelope& envelope) {
    return crypto::hash(crypto::HashType::envelopes, {context(envelope), envelope.sealed});
}

Result<void> check_outside(const PersonKeyEnvelope& envelope,
                           const scope_log::PersonKeyCert& person, DeviceId device,
                           const crypto::PublicKey& registrar_key) {
    if (envelope.registrar != scope_log::registrar_id(registrar_key) ||
        !crypto::verify(crypto::SignDomain::certificate, signed_hash(envelope), envelope.signature,
                        registrar_key))
        return fail(Errc::unauthenticated, "a person key whose registrar's signature is wrong");
    if (envelope.org != person.org || envelope.person != person.person ||
        envelope.epoch != person.epoch || envelope.device != device)
        return fail(Errc::unauthenticated, "a person key of another person, epoch or device");
    return {};
}

}  // namespace

Result<PersonKeyEnvelope> seal_person_key(const scope_log::PersonKeyCert& person,
                                          const BoxKeyPair& person_key,
                                          const scope_log::DeviceCert& device,
                                          const crypto::SigningKey& registrar,
                                          crypto::Random& random) {
    PersonKeyEnvelope envelope;
    envelope.org = person.org;
    envelope.registrar = scope_log::registrar_id(registrar.public_key);
    envelope.person = person.person;
    envelope.epoch = person.epoch;
    envelope.device = device.device;
    Bytes plain = context(envelope);
    plain.reserve(plain.size() + person_key.secret.size);  // no copy of the key is left behind
    append(plain, person_key.secret.view());
    auto sealed = seal_box(device.box_key, plain, random);
    wipe(plain);
    if (!sealed) return sealed.error();
    envelope.sealed = std::move(*sealed);
    envelope.signature =
        crypto::sign(crypto::SignDomain::certificate, signed_hash(envelope), registrar);
    return envelope;
}

Result<BoxKeyPair> open_person_key(const PersonKeyEnvelope& envelope,
                                   const scope_log::PersonKeyCert& person, DeviceId device,
                                   const BoxKeyPair& device_box,
                                   const crypto::PublicKey& registrar_key) {
    if (auto fits = check_outside(envelope, person, device, registrar_key); !fits)
        return fits.error();
    auto opened = open_box(envelope.sealed, device_box);
    if (!opened) return opened.error();
    const Bytes expected = context(envelope);
    if (opened->size() != expected.size() + 32 ||
        !std::equal(expected.begin(), expected.end(), opened->begin())) {
        wipe(*opened);
        return fail(Errc::unauthenticated, "a person key sealed for another purpose");
    }
    const ByteView raw = ByteView(*opened).subspan(expected.size());
    BoxKeyPair pair = BoxKeyPair::from_secret(
        crypto::Secret<32>(std::span<const std::uint8_t, 32>(raw.data(), 32)));
    wipe(*opened);
    if (pair.public_key != person.key)
        return fail(Errc::unauthenticated, "a person key that is not the certified one");
    return pair;
}

Bytes encode(const PersonKeyEnvelope& envelope) {
    CanonicalWriter out;
    out.raw(context(envelope)).sized(envelope.sealed).raw(envelope.signature.view());
    return out.take();
}

Result<PersonKeyEnvelope> decode_person_key_envelope(ByteView bytes) {
    CanonicalReader in(bytes);
    PersonKeyEnvelope envelope;
    if (in.u8() != type_person_key_envelope) in.refuse("not a person key envelope");
    if (in.u8() != suite_1 && in.ok())
        return fail(Errc::unsupported_version, "a person key envelope of an unknown suite");
    envelope.org = in.id<OrgId>();
    envelope.registrar = in.id<RegistrarId>();
    envelope.person = in.id<PersonId>();
    envelope.epoch = in.code<KeyEpoch>();
    envelope.device = in.id<DeviceId>();
    envelope.sealed = to_bytes(in.sized(sealed_bytes_max));
    in.fill(envelope.signature.bytes);
    if (auto done = in.finish("person key envelope"); !done) return done.error();
    return envelope;
}

}  // namespace sanderling::sealing
