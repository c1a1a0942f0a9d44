#include "client-sdk/practice/calendar/day.hpp"

#include <gtest/gtest.h>

namespace sanderling::practice {
namespace {

TEST(Day, IsReadAndWritten) {
    EXPECT_EQ(parse_day("2011-04-18").value(), day_of(2011, 4, 18));
    EXPECT_EQ(to_text(day_of(2011, 4, 8)), "2011-04-08");
    for (const char* wrong : {"", "2011-4-18", "2011-02-29", "2011-13-01", "2011-00-10",
                              "2011-04-18T09", "18/04/2011", "2011-04-1x", "0000-01-01"})
        EXPECT_EQ(parse_day(wrong).error().code, Errc::invalid_argument) << wrong;
}

TEST(Day, KnowsItsWeek) {
    const Day thursday = day_of(2011, 4, 21);

    EXPECT_EQ(monday_of(thursday), day_of(2011, 4, 18));
    EXPECT_EQ(sunday_of(thursday), day_of(2011, 4, 24));
    EXPECT_EQ(monday_of(day_of(2011, 4, 24)), day_of(2011, 4, 18));
    EXPECT_EQ(monday_of(day_of(2011, 4, 18)), day_of(2011, 4, 18));
    EXPECT_FALSE(is_weekend(day_of(2011, 4, 22)));
    EXPECT_TRUE(is_weekend(day_of(2011, 4, 23)));
    EXPECT_TRUE(is_weekend(day_of(2011, 4, 24)));
}

TEST(Day, HasItsPlaceInLaterMonths) {
    EXPECT_EQ(months_after(day_of(2011, 4, 13), 12), day_of(2012, 4, 13));
    EXPECT_EQ(months_after(day_of(2011, 11, 30), 2), day_of(2012, 1, 30));
    // A period of twelve months that begins on 29 February ends on 28 February.
    EXPECT_EQ(months_after(day_of(2012, 2, 29), 12), day_of(2013, 3, 1));
    EXPECT_EQ(months_after(day_of(2011, 10, 31), 1), day_of(2011, 12, 1));
}

}  // namespace
}  // namespace sanderling::practice
