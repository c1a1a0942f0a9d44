#include "client-sdk/vault/check.hpp"

#include "client-sdk/vault/connection.hpp"
#include "client-sdk/vault/durable_file.hpp"
#include "client-sdk/vault/page_map.hpp"
#include "client-sdk/vault/slot_wrap.hpp"
#include "client-sdk/vault/swap.hpp"

#include <algorithm>

namespace sanderling::vault {

namespace {

constexpr int structure_findings_max = 100;

// --- key slots -----------------------------------------------------------------------------------

Result<SlotCopy> check_slots(const std::filesystem::path& directory, CheckReport& report) {
    auto content = read_small_file(directory / Vault::slots_name, slot_file_bytes);
    if (!content && content.error().code == Errc::too_large)
        return fail(Errc::corrupt, "the key slot file has the wrong size");
    if (!content) return content.error();
    auto newest = newest_copy(*content);
    if (!newest) return newest.error();
    for (const std::uint32_t copy : {0U, 1U}) {
        const ByteView bytes = ByteView(*content).subspan(copy * slot_copy_bytes, slot_copy_bytes);
        if (decode_slot_copy(bytes)) continue;
        report.findings.push_back({FindingKind::key_slots, copy,
                                   "copy " + std::to_string(copy) + " of the key slots",
                                   "the other copy serves; a change of a key writes both anew"});
    }
    return newest;
}

// --- pages ---------------------------------------------------------------------------------------

/// Every page gets its owner, those of overflow chains too.
Result<> map_pages(PageMap& map) {
    if (auto read = map.read_schema(); !read) return read;
    const std::vector<SchemaEntry> schema = map.schema();
    for (const SchemaEntry& entry : schema) {
        const std::string name = entry.type + " " + entry.name;
        Result<> failed;
        auto walked =
            map.walk(entry.root, name, [&](std::uint32_t, const BtreePage& page, PageVersion) {
                for (const BtreeCell& cell : page.cells) {
                    if (cell.overflow == 0) continue;
                    if (auto whole = map.payload(cell, name); !whole) failed = whole.error();
                }
            });
        if (!walked) return walked;
        if (!failed) return failed;
    }
    return {};
}

std::string consequence_of(const PageMap& map, std::uint32_t page) {
    const std::string owner = map.owner_name(page);
    if (page == 1) return "the replica does not open; a salvage gets out its rows";
    if (map.owner(page) == PageOwner::free) return "none: the page is free";
    if (owner == schema_table) return "tables or indexes are not known";
    if (owner.starts_with("index ")) return "the index can be made anew from its table";
    if (owner.empty())
        return "nothing that can be read leads to it: its rows are lost, or it is free";
    return "rows on it, or on pages it leads to, cannot be read";
}

Result<> check_pages(const PageStore& store, PageMap& map, const CheckOptions& options,
                     CheckReport& report) {
    if (auto mapped = map_pages(map); !mapped) return mapped;
    const std::uint32_t last = std::max(store.pages(), store.pages_in_file());
    report.pages = store.pages_in_file();
    RawPage ignored;
    for (std::uint32_t page = 1; page <= last; ++page) {
        if (page == lock_page) continue;
        if (page % 256 == 0 && options.on_progress)
            options.on_progress(report.frames + page, report.frames + last);
        if (map.owner(page) == PageOwner::free) ++report.pages_free;
        PageVersion version = 0;
        auto loss = page <= store.pages() ? store.read(page, ignored, version)
                                          : Result<PageLoss>(PageLoss::none);
        if (!loss) return loss.error();
        // A crash may tear a page while it is moved from the log, which then still has it.
        bool is_authentic = *loss == PageLoss::none && version != 0;
        if (!is_authentic && page <= store.pages_in_file()) {
            auto opened = store.authenticates_in_file(page);
            if (!opened) return opened.error();
            is_authentic = *opened && *loss == PageLoss::none;
        }
        if (is_authentic) continue;
        const std::string owner = map.owner_name(page);
        report.findings.push_back({FindingKind::page, page,
                                   owner.empty() ? "replica.db" : "replica.db, " + owner,
                                   consequence_of(map, page)});
    }
    if (options.on_progress) options.on_progress(report.frames + last, report.frames + last);
    return {};
}

// --- the log -------------------------------------------------------------------------------------

void check_log(const LogScan& log, CheckReport& report) {
    report.frames = static_cast<std::uint32_t>(log.frames.size());
    report.frames_recovered = log.recovered;
    if (!log.is_damaged()) return;
    const std::string lost = std::to_string(log.commits_lost) +
                             " commits behind it are not reached by an opening; a salvage reads "
                             "them";
    if (log.header == LogHeader::damaged) {
        report.findings.push_back({FindingKind::log, {}, "replica.db-wal, its header", lost});
        return;
    }
    for (const std::uint32_t frame : log.damaged)
        report.findings.push_back({FindingKind::log, frame, "replica.db-wal", lost});
}

// --- structure -----------------------------------------------------------------------------------

void check_structure(Database& database, CheckReport& report) {
    Statement rows =
        database.prepare("PRAGMA integrity_check(" + std::to_string(structure_findings_max) + ")");
    while (rows.step() == Statement::Step::row) {
        const std::string said(rows.column_text(0));
        if (said != "ok")
            report.findings.push_back(
                {FindingKind::structure, {}, said, "queries may miss rows or fail"});
    }
}

void check_references(Database& database, CheckReport& report) {
    Statement rows = database.prepare("PRAGMA foreign_key_check");
    while (rows.step() == Statement::Step::row) {
        report.findings.push_back(
            {FindingKind::reference,
             {},
             "table " + std::string(rows.column_text(0)),
             "a row refers to one of " + std::string(rows.column_text(2)) + " that is not there"});
    }
}

std::string quoted(const std::string& name) {
    std::string out = "\"";
    for (const char c : name) out.append(c == '"' ? 2 : 1, c);
    return out + "\"";
}

void check_full_text(Database& database, CheckReport& report) {
    std::vector<std::string> names;
    {
        Statement rows = database.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage = 0"
            " AND sql LIKE 'CREATE VIRTUAL TABLE%USING%fts5%'");
        while (rows.step() == Statement::Step::row) names.emplace_back(rows.column_text(0));
    }
    for (const std::string& name : names) {
        try {
            const Transaction changes_nothing(database);
            database.execute("INSERT INTO " + quoted(name) + "(" + quoted(name) +
                             ", rank) VALUES('integrity-check', 1)");
        } catch (const SqliteError& error) {
            if (error.code() == Errc::corrupt) {
                report.findings.push_back({FindingKind::full_text,
                                           {},
                                           "full-text index " + name,
                                           "searches miss rows; the index can be made anew"});
            } else {
                report.unchecked.push_back("full-text index " + name + ": " + error.what());
            }
        }
    }
}

Result<> check_by_sqlite(const std::filesystem::path& directory, const Key& key,
                         const CheckOptions& options, CheckReport& report) {
    auto vault = Vault::open(directory, key, {.core_dumps = options.core_dumps});
    if (!vault) return vault.error();
    auto database = vault->open_connection();
    if (!database) return database.error();
    return guarded([&]() -> Result<> {
        if (options.prepare) options.prepare(*database);
        check_structure(*database, report);
        check_references(*database, report);
        check_full_text(*database, report);
        report.is_structure_checked = true;
        return {};
    });
}

bool has_only_key_slots(const CheckReport& report) {
    return std::ranges::all_of(report.findings, [](const Finding& finding) {
        return finding.kind == FindingKind::key_slots;
    });
}

}  // namespace

Result<CheckReport> check(const std::filesystem::path& directory, const Key& key,
                          const CheckOptions& options) {
    CheckReport report;
    {
        auto lock = lock_directory(directory);
        if (!lock) return lock.error();
        auto slots = check_slots(directory, report);
        if (!slots) return slots.error();
        auto database_key = unwrap(*slots, key);
        if (!database_key) return database_key.error();
        report.identity = slots->identity;
        const FileCiphers ciphers(*database_key, slots->identity);
        auto store = PageStore::open(database_of(directory, *slots), ciphers);
        if (!store && store.error().code == Errc::not_found)
            return fail(Errc::corrupt, "replica.db is missing");
        if (!store) return store.error();
        check_log(store->log(), report);
        PageMap map(*store);
        if (auto checked = check_pages(*store, map, options, report); !checked)
            return checked.error();
    }
    // SQLite stops at the first page that does not authenticate, and an opening would recover a
    // damaged log.
    if (!has_only_key_slots(report)) return report;
    if (auto checked = check_by_sqlite(directory, key, options, report); !checked)
        return checked.error();
    return report;
}

}  // namespace sanderling::vault
