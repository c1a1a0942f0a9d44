// Server half of the protocol for one connection (docs/protocol.md §5): events in, effects out. It
// opens no socket, reads no clock and touches no store; its host performs the effects and hands the
// results back as events. One owner thread.
#pragma once

#include "core/scope_log/certificate.hpp"
#include "core/sync/allowance.hpp"
#include "core/sync/judge.hpp"
#include "core/wire/message.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sanderling::sync::server {

// ---- Who is connected --------------------------------------------------------------------------

/// A device that proved its key. `certificate` is its encoded form, for the store to keep.
struct DevicePeer {
    scope_log::DeviceCert certificate{};
    ReplicaId replica{};
    std::vector<Bytes> orders{};  // signed, to be passed on; not empty: it was revoked
};
struct RegistrarPeer {
    scope_log::RegistrarCert certificate{};
};

// ---- Events ------------------------------------------------------------------------------------

/// First, once. `nonce` is fresh randomness.
struct Opened {
    wire::Challenge32 nonce{};
    wire::TlsKeyHash tls_key{};
};
struct Received {
    wire::Message message;
    Instant now{};  // for how often a client may ask
};
/// Bytes that did not decode to a message, or a frame over the limit.
struct ReceivedGarbage {
    Error error;
};
/// The answer to `CheckCertificate`: the peer, as the directory verifies it, or why not.
struct CertificateChecked {
    Result<std::variant<DevicePeer, RegistrarPeer>> peer;
    Generation generation{};
    Instant now{};
};
struct ControlRead {
    wire::Control control{};
    std::vector<wire::Revoked> revoked{};  // of the scopes this session had been serving
};
struct PushJudged {
    std::vector<wire::CommitVerdict> verdicts{};
};
/// A page of the feed. `checkpoint` is present when the page ends at the head, from the same read
/// snapshot.
struct Page {
    wire::Data data{};
    std::array<std::uint8_t, 16> chain{};  // prefix of the chain hash at the last item
    std::optional<wire::ScopeCheckpoint> checkpoint{};
};
/// For a person who may write and not read: the whole scope log, and the place it leads to, from
/// the same read snapshot (docs/protocol.md §6.11).
struct DepositPlace {
    wire::Revoked log{};
    wire::ScopeCheckpoint place{};  // without digest
};
/// The error is unknown_scope (also for a person who never was a member) or base_unknown. For a
/// person who was a member once, the entries that ended it.
struct PageRead {
    ScopeId scope{};
    std::variant<Page, wire::Revoked, DepositPlace, Error> outcome;
};
/// The answer to ReadBuckets, ReadRecords, ReadLate, ReadDecisions and ReadReceipt.
struct LiveSetsRead {
    ScopeId scope{};
    std::variant<wire::Buckets, wire::Records, wire::Quarantine, wire::Decisions, wire::Receipt,
                 Error>
        outcome;
};
/// The answer to ReadHistory, with a code if there is none.
struct HistoryRead {
    wire::History history{};
};
/// A new head of a watched scope.
struct ScopeMoved {
    ScopeId scope{};
};
/// Certificates, envelopes or memberships changed in a way that may concern this device.
struct DirectoryMoved {};
struct LogRead {
    wire::LogEntries entries{};
};
/// The answer to LogPut, DirectoryPut, InvitePut, InviteCancel, or an EnrolAnswer of a keyholder.
struct RequestDone {
    std::uint64_t request = 0;
    Result<void> result;
};
/// The answer to FindInvite.
struct InviteFound {
    Result<Bytes> sealed_offer;
};
/// For a keyholder: a device asks. For a device: the keyholder answered.
struct EnrolmentAsked {
    wire::EnrolRequest request{};
};
struct EnrolmentAnswered {
    wire::EnrolAnswer answer{};
};
struct OfferAnswered {
    wire::Offered answer{};
};
/// The device of this session was revoked.
struct DeviceRevoked {};
/// The answer to PutOrders.
struct OrdersPut {
    wire::DeviceStates states{};
};
/// The answer to ReadInventory.
struct InventoryRead {
    wire::Inventory inventory{};
};
/// The answer to PutReceipt.
struct ReceiptPut {
    Result<void> result;
    Bytes receipt{};  // as it came
};
/// The host wants the session to end: "draining", "idle", …
struct Stop {
    std::string reason{};
};

using Event =
    std::variant<Opened, Received, ReceivedGarbage, CertificateChecked, ControlRead, PushJudged,
                 PageRead, LiveSetsRead, HistoryRead, ScopeMoved, DirectoryMoved, LogRead,
                 RequestDone, InviteFound, EnrolmentAsked, EnrolmentAnswered, OfferAnswered,
                 DeviceRevoked, OrdersPut, InventoryRead, ReceiptPut, Stop>;

