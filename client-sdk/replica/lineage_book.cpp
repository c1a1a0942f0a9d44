#include "client-sdk/replica/lineage_book.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/meta.hpp"

namespace sanderling::replica {

namespace {

using vault::Statement;

// As the server walks no further (core/sync/scope_state.hpp), and a body counts them in a byte.
constexpr std::size_t generations_max = 64;

}  // namespace

LineageBook::LineageBook(vault::Database& database) : database_(database) {
    reload();
}

void LineageBook::reload() {
    all_.clear();
    auto rows = database_.prepare(
        "SELECT replica, reason, since FROM sanderling_incarnation ORDER BY position");
    while (rows.step() == Statement::Step::row)
        all_.push_back({.replica = column_fixed<ReplicaId>(rows, 0),
                        .reason = column_code<RenewalReason>(rows, 1),
                        .since = Instant{rows.column_int(2)}});
}

std::optional<std::size_t> LineageBook::order(ReplicaId replica) const {
    for (std::size_t i = all_.size(); i > 0; --i)
        if (all_[i - 1].replica == replica) return i - 1;
    return std::nullopt;
}

void LineageBook::begin(const Incarnation& next) {
    auto insert = database_.prepare(
        "INSERT INTO sanderling_incarnation(replica, reason, since) VALUES(?1,?2,?3)");
    insert.bind_blob(1, next.replica.view()).bind_int(2, as_int(next.reason));
    insert.bind_int(3, next.since.ms).run();
    Meta(database_).put_bytes(meta::replica, next.replica.view());
    all_.push_back(next);
}

void LineageBook::put_parent(ScopeId scope, ReplicaId child, const std::optional<Dot>& parent) {
    if (!parent) {
        auto remove =
            database_.prepare("DELETE FROM sanderling_lineage WHERE scope = ?1 AND replica = ?2");
        remove.bind_blob(1, scope.view()).bind_blob(2, child.view()).run();
        return;
    }
    auto insert =
        database_.prepare("INSERT OR REPLACE INTO sanderling_lineage VALUES(?1,?2,?3,?4)");
    insert.bind_blob(1, scope.view()).bind_blob(2, child.view());
    insert.bind_blob(3, parent->replica.view()).bind_int(4, as_int(parent->counter)).run();
}

std::vector<Dot> LineageBook::ancestry(ScopeId scope, ReplicaId replica) {
    std::vector<Dot> out;
    if (all_.size() < 2) return out;
    auto rows = database_.prepare(
        "SELECT parent, parent_counter FROM sanderling_lineage WHERE scope = ?1 AND replica = ?2");
    ReplicaId next = replica;
    while (out.size() < generations_max) {
        rows.bind_blob(1, scope.view()).bind_blob(2, next.view());
        if (rows.step() == Statement::Step::done) break;
        out.push_back({column_fixed<ReplicaId>(rows, 0), column_code<Counter>(rows, 1)});
        rows.reset();
        next = out.back().replica;
    }
    return out;
}

}  // namespace sanderling::replica
