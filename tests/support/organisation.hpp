// An organisation for tests: the keyholder's side, with all its keys in memory, over a
// MemoryServer.
#pragma once

#include "core/sealing/epoch_keys.hpp"
#include "core/sealing/invite.hpp"
#include "core/sealing/person_keys.hpp"
#include "schema/model/schema.hpp"
#include "tests/support/memory_server.hpp"

#include <map>
#include <string_view>

namespace sanderling::tests {

class Organisation {
  public:
    explicit Organisation(const schema::Schema& schema);

    PersonId add_person();
    /// What an enrolment hands to a device.
    sealing::Offer offer() const;
    sealing::Answer certify(PersonId person, const crypto::PublicKey& sign,
                            const crypto::BoxPublicKey& box);

    /// With its first epoch; nobody is in it yet.
    ScopeId create_scope(std::string_view kind);
    /// Admits, and hands out the current key.
    void admit(ScopeId scope, PersonId person, std::string_view role);
    /// As `admit`, without the key.
    void admit_keyless(ScopeId scope, PersonId person, std::string_view role);
    void hand_key(ScopeId scope, PersonId person);
    /// As `admit`, until a time.
    void cover(ScopeId scope, PersonId person, std::string_view role, Instant until);
    void remove(ScopeId scope, PersonId person);
    /// Erased for good, everywhere.
    void purge_records(ScopeId scope, std::vector<RecordId> records);
    void purge_scope(ScopeId scope);
    /// Forbids that; no records: of the whole scope. Its number.
    std::uint32_t hold(ScopeId scope, std::vector<RecordId> records);
    void release(ScopeId scope, std::uint32_t hold);
    /// A new key for those who are in now.
    void new_epoch(ScopeId scope);
    /// As `new_epoch`, without handing it to anybody.
    void new_epoch_keyless(ScopeId scope);

    MemoryServer& server() { return server_; }

  private:
    struct ScopeKeys {
        KeyEpoch epoch{};
        sealing::EpochKey key{};
        sealing::TokenKey token{};
        std::uint32_t epoch_index = 0;
    };

    void put(ScopeId scope, scope_log::Body body);
    std::vector<sealing::Envelope> mint_epoch(ScopeId scope);
    std::uint32_t next_index(ScopeId scope);

    const schema::Schema& schema_;
    crypto::SystemRandom random_{};
    OrgId org_{};
    crypto::SigningKey root_;
    crypto::SigningKey registrar_;
    sealing::BoxKeyPair registrar_box_;
    Bytes registrar_cert_{};
    MemoryServer server_;
    std::map<PersonId, sealing::BoxKeyPair> person_keys_{};
    std::map<PersonId, scope_log::PersonKeyCert> person_certs_{};
    std::map<PersonId, Bytes> person_cert_bytes_{};
    std::map<ScopeId, ScopeKeys> scopes_{};
};

}  // namespace sanderling::tests