// ---- Effects -----------------------------------------------------------------------------------

struct Send {
    wire::Message message;
};
/// After what was sent before has left. Errc::ok: an orderly end.
struct Close {
    Error reason{};
};
/// Verify against the directory and keep: `certificate` chains to the root and is valid now.
struct CheckCertificate {
    Bytes certificate{};
    ReplicaId replica{};
};
/// Everything of the directory after `cursor` for this device, its person's scopes now, and for
/// each of `serving` that is no longer among them the log entries that end it.
struct ServedScope {
    ScopeId scope{};
    Seq after{};
};
struct ReadControl {
    DeviceId device{};
    PersonId person{};
    std::uint64_t cursor = 0;
    std::vector<ServedScope> serving{};
};
struct JudgePush {
    wire::Push push{};
};
/// Take back what the device has of a lost history → OfferAnswered.
struct TakeOffer {
    wire::Offer offer{};
};
/// At most about `bytes` of the scope's feed after `after`, checked against the person's membership
/// in the same read. Items of `replica` come without their content.
struct ReadPage {
    wire::Subscription from{};
    PersonId person{};
    ReplicaId replica{};
    std::size_t bytes = 0;
};
/// The digests of the scope's buckets, and records of some; for a person who is a member now.
struct ReadBuckets {
    wire::BucketsGet get{};
    PersonId person{};
};
struct ReadRecords {
    wire::RecordsGet get{};
    PersonId person{};
    std::size_t bytes = 0;
};
/// Commits that touched a record, about `bytes` of them; for a person who is a member now.
struct ReadHistory {
    wire::HistoryGet get{};
    PersonId person{};
    std::size_t bytes = 0;
};
/// Late work of a scope; none for a person who may not decide on it now.
struct ReadLate {
    wire::QuarantineGet get{};
    PersonId person{};
    std::size_t bytes = 0;
};
/// What was decided on commits that this device has signed.
struct ReadDecisions {
    wire::DecisionsGet get{};
    DeviceId device{};
};
/// What became of these commits, for this device, signed.
struct ReadReceipt {
    wire::ReceiptGet get{};
    DeviceId device{};
};
/// Tell this session when the scope's head or the directory moves.
struct Watch {
    ScopeId scope{};
};
struct Unwatch {
    ScopeId scope{};
};
struct PutLog {
    wire::LogPut put{};
};
struct ReadLog {
    wire::LogGet get{};
};
struct ReadInventory {
    wire::InventoryGet get{};
};
struct PutDirectory {
    wire::DirectoryPut put{};
};
struct PutInvite {
    wire::InvitePut put{};
};
struct CancelInvite {
    wire::InviteCancel cancel{};
};
struct FindInvite {
    wire::InviteLookup lookup{};
};
/// Hand to a connected keyholder, or keep until one connects; the device waits.
struct ForwardEnrolment {
    wire::EnrolRequest request{};
};
/// A keyholder connected: hand it every enrolment that waits.
struct ReadPendingEnrolments {};
/// A keyholder's answer, to hand to the waiting device; marks the invite used when it is ok.
struct AnswerEnrolment {
    wire::EnrolAnswer answer{};
};
/// Keep orders, and end the sessions of those who were revoked → OrdersPut, or RequestDone.
struct PutOrders {
    wire::DeviceOrders put{};
};
/// That a device has destroyed its replica, so that its order goes to it no more; or that it has
/// carried out a purge → ReceiptPut.
struct PutReceipt {
    DeviceId device{};
    Bytes receipt{};
};
/// A line for the log: a stable event name and ids only, never content.
struct Note {
    std::string_view event;
    std::string detail{};
};

using Effect = std::variant<Send, Close, CheckCertificate, ReadControl, JudgePush, ReadPage,
                            ReadBuckets, ReadRecords, ReadHistory, ReadLate, ReadDecisions,
                            ReadReceipt, Watch, Unwatch, PutLog, ReadLog, PutDirectory, PutInvite,
                            CancelInvite, FindInvite, ForwardEnrolment, ReadPendingEnrolments,
                            AnswerEnrolment, TakeOffer, PutOrders, ReadInventory, PutReceipt, Note>;

// ---- The machine -------------------------------------------------------------------------------

class ServerSession {
  public:
    /// One door. After a Close effect every further event yields nothing.
    std::vector<Effect> handle(const Event& event);

    /// For status and logs; null before HELLO was accepted.
    const DevicePeer* device() const;
    const RegistrarPeer* registrar() const;
    bool is_closed() const { return std::holds_alternative<Closed>(state_); }

  private:
    // A screenful of history is a page or two; whoever scrolls back a year does it by hand.
    static constexpr int history_at_once = 120;
    static constexpr std::chrono::milliseconds history_every{500};

