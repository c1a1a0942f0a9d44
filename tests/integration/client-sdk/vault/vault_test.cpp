// Opening and keeping a replica's folder: keys, damage, ownership (docs/storage.md).
#include "client-sdk/vault/vault.hpp"

#include "client-sdk/vault/vfs.hpp"
#include "tests/integration/client-sdk/vault/fixture.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace sanderling::vault {
namespace {

using namespace testing;

Errc code_of_open(const std::filesystem::path& folder, const Key& key) {
    auto opened = Vault::open(folder, key, quick);
    return opened ? Errc::ok : opened.error().code;
}

/// Runs `body` in a forked child and gives its exit code.
template <class F>
int in_child(F&& body) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(body());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Vault, KeepsWhatWasWrittenAcrossReopening) {
    const Folder folder;
    {
        auto vault = Vault::create(folder / "r", Passphrase("swift and swallow"), quick);
        ASSERT_TRUE(vault) << vault.error().message();
        auto database = vault->open_connection();
        ASSERT_TRUE(database) << database.error().message();
        make_table(*database);
        add_note(*database, 1, canary);
    }

    auto vault = Vault::open(folder / "r", Passphrase("swift and swallow"), quick);

    ASSERT_TRUE(vault) << vault.error().message();
    auto database = vault->open_connection({.access = Access::read_only});
    ASSERT_TRUE(database) << database.error().message();
    EXPECT_EQ(database->query_text("SELECT text FROM note WHERE id=1"), canary);
    EXPECT_EQ(database->query_int("PRAGMA page_size"), 4096);
    EXPECT_EQ(database->query_text("PRAGMA integrity_check"), "ok");
}

TEST(Vault, MakesPrivateFiles) {
    const Folder folder;
    auto vault = Vault::create(folder / "r", raw_key("k"), quick);
    ASSERT_TRUE(vault);
    auto database = vault->open_connection();
    make_table(*database);

    for (const char* name : {"replica.db", "replica.db-wal", "keys"}) {
        struct stat info {};
        ASSERT_EQ(::stat((folder / "r" / name).c_str(), &info), 0) << name;
        EXPECT_EQ(info.st_mode & 0777U, 0600U) << name;
    }
    struct stat info {};
    ASSERT_EQ(::stat((folder / "r").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0700U);
    EXPECT_FALSE(std::filesystem::exists(folder / "r/replica.db-shm"));
}

TEST(Vault, SaysWrongKeyOnlyForAWrongKey) {
    const Folder folder;
    ASSERT_TRUE(Vault::create(folder / "p", Passphrase("right"), quick));
    ASSERT_TRUE(Vault::create(folder / "r", raw_key("right"), quick));

    EXPECT_EQ(code_of_open(folder / "p", Passphrase("wrong")), Errc::wrong_key);
    EXPECT_EQ(code_of_open(folder / "p", raw_key("right")), Errc::wrong_key);
    EXPECT_EQ(code_of_open(folder / "r", raw_key("wrong")), Errc::wrong_key);
    EXPECT_EQ(code_of_open(folder / "p", Passphrase("right")), Errc::ok);
    EXPECT_EQ(code_of_open(folder / "absent", Passphrase("right")), Errc::not_found);
}

TEST(Vault, RefusesToCreateOverAReplica) {
    const Folder folder;
    ASSERT_TRUE(Vault::create(folder / "r", raw_key("k"), quick));

    auto again = Vault::create(folder / "r", raw_key("k"), quick);

    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::already_exists);
}

TEST(Vault, FinishesACreationThatWasCutOff) {
    const Folder folder;
    ASSERT_TRUE(Vault::create(folder / "r", raw_key("k"), quick));
    std::filesystem::remove(folder / "r/keys");

    EXPECT_EQ(code_of_open(folder / "r", raw_key("k")), Errc::corrupt);
    EXPECT_TRUE(Vault::create(folder / "r", raw_key("k"), quick));
}

