// Everything that still authenticates comes out of a damaged vault, and a check says what is
// damaged (docs/storage.md §11, §12).
#include "client-sdk/vault/salvage.hpp"

#include "client-sdk/vault/check.hpp"
#include "client-sdk/vault/wal_cipher.hpp"
#include "tests/integration/client-sdk/vault/fixture.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <set>

namespace sanderling::vault {
namespace {

using namespace testing;

constexpr std::int64_t notes = 400;
constexpr std::int64_t pairs = 300;
constexpr std::int64_t letters = 12;

const std::vector<std::string> statements{
    "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT)",
    "CREATE TABLE pair(value INTEGER NOT NULL, key BLOB PRIMARY KEY, word TEXT NOT NULL)"
    " WITHOUT ROWID",
    "CREATE TABLE letter(name TEXT NOT NULL, body BLOB NOT NULL, weight REAL)"};

const CheckOptions quiet{.core_dumps = CoreDumps::leave_as_they_are};

Bytes key_of(std::int64_t i) {
    const crypto::Hash hash = crypto::hash(crypto::HashType::key_id, as_bytes(std::to_string(i)));
    return to_bytes(ByteView(hash.bytes).first(16));
}

Bytes body_of(std::int64_t i) {
    Bytes body(static_cast<std::size_t>(3000 * (i + 1)));
    for (std::size_t at = 0; at < body.size(); ++at)
        body[at] = static_cast<std::uint8_t>(at * 7 + static_cast<std::size_t>(i));
    return body;
}

void fill(Database& database) {
    for (const std::string& statement : statements) database.execute(statement);
    database.execute("CREATE INDEX pair_by_word ON pair(word)");
    Transaction transaction(database);
    for (std::int64_t i = 0; i < notes; ++i) add_note(database, i, long_note(i));
    Statement pair = database.prepare("INSERT INTO pair VALUES(?1, ?2, ?3)");
    for (std::int64_t i = 0; i < pairs; ++i) {
        const Bytes key = key_of(i);
        const std::string word = "word " + std::to_string(i) + std::string(60, 'x');
        pair.bind_int(1, i - 150).bind_blob(2, key).bind_text(3, word).run();
    }
    Statement letter = database.prepare("INSERT INTO letter VALUES(?1, ?2, ?3)");
    for (std::int64_t i = 0; i < letters; ++i) {
        const Bytes body = body_of(i);
        letter.bind_text_copy(1, "letter " + std::to_string(i)).bind_blob(2, body);
        letter.bind_real(3, 0.5 * static_cast<double>(i)).run();
    }
    transaction.commit();
}

struct Salvaged {
    std::map<std::string, std::set<std::int64_t>> rows{};  // by table, what tells the row
    std::size_t matched = 0;
    SalvageReport report{};
};

/// Every row that comes is the row that was written.
void expect_true(const SalvagedRow& row, Salvaged& out) {
    const std::string& table = row.table.name;
    std::int64_t i = -1;
    if (table == "note") {
        i = std::get<std::int64_t>(row.cells.at(0));
        EXPECT_EQ(row.rowid, i);
        EXPECT_EQ(std::get<std::string>(row.cells.at(1)), long_note(i));
    } else if (table == "pair") {
        i = std::get<std::int64_t>(row.cells.at(0)) + 150;
        EXPECT_FALSE(row.rowid);
        EXPECT_EQ(std::get<Bytes>(row.cells.at(1)), key_of(i));
        EXPECT_EQ(std::get<std::string>(row.cells.at(2)).substr(0, 5), "word ");
    } else {
        ASSERT_EQ(table, "letter");
        i = row.rowid.value() - 1;
        EXPECT_EQ(std::get<Bytes>(row.cells.at(1)), body_of(i));
    }
    out.rows[table].insert(i);
    if (row.origin == RowOrigin::matched) ++out.matched;
}

Salvaged salvage_all(const std::filesystem::path& folder, const SalvageOptions& options = {}) {
    Salvaged out;
    auto report = salvage(
        folder, raw_key("k"), [&](SalvagedRow&& row) { expect_true(row, out); }, options);
    EXPECT_TRUE(report) << report.error().message();
    if (report) out.report = *report;
    return out;
}

class SalvageTest : public ::testing::Test {
  protected:
    SalvageTest() {
        auto vault = Vault::create(folder_ / "r", raw_key("k"), quick);
        auto database = vault->open_connection();
        fill(*database);
        Statement of = database->prepare("SELECT pageno, name, pagetype FROM dbstat");
        while (of.step() == Statement::Step::row) {
            pages_[of.column_int(0)] = {std::string(of.column_text(1)),
                                        std::string(of.column_text(2))};
        }
    }
    std::filesystem::path database() const { return folder_ / "r/replica.db"; }
    void damage(std::int64_t page) {
        std::string bytes = whole_.empty() ? whole_ = slurp(database()) : whole_;
        const auto at = static_cast<std::size_t>(page - 1) * page_bytes + 1000;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        spill(database(), bytes);
    }

