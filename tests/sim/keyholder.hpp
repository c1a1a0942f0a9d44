// The organisation's keyholder in a simulation: people, devices, scopes, who is in them and under
// which key. It is never wrong, and tries again while the server is away.
#pragma once

#include "core/sealing/epoch_keys.hpp"
#include "core/sealing/invite.hpp"
#include "core/sealing/person_keys.hpp"
#include "schema/model/schema.hpp"
#include "tests/sim/server.hpp"

#include <deque>
#include <functional>
#include <map>
#include <set>

namespace sanderling::sim {

class Keyholder {
  public:
    Keyholder(const schema::Schema& schema, Scheduler& time, std::uint64_t seed);

    server::Organisation organisation() const { return {org_, root_.public_key}; }
    void use(Server& server);

    PersonId add_person();
    sealing::Offer offer() const;
    sealing::Answer certify(PersonId person, const crypto::PublicKey& sign,
                            const crypto::BoxPublicKey& box);

    ScopeId create_scope(const schema::ScopeKind& kind);
    void admit(ScopeId scope, PersonId person, schema::RoleNumber role);
    /// With a new key for those who stay.
    void remove(ScopeId scope, PersonId person);
    void change_key(ScopeId scope);
    /// For good, on the server and on every device.
    void purge(ScopeId scope, const std::set<RecordId>& records);
    /// The server was put back from a backup: somebody sees to it after a while that it has again
    /// what was put there, in case no device has brought it back by then.
    void see_to_restored(Duration after);
    /// What waits is done now.
    void hurry();
    /// Changes that the server has not taken yet.
    bool is_waiting() const { return !queue_.empty() || again_at_ != none; }

    /// An entry that adds a member, right in every respect but who signed it.
    struct ForgedEntry {
        Bytes bytes{};
        crypto::Hash hash{};
    };
    ForgedEntry forged_entry(ScopeId scope, std::uint32_t index, const crypto::Hash& previous,
                             Dice& dice) const;

    /// For whoever checks from outside; null for an epoch that never was.
    const sealing::EpochKey* key(ScopeId scope, KeyEpoch epoch) const;

  private:
    struct ScopeKeys {
        std::vector<sealing::EpochKey> epochs{};  // epoch n at n − 1
        sealing::TokenKey token{};
        std::uint32_t epoch_index = 0;  // of the entry of the newest epoch
        std::uint32_t entries = 0;      // so far
        crypto::Hash head{};
        std::set<PersonId> members{};
    };
    /// A change of one scope's log while it is being made: on a copy of where the log stands.
    struct Change {
        wire::LogPut put{};
        std::uint32_t entries = 0;
        crypto::Hash head{};
    };
    using Step = std::function<bool()>;  // true: it is done

    scope_log::Issuer self() const;
    sealing::EpochPlace place(ScopeId scope, std::uint32_t index) const;
    void add_entry(Change& change, ScopeId scope, scope_log::Body body) const;
    void add_envelope(Change& change, ScopeId scope, PersonId person) const;
    void add_epoch(Change& change, ScopeId scope, ScopeKeys& keys, const std::set<PersonId>& to);
    /// Waits for its turn; `make` is called once, when that has come.
    void enqueue(ScopeId scope, std::function<void(Change&, ScopeKeys&)> make);
    bool deliver(const Change& change, bool may_be_there);
    bool put_again();
    void work();

    const schema::Schema& schema_;
    Scheduler& time_;
    mutable Dice dice_;
    OrgId org_{};
    crypto::SigningKey root_;
    crypto::SigningKey registrar_;
    sealing::BoxKeyPair registrar_box_;
    Bytes registrar_cert_{};
    Server* server_ = nullptr;
    std::map<PersonId, sealing::BoxKeyPair> person_keys_{};
    std::map<PersonId, scope_log::PersonKeyCert> person_certs_{};
    std::map<PersonId, Bytes> person_cert_bytes_{};
    std::map<ScopeId, ScopeKeys> scopes_{};
    std::deque<Step> queue_{};
    static constexpr Duration none = Duration::max();
    std::vector<wire::LogPut> puts_{};  // all that were taken, in order
    Duration again_at_ = none;          // when to put them again
    bool is_retry_set_ = false;
};

}  // namespace sanderling::sim
