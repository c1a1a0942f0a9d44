#include "client-sdk/replica/replayed_scope.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/late_book.hpp"
#include "client-sdk/replica/log_tail.hpp"
#include "client-sdk/replica/purge_book.hpp"
#include "client-sdk/replica/value_codec.hpp"
#include "core/sealing/content.hpp"
#include "core/sealing/token.hpp"
#include "core/types/assert.hpp"
#include "core/wire/packed_commit.hpp"

namespace sanderling::replica {

namespace {
using vault::Statement;
}  // namespace

namespace {

// The two paths of an element of an ordered list are named by its id.
std::optional<Token> list_token(const sealing::TokenKey& key, std::uint16_t collection,
                                const commit::PathWrite& write, const sealing::FieldValue& value) {
    ByteView said = value.value;
    if (write.operation == commit::Operation::resolve) {
        const auto resolved = decode_resolved(said);
        if (!resolved) return std::nullopt;
        said = resolved->value;
    }
    const auto element = decode_element(said);
    if (!element) return std::nullopt;
    const Bytes id = encode_element_id(element->id);
    if (write.operation == commit::Operation::put)
        return sealing::place_token(key, collection, value.field, id);
    return sealing::element_token(key, collection, value.field, id);
}

}  // namespace

static Result<void> check_token(ScopeBook& scopes, Scope& scope, std::uint16_t collection,
                                const commit::PathWrite& write, const sealing::FieldValue& value) {
    const bool is_life = write.rule == commit::Rule::life;
    if (is_life != (value.field == sealing::life_field))
        return fail(Errc::malformed, "a life that is none");
    if (write.rule == commit::Rule::set) {
        if (!decode_scalar(value.value)) return fail(Errc::malformed, "an element that is none");
        const Token expected =
            sealing::element_token(*scopes.token_key(scope), collection, value.field, value.value);
        if (expected != write.token) return fail(Errc::malformed, "another element's token");
    } else if (write.rule == commit::Rule::ordered_list) {
        const auto expected = list_token(*scopes.token_key(scope), collection, write, value);
        if (!expected) return fail(Errc::malformed, "an element that is none");
        if (*expected != write.token) return fail(Errc::malformed, "another element's token");
    } else if (scopes.field_token(scope, collection, value.field) != write.token) {
        return fail(Errc::malformed, "another field's token");
    }
    return {};
}

Result<void> check_tokens(ScopeBook& scopes, Scope& scope, const commit::Patch& patch,
                          const sealing::Plaintext& opened) {
    if (patch.mode == commit::SealMode::deposit) return {};
    for (std::size_t i = 0; i < patch.paths.size(); ++i)
        if (auto fits =
                check_token(scopes, scope, opened.collection, patch.paths[i], opened.values[i]);
            !fits)
            return fits;
    return {};
}

ScopeReplay::ScopeReplay(Writer& writer, Scope& scope, Instant now)
    : writer_(writer),
      scope_(scope),
      now_(now),
      self_(writer.self(scope, now)),
      has_other_(writer.records.has_other(scope.id)) {}

std::optional<sync::ChainPlace> ScopeReplay::place(Seq seq) {
    auto rows = writer_.database.prepare(
        "SELECT chain, time_max FROM sanderling_link WHERE scope = ?1 AND seq = ?2");
    rows.bind_blob(1, scope_.id.view()).bind_int(2, as_int(seq));
    if (rows.step() == Statement::Step::done) return std::nullopt;
    return sync::ChainPlace{column_fixed<crypto::Hash>(rows, 0),
                            HlcTime{static_cast<std::uint64_t>(rows.column_int(1))}};
}

std::optional<sync::ReplicaHead> ScopeReplay::replica(ReplicaId id) {
    if (const auto known = replicas_.find(id); known != replicas_.end()) return known->second.head;
    auto rows = writer_.database.prepare(
        "SELECT counter, hash, t_eff, parent, parent_counter, device FROM sanderling_replica"
        " WHERE scope = ?1 AND replica = ?2");
    rows.bind_blob(1, scope_.id.view()).bind_blob(2, id.view());
    if (rows.step() == Statement::Step::done) return std::nullopt;
    ReplicaRow row;
    row.head.counter = column_code<Counter>(rows, 0);
    row.head.hash = column_fixed<crypto::Hash>(rows, 1);
    row.head.t_eff = HlcTime{static_cast<std::uint64_t>(rows.column_int(2))};
    if (!rows.is_null(3))
        row.head.lineage =
            commit::Lineage{column_fixed<ReplicaId>(rows, 3), column_code<Counter>(rows, 4)};
    row.device = column_fixed<DeviceId>(rows, 5);
    replicas_[id] = row;
    return row.head;
}

void ScopeReplay::put_replica(ReplicaId id, const sync::ReplicaHead& head) {
    replicas_[id] = {.head = head, .device = author_, .is_changed = true};
}

merge::RecordState ScopeReplay::record(RecordId id) {
    write_records();
    const auto found = writer_.records.find(scope_.id, id, self_);
    return found ? found->body.confirmed : merge::RecordState{};
}

// A device merges with values, through `merge`; only a judge stores bare states.
void ScopeReplay::put_record(RecordId, const merge::RecordState&) {
    SANDERLING_ASSERT(false);
}

std::optional<commit::Commit> ScopeReplay::own_commit(Counter counter) {
    const auto row = writer_.outbox.find(scope_.id, {writer_.replica(), counter});
    (row ? own_items_.were_left_out : own_items_.are_missing) = true;
    if (!row) return std::nullopt;
    auto commit =
        wire::unpack(writer_.outbox.packed(row->position), writer_.identity.me().org, scope_.id);
    if (!commit) throw vault::SqliteError(SQLITE_CORRUPT, "an outbox commit");
    return std::move(*commit);
}

Result<sealing::Plaintext> ScopeReplay::open(const commit::Commit& commit, std::uint32_t index) {
    const sealing::EpochKey* key = writer_.scopes.key(scope_, commit.header.epoch);
    if (key == nullptr || writer_.scopes.token_key(scope_) == nullptr)
        return fail(Errc::no_key, "its key has not come");
    const commit::Patch& patch = commit.patches[index];
    auto opened = sealing::open_patch(patch, commit.header, index, *key);
    if (!opened) return opened;
    if (opened->collection == 0) return fail(Errc::malformed, "no collection");
    if (auto fit = check_tokens(writer_.scopes, scope_, patch, *opened); !fit) return fit.error();
    return opened;
}

OpenRecord& ScopeReplay::record_for(CollectionNumber collection, RecordId id) {
    const auto known = records_.find({collection, id});
    if (known != records_.end()) return known->second;
    if (records_.size() >= open_records_max) write_records();
    if (has_other_) write_records();  // what is kept aside of it may be among them
    return records_
        .emplace(std::pair(collection, id), writer_.records.open(scope_.id, collection, id, self_))
        .first->second;
}

OpenRecord& ScopeReplay::unreadable_record(RecordId id) {
    write_records();
    has_other_ = true;
    auto found = writer_.records.find(scope_.id, id, self_);
    OpenRecord record = found ? std::move(*found) : OpenRecord{.id = id, .scope = scope_.id};
    const auto key = std::pair(record.collection, id);
    return records_.insert_or_assign(key, std::move(record)).first->second;
}

Result<void> ScopeReplay::merge(const commit::Commit& commit, std::uint32_t index,
                                const merge::WriteContext& x, merge::Digest& digest) {
    const commit::Patch& patch = commit.patches[index];
    const bool is_own = writer_.lineage.is_own(x.dot.replica);
    if (is_own && !is_as_written(commit))
        return fail(Errc::replica_fork, "another commit stands under an own number");
    ++merged_patches_;
    author_ = commit.header.device;
    if (pages_ != nullptr && is_deferred(commit, index, x)) return {};
    auto opened = open(commit, index);
    std::vector<LiveValue> fresh;
    fresh.reserve(patch.paths.size());
    for (std::size_t i = 0; i < patch.paths.size(); ++i) {
        LiveValue& v = fresh.emplace_back();
        v.token = patch.paths[i].token;
        v.dot = x.dot;
        v.is_readable = opened.has_value();
        if (!opened) continue;
        v.field = FieldNumber{opened->values[i].field};
        v.value = std::move(opened->values[i].value);
    }
    OpenRecord& record = opened ? record_for(CollectionNumber{opened->collection}, patch.record)
                                : unreadable_record(patch.record);
    if (is_own) record.body.drop_pending(x.dot);
    const auto gone =
        record.body.confirm(patch, index, x, commit.header.clock, std::move(fresh), digest);
    writer_.history.put(scope_.id, record.collection, record.id, gone, x, now_);
    drop_superseded_stubs(record, gone);
    if (opened) return {};
    if (patch.ciphertext)
        keep_unreadable(commit.header, patch, index, x.seq, opened.error().code);
    else if (record.body.confirmed.is_live(x.dot))
        keep_stub(commit, index, x.seq);
    return {};
}

void ScopeReplay::pass_remnant(DeviceId author) {
    author_ = author;
    is_remnant_ = true;
    ++remnants_;
}

void ScopeReplay::put_link(const commit::Link& link, const crypto::Hash& chain, HlcTime time_max) {
    auto insert = writer_.database.prepare(
        "INSERT INTO sanderling_link VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)");
    insert.bind_blob(1, scope_.id.view()).bind_int(2, as_int(link.seq));
    insert.bind_blob(3, link.what.view()).bind_blob(4, link.dot.replica.view());
    insert.bind_int(5, as_int(link.dot.counter)).bind_int(6, as_int(link.verdict));
    insert.bind_int(7, as_int(link.effective_base)).bind_int(8, as_int(link.t_eff));
    insert.bind_int(9, as_int(time_max)).bind_blob(10, chain.view()).run();
    const bool is_remnant = std::exchange(is_remnant_, false);
    if (!writer_.lineage.is_own(link.dot.replica)) return;
    // Its values have come and gone; nothing of it is pending any more.
    if (is_remnant && link.verdict == commit::Verdict::accepted)
        if (const auto row = writer_.outbox.find(scope_.id, link.dot)) drop_overlay(*row);
    if (pages_ != nullptr) settled_.insert(link.dot);
    settle_own(link);
}

bool ScopeReplay::is_as_written(const Dot& dot, const crypto::Hash& hash) {
    const auto row = writer_.outbox.find(scope_.id, dot);
    if (!row || row->hash == hash) return true;
    // Refused work stays under a number that it never had in a log, and does not move. Once this
    // replica writes under another id, nothing more follows from it.
    const bool is_kept_only = row->verdict == commit::Verdict::rejected && row->seq == Seq{0};
    if (is_kept_only && dot.replica != writer_.replica()) return true;
    if (!own_items_.forked) own_items_.forked = dot;
    return false;
}

bool ScopeReplay::is_as_written(const commit::Commit& commit) {
    const Dot dot = commit.header.dot();
    if (compared_ == dot) return true;
    if (!is_as_written(dot, commit::commit_hash(commit.header))) return false;
    compared_ = dot;
    return true;
}

void ScopeReplay::drop_overlay(const OutboxRow& row) {
    const auto commit =
        wire::unpack(writer_.outbox.packed(row.position), writer_.identity.me().org, scope_.id);
    if (!commit) throw vault::SqliteError(SQLITE_CORRUPT, "an outbox commit");
    write_records();
    for (const commit::Patch& patch : commit->patches) {
        auto record = writer_.records.find(scope_.id, patch.record, self_);
        if (record && record->body.drop_pending(row.dot))
            writer_.records.save(*record, self_, scope_.head.seq);
    }
}

// The log itself is the verdict, also when the answer to a push was lost or said otherwise. Why a
// commit was rejected is not in it; pushed again, the server tells.
void ScopeReplay::settle_own(const commit::Link& link) {
    if (!is_as_written(link.dot, link.what)) return;
    auto row = writer_.outbox.find(scope_.id, link.dot);
    if (!row || row->hash != link.what) return;
    row->seq = link.seq;
    if (link.verdict != commit::Verdict::accepted && !row->is_undone) {
        write_records();
        writer_.undo(*row);
    }
    if (link.verdict == commit::Verdict::accepted) {
        row->verdict = link.verdict;
    } else if (link.verdict == commit::Verdict::quarantined) {
        row->verdict = link.verdict;
        row->code = Errc::removed_member;  // there is no other reason (docs/protocol.md §5.4)
    } else if (row->verdict != commit::Verdict::rejected) {
        if (row->verdict) own_items_.are_due_again = true;
        row->verdict.reset();
    }
    writer_.outbox.put_verdict(*row);
}

const commit::LostHistory* ScopeReplay::lost_history() {
    if (!lost_) lost_ = read_lost_history(writer_, scope_.id);
    return &*lost_;
}

void ScopeReplay::put_lost_links(Seq seq, const commit::LostLinks& lost, ByteView content) {
    lost_history();  // before this row is among those it reads
    lost_->add(lost);
    keep_lost_links(writer_, scope_.id, seq, content);
}

void ScopeReplay::put_log_entry(Seq seq, ByteView signed_entry) {
    auto insert = writer_.database.prepare("INSERT INTO sanderling_scope_log VALUES(?1,?2,?3)");
    insert.bind_blob(1, scope_.id.view()).bind_int(2, as_int(seq));
    insert.bind_blob(3, signed_entry).run();
    if (const auto read = scope_log::decode_entry(signed_entry))
        note_purge(writer_, scope_.id, read->entry);
    // One's own classes may have changed, and with them what a pending write means, and rights.
    write_records();
    writer_.is_late_due = true;
}

void ScopeReplay::note_late(const commit::Link&, const commit::Commit&) {
    mark_late_due(writer_, scope_.id);
}

void ScopeReplay::note_decision(Seq seq, const scope_log::Decide& decide) {
    write_records();
    settle_decision(writer_, scope_, seq, decide);
}

void ScopeReplay::write_records() {
    for (auto& [key, record] : records_) writer_.records.save(record, self_, scope_.head.seq);
    records_.clear();
}

void ScopeReplay::write_replicas() {
    auto upsert = writer_.database.prepare(
        "INSERT OR REPLACE INTO sanderling_replica(scope, replica, device, counter, hash, t_eff,"
        " parent, parent_counter) VALUES(?1,?2,?3,?4,?5,?6,?7,?8)");
    for (const auto& [id, row] : replicas_) {
        if (!row.is_changed) continue;
        upsert.bind_blob(1, scope_.id.view()).bind_blob(2, id.view());
        upsert.bind_blob(3, row.device.view()).bind_int(4, as_int(row.head.counter));
        upsert.bind_blob(5, row.head.hash.view()).bind_int(6, as_int(row.head.t_eff));
        if (row.head.lineage)
            upsert.bind_blob(7, row.head.lineage->replica.view())
                .bind_int(8, as_int(row.head.lineage->counter));
        else
            upsert.bind_null(7).bind_null(8);
        upsert.run();
    }
}

void ScopeReplay::finish() {
    write_records();
    write_stubs();
    write_replicas();
}

}  // namespace sanderling::replica
