// Gets out of a damaged vault every row that still authenticates: the pages are read one by one,
// and b-trees parsed without SQLite, which would give up at the first bad page. What it reads and
// what it gives up is written in docs/storage.md §12.
#pragma once

#include "client-sdk/vault/key.hpp"
#include "core/types/bytes.hpp"
#include "core/types/error.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sanderling::vault {

struct NullCell {
    friend bool operator==(NullCell, NullCell) = default;
};
/// A value as SQLite stored it.
using Cell = std::variant<NullCell, std::int64_t, double, std::string, Bytes>;

/// A table of the schema as it was found, or as the caller knows it.
struct SalvagedTable {
    std::string name{};
    std::string sql{};                   // its CREATE TABLE
    std::vector<std::string> columns{};  // in the order they are declared
};

/// How sure it is that a row is one of its table's today.
enum class RowOrigin : std::uint8_t {
    reached,  // from the table's root, page by page
    matched,  // on a page that nothing readable leads to, which fits no other table; a row that
              // was deleted or moved long ago may be among these
};

struct SalvagedRow {
    const SalvagedTable& table;           // valid during the call
    std::optional<std::int64_t> rowid{};  // none in a table WITHOUT ROWID
    std::vector<Cell> cells{};            // by column; a column added later is null where absent
    RowOrigin origin = RowOrigin::reached;
    /// Of two versions of one row the higher is the newer: the frame of the log it was read from,
    /// counted from 1, or 0 for the database file. The same row may come more than once.
    std::uint32_t version = 0;
};
/// Runs on the calling thread.
using RowVisitor = std::function<void(SalvagedRow&&)>;

struct LostPage {
    std::uint32_t page = 0;  // SQLite's number, from 1
    std::string table{};     // whose it was, where a readable page says so
    /// An older version of the page authenticates, and its rows were visited instead.
    bool has_older_version = false;
};

struct SalvageReport {
    std::uint32_t pages = 0;  // that the database should have
    std::uint32_t pages_read = 0;
    std::uint64_t rows = 0;          // visited
    std::uint64_t rows_damaged = 0;  // seen, but part of their content is on a lost page
    std::vector<LostPage> lost{};
    std::vector<SalvagedTable> tables{};         // of the schema, as far as it was found
    std::vector<std::uint32_t> unknown_pages{};  // leaf pages that fit no table, or several
    std::uint32_t frames_beyond_break = 0;       // of the log, read although recovery would not
};

struct SalvageOptions {
    /// CREATE TABLE statements the caller knows. Used where the schema itself cannot be read.
    std::vector<std::string> known_tables{};
    /// Done and total pages. Runs on the calling thread.
    std::function<void(std::uint64_t, std::uint64_t)> on_progress{};
};

/// Reads only; the vault must not be open, and stays locked meanwhile. Tables in no order. Errors:
/// wrong_key, in_use, not_found, io, corrupt (both copies of the key slots are damaged: nothing can
/// be read without them).
Result<SalvageReport> salvage(const std::filesystem::path& directory, const Key& key,
                              const RowVisitor& visitor, const SalvageOptions& options = {});

}  // namespace sanderling::vault
