#include "client-sdk/replica/search_index.hpp"

#include "client-sdk/replica/json_list.hpp"
#include "client-sdk/replica/tables.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace sanderling::replica {

namespace {

using schema::Collection;
using schema::Field;
using vault::Statement;

// The largest record of FTS5's own table that still fits a leaf page beside 48 reserved bytes is
// 4009; with FTS5's default of 4050 each of its records takes a page more.
constexpr int index_page_bytes = 4000;
constexpr int rows_a_step = 500;

// Neither stemming nor stop words: a stemmer knows one language, and names, references and Welsh
// are searched beside English. A word's beginning is found by a prefix query, which needs no index
// of prefixes: that would be larger than the whole rest and save a few milliseconds.
constexpr const char* tokenizer = "tokenize = 'unicode61 remove_diacritics 2'";

/// Everything of one index as it stands in sqlite_schema, in the order of its making.
using Definitions = std::vector<std::pair<std::string, std::string>>;  // name, SQL

std::string text_view(const Collection& collection) {
    return search_table(collection) + "_text";
}
std::string trigger(const Collection& collection, const char* event) {
    return search_table(collection) + "_" + event;
}

// `row` is "new.", "old.", or nothing within the view: one text, wherever it is taken from.
std::string text_of(const Field& field, const std::string& row) {
    const std::string column = row + column_name(field);
    return field.is_list() ? "sanderling_text(" + column + ")" : column;
}

std::string is_searched(const std::vector<const Field*>& fields, const std::string& row) {
    std::string any;
    for (const Field* field : fields)
        any += (any.empty() ? "" : " OR ") + row + column_name(*field) + " IS NOT NULL";
    return row + "_deleted = 0 AND (" + any + ")";
}

std::string columns_of(const std::vector<const Field*>& fields) {
    std::string out;
    for (const Field* field : fields) out += ", " + search_column(*field);
    return out;
}

std::string texts_of(const std::vector<const Field*>& fields, const std::string& row) {
    std::string out;
    for (const Field* field : fields) out += ", " + text_of(*field, row);
    return out;
}

std::string put_sql(const Collection& collection, const std::vector<const Field*>& fields) {
    return "INSERT INTO " + search_table(collection) + "(rowid" + columns_of(fields) +
           ") SELECT new.rowid" + texts_of(fields, "new.") + " WHERE " +
           is_searched(fields, "new.") + "; ";
}

// FTS5 finds the entries of a row by its old words, so it has to be told exactly those.
std::string take_sql(const Collection& collection, const std::vector<const Field*>& fields) {
    const std::string table = search_table(collection);
    return "INSERT INTO " + table + "(" + table + ", rowid" + columns_of(fields) +
           ") SELECT 'delete', old.rowid" + texts_of(fields, "old.") + " WHERE " +
           is_searched(fields, "old.") + "; ";
}

std::string trigger_sql(const Collection& collection, const char* event, const std::string& when,
                        const std::string& body) {
    return "CREATE TRIGGER " + trigger(collection, event) + " AFTER " + when + " ON " +
           row_table(collection) + " BEGIN " + body + "END";
}

std::string view_sql(const Collection& collection, const std::vector<const Field*>& fields) {
    std::string sql = "CREATE VIEW " + text_view(collection) + " AS SELECT rowid AS docid";
    for (const Field* field : fields)
        sql += ", " + text_of(*field, "") + " AS " + search_column(*field);
    return sql + ", id, scope FROM " + row_table(collection) + " WHERE " + is_searched(fields, "");
}

Definitions wanted_definitions(const Collection& collection) {
    const auto fields = searched_fields(collection);
    if (fields.empty()) return {};
    std::string updated = "UPDATE OF _deleted";
    for (const Field* field : fields) updated += ", " + column_name(*field);
    const std::string table = search_table(collection);
    return {
        {text_view(collection), view_sql(collection, fields)},
        {table, "CREATE VIRTUAL TABLE " + table + " USING fts5(" + columns_of(fields).substr(2) +
                    ", id UNINDEXED, scope UNINDEXED, content = '" + text_view(collection) +
                    "', content_rowid = 'docid', " + tokenizer + ")"},
        {trigger(collection, "insert"),
         trigger_sql(collection, "insert", "INSERT", put_sql(collection, fields))},
        {trigger(collection, "update"),
         trigger_sql(collection, "update", updated,
                     take_sql(collection, fields) + put_sql(collection, fields))},
        {trigger(collection, "delete"),
         trigger_sql(collection, "delete", "DELETE", take_sql(collection, fields))}};
}

Definitions present_definitions(const Catalogue& present, const Collection& collection) {
    Definitions out;
    for (const std::string& name :
         {text_view(collection), search_table(collection), trigger(collection, "insert"),
          trigger(collection, "update"), trigger(collection, "delete")})
        if (const std::string* sql = present.definition(name)) out.emplace_back(name, *sql);
    return out;
}

void drop(vault::Database& database, const Collection& collection) {
    for (const char* event : {"insert", "update", "delete"})
        database.execute("DROP TRIGGER IF EXISTS " + trigger(collection, event));
    // Whatever a schema calls its tables: only what is an index is dropped.
    auto is_index = database.prepare(
        "SELECT 1 FROM sqlite_schema WHERE name = ?1 AND sql LIKE 'CREATE VIRTUAL TABLE %'");
    is_index.bind_text_copy(1, search_table(collection));
    const bool drops = is_index.step() == Statement::Step::row;
    is_index.reset();
    if (drops) database.execute("DROP TABLE " + search_table(collection));
    database.execute("DROP VIEW IF EXISTS " + text_view(collection));
}

void fill(vault::Database& database, const Collection& collection, const IndexProgress& progress) {
    const std::string view = text_view(collection);
    const auto total =
        static_cast<std::uint64_t>(database.query_int("SELECT count(*) FROM " + view));
    const std::string columns = columns_of(searched_fields(collection));
    auto last = database.prepare("SELECT max(docid), count(*) FROM (SELECT docid FROM " + view +
                                 " WHERE docid > ?1 ORDER BY docid LIMIT ?2)");
    auto insert = database.prepare("INSERT INTO " + search_table(collection) + "(rowid" + columns +
                                   ") SELECT docid" + columns + " FROM " + view +
                                   " WHERE docid > ?1 AND docid <= ?2 ORDER BY docid");
    std::int64_t after = 0;
    for (std::uint64_t done = 0; done < total;) {
        last.bind_int(1, after).bind_int(2, rows_a_step);
        last.step();
        const std::int64_t upto = last.column_int(0);
        done += static_cast<std::uint64_t>(last.column_int(1));
        last.reset();
        insert.bind_int(1, after).bind_int(2, upto).run();
        after = upto;
        if (progress) progress(done, total);
    }
}

void text_function(sqlite3_context* context, int, sqlite3_value** values) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
    if (text == nullptr) return sqlite3_result_null(context);
    try {
        const auto size = static_cast<std::size_t>(sqlite3_value_bytes(values[0]));
        std::string lines;
        for (const schema::Scalar& entry : list_from_json({text, size}, schema::FieldType::text)) {
            const auto* line = std::get_if<std::string>(&entry);
            if (line == nullptr) continue;
            if (!lines.empty()) lines += '\n';
            lines += *line;
        }
        sqlite3_result_text64(context, lines.data(), lines.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } catch (const std::exception& error) {  // SQLite's C code stands between here and the seam
        sqlite3_result_error(context, error.what(), -1);
    }
}

}  // namespace

