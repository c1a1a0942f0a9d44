// A purge in the server's files: what it names is not in them any more, what the chain needs is
// (docs/protocol.md §5.13).
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "sync-server/store/feed_reader.hpp"
#include "tests/integration/sync-server/trust.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace sanderling::server {
namespace {

using commit::Verdict;
using scope_log::Purge;
using scope_log::PurgeReason;
using scope_log::PurgeTarget;
using namespace testing;  // the small organisation, not GoogleTest's

class ServerPurgeTest : public ::testing::Test {
  protected:
    ServerPurgeTest()
        : ann(trust.hire()),
          bob(trust.hire()),
          scope(trust.id<ScopeId>()),
          gone(trust.id<RecordId>()),
          kept(trust.id<RecordId>()) {}

    void SetUp() override {
        store = open_store(folder.path(), trust);
        reader = FeedReader::open(store_file(folder.path())).value();
        put(trust.found_scope(scope, ann));
        put(trust.change(scope, {Trust::admit(bob.person)}));
    }
    void put(const wire::LogPut& put) {
        WriteGroup group(*store, start);
        ASSERT_TRUE(group.put_log(put));
        group.commit();
    }
    void purge_gone() {
        put(trust.change(scope, {Purge{PurgeTarget::records, PurgeReason::request, {gone}}}));
    }
    void purge_scope() {
        put(trust.change(scope, {Purge{PurgeTarget::scope, PurgeReason::retention, {}}}));
    }
    wire::CommitVerdict push(const commit::Commit& commit) {
        WriteGroup group(*store, start);
        const auto verdicts = group.judge(prepared(push_of(scope, {commit}), trust.org()));
        group.commit();
        return verdicts.at(0);
    }
    commit::Commit write(const std::vector<RecordId>& records) {
        auto commit = trust.write(ann, scope, records, at);
        EXPECT_EQ(push(commit).code, Errc::ok);
        return commit;
    }
    sync::server::PageRead read(const Colleague& who) {
        return reader->page({{.scope = scope}, who.person, {}, 1 << 20}, start);
    }
    std::int64_t count(const char* sql) {
        Database database(store_file(folder.path()), OpenMode::read);
        Statement statement(database, sql);
        Rows row = statement.query();
        return row.next() ? row->integer(0) : -1;
    }
    /// In any file of the store, the write-ahead log among them. A part of the body, since pages
    /// may cut it anywhere.
    bool is_in_files(const commit::Patch& patch) const {
        const ByteView body = *patch.ciphertext;
        const ByteView part = body.subspan(body.size() / 2, 24);
        for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
            std::ifstream in(file.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
            if (std::search(begin, begin + bytes.size(), part.begin(), part.end()) !=
                begin + bytes.size())
                return true;
        }
        return false;
    }

