#include "client-sdk/replica/history_table.hpp"

#include "client-sdk/replica/columns.hpp"

namespace sanderling::replica {

namespace {

using vault::Statement;

Instant oldest_kept(Instant now) {
    return Instant{now.ms - std::chrono::milliseconds(history_kept).count()};
}

// Where an element stood, and what its replica added up, tell a person nothing.
bool is_worth_keeping(const Superseded& gone) {
    const bool is_place = gone.entry.rule == commit::Rule::ordered_list &&
                          gone.entry.operation == commit::Operation::put;
    return gone.value.is_readable && !is_place && gone.entry.rule != commit::Rule::counter;
}

}  // namespace

void HistoryTable::put(ScopeId scope, CollectionNumber collection, RecordId record,
                       const std::vector<Superseded>& gone, const merge::WriteContext& x,
                       Instant now) {
    if (instant_of(x.t_eff).ms < oldest_kept(now).ms) return;
    for (const Superseded& one : gone) {
        if (!is_worth_keeping(one)) continue;
        if (!insert_)
            insert_ = database_.prepare(
                "INSERT INTO sanderling_history VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,"
                "?13,?14,?15,?16)");
        insert_->bind_blob(1, scope.view()).bind_blob(2, record.view());
        insert_->bind_int(3, as_int(collection)).bind_int(4, as_int(one.value.field));
        insert_->bind_blob(5, one.entry.dot.replica.view());
        insert_->bind_int(6, as_int(one.entry.dot.counter)).bind_int(7, as_int(one.entry.seq));
        insert_->bind_int(8, as_int(one.entry.t_eff)).bind_int(9, as_int(one.claimed));
        insert_->bind_int(10, as_int(one.entry.rule)).bind_int(11, as_int(one.entry.operation));
        insert_->bind_int(12, as_int(one.entry.standing));
        insert_->bind_blob(13, x.dot.replica.view()).bind_int(14, as_int(x.dot.counter));
        insert_->bind_int(15, as_int(x.t_eff)).bind_blob(16, one.value.value).run();
    }
}

void HistoryTable::prune(Instant now) {
    auto remove = database_.prepare("DELETE FROM sanderling_history WHERE replaced_at < ?1");
    remove.bind_int(1, as_int(hlc_at(oldest_kept(now)))).run();
}

std::vector<PastValue> HistoryTable::of(ScopeId scope, RecordId record) {
    std::vector<PastValue> out;
    auto rows = database_.prepare(
        "SELECT collection, field, replica, counter, seq, t_eff, claimed, rule, operation, "
        "standing,"
        " replaced_replica, replaced_counter, replaced_at, value FROM sanderling_history"
        " WHERE record = ?1 AND scope = ?2 ORDER BY seq, field");
    rows.bind_blob(1, record.view()).bind_blob(2, scope.view());
    while (rows.step() == Statement::Step::row) {
        PastValue& past = out.emplace_back();
        past.collection = column_code<CollectionNumber>(rows, 0);
        past.field = column_code<FieldNumber>(rows, 1);
        past.dot = {column_fixed<ReplicaId>(rows, 2), column_code<Counter>(rows, 3)};
        past.seq = column_code<Seq>(rows, 4);
        past.t_eff = HlcTime{static_cast<std::uint64_t>(rows.column_int(5))};
        past.claimed = HlcTime{static_cast<std::uint64_t>(rows.column_int(6))};
        past.rule = column_code<commit::Rule>(rows, 7);
        past.operation = column_code<commit::Operation>(rows, 8);
        past.standing = column_code<merge::Standing>(rows, 9);
        past.replaced_by = {column_fixed<ReplicaId>(rows, 10), column_code<Counter>(rows, 11)};
        past.replaced_at = HlcTime{static_cast<std::uint64_t>(rows.column_int(12))};
        past.value = to_bytes(rows.column_blob(13));
    }
    return out;
}

}  // namespace sanderling::replica