TEST(Vault, ChangesThePassphrase) {
    const Folder folder;
    {
        auto vault = Vault::create(folder / "r", Passphrase("old"), quick);
        ASSERT_TRUE(vault);
        EXPECT_FALSE(vault->change_passphrase(Passphrase("guess"), Passphrase("new"), quick.kdf));
        ASSERT_TRUE(vault->add_key(Passphrase("old"), raw_key("keystore")));

        ASSERT_TRUE(vault->change_passphrase(Passphrase("old"), Passphrase("new"), quick.kdf));
    }

    EXPECT_EQ(code_of_open(folder / "r", Passphrase("old")), Errc::wrong_key);
    EXPECT_EQ(code_of_open(folder / "r", Passphrase("new")), Errc::ok);
    EXPECT_EQ(code_of_open(folder / "r", raw_key("keystore")), Errc::ok);
    // Neither copy keeps the old slot: damage to the newer one does not bring it back.
    for (const std::size_t at : {std::size_t{100}, std::size_t{4196}}) {
        const std::string whole = slurp(folder / "r/keys");
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        spill(folder / "r/keys", damaged);
        EXPECT_EQ(code_of_open(folder / "r", Passphrase("old")), Errc::wrong_key);
        EXPECT_EQ(code_of_open(folder / "r", Passphrase("new")), Errc::ok);
        spill(folder / "r/keys", whole);
    }
}

TEST(Vault, CallsForeignAndCutOffFilesCorrupt) {
    const Folder folder;
    {
        auto vault = Vault::create(folder / "r", raw_key("k"), quick);
        auto database = vault->open_connection();
        make_table(*database);
        for (std::int64_t i = 0; i < 50; ++i) add_note(*database, i, long_note(i));
    }
    const std::string whole = slurp(folder / "r/replica.db");
    const std::string keys = slurp(folder / "r/keys");
    {
        Database::open((folder / "plain.db").string(), {.creation = Creation::create_if_missing})
            .execute("CREATE TABLE t(x); PRAGMA user_version=3");
    }
    ASSERT_TRUE(Vault::create(folder / "other", raw_key("k"), quick));

    for (const std::string& content :
         {std::string{}, whole.substr(0, 100), whole.substr(0, 5000), whole.substr(0, 8192),
          std::string(8192, 'x'), std::string(8192, '\0'), slurp(folder / "plain.db"),
          slurp(folder / "other/replica.db")}) {
        spill(folder / "r/replica.db", content);
        EXPECT_EQ(code_of_open(folder / "r", raw_key("k")), Errc::corrupt) << content.size();
    }
    std::filesystem::remove(folder / "r/replica.db");
    EXPECT_EQ(code_of_open(folder / "r", raw_key("k")), Errc::corrupt);
    spill(folder / "r/replica.db", whole);
    for (const std::string& content : {std::string{}, keys.substr(0, 4096), keys + "x",
                                       std::string(8192, '\0'), std::string(8192, 'x')}) {
        spill(folder / "r/keys", content);
        EXPECT_EQ(code_of_open(folder / "r", raw_key("k")), Errc::corrupt) << content.size();
    }
    spill(folder / "r/keys", keys);
    EXPECT_EQ(code_of_open(folder / "r", raw_key("k")), Errc::ok);
}

TEST(Vault, ReadsWhileAnotherConnectionWrites) {
    const Folder folder;
    auto vault = Vault::create(folder / "r", raw_key("k"), quick);
    auto writer = vault->open_connection();
    make_table(*writer);
    add_note(*writer, 1, "first");
    auto reader = vault->open_connection({.access = Access::read_only, .busy_timeout_ms = 0});
    ASSERT_TRUE(reader) << reader.error().message();

    Transaction transaction(*writer);
    add_note(*writer, 2, "second");

    EXPECT_EQ(reader->query_int("SELECT count(*) FROM note"), 1);
    transaction.commit();
    EXPECT_EQ(reader->query_int("SELECT count(*) FROM note"), 2);
    EXPECT_THROW(reader->execute("DELETE FROM note"), SqliteError);
    EXPECT_THROW(reader->execute("ATTACH 'x.db' AS x"), SqliteError);
}

TEST(Vault, LetsOneWriterInAtATime) {
    const Folder folder;
    auto vault = Vault::create(folder / "r", raw_key("k"), quick);
    auto first = vault->open_connection();
    make_table(*first);
    auto second = vault->open_connection({.busy_timeout_ms = 0});

    Transaction transaction(*first);

    try {
        add_note(*second, 1, "second");
        FAIL() << "two writers at once";
    } catch (const SqliteError& error) {
        EXPECT_EQ(error.code(), Errc::busy);
    }
}

TEST(Vault, RefusesASecondOwner) {
    const Folder folder;
    auto vault = Vault::create(folder / "r", raw_key("k"), quick);
    ASSERT_TRUE(vault);

    const int from_child =
        in_child([&] { return code_of_open(folder / "r", raw_key("k")) == Errc::in_use ? 42 : 1; });

    EXPECT_EQ(from_child, 42);
    EXPECT_EQ(code_of_open(folder / "r", raw_key("k")), Errc::in_use);
}

