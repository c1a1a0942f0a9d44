// Whose page is whose: found by walking from the roots as far as pages can be read. For salvage and
// check (docs/storage.md §11, §12).
#pragma once

#include "client-sdk/vault/btree_page.hpp"
#include "client-sdk/vault/page_store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sanderling::vault {

/// A row of sqlite_schema that has a b-tree.
struct SchemaEntry {
    std::string type{};  // table, index
    std::string name{};
    std::string table{};
    std::uint32_t root = 0;
    std::string sql{};  // empty for an index that SQLite made by itself
};

enum class PageOwner : std::uint8_t { unknown, free, tree };

class PageMap {
  public:
    using OnPage = std::function<void(std::uint32_t, const BtreePage&, PageVersion)>;

    /// `store` must outlive the map.
    explicit PageMap(const PageStore& store) : store_(store), owners_(store.pages() + 1) {}

    /// Reads the schema, walking it, and the list of free pages. Only I/O errors are errors: what
    /// cannot be read is in lost().
    Result<> read_schema();
    const std::vector<SchemaEntry>& schema() const { return schema_; }
    /// Whether all of the schema was read.
    bool has_whole_schema() const { return has_whole_schema_; }

    /// Takes a page that nothing readable leads to as one of the schema, if every row of it is.
    Result<bool> adopt_schema_page(std::uint32_t page);

    /// Every page of a tree, in no order, each once. `name` is what lost pages are listed under.
    Result<> walk(std::uint32_t root, const std::string& name, const OnPage& on_page);

    /// The whole payload of a cell. Nothing if a page of it is lost, which is then listed.
    Result<std::optional<Bytes>> payload(const BtreeCell& cell, const std::string& name);

    PageOwner owner(std::uint32_t page) const;
    /// The tree's name; empty if nothing readable leads to the page.
    std::string owner_name(std::uint32_t page) const;
    bool is_listed_lost(std::uint32_t page) const;
    const std::vector<LostPage>& lost() const { return lost_; }

    /// Reads a page, listing it if a version of it is lost. Nothing if none is readable.
    Result<std::optional<PageVersion>> read(std::uint32_t page, const std::string& name,
                                            RawPage& out);

  private:
    bool claim(std::uint32_t page, const std::string& name);
    Result<> add_entries(const BtreePage& page);
    Result<> read_free_pages();

    const PageStore& store_;
    std::vector<std::uint32_t> owners_;  // 0 unknown, else 1 + an index of names_
    std::vector<std::string> names_{};   // the first one is of free pages
    std::vector<SchemaEntry> schema_{};
    std::vector<LostPage> lost_{};
    bool has_whole_schema_ = false;
};

inline constexpr const char* schema_table = "sqlite_schema";
inline constexpr const char* free_pages = "free pages";

/// A record as a row of sqlite_schema. Nothing if it is none.
std::optional<SchemaEntry> schema_entry_of(const std::vector<Cell>& cells);

}  // namespace sanderling::vault
