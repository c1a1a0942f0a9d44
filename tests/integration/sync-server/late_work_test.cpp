// Quarantined work in the real store: whom it is shown to, what becomes of it, and how long it is
// kept (docs/protocol.md §5.14).
#include "core/wire/accepted_work.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "sync-server/store/feed_reader.hpp"
#include "tests/integration/sync-server/trust.hpp"

#include <gtest/gtest.h>

namespace sanderling::server {
namespace {

using commit::Verdict;
using scope_log::Decide;
using scope_log::Decision;
using sync::server::Page;
using namespace testing;  // the small organisation, not GoogleTest's

constexpr scope_log::Role writer{1};
constexpr scope_log::Role reviewer{3};

class LateWorkStoreTest : public ::testing::Test {
  protected:
    void SetUp() override {
        store = open_store(folder.path(), trust);
        reader = FeedReader::open(store_file(folder.path())).value();
        using scope_log::Right;
        scope_log::Policy policy;
        policy.roles = {{writer, 0, Right::read | Right::write},
                        {scope_log::Role{2}, 0, scope_log::Rights{number(Right::read)}},
                        {reviewer, 0, Right::read | Right::decide_quarantine}};
        must_put(trust.found_scope(scope, ann));
        must_put(trust.change(
            scope,
            {policy, Trust::admit(bob.person),
             scope_log::SetMember{scope_log::Principal::of(rita.person), reviewer, {}, {}}}));
        push(bob, bob_at);
        const Page now = page(bob);
        ann_at.base = {store->generation(), now.checkpoint->seq, now.chain};
        first = trust.write(ann, scope, {record}, ann_at);
        second = trust.write(ann, scope, {trust.id<RecordId>()}, ann_at);
        must_put(trust.change(scope, {Trust::remove(ann.person)}));
        EXPECT_EQ(judge(*first).verdict, Verdict::quarantined);
        EXPECT_EQ(judge(*second).verdict, Verdict::quarantined);
    }

    Result<void> put(const wire::LogPut& put) {
        WriteGroup group(*store, start);
        auto result = group.put_log(put);
        group.commit();
        return result;
    }
    void must_put(const wire::LogPut& entries) {
        const auto done = put(entries);
        ASSERT_TRUE(done) << done.error().message();
    }
    wire::CommitVerdict judge(const commit::Commit& c) {
        WriteGroup group(*store, start);
        const auto verdicts = group.judge(prepared(push_of(scope, {c}), trust.org()));
        group.commit();
        return verdicts.at(0);
    }
    commit::Commit push(const Colleague& author, Position& at) {
        auto c = trust.write(author, scope, {record}, at);
        EXPECT_EQ(judge(c).code, Errc::ok);
        return c;
    }
    Page page(const Colleague& who) {
        return std::get<Page>(
            reader->page({{.scope = scope}, who.person, who.replica, 1 << 20}, start).outcome);
    }
    std::vector<wire::LiveCommit> late(const Colleague& who) {
        const auto read = reader->late({{.scope = scope}, who.person, 1 << 20}, start);
        return std::get<wire::Quarantine>(read.outcome).works;
    }
    Decide decision(std::size_t at, Decision what) {
        const wire::LiveCommit work = late(rita).at(at);
        const auto c = wire::unpack(work.packed, trust.org(), scope).value();
        return {.decision = what,
                .seq = work.seq,
                .commit = commit::commit_hash(c.header),
                .t_eff = work.t_eff};
    }
    wire::Decisions decided(const Colleague& who, const commit::Commit& c) {
        const auto read = reader->decisions({{{{scope, c.header.dot()}}}, who.device});
        return std::get<wire::Decisions>(read.outcome);
    }

