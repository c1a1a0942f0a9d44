#include "schema/language/names.hpp"

#include <algorithm>
#include <array>

namespace sanderling::schema {
namespace {

// https://sqlite.org/lang_keywords.html without those that SQLite also accepts as names.
constexpr auto sql_keywords = std::to_array<std::string_view>({
    "add",        "all",         "alter",   "and",      "as",         "autoincrement", "between",
    "case",       "check",       "collate", "commit",   "constraint", "create",        "cross",
    "default",    "deferrable",  "delete",  "distinct", "drop",       "else",          "escape",
    "except",     "exists",      "foreign", "from",     "full",       "group",         "having",
    "in",         "index",       "inner",   "insert",   "intersect",  "into",          "is",
    "isnull",     "join",        "left",    "limit",    "natural",    "not",           "nothing",
    "notnull",    "null",        "on",      "or",       "order",      "outer",         "primary",
    "references", "returning",   "right",   "select",   "set",        "table",         "then",
    "to",         "transaction", "union",   "unique",   "update",     "using",         "values",
    "when",       "where",
});

constexpr auto reserved_columns = std::to_array<std::string_view>({"id", "scope", "rowid", "oid"});

bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

}  // namespace

bool is_name(std::string_view text) {
    if (text.empty() || text.size() > 48 || !is_letter(text.front()) || text.back() == '_') {
        return false;
    }
    const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '_'; };
    return std::ranges::all_of(text, fits) && text.find("__") == std::string_view::npos;
}

bool is_sql_keyword(std::string_view text) {
    return std::ranges::find(sql_keywords, text) != sql_keywords.end();
}

bool is_reserved_column(std::string_view text) {
    return std::ranges::find(reserved_columns, text) != reserved_columns.end();
}

}  // namespace sanderling::schema
