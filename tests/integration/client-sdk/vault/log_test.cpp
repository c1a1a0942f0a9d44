// A log that a crash cut off is recovered; one that was damaged in its middle is refused
// (docs/storage.md §4). Both sides, on real logs.
#include "client-sdk/vault/log_scan.hpp"
#include "client-sdk/vault/wal_cipher.hpp"
#include "tests/integration/client-sdk/vault/fixture.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace sanderling::vault {
namespace {

using namespace testing;

constexpr std::size_t first_frame_at = wal_header_bytes;

struct Opened {
    Errc code = Errc::ok;
    std::string detail{};
    std::int64_t notes = 0;
    std::int64_t last = -1;
};

Opened open_and_count(const std::filesystem::path& folder, const VaultOptions& options = quick) {
    Opened out;
    auto vault = Vault::open(folder, raw_key("k"), options);
    if (!vault) return {vault.error().code, vault.error().detail};
    auto database = vault->open_connection();
    out.notes = database->query_int("SELECT count(*) FROM note");
    out.last = database->query_int("SELECT coalesce(max(id), -1) FROM note");
    EXPECT_EQ(database->query_text("PRAGMA integrity_check"), "ok");
    return out;
}

/// Runs `work` on the vault in a process that is then killed.
template <class Work>
void crash_after(const std::filesystem::path& folder, Work&& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        auto vault = std::filesystem::exists(folder) ? Vault::open(folder, raw_key("k"), quick)
                                                     : Vault::create(folder, raw_key("k"), quick);
        work(*vault);
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
}

/// One note a commit; each takes one frame or a few.
void write_notes(const Vault& vault, std::int64_t from, std::int64_t to, Durability durability) {
    auto database = vault.open_connection({.durability = durability});
    make_table(*database);
    for (std::int64_t i = from; i < to; ++i) add_note(*database, i, long_note(i));
}

/// Some commits in the log, and a table that is in the database file.
class LogTest : public ::testing::Test {
  protected:
    void make(Durability durability, std::int64_t notes = 10) {
        crash_after(folder_ / "r", [&](const Vault& vault) {
            auto database = vault.open_connection();
            make_table(*database);
            database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
            write_notes(vault, 0, notes, durability);
        });
        log_ = slurp(wal());
        frames_ = (log_.size() - first_frame_at) / frame_bytes;
        ASSERT_GE(frames_, static_cast<std::size_t>(notes));
    }
    std::filesystem::path wal() const { return folder_ / "r/replica.db-wal"; }
    static std::size_t at_frame(std::size_t frame) { return first_frame_at + frame * frame_bytes; }

    /// Opens a copy with one byte of the log flipped.
    Opened open_flipped(std::size_t at, const VaultOptions& options = quick) {
        std::string damaged = log_;
        damaged[at] = static_cast<char>(damaged[at] ^ 4);
        return open_with_log(damaged, options);
    }
    Opened open_with_log(const std::string& log, const VaultOptions& options = quick) {
        std::filesystem::remove_all(folder_ / "c");
        std::filesystem::copy(folder_ / "r", folder_ / "c");
        spill(folder_ / "c/replica.db-wal", log);
        return open_and_count(folder_ / "c", options);
    }

