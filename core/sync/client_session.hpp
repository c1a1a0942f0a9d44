// Client half of the protocol (docs/protocol.md §5): events in, effects out. It opens no socket,
// reads no clock and touches no store; its host performs the effects and hands the results back as
// events. One owner thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/commit/chain.hpp"
#include "core/crypto/random.hpp"
#include "core/crypto/signature.hpp"
#include "core/wire/message.hpp"

namespace sanderling::sync::client {

// ---- What people see ---------------------------------------------------------------------------

enum class Phase : std::uint8_t {
    offline = 1,     // waiting until the next attempt
    connecting = 2,  // reaching the server and proving who we are
    control = 3,     // certificates, keys and memberships
    catching_up = 4, // receiving what others wrote
    live = 5,        // everything received; what is written here or there arrives at once
    stopped = 6,     // something that only a person can mend; see `problem`
};
std::string_view to_text(Phase phase);

struct Progress {
    Phase phase = Phase::offline;
    std::uint64_t records_done = 0;   // patches received in this catching-up
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
    ScopeId scope;
    std::uint64_t wire_bytes = 0;  // to grant again
};
/// The scope was flipped to the checkpoint; or, with an error, it stopped there.
struct CheckpointApplied {
    ScopeId scope;
    Error problem{.code = Errc::ok};
};
struct VerdictsStored {};
struct RevokedStored {
    ScopeId scope;
};
/// The host is closing; leave in order.
struct Stop {};

using Event = std::variant<Wake, LinkUp, LinkDown, Received, ReceivedGarbage, TimerFired, OutboxGrew,
                           ControlStored, OutboxTaken, DataStaged, CheckpointApplied,
                           VerdictsStored, RevokedStored, Stop>;

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
/// Verify that the entries say so, destroy the scope's key and rows, keep its outbox → RevokedStored.
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
/// A scope that the server cannot serve.
struct NoteScopeError {
    wire::ScopeError error{};
};
struct Report {
    Progress progress{};
};

using Effect = std::variant<Connect, Disconnect, Send, SetTimer, StoreControl, StoreRevoked,
                            TakeOutbox, StoreVerdicts, StageData, ApplyCheckpoint, NoteScopeError,
                            Report>;

// ---- The machine -------------------------------------------------------------------------------

/// What the device proves itself with, and how patient it is.
struct Identity {
    crypto::SigningKey key{};
    Bytes certificate{};
    ReplicaId replica;
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
    /// What exists only while a session is live.
    struct Live {
        std::set<ScopeId> behind{};            // subscribed, not yet at a checkpoint
        std::map<ScopeId, wire::ScopeHead> heads{};
        bool is_pushing = false;               // a TakeOutbox is under way
        bool is_push_again = false;
        bool was_outbox_read = false;          // the first read of this session starts from the first unanswered
        std::size_t unanswered_commits = 0;    // in flight
        std::size_t unanswered_bytes = 0;
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
    void on(const ControlStored& e, Effects& out);
    void on(const OutboxTaken& e, Effects& out);
    void on(const DataStaged& e, Effects& out);
    void on(const CheckpointApplied& e, Effects& out);
    void on(const VerdictsStored& e, Effects& out);
    void on(const RevokedStored& e, Effects& out);
    void on(const Stop& e, Effects& out);

    State state_ = Idle{};
    Identity identity_;
    Patience patience_;
    crypto::Random& random_;
    Progress progress_{};
};

}  // namespace sanderling::sync::client
