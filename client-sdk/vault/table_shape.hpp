// How the rows of a table are laid out in its b-tree, told by SQLite from the table's CREATE
// statement in a database in memory.
#pragma once

#include "client-sdk/vault/salvage.hpp"

#include <optional>
#include <vector>

namespace sanderling::vault {

/// `strict` takes a BLOB column at its word, `lenient` lets it hold anything, as SQLite does.
enum class Fit : std::uint8_t { strict, lenient };

class TableShape {
  public:
    /// Nothing for a statement that is none, or makes a table without a b-tree of its own.
    static std::optional<TableShape> of(const std::string& sql);

    const SalvagedTable& table() const { return table_; }
    bool has_rowid() const { return has_rowid_; }

    /// The cells by column, from a record as it is stored.
    std::vector<Cell> by_column(std::vector<Cell> stored, std::int64_t rowid) const;

    /// Whether a record with these serial types can be one of the table's: every column there, none
    /// of a type that its affinity would have changed, none null that must not be.
    bool fits(const std::vector<std::uint64_t>& types, Fit fit) const;

  private:
    enum class Affinity : std::uint8_t { integer, text, blob, real, numeric };
    struct Column {
        Affinity affinity = Affinity::blob;
        bool is_null_allowed = true;
    };
    static Affinity affinity_of(std::string declared);
    static bool fits(const Column& column, std::uint64_t type, Fit fit);

    SalvagedTable table_{};
    bool has_rowid_ = true;
    std::vector<Column> columns_{};
    std::vector<std::size_t> stored_{};          // place in the record to column
    std::optional<std::size_t> rowid_column_{};  // INTEGER PRIMARY KEY, stored as null
};

}  // namespace sanderling::vault
