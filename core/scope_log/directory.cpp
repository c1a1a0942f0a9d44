#include "core/scope_log/directory.hpp"

#include "core/types/check.hpp"

namespace sanderling::scope_log {

namespace {

/// Takes `cert` in under `key` unless another one is there.
template <class Map, class Key, class Cert>
Result<void> put_once(Map& map, const Key& key, const Cert& cert, const char* what) {
    const auto [at, is_new] = map.try_emplace(key, cert);
    if (!is_new && !(at->second == cert))
        return fail(Errc::already_exists, std::string("another certificate for this ") + what);
    return {};
}

template <class Cert>
Result<void> check_signed_by(const Signed<Cert>& cert, const crypto::PublicKey& key) {
    if (!is_removed(Check::certificate_signature) && !verify_certificate(cert, key))
        return fail(Errc::unauthenticated, "the certificate's signature does not verify");
    return {};
}

}  // namespace

Result<void> Directory::add(ByteView certificate) {
    auto decoded = decode_certificate(certificate);
    if (!decoded) return decoded.error();
    return std::visit(
        [this](const auto& cert) -> Result<void> {
            if (cert.body.org != org_ && !is_removed(Check::certificate_organisation))
                return fail(Errc::unauthenticated, "a certificate of another organisation");
            return add_one(cert);
        },
        *decoded);
}

Result<crypto::PublicKey> Directory::key_of(RegistrarId id) const {
    const RegistrarCert* cert = registrar(id);
    if (cert == nullptr)
        return fail(Errc::unauthenticated, "signed by an unknown registrar " + to_text(id));
    return cert->sign_key;
}

Result<void> Directory::add_one(const Signed<RegistrarCert>& cert) {
    if (auto is_signed = check_signed_by(cert, root_); !is_signed) return is_signed.error();
    return put_once(registrars_, cert.body.registrar, cert.body, "registrar");
}

Result<void> Directory::add_one(const Signed<DeviceCert>& cert) {
    const auto key = key_of(cert.body.registrar);
    if (!key) return key.error();
    if (auto is_signed = check_signed_by(cert, *key); !is_signed) return is_signed.error();
    const bool known = devices_.contains(cert.body.device);
    if (auto put = put_once(devices_, cert.body.device, cert.body, "device"); !put)
        return put.error();
    if (!known) devices_of_[cert.body.person].push_back(cert.body.device);
    return {};
}

Result<void> Directory::add_one(const Signed<PersonKeyCert>& cert) {
    const auto key = key_of(cert.body.registrar);
    if (!key) return key.error();
    if (auto is_signed = check_signed_by(cert, *key); !is_signed) return is_signed.error();
    return put_once(person_keys_[cert.body.person], cert.body.epoch, cert.body,
                    "person and key epoch");
}

Result<void> Directory::add_one(const Signed<ServerKeyList>& cert) {
    crypto::PublicKey key = root_;
    if (!cert.body.registrar.is_zero()) {
        const auto of_registrar = key_of(cert.body.registrar);
        if (!of_registrar) return of_registrar.error();
        key = *of_registrar;
    }
    if (auto is_signed = check_signed_by(cert, key); !is_signed) return is_signed.error();
    if (server_keys_ && server_keys_->serial == cert.body.serial && !(*server_keys_ == cert.body))
        return fail(Errc::already_exists, "another list of server keys with this serial");
    // An older list is authentic and of no use: nothing changes.
    if (!server_keys_ || server_keys_->serial < cert.body.serial) server_keys_ = cert.body;
    return {};
}

Result<void> Directory::add_one(const Signed<LeasePolicy>& cert) {
    const auto key = key_of(cert.body.registrar);
    if (!key) return key.error();
    if (auto is_signed = check_signed_by(cert, *key); !is_signed) return is_signed.error();
    if (!lease_ || lease_->serial < cert.body.serial) lease_ = cert.body;
    return {};
}

const RegistrarCert* Directory::registrar(RegistrarId id) const {
    const auto at = registrars_.find(id);
    return at == registrars_.end() ? nullptr : &at->second;
}

const DeviceCert* Directory::device(DeviceId id) const {
    const auto at = devices_.find(id);
    return at == devices_.end() ? nullptr : &at->second;
}

const PersonKeyCert* Directory::person_key(PersonId person) const {
    const auto at = person_keys_.find(person);
    if (at == person_keys_.end() || at->second.empty()) return nullptr;
    return &at->second.rbegin()->second;
}

const PersonKeyCert* Directory::person_key(PersonId person, KeyEpoch epoch) const {
    const auto at = person_keys_.find(person);
    if (at == person_keys_.end()) return nullptr;
    const auto of_epoch = at->second.find(epoch);
    return of_epoch == at->second.end() ? nullptr : &of_epoch->second;
}

std::vector<const DeviceCert*> Directory::devices_of(PersonId person) const {
    std::vector<const DeviceCert*> found;
    const auto at = devices_of_.find(person);
    if (at == devices_of_.end()) return found;
    for (const DeviceId id : at->second) found.push_back(device(id));
    return found;
}

const ServerKeyList* Directory::server_keys() const {
    return server_keys_ ? &*server_keys_ : nullptr;
}

}  // namespace sanderling::scope_log
