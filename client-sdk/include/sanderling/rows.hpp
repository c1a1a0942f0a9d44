// The answer to a query: plain SQL over the tables of the schema (docs/storage.md, "Tables").
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/value.hpp"

namespace sanderling {

/// Read whole, so it holds no lock and may be kept. Cells are, by the type of their column: text,
/// date, enum and json std::string; integer and instant (milliseconds since 1970 UTC) std::int64_t;
/// real double; boolean bool; id and scope RecordId; bytes Bytes. A set or log is a JSON array in
/// text. Computed columns are what SQLite says: std::int64_t, double, std::string, Bytes or Null.
class Rows {
  public:
    Rows() = default;
    Rows(std::vector<std::string> columns, std::vector<Scalar> cells)
        : columns_(std::move(columns)), cells_(std::move(cells)) {}

    const std::vector<std::string>& columns() const { return columns_; }
    std::size_t size() const { return columns_.empty() ? 0 : cells_.size() / columns_.size(); }
    bool empty() const { return cells_.empty(); }

    /// row < size(), column < columns().size().
    const Scalar& at(std::size_t row, std::size_t column) const {
        return cells_.at(row * columns_.size() + column);
    }
    /// The cell of a column by its name; null if there is no such column.
    const Scalar* find(std::size_t row, std::string_view column) const;

    /// The cell as T, or nothing if it is null or of another type.
    template <class T>
    std::optional<T> get(std::size_t row, std::string_view column) const {
        const Scalar* cell = find(row, column);
        const T* held = cell != nullptr ? std::get_if<T>(cell) : nullptr;
        return held != nullptr ? std::optional<T>(*held) : std::nullopt;
    }

    friend bool operator==(const Rows&, const Rows&) = default;

  private:
    std::vector<std::string> columns_{};
    std::vector<Scalar> cells_{};  // row by row
};

}  // namespace sanderling
