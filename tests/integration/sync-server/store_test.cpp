// Judging through the real store: order, idempotence, membership, and what survives a crash.
#include "core/wire/packed_commit.hpp"
#include "tests/integration/sync-server/trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

namespace sanderling::server {
namespace {

using commit::Verdict;
using namespace testing;  // the small organisation, not GoogleTest's

class StoreTest : public ::testing::Test {
  protected:
    StoreTest() : ann(trust.hire()), scope(trust.id<ScopeId>()) {}

    void SetUp() override {
        store = open_store(folder.path(), trust);
        WriteGroup group(*store, start);
        ASSERT_TRUE(group.put_log(trust.found_scope(scope, ann)));
        group.commit();
    }
    void reopen() {
        store.reset();
        store = open_store(folder.path(), trust);
    }
    std::vector<wire::CommitVerdict> push(const std::vector<commit::Commit>& commits,
                                          Instant now = start) {
        WriteGroup group(*store, now);
        auto verdicts = group.judge(prepared(push_of(scope, commits), trust.org()));
        group.commit();
        return verdicts;
    }
    Result<void> put(const wire::LogPut& put) {
        WriteGroup group(*store, start);
        auto result = group.put_log(put);
        group.commit();
        return result;
    }
    std::int64_t count(const char* sql) {
        Database database(store_file(folder.path()), OpenMode::read);
        Statement statement(database, sql);
        Rows row = statement.query();
        return row.next() ? row->integer(0) : -1;
    }
    std::vector<RecordId> records(std::size_t n) {
        std::vector<RecordId> out;
        for (std::size_t i = 0; i < n; ++i) out.push_back(trust.id<RecordId>());
        return out;
    }