    Folder folder_{};
    std::string log_{};
    std::size_t frames_ = 0;
};

// Wherever it is damaged before the last transaction: in the header of a frame, in its salts, its
// checksum, its page, its tag.
TEST_F(LogTest, RefusesDamageBeforeWhatWasSynced) {
    make(Durability::full);
    for (std::size_t frame = 0; frame + 2 < frames_; ++frame) {
        for (const std::size_t within : {1U, 5U, 9U, 13U, 17U, 22U, 40U, 2000U, 4060U, 4100U}) {
            const Opened opened = open_flipped(at_frame(frame) + within);
            EXPECT_EQ(opened.code, Errc::corrupt) << frame << " " << within;
            EXPECT_NE(opened.detail.find("frame " + std::to_string(frame) + ","), std::string::npos)
                << opened.detail;
        }
    }
}

TEST_F(LogTest, RefusesADamagedHeader) {
    make(Durability::full);
    for (std::size_t at = 0; at < wal_header_bytes; ++at)
        EXPECT_EQ(open_flipped(at).code, Errc::corrupt) << at;
    EXPECT_EQ(open_flipped(17).detail.substr(0, 17), "the header of the");
}

TEST_F(LogTest, RefusingLeavesEveryFileAsItWas) {
    make(Durability::full);
    const std::string keys = slurp(folder_ / "r/keys");
    const std::string database = slurp(folder_ / "r/replica.db");
    std::string damaged = log_;
    damaged[at_frame(1) + 100] ^= 1;
    EXPECT_EQ(open_with_log(damaged).code, Errc::corrupt);

    EXPECT_EQ(slurp(folder_ / "c/replica.db-wal"), damaged);
    EXPECT_EQ(slurp(folder_ / "c/replica.db"), database);
    EXPECT_EQ(slurp(folder_ / "c/keys"), keys);
}

TEST_F(LogTest, ServesWhatPrecedesTheDamageIfAsked) {
    make(Durability::full);
    VaultOptions accept = quick;
    accept.damaged_log = DamagedLog::serve_what_precedes;

    const Opened accepted = open_flipped(at_frame(4) + 100, accept);

    EXPECT_EQ(accepted.code, Errc::ok);
    EXPECT_GE(accepted.notes, 2);
    EXPECT_LT(accepted.notes, 10);
    EXPECT_EQ(accepted.last, accepted.notes - 1);
    // And it is not found again.
    EXPECT_EQ(open_and_count(folder_ / "c").notes, accepted.notes);
}

// What a loss of power leaves of the last transaction, which was not synced: any of its frames may
// be missing, the later ones too.
TEST_F(LogTest, RecoversAfterATornLastTransaction) {
    crash_after(folder_ / "r", [&](const Vault& vault) {
        auto database = vault.open_connection();
        make_table(*database);
        database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
        write_notes(vault, 0, 5, Durability::full);
    });
    const std::string before = slurp(wal());
    crash_after(folder_ / "r", [&](const Vault& vault) {
        auto database = vault.open_connection();
        Transaction transaction(*database);
        for (std::int64_t i = 5; i < 105; ++i) add_note(*database, i, long_note(i));
        transaction.commit();
    });
    log_ = slurp(wal());
    const std::size_t first = (before.size() - first_frame_at) / frame_bytes;
    const std::size_t last = (log_.size() - first_frame_at) / frame_bytes;
    ASSERT_GE(last - first, 5U);

    for (std::size_t frame = first; frame < last; ++frame) {
        std::string torn = log_;
        torn.replace(at_frame(frame), frame_bytes, frame_bytes, '\0');
        EXPECT_EQ(open_with_log(torn).notes, 5) << frame;
        std::string half = log_;
        half.replace(at_frame(frame) + 512, 1024, 1024, '\xAA');
        EXPECT_EQ(open_with_log(half).notes, 5) << frame;
        EXPECT_EQ(open_with_log(log_.substr(0, at_frame(frame) + 700)).notes, 5) << frame;
    }
    EXPECT_EQ(open_with_log(log_).notes, 105);
}

// At NORMAL nothing is synced between commits, so a loss of power may leave a gap anywhere since
// the last sync: that is what NORMAL gives up, and no damage.
TEST_F(LogTest, RecoversAfterAGapAmongCommitsThatWereNotSynced) {
    make(Durability::normal);

    for (std::size_t frame = 0; frame < frames_; ++frame) {
        std::string torn = log_;
        torn.replace(at_frame(frame), frame_bytes, frame_bytes, '\0');
        const Opened opened = open_with_log(torn);
        EXPECT_EQ(opened.code, Errc::ok) << opened.detail;
        EXPECT_EQ(opened.last, opened.notes - 1);
    }
}

// One synced commit makes everything before it damage, and nothing after it.
TEST_F(LogTest, TellsTheTwoApartInOneLog) {
    std::size_t synced_frames = 0;
    crash_after(folder_ / "r", [&](const Vault& vault) {
        auto database = vault.open_connection();
        make_table(*database);
        database->execute("PRAGMA wal_checkpoint(TRUNCATE)");
        for (std::int64_t i = 0; i < 12; ++i) {
            database->execute(i == 5 ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            add_note(*database, i, long_note(i));
            if (i == 5) spill(folder_ / "size", std::to_string(slurp(wal()).size()));
        }
    });
    log_ = slurp(wal());
    synced_frames = (std::stoul(slurp(folder_ / "size")) - first_frame_at) / frame_bytes;
    const std::size_t frames = (log_.size() - first_frame_at) / frame_bytes;
    ASSERT_GT(frames, synced_frames + 5);

    for (std::size_t frame = 0; frame < frames; ++frame) {
        const Opened opened = open_flipped(at_frame(frame) + 333);
        EXPECT_EQ(opened.code, frame < synced_frames ? Errc::corrupt : Errc::ok) << frame;
        EXPECT_GE(opened.notes, frame >= synced_frames ? 6 : 0);
    }
}

// Frames of an earlier round stay behind the end of a log that is used again.
TEST_F(LogTest, IsNotMisledByAnEarlierRoundOfTheLog) {
    crash_after(folder_ / "r", [&](const Vault& vault) {
        write_notes(vault, 0, 30, Durability::full);
        auto database = vault.open_connection();
        database->execute("PRAGMA wal_checkpoint(RESTART)");
        write_notes(vault, 30, 33, Durability::full);
    });
    log_ = slurp(wal());
    ASSERT_GT((log_.size() - first_frame_at) / frame_bytes, 20U);

    EXPECT_EQ(open_with_log(log_).notes, 33);
    // The header is torn while the log begins anew: everything is in the database file.
    crash_after(folder_ / "r", [&](const Vault& vault) {
        auto database = vault.open_connection();
        database->execute("PRAGMA wal_checkpoint(FULL)");
    });
    log_ = slurp(wal());
    std::string torn = log_;
    torn.replace(16, 16, 16, '\x55');
    EXPECT_EQ(open_with_log(torn).notes, 33);
}

// A transaction that spilled into the log and was rolled back leaves frames of this very log.
TEST_F(LogTest, IsNotMisledByWhatWasRolledBack) {
    crash_after(folder_ / "r", [&](const Vault& vault) {
        auto database = vault.open_connection({.cache_bytes = 40960});
        make_table(*database);
        write_notes(vault, 0, 3, Durability::full);
        {
            Transaction rolled_back(*database);
            for (std::int64_t i = 100; i < 600; ++i) add_note(*database, i, long_note(i));
        }
        const auto spilled = std::filesystem::file_size(wal());
        for (std::int64_t i = 3; i < 6; ++i) add_note(*database, i, long_note(i));
        if (std::filesystem::file_size(wal()) != spilled || spilled < 40 * frame_bytes) ::_exit(1);
    });
    log_ = slurp(wal());

    EXPECT_EQ(open_with_log(log_).notes, 6);
    crash_after(folder_ / "r",
                [&](const Vault& vault) { write_notes(vault, 6, 9, Durability::full); });
    log_ = slurp(wal());
    EXPECT_EQ(open_with_log(log_).notes, 9);
}

TEST_F(LogTest, CountsWhatCannotBeReached) {
    make(Durability::full);
    std::string damaged = log_;
    damaged[at_frame(2) + 200] ^= 1;

    const Opened opened = open_with_log(damaged);

    EXPECT_NE(opened.detail.find("later commits that can still be read"), std::string::npos)
        << opened.detail;
}

}  // namespace
}  // namespace sanderling::vault
