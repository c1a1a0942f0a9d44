#include "client-sdk/replica/salvaged_rows.hpp"

#include <algorithm>
#include <tuple>

namespace sanderling::replica {

namespace {

using vault::Cell;

// The first columns of every table of a replica are its key.
std::size_t key_columns(std::string_view table) {
    static const std::map<std::string_view, std::size_t> several{
        {"sanderling_scope_log", 2},  {"sanderling_scope_key", 2}, {"sanderling_envelope", 2},
        {"sanderling_replica", 2},    {"sanderling_link", 2},      {"sanderling_lineage", 2},
        {"sanderling_staged", 2},     {"sanderling_other", 3},     {"sanderling_unknown_field", 3},
        {"sanderling_unreadable", 3}, {"sanderling_tail", 2},      {"sanderling_lost", 2},
        {"sanderling_history", 16}};  // whole: no part of it is one
    const auto found = several.find(table);
    return found != several.end() ? found->second : 1;
}

bool is_less(const Cell& a, const Cell& b) {
    if (a.index() != b.index()) return a.index() < b.index();
    return std::visit(
        [&](const auto& value) {
            using Value = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<Value, vault::NullCell>)
                return false;
            else
                return value < std::get<Value>(b);
        },
        a);
}

bool is_wanted(std::string_view table) {
    return table.starts_with("sanderling_") && !table.ends_with("_search") &&
           table.find("_search_") == std::string_view::npos;
}

}  // namespace

bool SalvagedRows::InOrder::operator()(const std::vector<Cell>& a,
                                       const std::vector<Cell>& b) const {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), is_less);
}

FoundRow::FoundRow(const vault::SalvagedTable& table, vault::SalvagedRow&& row)
    : origin_(row.origin), version_(row.version) {
    for (std::size_t i = 0; i < table.columns.size() && i < row.cells.size(); ++i)
        cells_.insert_or_assign(table.columns[i], std::move(row.cells[i]));
}

const Cell* FoundRow::find(std::string_view column) const {
    const auto found = cells_.find(column);
    return found != cells_.end() ? &found->second : nullptr;
}

bool FoundRow::has(std::string_view column) const {
    const Cell* cell = find(column);
    return cell != nullptr && !std::holds_alternative<vault::NullCell>(*cell);
}

std::int64_t FoundRow::integer(std::string_view column) const {
    const Cell* cell = find(column);
    const auto* value = cell != nullptr ? std::get_if<std::int64_t>(cell) : nullptr;
    return value != nullptr ? *value : 0;
}

Bytes FoundRow::blob(std::string_view column) const {
    const Cell* cell = find(column);
    if (cell == nullptr) return {};
    if (const auto* value = std::get_if<Bytes>(cell)) return *value;
    if (const auto* value = std::get_if<std::string>(cell)) return to_bytes(as_bytes(*value));
    return {};
}

std::string FoundRow::text(std::string_view column) const {
    return std::string(as_text(blob(column)));
}

bool FoundRow::beats(const FoundRow& other) const {
    const auto rank = [](const FoundRow& row) {
        return std::tuple(row.origin_ == vault::RowOrigin::reached, row.version_);
    };
    return rank(*this) > rank(other);
}

void SalvagedRows::take(vault::SalvagedRow&& row) {
    const vault::SalvagedTable& table = row.table;
    if (!is_wanted(table.name)) return;
    const std::size_t keys = std::min(key_columns(table.name), row.cells.size());
    const std::vector<Cell> key(row.cells.begin(),
                                row.cells.begin() + static_cast<std::ptrdiff_t>(keys));
    FoundRow found(table, std::move(row));
    auto& rows = rows_[table.name];
    const auto known = rows.find(key);
    if (known == rows.end())
        rows.emplace(key, std::move(found));
    else if (found.beats(known->second))
        known->second = std::move(found);
}

std::vector<const FoundRow*> SalvagedRows::of(const std::string& table) const {
    std::vector<const FoundRow*> out;
    const auto found = rows_.find(table);
    if (found == rows_.end()) return out;
    for (const auto& [key, row] : found->second) out.push_back(&row);
    return out;
}

std::vector<std::string> SalvagedRows::tables(std::string_view prefix) const {
    std::vector<std::string> out;
    for (const auto& [name, rows] : rows_)
        if (name.starts_with(prefix)) out.push_back(name);
    return out;
}

}  // namespace sanderling::replica
