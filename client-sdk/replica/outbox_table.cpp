#include "client-sdk/replica/outbox_table.hpp"

#include "client-sdk/replica/columns.hpp"

namespace sanderling::replica {

namespace {

using vault::Statement;

const std::string select_sql =
    "SELECT position, scope, counter, transaction_id, part, parts, clock, hash, verdict, code, seq,"
    " undone FROM sanderling_outbox ";

OutboxRow read_row(const Statement& row) {
    OutboxRow out;
    out.position = OutboxPosition{row.column_int(0)};
    out.scope = column_fixed<ScopeId>(row, 1);
    out.counter = column_code<Counter>(row, 2);
    out.transaction = column_fixed<TransactionId>(row, 3);
    out.part = static_cast<std::uint16_t>(row.column_int(4));
    out.parts = static_cast<std::uint16_t>(row.column_int(5));
    out.clock = HlcTime{static_cast<std::uint64_t>(row.column_int(6))};
    out.hash = column_fixed<crypto::Hash>(row, 7);
    if (!row.is_null(8)) out.verdict = column_code<commit::Verdict>(row, 8);
    out.code = column_code<Errc>(row, 9);
    out.seq = column_code<Seq>(row, 10);
    out.is_undone = row.column_int(11) != 0;
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
            "INSERT INTO sanderling_outbox(scope, counter, transaction_id, part, parts, clock, "
            "hash)"
            " VALUES(?1,?2,?3,?4,?5,?6,?7)");
        insert_bytes_ = database_.prepare("INSERT INTO sanderling_outbox_bytes VALUES(?1,?2)");
    }
    insert_->bind_blob(1, row.scope.view()).bind_int(2, as_int(row.counter));
    insert_->bind_blob(3, row.transaction.view()).bind_int(4, row.part).bind_int(5, row.parts);
    insert_->bind_int(6, as_int(row.clock)).bind_blob(7, row.hash.view()).run();
    insert_bytes_->bind_int(1, database_.last_insert_rowid()).bind_blob(2, packed).run();
}

std::optional<OutboxRow> OutboxTable::find(ScopeId scope, Counter counter) {
    auto rows = database_.prepare(select_sql + "WHERE scope = ?1 AND counter = ?2");
    rows.bind_blob(1, scope.view()).bind_int(2, as_int(counter));
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

void OutboxTable::remove(OutboxPosition position) {
    database_.prepare("DELETE FROM sanderling_outbox WHERE position = ?1")
        .bind_int(1, number(position))
        .run();
    database_.prepare("DELETE FROM sanderling_outbox_bytes WHERE position = ?1")
        .bind_int(1, number(position))
        .run();
}

void OutboxTable::drop_settled(ScopeId scope, Seq applied, Seq watermark) {
    // The plus keeps SQLite from walking through every accepted commit of every scope.
    auto rows = database_.prepare(
        "SELECT position FROM sanderling_outbox WHERE scope = ?1 AND +verdict = ?2 AND seq <= ?3");
    rows.bind_blob(1, scope.view()).bind_int(2, as_int(commit::Verdict::accepted));
    rows.bind_int(3, as_int(std::min(applied, watermark)));
    std::vector<OutboxPosition> settled;
    while (rows.step() == Statement::Step::row)
        settled.push_back(OutboxPosition{rows.column_int(0)});
    for (const OutboxPosition position : settled) remove(position);
}

HlcTime OutboxTable::newest_clock() {
    return HlcTime{static_cast<std::uint64_t>(
        database_.query_int("SELECT max(clock) FROM sanderling_outbox"))};
}

}  // namespace sanderling::replica
