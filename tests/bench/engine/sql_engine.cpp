#include "tests/bench/engine/sql_engine.hpp"

#include <stdexcept>

namespace sanderling::bench {

namespace {

constexpr std::size_t transaction_records = 100;

// As the SDK's tables are indexed (plain_contacts.cpp).
constexpr const char* schema_sql = R"sql(
CREATE TABLE IF NOT EXISTS contact(
  id BLOB PRIMARY KEY NOT NULL, scope BLOB NOT NULL, type TEXT, category TEXT, starts INTEGER,
  ends INTEGER, place TEXT, staff TEXT, requirement_id BLOB, ns_flag INTEGER, planned INTEGER,
  outcome TEXT, notes TEXT, enforcement_action TEXT);
CREATE INDEX IF NOT EXISTS contact_by_scope ON contact(scope, starts);
CREATE INDEX IF NOT EXISTS contact_by_type ON contact(type);
CREATE INDEX IF NOT EXISTS contact_by_starts ON contact(starts);
CREATE INDEX IF NOT EXISTS contact_by_staff ON contact(staff);
CREATE INDEX IF NOT EXISTS contact_by_outcome ON contact(outcome);
)sql";
// A record of an index of 4096 bytes does not fit a page with reserved bytes.
constexpr const char* fts_build_sql = R"sql(
BEGIN;
CREATE VIRTUAL TABLE note_index USING fts5(notes, content='contact');
INSERT INTO note_index(note_index, rank) VALUES('pgsz', 3900);
INSERT INTO note_index(note_index) VALUES('rebuild');
COMMIT;
)sql";
constexpr const char* fts_drop_sql = "DROP TABLE IF EXISTS note_index";
constexpr const char* insert_sql =
    "INSERT INTO contact(id, scope, type, category, starts, ends, place, staff, ns_flag, planned,"
    " notes) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
constexpr const char* update_sql = "UPDATE contact SET outcome = ?2 WHERE id = ?1";
constexpr const char* read_sql = "SELECT * FROM contact WHERE id = ?1";
constexpr const char* range_sql =
    "SELECT * FROM contact WHERE scope = ?1 ORDER BY starts DESC LIMIT 20";
constexpr const char* scan_sql = "SELECT * FROM contact";
constexpr const char* fts_query_sql =
    "SELECT contact.* FROM note_index JOIN contact ON contact.rowid = note_index.rowid"
    " WHERE note_index MATCH ?1 ORDER BY rank LIMIT 20";

using Id = std::array<std::uint8_t, 16>;

void bind(sqlite3_stmt* statement, int parameter, const Id& id) {
    check(sqlite3_bind_blob(statement, parameter, id.data(), static_cast<int>(id.size()),
                            SQLITE_STATIC),
          nullptr);
}
void bind(sqlite3_stmt* statement, int parameter, const std::string& text) {
    check(sqlite3_bind_text(statement, parameter, text.data(), static_cast<int>(text.size()),
                            SQLITE_STATIC),
          nullptr);
}
void bind(sqlite3_stmt* statement, int parameter, std::int64_t value) {
    check(sqlite3_bind_int64(statement, parameter, value), nullptr);
}

}  // namespace

void check(int code, sqlite3* connection) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    throw std::runtime_error(connection != nullptr ? sqlite3_errmsg(connection)
                                                   : sqlite3_errstr(code));
}

SqlEngine::SqlEngine(const EngineOptions& options, std::function<Connection()> connect)
    : options_(options), connect_(std::move(connect)) {
    open();
    execute(schema_sql);
}

// The pragmas of the SDK's connections, for everybody.
void SqlEngine::open() {
    connection_ = connect_();
    execute("PRAGMA journal_mode = WAL");
    execute(options_.synchronous == Synchronous::full ? "PRAGMA synchronous = FULL"
                                                      : "PRAGMA synchronous = NORMAL");
    execute("PRAGMA wal_autocheckpoint = 4096");
    execute("PRAGMA cache_size = -" + std::to_string(options_.cache_bytes / 1024));
    execute("PRAGMA mmap_size = 0");
    execute("PRAGMA secure_delete = ON");
}

