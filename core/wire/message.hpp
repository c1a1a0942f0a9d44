// The messages of the sync protocol (docs/protocol.md §5), one small struct each. The order of the
// members is their order on the wire.
#pragma once

#include "core/commit/chain.hpp"
#include "core/crypto/signature.hpp"
#include "core/merge/digest.hpp"
#include "core/scope_log/certificate.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace sanderling::wire {

inline constexpr std::uint32_t protocol_version = 1;
inline constexpr std::uint32_t protocol_version_min = 1;
/// The WebSocket subprotocol and the path of the endpoint.
inline constexpr const char* subprotocol = "sanderling.v1";
inline constexpr const char* endpoint = "/sync";

using Challenge32 = std::array<std::uint8_t, 32>;
using scope_log::TlsKeyHash;

// ---- Session ---------------------------------------------------------------------------------

/// Server → client, first.
struct Challenge {
    Challenge32 nonce{};
    std::uint32_t version_min = 0;
    std::uint32_t version_max = 0;
};

/// Client → server. `certificate` is of a device or of a registrar; the signature covers both
/// nonces, the TLS key the client sees, and who it says it is (`handshake_hash`).
struct Hello {
    std::uint32_t version = 0;
    Bytes certificate{};
    ReplicaId replica{};
    std::uint64_t directory_cursor = 0;  // the last one received in a CONTROL; 0 for all
    Challenge32 nonce{};
    crypto::Signature signature{};
};

crypto::Hash handshake_hash(const Challenge& challenge, const Hello& hello,
                            const TlsKeyHash& tls_key);

struct Welcome {
    std::uint32_t version = 0;
    Generation generation{};
    Instant server_now{};
};

/// What the directory has for this device beyond its cursor, and the scopes its person is in.
struct ScopeHead {
    ScopeId scope{};
    Seq head{};
    std::uint64_t records = 0;  // in the scope, for progress
    std::uint64_t bytes = 0;    // of the contents of its log up to the head, for progress
};
struct ScopeEnvelope {
    ScopeId scope{};
    Bytes envelope{};  // of an epoch key, for this person
};
struct Control {
    std::uint64_t directory_cursor = 0;
    std::vector<Bytes> certificates{};
    std::vector<Bytes> person_key_envelopes{};
    std::vector<ScopeEnvelope> epoch_envelopes{};
    std::vector<ScopeHead> scopes{};
};

/// The person is out of the scope: the log entries after what the device has, so that it can see
/// for itself that they say so.
struct LogEntryAt {
    Seq seq{};
    Bytes entry{};
};
struct Revoked {
    ScopeId scope{};
    std::vector<LogEntryAt> entries{};
};

// ---- Feed ------------------------------------------------------------------------------------

/// Client → server: send me everything after this place, and what comes later. In order of wish.
struct Subscription {
    ScopeId scope{};
    Generation generation{};
    Seq after{};
    std::array<std::uint8_t, 16> chain{};  // prefix of the chain hash at `after`
    /// The receiver holds the bytes of its own replica's commits from this counter on, so their
    /// content is left out. 0: of none.
    Counter own_from{};
};
struct Subscribe {
    std::vector<Subscription> scopes{};
};

/// What stands at one seq. `content` is a packed commit (accepted, quarantined), a canonical header
/// and its signature (rejected), or a signed scope log entry (control). Empty when the receiver
/// wrote it itself and so has the bytes.
struct FeedItem {
    commit::Verdict verdict = commit::Verdict::accepted;
    Seq effective_base{};
    HlcTime t_eff{};
    Bytes content{};
};
/// Consecutive items, the first at `first`. `head` is where this catching-up will end, for
/// progress.
struct Data {
    ScopeId scope{};
    Seq first{};
    Seq head{};
    std::uint64_t bytes = 0;  // of the log's contents up to the last item, as in ScopeHead
    std::vector<FeedItem> items{};
};

/// From the same read snapshot as the last DATA of each scope: the only causal point.
struct ScopeCheckpoint {
    ScopeId scope{};
    Generation generation{};
    Seq seq{};
    crypto::Hash chain{};
    merge::Digest digest{};
    Seq watermark{};  // up to here the server's commits are safe off-site
};
struct Checkpoint {
    std::vector<ScopeCheckpoint> scopes{};
};

