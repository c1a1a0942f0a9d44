// Client half of the protocol (docs/protocol.md §5): events in, effects out. It opens no socket,
// reads no clock and touches no store; its host performs the effects and hands the results back as
// events. One owner thread.
#pragma once

#include "core/commit/chain.hpp"
#include "core/crypto/random.hpp"
#include "core/crypto/signature.hpp"
#include "core/wire/message.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace sanderling::sync::client {

// ---- What people see ---------------------------------------------------------------------------

enum class Phase : std::uint8_t {
    offline = 1,      // waiting until the next attempt
    connecting = 2,   // reaching the server and proving who we are
    control = 3,      // certificates, keys and memberships
    catching_up = 4,  // receiving what others wrote
    live = 5,         // everything received; what is written here or there arrives at once
    stopped = 6,      // something that only a person can mend; see `problem`
};
std::string_view to_text(Phase phase);

struct Progress {
    Phase phase = Phase::offline;
    std::uint64_t records_done = 0;   // patches applied in this catching-up
    std::uint64_t records_total = 0;  // an estimate until the end: records of the scopes behind
    std::uint64_t bytes_done = 0;
    std::uint64_t bytes_total = 0;
    std::size_t scopes_ready = 0;
    std::size_t scopes_total = 0;
    std::optional<Error> problem{};  // the last one; cleared when live again

    friend bool operator==(const Progress&, const Progress&) = default;
};

// ---- Events ------------------------------------------------------------------------------------

/// Start, or try again now whatever the backoff (the network came back, a person asked).
struct Wake {};
/// TLS and WebSocket stand; `tls_key` was checked against the pin by the host.
struct LinkUp {
    wire::TlsKeyHash tls_key{};
};
struct LinkDown {
    Error reason{};
};
struct Received {
    wire::Message message;
};
struct ReceivedGarbage {
    Error error{};
};
/// The timer set by SetTimer ran out.
struct TimerFired {};
/// A local transaction was committed to the outbox.
struct OutboxGrew {};
/// Somebody here asks what became of a record.
struct HistoryWanted {
    wire::HistoryGet get{};
};

/// Where each scope of this replica stands, to subscribe from; in order of wish.
struct ControlStored {
    std::vector<wire::Subscription> positions{};
    std::uint64_t directory_cursor = 0;
};
/// Transactions marked as sent, durably, in local order. Empty: nothing is waiting.
struct OutboxTaken {
    std::vector<std::vector<wire::PushedCommit>> transactions{};
    std::size_t bytes = 0;
};
struct DataStaged {
    ScopeId scope{};
    std::uint64_t wire_bytes = 0;  // to grant again
};
/// The scope was flipped to the checkpoint; or, with an error, it stopped there.
struct CheckpointApplied {
    ScopeId scope{};
    std::uint64_t records = 0;  // patches that were applied
    Error problem{.code = Errc::ok};
    std::optional<ReplicaId> renewed{};  // as in VerdictsStored
    /// Not flipped yet: its live sets are to be compared first, or that is under way (no question).
    bool is_deferred = false;
    std::optional<wire::BucketsGet> ask{};
    /// Flipped; but of these records something is live whose body has not come.
    std::optional<wire::RecordsGet> fetch{};
};
/// What came of a scope's live sets was kept; ask for more, or apply the checkpoint now.
struct LiveSetsStored {
    ScopeId scope{};
    std::optional<wire::RecordsGet> ask{};
    std::optional<wire::ScopeCheckpoint> ready{};
    Error problem{.code = Errc::ok};  // it cannot be mended: the scope stopped
};
struct VerdictsStored {
    /// The server has other work under this replica's id, so it goes on under this one; the session
    /// begins anew, and what was pushed and not accepted is pushed again.
    std::optional<ReplicaId> renewed{};
};
struct RevokedStored {
    ScopeId scope{};
};
/// What is to be asked or told of late work.
struct LateStored {
    std::vector<wire::Message> say{};
};
/// The answer to NoteGeneration. `stale`: scopes whose place was given by another generation.
struct GenerationNoted {
    enum class Change : std::uint8_t { none, begins_anew };
    Change change = Change::none;  // begins_anew: the directory has to be received from its start
    std::set<ScopeId> stale{};
};
/// An order was carried out, or is none: then with a problem that is not device_revoked.
struct OrderObeyed {
    std::optional<Bytes>
        receipt{};  // the replica is destroyed; nothing may be asked of it any more
    Error problem{.code = Errc::ok};
};
/// The next page of what this device has of a lost history; nothing when there is no more.
struct OfferTaken {
    ScopeId scope{};
    std::optional<wire::Offer> offer{};
};
/// From where to subscribe now; nothing if the scope stopped.
struct OfferEnded {
    ScopeId scope{};
    std::optional<wire::Subscription> position{};
};
/// The host is closing; leave in order.
struct Stop {};

