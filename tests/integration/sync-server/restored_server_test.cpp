// What devices bring a restored server (docs/protocol.md §5.9): bodies of what it was brought as a
// stub, and members of before and after.
#include "core/wire/packed_commit.hpp"
#include "sync-server/store/backup.hpp"
#include "sync-server/store/feed_reader.hpp"
#include "tests/integration/sync-server/trust.hpp"

#include <gtest/gtest.h>

namespace sanderling::server {
namespace {

using namespace testing;  // the small organisation, not GoogleTest's

class RestoredServerTest : public ::testing::Test {
  protected:
    RestoredServerTest() : ann(trust.hire()), scope(trust.id<ScopeId>()) {}

    void SetUp() override {
        lost = open_store(before.path(), trust);
        {
            WriteGroup group(*lost, start);
            ASSERT_TRUE(group.put_log(trust.found_scope(scope, ann)));
            group.commit();
        }
        const auto copy = before.path() / "copy";
        ASSERT_TRUE(copy_store(store_file(before.path()), copy, {}));
        crypto::SystemRandom random;
        ASSERT_TRUE(restore_store(copy, store_file(after.path()), "copy", start, random));
        restored = Store::open(store_file(after.path())).value();
    }
    wire::Data lost_items() {
        auto reader = FeedReader::open(store_file(before.path())).value();
        sync::server::ReadPage wish{{.scope = scope}, ann.person, ann.replica, 1 << 20};
        const auto read = reader->page(wish, start);
        return std::get<sync::server::Page>(read.outcome).data;
    }
    /// What follows the backup's head.
    wire::Offer offer_of_lost() {
        Database database(store_file(after.path()), OpenMode::read);
        Statement head(database, "SELECT head, chain FROM scope");
        Rows row = head.query();
        EXPECT_TRUE(row.next());
        const auto known = static_cast<std::ptrdiff_t>(row->integer(0));
        const auto items = lost_items().items;
        return {.scope = scope,
                .generation = lost->generation(),
                .first = Seq{static_cast<std::uint64_t>(known) + 1},
                .chain = row->hash(1),
                .items = {items.begin() + known, items.end()}};
    }
    /// The one commit that was lost, in this form.
    wire::Offer offer_of(const commit::Commit& commit) {
        wire::Offer offer = offer_of_lost();
        offer.items.at(0).content = wire::pack(commit);
        return offer;
    }
    /// Accepted by the server that is lost.
    void lose(const commit::Commit& commit) {
        WriteGroup group(*lost, start);
        group.judge(prepared(push_of(scope, {commit}), trust.org()));
        group.commit();
    }
    Moves give(const wire::Offer& offer) {
        WriteGroup group(*restored, start);
        EXPECT_EQ(group.take_offer(offer).standing, wire::OfferStanding::continues);
        return group.commit();
    }
    Moves push(const commit::Commit& commit) {
        WriteGroup group(*restored, start);
        const auto verdicts = group.judge(prepared(push_of(scope, {commit}), trust.org()));
        EXPECT_EQ(verdicts.at(0).verdict, commit::Verdict::accepted);
        return group.commit();
    }
    /// Of the last item, as a device receives it.
    std::vector<bool> bodies() {
        auto reader = FeedReader::open(store_file(after.path())).value();
        sync::server::ReadPage wish{{.scope = scope}, ann.person, ann.replica, 1 << 20};
        const auto read = reader->page(wish, start);
        const auto& items = std::get<sync::server::Page>(read.outcome).data.items;
        std::vector<bool> out;
        for (const auto& patch :
             wire::unpack(items.back().content, trust.org(), scope).value().patches)
            out.push_back(patch.ciphertext.has_value());
        return out;
    }
    commit::Commit thin(commit::Commit commit) {
        for (commit::Patch& patch : commit.patches) patch.drop_body();
        return commit;
    }

    TemporaryFolder before;
    TemporaryFolder after;
    Trust trust;
    Colleague ann;
    ScopeId scope;
    std::unique_ptr<Store> lost;
    std::unique_ptr<Store> restored;
};

TEST_F(RestoredServerTest, ASecondOfferFillsWhatTheFirstHadAsStubs) {
    Position at;
    const auto commit = trust.write(ann, scope, {trust.id<RecordId>(), trust.id<RecordId>()}, at);
    lose(commit);
    const auto whole = offer_of(commit);
    give(offer_of(thin(commit)));
    ASSERT_EQ(bodies(), (std::vector<bool>{false, false}));

    EXPECT_TRUE(give(whole).scopes.contains(scope)) << "devices are told that there is more";

    EXPECT_EQ(bodies(), (std::vector<bool>{true, true}));
    EXPECT_FALSE(give(whole).scopes.contains(scope)) << "there is nothing to add";
}

TEST_F(RestoredServerTest, ItsAuthorPushingAgainFillsIt) {
    Position at;
    const RecordId record = trust.id<RecordId>();
    const auto first = trust.write(ann, scope, {record, trust.id<RecordId>()}, at);
    lose(first);
    give(offer_of(thin(first)));

    EXPECT_TRUE(push(first).scopes.contains(scope));

    EXPECT_EQ(bodies(), (std::vector<bool>{true, true}));
}

TEST_F(RestoredServerTest, BodiesOfWhatIsSupersededAreNotTaken) {
    Position at;
    const RecordId record = trust.id<RecordId>();
    const auto first = trust.write(ann, scope, {record, trust.id<RecordId>()}, at);
    lose(first);
    give(offer_of(thin(first)));
    push(trust.write(ann, scope, {record}, at));

    push(first);

    Database database(store_file(after.path()), OpenMode::read);
    Statement content(database, "SELECT content FROM log WHERE verdict = 1 ORDER BY seq");
    Rows row = content.query();
    ASSERT_TRUE(row.next());
    const auto stored = wire::unpack(row->blob(0), trust.org(), scope).value();
    EXPECT_FALSE(stored.patches.at(0).ciphertext);
    EXPECT_TRUE(stored.patches.at(1).ciphertext);
}

TEST_F(RestoredServerTest, WhoCameAndWentInTheLostPartIsToldThatItEnded) {
    const Colleague bob = trust.hire();
    const Colleague stranger = trust.hire();
    for (const auto& body : {Trust::admit(bob.person), Trust::remove(bob.person)}) {
        WriteGroup group(*lost, start);
        ASSERT_TRUE(group.put_log(trust.change(scope, {body})));
        group.commit();
    }

    give(offer_of_lost());

    auto reader = FeedReader::open(store_file(after.path())).value();
    const auto answer = [&](const Colleague& who) {
        return reader->page({{.scope = scope}, who.person, who.replica, 1 << 20}, start).outcome;
    };
    EXPECT_TRUE(std::holds_alternative<wire::Revoked>(answer(bob)));
    EXPECT_FALSE(std::holds_alternative<wire::Revoked>(answer(stranger))) << "and nobody else";
}

}  // namespace
}  // namespace sanderling::server
