// How often a client may ask: so many at once, then one every so often.
#include "core/sync/allowance.hpp"

#include <gtest/gtest.h>

namespace sanderling::sync {
namespace {

using namespace std::chrono_literals;

constexpr Instant noon{1'303'128'000'000};

int taken(Allowance& allowance, Instant now, int wanted) {
    int count = 0;
    for (int i = 0; i < wanted; ++i) count += allowance.take(now) ? 1 : 0;
    return count;
}

TEST(Allowance, GivesSoManyAtOnceAndThenOneEverySoOften) {
    Allowance allowance(3, 500ms);

    EXPECT_EQ(taken(allowance, noon, 10), 3);
    EXPECT_EQ(taken(allowance, noon + 499ms, 10), 0);
    EXPECT_EQ(taken(allowance, noon + 500ms, 10), 1);
    EXPECT_EQ(taken(allowance, noon + 1600ms, 10), 2);
}

TEST(Allowance, SavesUpNoMoreThanItGivesAtOnce) {
    Allowance allowance(3, 500ms);
    taken(allowance, noon, 3);

    EXPECT_EQ(taken(allowance, noon + 240h, 10), 3);
}

TEST(Allowance, AClockThatIsSetBackCostsAtMostWhatWasSavedUp) {
    Allowance allowance(3, 500ms);
    taken(allowance, noon, 1);
    const Instant before{noon.ms - 3'600'000};

    EXPECT_EQ(taken(allowance, before, 10), 0);
    EXPECT_EQ(taken(allowance, before + 500ms, 10), 1);
    EXPECT_EQ(taken(allowance, before + 1h, 10), 3);
}

}  // namespace
}  // namespace sanderling::sync
