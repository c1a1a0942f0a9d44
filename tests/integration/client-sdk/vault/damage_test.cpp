// A byte flipped at every 37th place of every file: detected or harmless, never served, never a
// crash.
#include "tests/integration/client-sdk/vault/fixture.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>

namespace sanderling::vault {
namespace {

using namespace testing;

constexpr std::int64_t folded_notes = 40;  // in the database file
constexpr std::int64_t logged_notes = 5;   // only in the log

struct Reading {
    Errc opened = Errc::ok;
    Errc read = Errc::ok;
    std::vector<std::string> notes{};
};

Reading read_all(const std::filesystem::path& folder) {
    Reading out;
    auto vault = Vault::open(folder, raw_key("k"), quick);
    if (!vault) {
        out.opened = vault.error().code;
        return out;
    }
    auto database = vault->open_connection();
    if (!database) {
        out.opened = database.error().code;
        return out;
    }
    try {
        Statement all = database->prepare("SELECT id, text FROM note ORDER BY id");
        while (all.step() == Statement::Step::row) out.notes.emplace_back(all.column_text(1));
        if (database->query_text("PRAGMA integrity_check") != "ok") out.read = Errc::internal;
    } catch (const SqliteError& error) {
        out.read = error.code();
    }
    return out;
}

/// A replica as a crash leaves it: half in the database file, half in the log.
void make_crashed(const std::filesystem::path& folder) {
    {
        auto vault = Vault::create(folder, raw_key("k"), quick);
        auto database = vault->open_connection();
        make_table(*database);
        for (std::int64_t i = 0; i < folded_notes; ++i) add_note(*database, i, long_note(i));
    }
    const pid_t child = ::fork();
    if (child == 0) {
        auto vault = Vault::open(folder, raw_key("k"), quick);
        auto database = vault->open_connection();
        for (std::int64_t i = 0; i < logged_notes; ++i) {
            add_note(*database, folded_notes + i, long_note(folded_notes + i));
        }
        ::kill(::getpid(), SIGKILL);
    }
    ::waitpid(child, nullptr, 0);
}

class DamageTest : public ::testing::TestWithParam<const char*> {};

TEST_P(DamageTest, IsDetectedOrHarmless) {
    const Folder folder;
    make_crashed(folder / "r");
    const std::filesystem::path victim = folder / "r" / GetParam();
    const std::string whole = slurp(victim);
    ASSERT_GE(whole.size(), 4096U);
    int detected = 0;
    int harmless = 0;

    for (std::size_t place = 0; place < whole.size(); place += 37) {
        std::filesystem::remove_all(folder / "copy");
        std::filesystem::copy(folder / "r", folder / "copy");
        std::string damaged = whole;
        damaged[place] = static_cast<char>(damaged[place] ^ 0x20);
        spill(folder / "copy" / GetParam(), damaged);

        const Reading reading = read_all(folder / "copy");

        EXPECT_TRUE(reading.opened == Errc::ok || reading.opened == Errc::corrupt) << place;
        EXPECT_TRUE(reading.read == Errc::ok || reading.read == Errc::corrupt) << place;
        // Whatever is served is what was written, in order.
        for (std::size_t i = 0; i < reading.notes.size(); ++i) {
            ASSERT_EQ(reading.notes[i], long_note(static_cast<std::int64_t>(i))) << place;
        }
        const bool silent = reading.opened == Errc::ok && reading.read == Errc::ok;
        if (silent) {
            EXPECT_GE(reading.notes.size(), static_cast<std::size_t>(folded_notes)) << place;
        }
        ++(silent ? harmless : detected);
    }

    const std::string name = GetParam();
    if (name == "replica.db") {
        // Only pages that are newer in the log are not read.
        EXPECT_GT(detected, harmless);
    } else if (name == "replica.db-wal") {
        // Only what the last transaction wrote looks like a crash.
        EXPECT_GT(detected, 3 * harmless);
    } else if (name == "keys") {
        EXPECT_EQ(detected, 0);  // the other copy serves
    }
    EXPECT_GT(harmless + detected, 200);
}

INSTANTIATE_TEST_SUITE_P(Files, DamageTest,
                         ::testing::Values("replica.db", "replica.db-wal", "keys"),
                         [](const auto& param) {
                             const std::string name = param.param;
                             return name == "keys"         ? "Keys"
                                    : name == "replica.db" ? "Database"
                                                           : "Log";
                         });

}  // namespace
}  // namespace sanderling::vault
