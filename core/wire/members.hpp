// Each message's members in their order on the wire, said once for writing and for reading. Private
// to the codec.
#pragma once

#include "core/wire/message.hpp"

namespace sanderling::wire {

template <class Io>
void members(Io& io, Challenge& m) {
    io(m.nonce, m.version_min, m.version_max);
}
template <class Io>
void members(Io& io, Hello& m) {
    io(m.version, m.certificate, m.replica, m.directory_cursor, m.nonce, m.signature);
}
template <class Io>
void members(Io& io, Welcome& m) {
    io(m.version, m.generation, m.server_now);
}
template <class Io>
void members(Io& io, ScopeHead& m) {
    io(m.scope, m.head, m.records, m.bytes);
}
template <class Io>
void members(Io& io, ScopeEnvelope& m) {
    io(m.scope, m.envelope);
}
template <class Io>
void members(Io& io, Control& m) {
    io(m.directory_cursor, m.certificates, m.person_key_envelopes, m.epoch_envelopes, m.scopes);
}
template <class Io>
void members(Io& io, LogEntryAt& m) {
    io(m.seq, m.entry);
}
template <class Io>
void members(Io& io, Revoked& m) {
    io(m.scope, m.entries);
}
template <class Io>
void members(Io& io, Subscription& m) {
    io(m.scope, m.generation, m.after, m.chain, m.own_from);
}
template <class Io>
void members(Io& io, Subscribe& m) {
    io(m.scopes);
}
template <class Io>
void members(Io& io, FeedItem& m) {
    io(m.verdict, m.effective_base, m.t_eff, m.content);
}
template <class Io>
void members(Io& io, Data& m) {
    io(m.scope, m.first, m.head, m.bytes, m.items);
}
template <class Io>
void members(Io& io, ScopeCheckpoint& m) {
    io(m.scope, m.generation, m.seq, m.chain, m.digest, m.watermark);
}
template <class Io>
void members(Io& io, Checkpoint& m) {
    io(m.scopes);
}
template <class Io>
void members(Io& io, ScopeError& m) {
    io(m.scope, m.code, m.detail);
}
template <class Io>
void members(Io& io, Credit& m) {
    io(m.bytes);
}
template <class Io>
void members(Io& io, PushedCommit& m) {
    io(m.scope, m.packed);
}
template <class Io>
void members(Io& io, Push& m) {
    io(m.transactions);
}
template <class Io>
void members(Io& io, CommitVerdict& m) {
    io(m.scope, m.dot, m.verdict, m.code, m.seq, m.watermark);
}
template <class Io>
void members(Io& io, Ack& m) {
    io(m.verdicts);
}
template <class Io>
void members(Io& io, LogPut& m) {
    io(m.request, m.scope, m.entries, m.envelopes, m.recipients);
}
template <class Io>
void members(Io& io, LogGet& m) {
    io(m.request, m.scope, m.from_index);
}
template <class Io>
void members(Io& io, LogEntries& m) {
    io(m.request, m.scope, m.entries);
}
template <class Io>
void members(Io& io, PersonKeyFor& m) {
    io(m.device, m.envelope);
}
template <class Io>
void members(Io& io, DirectoryPut& m) {
    io(m.request, m.certificates, m.person_key_envelopes);
}
template <class Io>
void members(Io& io, ResultOf& m) {
    io(m.request, m.code, m.detail);
}
template <class Io>
void members(Io& io, InvitePut& m) {
    io(m.request, m.lookup, m.expires, m.sealed_offer);
}
template <class Io>
void members(Io& io, InviteCancel& m) {
    io(m.request, m.lookup);
}
template <class Io>
void members(Io& io, EnrolLookup& m) {
    io(m.lookup);
}
template <class Io>
void members(Io& io, EnrolOffer& m) {
    io(m.sealed_offer);
}
template <class Io>
void members(Io& io, EnrolRequest& m) {
    io(m.lookup, m.sealed_request);
}
template <class Io>
void members(Io& io, EnrolAnswer& m) {
    io(m.request, m.lookup, m.code, m.sealed_answer);
}
template <class Io>
void members(Io& io, ErrorMessage& m) {
    io(m.code, m.detail);
}
template <class Io>
void members(Io& io, Offer& m) {
    io(m.scope, m.generation, m.first, m.chain, m.items, m.certificates);
}
template <class Io>
void members(Io& io, Offered& m) {
    io(m.scope, m.standing, m.code, m.detail);
}
template <class Io>
void members(Io& io, Bye&) {
    io();
}
template <class Io>
void members(Io& io, BucketsGet& m) {
    io(m.scope);
}
template <class Io>
void members(Io& io, Buckets& m) {
    io(m.scope, m.seq, m.sums);
}
template <class Io>
void members(Io& io, RecordsGet& m) {
    io(m.scope, m.buckets, m.after, m.part, m.at);
}
template <class Io>
void members(Io& io, LiveEntryAt& m) {
    io(m.token, m.commit);
}
template <class Io>
void members(Io& io, LiveRecord& m) {
    io(m.record, m.entries);
}
template <class Io>
void members(Io& io, LiveCommit& m) {
    io(m.seq, m.effective_base, m.t_eff, m.packed);
}
template <class Io>
void members(Io& io, Records& m) {
    io(m.scope, m.seq, m.after, m.part, m.rest, m.more, m.commits, m.records);
}
template <class Io>
void members(Io& io, QuarantineGet& m) {
    io(m.scope, m.after);
}
template <class Io>
void members(Io& io, Quarantine& m) {
    io(m.scope, m.after, m.more, m.works);
}
template <class Io>
void members(Io& io, HeldCommit& m) {
    io(m.scope, m.dot);
}
template <class Io>
void members(Io& io, DecisionsGet& m) {
    io(m.commits);
}
template <class Io>
void members(Io& io, DecidedCommit& m) {
    io(m.scope, m.dot, m.seq, m.watermark, m.entry);
}
template <class Io>
void members(Io& io, Decisions& m) {
    io(m.commits);
}

template <class Io>
void members(Io& io, HistoryGet& m) {
    io(m.request, m.scope, m.at, m.chain, m.record, m.token, m.before, m.limit);
}
template <class Io>
void members(Io& io, PastCommit& m) {
    io(m.seq, m.effective_base, m.t_eff, m.content);
}
template <class Io>
void members(Io& io, History& m) {
    io(m.request, m.scope, m.code, m.detail, m.next, m.unknown_until, m.commits);
}

template <class Io>
void members(Io& io, DeviceOrders& m) {
    io(m.request, m.orders, m.devices);
}
template <class Io>
void members(Io& io, DeviceState& m) {
    io(m.device, m.last_contact, m.receipt);
}
template <class Io>
void members(Io& io, DeviceStates& m) {
    io(m.request, m.states);
}
template <class Io>
void members(Io& io, DeviceOrdered& m) {
    io(m.order);
}
template <class Io>
void members(Io& io, DeviceWiped& m) {
    io(m.receipt);
}

template <class Io>
void members(Io& io, OwnCommit& m) {
    io(m.dot, m.commit);
}
template <class Io>
void members(Io& io, ReceiptGet& m) {
    io(m.scope, m.commits);
}
template <class Io>
void members(Io& io, Receipt& m) {
    io(m.scope, m.code, m.content, m.key, m.signature);
}
template <class Io>
void members(Io& io, InventoryGet& m) {
    io(m.request, m.of, m.after, m.scope);
}
template <class Io>
void members(Io& io, Inventory& m) {
    io(m.request, m.next, m.certificates, m.scopes, m.envelopes);
}

template <class Io>
void members(Io& io, Purged& m) {
    io(m.receipt);
}
template <class Io>
void members(Io& io, PurgedTaken& m) {
    io(m.scope, m.index, m.code);
}

/// Names in the order of the variant. A message's number is its place there, from 1: it is part of
/// the protocol, so messages are only ever added at the end.
inline constexpr std::array<std::string_view, std::variant_size_v<Message>> type_names{
    "CHALLENGE",     "HELLO",         "WELCOME",       "CONTROL",        "REVOKED",
    "SUBSCRIBE",     "DATA",          "CHECKPOINT",    "SCOPE_ERROR",    "CREDIT",
    "PUSH",          "ACK",           "LOG_PUT",       "LOG_GET",        "LOG_ENTRIES",
    "DIRECTORY_PUT", "RESULT",        "INVITE_PUT",    "INVITE_CANCEL",  "ENROL_LOOKUP",
    "ENROL_OFFER",   "ENROL_REQUEST", "ENROL_ANSWER",  "ERROR",          "BYE",
    "OFFER",         "OFFERED",       "BUCKETS_GET",   "BUCKETS",        "RECORDS_GET",
    "RECORDS",       "HISTORY_GET",   "HISTORY",       "QUARANTINE_GET", "QUARANTINE",
    "DECISIONS_GET", "DECISIONS",     "DEVICE_ORDERS", "DEVICE_STATES",  "DEVICE_ORDERED",
    "DEVICE_WIPED",  "RECEIPT_GET",   "RECEIPT",       "INVENTORY_GET",  "INVENTORY",
    "PURGED",        "PURGED_TAKEN"};

}  // namespace sanderling::wire
