// What the keyholder decides, without files or sockets: a command becomes a changed state and the
// messages that tell the server; the server's answer settles it (docs/protocol.md §6). The state is
// to be saved between `prepare` and the first message, and again after `settle`, so that no key
// which a server knows of is ever lost.
#pragma once

#include "client-sdk/keyholder/command.hpp"
#include "client-sdk/keyholder/survey.hpp"
#include "core/scope_log/device_order.hpp"
#include "core/sealing/invite.hpp"
#include "core/wire/message.hpp"
#include "schema/model/schema.hpp"

#include <map>
#include <set>
#include <utility>
#include <variant>
#include <vector>

namespace sanderling::keyholder {

/// Said with no_key wherever the newest key of a scope would be sealed to somebody.
inline constexpr const char* lacks_newest_key =
    "this keyholder does not have the scope's newest key: another one, or a copy of this one, made "
    "it. Stop one of them, and run `audit`";

/// What one command wants done. Each message that has a request number is answered by a RESULT (a
/// LOG_GET by LOG_ENTRIES); the next one waits for it.
struct Plan {
    std::vector<wire::Message> messages{};
    /// For whoever asked, when all went well.
    nlohmann::ordered_json result = nlohmann::ordered_json::object();
    std::variant<std::monostate, PersonId, sealing::InviteId, ScopeId, DeviceId> subject{};
    bool changes_state = false;
    /// Its messages ask the server for all that it has; answers add further ones, and `conclude`
    /// makes the result.
    std::optional<Survey> survey{};
};

enum class Outcome : std::uint8_t {
    accepted = 1,
    refused = 2,  // the server said no: as if nothing had been asked
    unknown = 3,  // the link ended before an answer; `recover` finds out
};

/// When a device's receipt for a purge was received, and what it says itself.
struct PurgeSaid {
    Instant received{};
    Instant claimed{};
};
using PurgesDone = std::map<std::pair<std::uint32_t, DeviceId>, PurgeSaid>;  // by the purge's index

/// A value's view on its state. One owner thread.
class Keyholder {
  public:
    /// All references outlive it.
    Keyholder(State& state, const schema::Schema& schema, crypto::Random& random)
        : state_(state), schema_(schema), random_(random) {}

    /// Errors: not_found, already_exists, invalid_argument, offline (no server is set),
    /// scope_log_invalid; busy while an earlier change of the scope awaits its answer.
    Result<Plan> prepare(const Command& command, Instant now);

    /// A device asks to be enrolled. Always makes a plan: what is wrong with the request is in the
    /// answer to the device, and in the plan's result.
    Plan prepare_enrolment(const wire::EnrolRequest& request, Instant now);

    /// Told to the device; the invite stays as it is.
    Plan refuse_enrolment(const wire::EnrolRequest& request, const Error& error);
    /// Whom the request would enrol, if its invite is open.
    std::optional<PersonId> invited(const wire::EnrolRequest& request) const;
    std::string role_of(PersonId person) const;

    void settle(const Plan& plan, Outcome outcome);
    /// One message of several was accepted, and others follow.
    void settle_part(const wire::Message& message);
    /// What the server knows of devices completes the plan's result. Receipts that do not verify
    /// are left out.
    void on_device_states(const wire::DeviceStates& states, Plan& plan);
    /// Commands that were interrupted, to be done again behind what `recover` gives.
    std::vector<Command> unfinished() const;

    /// Scopes in which somebody's access has come to its end, each for an EndAccess. Cheap when
    /// nothing has changed.
    std::vector<ScopeId> ended(Instant now);

    /// After each connect: what was asked before and never answered. The LOG_ENTRIES that answer a
    /// LOG_GET go to `on_log_entries` in place of `settle`; unknown_scope settles it as refused.
    std::vector<Plan> recover();
    /// Asks what the server's log of a scope says beyond what is confirmed here.
    Plan refresh(ScopeId id);
    /// What the server has is what counts, except for purges: those that it has lost, since it was
    /// restored from a backup, are put again, see `take_follow_ups`. Errors: unknown_scope,
    /// scope_log_invalid (a server that made entries up).
    Result<void> on_log_entries(const wire::LogEntries& entries);
    /// Answers within a survey. Errors: malformed, too_large (a server that does not end).
    Result<void> on_inventory(const wire::InventoryGet& asked, const wire::Inventory& part,
                              Plan& plan);
    Result<void> on_surveyed_entries(const wire::LogEntries& part, Plan& plan);
    /// When all of a survey was answered: what was found, or the state brought up to it.
    Result<void> conclude(Plan& plan, Instant now);
    /// What has to be sent because of what was answered.
    std::vector<Plan> take_follow_ups() { return std::exchange(follow_ups_, {}); }

