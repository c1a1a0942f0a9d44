#include "client-sdk/vault/table_shape.hpp"

#include "client-sdk/vault/database.hpp"

#include <algorithm>
#include <cctype>

namespace sanderling::vault {

// https://sqlite.org/datatype3.html, "Determination Of Column Affinity".
TableShape::Affinity TableShape::affinity_of(std::string declared) {
    std::ranges::transform(declared, declared.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const auto has = [&](const char* part) { return declared.find(part) != std::string::npos; };
    if (has("INT")) return Affinity::integer;
    if (has("CHAR") || has("CLOB") || has("TEXT")) return Affinity::text;
    if (has("BLOB") || declared.empty()) return Affinity::blob;
    if (has("REAL") || has("FLOA") || has("DOUB")) return Affinity::real;
    return Affinity::numeric;
}

std::optional<TableShape> TableShape::of(const std::string& sql) try {
    Database database = Database::open(":memory:", {.creation = Creation::create_if_missing});
    // What the statement says is authentic, and still it shall do nothing but make a table.
    sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    database.execute(sql);
    TableShape shape;
    Statement list = database.prepare(
        "SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
    if (list.step() == Statement::Step::done) return std::nullopt;
    shape.table_.name = list.column_text(0);
    shape.table_.sql = sql;
    shape.has_rowid_ = list.column_int(1) == 0;

    constexpr std::int64_t computed_when_read = 2;
    std::vector<std::size_t> keys;
    std::vector<bool> is_stored;
    Statement columns = database.prepare(
        "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?1) ORDER BY cid");
    columns.bind_text(1, shape.table_.name);
    while (columns.step() == Statement::Step::row) {
        const std::size_t at = shape.columns_.size();
        shape.table_.columns.emplace_back(columns.column_text(0));
        const std::string type(columns.column_text(1));
        const bool is_key = columns.column_int(3) != 0;
        const bool is_null_allowed = columns.column_int(2) == 0 && (shape.has_rowid_ || !is_key);
        shape.columns_.push_back({affinity_of(type), is_null_allowed});
        is_stored.push_back(columns.column_int(4) != computed_when_read);
        if (is_key) keys.push_back(at);
        if (is_key && sqlite3_stricmp(type.c_str(), "INTEGER") == 0) shape.rowid_column_ = at;
    }
    if (!shape.has_rowid_ || keys.size() != 1) shape.rowid_column_.reset();

    if (!shape.has_rowid_) {
        Statement order = database.prepare(
            "SELECT x.cid FROM pragma_index_list(?1) AS i, pragma_index_xinfo(i.name) AS x"
            " WHERE i.origin = 'pk' ORDER BY x.seqno");
        order.bind_text(1, shape.table_.name);
        while (order.step() == Statement::Step::row)
            shape.stored_.push_back(static_cast<std::size_t>(order.column_int(0)));
    } else {
        for (std::size_t i = 0; i < is_stored.size(); ++i)
            if (is_stored[i]) shape.stored_.push_back(i);
    }
    return shape;
} catch (const SqliteError&) {
    return std::nullopt;
}

std::vector<Cell> TableShape::by_column(std::vector<Cell> stored, std::int64_t rowid) const {
    std::vector<Cell> out(columns_.size());
    for (std::size_t i = 0; i < std::min(stored.size(), stored_.size()); ++i)
        out[stored_[i]] = std::move(stored[i]);
    if (rowid_column_) out[*rowid_column_] = rowid;
    return out;
}

bool TableShape::fits(const Column& column, std::uint64_t type, Fit fit) {
    if (type == 0) return column.is_null_allowed;
    const bool is_integer = type <= 6 || type == 8 || type == 9;
    const bool is_text = type >= 13 && type % 2 == 1;
    const bool is_blob = type >= 12 && type % 2 == 0;
    switch (column.affinity) {
        case Affinity::integer:
            return is_integer;
        case Affinity::text:
            return is_text;
        case Affinity::blob:
            return is_blob || fit == Fit::lenient;
        case Affinity::real:
            return is_integer || type == 7;
        case Affinity::numeric:
            return !is_blob;
    }
    return false;
}

bool TableShape::fits(const std::vector<std::uint64_t>& types, Fit fit) const {
    if (types.size() != stored_.size()) return false;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const bool is_rowid = rowid_column_ && *rowid_column_ == stored_[i];
        if (is_rowid ? types[i] != 0 : !fits(columns_[stored_[i]], types[i], fit)) return false;
    }
    return true;
}

}  // namespace sanderling::vault