    TemporaryFolder folder;
    Trust trust;
    Colleague ann = trust.hire();
    Colleague bob = trust.hire();
    Colleague rita = trust.hire();
    ScopeId scope = trust.id<ScopeId>();
    RecordId record = trust.id<RecordId>();
    Position ann_at;
    Position bob_at;
    std::optional<commit::Commit> first;
    std::optional<commit::Commit> second;
    std::unique_ptr<Store> store;
    std::unique_ptr<FeedReader> reader;
};

TEST_F(LateWorkStoreTest, IsShownWholeToWhoMayDecideAndToNobodyElse) {
    const auto works = late(rita);

    ASSERT_EQ(works.size(), 2U);
    EXPECT_EQ(wire::unpack(works[0].packed, trust.org(), scope).value(), *first);
    EXPECT_TRUE(late(bob).empty());
    EXPECT_TRUE(late(ann).empty());
    const Page all = page(rita);
    const wire::FeedItem& item = all.data.items.at(number(works[0].seq) - 1);
    const auto stub = wire::unpack(item.content, trust.org(), scope).value();
    for (const commit::Patch& patch : stub.patches) EXPECT_FALSE(patch.ciphertext);
}

TEST_F(LateWorkStoreTest, ComesWithItsAcceptanceAndIsLiveFromThere) {
    const auto before = page(bob).checkpoint->digest;
    const Decide accept = decision(0, Decision::accept);

    must_put(trust.change(scope, {accept}));

    const Page all = page(bob);
    EXPECT_NE(all.checkpoint->digest, before);
    const auto accepted = wire::decode_accepted_work(all.data.items.back().content);
    ASSERT_TRUE(accepted);
    EXPECT_EQ(wire::unpack(accepted->work, trust.org(), scope).value(), *first);
    EXPECT_EQ(all.data.items.back().effective_base, first->header.base.seq);
    // The same from a store that was closed, and by records.
    store.reset();
    store = open_store(folder.path(), trust);
    wire::RecordsGet get{.scope = scope};
    get.buckets.fill(0xff);
    const auto read = reader->records({get, bob.person, 1 << 20}, start);
    const auto& records = std::get<wire::Records>(read.outcome);
    bool is_found = false;
    for (const wire::LiveCommit& at : records.commits)
        if (at.seq == all.checkpoint->seq) {
            is_found = true;
            EXPECT_EQ(at.t_eff, accept.t_eff);
            EXPECT_EQ(wire::unpack(at.packed, trust.org(), scope).value().header, first->header);
        }
    EXPECT_TRUE(is_found);
    EXPECT_EQ(late(rita).size(), 1U);
}

TEST_F(LateWorkStoreTest, AnswersItsAuthorWithTheDecisionForEver) {
    must_put(trust.change(scope, {decision(0, Decision::accept)}));
    const Seq accepted_at = page(bob).checkpoint->seq;
    must_put(trust.change(scope, {decision(0, Decision::refuse)}));
    store.reset();
    store = open_store(folder.path(), trust);

    EXPECT_EQ(judge(*first).verdict, Verdict::accepted);
    EXPECT_EQ(judge(*first).seq, accepted_at);
    EXPECT_EQ(judge(*second).verdict, Verdict::rejected);
    EXPECT_EQ(judge(*second).code, Errc::late_work_refused);
    ASSERT_EQ(decided(ann, *second).commits.size(), 1U);
    const auto entry = scope_log::decode_entry(decided(ann, *second).commits[0].entry).value();
    EXPECT_EQ(std::get<Decide>(entry.entry.body).decision, Decision::refuse);
    EXPECT_TRUE(decided(bob, *second).commits.empty()) << "not signed by this device";
}

TEST_F(LateWorkStoreTest, IsKeptUntilDecidedAndRefusedForTheRetention) {
    const auto trim = [&](Instant older_than) {
        WriteGroup group(*store, start);
        const Trimmed trimmed = group.trim(older_than, 100);
        group.commit();
        return trimmed;
    };
    const Instant later = start + std::chrono::hours(1);
    const auto chain = page(bob).chain;
    EXPECT_EQ(trim(later).commits, 0U) << "undecided work is never dropped";
    EXPECT_EQ(page(bob).chain, chain);

    must_put(trust.change(scope, {decision(1, Decision::refuse)}));
    must_put(trust.change(scope, {decision(0, Decision::accept)}));
    const Page whole = page(bob);
    EXPECT_EQ(trim(start).commits, 0U);
    EXPECT_EQ(trim(later).commits, 2U) << "the refused, and what the accepted replaced";

    const Page after = page(bob);
    EXPECT_EQ(after.chain, whole.chain);
    EXPECT_EQ(after.checkpoint->digest, whole.checkpoint->digest);
    EXPECT_EQ(after.data.items.back().content, whole.data.items.back().content)
        << "what was accepted is live";
    std::size_t remnants = 0;
    for (const wire::FeedItem& item : after.data.items)
        if (item.verdict == Verdict::quarantined && wire::is_remnant(item.content)) ++remnants;
    EXPECT_EQ(remnants, 1U);
    EXPECT_EQ(judge(*second).code, Errc::late_work_refused);
    EXPECT_EQ(decided(ann, *second).commits.size(), 1U);
}

TEST_F(LateWorkStoreTest, ReplacedLaterItsAcceptanceGoesOnWithARemnant) {
    must_put(trust.change(scope, {decision(0, Decision::accept)}));
    const Page now = page(bob);
    bob_at.base = {store->generation(), now.checkpoint->seq, now.chain};
    push(bob, bob_at);
    WriteGroup group(*store, start);
    EXPECT_GE(group.trim(start + std::chrono::hours(1), 100).commits, 1U);
    group.commit();

    const Page after = page(bob);
    const auto& item = after.data.items.at(number(now.checkpoint->seq) - 1);
    const auto accepted = wire::decode_accepted_work(item.content);
    ASSERT_TRUE(accepted);
    EXPECT_TRUE(wire::is_remnant(accepted->work));
}

TEST_F(LateWorkStoreTest, ADecisionStandsAloneInItsPut) {
    const auto end = trust.log_end(scope);
    const auto two = put(
        trust.change(scope, {decision(0, Decision::accept), Trust::admit(trust.hire().person)}));
    ASSERT_FALSE(two);
    EXPECT_EQ(two.error().code, Errc::malformed);
    trust.log_end(scope) = end;

    Decide other = decision(0, Decision::accept);
    other.t_eff = HlcTime{1};
    const auto wrong = put(trust.change(scope, {other}));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, Errc::scope_log_invalid);
    EXPECT_EQ(late(rita).size(), 2U);
}

}  // namespace
}  // namespace sanderling::server
