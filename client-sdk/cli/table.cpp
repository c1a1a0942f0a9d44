#include "client-sdk/cli/table.hpp"

#include "core/types/assert.hpp"

#include <algorithm>

namespace sanderling::cli {

namespace {

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
}

// Control characters out: content must not steer a terminal.
std::string one_line(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    if (columns_of(text) <= Table::cell_columns_max) return text;
    std::size_t columns = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        if (begins_character(text[at]) && ++columns == Table::cell_columns_max) break;
        ++at;
    }
    return text.substr(0, at) + "…";
}

}  // namespace

std::size_t columns_of(std::string_view utf8) {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, begins_character));
}

void Table::add(std::vector<std::string> cells) {
    SANDERLING_ASSERT(cells.size() == head_.size());
    for (std::string& cell : cells) cell = one_line(std::move(cell));
    rows_.push_back(std::move(cells));
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (const std::string& name : head_) widths.push_back(columns_of(name));
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], columns_of(row[i]));
    }
    std::string out;
    const auto add_line = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            out += cells[i];
            if (i + 1 < cells.size()) out.append(widths[i] - columns_of(cells[i]) + 2, ' ');
        }
        while (!out.empty() && out.back() == ' ') out.pop_back();
        out += '\n';
    };
    add_line(head_);
    for (const auto& row : rows_) add_line(row);
    return out;
}

}  // namespace sanderling::cli
