#include "client-sdk/keyholder/csv_table.hpp"

#include <csv.h>
#include <utf8proc.h>

#include <fstream>
#include <iterator>
#include <memory>

namespace sanderling::keyholder {

namespace {

constexpr std::size_t file_bytes_max = std::size_t{64} << 20U;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

struct Reading {
    std::vector<std::string> cells{};
    std::vector<CsvRow> rows{};
    std::size_t number = 0;
};

void take_cell(void* data, std::size_t size, void* reading) {
    static_cast<Reading*>(reading)->cells.emplace_back(static_cast<const char*>(data), size);
}

void take_row(int, void* reading_void) {
    auto& reading = *static_cast<Reading*>(reading_void);
    reading.rows.push_back({++reading.number, std::move(reading.cells)});
    reading.cells.clear();
}

bool is_utf8(std::string_view text) {
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    auto left = static_cast<utf8proc_ssize_t>(text.size());
    while (left > 0) {
        utf8proc_int32_t point = 0;
        const utf8proc_ssize_t used = utf8proc_iterate(at, left, &point);
        if (used <= 0) return false;
        at += used;
        left -= used;
    }
    return true;
}

unsigned char delimiter_of(std::string_view text) {
    const std::string_view first = text.substr(0, text.find('\n'));
    const bool has_commas = first.find(',') != std::string_view::npos;
    return !has_commas && first.find(';') != std::string_view::npos ? ';' : ',';
}

}  // namespace

Result<CsvTable> parse_csv(std::string_view text) {
    if (text.size() > file_bytes_max) return fail(Errc::too_large, "a file of more than 64 MiB");
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (!is_utf8(text))
        return fail(Errc::malformed, "the file is not UTF-8; save it as \"CSV UTF-8\"");
    csv_parser made{};
    if (csv_init(&made, CSV_STRICT | CSV_STRICT_FINI) != 0) return fail(Errc::io, "memory");
    const std::unique_ptr<csv_parser, void (*)(csv_parser*)> parser(&made, &csv_free);
    csv_set_delim(parser.get(), delimiter_of(text));
    Reading reading;
    const std::size_t read =
        csv_parse(parser.get(), text.data(), text.size(), take_cell, take_row, &reading);
    if (read != text.size() || csv_fini(parser.get(), take_cell, take_row, &reading) != 0)
        return fail(Errc::malformed,
                    "row " + std::to_string(reading.number + 1) + ": quotes that do not match");
    if (reading.rows.empty()) return fail(Errc::malformed, "the file has no line of column names");
    CsvTable table;
    table.columns = std::move(reading.rows.front().cells);
    reading.rows.erase(reading.rows.begin());
    table.rows = std::move(reading.rows);
    return table;
}

Result<CsvTable> read_csv(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(Errc::not_found, "no file " + path.string());
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    auto table = parse_csv(text);
    if (!table) return fail(table.error().code, path.string() + ": " + table.error().detail);
    return table;
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string out;
    for (const std::string& cell : cells) {
        if (&cell != &cells.front()) out += ',';
        if (cell.find_first_of(",;\"\r\n ") == std::string::npos) {
            out += cell;
            continue;
        }
        out += '"';
        for (const char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        out += '"';
    }
    return out + "\r\n";
}

}  // namespace sanderling::keyholder
