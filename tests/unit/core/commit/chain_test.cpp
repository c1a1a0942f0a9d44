#include "core/commit/chain.hpp"

#include "core/commit/hlc.hpp"

#include <gtest/gtest.h>

namespace sanderling::commit {
namespace {

HlcTime at(std::int64_t ms) {
    return hlc_at(Instant{ms});
}

TEST(Chain, DependsOnEverythingBeforeIt) {
    const Link first{.seq = Seq{1}, .t_eff = at(10)};
    const Link second{.seq = Seq{2}, .t_eff = at(20)};
    Link other = first;
    other.verdict = Verdict::rejected;

    const auto chain = chain_next(chain_next({}, first), second);

    EXPECT_NE(chain, chain_next(chain_next({}, other), second));
    EXPECT_EQ(chain, chain_next(chain_next({}, first), second));
}

TEST(EffectiveTime, FollowsAnHonestClock) {
    EXPECT_EQ(effective_time(at(50), at(10), at(20), at(100)), at(50));
}

TEST(EffectiveTime, NeverPassesTheServersNow) {
    EXPECT_EQ(effective_time(at(99'999), at(10), at(20), at(100)), at(100));
}

TEST(EffectiveTime, NeverPrecedesWhatItsAuthorKnew) {
    EXPECT_EQ(effective_time(at(1), at(40), at(20), at(100)), at(40));
    EXPECT_EQ(effective_time(at(1), at(10), at(60), at(100)), at(60));
}

TEST(HybridClock, NeverGoesBack) {
    HybridClock clock;

    const HlcTime first = clock.tick(Instant{1'000});
    const HlcTime second = clock.tick(Instant{400});
    const HlcTime third = clock.tick(Instant{400});

    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_EQ(instant_of(third).ms, 1'000);
}

TEST(HybridClock, StaysPastWhatItSaw) {
    HybridClock clock;

    clock.observe(at(5'000));

    EXPECT_GT(clock.tick(Instant{100}), at(5'000));
}

TEST(HlcTime, ClampsTimesThatDoNotFit) {
    EXPECT_EQ(hlc_at(Instant{-5}), HlcTime{0});
    EXPECT_EQ(instant_of(hlc_at(Instant{INT64_MAX})).ms, (std::int64_t{1} << 48) - 1);
}

}  // namespace
}  // namespace sanderling::commit
