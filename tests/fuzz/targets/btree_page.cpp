// Pages and records of SQLite's format as salvage reads them (client-sdk/vault/btree_page.hpp):
// nothing that is reported lies outside the page.
#include "client-sdk/vault/btree_page.hpp"

#include "tests/fuzz/cursor.hpp"
#include "tests/fuzz/target.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <stdexcept>

namespace sanderling::fuzz {

namespace {

using namespace vault;

bool is_within(ByteView part, const RawPage& page) {
    return part.empty() ||
           (part.data() >= page.data() && part.data() + part.size() <= page.data() + page.size());
}

std::string_view problem_with_record(ByteView record) {
    const auto cells = parse_record(record);
    if (!cells) return {};
    const auto types = parse_types(record);
    if (!types || types->size() != cells->size()) return "a record with other columns than types";
    std::size_t held = 0;
    for (const Cell& cell : *cells) {
        if (const auto* text = std::get_if<std::string>(&cell)) held += text->size();
        if (const auto* blob = std::get_if<Bytes>(&cell)) held += blob->size();
    }
    return held > record.size() ? "a record with more content than bytes" : std::string_view{};
}

}  // namespace

std::string_view problem_with(ByteView input) {
    Cursor in(input);
    const std::uint32_t number = 1 + in.u8() % 2U;
    RawPage page{};
    std::copy_n(in.rest().begin(), std::min(in.rest().size(), page.size()), page.begin());
    if (const auto parsed = parse_btree_page(number, page)) {
        for (const BtreeCell& cell : parsed->cells) {
            if (!is_within(cell.local, page)) return "a cell outside its page";
            if (cell.local.size() > cell.payload) return "a cell longer than its payload";
            if (const auto problem = problem_with_record(cell.local); !problem.empty())
                return problem;
        }
    }
    return problem_with_record(in.rest());
}

namespace {

/// The pages of a small database that SQLite makes, with the reserve that a vault has.
std::vector<Bytes> pages_of_sqlite() {
    sqlite3* db = nullptr;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) throw std::runtime_error("no SQLite");
    int reserve = reserved_bytes;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
    sqlite3_exec(db,
                 "PRAGMA page_size=4096; VACUUM;"
                 "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, c BLOB, d REAL);"
                 "CREATE INDEX i ON t(b);"
                 "WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x+1 FROM n WHERE x<400)"
                 "INSERT INTO t SELECT x, 'name ' || x, zeroblob(x % 60), x / 3.0 FROM n;"
                 "INSERT INTO t VALUES(1000, 'long', zeroblob(9000), NULL);",
                 nullptr, nullptr, nullptr);
    sqlite3_int64 size = 0;
    unsigned char* image = sqlite3_serialize(db, "main", &size, 0);
    std::vector<Bytes> pages;
    for (sqlite3_int64 at = 0; image != nullptr && at + 4096 <= size; at += 4096) {
        pages.emplace_back(1, at == 0 ? std::uint8_t{0} : std::uint8_t{1});
        append(pages.back(), {image + at, 4096});
    }
    sqlite3_free(image);
    sqlite3_close(db);
    if (pages.size() > 12) pages.resize(12);
    return pages;
}

}  // namespace

std::vector<Bytes> seeds() {
    return pages_of_sqlite();
}

}  // namespace sanderling::fuzz
