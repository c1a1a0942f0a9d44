// A file of comma-separated values (RFC 4180; semicolons too, which some offices' programs write),
// read whole: columns by name, rows by number.
#pragma once

#include "core/types/error.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::keyholder {

struct CsvRow {
    std::size_t number = 0;  // the line of column names is row 1
    std::vector<std::string> cells{};
};

struct CsvTable {
    std::vector<std::string> columns{};
    std::vector<CsvRow> rows{};
};

/// UTF-8, with or without a byte order mark. Lines that are empty do not count.
/// Errors: not_found, io, malformed (naming the row), too_large.
Result<CsvTable> parse_csv(std::string_view text);
Result<CsvTable> read_csv(const std::filesystem::path& path);

/// Quoted where that is needed, with an end of line.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace sanderling::keyholder