/// Something of this scope cannot be served: unknown_scope, base_unknown.
struct ScopeError {
    ScopeId scope{};
    Errc code = Errc::internal;
    std::string detail{};
};

/// Client → server: that many more bytes of DATA may be sent.
struct Credit {
    std::uint64_t bytes = 0;
};

// ---- Push ------------------------------------------------------------------------------------

struct PushedCommit {
    ScopeId scope{};
    Bytes packed{};
};
/// Each inner list is one transaction: accepted together or not at all.
struct Push {
    std::vector<std::vector<PushedCommit>> transactions{};
};

struct CommitVerdict {
    ScopeId scope{};
    Dot dot{};
    /// `control` never occurs here. For counter_gap, incomplete_transaction and busy there is no
    /// verdict yet: `seq` is 0 and the commit is to be sent again.
    commit::Verdict verdict = commit::Verdict::accepted;
    Errc code = Errc::ok;
    Seq seq{};
    Seq watermark{};
};
struct Ack {
    std::vector<CommitVerdict> verdicts{};
};

// ---- Keyholder -------------------------------------------------------------------------------

/// One change of membership or keys, put whole or not at all. Answered by a RESULT.
struct LogPut {
    std::uint64_t request = 0;
    ScopeId scope{};
    std::vector<Bytes> entries{};            // consecutive, compare-and-set on the head
    std::vector<ScopeEnvelope> envelopes{};  // of the epochs among the entries
    std::vector<PersonId> recipients{};      // of the envelopes, in the same order
};
struct LogGet {
    std::uint64_t request = 0;
    ScopeId scope{};
    std::uint32_t from_index = 0;
};
struct LogEntries {
    std::uint64_t request = 0;
    ScopeId scope{};
    std::vector<LogEntryAt> entries{};
};
/// Certificates and person key envelopes for the directory.
struct PersonKeyFor {
    DeviceId device{};
    Bytes envelope{};
};
struct DirectoryPut {
    std::uint64_t request = 0;
    std::vector<Bytes> certificates{};
    std::vector<PersonKeyFor> person_key_envelopes{};
};
/// The answer to a request: Errc::ok, or why not.
struct ResultOf {
    std::uint64_t request = 0;
    Errc code = Errc::ok;
    std::string detail{};
};

// ---- Enrolment (docs/protocol.md §6) ----------------------------------------------------------

using InviteLookup = Id<struct InviteLookupTag>;

/// Keyholder → server: an offer, sealed under the invite's key, to be kept until it expires.
struct InvitePut {
    std::uint64_t request = 0;
    InviteLookup lookup{};
    Instant expires{};
    Bytes sealed_offer{};
};
struct InviteCancel {
    std::uint64_t request = 0;
    InviteLookup lookup{};
};
/// Device → server, on a connection that has not said HELLO: all it reveals is the lookup id.
struct EnrolLookup {
    InviteLookup lookup{};
};
struct EnrolOffer {
    Bytes sealed_offer{};
};
/// Device → server → keyholder.
struct EnrolRequest {
    InviteLookup lookup{};
    Bytes sealed_request{};
};
/// Keyholder → server → device. With a code other than ok the device is told why, and the invite
/// is used up only when `code` is ok.
struct EnrolAnswer {
    std::uint64_t request = 0;
    InviteLookup lookup{};
    Errc code = Errc::ok;
    Bytes sealed_answer{};
};

// ---- Comparing and fetching live sets (docs/protocol.md §5.10) ---------------------------------