    TemporaryFolder folder;
    Trust trust;
    Colleague ann;
    ScopeId scope;
    Position at;
    std::unique_ptr<Store> store;
};

TEST_F(StoreTest, AcceptsACommitAtTheNextPlace) {
    const auto verdicts = push({trust.write(ann, scope, records(3), at)});

    ASSERT_EQ(verdicts.size(), 1U);
    EXPECT_EQ(verdicts[0].verdict, Verdict::accepted);
    EXPECT_EQ(verdicts[0].code, Errc::ok);
    EXPECT_EQ(verdicts[0].seq, Seq{4});  // after create, member, epoch
    EXPECT_EQ(verdicts[0].watermark, Seq{4});
    EXPECT_EQ(count("SELECT COUNT(*) FROM record"), 3);
}

TEST_F(StoreTest, HasOnTheDiskWhatItFindsInTheJournalOfAKilledProcess) {
    push({trust.write(ann, scope, records(1), at)});
    const TemporaryFolder left;
    const auto file = store_file(folder.path());
    for (const char* part : {"", "-wal"})
        std::filesystem::copy_file(file.string() + part, store_file(left.path()).string() + part);
    const auto journal = store_file(left.path()).string() + "-wal";
    ASSERT_GT(std::filesystem::file_size(journal), 0U);

    const auto found = Store::open(store_file(left.path()), StoreLimits{});

    ASSERT_TRUE(found);
    EXPECT_EQ(std::filesystem::file_size(journal), 0U) << "before anything is written";
}

TEST_F(StoreTest, AnswersAHundredRepeatsWithOneEffect) {
    const auto commit = trust.write(ann, scope, records(2), at);
    const auto first = push({commit});
    const std::int64_t rows = count("SELECT COUNT(*) FROM log");

    for (int i = 0; i < 100; ++i) {
        if (i % 25 == 0) reopen();
        const auto again = push({commit});
        ASSERT_EQ(again.at(0).seq, first.at(0).seq);
        ASSERT_EQ(again.at(0).code, Errc::ok);
    }

    EXPECT_EQ(count("SELECT COUNT(*) FROM log"), rows);
}

TEST_F(StoreTest, RefusesAnotherCommitUnderTheSameCounter) {
    Position other = at;
    push({trust.write(ann, scope, records(1), at)});

    const auto verdicts = push({trust.write(ann, scope, records(1), other)});

    EXPECT_EQ(verdicts.at(0).code, Errc::replica_fork);
    EXPECT_EQ(verdicts.at(0).seq, Seq{0});
    EXPECT_EQ(count("SELECT COUNT(*) FROM record"), 1);
}

TEST_F(StoreTest, AsksAgainWhenACommitIsMissing) {
    const auto first = trust.write(ann, scope, records(1), at);
    const auto second = trust.write(ann, scope, records(1), at);

    EXPECT_EQ(push({second}).at(0).code, Errc::counter_gap);
    const auto both = push({first, second});
    EXPECT_EQ(both.at(0).code, Errc::ok);
    EXPECT_EQ(both.at(1).code, Errc::ok);
    EXPECT_EQ(number(both.at(1).seq), number(both.at(0).seq) + 1);
}

TEST_F(StoreTest, SaysTheSameForAnUnknownScope) {
    const auto elsewhere = trust.id<ScopeId>();
    Position there;
    const auto commit = trust.write(ann, elsewhere, records(1), there);

    WriteGroup group(*store, start);
    const auto verdicts = group.judge(prepared(push_of(elsewhere, {commit}), trust.org()));
    group.commit();

    EXPECT_EQ(verdicts.at(0).code, Errc::unknown_scope);
    EXPECT_EQ(count("SELECT COUNT(*) FROM scope"), 1);
}

TEST_F(StoreTest, KeepsOnlyTheHeaderOfARejectedCommit) {
    commit::Commit commit = trust.write(ann, scope, records(1), at);
    commit.header.base.seq = Seq{99};  // a history that is not here
    commit::seal_header(commit, ann.key);

    EXPECT_EQ(push({commit}).at(0).code, Errc::base_unknown);

    EXPECT_EQ(count("SELECT COUNT(*) FROM record"), 0);
    const auto header = static_cast<std::int64_t>(commit::encode(commit.header).size());
    EXPECT_EQ(count("SELECT LENGTH(content) FROM log WHERE verdict = 2"), header + 64);
}

TEST_F(StoreTest, QuarantinesWorkBasedBeforeARemoval) {
    at.base.seq = Seq{3};
    at.base.generation = store->generation();
    {
        Database database(store_file(folder.path()), OpenMode::read);
        Statement select(database, "SELECT chain FROM scope");
        Rows row = select.query();
        ASSERT_TRUE(row.next());
        at.base.chain = commit::chain_prefix(row->hash(0));
    }
    ASSERT_TRUE(put(trust.change(scope, {Trust::remove(ann.person)})));

    const auto verdicts = push({trust.write(ann, scope, records(1), at)});

    EXPECT_EQ(verdicts.at(0).verdict, Verdict::quarantined);
    EXPECT_EQ(verdicts.at(0).code, Errc::removed_member);
    EXPECT_EQ(count("SELECT COUNT(*) FROM record"), 0);
}

TEST_F(StoreTest, LetsTheFirstOfTwoMembershipChangesWin) {
    const auto end = trust.log_end(scope);
    const auto first = trust.change(scope, {Trust::admit(trust.hire().person)});
    trust.log_end(scope) = end;
    const auto second = trust.change(scope, {Trust::admit(trust.hire().person)});

    EXPECT_TRUE(put(first));
    const auto late = put(second);

    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Errc::scope_log_moved);
    EXPECT_EQ(count("SELECT COUNT(*) FROM member"), 2);
}

TEST_F(StoreTest, PutsEntriesWholeOrNotAtAll) {
    const auto before = count("SELECT COUNT(*) FROM log");
    const Colleague bob = trust.hire();
    auto body = Trust::admit(bob.person);
    wire::LogPut half = trust.change(scope, {body, Trust::remove(trust.id<PersonId>())});

    const auto result = put(half);

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::scope_log_invalid);
    EXPECT_EQ(count("SELECT COUNT(*) FROM log"), before);
    EXPECT_EQ(count("SELECT COUNT(*) FROM member"), 1);
}

TEST_F(StoreTest, RefusesEnvelopesThatAreNotTheSignedOnes) {
    const auto other = trust.id<ScopeId>();
    wire::LogPut founding = trust.found_scope(other, ann);
    wire::LogPut without_reader = founding;
    without_reader.recipients.clear();
    wire::LogPut swapped = founding;
    swapped.envelopes[0].envelope[0] ^= 1;

    EXPECT_EQ(put(without_reader).error().code, Errc::scope_log_invalid);
    EXPECT_EQ(put(swapped).error().code, Errc::scope_log_invalid);
    EXPECT_TRUE(put(founding));
}

TEST_F(StoreTest, UndoesAGroupThatIsNotCommitted) {
    const auto commit = trust.write(ann, scope, records(1), at);
    const auto elsewhere = trust.id<ScopeId>();
    const auto founding = trust.found_scope(elsewhere, ann);
    {
        WriteGroup group(*store, start);
        group.judge(prepared(push_of(scope, {commit}), trust.org()));
        ASSERT_TRUE(group.put_log(founding));
    }

    EXPECT_EQ(count("SELECT COUNT(*) FROM record"), 0);
    EXPECT_TRUE(put(founding));  // the memory was undone as well
    EXPECT_EQ(push({commit}).at(0).seq, Seq{4});
}

