// The history of a record from the real store: what it still has, and what it says of the rest.
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "sync-server/store/feed_reader.hpp"
#include "tests/integration/sync-server/trust.hpp"

#include <gtest/gtest.h>

namespace sanderling::server {
namespace {

using namespace testing;  // the small organisation, not GoogleTest's

class FeedHistoryTest : public ::testing::Test {
  protected:
    FeedHistoryTest() : ann(trust.hire()), bob(trust.hire()), scope(trust.id<ScopeId>()) {}

    void SetUp() override {
        open();
        put(trust.found_scope(scope, ann));
    }
    void open() {
        reader.reset();
        store.reset();
        if (std::filesystem::exists(store_file(folder.path())))
            store = Store::open(store_file(folder.path())).value();
        else
            store = open_store(folder.path(), trust);
        reader = FeedReader::open(store_file(folder.path())).value();
    }
    void put(const wire::LogPut& put) {
        WriteGroup group(*store, start);
        ASSERT_TRUE(group.put_log(put));
        group.commit();
    }
    /// Its place.
    Seq push(const std::vector<RecordId>& records, std::size_t paths = 9) {
        auto commit = trust.write(ann, scope, records, at, paths);
        WriteGroup group(*store, start);
        const auto verdicts = group.judge(prepared(push_of(scope, {commit}), trust.org()));
        group.commit();
        EXPECT_EQ(verdicts.at(0).code, Errc::ok);
        newest = commit;
        return verdicts.at(0).seq;
    }
    void trim() {
        WriteGroup group(*store, start);
        group.trim(start + std::chrono::hours(1), 100);
        group.commit();
    }
    /// As somebody who is at the head.
    wire::HistoryGet question() {
        const auto page = std::get<sync::server::Page>(
            reader->page({{.scope = scope}, ann.person, ann.replica, 1 << 20}, start).outcome);
        return {.request = 7,
                .scope = scope,
                .at = page.checkpoint->seq,
                .chain = commit::chain_prefix(page.checkpoint->chain),
                .record = record,
                .before = Seq{number(page.checkpoint->seq) + 1},
                .limit = 100};
    }
    wire::History ask(const wire::HistoryGet& get, std::size_t bytes = 1 << 20) {
        return reader->history({get, ann.person, bytes}, start);
    }
    static std::vector<Seq> places(const wire::History& page) {
        std::vector<Seq> out;
        for (const wire::PastCommit& commit : page.commits) out.push_back(commit.seq);
        return out;
    }
    commit::Commit commit_of(const wire::PastCommit& past) {
        return wire::unpack(past.content, trust.org(), scope).value();
    }

