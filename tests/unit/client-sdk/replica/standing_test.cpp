#include "client-sdk/replica/standing.hpp"

#include <gtest/gtest.h>

namespace sanderling::replica {
namespace {

constexpr std::chrono::milliseconds day = std::chrono::hours(24);
constexpr Instant noon{1'321'963'200'000};
const LeaseTerms two_weeks{14, 3};

LeaseClock from(Instant contact) {
    return {contact, contact, contact};
}
Standing at(const LeaseClock& clock, Instant now) {
    return standing_of(two_weeks, clock, now).standing;
}

TEST(Standing, WarnsAndThenLocks) {
    const LeaseClock clock = from(noon);

    EXPECT_EQ(at(clock, noon + 10 * day), Standing::open);
    EXPECT_EQ(at(clock, noon + 11 * day), Standing::expiring);
    EXPECT_EQ(standing_of(two_weeks, clock, noon + 11 * day).days_left, 3);
    EXPECT_EQ(standing_of(two_weeks, clock, noon + 13 * day).days_left, 1);
    EXPECT_EQ(at(clock, noon + 14 * day), Standing::locked);
    EXPECT_EQ(standing_of(two_weeks, clock, noon).locks_at, noon + 14 * day);
    EXPECT_EQ(standing_of({}, clock, noon + 5000 * day), DeviceStanding{});
}

TEST(Standing, AClockThatIsSetBackGainsNothing) {
    LeaseClock clock = from(noon);
    clock.seen = noon + 14 * day;

    EXPECT_EQ(at(clock, noon + 1 * day), Standing::locked);
    EXPECT_EQ(at(clock, noon + -100 * day), Standing::locked);
}

TEST(Standing, AClockThatWasAheadAtTheContactDoesNotStopTheLease) {
    const LeaseClock clock{noon + 3000 * day, noon, noon + 3000 * day};

    EXPECT_EQ(at(clock, noon + 3001 * day), Standing::open) << "still ahead: it runs evenly";
    EXPECT_EQ(at(clock, noon + 1 * day), Standing::open) << "right again";
    EXPECT_EQ(at(clock, noon + 14 * day), Standing::locked);
}

TEST(Standing, AClockThatStaysBehindRunsEvenly) {
    const LeaseClock clock{noon + -400 * day, noon, noon + -400 * day};

    EXPECT_EQ(at(clock, noon + -390 * day), Standing::open);
    EXPECT_EQ(at(clock, noon + -386 * day), Standing::locked);
}

}  // namespace
}  // namespace sanderling::replica