std::vector<const Field*> searched_fields(const Collection& collection) {
    std::vector<const Field*> out;
    for (const Field& field : collection.fields)
        if (field.full_text) out.push_back(&field);
    return out;
}

std::string search_table(const Collection& collection) {
    // FTS5 adds _data and the like for its own tables, so the table's own end must be another.
    return "sanderling_" + collection.table + "_search";
}

std::string search_column(const Field& field) {
    // FTS5 keeps this name for its own column.
    return field.name == "rank" ? "\"rank_\"" : column_name(field);
}

void register_text_function(vault::Database& database) {
    const int rc = sqlite3_create_function_v2(database.handle(), "sanderling_text", 1,
                                              SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                              nullptr, text_function, nullptr, nullptr, nullptr);
    if (rc != SQLITE_OK) throw vault::SqliteError(rc, "registering a function");
}

void bring_search_index(vault::Database& database, const Catalogue& present,
                        const Collection& collection, const IndexProgress& progress) {
    const Definitions wanted = wanted_definitions(collection);
    if (wanted == present_definitions(present, collection)) return;
    drop(database, collection);
    if (wanted.empty()) return;
    for (const auto& [name, sql] : wanted) database.execute(sql);
    const std::string table = search_table(collection);
    database.execute("INSERT INTO " + table + "(" + table + ", rank) VALUES('pgsz', " +
                     std::to_string(index_page_bytes) + ")");
    fill(database, collection, progress);
}

void condense_search_index(vault::Database& database, const Collection& collection) {
    if (searched_fields(collection).empty()) return;
    const std::string table = search_table(collection);
    database.execute("INSERT INTO " + table + "(" + table + ") VALUES('optimize')");
}

}  // namespace sanderling::replica
