#include "client-sdk/replica/reader_pool.hpp"

#include <cstring>
#include <string_view>

namespace sanderling::replica {

namespace {

constexpr std::string_view internal_prefix = "sanderling_";
constexpr std::string_view rows_prefix = "sanderling_rows_";
constexpr std::string_view public_view = "sanderling_conflicts";

// The SDK's tables are read through the views of the schema only; `view` is the one that asks.
int may_read(const char* table, const char* view) {
    const std::string_view name = table == nullptr ? "" : table;
    if (!name.starts_with(internal_prefix) || name == public_view) return SQLITE_OK;
    if (view == nullptr) return SQLITE_DENY;
    const std::string_view through = view;
    if (through == public_view) return SQLITE_OK;
    return name.starts_with(rows_prefix) && name.substr(rows_prefix.size()) == through
               ? SQLITE_OK
               : SQLITE_DENY;
}

int authorize(void*, int action, const char* first, const char* second, const char*,
              const char* view) {
    switch (action) {
        case SQLITE_SELECT:
        case SQLITE_RECURSIVE:
            return SQLITE_OK;
        case SQLITE_READ:
            return may_read(first, view);
        case SQLITE_FUNCTION:
            return second != nullptr && std::strcmp(second, "load_extension") == 0 ? SQLITE_DENY
                                                                                   : SQLITE_OK;
        default:
            return SQLITE_DENY;
    }
}

}  // namespace

vault::Statement& Reader::statement(const std::string& sql, Access access) {
    const std::string key = (access == Access::schema_only ? "q " : "i ") + sql;
    if (const auto known = by_sql_.find(key); known != by_sql_.end()) {
        order_.splice(order_.begin(), order_, known->second);
        vault::Statement& statement = order_.front().statement;
        statement.reset();
        statement.clear_bindings();
        return statement;
    }
    // SQLite asks while it prepares, and again when a changed schema makes it prepare anew; then it
    // asks whoever is set, so the statements of both kinds come from this one place.
    sqlite3_set_authorizer(database_.handle(), access == Access::schema_only ? authorize : nullptr,
                           nullptr);
    vault::Statement prepared = database_.prepare(sql);
    if (order_.size() >= statements_max) {
        by_sql_.erase(order_.back().key);
        order_.pop_back();
    }
    order_.push_front({key, std::move(prepared)});
    by_sql_[key] = order_.begin();
    return order_.front().statement;
}

Result<ReaderPool::Lease> ReaderPool::take() {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
        auto reader = std::move(idle_.back());
        idle_.pop_back();
        return Lease(*this, std::move(reader));
    }
    auto connection = vault_.open_connection({.access = vault::Access::read_only});
    if (!connection) return connection.error();
    return Lease(*this, std::make_unique<Reader>(std::move(*connection)));
}

void ReaderPool::give_back(std::unique_ptr<Reader> reader) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < idle_max) idle_.push_back(std::move(reader));
}

}  // namespace sanderling::replica
