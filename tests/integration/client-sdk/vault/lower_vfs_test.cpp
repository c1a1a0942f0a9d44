// The VFS seen from SQLite's side and over other VFSs than the replica's own: what SQLite's own
// suite showed, and what it relies on (docs/suites.md).
#include "client-sdk/vault/vfs.hpp"
#include "tests/integration/client-sdk/vault/fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

namespace sanderling::vault {
namespace {

using namespace testing;

/// SQLite's lock bytes at 64 KiB instead of 1 GiB, in page 17.
class MovedLockBytes {
  public:
    static constexpr std::uint32_t page = 17;
    MovedLockBytes() { sqlite3_test_control(SQLITE_TESTCTRL_PENDING_BYTE, 0x10000); }
    MovedLockBytes(const MovedLockBytes&) = delete;
    MovedLockBytes& operator=(const MovedLockBytes&) = delete;
    ~MovedLockBytes() { sqlite3_test_control(SQLITE_TESTCTRL_PENDING_BYTE, 0x40000000); }
};

class LowerVfsTest : public ::testing::Test {
  protected:
    std::string path(std::string_view name) const { return (folder_ / name).string(); }
    Database open(std::string_view name, const Vfs& vfs,
                  Creation creation = Creation::create_if_missing) {
        return Database::open("file:" + path(name), {.creation = creation, .vfs = vfs.name()});
    }
    static void fill(Database& database, std::int64_t rows) {
        make_table(database);
        Transaction transaction(database);
        for (std::int64_t i = 0; i < rows; ++i) add_note(database, i, long_note(i));
        transaction.commit();
    }
    static sqlite3_file& file_of(Database& database, int which) {
        sqlite3_file* file = nullptr;
        sqlite3_file_control(database.handle(), "main", which, &file);
        return *file;
    }
    bool stored_as_zeros(std::string_view name, std::uint32_t page) const {
        const std::string bytes = slurp(folder_ / name).substr((page - 1) * page_bytes, page_bytes);
        return bytes.size() == page_bytes &&
               std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == 0; });
    }

    Folder folder_{};
    crypto::Secret<32> key_ = raw_key("lower vfs").bytes.clone();
    Vfs vfs_{key_, DatabaseIdentity{}};
};

TEST_F(LowerVfsTest, LeavesThePageOfTheLockBytesAlone) {
    const MovedLockBytes moved;
    {
        Database database = open("grown.db", vfs_);
        fill(database, 400);
        EXPECT_EQ(database.query_text("PRAGMA integrity_check"), "ok");
    }
    EXPECT_TRUE(stored_as_zeros("grown.db", MovedLockBytes::page));
    EXPECT_FALSE(stored_as_zeros("grown.db", MovedLockBytes::page - 1));
    EXPECT_FALSE(stored_as_zeros("grown.db", MovedLockBytes::page + 1));
    Database again = open("grown.db", vfs_, Creation::existing_only);
    // Who reads many pages at once, as SQLite's recovery extension does, reads it as zeros.
    sqlite3_file& file = file_of(again, SQLITE_FCNTL_FILE_POINTER);
    std::array<std::uint8_t, 4 * page_bytes> pages{};
    pages.fill(1);
    const std::int64_t from = (MovedLockBytes::page - 2) * std::int64_t{page_bytes};
    EXPECT_EQ(file.pMethods->xRead(&file, pages.data(), pages.size(), from), SQLITE_OK);
    EXPECT_TRUE(all_zero(&pages[page_bytes], page_bytes));
    EXPECT_EQ(again.query_int("SELECT count(*) FROM note"), 400);
}

TEST_F(LowerVfsTest, FillsAGapAroundTheLockBytes) {
    const MovedLockBytes moved;
    Database database = open("gap.db", vfs_);
    fill(database, 1);
    sqlite3_file& file = file_of(database, SQLITE_FCNTL_FILE_POINTER);
    constexpr std::int64_t target = 19 * static_cast<std::int64_t>(page_bytes);  // page 20
    std::array<std::uint8_t, page_bytes> page{};

    ASSERT_EQ(file.pMethods->xWrite(&file, page.data(), page_bytes, target), SQLITE_OK);

    for (std::uint32_t each = 3; each <= 20; ++each) {
        EXPECT_EQ(stored_as_zeros("gap.db", each), each == MovedLockBytes::page) << each;
    }
}

TEST_F(LowerVfsTest, CommitsOverSeveralFilesWhereverTheLockBytesAre) {
    // A super-journal's name in a journal follows the number of the page with the lock bytes.
    for (const bool moved_bytes : {false, true}) {
        std::optional<MovedLockBytes> moved;
        if (moved_bytes) moved.emplace();
        Database database = open(moved_bytes ? "one.db" : "two.db", vfs_);
        fill(database, 10);
        const std::string other = path(moved_bytes ? "a-rather-long-name-of-a-file-1.db"
                                                   : "a-rather-long-name-of-a-file-2.db");
        database.execute("ATTACH 'file:" + other + "' AS other");
        database.execute("CREATE TABLE other.note(id INTEGER PRIMARY KEY, text TEXT)");
        database.execute(
            "BEGIN; UPDATE note SET text = 'both';"
            "INSERT INTO other.note VALUES(1, 'both'); COMMIT");
        EXPECT_EQ(database.query_int("SELECT count(*) FROM other.note"), 1);
        EXPECT_EQ(database.query_int("SELECT count(*) FROM note WHERE text = 'both'"), 10);
    }
}

