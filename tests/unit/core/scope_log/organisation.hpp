// A small organisation for tests: every key from a seed byte, so that bytes come out the same.
#pragma once

#include "core/scope_log/directory.hpp"
#include "core/scope_log/scope_log.hpp"

namespace sanderling::test {

template <class IdType>
IdType id_of(std::uint8_t fill) {
    IdType id;
    id.bytes.fill(fill);
    return id;
}

inline crypto::SigningKey signing_key(std::uint8_t seed) {
    std::array<std::uint8_t, 32> bytes{};
    bytes.fill(seed);
    return crypto::SigningKey::from_seed(bytes);
}

inline crypto::BoxPublicKey box_key(std::uint8_t fill) {
    crypto::BoxPublicKey key;
    key.bytes.fill(fill);
    return key;
}

inline constexpr Instant noon{1'700'000'000'000};
inline constexpr std::chrono::milliseconds hour{3'600'000};

struct Organisation {
    OrgId org = id_of<OrgId>(0x0a);
    crypto::SigningKey root = signing_key(1);
    crypto::SigningKey registrar = signing_key(2);
    scope_log::Validity validity{noon, noon + 1000 * hour};
    scope_log::Directory directory{org, root.public_key};

    Organisation() { take_in(registrar_cert()); }

    template <class Cert>
    void take_in(const scope_log::Signed<Cert>& cert) {
        if (auto added = directory.add(encode(cert)); !added)
            throw std::runtime_error(added.error().message());
    }

    RegistrarId registrar_id() const { return scope_log::registrar_id(registrar.public_key); }

    scope_log::Signed<scope_log::RegistrarCert> registrar_cert() const {
        scope_log::RegistrarCert cert;
        cert.org = org;
        cert.registrar = registrar_id();
        cert.sign_key = registrar.public_key;
        cert.box_key = box_key(0x22);
        cert.validity = validity;
        return scope_log::sign_certificate(cert, root);
    }

    scope_log::DeviceCert device_body(PersonId person, const crypto::SigningKey& device) const {
        scope_log::DeviceCert cert;
        cert.org = org;
        cert.registrar = registrar_id();
        cert.person = person;
        cert.device = scope_log::device_id(device.public_key);
        cert.sign_key = device.public_key;
        cert.box_key = box_key(0x33);
        cert.validity = validity;
        return cert;
    }

    scope_log::Signed<scope_log::DeviceCert> device_cert(PersonId person,
                                                         const crypto::SigningKey& device) const {
        return scope_log::sign_certificate(device_body(person, device), registrar);
    }

    scope_log::Signed<scope_log::PersonKeyCert> person_key_cert(
        PersonId person, KeyEpoch epoch, const crypto::BoxPublicKey& key) const {
        scope_log::PersonKeyCert cert{org, registrar_id(), person, epoch, key};
        return scope_log::sign_certificate(cert, registrar);
    }
};

inline constexpr scope_log::Role manager{1};
inline constexpr scope_log::Role officer{2};

inline scope_log::RoleTable two_roles() {
    using scope_log::Right;
    return {{manager, 0b11, Right::read | Right::manage | Right::mint_epoch},
            {officer, 0b01, Right::read | Right::write}};
}

}  // namespace sanderling::test
