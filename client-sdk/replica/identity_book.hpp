// Who this device is, what it may open, and the certificates of everybody else: loaded from the
// replica's tables, every certificate verified again.
#pragma once

#include "client-sdk/replica/enrolment.hpp"
#include "client-sdk/vault/database.hpp"
#include "core/scope_log/directory.hpp"

#include <map>
#include <optional>

namespace sanderling::replica {

/// What an enrolment brought.
struct Me {
    OrgId org;
    crypto::PublicKey root{};
    std::string organisation{};
    PersonId person;
    DeviceId device;
    Bytes certificate{};
    ServerAddress server{};
};

/// Nothing before the enrolment. Throws vault::SqliteError.
std::optional<Me> read_me(vault::Database& database);

/// A value of its Replica, guarded by the same mutex. Throws vault::SqliteError.
class IdentityBook {
  public:
    explicit IdentityBook(vault::Database& database);

    /// Made and kept at the first call.
    const DeviceKeys& device_keys();
    bool is_enrolled() const { return me_.has_value(); }
    const Me& me() const { return *me_; }                                  // enrolled only
    const scope_log::Directory& directory() const { return *directory_; }  // enrolled only
    const std::map<KeyEpoch, sealing::BoxKeyPair>& person_keys() const { return person_keys_; }

    /// Inside the caller's SQL transaction; after a rollback call `reload`.
    Result<void> install(const sealing::Offer& offer, const sealing::Answer& answer,
                         const ServerAddress& server);
    /// Certificates that do not verify are left out: a server cannot stop a device with them.
    void add_certificates(const std::vector<Bytes>& certificates);
    /// True if a key was new.
    bool add_person_key(ByteView envelope);
    void reload();

  private:
    void keep(ByteView certificate);

    vault::Database& database_;
    std::optional<DeviceKeys> keys_{};
    std::optional<Me> me_{};
    std::optional<scope_log::Directory> directory_{};
    std::map<KeyEpoch, sealing::BoxKeyPair> person_keys_{};
};

}  // namespace sanderling::replica