using Event = std::variant<Wake, LinkUp, LinkDown, Received, ReceivedGarbage, TimerFired,
                           OutboxGrew, HistoryWanted, ControlStored, OutboxTaken, DataStaged,
                           CheckpointApplied, LiveSetsStored, VerdictsStored, RevokedStored,
                           LateStored, GenerationNoted, OrderObeyed, OfferTaken, OfferEnded, Stop>;

// ---- Effects -----------------------------------------------------------------------------------

struct Connect {};
/// Close the link, after what was sent has left.
struct Disconnect {};
struct Send {
    wire::Message message;
};
/// One timer: a new one replaces the old. Zero: none.
struct SetTimer {
    std::chrono::milliseconds delay{};
};
/// Keep certificates, envelopes and the list of scopes → ControlStored.
struct StoreControl {
    wire::Control control{};
};
/// Verify that the entries say so, destroy the scope's key and rows, keep its outbox →
/// RevokedStored.
struct StoreRevoked {
    wire::Revoked revoked{};
};
/// Whole transactions after what was taken before, up to about `bytes`, or all unanswered ones from
/// the start → OutboxTaken. Their `sent` flag is durable before the event.
struct TakeOutbox {
    enum class From : std::uint8_t { first_unanswered, after_last_taken };
    From from = From::after_last_taken;
    std::size_t bytes = 0;
};
/// Verdicts of pushed commits: rejected and quarantined ones are rolled back and kept to be shown
/// → VerdictsStored.
struct StoreVerdicts {
    wire::Ack ack{};
};
/// → DataStaged. Invisible until its checkpoint.
struct StageData {
    wire::Data data{};
};
/// Replay what is staged and flip, in one transaction → CheckpointApplied.
struct ApplyCheckpoint {
    wire::ScopeCheckpoint checkpoint{};
};
/// The server's buckets of a scope, or records of those that differ → LiveSetsStored.
struct StoreBuckets {
    wire::Buckets buckets{};
};
struct StoreRecords {
    wire::Records records{};
};
/// Late work, its decisions, the answer to one that was put, a receipt for own work, or that the
/// server has this device's for a purge; or nothing,
/// but there may be something to ask or tell → LateStored.
struct StoreLate {
    std::variant<std::monostate, wire::Quarantine, wire::Decisions, wire::ResultOf, wire::Receipt,
                 wire::PurgedTaken>
        heard{};
};
/// A scope that the server cannot serve.
struct NoteScopeError {
    wire::ScopeError error{};
};
/// Which generation the server has → GenerationNoted.
struct NoteGeneration {
    Generation generation{};
};
/// The server answered, over a link to the enrolled key.
struct NoteContact {
    Instant server_now{};
};
/// An order of the organisation, to be verified first → OrderObeyed.
struct ObeyOrder {
    Bytes order{};
};
/// What this device has of the scope's lost history from `from` on (0: all) → OfferTaken.
struct TakeOffer {
    ScopeId scope{};
    Seq from{};
};
/// How the server has answered: go on where the scope is, or receive it anew → OfferEnded.
struct EndOffer {
    wire::Offered answer{};
};
/// The answer to HistoryWanted, as it came; with the code `offline` where there is no session.
struct GiveHistory {
    wire::History history{};
};
struct Report {
    Progress progress{};
};

using Effect = std::variant<Connect, Disconnect, Send, SetTimer, StoreControl, StoreRevoked,
                            TakeOutbox, StoreVerdicts, StageData, ApplyCheckpoint, StoreBuckets,
                            StoreRecords, StoreLate, NoteScopeError, NoteGeneration, NoteContact,
                            ObeyOrder, TakeOffer, EndOffer, GiveHistory, Report>;

// ---- The machine -------------------------------------------------------------------------------

