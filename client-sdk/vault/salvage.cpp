#include "client-sdk/vault/salvage.hpp"

#include "client-sdk/vault/page_map.hpp"
#include "client-sdk/vault/slot_file.hpp"
#include "client-sdk/vault/slot_wrap.hpp"
#include "client-sdk/vault/swap.hpp"
#include "client-sdk/vault/table_shape.hpp"
#include "client-sdk/vault/vault.hpp"

#include <algorithm>
#include <set>

namespace sanderling::vault {

namespace {

/// Pages that nothing readable leads to and that belong together: a root of their own, and what can
/// be reached from it.
struct Orphans {
    std::vector<std::uint32_t> pages{};
    std::vector<std::vector<std::uint64_t>> samples{};  // serial types of some of their records
    bool is_table = false;                              // of a b-tree with rowids
};

constexpr std::size_t samples_max = 256;

class Salvage {
  public:
    Salvage(const PageStore& store, const RowVisitor& visitor, const SalvageOptions& options)
        : store_(store), visitor_(visitor), options_(options), map_(store) {}

    Result<SalvageReport> run() {
        if (auto read = map_.read_schema(); !read) return read.error();
        if (!map_.has_whole_schema()) {
            if (auto found = find_schema(); !found) return found.error();
        }
        if (auto visited = visit_trees(); !visited) return visited.error();
        if (auto matched = match_orphans(); !matched) return matched.error();
        if (auto counted = count_pages(); !counted) return counted.error();
        return std::move(report_);
    }

  private:
    struct Table {
        TableShape shape;
        bool is_walked = false;
    };

    Result<> find_schema();
    Result<> visit_trees();
    Result<> visit(const TableShape& shape, const BtreePage& page, PageVersion version,
                   RowOrigin origin);
    Result<> visit_row(const TableShape& shape, const BtreeCell& cell, PageVersion version,
                       RowOrigin origin);

    Result<> match_orphans();
    Result<std::vector<Orphans>> gather_orphans();
    Result<> visit_orphans(const Orphans& orphans);
    const TableShape* match(const Orphans& orphans, Fit fit) const;
    bool is_damaged(const std::string& name) const;
    Result<> count_pages();
    void progress(std::uint64_t pages) const {
        if (options_.on_progress)
            options_.on_progress(std::min<std::uint64_t>(pages, store_.pages()), store_.pages());
    }

