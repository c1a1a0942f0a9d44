// Nothing in clear in any file SQLite writes, and the defects that a VFS like this one is prone to
// (docs/storage.md §§3–5). Works on the VFS itself, beneath the vault.
#include "client-sdk/vault/main_file.hpp"
#include "client-sdk/vault/vfs.hpp"
#include "tests/integration/client-sdk/vault/fixture.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <utility>

namespace sanderling::vault {
namespace {

using namespace testing;

class SealingTest : public ::testing::Test {
  protected:
    Database open(std::string_view name, const std::string& parameters = {}) {
        std::string uri = "file:" + (folder_ / name).string();
        if (!parameters.empty()) uri += "?" + parameters;
        return Database::open(uri, {.creation = Creation::create_if_missing, .vfs = vfs_.name()});
    }
    void fill(Database& database, std::int64_t from, std::int64_t to) {
        Transaction transaction(database);
        make_table(database);
        for (std::int64_t i = from; i < to; ++i) add_note(database, i, long_note(i));
        transaction.commit();
    }
    static std::int64_t count(Database& database) {
        return database.query_int("SELECT count(*) FROM note");
    }
    void expect_sound(Database& database) {
        EXPECT_EQ(database.query_text("PRAGMA integrity_check"), "ok");
    }
    [[noreturn]] static void die() {
        ::kill(::getpid(), SIGKILL);
        ::_exit(8);
    }
    /// A child runs `body`, which dies while its connection is still open.
    template <class F>
    void crash_in(F&& body) {
        const pid_t child = ::fork();
        if (child == 0) {
            try {
                body();
            } catch (const std::exception& error) {
                std::fprintf(stderr, "in the child: %s\n", error.what());
            }
            ::_exit(9);  // and not on into the tests that follow
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status));
        expect_no_canary(folder_.path());
    }

