#include "core/sync/replay.hpp"

#include "tests/unit/core/sync/scene.hpp"

#include <gtest/gtest.h>

#include <random>

namespace sanderling::sync {
namespace {

using commit::Operation;
using commit::Rule;
using commit::Verdict;
using testing::Author;
using testing::Device;
using testing::Scene;
using testing::Stroke;

/// A scope with a history of every kind of item, and what a hostile server may do to it.
class ReplayTest : public ::testing::Test {
  protected:
    ReplayTest() {
        static_cast<void>(scene_.accept(scene_.write(ann_, {{1, 1}, {1, 2}, {2, 1}})));
        static_cast<void>(scene_.accept(scene_.write(ben_, {{1, 1}})));
        seen_ = scene_.accept(scene_.write(ann_, {{3, 1}}, {.base = head()}));
        static_cast<void>(scene_.push(scene_.write(ann_, {})));  // rejected: malformed
        scene_.now = scene_.now + test::hour;
        late_ = scene_.write(leaver_, {{2, 2}}, {.base = head()});
        scene_.remove(leaver_);
        static_cast<void>(scene_.push(*late_));  // quarantined
        scene_.enter(scene_.epoch_change(KeyEpoch{2}));
        static_cast<void>(
            scene_.accept(scene_.write(ben_, {{2, 1}}, {.base = head(), .epoch = KeyEpoch{2}})));
        static_cast<void>(
            scene_.accept(scene_.write(ann_, {{1, 2}}, {.base = head(), .epoch = KeyEpoch{2}})));
    }

    Seq head() { return scene_.court.head().seq; }
    std::vector<wire::FeedItem>& items() { return scene_.court.items; }
    Result<void> replay() { return replay(items()); }
    Result<void> replay(const std::vector<wire::FeedItem>& feed) {
        return Device(scene_).replay(scene_, feed, scene_.checkpoint());
    }
    Errc code_of(const Result<void>& result) { return result ? Errc::ok : result.error().code; }

    std::size_t first_of(Verdict verdict, std::size_t from = 0) {
        while (from < items().size() && items()[from].verdict != verdict) ++from;
        EXPECT_LT(from, items().size());
        return from;
    }

    Scene scene_{};
    Author ann_ = scene_.officer_of(11);
    Author ben_ = scene_.officer_of(12);
    Author leaver_ = scene_.officer_of(13);
    Seq seen_{};
    std::optional<commit::Commit> late_{};
};

TEST_F(ReplayTest, ComesToTheSamePlaceAsTheJudge) {
    Device device(scene_);

    ASSERT_TRUE(device.replay(scene_, items(), scene_.checkpoint()));

    EXPECT_EQ(device.state.written(), scene_.court.written());
    EXPECT_EQ(device.state.head().digest, scene_.court.head().digest);
    EXPECT_EQ(device.state.entries.size(), 7U);
}

TEST_F(ReplayTest, TakesItsOwnCommitsFromItsOutbox) {
    Device device(scene_, ben_.replica);
    auto feed = items();
    std::uint64_t counter = 0;
    for (wire::FeedItem& item : feed) {
        if (item.verdict != Verdict::accepted) continue;
        const auto c = wire::unpack(item.content, scene_.organisation.org, scene_.scope).value();
        if (c.header.replica != ben_.replica) continue;
        device.state.own[Counter{++counter}] = c;
        item.content.clear();
    }
    ASSERT_EQ(counter, 2U);

    EXPECT_TRUE(device.replay(scene_, feed, scene_.checkpoint()));

    Device other(scene_);
    EXPECT_EQ(code_of(other.replay(scene_, feed, scene_.checkpoint())), Errc::malformed);
}

TEST_F(ReplayTest, FollowsRandomHistories) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 random(seed);
        Scene scene;
        std::vector<Author> authors{scene.officer_of(11), scene.officer_of(12),
                                    scene.officer_of(13)};
        for (int i = 0; i < 60; ++i) {
            scene.now = scene.now + std::chrono::milliseconds(random() % 5);
            Author& author = authors[random() % authors.size()];
            const Seq base{random() % (number(scene.court.head().seq) + 1)};
            const auto record = static_cast<std::uint8_t>(random() % 4);
            const Stroke life{record, 0, Rule::life,
                              random() % 2 == 0 ? Operation::erase : Operation::undelete};
            const auto field = static_cast<std::uint8_t>(1 + random() % 3);
            std::vector<Stroke> strokes{{record, field}};
            if (random() % 3 == 0) strokes = {life};
            static_cast<void>(scene.push(scene.write(author, strokes, {.base = base})));
        }
        Device device(scene);

        const auto replayed = device.replay(scene, scene.court.items, scene.checkpoint());