    const PageStore& store_;
    const RowVisitor& visitor_;
    const SalvageOptions& options_;
    PageMap map_;
    std::vector<Table> tables_{};
    std::uint64_t visited_pages_ = 0;
    SalvageReport report_{};
};

// Page 1 is lost, or a page below it. What is left of the schema lies on pages that look like it.
Result<> Salvage::find_schema() {
    for (std::uint32_t page = 1; page <= store_.pages(); ++page) {
        if (map_.owner(page) != PageOwner::unknown) continue;
        if (auto adopted = map_.adopt_schema_page(page); !adopted) return adopted.error();
    }
    return {};
}

Result<> Salvage::visit_trees() {
    const std::vector<SchemaEntry> schema = map_.schema();
    for (const SchemaEntry& entry : schema) {
        auto shape = entry.type == "table" ? TableShape::of(entry.sql) : std::nullopt;
        Result<> failed;
        auto walked = map_.walk(entry.root, entry.name,
                                [&](std::uint32_t, const BtreePage& page, PageVersion version) {
                                    progress(++visited_pages_);
                                    if (!shape || !failed) return;
                                    failed = visit(*shape, page, version, RowOrigin::reached);
                                });
        if (!walked) return walked;
        if (!failed) return failed;
        if (shape) tables_.push_back({std::move(*shape), true});
    }
    if (!map_.has_whole_schema()) {
        for (const std::string& sql : options_.known_tables) {
            auto shape = TableShape::of(sql);
            const bool is_new = shape && std::ranges::none_of(tables_, [&](const Table& table) {
                                    return table.shape.table().name == shape->table().name;
                                });
            if (is_new) tables_.push_back({std::move(*shape), false});
        }
    }
    for (const Table& table : tables_) report_.tables.push_back(table.shape.table());
    return {};
}

Result<> Salvage::visit(const TableShape& shape, const BtreePage& page, PageVersion version,
                        RowOrigin origin) {
    if (page.is_table() != shape.has_rowid() || page.kind == BtreeKind::interior_table) return {};
    if (page.has_bad_cells) ++report_.rows_damaged;
    for (const BtreeCell& cell : page.cells)
        if (auto visited = visit_row(shape, cell, version, origin); !visited) return visited;
    return {};
}

Result<> Salvage::visit_row(const TableShape& shape, const BtreeCell& cell, PageVersion version,
                            RowOrigin origin) {
    auto whole = map_.payload(cell, shape.table().name);
    if (!whole) return whole.error();
    auto cells = *whole ? parse_record(**whole) : std::nullopt;
    if (!cells) {
        ++report_.rows_damaged;
        return {};
    }
    ++report_.rows;
    SalvagedRow row{.table = shape.table(),
                    .rowid = {},
                    .cells = shape.by_column(std::move(*cells), cell.rowid),
                    .origin = origin,
                    .version = version};
    if (shape.has_rowid()) row.rowid = cell.rowid;
    visitor_(std::move(row));
    return {};
}

// --- pages that nothing leads to -----------------------------------------------------------------

bool Salvage::is_damaged(const std::string& name) const {
    return std::ranges::any_of(map_.lost(),
                               [&](const LostPage& lost) { return lost.table == name; });
}

Result<> Salvage::match_orphans() {
    if (map_.lost().empty()) return {};
    auto groups = gather_orphans();
    if (!groups) return groups.error();
    for (const Orphans& orphans : *groups)
        if (auto visited = visit_orphans(orphans); !visited) return visited;
    return {};
}

Result<std::vector<Orphans>> Salvage::gather_orphans() {
    std::vector<std::uint32_t> found;
    std::set<std::uint32_t> children;
    std::map<std::uint32_t, std::vector<std::uint32_t>> below;
    RawPage page;
    PageVersion version = 0;
    for (std::uint32_t number = 1; number <= store_.pages(); ++number) {
        if (map_.owner(number) != PageOwner::unknown) continue;
        auto loss = store_.read(number, page, version);
        if (!loss) return loss.error();
        if (*loss != PageLoss::none && *loss != PageLoss::older) continue;
        const auto parsed = parse_btree_page(number, page);
        if (!parsed) continue;
        found.push_back(number);
        if (parsed->is_leaf()) continue;
        below[number].push_back(parsed->right_child);
        for (const BtreeCell& cell : parsed->cells) below[number].push_back(cell.child);
        children.insert(below[number].begin(), below[number].end());
    }

    std::vector<Orphans> groups;
    std::set<std::uint32_t> taken;
    for (const std::uint32_t root : found) {
        if (children.contains(root)) continue;
        Orphans group;
        std::vector<std::uint32_t> waiting{root};
        while (!waiting.empty()) {
            const std::uint32_t number = waiting.back();
            waiting.pop_back();
            const bool is_orphan = std::ranges::binary_search(found, number);
            if (!is_orphan || !taken.insert(number).second) continue;
            group.pages.push_back(number);
            const auto at = below.find(number);
            if (at != below.end())
                waiting.insert(waiting.end(), at->second.begin(), at->second.end());
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

// The one table that fits, of those a part of which is lost.
const TableShape* Salvage::match(const Orphans& orphans, Fit fit) const {
    const TableShape* only = nullptr;
    for (const Table& table : tables_) {
        const std::string& name = table.shape.table().name;
        if (table.is_walked && !is_damaged(name)) continue;
        if (table.shape.has_rowid() != orphans.is_table) continue;
        const bool fits = std::ranges::all_of(
            orphans.samples, [&](const auto& types) { return table.shape.fits(types, fit); });
        if (!fits) continue;
        if (only != nullptr) return nullptr;
        only = &table.shape;
    }
    return only;
}

Result<> Salvage::visit_orphans(const Orphans& orphans) {
    Orphans known = orphans;
    std::vector<std::pair<std::uint32_t, PageVersion>> leaves;
    RawPage page;
    for (const std::uint32_t number : orphans.pages) {
        PageVersion version = 0;
        auto loss = store_.read(number, page, version);
        if (!loss) return loss.error();
        const auto parsed = parse_btree_page(number, page);
        if (!parsed || parsed->kind == BtreeKind::interior_table) continue;
        known.is_table = parsed->is_table();
        leaves.emplace_back(number, version);
        for (const BtreeCell& cell : parsed->cells) {
            if (known.samples.size() == samples_max) break;
            known.samples.push_back(parse_types(cell.local).value_or(std::vector<std::uint64_t>{}));
        }
    }
    if (known.samples.empty()) return {};  // empty pages
    const TableShape* shape = match(known, Fit::strict);
    if (shape == nullptr) shape = match(known, Fit::lenient);
    for (const auto& [number, version] : leaves) {
        if (shape == nullptr) {
            report_.unknown_pages.push_back(number);
            continue;
        }
        PageVersion again = 0;
        if (auto loss = store_.read(number, page, again); !loss) return loss.error();
        const auto parsed = parse_btree_page(number, page);
        if (!parsed) continue;
        if (auto visited = visit(*shape, *parsed, version, RowOrigin::matched); !visited)
            return visited;
    }
    return {};
}

// --- the sum -------------------------------------------------------------------------------------

Result<> Salvage::count_pages() {
    RawPage page;
    PageVersion version = 0;
    report_.pages = store_.pages();
    report_.lost = map_.lost();
    for (std::uint32_t number = 1; number <= store_.pages(); ++number) {
        if (number == lock_page) continue;
        auto loss = store_.read(number, page, version);
        if (!loss) return loss.error();
        const bool is_read = *loss == PageLoss::none || *loss == PageLoss::older;
        if (is_read) ++report_.pages_read;
        if (*loss != PageLoss::none && !map_.is_listed_lost(number))
            report_.lost.push_back({number, map_.owner_name(number), is_read});
    }
    std::ranges::sort(report_.lost, {}, &LostPage::page);
    std::ranges::sort(report_.unknown_pages);
    if (store_.log().is_damaged()) {
        report_.frames_beyond_break = static_cast<std::uint32_t>(
            std::ranges::count(store_.log().frames, FrameState::beyond, &FrameInfo::state));
    }
    progress(store_.pages());
    return {};
}

}  // namespace

Result<SalvageReport> salvage(const std::filesystem::path& directory, const Key& key,
                              const RowVisitor& visitor, const SalvageOptions& options) {
    auto lock = lock_directory(directory);
    if (!lock) return lock.error();
    auto slots = read_slot_file(directory / Vault::slots_name);
    if (!slots) return slots.error();
    auto database_key = unwrap(*slots, key);
    if (!database_key) return database_key.error();
    const FileCiphers ciphers(*database_key, slots->identity);
    auto store = PageStore::open(database_of(directory, *slots), ciphers);
    if (!store) return store.error();
    return Salvage(*store, visitor, options).run();
}

}  // namespace sanderling::vault
