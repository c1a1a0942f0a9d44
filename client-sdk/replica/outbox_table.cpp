#include "client-sdk/replica/outbox_table.hpp"

#include "client-sdk/replica/columns.hpp"

namespace sanderling::replica {

namespace {

using vault::Statement;

const std::string select_sql =
    "SELECT position, scope, replica, counter, transaction_id, part, parts, clock, hash, verdict, "
    "code, seq,"
    " undone FROM sanderling_outbox ";

OutboxRow read_row(const Statement& row) {
    OutboxRow out;
    out.position = OutboxPosition{row.column_int(0)};
    out.scope = column_fixed<ScopeId>(row, 1);
    out.dot = {column_fixed<ReplicaId>(row, 2), column_code<Counter>(row, 3)};
    out.transaction = column_fixed<TransactionId>(row, 4);
    out.part = static_cast<std::uint16_t>(row.column_int(5));
    out.parts = static_cast<std::uint16_t>(row.column_int(6));
    out.clock = HlcTime{static_cast<std::uint64_t>(row.column_int(7))};
    out.hash = column_fixed<crypto::Hash>(row, 8);
    if (!row.is_null(9)) out.verdict = column_code<commit::Verdict>(row, 9);
    out.code = column_code<Errc>(row, 10);
    out.seq = column_code<Seq>(row, 11);
    out.is_undone = row.column_int(12) != 0;
    return out;
}

std::vector<OutboxRow> read_all(Statement& rows) {
    std::vector<OutboxRow> out;
    while (rows.step() == Statement::Step::row) out.push_back(read_row(rows));
    return out;
}

}  // namespace

void OutboxTable::insert(const OutboxRow& row, ByteView packed) {
    if (!insert_) {
        insert_ = database_.prepare(
            "INSERT INTO sanderling_outbox(scope, replica, counter, transaction_id, part, parts,"
            " clock, hash) VALUES(?1,?2,?3,?4,?5,?6,?7,?8)");
        insert_bytes_ = database_.prepare("INSERT INTO sanderling_outbox_bytes VALUES(?1,?2)");
    }
    insert_->bind_blob(1, row.scope.view()).bind_blob(2, row.dot.replica.view());
    insert_->bind_int(3, as_int(row.dot.counter)).bind_blob(4, row.transaction.view());
    insert_->bind_int(5, row.part).bind_int(6, row.parts);
    insert_->bind_int(7, as_int(row.clock)).bind_blob(8, row.hash.view()).run();
    insert_bytes_->bind_int(1, database_.last_insert_rowid()).bind_blob(2, packed).run();
}

void OutboxTable::restore(const OutboxRow& row, ByteView packed) {
    auto place = database_.prepare(
        "INSERT INTO sanderling_outbox(position, scope, replica, counter, transaction_id, part,"
        " parts, clock, hash) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)");
    place.bind_int(1, number(row.position)).bind_blob(2, row.scope.view());
    place.bind_blob(3, row.dot.replica.view()).bind_int(4, as_int(row.dot.counter));
    place.bind_blob(5, row.transaction.view()).bind_int(6, row.part).bind_int(7, row.parts);
    place.bind_int(8, as_int(row.clock)).bind_blob(9, row.hash.view()).run();
    auto bytes = database_.prepare("INSERT INTO sanderling_outbox_bytes VALUES(?1,?2)");
    bytes.bind_int(1, number(row.position)).bind_blob(2, packed).run();
    put_verdict(row);
}

std::optional<OutboxRow> OutboxTable::find(ScopeId scope, const Dot& dot) {
    auto rows =
        database_.prepare(select_sql + "WHERE scope = ?1 AND replica = ?2 AND counter = ?3");
    rows.bind_blob(1, scope.view()).bind_blob(2, dot.replica.view());
    rows.bind_int(3, as_int(dot.counter));
    if (rows.step() == Statement::Step::done) return std::nullopt;
    return read_row(rows);
}

std::vector<OutboxRow> OutboxTable::all() {
    auto rows = database_.prepare(select_sql + "ORDER BY position");
    return read_all(rows);
}

std::vector<OutboxRow> OutboxTable::unanswered_after(OutboxPosition position, std::size_t limit) {
    auto rows = database_.prepare(
        select_sql + "WHERE verdict IS NULL AND position > ?1 ORDER BY position LIMIT ?2");
    rows.bind_int(1, number(position)).bind_int(2, static_cast<std::int64_t>(limit));
    return read_all(rows);
}

std::vector<OutboxRow> OutboxTable::parts_of(TransactionId transaction) {
    auto rows = database_.prepare(select_sql + "WHERE transaction_id = ?1 ORDER BY position");
    rows.bind_blob(1, transaction.view());
    return read_all(rows);
}

std::vector<OutboxRow> OutboxTable::unanswered_in(ScopeId scope) {
    auto rows =
        database_.prepare(select_sql + "WHERE scope = ?1 AND verdict IS NULL ORDER BY position");
    rows.bind_blob(1, scope.view());
    return read_all(rows);
}

std::map<ScopeId, ReplicaId> OutboxTable::first_unanswered() {
    // With min(), SQLite takes the other columns from the row that has it.
    auto rows = database_.prepare(
        "SELECT scope, replica, min(position) FROM sanderling_outbox WHERE verdict IS NULL"
        " GROUP BY scope");
    std::map<ScopeId, ReplicaId> out;
    while (rows.step() == Statement::Step::row)
        out[column_fixed<ScopeId>(rows, 0)] = column_fixed<ReplicaId>(rows, 1);
    return out;
}

std::optional<Counter> OutboxTable::first_unnumbered(ScopeId scope, ReplicaId replica) {
    auto rows = database_.prepare(
        "SELECT min(counter) FROM sanderling_outbox WHERE scope = ?1 AND replica = ?2"
        " AND +verdict IS NOT NULL AND seq = 0");
    rows.bind_blob(1, scope.view()).bind_blob(2, replica.view());
    if (rows.step() == Statement::Step::done || rows.is_null(0)) return std::nullopt;
    return column_code<Counter>(rows, 0);
}

Bytes OutboxTable::packed(OutboxPosition position) {
    auto rows = database_.prepare("SELECT packed FROM sanderling_outbox_bytes WHERE position = ?1");
    rows.bind_int(1, number(position));
    if (rows.step() == Statement::Step::done) return {};
    return to_bytes(rows.column_blob(0));
}

void OutboxTable::put_verdict(const OutboxRow& row) {
    auto update = database_.prepare(
        "UPDATE sanderling_outbox SET verdict = ?2, code = ?3, seq = ?4, undone = ?5"
        " WHERE position = ?1");
    update.bind_int(1, number(row.position));
    if (row.verdict)
        update.bind_int(2, as_int(*row.verdict));
    else
        update.bind_null(2);
    update.bind_int(3, as_int(row.code)).bind_int(4, as_int(row.seq));
    update.bind_int(5, row.is_undone ? 1 : 0).run();
}

void OutboxTable::replace(const OutboxRow& row, ByteView packed) {
    auto update = database_.prepare(
        "UPDATE sanderling_outbox SET replica = ?2, counter = ?3, hash = ?4 WHERE position = ?1");
    update.bind_int(1, number(row.position)).bind_blob(2, row.dot.replica.view());
    update.bind_int(3, as_int(row.dot.counter)).bind_blob(4, row.hash.view()).run();
    auto bytes =
        database_.prepare("UPDATE sanderling_outbox_bytes SET packed = ?2 WHERE position = ?1");
    bytes.bind_int(1, number(row.position)).bind_blob(2, packed).run();
}

void OutboxTable::remove(OutboxPosition position) {
    database_
        .prepare(
            "DELETE FROM sanderling_decided WHERE what IN"
            " (SELECT hash FROM sanderling_outbox WHERE position = ?1)")
        .bind_int(1, number(position))
        .run();
    database_.prepare("DELETE FROM sanderling_outbox_content WHERE position = ?1")
        .bind_int(1, number(position))
        .run();
    database_.prepare("DELETE FROM sanderling_receipted WHERE position = ?1")
        .bind_int(1, number(position))
        .run();
    database_.prepare("DELETE FROM sanderling_outbox WHERE position = ?1")
        .bind_int(1, number(position))
        .run();
    database_.prepare("DELETE FROM sanderling_outbox_bytes WHERE position = ?1")
        .bind_int(1, number(position))
        .run();
}

void OutboxTable::drop_settled(ScopeId scope, Seq applied, Seq watermark) {
    // The plus keeps SQLite from walking through every accepted commit of every scope. That it was
    // accepted at such a place is the server's word; only what was replayed is surely not the last
    // copy, and its number stays taken without the row.
    auto rows = database_.prepare(
        "SELECT o.position FROM sanderling_outbox o JOIN sanderling_replica r"
        " ON r.scope = o.scope AND r.replica = o.replica AND r.counter >= o.counter"
        " WHERE o.scope = ?1 AND +o.verdict = ?2 AND o.seq <= ?3");
    rows.bind_blob(1, scope.view()).bind_int(2, as_int(commit::Verdict::accepted));
    rows.bind_int(3, as_int(std::min(applied, watermark)));
    std::vector<OutboxPosition> settled;
    while (rows.step() == Statement::Step::row)
        settled.push_back(OutboxPosition{rows.column_int(0)});
    for (const OutboxPosition position : settled) remove(position);
}

std::size_t OutboxTable::take_back_unlogged(ScopeId scope, Seq applied) {
    auto update = database_.prepare(
        "UPDATE sanderling_outbox AS o SET verdict = NULL, code = 0, seq = 0"
        " WHERE scope = ?1 AND +verdict = ?2 AND seq <= ?3 AND NOT EXISTS"
        " (SELECT 1 FROM sanderling_replica r"
        " WHERE r.scope = o.scope AND r.replica = o.replica AND r.counter >= o.counter)");
    update.bind_blob(1, scope.view()).bind_int(2, as_int(commit::Verdict::accepted));
    update.bind_int(3, as_int(applied)).run();
    return static_cast<std::size_t>(database_.query_int("SELECT changes()"));
}

std::int64_t OutboxTable::positions_given() {
    return database_.query_int("SELECT seq FROM sqlite_sequence WHERE name = 'sanderling_outbox'");
}

HlcTime OutboxTable::newest_clock() {
    return HlcTime{static_cast<std::uint64_t>(
        database_.query_int("SELECT max(clock) FROM sanderling_outbox"))};
}

}  // namespace sanderling::replica