void SqlEngine::reopen() {
    statements_.clear();
    connection_.reset();
    open();
}

void SqlEngine::execute(const std::string& sql) {
    check(sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr),
          connection_.get());
}

sqlite3_stmt* SqlEngine::prepared(const char* sql) {
    Statement& statement = statements_[sql];
    if (!statement) {
        sqlite3_stmt* made = nullptr;
        check(sqlite3_prepare_v3(connection_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made,
                                 nullptr),
              connection_.get());
        statement = Statement(made, sqlite3_finalize);
    }
    return statement.get();
}

std::size_t SqlEngine::take(sqlite3_stmt* statement) {
    std::size_t rows = 0;
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        ++rows;
        for (int column = 0; column < sqlite3_column_count(statement); ++column)
            digest_ += sqlite3_column_type(statement, column) == SQLITE_INTEGER
                           ? sqlite3_column_int64(statement, column)
                           : sqlite3_column_bytes(statement, column);
    }
    check(code, connection_.get());
    check(sqlite3_reset(statement), connection_.get());
    return rows;
}

void SqlEngine::insert(const SqlRecord& record) {
    sqlite3_stmt* statement = prepared(insert_sql);
    bind(statement, 1, record.id);
    bind(statement, 2, record.scope);
    bind(statement, 3, record.type);
    bind(statement, 4, record.category);
    bind(statement, 5, record.starts);
    bind(statement, 6, record.ends);
    bind(statement, 7, record.place);
    bind(statement, 8, record.staff);
    bind(statement, 9, record.ns_flag);
    bind(statement, 10, record.planned);
    bind(statement, 11, record.notes);
    take(statement);
}

std::size_t SqlEngine::update(std::size_t transaction, Order order) {
    // Another value in each, so that no update of a record is for nothing.
    const std::string outcome = order == Order::made ? "attended_complied" : "acceptable_absence";
    sqlite3_stmt* statement = prepared(update_sql);
    for (std::size_t i = 0; i < transaction_records; ++i) {
        const std::size_t at = transaction * transaction_records + i;
        const std::size_t record = order == Order::made ? at : options_.input->shuffled.at(at);
        bind(statement, 1, options_.input->records.at(record).id);
        bind(statement, 2, outcome);
        take(statement);
    }
    return transaction_records;
}

std::size_t SqlEngine::one(Work work, std::size_t part) {
    const EngineInput& input = *options_.input;
    switch (work) {
        case Work::insert:
            for (std::size_t i = 0; i < transaction_records; ++i)
                insert(input.records.at(part * transaction_records + i));
            return transaction_records;
        case Work::update:
            return update(part, Order::made);
        case Work::update_random:
            return update(part, Order::shuffled);
        case Work::read:
            bind(prepared(read_sql), 1, input.records.at(input.shuffled.at(part)).id);
            return take(prepared(read_sql));
        case Work::range:
            bind(prepared(range_sql), 1, input.scopes.at(part));
            return take(prepared(range_sql));
        case Work::scan:
            return take(prepared(scan_sql));
        case Work::fts_build:
            execute(fts_build_sql);
            return input.records.size();
        case Work::fts_drop:
            statements_.clear();
            execute(fts_drop_sql);
            return 0;
        case Work::fts_query:
            bind(prepared(fts_query_sql), 1, input.searches.at(part));
            return take(prepared(fts_query_sql));
        case Work::checkpoint:
            execute("PRAGMA wal_checkpoint(TRUNCATE)");
            return 0;
    }
    return 0;
}

std::size_t SqlEngine::run(Work work, std::size_t first, std::size_t count) {
    const bool writes = work == Work::insert || work == Work::update || work == Work::update_random;
    std::size_t rows = 0;
    for (std::size_t part = first; part < first + count; ++part) {
        if (writes) execute("BEGIN IMMEDIATE");
        rows += one(work, part);
        if (writes) execute("COMMIT");
    }
    return rows;
}

}  // namespace sanderling::bench