    struct Page {
        std::string table;
        std::string type;
    };
    Folder folder_{};
    std::map<std::int64_t, Page> pages_{};
    std::string whole_{};
};

TEST_F(SalvageTest, GetsEverythingOutOfASoundVault) {
    const Salvaged all = salvage_all(folder_ / "r");

    EXPECT_EQ(all.rows.at("note").size(), static_cast<std::size_t>(notes));
    EXPECT_EQ(all.rows.at("pair").size(), static_cast<std::size_t>(pairs));
    EXPECT_EQ(all.rows.at("letter").size(), static_cast<std::size_t>(letters));
    EXPECT_EQ(all.report.rows, static_cast<std::uint64_t>(notes + pairs + letters));
    EXPECT_EQ(all.report.tables.size(), 3U);
    EXPECT_TRUE(all.report.lost.empty());
    EXPECT_EQ(all.report.rows_damaged, 0U);
    EXPECT_EQ(all.report.pages_read, all.report.pages);
    EXPECT_EQ(all.matched, 0U);
}

// One page after the other: of the rows, only those are lost that lie on it.
TEST_F(SalvageTest, LosesOnlyWhatLiesOnTheLostPage) {
    std::map<std::string, std::size_t> expected{
        {"note", notes}, {"pair", pairs}, {"letter", letters}};
    std::map<std::string, int> kinds;
    for (const auto& [page, what] : pages_) {
        if (page == 1) continue;
        SCOPED_TRACE("page " + std::to_string(page) + ", " + what.type + " of " + what.table);
        damage(page);

        Salvaged rest = salvage_all(folder_ / "r");

        ++kinds[what.table + " " + what.type];
        ASSERT_EQ(rest.report.lost.size(), 1U);
        EXPECT_EQ(rest.report.lost[0].page, page);
        EXPECT_EQ(rest.report.lost[0].table, what.table);
        EXPECT_EQ(rest.report.pages_read + 1, rest.report.pages);
        for (auto& [table, count] : expected) {
            const std::size_t there = rest.rows[table].size();
            if (table != what.table || (what.type == "internal" && table != "pair")) {
                EXPECT_EQ(there, count) << table;
            } else {
                EXPECT_LT(there, count) << table;
                EXPECT_GE(there + 45, count) << table;
            }
        }
        const bool leads_to_rows = what.type == "internal" && what.table != "pair_by_word";
        EXPECT_EQ(rest.matched > 0, leads_to_rows);
        EXPECT_EQ(rest.report.rows_damaged, what.type == "overflow" ? 1U : 0U);
    }
    for (const char* kind : {"note internal", "note leaf", "pair internal", "pair leaf",
                             "letter overflow", "letter leaf", "pair_by_word leaf"})
        EXPECT_GT(kinds[kind], 0) << kind;
}

TEST_F(SalvageTest, GetsByWithoutTheSchemaWhereTheCallerKnowsIt) {
    damage(1);

    EXPECT_TRUE(salvage_all(folder_ / "r").rows.empty());
    Salvaged all = salvage_all(folder_ / "r", {.known_tables = statements});

    EXPECT_EQ(all.rows["note"].size(), static_cast<std::size_t>(notes));
    EXPECT_EQ(all.rows["pair"].size(), static_cast<std::size_t>(pairs));
    EXPECT_EQ(all.rows["letter"].size(), static_cast<std::size_t>(letters));
    EXPECT_EQ(all.matched, static_cast<std::size_t>(notes + pairs + letters));
}

// A schema of several pages: its leaves are found by their looks when page 1 is lost.
TEST_F(SalvageTest, FindsTheRestOfALongSchema) {
    {
        auto vault = Vault::open(folder_ / "r", raw_key("k"), quick);
        auto database = vault->open_connection();
        for (int i = 0; i < 80; ++i) {
            database->execute("CREATE TABLE other" + std::to_string(i) +
                              "(a, b, c, d, e /* a long way round for a short table */)");
        }
    }
    damage(1);

    Salvaged all = salvage_all(folder_ / "r");

    EXPECT_EQ(all.rows["note"].size(), static_cast<std::size_t>(notes));
    EXPECT_EQ(all.report.tables.size(), 83U);
    EXPECT_EQ(all.matched, 0U);
}

TEST_F(SalvageTest, DoesNotRaiseWhatWasDeleted) {
    {
        auto vault = Vault::open(folder_ / "r", raw_key("k"), quick);
        auto database = vault->open_connection();
        database->execute("PRAGMA secure_delete=OFF");  // Debian's SQLite is built with it on
        database->execute("DELETE FROM note WHERE id >= 200");
        ASSERT_GT(database->query_int("PRAGMA freelist_count"), 5);
    }
    const auto root = std::ranges::find_if(pages_, [](const auto& page) {
        return page.second.table == "note" && page.second.type == "internal";
    });
    damage(root->first);

    Salvaged rest = salvage_all(folder_ / "r");

    EXPECT_EQ(rest.rows["note"].size(), 200U);
    EXPECT_EQ(*rest.rows["note"].rbegin(), 199);
}

TEST_F(SalvageTest, ReadsTheLogPastItsDamage) {
    const pid_t child = ::fork();
    if (child == 0) {
        auto vault = Vault::open(folder_ / "r", raw_key("k"), quick);
        auto database = vault->open_connection();
        for (std::int64_t i = notes; i < notes + 40; ++i) add_note(*database, i, long_note(i));
        ::kill(::getpid(), SIGKILL);
    }
    ::waitpid(child, nullptr, 0);
    std::string log = slurp(folder_ / "r/replica.db-wal");
    log[wal_header_bytes + 3 * frame_bytes + 500] ^= 1;
    spill(folder_ / "r/replica.db-wal", log);
    ASSERT_EQ(Vault::open(folder_ / "r", raw_key("k"), quick).error().code, Errc::corrupt);

    Salvaged all = salvage_all(folder_ / "r");

    EXPECT_EQ(all.rows["note"].size(), static_cast<std::size_t>(notes + 40));
    EXPECT_GT(all.report.frames_beyond_break, 30U);
}

TEST_F(SalvageTest, AsksForTheKeyAndForTheFolder) {
    const RowVisitor none = [](SalvagedRow&&) { FAIL(); };
    EXPECT_EQ(salvage(folder_ / "r", raw_key("guess"), none).error().code, Errc::wrong_key);
    EXPECT_EQ(salvage(folder_ / "absent", raw_key("k"), none).error().code, Errc::not_found);
    auto open = Vault::open(folder_ / "r", raw_key("k"), quick);
    EXPECT_EQ(salvage(folder_ / "r", raw_key("k"), none).error().code, Errc::in_use);
}

// --- check ---------------------------------------------------------------------------------------

using CheckTest = SalvageTest;

TEST_F(CheckTest, FindsNothingInASoundVault) {
    const auto report = check(folder_ / "r", raw_key("k"), quiet);

    ASSERT_TRUE(report) << report.error().message();
    EXPECT_TRUE(report->is_sound());
    EXPECT_TRUE(report->is_structure_checked);
    EXPECT_EQ(report->pages, pages_.size());
    EXPECT_EQ(report->pages_free, 0U);
}

TEST_F(CheckTest, NamesEveryDamagedPageAndItsTable) {
    for (const auto& [page, what] : pages_) {
        damage(page);

        const auto report = check(folder_ / "r", raw_key("k"), quiet);

        ASSERT_TRUE(report) << report.error().message();
        ASSERT_EQ(report->findings.size(), 1U) << page;
        const Finding& finding = report->findings[0];
        EXPECT_EQ(finding.kind, FindingKind::page);
        EXPECT_EQ(finding.number, page);
        EXPECT_NE(finding.place.find(what.table), std::string::npos)
            << finding.place << " is not " << what.table;
        EXPECT_FALSE(finding.consequence.empty());
        EXPECT_FALSE(report->is_structure_checked);
    }
}

TEST_F(CheckTest, ReadsFreePagesToo) {
    {
        auto vault = Vault::open(folder_ / "r", raw_key("k"), quick);
        vault->open_connection()->execute("DELETE FROM note");
    }
    const auto before = check(folder_ / "r", raw_key("k"), quiet);
    ASSERT_GT(before->pages_free, 20U);
    EXPECT_TRUE(before->is_sound());
    const auto leaf = std::ranges::find_if(pages_, [](const auto& page) {
        return page.second.table == "note" && page.second.type == "leaf";
    });
    damage(leaf->first);

    const auto report = check(folder_ / "r", raw_key("k"), quiet);

    ASSERT_EQ(report->findings.size(), 1U);
    EXPECT_EQ(report->findings[0].place, "replica.db, free pages");
    EXPECT_EQ(report->findings[0].consequence, "none: the page is free");
}

TEST_F(CheckTest, FindsDamageToEitherCopyOfTheKeySlots) {
    const std::string keys = slurp(folder_ / "r/keys");
    for (const std::size_t copy : {0U, 1U}) {
        std::string damaged = keys;
        damaged[copy * 4096 + 300] ^= 1;
        spill(folder_ / "r/keys", damaged);

        const auto report = check(folder_ / "r", raw_key("k"), quiet);

        ASSERT_EQ(report->findings.size(), 1U);
        EXPECT_EQ(report->findings[0].kind, FindingKind::key_slots);
        EXPECT_EQ(report->findings[0].number, copy);
        EXPECT_TRUE(report->is_structure_checked);
    }
}

TEST_F(CheckTest, FindsAFileThatIsTooShort) {
    const std::string whole = slurp(database());
    spill(database(), whole.substr(0, whole.size() - 3 * page_bytes - 100));

    const auto report = check(folder_ / "r", raw_key("k"), quiet);

    EXPECT_EQ(report->findings.size(), 4U);
}

TEST_F(CheckTest, ReadsTheLogAndChangesNothingWhereItIsDamaged) {
    const pid_t child = ::fork();
    if (child == 0) {
        auto vault = Vault::open(folder_ / "r", raw_key("k"), quick);
        auto database = vault->open_connection();
        for (std::int64_t i = notes; i < notes + 10; ++i) add_note(*database, i, long_note(i));
        ::kill(::getpid(), SIGKILL);
    }
    ::waitpid(child, nullptr, 0);
    std::string log = slurp(folder_ / "r/replica.db-wal");
    log[wal_header_bytes + 2 * frame_bytes + 500] ^= 1;
    spill(folder_ / "r/replica.db-wal", log);

    const auto report = check(folder_ / "r", raw_key("k"), quiet);

    ASSERT_TRUE(report);
    ASSERT_EQ(report->findings.size(), 1U);
    EXPECT_EQ(report->findings[0].kind, FindingKind::log);
    EXPECT_EQ(report->findings[0].number, 2U);
    EXPECT_GE(report->frames, 10U);
    EXPECT_EQ(slurp(folder_ / "r/replica.db-wal"), log);
}

TEST_F(CheckTest, FindsWhatOnlySqliteSees) {
    {
        auto vault = Vault::open(folder_ / "r", raw_key("k"), quick);
        auto database = vault->open_connection();
        database->execute(
            "CREATE TABLE parent(id INTEGER PRIMARY KEY);"
            "CREATE TABLE child(id INTEGER PRIMARY KEY, parent REFERENCES parent(id));"
            "INSERT INTO child VALUES(1, 99);"
            "CREATE VIRTUAL TABLE words USING fts5(text, content='note', content_rowid='id');"
            "INSERT INTO words(words) VALUES('rebuild');"
            "UPDATE note SET text = 'something else' WHERE id = 3;"
            "PRAGMA writable_schema=ON;"
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX pair_by_word ON pair(value)'"
            " WHERE name = 'pair_by_word'");
    }

    const auto report = check(folder_ / "r", raw_key("k"), quiet);

    ASSERT_TRUE(report) << report.error().message();
    std::set<FindingKind> kinds;
    for (const Finding& finding : report->findings) kinds.insert(finding.kind);
    EXPECT_TRUE(kinds.contains(FindingKind::structure));
    EXPECT_TRUE(kinds.contains(FindingKind::reference));
    EXPECT_TRUE(kinds.contains(FindingKind::full_text));
}

}  // namespace
}  // namespace sanderling::vault
