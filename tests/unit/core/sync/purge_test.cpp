// What was purged stays purged: by the judge, by every device that follows, and by a restored
// server (docs/protocol.md §5.13).
#include "core/sync/replay.hpp"
#include "core/wire/remnant.hpp"
#include "tests/unit/core/sync/scene.hpp"

#include <gtest/gtest.h>

namespace sanderling::sync {
namespace {

using commit::Operation;
using commit::Rule;
using commit::Verdict;
using scope_log::Purge;
using scope_log::PurgeReason;
using scope_log::PurgeTarget;
using test::id_of;
using testing::Author;
using testing::Device;
using testing::Scene;
using testing::Stroke;

constexpr std::uint8_t gone = 1;
constexpr std::uint8_t kept = 2;

class PurgeTest : public ::testing::Test {
  protected:
    PurgeTest() {
        first_ = scene_.accept(scene_.write(ann_, {{gone, 1}, {gone, 2}, {kept, 1}}));
        scene_.accept(scene_.write(ben_, {{gone, 1}}));
    }

    Seq head() { return scene_.court.head().seq; }
    Seq purge_record(std::uint8_t record) {
        return scene_.enter(
            Purge{PurgeTarget::records, PurgeReason::request, {id_of<RecordId>(record)}});
    }
    Seq purge_scope() {
        return scene_.enter(Purge{PurgeTarget::scope, PurgeReason::retention, {}});
    }
    Result<void> follow(Device& device, const std::vector<wire::FeedItem>& feed) {
        return device.replay(scene_, feed, scene_.checkpoint());
    }
    /// As a server sends it that has destroyed the bodies.
    std::vector<wire::FeedItem> stripped() {
        auto feed = scene_.court.items;
        for (wire::FeedItem& item : feed) {
            if (item.verdict != Verdict::accepted) continue;
            auto c = wire::unpack(item.content, scene_.organisation.org, scene_.scope).value();
            for (commit::Patch& patch : c.patches)
                if (patch.record == id_of<RecordId>(gone)) patch.ciphertext.reset();
            item.content = wire::pack(c);
        }
        return feed;
    }