        ASSERT_TRUE(replayed) << replayed.error().message();
        EXPECT_EQ(device.state.written(), scene.court.written());
    }
}

TEST_F(ReplayTest, NoticesADroppedItemWhereverItWas) {
    for (std::size_t i = 0; i < items().size(); ++i) {
        auto feed = items();
        feed.erase(feed.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_FALSE(replay(feed)) << "item " << i;
    }
}

TEST_F(ReplayTest, NoticesARepeatedItem) {
    for (std::size_t i = 0; i < items().size(); ++i) {
        auto feed = items();
        feed.insert(feed.begin() + static_cast<std::ptrdiff_t>(i), feed[i]);
        EXPECT_FALSE(replay(feed)) << "item " << i;
    }
}

TEST_F(ReplayTest, NoticesTwoItemsExchanged) {
    for (std::size_t i = 0; i + 1 < items().size(); ++i) {
        auto feed = items();
        std::swap(feed[i], feed[i + 1]);
        EXPECT_FALSE(replay(feed)) << "items " << i << " and " << i + 1;
    }
}

TEST_F(ReplayTest, NoticesAnyFlippedByte) {
    // Every seventh byte of each, from another start each time: all of them take seconds.
    for (std::size_t i = 0; i < items().size(); ++i)
        for (std::size_t at = i % 7; at < items()[i].content.size(); at += 7) {
            auto feed = items();
            feed[i].content[at] ^= 0x40U;
            ASSERT_FALSE(replay(feed)) << "item " << i << ", byte " << at;
        }
}

TEST_F(ReplayTest, NoticesAnyCut) {
    const std::size_t i = first_of(Verdict::accepted);
    for (std::size_t size = 0; size < items()[i].content.size(); ++size) {
        auto feed = items();
        feed[i].content.resize(size);
        ASSERT_FALSE(replay(feed)) << size << " bytes";
    }
}

TEST_F(ReplayTest, NoticesAnotherEffectiveTime) {
    for (std::size_t i = 0; i < items().size(); ++i) {
        auto feed = items();
        feed[i].t_eff = HlcTime{number(feed[i].t_eff) + 1};
        EXPECT_FALSE(replay(feed)) << "item " << i;
    }
}

TEST_F(ReplayTest, NoticesAnotherEffectiveBase) {
    const std::size_t last = items().size() - 1;
    auto raised = items();
    raised[last].effective_base = Seq{number(raised[last].effective_base) + 1};
    auto lowered = items();
    lowered[last].effective_base = Seq{0};

    EXPECT_EQ(code_of(replay(raised)), Errc::malformed);
    EXPECT_EQ(code_of(replay(lowered)), Errc::malformed);
}

TEST_F(ReplayTest, NoticesAnotherVerdict) {
    const auto with = [&](Verdict from, Verdict to) {
        auto feed = items();
        feed[first_of(from)].verdict = to;
        return replay(feed);
    };
    EXPECT_FALSE(with(Verdict::accepted, Verdict::rejected));
    EXPECT_FALSE(with(Verdict::accepted, Verdict::quarantined));
    EXPECT_FALSE(with(Verdict::accepted, Verdict::control));
    EXPECT_FALSE(with(Verdict::rejected, Verdict::accepted));
    EXPECT_EQ(code_of(with(Verdict::quarantined, Verdict::accepted)), Errc::removed_member);
    EXPECT_FALSE(with(Verdict::control, Verdict::accepted));
}

TEST_F(ReplayTest, NoticesAnOldCheckpoint) {
    Scene& scene = scene_;
    const auto old = scene.checkpoint();
    static_cast<void>(
        scene.accept(scene.write(ann_, {{4, 1}}, {.base = head(), .epoch = KeyEpoch{2}})));

    Device device(scene);

    EXPECT_EQ(code_of(device.replay(scene, items(), old)), Errc::corrupt);
}

TEST_F(ReplayTest, NoticesAnotherDigest) {
    auto checkpoint = scene_.checkpoint();
    checkpoint.digest = merge::Digest{};
    Device device(scene_);

    EXPECT_EQ(code_of(device.replay(scene_, items(), checkpoint)), Errc::corrupt);
}

// ---- A server that computes chain and digest for what it made up ------------------------------

TEST_F(ReplayTest, RefusesAMemberWhomTheServerAdmits) {
    Author spy = scene_.hire(14);
    auto entry = scene_.next_entry(
        scope_log::SetMember{scope_log::Principal::of(spy.person), testing::officer, {}, {}});
    auto forged = scope_log::sign_entry(entry.entry, test::signing_key(77));
    auto feed = items();
    feed.push_back({Verdict::control, head(), hlc_at(scene_.now), scope_log::encode(forged)});

    EXPECT_EQ(code_of(replay(feed)), Errc::scope_log_invalid);
}

TEST_F(ReplayTest, RefusesAMemberWhomAnOrdinaryMemberAdmits) {
    Author spy = scene_.hire(14);
    auto entry = scene_.next_entry(
        scope_log::SetMember{scope_log::Principal::of(spy.person), testing::officer, {}, {}});
    entry.entry.issuer = scope_log::Issuer::of(ann_.device);
    const auto forged = scope_log::sign_entry(entry.entry, ann_.key());
    auto feed = items();
    feed.push_back({Verdict::control, head(), hlc_at(scene_.now), scope_log::encode(forged)});

    EXPECT_EQ(code_of(replay(feed)), Errc::scope_log_invalid);
}

TEST_F(ReplayTest, RefusesACommitOfAStranger) {
    Author stranger = scene_.hire(15);
    const auto commit = scene_.write(stranger, {{1, 1}}, {.base = head(), .epoch = KeyEpoch{2}});
    auto feed = items();
    feed.push_back({Verdict::accepted, head(), hlc_at(scene_.now), wire::pack(commit)});

    EXPECT_EQ(code_of(replay(feed)), Errc::not_a_member);
}

TEST_F(ReplayTest, RefusesTheWorkOfARemovedMemberAsAccepted) {
    const auto commit = scene_.write(leaver_, {{1, 1}}, {.base = seen_, .epoch = KeyEpoch{1}});
    auto feed = items();
    feed.push_back({Verdict::accepted, seen_, hlc_at(scene_.now), wire::pack(commit)});

    EXPECT_EQ(code_of(replay(feed)), Errc::removed_member);
}

TEST_F(ReplayTest, RefusesAPathThatIsWrittenTwice) {
    const auto commit =
        scene_.write(ann_, {{1, 1}, {1, 1}}, {.base = head(), .epoch = KeyEpoch{2}});
    auto feed = items();
    feed.push_back({Verdict::accepted, head(), hlc_at(scene_.now), wire::pack(commit)});

    const auto refused = replay(feed);

    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message().find("written twice"), std::string::npos)
        << refused.error().message();
}