    TemporaryFolder folder;
    Trust trust;
    Colleague ann;
    Colleague bob;
    ScopeId scope;
    RecordId gone;
    RecordId kept;
    Position at;
    std::unique_ptr<Store> store;
    std::unique_ptr<FeedReader> reader;
};

TEST_F(ServerPurgeTest, TheBodiesOfARecordAreInNoFileAnyMore) {
    const auto older = write({gone, kept});
    const auto newer = write({gone});
    ASSERT_TRUE(is_in_files(older.patches[0]));  // the control
    ASSERT_TRUE(is_in_files(newer.patches[0]));

    purge_gone();

    EXPECT_FALSE(is_in_files(older.patches[0]));
    EXPECT_FALSE(is_in_files(newer.patches[0]));
    EXPECT_TRUE(is_in_files(older.patches[1]));
    EXPECT_EQ(count("SELECT COUNT(*) FROM record"), 1);
}

TEST_F(ServerPurgeTest, WorkThatWaitedForADecisionLosesItsBodiesToo) {
    write({kept});
    Position bobs;
    bobs.base.seq = Seq{4};
    bobs.base.generation = store->generation();
    {
        Database database(store_file(folder.path()), OpenMode::read);
        Statement select(database, "SELECT chain FROM log WHERE seq = 4");
        Rows row = select.query();
        ASSERT_TRUE(row.next());
        bobs.base.chain = commit::chain_prefix(row->hash(0));
    }
    put(trust.change(scope, {Trust::remove(bob.person)}));
    const auto late = trust.write(bob, scope, {gone}, bobs);
    ASSERT_EQ(push(late).verdict, Verdict::quarantined);
    ASSERT_TRUE(is_in_files(late.patches[0]));

    purge_gone();

    EXPECT_FALSE(is_in_files(late.patches[0]));
    EXPECT_EQ(push(late).verdict, Verdict::quarantined);  // verdicts are final
}

TEST_F(ServerPurgeTest, LaterDevicesCanFollowTheLog) {
    const auto commit = write({gone, kept});
    write({gone});
    purge_gone();

    const auto page = std::get<sync::server::Page>(read(bob).outcome);

    ASSERT_EQ(page.data.items.size(), 7U);
    const auto sent = wire::unpack(page.data.items[4].content, trust.org(), scope).value();
    EXPECT_EQ(commit::commit_hash(sent.header), commit::commit_hash(commit.header));
    EXPECT_TRUE(commit::check_leaves(sent));
    EXPECT_FALSE(sent.patches[0].ciphertext.has_value());
    EXPECT_TRUE(sent.patches[1].ciphertext.has_value());
    merge::Digest rest;
    Database database(store_file(folder.path()), OpenMode::read);
    Statement select(database, "SELECT state FROM record");
    Rows row = select.query();
    ASSERT_TRUE(row.next());
    merge::decode_record_state(row->blob(0)).value().count(kept, rest);
    EXPECT_EQ(page.checkpoint->digest, rest);
}

TEST_F(ServerPurgeTest, RetentionTakesTheHeadersLater) {
    write({gone});
    purge_gone();
    WriteGroup group(*store, start);

    const Trimmed trimmed = group.trim(start + std::chrono::hours(1), 100);
    group.commit();

    EXPECT_EQ(trimmed.commits, 1U);
    EXPECT_EQ(count("SELECT seq FROM floor"), 5);
}

TEST_F(ServerPurgeTest, NothingOfAPurgedScopeIsLeftButItsScopeLog) {
    const auto commit = write({gone, kept});
    purge_scope();

    EXPECT_FALSE(is_in_files(commit.patches[0]));
    EXPECT_FALSE(is_in_files(commit.patches[1]));
    EXPECT_EQ(count("SELECT COUNT(*) FROM record"), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM directory WHERE kind = 3"), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM member WHERE is_member = 1"), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM log WHERE verdict IN (1, 3) "
                    "AND substr(content, 1, 1) <> x'02'"),
              0);
    EXPECT_EQ(count("SELECT records FROM scope"), 0);
}

TEST_F(ServerPurgeTest, OfAPurgedScopeEveryMemberIsToldThePurge) {
    write({kept});
    purge_scope();

    for (const Colleague* who : {&ann, &bob}) {
        const auto answer = std::get<wire::Revoked>(read(*who).outcome);
        ASSERT_FALSE(answer.entries.empty());
        const auto last = scope_log::decode_entry(answer.entries.back().entry).value();
        EXPECT_TRUE(std::holds_alternative<Purge>(last.entry.body));
    }
}

TEST_F(ServerPurgeTest, APurgedScopeAnswersEveryPushTheSameAlsoAfterARestart) {
    write({kept});
    const auto unsent = trust.write(ann, scope, {kept}, at);
    purge_scope();

    const auto first = push(unsent);
    store.reset();
    store = open_store(folder.path(), trust);
    const auto again = push(unsent);

    EXPECT_EQ(first.code, Errc::purged);
    EXPECT_EQ(first.verdict, Verdict::rejected);
    EXPECT_EQ(again.code, Errc::purged);
    EXPECT_EQ(again.seq, first.seq);
    EXPECT_EQ(count("SELECT COUNT(*) FROM record"), 0);
}

TEST_F(ServerPurgeTest, AGroupThatIsUndoneHasPurgedNothing) {
    const auto commit = write({gone});
    {
        WriteGroup group(*store, start);
        ASSERT_TRUE(group.put_log(
            trust.change(scope, {Purge{PurgeTarget::records, PurgeReason::request, {gone}}})));
    }

    EXPECT_TRUE(is_in_files(commit.patches[0]));
    EXPECT_EQ(push(trust.write(ann, scope, {gone}, at)).code, Errc::ok);
}

}  // namespace
}  // namespace sanderling::server
