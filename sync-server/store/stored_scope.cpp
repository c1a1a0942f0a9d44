#include "sync-server/store/stored_scope.hpp"

#include "core/types/assert.hpp"
#include "core/types/fault.hpp"
#include "core/wire/packed_commit.hpp"

#include <algorithm>

namespace sanderling::server {

namespace {

using commit::Verdict;

// For Fault::seq_outside_transaction: what no rollback gives back.
[[maybe_unused]] Seq& seq_taken(ScopeId scope) {
    static std::unordered_map<ScopeId, Seq> taken;
    return taken[scope];
}

merge::RecordState decoded(ByteView bytes) {
    auto state = merge::decode_record_state(bytes);
    if (!state) throw SqliteFailure(FailureKind::damaged, state.error().message());
    return std::move(*state);
}

}  // namespace

ScopeStatements::ScopeStatements(Database& db)
    : select_scope(db,
                   "SELECT kind, head, chain, digest, time_max, records, bytes FROM scope "
                   "WHERE org = ? AND shard_key = ? AND scope = ?"),
      select_place(db,
                   "SELECT chain, time_max FROM log "
                   "WHERE org = ? AND shard_key = ? AND scope = ? AND seq = ?"),
      select_verdict(db,
                     "SELECT l.seq, what, verdict, effective_base, l.t_eff, code, d.seq, decision "
                     "FROM log l LEFT JOIN decided d ON d.org = l.org "
                     "AND d.shard_key = l.shard_key AND d.scope = l.scope AND d.late = l.seq "
                     "WHERE l.org = ? AND l.shard_key = ? AND l.scope = ? AND replica = ? "
                     "AND counter = ? AND verdict <> 4"),
      select_transaction(db,
                         "SELECT replica, counter FROM log WHERE org = ? AND shard_key = ? "
                         "AND scope = ? AND tx = ? AND verdict <> 4 AND verdict <> 2 LIMIT 1"),
      select_replica(db,
                     "SELECT counter, hash, t_eff, parent_replica, parent_counter FROM replica "
                     "WHERE org = ? AND shard_key = ? AND scope = ? AND replica = ?"),
      select_record(db,
                    "SELECT state FROM record "
                    "WHERE org = ? AND shard_key = ? AND scope = ? AND record = ?"),
      put_scope(db,
                "INSERT INTO scope (org, shard_key, scope, kind, head, chain, digest, time_max, "
                "records, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (org, "
                "shard_key, scope) DO UPDATE SET "
                "head = excluded.head, chain = excluded.chain, digest = excluded.digest, "
                "time_max = excluded.time_max, records = excluded.records, "
                "bytes = excluded.bytes"),
      put_replica(
          db,
          "INSERT INTO replica (org, shard_key, scope, replica, counter, hash, t_eff, "
          "parent_replica, parent_counter) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
          "ON CONFLICT (org, shard_key, scope, replica) DO UPDATE SET counter = excluded.counter, "
          "hash = excluded.hash, t_eff = excluded.t_eff, parent_replica = excluded.parent_replica, "
          "parent_counter = excluded.parent_counter"),
      put_record(
          db,
          "INSERT INTO record (org, shard_key, scope, record, state) VALUES (?, ?, ?, ?, ?) "
          "ON CONFLICT (org, shard_key, scope, record) DO UPDATE SET state = excluded.state"),
      insert_log(db,
                 "INSERT INTO log (org, shard_key, scope, seq, verdict, replica, counter, what, "
                 "effective_base, t_eff, code, chain, time_max, tx, whole, bytes, "
                 "content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      mark_superseded(db,
                      "UPDATE log SET whole = 0 WHERE org = ? AND shard_key = ? AND scope = ? "
                      "AND replica = ? AND counter = ? AND verdict <> 4 AND whole = 1"),
      note_superseded(db,
                      "INSERT INTO superseded (org, shard_key, scope, seq, at) "
                      "SELECT org, shard_key, scope, seq, ? FROM log WHERE org = ? "
                      "AND shard_key = ? AND scope = ? AND replica = ? AND counter = ? "
                      "AND verdict <> 4 AND (verdict <> 3 OR seq IN (SELECT late FROM decided d "
                      "WHERE d.org = log.org AND d.shard_key = log.shard_key "
                      "AND d.scope = log.scope)) "
                      "ON CONFLICT (org, shard_key, scope, seq) DO UPDATE SET at = excluded.at"),
      note_past(db,
                "INSERT OR IGNORE INTO record_past (org, shard_key, scope, record, seq) "
                "VALUES (?, ?, ?, ?, ?)"),
      select_lost_links(db,
                        "SELECT content FROM log WHERE org = ? AND shard_key = ? AND scope = ? "
                        "AND verdict = 5 ORDER BY seq"),
      select_late(db,
                  "SELECT seq, replica, counter, effective_base, t_eff, content FROM log l "
                  "WHERE org = ? AND shard_key = ? AND scope = ? AND verdict = 3 AND what = ? "
                  "AND NOT EXISTS (SELECT 1 FROM decided d WHERE d.org = l.org "
                  "AND d.shard_key = l.shard_key AND d.scope = l.scope AND d.late = l.seq)"),
      insert_decided(db,
                     "INSERT INTO decided (org, shard_key, scope, seq, late, decision, t_eff) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?)"),
      delete_record(db,
                    "DELETE FROM record "
                    "WHERE org = ? AND shard_key = ? AND scope = ? AND record = ?"),
      select_commits(db,
                     "SELECT seq, verdict, content FROM log WHERE org = ? AND shard_key = ? "
                     "AND scope = ? AND verdict IN (1, 2, 3) ORDER BY seq"),
      put_content(db,
                  "UPDATE log SET content = ? "
                  "WHERE org = ? AND shard_key = ? AND scope = ? AND seq = ?"),
      select_content(db,
                     "SELECT seq, verdict, content FROM log WHERE org = ? AND shard_key = ? "
                     "AND scope = ? AND replica = ? AND counter = ? AND verdict <> 4"),
      delete_records(db, "DELETE FROM record WHERE org = ? AND shard_key = ? AND scope = ?"),
      delete_superseded(db, "DELETE FROM superseded WHERE org = ? AND shard_key = ? AND scope = ?"),
      delete_past(db, "DELETE FROM record_past WHERE org = ? AND shard_key = ? AND scope = ?"),
      delete_envelopes(db, "DELETE FROM directory WHERE org = ? AND kind = 3 AND scope = ?") {}

StoredScope::StoredScope(ScopeStatements& statements, OrgId org, ScopeId scope)
    : sql_(statements), org_(org), scope_(scope), shard_(shard_key(scope)) {
    Rows row = sql_.select_scope.query(org_, shard_, scope_);
    exists_ = row.next();
    if (!exists_) return;
    kind_ = row->code<scope_log::ScopeKind>(0);
    head_.seq = row->code<Seq>(1);
    if constexpr (faults_are_built)
        if (has_fault(Fault::seq_outside_transaction))
            head_.seq = std::max(head_.seq, seq_taken(scope_));
    head_.chain = row->hash(2);
    head_.digest = merge::Digest(row->hash(3).bytes);
    head_.time_max = row->code<HlcTime>(4);
    records_count_ = row->integer(5);
    bytes_ = row->integer(6);
}

std::optional<sync::ChainPlace> StoredScope::place(Seq seq) {
    if (seq == head_.seq) return sync::ChainPlace{head_.chain, head_.time_max};
    Rows row = sql_.select_place.query(org_, shard_, scope_, seq);
    if (!row.next()) return std::nullopt;
    return sync::ChainPlace{row->hash(0), row->code<HlcTime>(1)};
}

std::optional<sync::ReplicaHead> StoredScope::replica(ReplicaId id) {
    const auto [at, is_new] = replicas_.try_emplace(id);
    if (!is_new) return at->second.value;
    Rows row = sql_.select_replica.query(org_, shard_, scope_, id);
    if (!row.next()) return std::nullopt;
    sync::ReplicaHead head{row->code<Counter>(0), row->hash(1), row->code<HlcTime>(2), {}};
    if (!row->is_null(3)) head.lineage = Dot{row->id<ReplicaId>(3), row->code<Counter>(4)};
    at->second.value = head;
    return head;
}

StoredScope::Cached<merge::RecordState>& StoredScope::cached(RecordId id) {
    const auto [at, is_new] = records_.try_emplace(id);
    if (is_new) {
        Rows row = sql_.select_record.query(org_, shard_, scope_, id);
        at->second.is_stored = row.next();
        if (at->second.is_stored) at->second.value = decoded(row->blob(0));
    }
    return at->second;
}

merge::RecordState StoredScope::record(RecordId id) {
    return cached(id).value;
}

std::optional<sync::StoredVerdict> StoredScope::verdict(const Dot& dot) {
    Rows row = sql_.select_verdict.query(org_, shard_, scope_, dot.replica, dot.counter);
    if (!row.next()) return std::nullopt;
    sync::StoredVerdict out{.link = {.seq = row->code<Seq>(0),
                                     .what = row->hash(1),
                                     .dot = dot,
                                     .verdict = row->code<Verdict>(2),
                                     .effective_base = row->code<Seq>(3),
                                     .t_eff = row->code<HlcTime>(4)},
                            .code = row->code<Errc>(5)};
    if (row->is_null(6)) return out;
    // Held no more: the answer is the decision's, and where it stands.
    const bool is_accepted = row->code<scope_log::Decision>(7) == scope_log::Decision::accept;
    out.link.seq = row->code<Seq>(6);
    out.link.verdict = is_accepted ? Verdict::accepted : Verdict::rejected;
    out.code = is_accepted ? Errc::ok : Errc::late_work_refused;
    return out;
}

std::optional<sync::LateWork> StoredScope::late_work(const crypto::Hash& what) {
    Rows row = sql_.select_late.query(org_, shard_, scope_, what);
    if (!row.next()) return std::nullopt;
    auto commit = wire::unpack(row->blob(5), org_, scope_);
    if (!commit) throw SqliteFailure(FailureKind::damaged, commit.error().message());
    return sync::LateWork{.link = {.seq = row->code<Seq>(0),
                                   .what = what,
                                   .dot = {row->id<ReplicaId>(1), row->code<Counter>(2)},
                                   .verdict = Verdict::quarantined,
                                   .effective_base = row->code<Seq>(3),
                                   .t_eff = row->code<HlcTime>(4)},
                          .commit = std::move(*commit)};
}

void StoredScope::put_decision(Seq seq, const scope_log::Decide& decide,
                               const commit::Commit* bodies) {
    const auto work = late_work(decide.commit);
    if (!work) return;
    sql_.insert_decided.run(org_, shard_, scope_, seq, work->link.seq, decide.decision,
                            decide.t_eff);
    const auto lacks_body = [](const commit::Patch& patch) { return !patch.ciphertext; };
    if (bodies != nullptr &&
        std::any_of(work->commit.patches.begin(), work->commit.patches.end(), lacks_body))
        sql_.put_content.run(wire::pack(*bodies), org_, shard_, scope_, work->link.seq);
    // From now on it is kept as long as other work of which this much can be seen.
    bool is_whole = decide.decision == scope_log::Decision::accept;
    for (const commit::Patch& patch : work->commit.patches)
        is_whole = is_whole && cached(patch.record).value.is_live(work->link.dot);
    if (!is_whole) superseded_.insert(work->link.dot);
}

std::optional<Dot> StoredScope::transaction(TransactionId id) {
    Rows row = sql_.select_transaction.query(org_, shard_, scope_, id);
    if (!row.next()) return std::nullopt;
    return Dot{row->id<ReplicaId>(0), row->code<Counter>(1)};
}

void StoredScope::put_head(const sync::ScopeHead& head) {
    head_ = head;
    is_head_dirty_ = true;
    if constexpr (faults_are_built) seq_taken(scope_) = head.seq;
}

void StoredScope::put_replica(ReplicaId id, const sync::ReplicaHead& head) {
    replicas_[id] = {.value = head, .is_stored = true, .is_dirty = true};
}

void StoredScope::put_record(RecordId id, const merge::RecordState& state) {
    Cached<merge::RecordState>& entry = cached(id);
    for (const merge::LiveSet& set : entry.value.sets())
        for (const merge::LiveEntry& live : set.entries)
            if (!state.is_live(live.dot)) {
                superseded_.insert(live.dot);
                past_.insert({id, live.seq});
            }
    if (!entry.is_stored) ++records_count_;
    entry.value = state;
    entry.is_stored = true;
    entry.is_dirty = true;
}

void StoredScope::set_packed(const Dot& dot, ByteView packed) {
    packed_[dot] = packed;
}

void StoredScope::put_commit(const commit::Link& link, Errc code, const commit::Commit& commit,
                             const crypto::Hash& chain, HlcTime time_max) {
    bool is_whole = link.verdict == Verdict::accepted;
    for (const commit::Patch& patch : commit.patches) {
        const bool is_live = cached(patch.record).value.is_live(link.dot);
        is_whole = is_whole && is_live;
        if (!is_live && link.verdict == Verdict::accepted) past_.insert({patch.record, link.seq});
    }
    if (!is_whole && link.verdict != Verdict::quarantined) superseded_.insert(link.dot);
    const TransactionId transaction = commit.header.transaction;
    if (link.verdict == Verdict::rejected) {
        Bytes content = commit::encode(commit.header);
        append(content, commit.signature.view());
        insert_row(link, code, transaction, is_whole, content, chain, time_max);
    } else if (const auto at = packed_.find(link.dot); at != packed_.end()) {
        insert_row(link, code, transaction, is_whole, at->second, chain, time_max);
    } else {
        insert_row(link, code, transaction, is_whole, wire::pack(commit), chain, time_max);
    }
}

Seq StoredScope::put_control(const scope_log::ScopeLogEntry& entry, ByteView signed_entry,
                             Instant now, std::optional<Seq> base) {
    const commit::Link link{.seq = Seq{number(head_.seq) + 1},
                            .what = scope_log::entry_hash(entry),
                            .dot = {},
                            .verdict = Verdict::control,
                            .effective_base = base.value_or(head_.seq),
                            .t_eff = std::max(hlc_at(now), head_.time_max)};
    if (const auto* body = std::get_if<scope_log::Purge>(&entry.body)) purge(*body, head_.digest);
    head_.seq = link.seq;
    head_.chain = commit::chain_next(head_.chain, link);
    head_.time_max = link.t_eff;
    is_head_dirty_ = true;
    insert_row(link, Errc::ok, {}, true, signed_entry, head_.chain, head_.time_max);
    return link.seq;
}

const commit::LostHistory* StoredScope::lost_history() {
    if (lost_) return &*lost_;
    lost_.emplace();
    Rows row = sql_.select_lost_links.query(org_, shard_, scope_);
    while (row.next()) {
        const auto lost = commit::decode_lost_links(row->blob(0));
        if (!lost) throw SqliteFailure(FailureKind::damaged, lost.error().message());
        lost_->add(*lost);
    }
    return &*lost_;
}

void StoredScope::put_entry(const commit::Link& link, ByteView signed_entry,
                            const crypto::Hash& chain, HlcTime time_max) {
    insert_row(link, Errc::ok, {}, true, signed_entry, chain, time_max);
}

void StoredScope::put_lost_links(const commit::Link& link, const commit::LostLinks& lost,
                                 ByteView content, const crypto::Hash& chain, HlcTime time_max) {
    lost_history();  // before this row is among those it reads
    // They are nobody's commit, so their row has a number that no commit has: that of no replica.
    commit::Link row = link;
    row.dot = {{}, Counter{number(link.seq)}};
    TransactionId none;
    std::copy_n(link.what.bytes.begin(), none.bytes.size(), none.bytes.begin());
    insert_row(row, Errc::ok, none, true, content, chain, time_max);
    lost_->add(lost);
}

void StoredScope::insert_row(const commit::Link& link, Errc code, TransactionId transaction,
                             bool is_whole, ByteView content, const crypto::Hash& chain,
                             HlcTime time_max) {
    bytes_ += static_cast<std::int64_t>(content.size());
    sql_.insert_log.run(org_, shard_, scope_, link.seq, link.verdict, link.dot.replica,
                        link.dot.counter, link.what, link.effective_base, link.t_eff, code, chain,
                        time_max, transaction, is_whole ? 1 : 0, bytes_, content);
}

void StoredScope::flush() {
    if (is_head_dirty_)
        sql_.put_scope.run(org_, shard_, scope_, kind_, head_.seq, head_.chain,
                           ByteView(head_.digest.bytes()), head_.time_max, records_count_, bytes_);
    for (const auto& [id, entry] : replicas_) {
        if (!entry.is_dirty) continue;
        const sync::ReplicaHead& r = *entry.value;
        if (r.lineage)
            sql_.put_replica.run(org_, shard_, scope_, id, r.counter, r.hash, r.t_eff,
                                 r.lineage->replica, r.lineage->counter);
        else
            sql_.put_replica.run(org_, shard_, scope_, id, r.counter, r.hash, r.t_eff, nullptr,
                                 nullptr);
    }
    std::vector<RecordId> ids;
    for (const auto& [id, entry] : records_)
        if (entry.is_dirty) ids.push_back(id);
    std::sort(ids.begin(), ids.end());  // in the order of the table's pages
    for (const RecordId id : ids) {
        const merge::RecordState& record = records_[id].value;
        if (record.sets().empty())
            sql_.delete_record.run(org_, shard_, scope_, id);
        else
            sql_.put_record.run(org_, shard_, scope_, id, merge::encode(record));
    }
    const std::int64_t now = instant_of(head_.time_max).ms;
    for (const Dot& dot : superseded_) {
        sql_.mark_superseded.run(org_, shard_, scope_, dot.replica, dot.counter);
        sql_.note_superseded.run(now, org_, shard_, scope_, dot.replica, dot.counter);
    }
    for (const auto& [record, seq] : past_) sql_.note_past.run(org_, shard_, scope_, record, seq);
}

}  // namespace sanderling::server