/// What the device proves itself with, and how patient it is.
struct Identity {
    crypto::SigningKey key{};
    Bytes certificate{};
    ReplicaId replica{};
    std::uint64_t directory_cursor = 0;
};
struct Patience {
    std::chrono::milliseconds backoff_min{500};
    std::chrono::milliseconds backoff_max{60'000};
    std::chrono::milliseconds answer_max{30'000};  // for the server to answer while connecting
};

class ClientSession {
  public:
    ClientSession(Identity identity, Patience patience, crypto::Random& random);

    /// One door.
    std::vector<Effect> handle(const Event& event);

    const Progress& progress() const { return progress_; }

  private:
    struct Idle {};
    struct Waiting {  // for the next attempt
        unsigned attempts = 0;
    };
    struct Connecting {
        unsigned attempts = 0;
    };
    struct AwaitingChallenge {
        unsigned attempts = 0;
        wire::TlsKeyHash tls_key{};
    };
    struct AwaitingWelcome {
        unsigned attempts = 0;
    };
    enum class Pushing : std::uint8_t {
        held = 0,        // until the first CONTROL was stored: its epochs decide how to seal
        from_start = 1,  // nothing was read in this session, or it has to be read again
        reading = 2,     // a TakeOutbox is under way
        read_again = 3,  // … and the outbox grew meanwhile
        waiting = 4,     // for answers, or for something new to send
        drained = 5,     // everything was read
    };
    /// What exists only while a session is live.
    struct Live {
        unsigned attempts = 0;   // before this one; 0 as soon as something came of it
        unsigned deferrals = 0;  // answers in a row that were "not yet" for all they were about
        std::set<ScopeId> subscribed{};
        std::set<ScopeId> behind{};  // subscribed, and not yet at a first checkpoint
        std::map<ScopeId, wire::ScopeHead> heads{};
        std::set<ScopeId> measured{};  // behind scopes whose size is in the totals
        Pushing pushing = Pushing::held;
        std::size_t unanswered_commits = 0;
        std::size_t unanswered_bytes = 0;
        std::uint64_t credit_due = 0;  // received and stored, not yet granted again
        std::set<ScopeId> stale{};     // with places of another generation
        std::map<ScopeId, wire::Subscription> held_back{};  // until it is seen what can be offered
        std::map<ScopeId, wire::OfferStanding> offering{};  // the last answer of each
        std::map<ScopeId, Seq> offered_until{};             // what comes next
    };
    struct Stopped {};
    using State =
        std::variant<Idle, Waiting, Connecting, AwaitingChallenge, AwaitingWelcome, Live, Stopped>;
    using Effects = std::vector<Effect>;

    void on(const Wake& e, Effects& out);
    void on(const LinkUp& e, Effects& out);
    void on(const LinkDown& e, Effects& out);
    void on(const Received& e, Effects& out);
    void on(const ReceivedGarbage& e, Effects& out);
    void on(const TimerFired& e, Effects& out);
    void on(const OutboxGrew& e, Effects& out);
    void on(const HistoryWanted& e, Effects& out);
    void on(const ControlStored& e, Effects& out);
    void on(const OutboxTaken& e, Effects& out);
    void on(const DataStaged& e, Effects& out);
    void on(const CheckpointApplied& e, Effects& out);
    void on(const LiveSetsStored& e, Effects& out);
    void on(const VerdictsStored& e, Effects& out);
    void on(const RevokedStored& e, Effects& out);
    void on(const LateStored& e, Effects& out);
    void on(const GenerationNoted& e, Effects& out);
    void on(const OrderObeyed& e, Effects& out);
    void on(const OfferTaken& e, Effects& out);
    void on(const OfferEnded& e, Effects& out);
    void on(const Stop& e, Effects& out);

    void hand_in_receipt(Effects& out);
    void connect(unsigned attempts, Effects& out);
    std::chrono::milliseconds backoff(std::chrono::milliseconds first, unsigned attempts);
    void wait(unsigned attempts, Error reason, Effects& out);
    void begin_anew(ReplicaId replica, Effects& out);
    void stop_for_good(Error problem, Effects& out);
    void answer(const wire::Challenge& challenge, Effects& out);
    void on_live_message(Live& live, const wire::Message& message, Effects& out);
    void on_server_error(const Error& error, Effects& out);
    void on_scope_error(Live& live, const wire::ScopeError& error, Effects& out);
    void offer_first(Live& live, const wire::Subscription& position, Effects& out);
    void on_offered(Live& live, const wire::Offered& offered, Effects& out);
    void take_data(Live& live, const wire::Data& data, Effects& out);
    void push_more(Live& live, Effects& out);
    void settle(Live& live, Effects& out);
    void report(Phase phase, Effects& out);
    unsigned attempts() const;

    State state_ = Idle{};
    Identity identity_;
    Patience patience_;
    crypto::Random& random_;
    Progress progress_{};
    std::optional<Bytes> receipt_{};  // of a replica that is destroyed, for the server to have
};

}  // namespace sanderling::sync::client
