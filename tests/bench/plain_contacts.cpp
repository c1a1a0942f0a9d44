#include "tests/bench/plain_contacts.hpp"

#include "client-sdk/vault/vault.hpp"

namespace sanderling::bench {

namespace {

using vault::Statement;

// The indexes that the schema asks for.
constexpr const char* schema_sql = R"sql(
CREATE TABLE contact(
  id BLOB PRIMARY KEY NOT NULL, scope BLOB NOT NULL, type TEXT, category TEXT, starts INTEGER,
  ends INTEGER, place TEXT, staff TEXT, requirement_id BLOB, ns_flag INTEGER, planned INTEGER,
  outcome TEXT, notes TEXT, enforcement_action TEXT);
CREATE INDEX contact_by_scope ON contact(scope, starts);
CREATE INDEX contact_by_type ON contact(type);
CREATE INDEX contact_by_starts ON contact(starts);
CREATE INDEX contact_by_staff ON contact(staff);
CREATE INDEX contact_by_outcome ON contact(outcome);
)sql";

vault::Database open(const std::filesystem::path& file, std::int64_t cache_bytes) {
    auto database =
        vault::Database::open(file.string(), {.creation = vault::Creation::create_if_missing});
    database.execute("PRAGMA journal_mode = WAL");
    database.execute("PRAGMA synchronous = FULL");
    database.execute("PRAGMA wal_autocheckpoint = " +
                     std::to_string(vault::log_pages_before_checkpoint));
    database.execute("PRAGMA cache_size = -" + std::to_string(cache_bytes / 1024));
    return database;
}

vault::Database open_new(const std::filesystem::path& file) {
    auto database = open(file, vault::writer_cache_bytes);
    database.execute(schema_sql);
    return database;
}

std::size_t read_row(const Statement& row) {
    std::size_t bytes = 0;
    for (int column = 0; column < row.column_count(); ++column)
        bytes += row.column_type(column) == SQLITE_INTEGER
                     ? static_cast<std::size_t>(row.column_int(column) & 1)
                     : row.column_text(column).size();
    return bytes;
}

}  // namespace

PlainContacts::PlainContacts(const std::filesystem::path& file)
    : writer_(open_new(file)),
      reader_(open(file, vault::reader_cache_bytes)),
      insert_(writer_.prepare(
          "INSERT INTO contact(id, scope, type, category, starts, ends, place, staff, ns_flag,"
          " planned, notes) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")),
      update_(writer_.prepare("UPDATE contact SET outcome = ?2 WHERE id = ?1")),
      get_(reader_.prepare("SELECT * FROM contact WHERE id = ?1")),
      newest_(
          reader_.prepare("SELECT * FROM contact WHERE scope = ?1 ORDER BY starts DESC LIMIT 20")) {
}

void PlainContacts::insert(RecordId id, ScopeId scope, const Contact& c) {
    insert_.bind_blob(1, id.view()).bind_blob(2, scope.view());
    insert_.bind_text(3, to_text(*c.type)).bind_text(4, to_text(*c.category));
    insert_.bind_int(5, c.starts->ms).bind_int(6, c.ends->ms);
    insert_.bind_text(7, to_text(*c.place)).bind_text(8, *c.staff);
    insert_.bind_int(9, *c.ns_flag ? 1 : 0).bind_int(10, *c.planned ? 1 : 0);
    insert_.bind_text(11, c.notes.front()).run();
}

void PlainContacts::set_outcome(RecordId id, std::string_view outcome) {
    update_.bind_blob(1, id.view()).bind_text(2, outcome).run();
}

std::size_t PlainContacts::get(RecordId id) {
    get_.bind_blob(1, id.view());
    const std::size_t bytes = get_.step() == Statement::Step::row ? read_row(get_) : 0;
    get_.reset();
    return bytes;
}

std::size_t PlainContacts::newest_of(ScopeId scope) {
    newest_.bind_blob(1, scope.view());
    std::size_t bytes = 0;
    while (newest_.step() == Statement::Step::row) bytes += read_row(newest_);
    newest_.reset();
    return bytes;
}

std::int64_t PlainContacts::count() {
    return reader_.query_int("SELECT count(*) FROM contact");
}

}  // namespace sanderling::bench
