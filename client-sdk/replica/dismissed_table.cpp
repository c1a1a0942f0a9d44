#include "client-sdk/replica/dismissed_table.hpp"

#include "client-sdk/replica/columns.hpp"

#include <chrono>

namespace sanderling::replica {

namespace {

using vault::Statement;

constexpr std::chrono::milliseconds kept = std::chrono::days{90};

std::optional<Dot> read_dot(const Statement& row, int first) {
    if (row.is_null(first)) return std::nullopt;
    return Dot{column_fixed<ReplicaId>(row, first), column_code<Counter>(row, first + 1)};
}

}  // namespace

void DismissedTable::put(OutboxPosition position, const Dismissal& dismissal) {
    auto insert =
        database_.prepare("INSERT OR REPLACE INTO sanderling_dismissed VALUES(?1,?2,?3,?4)");
    insert.bind_int(1, number(position)).bind_int(2, dismissal.at.ms);
    if (dismissal.became)
        insert.bind_blob(3, dismissal.became->replica.view())
            .bind_int(4, as_int(dismissal.became->counter));
    else
        insert.bind_null(3).bind_null(4);
    insert.run();
}

std::map<OutboxPosition, Dismissal> DismissedTable::all() const {
    std::map<OutboxPosition, Dismissal> out;
    auto rows =
        database_.prepare("SELECT position, at, replica, counter FROM sanderling_dismissed");
    while (rows.step() == Statement::Step::row)
        out[OutboxPosition{rows.column_int(0)}] = {Instant{rows.column_int(1)}, read_dot(rows, 2)};
    return out;
}

std::vector<text::MovedCommit> DismissedTable::rewritten(ScopeId scope) const {
    std::vector<text::MovedCommit> out;
    auto rows = database_.prepare(
        "SELECT o.replica, o.counter, d.replica, d.counter FROM sanderling_dismissed d"
        " JOIN sanderling_outbox o ON o.position = d.position"
        " WHERE o.scope = ?1 AND d.replica IS NOT NULL ORDER BY d.position");
    rows.bind_blob(1, scope.view());
    while (rows.step() == Statement::Step::row)
        out.push_back({*read_dot(rows, 0), *read_dot(rows, 2)});
    return out;
}

void DismissedTable::prune(OutboxTable& outbox, Instant now) {
    auto rows = database_.prepare("SELECT position FROM sanderling_dismissed WHERE at < ?1");
    rows.bind_int(1, now.ms - kept.count());
    std::vector<OutboxPosition> old;
    while (rows.step() == Statement::Step::row) old.push_back(OutboxPosition{rows.column_int(0)});
    for (const OutboxPosition position : old) {
        outbox.remove(position);
        auto forget = database_.prepare("DELETE FROM sanderling_dismissed WHERE position = ?1");
        forget.bind_int(1, number(position)).run();
    }
}

}  // namespace sanderling::replica