    Scene scene_{};
    Author ann_ = scene_.officer_of(11);
    Author ben_ = scene_.officer_of(12);
    Seq first_{};
};

TEST_F(PurgeTest, LeavesNothingLiveAndTheDigestOfTheRest) {
    purge_record(gone);

    EXPECT_TRUE(scene_.court.record(id_of<RecordId>(gone)).sets().empty());
    merge::Digest rest;
    scene_.court.record(id_of<RecordId>(kept)).count(id_of<RecordId>(kept), rest);
    EXPECT_EQ(scene_.court.head().digest, rest);
    EXPECT_NE(rest, merge::Digest{});
}

TEST_F(PurgeTest, WorkOnItIsRefusedForGoodAndAnsweredTheSameEachTime) {
    const auto unseen = scene_.write(ben_, {{gone, 2}}, {.base = first_});
    purge_record(gone);
    const merge::Digest before = scene_.court.head().digest;

    const Judgement answer = scene_.push(unseen);
    const Judgement again = scene_.push(unseen);

    EXPECT_EQ(answer.verdict, Verdict::rejected);
    EXPECT_EQ(answer.code, Errc::purged);
    EXPECT_NE(answer.seq, Seq{});
    EXPECT_EQ(again.code, Errc::purged);
    EXPECT_EQ(again.seq, answer.seq);
    EXPECT_FALSE(traits(Errc::purged).retry);
    EXPECT_TRUE(traits(Errc::purged).tell_user);
    EXPECT_EQ(scene_.court.head().digest, before);
    EXPECT_EQ(scene_.push(scene_.write(ben_, {{kept, 2}}, {.base = first_})).verdict,
              Verdict::accepted);
}

TEST_F(PurgeTest, TheWholeCommitIsRefusedWithIt) {
    purge_record(gone);

    const auto both = scene_.push(scene_.write(ben_, {{kept, 2}, {gone, 2}}, {.base = first_}));

    EXPECT_EQ(both.code, Errc::purged);
}

TEST_F(PurgeTest, LateWorkOfARemovedMemberIsNotHeldOnPurgedRecords) {
    const auto late = scene_.write(ben_, {{gone, 2}}, {.base = first_});
    const auto other = scene_.write(ben_, {{kept, 2}}, {.base = first_});
    scene_.remove(ben_);
    purge_record(gone);

    EXPECT_EQ(scene_.push(late).code, Errc::purged);
    EXPECT_EQ(scene_.push(other).code, Errc::removed_member);
}

TEST_F(PurgeTest, APurgedScopeRefusesEverybodysWork) {
    const auto anns = scene_.write(ann_, {{kept, 2}}, {.base = first_});
    purge_scope();

    EXPECT_EQ(scene_.push(anns).code, Errc::purged);
    EXPECT_EQ(scene_.push(anns).code, Errc::purged);
}

TEST_F(PurgeTest, AStrangerIsNotToldOfAPurge) {
    Author stranger = scene_.hire(40);
    purge_scope();

    EXPECT_EQ(scene_.push(scene_.write(stranger, {{kept, 1}})).code, Errc::unknown_scope);
}

TEST_F(PurgeTest, WhoAppliedTheContentAndWhoNeverSawItComeToTheSame) {
    Device before(scene_);
    ASSERT_TRUE(follow(before, scene_.court.items));
    const std::size_t applied = scene_.court.items.size();
    purge_record(gone);
    scene_.accept(scene_.write(ann_, {{kept, 2}}, {.base = first_}));
    const auto& items = scene_.court.items;
    const std::vector<wire::FeedItem> rest(items.begin() + static_cast<std::ptrdiff_t>(applied),
                                           items.end());
    Device after(scene_);

    ASSERT_TRUE(follow(before, rest));
    ASSERT_TRUE(follow(after, stripped()));

    EXPECT_EQ(before.state.written(), after.state.written());
    EXPECT_FALSE(after.state.written().contains(id_of<RecordId>(gone)));
    EXPECT_EQ(before.state.head().chain, after.state.head().chain);
}

TEST_F(PurgeTest, ADeviceRefusesAServerThatBringsARecordBack) {
    const auto revived = scene_.write(ben_, {{gone, 1}}, {.base = first_});
    const Seq purge = purge_record(gone);
    auto feed = scene_.court.items;
    feed.push_back({.verdict = Verdict::accepted,
                    .effective_base = first_,
                    .t_eff = hlc_at(scene_.now),
                    .content = wire::pack(revived)});
    ASSERT_EQ(number(purge), feed.size() - 1);
    Device device(scene_);

    const auto followed = follow(device, feed);

    ASSERT_FALSE(followed);
    EXPECT_NE(followed.error().detail.find("purged before"), std::string::npos);
}

TEST_F(PurgeTest, ADeviceRefusesAFeedThatGoesOnAfterThePurgeOfTheScope) {
    purge_scope();
    Device device(scene_);

    EXPECT_EQ(follow(device, scene_.court.items).error().code, Errc::malformed);
}

// A server that puts a purge where a hold forbids it, signed as it may be: the same code reads it.
TEST_F(PurgeTest, ADeviceThatFollowsRefusesAPurgeOfWhatIsHeld) {
    const scope_log::Hold hold{
        PurgeTarget::records, scope_log::HoldReason::proceedings, {id_of<RecordId>(gone)}, {}};
    scene_.enter(hold);
    auto feed = scene_.court.items;
    const auto purge = scene_.next_entry(
        Purge{PurgeTarget::records, PurgeReason::retention, {id_of<RecordId>(gone)}});
    feed.push_back({.verdict = Verdict::control,
                    .effective_base = head(),
                    .t_eff = feed.back().t_eff,
                    .content = scope_log::encode(purge)});
    Device device(scene_);

    const auto followed = device.replay(scene_, feed, scene_.checkpoint());

    ASSERT_FALSE(followed);
    EXPECT_EQ(followed.error().code, Errc::on_hold);
    EXPECT_NE(followed.error().detail.find("legal hold"), std::string::npos);
}

}  // namespace
}  // namespace sanderling::sync