TEST_F(LowerVfsTest, TakesThePageSizeOfTheLogFromItsFormatNeverFromARead) {
    Database database = open("log.db", vfs_);
    database.execute("PRAGMA journal_mode=WAL");
    fill(database, 1);
    sqlite3_file& log = file_of(database, SQLITE_FCNTL_JOURNAL_POINTER);
    std::array<std::uint8_t, page_bytes> whole{};
    std::array<std::uint8_t, 512> part{};
    constexpr std::int64_t first = wal_header_bytes + frame_header_bytes;

    ASSERT_EQ(log.pMethods->xRead(&log, whole.data(), page_bytes, first), SQLITE_OK);
    ASSERT_EQ(log.pMethods->xRead(&log, part.data(), 512, first + 512), SQLITE_OK);

    EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + 512));
    // Frames of another size are never written, and a log that says it has them is never read.
    EXPECT_EQ(log.pMethods->xWrite(&log, whole.data(), 1024, first + 512), SQLITE_IOERR_WRITE);
    std::array<std::uint8_t, wal_header_bytes> header{};
    ASSERT_EQ(log.pMethods->xRead(&log, header.data(), wal_header_bytes, 0), SQLITE_OK);
    header[10] = 0x04;  // 1024 in place of 4096
    EXPECT_EQ(log.pMethods->xWrite(&log, header.data(), wal_header_bytes, 0), SQLITE_IOERR_WRITE);
    std::string bytes = slurp(path("log.db-wal"));
    bytes[10] = 0x04;
    spill(path("other.db-wal"), bytes);
    std::filesystem::copy(path("log.db"), path("other.db"));
    EXPECT_THROW(
        {
            Database other = open("other.db", vfs_, Creation::existing_only);
            other.query_int("SELECT count(*) FROM note");
        },
        SqliteError);
}

TEST_F(LowerVfsTest, ReadsPartsOfPagesAsTheyWereSealed) {
    Database database = open("parts.db", vfs_);
    fill(database, 40);
    sqlite3_file& file = file_of(database, SQLITE_FCNTL_FILE_POINTER);
    std::array<std::uint8_t, 2 * page_bytes> whole{};
    std::array<std::uint8_t, 1000> part{};

    for (std::int64_t page = 0; page < 2; ++page) {
        ASSERT_EQ(file.pMethods->xRead(&file, &whole[static_cast<std::size_t>(page) * page_bytes],
                                       page_bytes, page * std::int64_t{page_bytes}),
                  SQLITE_OK);
    }
    ASSERT_EQ(file.pMethods->xRead(&file, part.data(), part.size(), 3600), SQLITE_OK);

    EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + 3600));
}

TEST_F(LowerVfsTest, RefusesABackupFromSmallerPagesAndKeepsWhatItHas) {
    Database database = open("kept.db", vfs_);
    fill(database, 40);
    const Database other = Database::open(":memory:", {.creation = Creation::create_if_missing});
    sqlite3_exec(other.handle(), "PRAGMA page_size=1024", nullptr, nullptr, nullptr);

    sqlite3_backup* backup = sqlite3_backup_init(database.handle(), "main", other.handle(), "main");
    ASSERT_NE(backup, nullptr);
    EXPECT_NE(sqlite3_backup_step(backup, -1), SQLITE_DONE);
    sqlite3_backup_finish(backup);

    EXPECT_EQ(std::filesystem::file_size(path("kept.db")) % page_bytes, 0U);
    EXPECT_EQ(database.query_int("SELECT count(*) FROM note"), 40);
    EXPECT_EQ(database.query_text("PRAGMA integrity_check"), "ok");
}

TEST_F(LowerVfsTest, LiesOnPlainUnixWhereTheOwnerIsShared) {
    const Vfs shared{key_, DatabaseIdentity{}, {.lower = "unix", .ownership = Ownership::shared}};
    {
        Database database = open("shared.db", shared);
        fill(database, 10);
        database.execute("PRAGMA locking_mode=EXCLUSIVE");
        EXPECT_EQ(database.query_text("PRAGMA locking_mode"), "exclusive");
    }
    EXPECT_EQ(open("shared.db", vfs_).query_int("SELECT count(*) FROM note"), 10);
    expect_no_canary(folder_.path());
    EXPECT_THROW(Vfs(key_, DatabaseIdentity{}, {.lower = "no such"}), std::runtime_error);
}

TEST_F(LowerVfsTest, LoadsNoExtensions) {
    Database database = open("extension.db", vfs_);
    sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, nullptr);
    char* message = nullptr;

    EXPECT_EQ(sqlite3_load_extension(database.handle(), "libm.so.6", nullptr, &message),
              SQLITE_ERROR);

    ASSERT_NE(message, nullptr);
    EXPECT_NE(std::string_view(message).find("loads no extensions"), std::string_view::npos);
    sqlite3_free(message);
}

}  // namespace
}  // namespace sanderling::vault