TEST_F(StoreTest, NeverGoesBackInTime) {
    push({trust.write(ann, scope, records(1), at)}, start + std::chrono::hours(1));
    push({trust.write(ann, scope, records(1), at)}, start);

    EXPECT_EQ(count("SELECT COUNT(*) FROM log a JOIN log b ON b.seq = a.seq + 1 "
                    "WHERE b.time_max < a.time_max"),
              0);
    EXPECT_EQ(count("SELECT server_now FROM organisation"), (start + std::chrono::hours(1)).ms);
}

TEST_F(StoreTest, ChainOfTheTableLeadsToTheHead) {
    for (int i = 0; i < 20; ++i) push({trust.write(ann, scope, records(2), at)});
    ASSERT_TRUE(put(trust.change(scope, {Trust::admit(trust.hire().person)})));
    push({trust.write(ann, scope, records(2), at)});

    Database database(store_file(folder.path()), OpenMode::read);
    Statement select(database,
                     "SELECT seq, what, replica, counter, verdict, effective_base, t_eff, chain "
                     "FROM log ORDER BY seq");
    crypto::Hash chain{};
    std::uint64_t seq = 0;
    Rows row = select.query();
    while (row.next()) {
        const commit::Link link{row->code<Seq>(0),
                                row->hash(1),
                                {row->id<ReplicaId>(2), row->code<Counter>(3)},
                                row->code<Verdict>(4),
                                row->code<Seq>(5),
                                row->code<HlcTime>(6)};
        ASSERT_EQ(number(link.seq), ++seq);
        chain = commit::chain_next(chain, link);
        ASSERT_EQ(chain, row->hash(7));
    }
    Statement head(database, "SELECT head, chain FROM scope");
    Rows end = head.query();
    ASSERT_TRUE(end.next());
    EXPECT_EQ(number(end->code<Seq>(0)), 25U);
    EXPECT_EQ(seq, 25U);
    EXPECT_EQ(end->hash(1), chain);
}

TEST_F(StoreTest, SurvivesAKillBetweenCommitAndAnswer) {
    const auto commit = trust.write(ann, scope, records(5), at);
    store.reset();
    for (const bool commits : {false, true}) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            auto mine = Store::open(store_file(folder.path())).value();
            WriteGroup group(*mine, start);
            group.judge(prepared(push_of(scope, {commit}), trust.org()));
            if (commits) group.commit();
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status));
        EXPECT_EQ(count("SELECT COUNT(*) FROM record"), commits ? 5 : 0);
    }

    reopen();
    const auto verdicts = push({commit});

    EXPECT_EQ(verdicts.at(0).seq, Seq{4});
    EXPECT_EQ(verdicts.at(0).code, Errc::ok);
    EXPECT_EQ(count("SELECT COUNT(*) FROM log"), 4);
}

TEST_F(StoreTest, TakesNothingWhenItsSpaceIsUsedUpAndGoesOnLater) {
    const auto small = trust.write(ann, scope, records(1), at);
    Position later = at;
    const auto large = trust.write(ann, scope, records(50), later, 9, 8000);
    store.reset();
    store = open_store(folder.path(), trust, {.bytes_max = 256 * 1024});
    push({small});

    try {
        push({large});
        FAIL() << "took more than it may";
    } catch (const SqliteFailure& failure) {
        EXPECT_EQ(failure.kind(), FailureKind::disk_full);
    }

    EXPECT_EQ(push({small}).at(0).seq, Seq{4});
    store.reset();
    store = open_store(folder.path(), trust);
    EXPECT_EQ(push({large}).at(0).seq, Seq{5});
}

TEST_F(StoreTest, NamesADamagedFile) {
    push({trust.write(ann, scope, records(50), at)});
    store.reset();
    const auto file = store_file(folder.path());
    {
        std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
        const std::string zeros(4096, '\0');
        for (std::uintmax_t page = 4; page * 4096 < std::filesystem::file_size(file); ++page) {
            bytes.seekp(static_cast<std::streamoff>(page * 4096));
            bytes.write(zeros.data(), 4096);
        }
    }

    const auto opened = Store::open(file);

    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::corrupt);
}

}  // namespace
}  // namespace sanderling::server
