#include "sync-server/store/feed_reader.hpp"

#include "core/scope_log/entry.hpp"
#include "core/types/assert.hpp"
#include "core/wire/limits.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "sync-server/store/store.hpp"

#include <algorithm>

namespace sanderling::server {

namespace {

using commit::Verdict;
using sync::server::ControlRead;
using sync::server::Page;
using sync::server::PageRead;
using sync::server::ReadControl;
using sync::server::ReadPage;

constexpr std::size_t item_overhead = 32;  // verdict, base and time as they travel
constexpr std::size_t answer_bytes_max = wire::limits::frame_bytes_max / 2;
// A CONTROL carries both, so together they stay below a frame.
constexpr std::size_t directory_bytes_max = wire::limits::frame_bytes_max / 4;
constexpr std::size_t scopes_max = 10'000;

Seq after(Seq seq) {
    return Seq{number(seq) + 1};
}

// Whether the reader wrote the item itself and still has its bytes.
bool is_held(const Rows& row, const ReadPage& wish) {
    return row->code<Verdict>(1) != Verdict::control && row->id<ReplicaId>(5) == wish.replica &&
           wish.from.own_from != Counter{0} && row->code<Counter>(6) >= wish.from.own_from;
}

// A purge of the whole scope ends everybody's membership.
bool concerns(ByteView signed_entry, PersonId person) {
    const auto entry = scope_log::decode_entry(signed_entry);
    if (!entry) throw SqliteFailure(FailureKind::damaged, entry.error().message());
    const auto principal = scope_log::Principal::of(person);
    if (const auto* set = std::get_if<scope_log::SetMember>(&entry->entry.body))
        return set->principal == principal;
    if (const auto* gone = std::get_if<scope_log::RemoveMember>(&entry->entry.body))
        return gone->principal == principal;
    const auto* purge = std::get_if<scope_log::Purge>(&entry->entry.body);
    return purge != nullptr && purge->target == scope_log::PurgeTarget::scope;
}

}  // namespace

Result<std::unique_ptr<FeedReader>> FeedReader::open(const std::filesystem::path& file) {
    try {
        return std::unique_ptr<FeedReader>(new FeedReader(file));
    } catch (const SqliteFailure& failure) {
        return error_of(failure);
    }
}

FeedReader::FeedReader(const std::filesystem::path& file)
    : database_(file, OpenMode::read),
      head_(read_head(database_).value()),
      watermarks_(database_),
      select_scope_(database_,
                    "SELECT head, chain, digest FROM scope "
                    "WHERE org = ? AND shard_key = ? AND scope = ?"),
      select_chain_(database_,
                    "SELECT chain FROM log WHERE org = ? AND shard_key = ? AND scope = ? "
                    "AND seq = ?"),
      select_items_(
          database_,
          "SELECT seq, verdict, effective_base, t_eff, chain, replica, counter, whole, "
          "bytes, content FROM log WHERE org = ? AND shard_key = ? AND scope = ? AND seq > ? "
          "AND seq <= ? ORDER BY seq"),
      select_record_(database_,
                     "SELECT state FROM record "
                     "WHERE org = ? AND shard_key = ? AND scope = ? AND record = ?"),
      select_records_(
          database_,
          "SELECT record, state FROM record "
          "WHERE org = ? AND shard_key = ? AND scope = ? AND record > ? ORDER BY record"),
      select_logged_(database_,
                     "SELECT effective_base, t_eff, content, verdict FROM log "
                     "WHERE org = ? AND shard_key = ? AND scope = ? AND seq = ?"),
      select_past_(database_,
                   "SELECT seq FROM record_past WHERE org = ? AND shard_key = ? AND scope = ? "
                   "AND record = ? AND seq < ? ORDER BY seq DESC"),
      select_accepted_(database_,
                       "SELECT d.t_eff, l.content FROM decided d JOIN log l ON l.org = d.org "
                       "AND l.shard_key = d.shard_key AND l.scope = d.scope AND l.seq = d.late "
                       "WHERE d.org = ? AND d.shard_key = ? AND d.scope = ? AND d.seq = ? "
                       "AND d.decision = 1"),
      select_late_(database_,
                   "SELECT seq, effective_base, t_eff, content FROM log l "
                   "WHERE org = ? AND shard_key = ? AND scope = ? AND seq > ? AND verdict = 3 "
                   "AND NOT EXISTS (SELECT 1 FROM decided d WHERE d.org = l.org "
                   "AND d.shard_key = l.shard_key AND d.scope = l.scope AND d.late = l.seq) "
                   "ORDER BY seq"),
      select_decided_(database_,
                      "SELECT l.content, d.seq, e.content FROM log l JOIN decided d "
                      "ON d.org = l.org AND d.shard_key = l.shard_key AND d.scope = l.scope "
                      "AND d.late = l.seq JOIN log e ON e.org = d.org "
                      "AND e.shard_key = d.shard_key AND e.scope = d.scope AND e.seq = d.seq "
                      "WHERE l.org = ? AND l.shard_key = ? AND l.scope = ? AND l.replica = ? "
                      "AND l.counter = ? AND l.verdict = 3"),
      select_fate_(database_,
                   "SELECT l.seq, l.verdict, l.what, l.t_eff, l.code, d.decision FROM log l "
                   "LEFT JOIN decided d ON d.org = l.org AND d.shard_key = l.shard_key "
                   "AND d.scope = l.scope AND d.late = l.seq WHERE l.org = ? AND l.shard_key = ? "
                   "AND l.scope = ? AND l.replica = ? AND l.counter = ? AND l.verdict <> 4"),
      select_member_(database_,
                     "SELECT is_member, rights, not_before, until FROM member "
                     "WHERE org = ? AND shard_key = ? AND scope = ? AND person = ?"),
      select_scopes_of_(
          database_,
          "SELECT m.scope, s.head, (m.rights & 1) * s.records, (m.rights & 1) * s.bytes "
          "FROM member m JOIN scope s ON s.org = m.org "
          "AND s.shard_key = m.shard_key AND s.scope = m.scope "
          "WHERE m.org = ? AND m.person = ? AND m.is_member = 1 "
          "AND m.not_before <= ? AND (m.until = 0 OR m.until > ?) "
          "AND (m.rights & 3) != 0 ORDER BY m.scope"),
      select_changing_(database_,
                       "SELECT DISTINCT person FROM member WHERE org = ? AND is_member = 1 "
                       "AND ((not_before > ? AND not_before <= ?) OR (until > ? AND until <= ?))"),
      select_entries_(database_,
                      "SELECT seq, content FROM log WHERE org = ? AND shard_key = ? AND scope = ? "
                      "AND verdict = 4 AND seq > ? ORDER BY seq"),
      select_entries_from_(database_,
                           "SELECT seq, content FROM log WHERE org = ? AND shard_key = ? "
                           "AND scope = ? AND verdict = 4 ORDER BY seq LIMIT -1 OFFSET ?"),
      select_directory_(database_,
                        "SELECT position, kind, scope, content FROM directory "
                        "WHERE org = ? AND shard_key = ? AND position > ? AND (kind = 1 "
                        "OR (kind = 2 AND device = ?) OR (kind = 3 AND person = ?)) "
                        "ORDER BY position"),
      select_directory_head_(database_,
                             "SELECT directory_head FROM organisation "
                             "WHERE org = ? AND shard_key = ?"),
      select_certificates_(database_,
                           "SELECT position, content FROM directory WHERE org = ? "
                           "AND shard_key = ? AND kind = 1 AND position > ? ORDER BY position"),
      select_envelopes_(database_,
                        "SELECT position, content FROM directory WHERE org = ? AND shard_key = ? "
                        "AND kind = 3 AND scope = ? AND position > ? ORDER BY position"),
      select_purged_(database_,
                     "SELECT position, content FROM purge_receipt WHERE org = ? "
                     "AND shard_key = ? AND scope = ? AND position > ? ORDER BY position"),
      select_scope_ids_(database_,
                        "SELECT scope FROM scope WHERE org = ? AND scope > ? ORDER BY scope"),
      select_invite_(database_,
                     "SELECT is_used, expires, offer FROM invite "
                     "WHERE org = ? AND shard_key = ? AND lookup = ?"),
      select_enrolments_(database_,
                         "SELECT lookup, request FROM enrolment "
                         "WHERE org = ? AND shard_key = ? ORDER BY lookup") {}

// ---- Pages
// ---------------------------------------------------------------------------------------

PageRead FeedReader::page(const ReadPage& wish, Instant now) {
    Transaction snapshot(database_, Transaction::Kind::read);
    const ScopeId scope = wish.from.scope;
    const auto head = scope_head(scope);
    const Standing standing_now = head ? standing(scope, wish.person, now) : Standing::never;
    switch (standing_now) {
        case Standing::never:
            return {scope, fail(Errc::unknown_scope)};
        case Standing::depositor:
            return {scope, deposit_place(scope, *head)};
        case Standing::former:
        case Standing::member:
            break;
    }
    // Also to somebody who was removed: what proves it cannot be told from a place that is not
    // here.
    if (!is_place(wish.from, *head))
        return {scope, fail(Errc::base_unknown, "the server has another history there")};
    if (standing_now == Standing::former)
        return {scope, revoked(scope, wish.person, wish.from.after)};
    return {scope, read_items(wish, *head)};
}

std::optional<FeedReader::Place> FeedReader::scope_head(ScopeId scope) {
    Rows row = select_scope_.query(head_.organisation.org, shard_key(scope), scope);
    if (!row.next()) return std::nullopt;
    return Place{row->code<Seq>(0), row->hash(1), merge::Digest(row->hash(2).bytes)};
}

FeedReader::Standing FeedReader::standing(ScopeId scope, PersonId person, Instant now) {
    Rows row = select_member_.query(head_.organisation.org, shard_key(scope), scope, person);
    if (!row.next() || Instant{row->integer(2)} > now) return Standing::never;
    const bool is_over = row->integer(3) != 0 && Instant{row->integer(3)} <= now;
    if (row->integer(0) == 0 || is_over) return Standing::former;
    const auto rights = row->code<scope_log::Rights>(1);
    if (scope_log::allows(rights, scope_log::Right::read)) return Standing::member;
    return scope_log::allows(rights, scope_log::Right::write) ? Standing::depositor
                                                              : Standing::former;
}

// Everything up to the last entry about this person: it proves the end, and nothing after it is
// theirs to know.
wire::Revoked FeedReader::revoked(ScopeId scope, PersonId person, Seq after_seq) {
    wire::Revoked out{scope, {}};
    std::size_t proven = 0;
    std::size_t size = 0;
    Rows row = select_entries_.query(head_.organisation.org, shard_key(scope), scope, after_seq);
    while (row.next() && size < answer_bytes_max) {
        out.entries.push_back({row->code<Seq>(0), to_bytes(row->blob(1))});
        size += row->blob(1).size() + item_overhead;
        if (concerns(out.entries.back().entry, person)) proven = out.entries.size();
    }
    out.entries.resize(proven);
    return out;
}

wire::Revoked FeedReader::whole_log(ScopeId scope) {
    wire::Revoked out{scope, {}};
    std::size_t size = 0;
    Rows row = select_entries_.query(head_.organisation.org, shard_key(scope), scope, Seq{0});
    while (row.next() && size < answer_bytes_max) {
        out.entries.push_back({row->code<Seq>(0), to_bytes(row->blob(1))});
        size += row->blob(1).size() + item_overhead;
    }
    return out;
}

// Nothing that others wrote, not even how much: only what a deposit has to be sealed to and based
// on.
sync::server::DepositPlace FeedReader::deposit_place(ScopeId scope, const Place& head) {
    sync::server::DepositPlace out{.log = whole_log(scope)};
    out.place.scope = scope;
    out.place.generation = head_.generation;
    out.place.seq = head.seq;
    out.place.chain = head.chain;
    out.place.watermark = watermarks_.of(head_.organisation.org, scope, head.seq);
    return out;
}

bool FeedReader::is_place(const wire::Subscription& from, const Place& head) {
    if (from.after == Seq{0}) return true;
    // Told by its hash alone: after a restore places of before are good as far as it reaches.
    if (from.after > head.seq) return false;
    Rows row =
        select_chain_.query(head_.organisation.org, shard_key(from.scope), from.scope, from.after);
    return row.next() && commit::chain_prefix(row->hash(0)) == from.chain;
}

Page FeedReader::read_items(const ReadPage& wish, const Place& head) {
    const ScopeId scope = wish.from.scope;
    Page page;
    page.data.scope = scope;
    page.data.first = after(wish.from.after);
    page.data.head = head.seq;
    page.chain = wish.from.chain;
    Seq last = wish.from.after;
    std::size_t size = 0;
    Rows row = select_items_.query(head_.organisation.org, shard_key(scope), scope, wish.from.after,
                                   head.seq);
    while (row.next()) {
        // A gap would make every later item another commit than it is.
        if (row->code<Seq>(0) != after(last))
            throw SqliteFailure(FailureKind::damaged, "a gap in the log of " + to_text(scope));
        wire::FeedItem item{row->code<Verdict>(1), row->code<Seq>(2), row->code<HlcTime>(3), {}};
        if (!is_held(row, wish)) item.content = content(row, scope);
        size += item.content.size() + item_overhead;
        if (size > wish.bytes && !page.data.items.empty()) return page;
        page.data.items.push_back(std::move(item));
        page.chain = commit::chain_prefix(row->hash(4));
        page.data.bytes = static_cast<std::uint64_t>(row->integer(8));
        last = after(last);
    }
    if (last != head.seq)
        throw SqliteFailure(FailureKind::damaged, "the log ends early in " + to_text(scope));
    const Seq watermark = watermarks_.of(head_.organisation.org, scope, head.seq);
    page.checkpoint = wire::ScopeCheckpoint{scope,      head_.generation, head.seq,
                                            head.chain, head.digest,      watermark};
    return page;
}

Bytes FeedReader::content(const Rows& row, ScopeId scope) {
    const auto verdict = row->code<Verdict>(1);
    const bool is_whole = row->integer(7) != 0;
    if (verdict == Verdict::control) return with_accepted(row->blob(9), scope, row->code<Seq>(0));
    const bool has_patches = verdict == Verdict::accepted || verdict == Verdict::quarantined;
    if (!has_patches || (verdict == Verdict::accepted && is_whole) ||
        wire::is_remnant(row->blob(9)))
        return to_bytes(row->blob(9));
    return thinned(row->blob(9), scope, verdict);
}

// Bodies that nobody can see any more are not sent; of quarantined work nobody sees any yet.
Bytes FeedReader::thinned(ByteView packed, ScopeId scope, Verdict verdict) {
    auto commit = wire::unpack(packed, head_.organisation.org, scope);
    if (!commit) throw SqliteFailure(FailureKind::damaged, commit.error().message());
    const Dot dot = commit->header.dot();
    for (commit::Patch& patch : commit->patches)
        if (verdict == Verdict::quarantined || !is_live(scope, patch.record, dot))
            patch.ciphertext.reset();
    return wire::pack(*commit);
}

bool FeedReader::is_live(ScopeId scope, RecordId record, const Dot& dot) {
    Rows row = select_record_.query(head_.organisation.org, shard_key(scope), scope, record);
    if (!row.next()) return false;
    const auto state = merge::decode_record_state(row->blob(0));
    if (!state) throw SqliteFailure(FailureKind::damaged, state.error().message());
    return state->is_live(dot);
}

// ---- Control
// -------------------------------------------------------------------------------------

ControlAnswer FeedReader::control(const ReadControl& wish, Instant now) {
    Transaction snapshot(database_, Transaction::Kind::read);
    const OrgId org = head_.organisation.org;
    ControlAnswer out;
    read_directory(wish, out);
    {
        Rows row = select_scopes_of_.query(org, wish.person, now.ms, now.ms);
        while (row.next() && out.read.control.scopes.size() < scopes_max)
            out.read.control.scopes.push_back({row->id<ScopeId>(0), row->code<Seq>(1),
                                               static_cast<std::uint64_t>(row->integer(2)),
                                               static_cast<std::uint64_t>(row->integer(3))});
    }
    for (const sync::server::ServedScope& served : wish.serving) {
        const Standing now_is = standing(served.scope, wish.person, now);
        if (now_is == Standing::member) continue;
        out.read.revoked.push_back(now_is == Standing::depositor
                                       ? whole_log(served.scope)
                                       : revoked(served.scope, wish.person, served.after));
    }
    return out;
}

std::set<PersonId> FeedReader::members_changing(Instant since, Instant until) {
    Transaction snapshot(database_, Transaction::Kind::read);
    std::set<PersonId> out;
    Rows row =
        select_changing_.query(head_.organisation.org, since.ms, until.ms, since.ms, until.ms);
    while (row.next()) out.insert(row->id<PersonId>(0));
    return out;
}

void FeedReader::read_directory(const ReadControl& wish, ControlAnswer& out) {
    const OrgId org = head_.organisation.org;
    wire::Control& control = out.read.control;
    std::size_t size = 0;
    std::uint64_t cursor = wish.cursor;
    Rows row =
        select_directory_.query(org, organisation_shard, wish.cursor, wish.device, wish.person);
    while (row.next()) {
        Bytes bytes = to_bytes(row->blob(3));
        size += bytes.size() + item_overhead;
        if (size > directory_bytes_max) {
            out.has_more = true;
            break;
        }
        cursor = static_cast<std::uint64_t>(row->integer(0));
        switch (row->code<DirectoryKind>(1)) {
            case DirectoryKind::certificate:
                control.certificates.push_back(std::move(bytes));
                break;
            case DirectoryKind::person_key_envelope:
                control.person_key_envelopes.push_back(std::move(bytes));
                break;
            case DirectoryKind::epoch_envelope:
                control.epoch_envelopes.push_back({row->id<ScopeId>(2), std::move(bytes)});
                break;
        }
    }
    if (!out.has_more) {
        Rows head = select_directory_head_.query(org, organisation_shard);
        if (head.next()) cursor = std::max(cursor, static_cast<std::uint64_t>(head->integer(0)));
    }
    control.directory_cursor = cursor;
}

wire::LogEntries FeedReader::log(const wire::LogGet& get) {
    wire::LogEntries out{get.request, get.scope, {}};
    std::size_t size = 0;
    Rows row = select_entries_from_.query(head_.organisation.org, shard_key(get.scope), get.scope,
                                          get.from_index);
    while (row.next() && size < answer_bytes_max) {
        out.entries.push_back({row->code<Seq>(0), to_bytes(row->blob(1))});
        size += out.entries.back().entry.size() + item_overhead;
    }
    return out;
}

// ---- Enrolment
// -----------------------------------------------------------------------------------

Result<Bytes> FeedReader::offer(wire::InviteLookup lookup, Instant now) {
    Rows row = select_invite_.query(head_.organisation.org, organisation_shard, lookup);
    if (!row.next()) return fail(Errc::invite_unknown);
    if (row->integer(0) != 0) return fail(Errc::invite_used);
    if (Instant{row->integer(1)} <= now) return fail(Errc::invite_expired);
    return to_bytes(row->blob(2));
}

std::vector<wire::EnrolRequest> FeedReader::enrolments() {
    std::vector<wire::EnrolRequest> out;
    Rows row = select_enrolments_.query(head_.organisation.org, organisation_shard);
    while (row.next()) out.push_back({row->id<wire::InviteLookup>(0), to_bytes(row->blob(1))});
    return out;
}

}  // namespace sanderling::server