    Folder folder_{};
    crypto::Secret<32> key_ = raw_key("sealing").bytes.clone();
    Vfs vfs_{key_, DatabaseIdentity{}};
};

TEST_F(SealingTest, HidesTheRollbackJournalAndRollsBackFromIt) {
    for (const char* mode : {"DELETE", "TRUNCATE", "PERSIST"}) {
        {
            Database database = open(mode);
            database.execute(std::string("PRAGMA journal_mode=") + mode);
            fill(database, 0, 400);
        }
        // A small cache, so that changed pages reach the file before the commit that never comes.
        crash_in([&] {
            Database database = open(mode);
            database.execute(std::string("PRAGMA journal_mode=") + mode);
            database.execute("PRAGMA cache_size=5; BEGIN; UPDATE note SET text = text || 'x'");
            EXPECT_FALSE(slurp(folder_ / (std::string(mode) + "-journal")).empty());
            die();
        });
        EXPECT_GT(std::filesystem::file_size(folder_ / (std::string(mode) + "-journal")), 4096U);

        Database database = open(mode);

        EXPECT_EQ(database.query_int("SELECT count(*) FROM note WHERE text LIKE '%x'"), 0) << mode;
        EXPECT_EQ(count(database), 400) << mode;
        expect_sound(database);
    }
}

TEST_F(SealingTest, HealsATornFirstPageFromTheJournal) {
    {
        Database database = open("torn.db");
        fill(database, 0, 400);
    }
    crash_in([&] {
        Database database = open("torn.db");
        database.execute("PRAGMA cache_size=5; BEGIN; CREATE TABLE extra(x)");
        database.execute("UPDATE note SET text = text || 'x'");
        die();
    });
    std::string bytes = slurp(folder_ / "torn.db");
    std::fill_n(bytes.begin() + 10, 2000, '\x55');
    spill(folder_ / "torn.db", bytes);

    Database database = open("torn.db");

    EXPECT_EQ(count(database), 400);
    EXPECT_EQ(database.query_int("PRAGMA page_size"), 4096);
    expect_sound(database);
}

TEST_F(SealingTest, ReleasesAndRollsBackSavepoints) {
    Database database = open("savepoints.db");
    fill(database, 0, 400);
    database.execute("PRAGMA cache_size=5; BEGIN; UPDATE note SET text = 'a' || text");
    database.execute(
        "SAVEPOINT one; UPDATE note SET text = 'b' || text; DELETE FROM note WHERE id>9");
    database.execute("ROLLBACK TO one");
    EXPECT_EQ(database.query_int("SELECT count(*) FROM note WHERE text LIKE 'a%'"), 400);
    database.execute("ROLLBACK");
    EXPECT_EQ(database.query_int("SELECT count(*) FROM note WHERE text LIKE 'a%'"), 0);
    expect_sound(database);
}

TEST_F(SealingTest, RewritesTheChecksumsOfALongTransactionInTheLog) {
    {
        Database database = open("spill.db");
        database.execute("PRAGMA journal_mode=WAL");
        fill(database, 0, 400);
    }
    // Pages spilled to the log and changed again are overwritten there, and the chain of checksums
    // is written anew before the commit.
    crash_in([&] {
        Database database = open("spill.db");
        database.execute("PRAGMA cache_size=5; PRAGMA synchronous=FULL; BEGIN");
        database.execute("UPDATE note SET text = 'a' || text; UPDATE note SET text = 'b' || text");
        database.execute("COMMIT; BEGIN; DELETE FROM note");
        die();
    });

    Database database = open("spill.db");

    EXPECT_EQ(database.query_int("SELECT count(*) FROM note WHERE text LIKE 'ba%'"), 400);
    expect_sound(database);
}

TEST_F(SealingTest, PadsTheLogToSectorsInCipherOnly) {
    // Without powersafe overwrite a FULL commit is padded to its sector, in the middle of a frame.
    {
        Database database = open("psow.db", "psow=0");
        database.execute(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0");
        fill(database, 0, 1);
    }
    crash_in([&] {
        Database database = open("psow.db", "psow=0");
        database.execute("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0");
        for (std::int64_t i = 1; i < 200; ++i) add_note(database, i, long_note(i));
        die();
    });
    const auto frames =
        (std::filesystem::file_size(folder_ / "psow.db-wal") - wal_header_bytes) / frame_bytes;
    EXPECT_GT(frames, 400U);  // a commit of one page takes two frames or more

    Database database = open("psow.db", "psow=0");

    EXPECT_EQ(count(database), 200);
    expect_sound(database);
}

TEST_F(SealingTest, ClaimsNoMoreOfTheDeviceThanTheLowerFile) {
    for (const char* parameters : {"psow=0", "psow=1"}) {
        Database database = open("claims.db", parameters);
        make_table(database);
        sqlite3_file* file = nullptr;
        sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
        const int claims = file->pMethods->xDeviceCharacteristics(file);
        const bool powersafe = (claims & SQLITE_IOCAP_POWERSAFE_OVERWRITE) != 0;
        EXPECT_EQ(powersafe, std::string_view(parameters) == "psow=1");
        EXPECT_EQ(claims & (SQLITE_IOCAP_ATOMIC | SQLITE_IOCAP_ATOMIC4K | SQLITE_IOCAP_SAFE_APPEND),
                  0);
        ASSERT_EQ(file->pMethods->iVersion, 3);
        void* mapped = &file;
        EXPECT_EQ(file->pMethods->xFetch(file, 0, 4096, &mapped), SQLITE_OK);
        EXPECT_EQ(mapped, nullptr);
    }
}

TEST_F(SealingTest, FillsGapsAndIgnoresSizeHints) {
    Database database = open("gap.db");
    fill(database, 0, 1);
    sqlite3_file* file = nullptr;
    sqlite3_file_control(database.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
    sqlite3_int64 size = 0;
    file->pMethods->xFileSize(file, &size);
    sqlite3_int64 hint = 1 << 20;
    sqlite3_int64 hinted = 0;
    file->pMethods->xFileControl(file, SQLITE_FCNTL_SIZE_HINT, &hint);
    file->pMethods->xFileSize(file, &hinted);
    EXPECT_EQ(hinted, size);

    RawPage page{};
    page[0] = 13;
    ASSERT_EQ(file->pMethods->xWrite(file, page.data(), 4096, size + 3 * 4096), SQLITE_OK);

    RawPage back{};
    back.fill(1);
    EXPECT_EQ(file->pMethods->xRead(file, back.data(), 4096, size + 4096), SQLITE_OK);
    EXPECT_TRUE(all_zero(back.data(), back.size()));
    EXPECT_EQ(file->pMethods->xRead(file, back.data(), 4096, size + 3 * 4096), SQLITE_OK);
    EXPECT_EQ(back, page);
    const std::string bytes = slurp(folder_ / "gap.db");
    const auto* gap = reinterpret_cast<const std::uint8_t*>(bytes.data()) + size + 4096;
    EXPECT_FALSE(all_zero(gap, 4096));
    page[content_bytes] = 1;  // reserved bytes are the cipher's
    EXPECT_EQ(file->pMethods->xWrite(file, page.data(), 4096, size), SQLITE_IOERR_WRITE);
    EXPECT_EQ(file->pMethods->xWrite(file, page.data(), 512, size), SQLITE_IOERR_WRITE);
}

TEST_F(SealingTest, VacuumsIntoACopy) {
    Database database = open("from.db");
    fill(database, 0, 400);
    const std::string target = (folder_ / "into.db").string();

    database.execute("VACUUM INTO 'file:" + target + "?vacuum_target=1'");

    Database copy = open("into.db");
    EXPECT_EQ(count(copy), 400);
    expect_sound(copy);
    EXPECT_EQ(slurp(target).find("kingfisher"), std::string::npos);
}

TEST_F(SealingTest, HidesTemporaryFiles) {
    sqlite3_temp_directory = sqlite3_mprintf("%s", folder_.path().c_str());
    Database database = open("temp.db");
    database.execute("PRAGMA temp_store=FILE; PRAGMA cache_size=5");
    fill(database, 0, 20000);
    database.execute("CREATE TEMP TABLE t AS SELECT id, text FROM note");
    database.execute("UPDATE t SET text = text || '!' WHERE id % 2");
    // More rows than a sorter keeps in memory.
    Statement sorted = database.prepare("SELECT text FROM note ORDER BY substr(text, 3), id DESC");
    ASSERT_EQ(sorted.step(), Statement::Step::row);

    // Deleted when opened, so only this process can still reach them.
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code ignored;
        const auto target = std::filesystem::read_symlink(entry.path(), ignored).string();
        if (!target.starts_with(folder_.path().string()) || !target.ends_with("(deleted)"))
            continue;
        const std::string bytes = slurp(entry.path());
        if (!bytes.empty()) ++files;
        EXPECT_EQ(bytes.find("kingfisher"), std::string::npos) << target;
    }
    sqlite3_free(std::exchange(sqlite3_temp_directory, nullptr));
    EXPECT_GE(files, 2);
    int rows = 1;
    while (sorted.step() == Statement::Step::row) ++rows;
    EXPECT_EQ(rows, 20000);
    EXPECT_EQ(database.query_int("SELECT count(*) FROM t WHERE text LIKE '%!'"), 10000);
    EXPECT_EQ(database.query_text("PRAGMA temp.integrity_check"), "ok");
}

TEST_F(SealingTest, UndoesAStatementFromItsSpilledJournal) {
    Database database = open("statement.db");
    database.execute("PRAGMA temp_store=FILE; PRAGMA cache_size=5");
    fill(database, 0, 2000);
    database.execute("CREATE UNIQUE INDEX by_text ON note(text); BEGIN");
    database.execute("INSERT INTO note VALUES(5000, 'here')");

    EXPECT_THROW(database.execute("UPDATE note SET text = CASE WHEN id<1999 THEN text||'x' "
                                  "ELSE 'here' END WHERE id < 2000"),
                 SqliteError);

    EXPECT_EQ(database.query_int("SELECT count(*) FROM note WHERE text LIKE '%x'"), 0);
    database.execute("COMMIT");
    EXPECT_EQ(count(database), 2001);
    expect_sound(database);
}

}  // namespace
}  // namespace sanderling::vault