/// Device → server: the digests of the scope's buckets, as they are now.
struct BucketsGet {
    ScopeId scope{};
};
struct Buckets {
    ScopeId scope{};
    Seq seq{};     // the head they belong to
    Bytes sums{};  // merge::bucket_count digests, one after another
};
/// Device → server: the records of these buckets, in order of record id, page by page.
struct RecordsGet {
    ScopeId scope{};
    std::array<std::uint8_t, 32> buckets{};  // bit n mod 8 of byte n / 8: bucket n
    RecordId after{};                        // the last record that has come whole
    std::uint32_t part = 0;                  // entries of the next one that have come, …
    Seq at{};                                // … read at this head
};
/// One live entry: the path, and which of the page's commits wrote it.
struct LiveEntryAt {
    Token token{};
    std::uint32_t commit = 0;
};
struct LiveRecord {
    RecordId record{};
    std::vector<LiveEntryAt> entries{};
};
/// A commit with the bodies of the page's records only.
struct LiveCommit {
    Seq seq{};
    Seq effective_base{};
    HlcTime t_eff{};
    Bytes packed{};
};
struct Records {
    ScopeId scope{};
    Seq seq{};               // the head they were read at
    RecordId after{};        // as asked for
    std::uint32_t part = 0;  // entries of the first record that came before this page
    std::uint32_t rest = 0;  // entries of the last one that have come so far; 0: it is whole
    std::uint32_t more = 0;  // 1: ask again after the last record
    std::vector<LiveCommit> commits{};
    std::vector<LiveRecord> records{};
};

// ---- End -------------------------------------------------------------------------------------

struct ErrorMessage {
    Errc code = Errc::internal;
    std::string detail{};
};
struct Bye {};

// ---- Restore (docs/protocol.md §5.9) ---------------------------------------------------------

/// Device → server, for a scope whose place the restored server does not have: items of the lost
/// history from `first` on, as they were received and with all that was.
struct Offer {
    ScopeId scope{};
    Generation generation{};  // of the server that gave the numbers
    Seq first{};
    crypto::Hash chain{};  // at first − 1
    std::vector<FeedItem> items{};
    std::vector<Bytes> certificates{};  // of authors, for a server that lacks them
};
enum class OfferStanding : std::uint8_t {
    continues = 1,  // the log has them at these very places now
    apart = 2,      // the log has gone on otherwise; they stand further on, or stood there already
    unknown = 3,    // nothing that leads to `first` is known, so nothing was taken
};
struct Offered {
    ScopeId scope{};
    OfferStanding standing = OfferStanding::unknown;
    Errc code = Errc::ok;  // otherwise why the offer was refused as a whole
    std::string detail{};
};

// ---- History of a record (docs/protocol.md §5.12) ----------------------------------------------

/// Device → server: the commits that have touched this record, the newest first. `at` and `chain`
/// are the asker's checkpoint, beyond which it can verify nothing.
struct HistoryGet {
    std::uint64_t request = 0;
    ScopeId scope{};
    Seq at{};
    std::array<std::uint8_t, 16> chain{};  // prefix of the chain hash there
    RecordId record{};
    Token token{};  // of one path; zero: of all
    Seq before{};   // only what stands below it
    std::uint32_t limit = 0;
};
/// `content`: a packed commit with at most the body of this record, or a remnant.
struct PastCommit {
    Seq seq{};
    Seq effective_base{};
    HlcTime t_eff{};
    Bytes content{};
};
struct History {
    std::uint64_t request = 0;
    ScopeId scope{};
    Errc code = Errc::ok;  // otherwise why there is no answer
    std::string detail{};
    Seq next{};           // ask again with this as `before`; 0: there is nothing older
    Seq unknown_until{};  // up to here the server has forgotten of some commits what they touched
    std::vector<PastCommit> commits{};
};

// ---- Late work and decisions (docs/protocol.md §5.14) ------------------------------------------

/// Device → server: the scope's quarantined and undecided commits above `after`, with their bodies.
struct QuarantineGet {
    ScopeId scope{};
    Seq after{};
};
/// For who may decide; empty for anybody else.
struct Quarantine {
    ScopeId scope{};
    Seq after{};             // as asked for
    std::uint32_t more = 0;  // 1: ask again after the last one
    std::vector<LiveCommit> works{};
};
struct HeldCommit {
    ScopeId scope{};
    Dot dot{};
};
/// Device → server: whether these commits of its own have been decided on.
struct DecisionsGet {
    std::vector<HeldCommit> commits{};
};
struct DecidedCommit {
    ScopeId scope{};
    Dot dot{};
    Seq seq{};        // of the decision
    Seq watermark{};  // of the scope
    Bytes entry{};    // signed
};
/// Those that have, the others being left out.
struct Decisions {
    std::vector<DecidedCommit> commits{};
};

