// Store::watch: what a query reads, by the tables that SQLite names when it prepares it.
#include "client-sdk/replica/audited_reads.hpp"
#include "client-sdk/replica/inbox.hpp"
#include "client-sdk/replica/query.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/search_index.hpp"
#include "client-sdk/replica/tables.hpp"

#include "sanderling/audit.hpp"
#include "sanderling/store.hpp"

namespace sanderling {

namespace {

std::set<replica::CollectionNumber> collections_of(const Schema& schema,
                                                   const std::set<std::string>& tables) {
    std::set<replica::CollectionNumber> out;
    if (tables.contains(std::string(replica::conflicts_table)))
        out.insert(replica::conflicts_number);
    for (const auto& collection : schema.collections())
        if (tables.contains(replica::row_table(collection)) ||
            tables.contains(replica::search_table(collection)))
            out.insert(collection.number);
    return out;
}

// A list that stays open is one read of each scope, however often it changes.
Result<void> note_new(replica::Replica& replica, const std::vector<Conflict>& shown,
                      std::set<ScopeId>& noted) {
    std::set<ScopeId> fresh;
    for (const Conflict& conflict : shown)
        if (!noted.contains(conflict.scope)) fresh.insert(conflict.scope);
    if (auto kept = replica::note_shown(replica, fresh); !kept) return kept;
    noted.insert(fresh.begin(), fresh.end());
    return {};
}

}  // namespace

Result<Subscription> Store::watch(std::string_view sql, const std::vector<Scalar>& params,
                                  QueryObserver observer, const WatchOptions& options) {
    replica::WatchedQuery query{.sql = std::string(sql),
                                .params = params,
                                .options = options,
                                .purpose = replica::reading_purpose()};
    {
        auto reader = replica_->reader();
        if (!reader) return reader.error();
        auto tables = replica::tables_read(**reader, query.sql, params);
        if (!tables) return tables.error();
        query.reads = collections_of(schema(), *tables);
    }
    try {
        return replica_->watch(std::move(query), std::move(observer));
    } catch (...) {  // no thread to be had
        return replica::error_of_exception();
    }
}

// The query tells when, the callback reads what: a conflict is more than a row.
Result<Subscription> Store::watch_conflicts(ConflictObserver observer,
                                            const std::optional<ScopeId>& scope) {
    std::string sql = "SELECT id, since, version FROM sanderling_conflicts";
    std::vector<Scalar> params;
    WatchOptions options;
    if (scope) {
        sql += " WHERE scope = ?1";
        params.push_back(to_scalar(*scope));
        options.scope = scope;
    }
    replica::Replica* const replica = replica_.get();  // lives as long as the watch thread, its own
    // Copied with the callback, and shared by its copies.
    const auto noted = std::make_shared<std::set<ScopeId>>();
    return watch(
        sql + " ORDER BY since, id", params,
        [replica, scope, noted, purpose = replica::reading_purpose(),
         call = std::move(observer)](const Result<QueryChange>& change) {
            if (!change) return call(change.error());
            auto conflicts = replica::list_conflicts(*replica);
            if (conflicts && scope)
                std::erase_if(*conflicts, [&](const Conflict& c) { return c.scope != *scope; });
            if (!conflicts) return call(conflicts);
            const ReadingFor reading(purpose);
            if (auto kept = note_new(*replica, *conflicts, *noted); !kept)
                return call(kept.error());
            call(conflicts);
        },
        options);
}

}  // namespace sanderling
