#include "client-sdk/vault/page_map.hpp"

#include "client-sdk/vault/endian.hpp"

#include <algorithm>

namespace sanderling::vault {

namespace {

constexpr std::size_t first_trunk_at = 32;  // in the header of the database

std::string text_of(const Cell& cell) {
    const auto* text = std::get_if<std::string>(&cell);
    return text == nullptr ? std::string{} : *text;
}

}  // namespace

std::optional<SchemaEntry> schema_entry_of(const std::vector<Cell>& cells) {
    if (cells.size() != 5) return std::nullopt;
    const auto* root = std::get_if<std::int64_t>(&cells[3]);
    SchemaEntry entry{.type = text_of(cells[0]),
                      .name = text_of(cells[1]),
                      .table = text_of(cells[2]),
                      .root = 0,
                      .sql = text_of(cells[4])};
    const bool is_known = entry.type == "table" || entry.type == "index" || entry.type == "view" ||
                          entry.type == "trigger";
    if (root == nullptr || *root < 0 || *root > UINT32_MAX || !is_known || entry.name.empty())
        return std::nullopt;
    entry.root = static_cast<std::uint32_t>(*root);
    return entry;
}

bool PageMap::claim(std::uint32_t page, const std::string& name) {
    if (page == 0 || page >= owners_.size() || owners_[page] != 0) return false;
    const auto at = std::ranges::find(names_, name);
    owners_[page] = 1 + static_cast<std::uint32_t>(at - names_.begin());
    if (at == names_.end()) names_.push_back(name);
    return true;
}

PageOwner PageMap::owner(std::uint32_t page) const {
    if (page >= owners_.size() || owners_[page] == 0) return PageOwner::unknown;
    return names_[owners_[page] - 1] == free_pages ? PageOwner::free : PageOwner::tree;
}

std::string PageMap::owner_name(std::uint32_t page) const {
    return owner(page) == PageOwner::unknown ? std::string{} : names_[owners_[page] - 1];
}

bool PageMap::is_listed_lost(std::uint32_t page) const {
    return std::ranges::any_of(lost_, [&](const LostPage& lost) { return lost.page == page; });
}

Result<std::optional<PageVersion>> PageMap::read(std::uint32_t page, const std::string& name,
                                                 RawPage& out) {
    PageVersion version = 0;
    auto loss = store_.read(page, out, version);
    if (!loss) return loss.error();
    if (*loss == PageLoss::none) return std::optional(version);
    const bool has_older = *loss == PageLoss::older;
    if (!is_listed_lost(page)) lost_.push_back({page, name, has_older});
    if (!has_older) return std::optional<PageVersion>{};
    return std::optional(version);
}

Result<> PageMap::walk(std::uint32_t root, const std::string& name, const OnPage& on_page) {
    std::vector<std::uint32_t> waiting{root};
    RawPage page;
    while (!waiting.empty()) {
        const std::uint32_t number = waiting.back();
        waiting.pop_back();
        if (!claim(number, name)) continue;  // a loop, or a page of another tree
        auto version = read(number, name, page);
        if (!version) return version.error();
        if (!*version) continue;
        const auto parsed = parse_btree_page(number, page);
        if (!parsed) continue;
        if (!parsed->is_leaf()) {
            waiting.push_back(parsed->right_child);
            for (const BtreeCell& cell : parsed->cells) waiting.push_back(cell.child);
        }
        on_page(number, *parsed, **version);
    }
    return {};
}

Result<std::optional<Bytes>> PageMap::payload(const BtreeCell& cell, const std::string& name) {
    Bytes out = to_bytes(cell.local);
    std::uint32_t next = cell.overflow;
    RawPage page;
    // A chain cannot have more pages than the database, however it loops.
    std::uint32_t pages = 0;
    while (out.size() < cell.payload) {
        if (next == 0 || next >= owners_.size() || ++pages > store_.pages())
            return std::optional<Bytes>{};
        claim(next, name);
        auto version = read(next, name, page);
        if (!version) return version.error();
        if (!*version) return std::optional<Bytes>{};
        const auto part = std::min<std::size_t>(
            overflow_bytes, static_cast<std::size_t>(cell.payload) - out.size());
        append(out, ByteView(page).subspan(4, part));
        next = load_be32(page.data());
    }
    return std::optional(std::move(out));
}

Result<> PageMap::read_free_pages() {
    RawPage page;
    PageVersion version = 0;
    auto loss = store_.read(1, page, version);
    if (!loss) return loss.error();
    if (*loss != PageLoss::none && *loss != PageLoss::older) return {};
    std::uint32_t trunk = load_be32(&page[first_trunk_at]);
    while (claim(trunk, free_pages)) {
        auto is_read = read(trunk, free_pages, page);
        if (!is_read) return is_read.error();
        if (!*is_read) return {};
        const std::size_t most = content_bytes / 4 - 2;
        const std::size_t leaves = std::min<std::size_t>(load_be32(&page[4]), most);
        for (std::size_t i = 0; i < leaves; ++i) claim(load_be32(&page[8 + 4 * i]), free_pages);
        trunk = load_be32(page.data());
    }
    return {};
}

Result<> PageMap::add_entries(const BtreePage& page) {
    if (page.kind != BtreeKind::leaf_table) return {};
    for (const BtreeCell& cell : page.cells) {
        auto whole = payload(cell, schema_table);
        if (!whole) return whole.error();
        const auto cells = *whole ? parse_record(**whole) : std::nullopt;
        const auto entry = cells ? schema_entry_of(*cells) : std::nullopt;
        if (entry && entry->root != 0) schema_.push_back(*entry);
    }
    return {};
}

Result<> PageMap::read_schema() {
    Result<> added;
    auto walked = walk(1, schema_table, [&](std::uint32_t, const BtreePage& page, PageVersion) {
        if (auto more = add_entries(page); !more) added = more;
    });
    if (!walked) return walked;
    if (!added) return added;
    has_whole_schema_ = lost_.empty();
    return read_free_pages();
}

Result<bool> PageMap::adopt_schema_page(std::uint32_t number) {
    RawPage page;
    PageVersion version = 0;
    auto loss = store_.read(number, page, version);
    if (!loss) return loss.error();
    if (*loss != PageLoss::none && *loss != PageLoss::older) return false;
    const auto parsed = parse_btree_page(number, page);
    if (!parsed || parsed->kind != BtreeKind::leaf_table || parsed->cells.empty()) return false;
    for (const BtreeCell& cell : parsed->cells) {
        const auto types = parse_types(cell.local);
        const bool has_five = types && types->size() == 5;
        // Its first column is short text, the fourth a small integer.
        if (!has_five || (*types)[0] < 13 || (*types)[0] % 2 == 0 || (*types)[3] > 9) return false;
        const auto cells = cell.overflow == 0 ? parse_record(cell.local) : std::nullopt;
        if (cell.overflow == 0 && (!cells || !schema_entry_of(*cells))) return false;
    }
    claim(number, schema_table);
    if (auto added = add_entries(*parsed); !added) return added.error();
    return true;
}

}  // namespace sanderling::vault