  private:
    Result<Plan> run(const AddPerson& command, Instant now);
    Result<Plan> run(const ListPeople& command, Instant now);
    Result<Plan> run(const InvitePerson& command, Instant now);
    Result<Plan> run(const CancelInvite& command, Instant now);
    Result<Plan> run(const ListInvites& command, Instant now);
    Result<Plan> run(const CreateScope& command, Instant now);
    Result<Plan> run(const ListScopes& command, Instant now);
    Result<Plan> run(const Allocate& command, Instant now);
    Result<Plan> run(const Withdraw& command, Instant now);
    Result<Plan> run(const PurgeScope& command, Instant now);
    Result<Plan> run(const HoldScope& command, Instant now);
    Result<Plan> run(const ReleaseHold& command, Instant now);
    Result<Plan> run(const ListHolds& command, Instant now);
    Result<Plan> run(const ListPurges& command, Instant now);
    Result<Plan> run(const RevokeDevice& command, Instant now);
    Result<Plan> run(const ListDevices& command, Instant now);
    Result<Plan> run(const SetLease& command, Instant now);
    Result<Plan> run(const ChangeServerKeys& command, Instant now);
    Result<Plan> run(const ListServerKeys& command, Instant now);
    Result<Plan> run(const PutAccessRule& command, Instant now);
    Result<Plan> run(const LiftAccessRule& command, Instant now);
    Result<Plan> run(const ListAccessRules& command, Instant now);
    Result<Plan> run(const EndAccess& command, Instant now);

    std::string name_of(PersonId person) const;
    /// Errors: barred, with who, where and the message.
    Result<void> check_access(ScopeId id, PersonId person, Instant begin, Instant end) const;
    bool has_ended(ScopeId id, PersonId person, Instant until, Instant now) const;
    /// Everybody whose time is over, or whom a rule keeps out then.
    Result<Plan> remove_ended(ScopeId id, Instant at, Instant now);
    Result<Plan> run(const Audit& command, Instant now);
    Result<Plan> run(const Rename& command, Instant now);
    Result<Plan> run(const PutPerson& command, Instant now);
    Result<Plan> run(const PutScope& command, Instant now);
    Result<Plan> run(const PutAllocation& command, Instant now);
    Result<Plan> run(const EndAllocation& command, Instant now);

    Result<PersonId> find_person(std::string_view text) const;
    Result<ScopeId> find_scope(std::string_view text) const;
    Result<sealing::InviteId> find_invite(std::string_view text, Instant now) const;
    Result<const schema::Role*> find_role(std::string_view name) const;

    Error unknown_kind(std::string_view kind) const;

    enum class Change : std::uint8_t { add, change, nothing };
    struct Membership {
        ScopeId scope{};
        PersonId person{};
        scope_log::Role role{};
        Change change = Change::add;
        nlohmann::ordered_json shown{};
    };
    Result<Membership> membership(const Allocate& command) const;

    struct Found {
        PersonId person;
        scope_log::DeviceCert certificate{};
    };
    Result<Found> find_device(std::string_view text) const;
    Revocation& revocation(const Found& device, const RevokeDevice& command, Instant now);
    Bytes order(const Found& device, scope_log::OrderKind kind, const Revocation& revocation,
                Instant now) const;
    Result<wire::DirectoryPut> publish_key(PersonId person, KeyEpoch epoch);
    Result<std::optional<wire::LogPut>> rotate(ScopeId id, const Found& device,
                                               const Revocation& revocation, Instant now);
    Result<std::vector<Bytes>> revoke_again(PersonId person, scope_log::ScopeLog& log,
                                            Instant now) const;
    wire::LogPut take(ScopeId id, std::vector<Bytes> entries);
    void take_receipt(DeviceId device, const Bytes& receipt);
    nlohmann::ordered_json exposure(DeviceId device) const;
    nlohmann::ordered_json exposed_scopes(DeviceId device) const;
    nlohmann::ordered_json devices(const wire::DeviceStates& states) const;
    Plan repeat_orders();
    void settle_revocation(DeviceId device, const Plan& plan, Outcome outcome);
    std::size_t revoked_of(PersonId person) const;

