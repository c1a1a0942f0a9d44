// Quarantined work that is decided on: merged where the decision stands, by what its author knew
// and was allowed, and the same on a device that replays (docs/protocol.md §5.14).
#include "tests/unit/core/sync/scene.hpp"

#include <gtest/gtest.h>

namespace sanderling::sync {
namespace {

using commit::Verdict;
using scope_log::Decide;
using scope_log::Decision;
using testing::Author;
using testing::Device;
using testing::Scene;

class LateWorkTest : public ::testing::Test {
  protected:
    LateWorkTest() {
        static_cast<void>(scene_.accept(scene_.write(ann_, {{1, 1}, {1, 2}})));
        base_ = scene_.court.head().seq;
        first_ = scene_.write(leaver_, {{1, 1}}, {.base = base_});
        second_ = scene_.write(leaver_, {{2, 1}}, {.base = base_});
        scene_.remove(leaver_);
        // Unseen by the leaver.
        unseen_ = scene_.accept(scene_.write(ann_, {{1, 1}}, {.base = scene_.court.head().seq}));
        EXPECT_EQ(scene_.push(*first_).verdict, Verdict::quarantined);
        EXPECT_EQ(scene_.push(*second_).verdict, Verdict::quarantined);
    }

    Decide accepting(const commit::Commit& c) { return scene_.decision_on(c, Decision::accept); }
    std::vector<merge::LiveEntry> live(std::uint8_t record, std::uint8_t field) {
        const auto state = scene_.court.record(test::id_of<RecordId>(record));
        const auto& sets = state.sets();
        for (const merge::LiveSet& set : sets)
            if (set.token == test::id_of<Token>(field)) return set.entries;
        return {};
    }
    Result<void> replay(Device& device) {
        return device.replay(scene_, scene_.court.items, scene_.checkpoint());
    }
    Result<void> replay() {
        Device device(scene_);
        return replay(device);
    }

