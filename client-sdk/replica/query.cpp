#include "client-sdk/replica/query.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/record_table.hpp"
#include "client-sdk/replica/replica.hpp"

namespace sanderling::replica {

namespace {

using vault::Statement;

bool declared_as(const char* type, std::string_view wanted) {
    return type != nullptr && std::string_view(type) == wanted;
}

Scalar cell_of(const Statement& row, int column) {
    switch (row.column_type(column)) {
        case SQLITE_INTEGER:
            if (declared_as(sqlite3_column_decltype(row.handle(), column), "BOOLEAN"))
                return row.column_int(column) != 0;
            return row.column_int(column);
        case SQLITE_FLOAT:
            return row.column_real(column);
        case SQLITE_TEXT:
            return std::string(row.column_text(column));
        case SQLITE_BLOB: {
            const ByteView blob = row.column_blob(column);
            if (blob.size() == 16 &&
                declared_as(sqlite3_column_decltype(row.handle(), column), "UUID BLOB"))
                return column_fixed<RecordId>(row, column);
            return to_bytes(blob);
        }
        default:
            return Null{};
    }
}

Rows read_rows(Statement& statement) {
    std::vector<std::string> columns;
    for (int i = 0; i < statement.column_count(); ++i)
        columns.emplace_back(statement.column_name(i));
    std::vector<Scalar> cells;
    while (statement.step() == Statement::Step::row)
        for (int i = 0; i < statement.column_count(); ++i) cells.push_back(cell_of(statement, i));
    statement.reset();
    return {std::move(columns), std::move(cells)};
}

Result<void> check(const Statement& statement, const std::vector<Scalar>& params) {
    if (statement.handle() == nullptr || statement.column_count() == 0)
        return fail(Errc::invalid_argument, "not a SELECT");
    if (sqlite3_bind_parameter_count(statement.handle()) != static_cast<int>(params.size()))
        return fail(Errc::invalid_argument, "another number of parameters than the statement has");
    return {};
}

// SQLite knows where a column comes from, through views too, unless it is computed.
std::vector<ShownColumn> shown_columns(const Statement& statement) {
    std::vector<ShownColumn> out;
    for (int i = 0; i < statement.column_count(); ++i) {
        const char* table = sqlite3_column_table_name(statement.handle(), i);
        const char* column = sqlite3_column_origin_name(statement.handle(), i);
        if (table == nullptr || column == nullptr) continue;
        const std::string_view name = column;
        if (name == "id") out.push_back({i, table, ShownColumn::Is::id});
        if (name == "scope") out.push_back({i, table, ShownColumn::Is::scope});
    }
    return out;
}

}  // namespace

Result<Rows> run_query(Reader& reader, const std::string& sql, const std::vector<Scalar>& params,
                       QueryTrace& trace) {
    try {
        Statement& statement = reader.statement(sql, Reader::Access::schema_only);
        if (auto fits = check(statement, params); !fits) return fits.error();
        for (std::size_t i = 0; i < params.size(); ++i)
            bind_scalar(statement, static_cast<int>(i) + 1, params[i]);
        trace = {.tables = reader.tables_of_last(), .shown = shown_columns(statement)};
        return read_rows(statement);
    } catch (...) {
        return error_of_exception();
    }
}

Result<std::set<std::string>> tables_read(Reader& reader, const std::string& sql,
                                          const std::vector<Scalar>& params) {
    try {
        std::set<std::string> tables;
        const Statement statement = reader.prepare_noting(sql, tables);
        if (auto fits = check(statement, params); !fits) return fits.error();
        return tables;
    } catch (...) {
        return error_of_exception();
    }
}

}  // namespace sanderling::replica
