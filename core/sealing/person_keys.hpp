// A person's secret key on its way to one of their devices: sealed to the device, vouched for by a
// registrar (docs/protocol.md §6). So a new device costs one seal, not one a scope.
#pragma once

#include "core/scope_log/certificate.hpp"
#include "core/sealing/box.hpp"

namespace sanderling::sealing {

struct PersonKeyEnvelope {
    OrgId org;
    RegistrarId registrar;
    PersonId person;
    KeyEpoch epoch{};  // of the person's key
    DeviceId device;
    Bytes sealed{};
    crypto::Signature signature{};
    friend bool operator==(const PersonKeyEnvelope&, const PersonKeyEnvelope&) = default;
};

/// `person` is the certificate that publishes the key, `device` the one that names its reader.
/// Errors: invalid_argument (the device's box key is none).
Result<PersonKeyEnvelope> seal_person_key(const scope_log::PersonKeyCert& person,
                                          const BoxKeyPair& person_key,
                                          const scope_log::DeviceCert& device,
                                          const crypto::SigningKey& registrar,
                                          crypto::Random& random);

/// Errors: unauthenticated (another registrar's signature, another context, or a secret that does
/// not fit the certified public key), wrong_key (not for this device), malformed.
Result<BoxKeyPair> open_person_key(const PersonKeyEnvelope& envelope,
                                   const scope_log::PersonKeyCert& person, DeviceId device,
                                   const BoxKeyPair& device_box,
                                   const crypto::PublicKey& registrar_key);

Bytes encode(const PersonKeyEnvelope& envelope);
/// Errors: malformed, unsupported_version.
Result<PersonKeyEnvelope> decode_person_key_envelope(ByteView bytes);

}  // namespace sanderling::sealing