    Scene scene_{};
    Author ann_ = scene_.officer_of(11);
    Author leaver_ = scene_.officer_of(13);
    Seq base_{};
    Seq unseen_{};
    std::optional<commit::Commit> first_{};
    std::optional<commit::Commit> second_{};
};

TEST_F(LateWorkTest, IsMergedWhereItIsAcceptedAndReplacesOnlyWhatItsAuthorKnew) {
    const auto seq = scene_.decide(accepting(*first_));

    ASSERT_TRUE(seq) << seq.error().message();
    const auto entries = live(1, 1);
    ASSERT_EQ(entries.size(), 2U) << "what the author had not seen stays";
    EXPECT_EQ(entries[0].seq, unseen_);
    EXPECT_EQ(entries[1].dot, first_->header.dot());
    EXPECT_EQ(entries[1].seq, *seq);
    EXPECT_EQ(entries[1].base, base_);
    EXPECT_EQ(entries[1].standing, merge::Standing::effective);
}

TEST_F(LateWorkTest, DevicesComeToTheSamePlace) {
    ASSERT_TRUE(scene_.decide(accepting(*second_)));
    ASSERT_TRUE(scene_.decide(scene_.decision_on(*first_, Decision::refuse)));

    Device device(scene_);
    const auto replayed = replay(device);

    ASSERT_TRUE(replayed) << replayed.error().message();
    EXPECT_EQ(device.state.written(), scene_.court.written());
    EXPECT_EQ(live(1, 1).size(), 1U);
    EXPECT_EQ(live(2, 1).size(), 1U);
}

TEST_F(LateWorkTest, LaterWorkKnowsItFromItsDecisionOn) {
    const Seq quarantined_at{number(unseen_) + 1};
    const auto seq = scene_.decide(accepting(*first_));
    ASSERT_TRUE(seq);

    static_cast<void>(scene_.accept(scene_.write(ann_, {{1, 1}}, {.base = quarantined_at})));
    EXPECT_EQ(live(1, 1).size(), 2U) << "it stood in the log by then, and counted for nobody";
    static_cast<void>(scene_.accept(scene_.write(ann_, {{1, 1}}, {.base = *seq})));
    ASSERT_EQ(live(1, 1).size(), 1U) << "known by its base, and her own";
    EXPECT_NE(live(1, 1)[0].dot, first_->header.dot());
}

TEST_F(LateWorkTest, AsksAgainGetTheDecision) {
    const auto seq = scene_.decide(accepting(*first_));
    ASSERT_TRUE(seq);
    ASSERT_TRUE(scene_.decide(scene_.decision_on(*second_, Decision::refuse)));

    const Judgement accepted = scene_.push(*first_);
    const Judgement refused = scene_.push(*second_);

    EXPECT_EQ(accepted.verdict, Verdict::accepted);
    EXPECT_EQ(accepted.seq, *seq);
    EXPECT_FALSE(accepted.is_new);
    EXPECT_EQ(refused.verdict, Verdict::rejected);
    EXPECT_EQ(refused.code, Errc::late_work_refused);
}

TEST_F(LateWorkTest, IsDecidedOnOnceAndAsItStands) {
    const Decide once = accepting(*first_);
    Decide elsewhere = once;
    elsewhere.seq = base_;
    Decide earlier = once;
    earlier.t_eff = HlcTime{1};
    Decide another = once;
    another.commit.bytes[0] ^= 1U;

    EXPECT_EQ(scene_.decide(elsewhere).error().code, Errc::scope_log_invalid);
    EXPECT_EQ(scene_.decide(earlier).error().code, Errc::scope_log_invalid);
    EXPECT_EQ(scene_.decide(another).error().code, Errc::scope_log_invalid);
    ASSERT_TRUE(scene_.decide(once));
    EXPECT_EQ(scene_.decide(once).error().code, Errc::scope_log_invalid);
}

TEST_F(LateWorkTest, CannotBeAcceptedWhenItHidesItself) {
    // Its author knew that the record was deleted, and says nothing about its life.
    Scene scene;
    Author ann = scene.officer_of(11);
    Author leaver = scene.officer_of(13);
    const Seq erased =
        scene.accept(scene.write(ann, {{1, 9, commit::Rule::life, commit::Operation::erase}}));
    const auto late = scene.write(leaver, {{1, 1}}, {.base = erased});
    scene.remove(leaver);
    ASSERT_EQ(scene.push(late).verdict, Verdict::quarantined);

    const auto accepted = scene.decide(scene.decision_on(late, Decision::accept));
    EXPECT_EQ(accepted.error().code, Errc::undelete_required);
    EXPECT_TRUE(scene.decide(scene.decision_on(late, Decision::refuse)));
}

TEST_F(LateWorkTest, ADeviceRefusesOtherWorkThanWasAccepted) {
    ASSERT_TRUE(scene_.decide(accepting(*first_)));
    auto& items = scene_.court.items;
    const auto accepted = wire::decode_accepted_work(items.back().content);
    ASSERT_TRUE(accepted);
    const Bytes entry = to_bytes(accepted->entry);
    const Bytes whole = items.back().content;
    const auto with = [&](const Bytes& content) {
        items.back().content = content;
        const auto replayed = replay();
        return replayed ? Errc::ok : replayed.error().code;
    };

    EXPECT_EQ(with(wire::encode(wire::AcceptedWork{entry, wire::pack(*second_)})), Errc::malformed);
    EXPECT_EQ(with(entry), Errc::corrupt) << "left out, it is missed in the digest";
    EXPECT_EQ(with(whole), Errc::ok);
    items.back().effective_base = Seq{number(base_) + 1};
    EXPECT_EQ(with(whole), Errc::malformed);
}

TEST_F(LateWorkTest, ADeviceGoesOnPastWhatWasDropped) {
    ASSERT_TRUE(scene_.decide(accepting(*first_)));
    auto& content = scene_.court.items.back().content;
    const Bytes entry = to_bytes(wire::decode_accepted_work(content)->entry);
    content =
        wire::encode(wire::AcceptedWork{entry, wire::encode(wire::remnant_of(first_->header))});

    Device device(scene_);
    const auto replayed = replay(device);

    EXPECT_EQ(device.state.remnants, 1);
    ASSERT_FALSE(replayed);
    EXPECT_EQ(replayed.error().code, Errc::corrupt) << "its live sets have to be compared";
}

TEST_F(LateWorkTest, NobodyDecidesWithoutTheRight) {
    const auto by = [&](const Author& author) {
        auto entry = scene_.next_entry(accepting(*first_)).entry;
        entry.issuer = scope_log::Issuer::of(author.device);
        const auto signed_entry = scope_log::sign_entry(entry, author.key());
        const auto fits = scene_.log.check(signed_entry, scene_.organisation.directory, scene_.now);
        return fits ? Errc::ok : fits.error().code;
    };
    Author decider = scene_.hire(15);
    scope_log::RoleTable roles = test::two_roles();
    roles[0].rights = roles[0].rights | scope_log::Right::decide_quarantine;
    scene_.enter(scope_log::Policy{roles});
    scene_.admit(decider, testing::manager);

    EXPECT_EQ(by(ann_), Errc::scope_log_invalid);
    EXPECT_EQ(by(leaver_), Errc::scope_log_invalid);
    EXPECT_EQ(by(decider), Errc::ok);
}

}  // namespace
}  // namespace sanderling::sync