TEST_F(ReplayTest, RefusesACommitOfAnotherScope) {
    Scene other(0x52);
    Author ann_there = other.officer_of(11);
    const auto foreign = other.write(ann_there, {{1, 1}});
    auto feed = items();
    feed.push_back({Verdict::accepted, Seq{0}, hlc_at(scene_.now), wire::pack(foreign)});

    EXPECT_FALSE(replay(feed));
}

TEST_F(ReplayTest, RefusesADeviceThatNobodyCertified) {
    Author ghost = ann_;
    ghost.key_seed = 78;
    ghost.device = scope_log::device_id(ghost.key().public_key);
    ghost.replica = test::id_of<ReplicaId>(78);
    ghost.counter = Counter{0};
    ghost.previous = {};
    auto feed = items();
    feed.push_back(
        {Verdict::accepted, Seq{0}, hlc_at(scene_.now), wire::pack(scene_.write(ghost, {{1, 1}}))});

    EXPECT_EQ(code_of(replay(feed)), Errc::unauthenticated);
}

// Dropping the whole of one author's work leaves no gap in its numbers, and the server can make
// chain and digest fit. But another author had seen that work, and signed the chain it saw.
TEST_F(ReplayTest, NoticesWhatWasHiddenFromItByWhatOthersSaw) {
    Scene scene;
    Author ann = scene.officer_of(11);
    Author ben = scene.officer_of(12);
    static_cast<void>(scene.accept(scene.write(ben, {{1, 1}})));
    const Seq both = scene.accept(scene.write(ann, {{2, 1}}));
    static_cast<void>(scene.accept(scene.write(ann, {{3, 1}}, {.base = both})));
    auto feed = scene.court.items;
    const auto hidden = std::find_if(feed.begin(), feed.end(), [](const wire::FeedItem& item) {
        return item.verdict == Verdict::accepted;
    });
    // Its place is taken by another item that is in order: an entry that changes nothing.
    const auto filler = scene.next_entry(
        scope_log::SetMember{scope_log::Principal::of(ben.person), testing::officer, {}, {}});
    *hidden = {Verdict::control, Seq{number(both) - 2}, hlc_at(scene.now),
               scope_log::encode(filler)};
    Device device(scene);

    const auto replayed = device.replay(scene, feed, scene.checkpoint());

    ASSERT_FALSE(replayed);
    EXPECT_EQ(replayed.error().code, Errc::base_unknown);
}

}  // namespace
}  // namespace sanderling::sync