    RegistrarId registrar() const;
    Bytes person_key_cert(PersonId id, const PersonKey& key) const;
    Bytes device_cert(PersonId person, const sealing::Request& request, Instant now) const;
    Result<sealing::Request> check_request(const wire::EnrolRequest& request, const Invite& invite,
                                           Instant now) const;
    /// Certificates in the order registrar, person's keys, device.
    Result<wire::DirectoryPut> certify(const Invite& invite, const sealing::Request& request,
                                       Instant now);
    Result<Bytes> answer_for(const Invite& invite, const wire::DirectoryPut& put);
    static Result<scope_log::DeviceCert> decode_device(ByteView bytes);

    void add_issuer(scope_log::Directory& directory, const scope_log::Issuer& issuer) const;
    /// The scope's log as far as this keyholder knows it, pending entries included.
    Result<scope_log::ScopeLog> log_of(ScopeId id, const Scope& scope) const;
    Result<scope_log::ScopeLog> settled_log_of(ScopeId id, const Scope& scope) const;
    /// Signs the next entry, has it checked as everybody will, and appends it.
    Result<Bytes> add_entry(scope_log::ScopeLog& log, scope_log::Body body, Instant now) const;
    /// Who may read, and whose time is not over.
    std::vector<sealing::Recipient> recipients(const scope_log::ScopeLog& log, Instant now) const;
    Result<void> check_demotion(const scope_log::ScopeLog& log, PersonId person,
                                scope_log::Role role) const;
    /// Nothing for a member who may not read. Errors: no_key.
    Result<std::optional<sealing::Envelope>> envelope_for_newcomer(ScopeId id, const Scope& scope,
                                                                   const scope_log::ScopeLog& log,
                                                                   PersonId person);
    void drop_pending(ScopeId id);
    /// Of a scope that is purged, no key stays.
    void drop_purged_keys(ScopeId id);
    /// Whether the log has what must not be lost with an old server: purges, holds.
    static bool must_stay(const Scope& scope);
    /// One scope, or all. Errors: not_found.
    Result<std::vector<ScopeId>> chosen(const std::string& scope) const;
    Result<Plan> put_hold(ScopeId id, scope_log::Body body, Instant now);
    Result<Bytes> hold_note(ScopeId id, const Scope& scope, const scope_log::ScopeLog& log,
                            const std::string& text);
    std::string words_of(ScopeId id, const Scope& scope, std::uint32_t index, ByteView note) const;
    nlohmann::ordered_json purge_shown(const Scope& scope, const scope_log::PurgeRecord& purge,
                                       const PurgesDone& done, const Survey& survey) const;
    nlohmann::ordered_json purges(const Survey& survey) const;
    Plan ask_whole_log(ScopeId id);
    Result<void> put_lost_entries(ScopeId id, const Scope& scope, const wire::LogEntries& entries);

    Plan survey(Survey::Purpose purpose);
    nlohmann::ordered_json catch_up(const Survey& survey, Instant now);
    Person& known_person(PersonId id, nlohmann::ordered_json& recovered);
    std::size_t take_certificates(const Survey& survey, const Verified& verified,
                                  nlohmann::ordered_json& recovered);
    void take_server_keys(const Survey& survey);
    void take_log(ScopeId id, const std::vector<Bytes>& entries, const Survey& survey,
                  const Verified& verified, nlohmann::ordered_json& out);
    void fetch_keys(ScopeId id, const scope_log::ScopeLog& log,
                    const std::vector<Bytes>& envelopes);
    Result<sealing::EpochKey> key_from_envelopes(ScopeId id, const scope_log::EpochRecord& epoch,
                                                 const std::vector<Bytes>& envelopes) const;
    void repeat_revocations(const Survey& survey, const Verified& verified, Instant now);
    bool newest_key_unknown(PersonId id, const Verified& verified);
    void renew_person_keys(const Verified& verified);

    nlohmann::ordered_json server_keys_shown(const scope_log::ServerKeyList& list) const;
    /// Nothing before the first list.
    Plan put_server_keys();
    wire::Message publish(PersonId id);
    std::uint64_t next_request() { return ++last_request_; }

    State& state_;
    const schema::Schema& schema_;
    crypto::Random& random_;
    std::uint64_t last_request_ = 0;
    std::set<std::uint64_t> whole_logs_asked_{};
    std::vector<Plan> follow_ups_{};
    /// When the first member's time is over, of a log of that many entries.
    struct Ends {
        std::size_t entries = 0;
        Instant first{};
    };
    std::map<ScopeId, Ends> ends_{};
};

}  // namespace sanderling::keyholder
