// One page of SQLite's b-trees, taken apart without trusting a byte of it. SQLite's file format is
// https://sqlite.org/fileformat2.html; the page is decrypted, its last 48 bytes are the reserve.
#pragma once

#include "client-sdk/vault/main_file.hpp"
#include "client-sdk/vault/salvage.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace sanderling::vault {

enum class BtreeKind : std::uint8_t {
    interior_index = 2,
    interior_table = 5,
    leaf_index = 10,
    leaf_table = 13,
};

/// A cell with its payload, as far as it lies on the page itself.
struct BtreeCell {
    std::int64_t rowid = 0;      // of a table
    std::uint32_t child = 0;     // of an interior page
    std::uint64_t payload = 0;   // bytes in all; none in an interior page of a table
    ByteView local{};            // of these, those on the page
    std::uint32_t overflow = 0;  // the page where the rest begins, or 0
};

struct BtreePage {
    BtreeKind kind = BtreeKind::leaf_table;
    std::uint32_t right_child = 0;  // of an interior page
    std::vector<BtreeCell> cells{};
    bool has_bad_cells = false;  // some cells point outside the page, and are left out

    bool is_leaf() const { return kind == BtreeKind::leaf_index || kind == BtreeKind::leaf_table; }
    bool is_table() const {
        return kind == BtreeKind::interior_table || kind == BtreeKind::leaf_table;
    }
};

/// Nothing if it is no page of a b-tree. The cells' views are into `page`.
std::optional<BtreePage> parse_btree_page(std::uint32_t number, const RawPage& page);

/// The columns of a record. Nothing if it is no record.
std::optional<std::vector<Cell>> parse_record(ByteView record);

/// The serial types of a record's columns, from its beginning. Nothing if they are not all there.
std::optional<std::vector<std::uint64_t>> parse_types(ByteView record);

/// What a page of an overflow chain holds at most.
inline constexpr std::size_t overflow_bytes = content_bytes - 4;

}  // namespace sanderling::vault