// ---- Loss of a device (docs/protocol.md §6.7) --------------------------------------------------

/// Keyholder → server: orders to be kept and passed on (scope_log/device_order.hpp), and devices
/// that it wants to know of. → DeviceStates, or RESULT.
struct DeviceOrders {
    std::uint64_t request = 0;
    std::vector<Bytes> orders{};
    std::vector<DeviceId> devices{};
};
struct DeviceState {
    DeviceId device{};
    Instant last_contact{};  // by the server's clock; zero: never
    Bytes receipt{};         // signed by the device; empty: none came
};
struct DeviceStates {
    std::uint64_t request = 0;
    std::vector<DeviceState> states{};
};
/// Server → device.
struct DeviceOrdered {
    Bytes order{};
};
/// Device → server.
struct DeviceWiped {
    Bytes receipt{};
};

// ---- Receipts for work (docs/protocol.md §6.10) ------------------------------------------------

/// A commit by its number and its hash: who knows both has seen it.
struct OwnCommit {
    Dot dot{};
    crypto::Hash commit{};
};
/// Device → server: what became of these commits of one scope, signed. At most
/// scope_log::limits::works_a_receipt of them.
struct ReceiptGet {
    ScopeId scope{};
    std::vector<OwnCommit> commits{};
};
/// `content`: an encoded scope_log::WorkReceipt. With a code, nothing else.
struct Receipt {
    ScopeId scope{};
    Errc code = Errc::ok;
    Bytes content{};
    Bytes key{};  // SubjectPublicKeyInfo of the server's TLS key
    Bytes signature{};
};

// ---- What the server has, for a keyholder (docs/protocol.md §6.9)
// --------------------------------

enum class InventoryOf : std::uint8_t {
    certificates = 1,  // of the whole organisation, after a place in the directory
    scopes = 2,        // those whose ids are greater than `scope`, ascending
    envelopes = 3,     // epoch keys of one scope, for whomever they are, after a place
    purged = 4,        // receipts for the purges of one scope, after a place
};
/// Keyholder → server. → Inventory.
struct InventoryGet {
    std::uint64_t request = 0;
    InventoryOf of = InventoryOf::certificates;
    std::uint64_t after = 0;  // a place in the directory
    ScopeId scope{};
};
struct Inventory {
    std::uint64_t request = 0;
    std::uint64_t next = 0;  // ask again, after this place or the last scope; 0: that was all
    std::vector<Bytes> certificates{};
    std::vector<ScopeId> scopes{};
    std::vector<Bytes> envelopes{};  // or receipts: each `u64 received` and the receipt
};

// ---- Receipts for purges (docs/protocol.md §6.13) ----------------------------------------------

/// Device → server: that it has carried out a purge. `receipt`: scope_log::SignedPurgeReceipt.
struct Purged {
    Bytes receipt{};
};
/// The server keeps it; or, with a code, why it does not.
struct PurgedTaken {
    ScopeId scope{};
    std::uint32_t index = 0;  // of the purge's entry
    Errc code = Errc::ok;
};

using Message =
    std::variant<Challenge, Hello, Welcome, Control, Revoked, Subscribe, Data, Checkpoint,
                 ScopeError, Credit, Push, Ack, LogPut, LogGet, LogEntries, DirectoryPut, ResultOf,
                 InvitePut, InviteCancel, EnrolLookup, EnrolOffer, EnrolRequest, EnrolAnswer,
                 ErrorMessage, Bye, Offer, Offered, BucketsGet, Buckets, RecordsGet, Records,
                 HistoryGet, History, QuarantineGet, Quarantine, DecisionsGet, Decisions,
                 DeviceOrders, DeviceStates, DeviceOrdered, DeviceWiped, ReceiptGet, Receipt,
                 InventoryGet, Inventory, Purged, PurgedTaken>;

}  // namespace sanderling::wire
