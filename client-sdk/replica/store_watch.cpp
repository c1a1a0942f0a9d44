// Store::watch: what a query reads, by the tables that SQLite names when it prepares it.
#include "client-sdk/replica/query.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/search_index.hpp"
#include "client-sdk/replica/tables.hpp"

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

}  // namespace

Result<Subscription> Store::watch(std::string_view sql, const std::vector<Scalar>& params,
                                  QueryObserver observer, const WatchOptions& options) {
    replica::WatchedQuery query{.sql = std::string(sql), .params = params, .options = options};
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

}  // namespace sanderling