    // Each counts every record of the scope. A device compares once when it finds a difference, and
    // not again for a day.
    static constexpr int buckets_at_once = 4;
    static constexpr std::chrono::minutes buckets_every{15};

    struct Fresh {};
    struct AwaitingHello {
        wire::Challenge challenge{};
        wire::TlsKeyHash tls_key{};
    };
    struct CheckingHello {
        wire::Hello hello{};
        wire::Challenge challenge{};
        wire::TlsKeyHash tls_key{};
    };
    struct Enrolling {
        wire::InviteLookup lookup;
    };
    /// One scope of the feed. A page is read only when none is in flight, so the queue to a slow
    /// device never grows: the feed is state, and what is not sent now is read again later.
    struct Serving {
        wire::Subscription position{};
        bool is_behind = true;
    };
    struct ServingDevice {
        DevicePeer peer{};
        Generation generation{};
        std::uint64_t directory_cursor = 0;
        std::uint64_t credit = 0;
        std::map<ScopeId, Serving> scopes{};
        std::deque<ScopeId> ready{};       // behind and waiting for a turn, in order of wish
        std::optional<ScopeId> reading{};  // the one page in flight
        bool is_control_read = false;      // a control read is in flight
        bool is_directory_behind = false;
        using Turn = std::variant<wire::BucketsGet, wire::RecordsGet, wire::QuarantineGet,
                                  wire::DecisionsGet, wire::ReceiptGet>;
        std::deque<Turn> turns{};    // what is read one after the other
        bool is_turn_taken = false;  // such a read is in flight
        std::map<ScopeId, Allowance> bucket_counts{};
        bool is_history_read = false;  // a history read is in flight
        Allowance histories{history_at_once, history_every};
    };
    /// A revoked device: told so, its work taken, and served nothing (docs/protocol.md §6.7).
    struct HearingRevoked {
        DevicePeer peer{};
    };
    struct ServingRegistrar {
        RegistrarPeer peer{};
    };
    struct Closed {};

    using State = std::variant<Fresh, AwaitingHello, CheckingHello, Enrolling, ServingDevice,
                               HearingRevoked, ServingRegistrar, Closed>;
    using Effects = std::vector<Effect>;

    void on(const Opened& e, Effects& out);
    void on(const Received& e, Effects& out);
    void on(const ReceivedGarbage& e, Effects& out);
    void on(const CertificateChecked& e, Effects& out);
    void on(const ControlRead& e, Effects& out);
    void on(const PushJudged& e, Effects& out);
    void on(const PageRead& e, Effects& out);
    void on(const LiveSetsRead& e, Effects& out);
    void on(const HistoryRead& e, Effects& out);
    void on(const ScopeMoved& e, Effects& out);
    void on(const DirectoryMoved& e, Effects& out);
    void on(const LogRead& e, Effects& out);
    void on(const RequestDone& e, Effects& out);
    void on(const InviteFound& e, Effects& out);
    void on(const EnrolmentAsked& e, Effects& out);
    void on(const EnrolmentAnswered& e, Effects& out);
    void on(const OfferAnswered& e, Effects& out);
    void on(const DeviceRevoked& e, Effects& out);
    void on(const OrdersPut& e, Effects& out);
    void on(const InventoryRead& e, Effects& out);
    void on(const ReceiptPut& e, Effects& out);
    void on(const Stop& e, Effects& out);

    void hear_revoked(const DevicePeer& peer, std::uint64_t cursor, Effects& out);
    void on_revoked_message(const HearingRevoked& device, const wire::Message& message,
                            Effects& out);

    void on_device_message(ServingDevice& device, const wire::Message& message, Instant now,
                           Effects& out);
    void count_buckets(ServingDevice& device, const wire::BucketsGet& get, Instant now,
                       Effects& out);
    void read_in_turn(ServingDevice& device, ServingDevice::Turn turn, Effects& out);
    void next_turn(ServingDevice& device, Effects& out);
    void read_history(ServingDevice& device, const wire::HistoryGet& get, Instant now,
                      Effects& out);
    void on_registrar_message(const wire::Message& message, Effects& out);
    void on_stranger_message(const wire::Message& message, Effects& out);
    void put_decision(const ServingDevice& device, const wire::LogPut& put, Effects& out);
    void subscribe(ServingDevice& device, const wire::Subscribe& wish, Effects& out);
    void send_page(ServingDevice& device, Serving& serving, const Page& page, Effects& out);
    void drop_scope(ServingDevice& device, ScopeId scope, Effects& out);
    void read_next(ServingDevice& device, Effects& out);
    void read_control(ServingDevice& device, Effects& out);
    void refuse(Error error, Effects& out);

    State state_ = Fresh{};
};

}  // namespace sanderling::sync::server
