// The organisation as its certificates describe it: every one of them verified up to the root
// (docs/protocol.md §6). The same on server, client and keyholder.
#pragma once

#include "core/scope_log/certificate.hpp"

#include <map>
#include <optional>
#include <unordered_map>

namespace sanderling::scope_log {

/// A value with one owner thread. Pointers it returns stay good until it is destroyed or assigned.
/// Certificates are kept after they expire, because old commits stay verifiable: whoever opens a
/// session checks `validity` against the time.
class Directory {
  public:
    Directory(OrgId org, const crypto::PublicKey& root) : org_(org), root_(root) {}

    /// Verifies and takes in one certificate. The same one again changes nothing.
    /// Errors: those of decode_certificate; unauthenticated (another organisation, an unknown
    /// registrar, a signature that does not verify); already_exists (another certificate for the
    /// same registrar, device, or person and epoch).
    Result<void> add(ByteView certificate);

    OrgId org() const { return org_; }
    const crypto::PublicKey& root() const { return root_; }

    /// Null when there is none.
    const RegistrarCert* registrar(RegistrarId id) const;
    const DeviceCert* device(DeviceId id) const;
    const PersonKeyCert* person_key(PersonId person) const;  // the newest epoch
    const PersonKeyCert* person_key(PersonId person, KeyEpoch epoch) const;
    std::vector<const DeviceCert*> devices_of(PersonId person) const;
    /// The list with the greatest serial; null before the first.
    const ServerKeyList* server_keys() const;
    /// The one with the greatest serial; null before the first.
    const LeasePolicy* lease() const { return lease_ ? &*lease_ : nullptr; }

  private:
    Result<void> add_one(const Signed<RegistrarCert>& cert);
    Result<void> add_one(const Signed<DeviceCert>& cert);
    Result<void> add_one(const Signed<PersonKeyCert>& cert);
    Result<void> add_one(const Signed<ServerKeyList>& cert);
    Result<void> add_one(const Signed<LeasePolicy>& cert);
    /// The key that has to have signed, if it is known here.
    Result<crypto::PublicKey> key_of(RegistrarId id) const;

    OrgId org_;
    crypto::PublicKey root_;
    std::unordered_map<RegistrarId, RegistrarCert> registrars_;
    std::unordered_map<DeviceId, DeviceCert> devices_;
    std::unordered_map<PersonId, std::map<KeyEpoch, PersonKeyCert>> person_keys_;
    std::unordered_map<PersonId, std::vector<DeviceId>> devices_of_;
    std::optional<ServerKeyList> server_keys_;
    std::optional<LeasePolicy> lease_;
};

}  // namespace sanderling::scope_log