    TemporaryFolder folder;
    Trust trust;
    Colleague ann;
    Colleague bob;
    ScopeId scope;
    RecordId record = trust.id<RecordId>();
    RecordId other = trust.id<RecordId>();
    Position at;
    commit::Commit newest{};
    std::unique_ptr<Store> store;
    std::unique_ptr<FeedReader> reader;
};

TEST_F(FeedHistoryTest, HasEveryCommitThatTouchedTheRecordTheNewestFirst) {
    const Seq first = push({record});
    push({other});
    const Seq second = push({record, other}, 4);  // the first is still live on other paths
    const Seq third = push({record});

    const wire::History page = ask(question());

    EXPECT_EQ(page.code, Errc::ok);
    EXPECT_EQ(page.request, 7U);
    EXPECT_EQ(places(page), (std::vector{third, second, first}));
    EXPECT_EQ(page.next, Seq{0});
    EXPECT_EQ(page.unknown_until, Seq{0});
    EXPECT_EQ(commit_of(page.commits[0]), newest);
    const auto both = commit_of(page.commits[1]);
    for (const commit::Patch& patch : both.patches)
        EXPECT_EQ(patch.ciphertext.has_value(), patch.record == record);
}

TEST_F(FeedHistoryTest, GoesOnWhereAPageEnds) {
    std::vector<Seq> all;
    for (int i = 0; i < 5; ++i) all.insert(all.begin(), push({record}));
    wire::HistoryGet get = question();
    get.limit = 2;

    std::vector<Seq> seen;
    int pages = 0;
    for (wire::History page = ask(get);; page = ask(get)) {
        ++pages;
        for (const Seq seq : places(page)) seen.push_back(seq);
        if (page.next == Seq{0}) break;
        get.before = page.next;
    }

    EXPECT_EQ(seen, all);
    EXPECT_EQ(pages, 3);
    get.limit = 100;
    get.before = Seq{number(get.at) + 1};
    EXPECT_EQ(ask(get, 100).commits.size(), 1U);
}

TEST_F(FeedHistoryTest, OfOnePathItHasOnlyItsWrites) {
    const Seq first = push({record}, 9);
    push({record}, 1);
    wire::HistoryGet get = question();
    get.token = newest.patches[0].paths[0].token;
    const auto all = commit_of(ask(question()).commits.back()).patches[0].paths;
    const auto only = std::find_if(all.begin(), all.end(),
                                   [&](const auto& path) { return path.token != get.token; });
    ASSERT_NE(only, all.end());

    EXPECT_EQ(ask(get).commits.size(), 2U);
    get.token = only->token;
    EXPECT_EQ(places(ask(get)), std::vector{first});
}

TEST_F(FeedHistoryTest, SaysOfDroppedCommitsThatTheyTouchedTheRecord) {
    const Seq gone = push({record});
    const Seq half = push({record, other});
    const Seq live = push({record});
    trim();

    const wire::History page = ask(question());

    ASSERT_EQ(places(page), (std::vector{live, half, gone}));
    EXPECT_TRUE(wire::is_remnant(page.commits[2].content));
    for (const commit::Patch& patch : commit_of(page.commits[1]).patches)
        EXPECT_FALSE(patch.ciphertext);
    EXPECT_EQ(page.unknown_until, Seq{0});
}

TEST_F(FeedHistoryTest, AStoreOfAnEarlierProgramLearnsItFromTheLog) {
    const Seq gone = push({record});
    push({record});
    trim();
    const Seq half = push({record, other});
    const Seq live = push({record});
    store.reset();
    reader.reset();
    {
        Database database(store_file(folder.path()), OpenMode::write);
        database.execute("DROP TABLE record_past");
    }

    open();

    const wire::History page = ask(question());
    EXPECT_EQ(places(page), (std::vector{live, half, Seq{number(half) - 1}}));
    EXPECT_EQ(page.unknown_until, gone) << "what it touched is not known any more";
}

TEST_F(FeedHistoryTest, IsNobodyElsesBusiness) {
    push({record});
    const wire::HistoryGet get = question();

    EXPECT_EQ(reader->history({get, bob.person, 1000}, start).code, Errc::unknown_scope);
    put(trust.change(scope, {Trust::admit(bob.person)}));
    EXPECT_EQ(reader->history({get, bob.person, 1000}, start).code, Errc::ok);
    put(trust.change(scope, {Trust::remove(bob.person)}));
    EXPECT_EQ(reader->history({get, bob.person, 1000}, start).code, Errc::unknown_scope);
}

TEST_F(FeedHistoryTest, IsAskedFromAPlaceInThisHistory) {
    push({record});
    wire::HistoryGet other_chain = question();
    other_chain.chain[0] ^= 1U;
    wire::HistoryGet to_come = question();
    to_come.before = Seq{number(to_come.at) + 2};
    wire::HistoryGet of_nothing = question();
    of_nothing.limit = 0;

    EXPECT_EQ(ask(other_chain).code, Errc::base_unknown);
    EXPECT_EQ(ask(to_come).code, Errc::malformed);
    EXPECT_EQ(ask(of_nothing).code, Errc::malformed);
}

}  // namespace
}  // namespace sanderling::server