TEST(Vault, RefusesAnotherProcessAtTheDatabaseFileToo) {
    const Folder folder;
    ASSERT_TRUE(Vault::create(folder / "r", raw_key("k"), quick));
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    // Forked before the vault is open: SQLite's tables of locks must not be inherited. It goes past
    // the lock on the folder, as a process would that has only the file.
    const pid_t child = ::fork();
    if (child == 0) {
        char go = 0;
        if (::read(pipe[0], &go, 1) != 1) ::_exit(3);
        try {
            Database other = Database::open((folder / "r/replica.db").string(),
                                            {.vfs = "unix-excl", .busy_timeout_ms = 0});
            other.query_int("SELECT count(*) FROM sqlite_schema");
        } catch (const SqliteError& error) {
            ::_exit(error.code() == Errc::busy ? 42 : 1);
        }
        ::_exit(2);
    }
    auto vault = Vault::open(folder / "r", raw_key("k"), quick);
    ASSERT_TRUE(vault);

    ASSERT_EQ(::write(pipe[1], "g", 1), 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(pipe[0]);
    ::close(pipe[1]);

    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 42);
}

TEST(Vault, KeepsConnectionsAliveWhenItGoesFirst) {
    const Folder folder;
    auto database = [&] {
        auto vault = Vault::create(folder / "r", raw_key("k"), quick);
        return vault->open_connection();
    }();

    make_table(*database);
    add_note(*database, 1, canary);

    EXPECT_EQ(database->query_text("SELECT text FROM note"), canary);
}

TEST(Vault, RefusesPragmasThatBreakItsFormat) {
    const Folder folder;
    auto vault = Vault::create(folder / "r", raw_key("k"), quick);
    auto database = vault->open_connection();
    make_table(*database);
    add_note(*database, 1, canary);

    EXPECT_THROW(database->execute("PRAGMA page_size=8192"), SqliteError);
    EXPECT_THROW(database->execute("PRAGMA locking_mode=EXCLUSIVE"), SqliteError);
    database->execute("PRAGMA mmap_size=1000000000");
    EXPECT_EQ(database->query_int("PRAGMA mmap_size"), 0);
    database->execute("VACUUM");
    EXPECT_EQ(database->query_int("PRAGMA page_size"), 4096);
    EXPECT_EQ(database->query_text("SELECT text FROM note"), canary);
}

TEST(Vault, KeepsCommittedRowsThroughKill) {
    const Folder folder;
    ASSERT_TRUE(Vault::create(folder / "r", raw_key("k"), quick));
    for (int round = 0; round < 5; ++round) {
        std::array<int, 2> pipe{};
        ASSERT_EQ(::pipe(pipe.data()), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            auto vault = Vault::open(folder / "r", raw_key("k"), quick);
            if (!vault) ::_exit(1);
            auto database = vault->open_connection();
            make_table(*database);
            std::int64_t next = database->query_int("SELECT coalesce(max(id), 0) FROM note") + 1;
            for (;; ++next) {
                Transaction transaction(*database);
                for (int i = 0; i < 20; ++i, ++next) add_note(*database, next, long_note(next));
                add_note(*database, next, long_note(next));
                transaction.commit();
                if (::write(pipe[1], &next, sizeof next) != sizeof next) ::_exit(1);
            }
        }
        ::close(pipe[1]);
        std::int64_t acknowledged = 0;
        for (int i = 0; i < 20 + 17 * round; ++i) {
            ASSERT_EQ(::read(pipe[0], &acknowledged, sizeof acknowledged),
                      static_cast<ssize_t>(sizeof acknowledged));
        }
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        std::int64_t later = 0;
        while (::read(pipe[0], &later, sizeof later) > 0) acknowledged = later;
        ::close(pipe[0]);
        expect_no_canary(folder.path());

        auto vault = Vault::open(folder / "r", raw_key("k"), quick);

        ASSERT_TRUE(vault) << vault.error().message();
        auto database = vault->open_connection();
        EXPECT_GE(database->query_int("SELECT max(id) FROM note"), acknowledged);
        EXPECT_EQ(database->query_int("SELECT count(*) - max(id) FROM note"), 0);
        EXPECT_EQ(database->query_text("PRAGMA integrity_check"), "ok");
    }
}

}  // namespace
}  // namespace sanderling::vault
