#include "client-sdk/replica/reader_pool.hpp"

#include "client-sdk/replica/search_index.hpp"

#include <cstring>
#include <string_view>

namespace sanderling::replica {

namespace {

constexpr std::string_view internal_prefix = "sanderling_";
constexpr std::string_view rows_prefix = "sanderling_rows_";
constexpr std::string_view public_view = "sanderling_conflicts";

// A search table, or one of those that FTS5 keeps for it.
bool is_of_search(std::string_view name) {
    for (const std::string_view end : {"_data", "_idx", "_docsize", "_config"})
        if (name.ends_with(end))
            return name.substr(0, name.size() - end.size()).ends_with("_search");
    return name.ends_with("_search");
}

// The SDK's tables are read through the views of the schema only; `view` is the one that asks.
// Search tables are read as they are; FTS5 reads those beneath, under their names, when a
// connection first meets one.
int may_read(const char* table, const char* view) {
    const std::string_view name = table == nullptr ? "" : table;
    if (!name.starts_with(internal_prefix) || name == public_view) return SQLITE_OK;
    if (is_of_search(name)) return SQLITE_OK;
    if (view == nullptr) return SQLITE_DENY;
    const std::string_view through = view;
    if (through == public_view) return SQLITE_OK;
    return name.starts_with(rows_prefix) && name.substr(rows_prefix.size()) == through
               ? SQLITE_OK
               : SQLITE_DENY;
}

bool is(const char* name, const char* wanted) {
    return name != nullptr && std::strcmp(name, wanted) == 0;
}

int authorize(void* noted, int action, const char* first, const char* second, const char*,
              const char* view) {
    switch (action) {
        case SQLITE_SELECT:
        case SQLITE_RECURSIVE:
            return SQLITE_OK;
        case SQLITE_READ:
            if (noted != nullptr && first != nullptr)
                static_cast<std::set<std::string>*>(noted)->insert(first);
            return may_read(first, view);
        case SQLITE_FUNCTION:
            return is(second, "load_extension") ? SQLITE_DENY : SQLITE_OK;
        // A virtual table (json_each, a search table) declares its columns to SQLite by words that
        // look like a change of the schema; no such change can come about on this connection.
        case SQLITE_UPDATE:
            return is(first, "sqlite_master") ? SQLITE_OK : SQLITE_DENY;
        case SQLITE_PRAGMA:  // FTS5 asks whether another connection has written
            return is(first, "data_version") ? SQLITE_OK : SQLITE_DENY;
        default:
            return SQLITE_DENY;
    }
}

}  // namespace

// Asked while it prepares the application's words, and not later: while a search runs, FTS5
// prepares statements of its own. What is prepared anew after a change of the schema was asked
// before.
vault::Statement Reader::prepare_asking(const std::string& sql, std::set<std::string>* noted) {
    struct Guard {
        sqlite3* connection;
        Guard(sqlite3* held, std::set<std::string>* names) : connection(held) {
            sqlite3_set_authorizer(connection, authorize, names);
        }
        Guard(const Guard&) = delete;
        Guard& operator=(const Guard&) = delete;
        ~Guard() { sqlite3_set_authorizer(connection, nullptr, nullptr); }
    };
    const Guard guard(database_.handle(), noted);
    return database_.prepare_alone(sql);
}

vault::Statement Reader::prepare_noting(const std::string& sql, std::set<std::string>& tables) {
    return prepare_asking(sql, &tables);
}

vault::Statement& Reader::statement(const std::string& sql, Access access) {
    const std::string key = (access == Access::schema_only ? "q " : "i ") + sql;
    if (const auto known = by_sql_.find(key); known != by_sql_.end()) {
        order_.splice(order_.begin(), order_, known->second);
        vault::Statement& statement = order_.front().statement;
        statement.reset();
        statement.clear_bindings();
        return statement;
    }
    std::set<std::string> tables;
    vault::Statement prepared =
        access == Access::schema_only ? prepare_asking(sql, &tables) : database_.prepare(sql);
    if (order_.size() >= statements_max) {
        by_sql_.erase(order_.back().key);
        order_.pop_back();
    }
    order_.push_front({key, std::move(prepared), std::move(tables)});
    by_sql_[key] = order_.begin();
    return order_.front().statement;
}

Result<ReaderPool::Lease> ReaderPool::take(Wanted wanted) {
    if (gate_)
        if (auto open = gate_(wanted); !open) return open.error();
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
        auto reader = std::move(idle_.back());
        idle_.pop_back();
        return Lease(*this, std::move(reader));
    }
    auto connection = vault_.open_connection({.access = vault::Access::read_only});
    if (!connection) return connection.error();
    try {
        register_text_function(*connection);
    } catch (const vault::SqliteError& error) {
        return error.error();
    }
    return Lease(*this, std::make_unique<Reader>(std::move(*connection)));
}

void ReaderPool::drop_idle() {
    const std::lock_guard lock(mutex_);
    idle_.clear();
}

void ReaderPool::give_back(std::unique_ptr<Reader> reader) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < idle_max) idle_.push_back(std::move(reader));
}

}  // namespace sanderling::replica
