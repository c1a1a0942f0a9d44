// What things may be called, so that the name works unquoted in SQL and in generated code.
#pragma once

#include <string_view>

namespace sanderling::schema {

/// Lower-case letters, digits and single underscores; starts with a letter, ends without an
/// underscore; at most 48 characters.
bool is_name(std::string_view text);

/// A word that SQLite does not take as a name without quotes.
bool is_sql_keyword(std::string_view text);

/// A column that every table has of itself.
bool is_reserved_column(std::string_view text);

}  // namespace sanderling::schema
