#include "client-sdk/replica/tables.hpp"

#include "client-sdk/replica/search_index.hpp"

#include <algorithm>
#include <set>

namespace sanderling::replica {

namespace {

using schema::Collection;
using schema::Field;
using schema::FieldType;

// Blobs stand last and apart from what changes often, so that a change does not copy them.
// Positions of the outbox never come again, or what is written after it was emptied would count as
// sent.
constexpr const char* internal_sql = R"sql(
CREATE TABLE IF NOT EXISTS sanderling_meta(
  key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_certificate(
  position INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_device(
  device BLOB PRIMARY KEY, person BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_person_key(
  epoch INTEGER PRIMARY KEY, secret BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_scope(
  id BLOB PRIMARY KEY, state INTEGER NOT NULL, seq INTEGER NOT NULL DEFAULT 0,
  chain BLOB, digest BLOB, time_max INTEGER NOT NULL DEFAULT 0,
  generation INTEGER NOT NULL DEFAULT 0, watermark INTEGER NOT NULL DEFAULT 0,
  kind INTEGER, role INTEGER, classes INTEGER NOT NULL DEFAULT 0,
  server_records INTEGER NOT NULL DEFAULT 0,
  problem_code INTEGER, problem_detail TEXT, token_key BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_scope_log(
  scope BLOB, seq INTEGER, entry BLOB NOT NULL, PRIMARY KEY(scope, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_scope_key(
  scope BLOB, epoch INTEGER, secret BLOB NOT NULL, PRIMARY KEY(scope, epoch)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_envelope(
  scope BLOB, hash BLOB, envelope BLOB NOT NULL, PRIMARY KEY(scope, hash)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_replica(
  scope BLOB, replica BLOB, device BLOB NOT NULL, counter INTEGER NOT NULL, hash BLOB NOT NULL,
  t_eff INTEGER NOT NULL, parent BLOB, parent_counter INTEGER,
  PRIMARY KEY(scope, replica)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_link(
  scope BLOB, seq INTEGER, what BLOB NOT NULL, replica BLOB NOT NULL, counter INTEGER NOT NULL,
  verdict INTEGER NOT NULL, effective_base INTEGER NOT NULL, t_eff INTEGER NOT NULL,
  time_max INTEGER NOT NULL, chain BLOB NOT NULL, PRIMARY KEY(scope, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_outbox(
  position INTEGER PRIMARY KEY AUTOINCREMENT, scope BLOB NOT NULL, replica BLOB NOT NULL,
  counter INTEGER NOT NULL, transaction_id BLOB NOT NULL, part INTEGER NOT NULL,
  parts INTEGER NOT NULL, clock INTEGER NOT NULL, hash BLOB NOT NULL, verdict INTEGER,
  code INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0, undone INTEGER NOT NULL DEFAULT 0,
  UNIQUE(scope, replica, counter));
CREATE TABLE IF NOT EXISTS sanderling_outbox_bytes(
  position INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_incarnation(
  position INTEGER PRIMARY KEY, replica BLOB NOT NULL UNIQUE, reason INTEGER NOT NULL,
  since INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_lineage(
  scope BLOB, replica BLOB, parent BLOB NOT NULL, parent_counter INTEGER NOT NULL,
  PRIMARY KEY(scope, replica)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_outbox_content(
  position INTEGER PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_dismissed(
  position INTEGER PRIMARY KEY, at INTEGER NOT NULL, replica BLOB, counter INTEGER);
CREATE TABLE IF NOT EXISTS sanderling_purged(
  position INTEGER PRIMARY KEY, at INTEGER NOT NULL, server_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_audit(
  position INTEGER PRIMARY KEY, claimed INTEGER NOT NULL, not_before INTEGER NOT NULL,
  deed INTEGER NOT NULL, scope BLOB NOT NULL, record BLOB NOT NULL, purpose TEXT NOT NULL,
  hash BLOB NOT NULL, sent INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_reclassified(
  source BLOB PRIMARY KEY, collection INTEGER NOT NULL, from_scope BLOB NOT NULL,
  copy BLOB NOT NULL, to_scope BLOB NOT NULL, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_staged(
  scope BLOB, first INTEGER, data BLOB NOT NULL, PRIMARY KEY(scope, first));
CREATE TABLE IF NOT EXISTS sanderling_tail(
  scope BLOB, seq INTEGER, content BLOB NOT NULL, PRIMARY KEY(scope, seq));
CREATE TABLE IF NOT EXISTS sanderling_lost(
  scope BLOB, seq INTEGER, content BLOB NOT NULL, PRIMARY KEY(scope, seq));
CREATE TABLE IF NOT EXISTS sanderling_live_page(
  scope BLOB, page INTEGER, data BLOB NOT NULL, PRIMARY KEY(scope, page));
CREATE TABLE IF NOT EXISTS sanderling_mended(
  position INTEGER PRIMARY KEY, scope BLOB NOT NULL, at INTEGER NOT NULL,
  outcome INTEGER NOT NULL, buckets INTEGER NOT NULL, records INTEGER NOT NULL,
  detail TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_late(
  scope BLOB, seq INTEGER, what BLOB NOT NULL, replica BLOB NOT NULL, counter INTEGER NOT NULL,
  person BLOB NOT NULL, device BLOB NOT NULL, transaction_id BLOB NOT NULL, part INTEGER NOT NULL,
  parts INTEGER NOT NULL, claimed INTEGER NOT NULL, t_eff INTEGER NOT NULL, ended INTEGER,
  packed BLOB NOT NULL, PRIMARY KEY(scope, seq));
CREATE TABLE IF NOT EXISTS sanderling_late_seen(
  scope BLOB, seq INTEGER, at INTEGER NOT NULL, PRIMARY KEY(scope, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_late_due(scope BLOB PRIMARY KEY);
CREATE TABLE IF NOT EXISTS sanderling_decision(
  what BLOB PRIMARY KEY, scope BLOB NOT NULL, decision INTEGER NOT NULL, reason INTEGER NOT NULL,
  note TEXT NOT NULL, made INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0,
  code INTEGER NOT NULL DEFAULT 0, detail TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS sanderling_decided(
  what BLOB PRIMARY KEY, decision INTEGER NOT NULL, reason INTEGER NOT NULL, note TEXT NOT NULL,
  claimed INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_cover(
  scope BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_receipt(
  id INTEGER PRIMARY KEY, scope BLOB NOT NULL, at INTEGER NOT NULL, content BLOB NOT NULL,
  key BLOB NOT NULL, signature BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_receipted(
  position INTEGER PRIMARY KEY, receipt INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS sanderling_purge_done(
  scope BLOB, entry INTEGER, hash BLOB NOT NULL, at INTEGER, taken_by INTEGER,
  PRIMARY KEY(scope, entry)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_other(
  scope BLOB, collection INTEGER, id BLOB, body BLOB NOT NULL,
  PRIMARY KEY(scope, id, collection));
CREATE TABLE IF NOT EXISTS sanderling_unknown_field(
  collection INTEGER, field INTEGER, record BLOB,
  PRIMARY KEY(collection, field, record)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sanderling_unreadable(
  scope BLOB, seq INTEGER, patch INTEGER, record BLOB NOT NULL, epoch INTEGER NOT NULL,
  code INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(scope, seq, patch));
CREATE TABLE IF NOT EXISTS sanderling_history(
  scope BLOB NOT NULL, record BLOB NOT NULL, collection INTEGER NOT NULL, field INTEGER NOT NULL,
  replica BLOB NOT NULL, counter INTEGER NOT NULL, seq INTEGER NOT NULL, t_eff INTEGER NOT NULL,
  claimed INTEGER NOT NULL, rule INTEGER NOT NULL, operation INTEGER NOT NULL,
  standing INTEGER NOT NULL, replaced_replica BLOB NOT NULL, replaced_counter INTEGER NOT NULL,
  replaced_at INTEGER NOT NULL, value BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS sanderling_history_record ON sanderling_history(record);
CREATE INDEX IF NOT EXISTS sanderling_history_replaced ON sanderling_history(replaced_at);
CREATE TABLE IF NOT EXISTS sanderling_conflict(
  id BLOB PRIMARY KEY, scope BLOB NOT NULL, collection INTEGER NOT NULL, record BLOB NOT NULL,
  field INTEGER NOT NULL, kind INTEGER NOT NULL, since INTEGER NOT NULL,
  collection_name TEXT NOT NULL, field_name TEXT NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sanderling_conflict_record ON sanderling_conflict(record);
CREATE INDEX IF NOT EXISTS sanderling_outbox_verdict ON sanderling_outbox(verdict);
CREATE VIEW IF NOT EXISTS sanderling_conflicts AS
  SELECT id, scope, collection_name AS collection, record, field_name AS field,
    CASE kind WHEN 1 THEN 'value' WHEN 2 THEN 'contested_delete' ELSE 'proposal' END AS kind, since,
    version
  FROM sanderling_conflict;
)sql";

std::string sql_name(std::string_view name) {
    return "\"" + std::string(name) + "\"";
}

// The first word tells Rows what a cell is; the rest gives SQLite the affinity.
std::string_view declared_type(const Field& field) {
    if (field.is_list()) return "LIST TEXT";
    switch (field.type) {
        case FieldType::integer:
            // Rows of before the field was declared are nought too.
            return field.rule == schema::Rule::counter ? "INTEGER DEFAULT 0" : "INTEGER";
        case FieldType::real:
            return "REAL";
        case FieldType::boolean:
            return "BOOLEAN";
        case FieldType::date:
            return "DATE TEXT";
        case FieldType::instant:
            return "INSTANT INTEGER";
        case FieldType::id:
            return "UUID BLOB";
        case FieldType::bytes:
            return "BLOB";
        case FieldType::json:
            return "JSON TEXT";
        default:
            return "TEXT";
    }
}

bool is_time(const Field& field) {
    return !field.is_list() && (field.type == FieldType::date || field.type == FieldType::instant);
}

std::set<std::string> columns_of(vault::Database& database, const std::string& table) {
    std::set<std::string> names;
    auto statement = database.prepare("SELECT name FROM pragma_table_info(?1)");
    statement.bind_text_copy(1, table);
    while (statement.step() == vault::Statement::Step::row)
        names.insert(std::string(statement.column_text(0)));
    return names;
}

std::string table_sql(const Collection& collection) {
    std::string sql = "CREATE TABLE " + row_table(collection) +
                      "(id UUID BLOB PRIMARY KEY NOT NULL, scope UUID BLOB NOT NULL,"
                      "_deleted BOOLEAN NOT NULL, _contested BOOLEAN NOT NULL,"
                      "_pending INTEGER NOT NULL, _updated_seq INTEGER NOT NULL,"
                      "_conflicts INTEGER NOT NULL";
    for (const Field& field : collection.fields)
        sql += "," + column_name(field) + " " + std::string(declared_type(field));
    // Last, so that reading a column never walks through the body's overflow pages.
    return sql + ",_body BLOB NOT NULL)";
}

bool add_columns(vault::Database& database, const Collection& collection) {
    const std::set<std::string> present = columns_of(database, row_table(collection));
    bool added = false;
    for (const Field& field : collection.fields) {
        if (present.contains(field.name)) continue;
        database.execute("ALTER TABLE " + row_table(collection) + " ADD COLUMN " +
                         column_name(field) + " " + std::string(declared_type(field)));
        added = true;
    }
    return added;
}

void create_index(vault::Database& database, const Catalogue& present, const std::string& name,
                  const std::string& on) {
    if (!present.has(name)) database.execute("CREATE INDEX " + sql_name(name) + " ON " + on);
}

void create_indexes(vault::Database& database, const Catalogue& present,
                    const Collection& collection) {
    const std::string table = row_table(collection);
    const auto leading =
        std::find_if(collection.fields.begin(), collection.fields.end(),
                     [](const Field& field) { return field.indexed && is_time(field); });
    const bool has_time = leading != collection.fields.end();
    // "The newest of this case" is the query of every screen.
    create_index(database, present, table + "_by_scope",
                 table + "(scope" + (has_time ? "," + column_name(*leading) : "") + ",_deleted)");
    for (const Field& field : collection.fields)
        if (field.indexed && !field.is_list())
            create_index(database, present, table + "_by_" + field.name,
                         table + "(" + column_name(field) + ")");
}

void create_view(vault::Database& database, const Catalogue& present,
                 const Collection& collection) {
    std::string sql = "CREATE VIEW " + sql_name(collection.table) + " AS SELECT id, scope";
    for (const Field& field : collection.fields) sql += ", " + column_name(field);
    for (const char* helper : {"contested", "pending", "updated_seq"})
        if (collection.field(helper) == nullptr)
            sql += std::string(", _") + helper + " AS " + helper;
    sql += " FROM " + row_table(collection) + " WHERE _deleted = 0";
    if (present.has(collection.table, sql)) return;
    database.execute("DROP VIEW IF EXISTS " + sql_name(collection.table));
    database.execute(sql);
}

}  // namespace

std::string row_table(const Collection& collection) {
    return "sanderling_rows_" + collection.table;
}

std::string column_name(const Field& field) {
    return sql_name(field.name);
}

void create_internal_tables(vault::Database& database, const Catalogue& present) {
    constexpr std::string_view before_name = " IF NOT EXISTS ";
    const std::string_view all = internal_sql;
    for (std::size_t from = 0, end = 0; (end = all.find(';', from)) != all.npos; from = end + 1) {
        const std::string_view statement = all.substr(from, end - from);
        std::string_view name = statement.substr(statement.find(before_name) + before_name.size());
        name = name.substr(0, name.find_first_of("( \n"));
        if (!present.has(name)) database.execute(std::string(statement));
    }
}

bool create_collection_tables(vault::Database& database, const Catalogue& present,
                              const schema::Schema& schema, const BuildProgress& progress) {
    bool added = false;
    for (const Collection& collection : schema.collections()) {
        const std::string sql = table_sql(collection);
        if (!present.has(row_table(collection)))
            database.execute(sql);
        else if (!present.has(row_table(collection), sql))
            added = add_columns(database, collection) || added;
        create_indexes(database, present, collection);
        create_view(database, present, collection);
        const auto tell = [&](std::uint64_t done, std::uint64_t total) {
            if (progress) progress(collection, done, total);
        };
        bring_search_index(database, present, collection, tell);
    }
    return added;
}

}  // namespace sanderling::replica
