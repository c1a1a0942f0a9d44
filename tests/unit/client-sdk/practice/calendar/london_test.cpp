#include "client-sdk/practice/calendar/london.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace sanderling::practice {
namespace {

Instant utc(int year, unsigned month, unsigned day, int hour, int minute = 0) {
    namespace chrono = std::chrono;
    const chrono::sys_time<chrono::milliseconds> time =
        chrono::sys_days{chrono::year{year} / chrono::month{month} / chrono::day{day}} +
        chrono::hours{hour} + chrono::minutes{minute};
    return {time.time_since_epoch().count()};
}

TEST(London, IsAnHourAheadInSummer) {
    EXPECT_EQ(london_day(utc(2011, 4, 18, 22, 59)), day_of(2011, 4, 18));
    EXPECT_EQ(london_day(utc(2011, 4, 18, 23)), day_of(2011, 4, 19));
    EXPECT_EQ(london_day(utc(2011, 1, 18, 23, 59)), day_of(2011, 1, 18));
    EXPECT_EQ(london_text(utc(2011, 4, 18, 8, 30)), "2011-04-18 09:30");
    EXPECT_EQ(london_text(utc(2011, 12, 18, 8, 30)), "2011-12-18 08:30");
}

TEST(London, ChangesItsClocksOnTheLastSundays) {
    EXPECT_EQ(london_text(utc(2011, 3, 27, 0, 59)), "2011-03-27 00:59");
    EXPECT_EQ(london_text(utc(2011, 3, 27, 1)), "2011-03-27 02:00");
    EXPECT_EQ(london_text(utc(2011, 10, 30, 0, 59)), "2011-10-30 01:59");
    EXPECT_EQ(london_text(utc(2011, 10, 30, 1)), "2011-10-30 01:00");
}

TEST(London, DaysBeginAndEndAtLocalMidnight) {
    EXPECT_EQ(start_of(day_of(2011, 4, 18)), utc(2011, 4, 17, 23));
    EXPECT_EQ(start_of(day_of(2011, 1, 18)), utc(2011, 1, 18, 0));
    EXPECT_EQ(end_of(day_of(2011, 4, 18)).ms, utc(2011, 4, 18, 23).ms - 1);
    // The days on which the clocks change have 23 and 25 hours.
    const auto hours = [](Day day) { return (end_of(day).ms + 1 - start_of(day).ms) / 3'600'000; };
    EXPECT_EQ(hours(day_of(2011, 3, 27)), 23);
    EXPECT_EQ(hours(day_of(2011, 10, 30)), 25);
    EXPECT_EQ(hours(day_of(2011, 10, 31)), 24);
}

TEST(London, TakesAnyInstant) {
    EXPECT_EQ(to_text(london_day({INT64_MAX})).substr(0, 4), "9999");
    EXPECT_EQ(to_text(london_day({INT64_MIN})).substr(0, 4), "0001");
}

}  // namespace
}  // namespace sanderling::practice
