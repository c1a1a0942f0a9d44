// Days as text, and office hours as points in time.
#include "examples/caseload/calendar.hpp"

#include <gtest/gtest.h>

namespace sanderling::caseload {
namespace {

using std::chrono::hours;

Day day(const char* text) {
    const auto parsed = parse_date(text);
    EXPECT_TRUE(parsed) << text;
    return parsed.value_or(Day{});
}

TEST(Calendar, ReadsAndWritesDays) {
    EXPECT_EQ(date_text(day("2012-02-29")), "2012-02-29");
    for (const char* text :
         {"2011-02-29", "2011-2-1", "01/06/2009", "2009-06-01 ", "2009-13-01", "2009_06_01", ""}) {
        EXPECT_EQ(parse_date(text), std::nullopt) << text;
    }
}

TEST(Calendar, CountsMonthsToTheLastDay) {
    EXPECT_EQ(date_text(months_after(day("2009-08-31"), 6)), "2010-02-28");
    EXPECT_EQ(date_text(months_after(day("2009-06-01"), 24)), "2011-06-01");
    EXPECT_EQ(date_text(months_after(day("2009-06-15"), -18)), "2007-12-15");
}

TEST(Calendar, MovesWeekendsBackToFriday) {
    EXPECT_EQ(date_text(working_day(day("2011-05-08"))), "2011-05-06");
    EXPECT_EQ(date_text(working_day(day("2011-05-07"))), "2011-05-06");
    EXPECT_EQ(date_text(working_day(day("2011-05-06"))), "2011-05-06");
}

TEST(Calendar, KnowsSummerTime) {
    const Instant summer = london(day("2011-04-18"), hours{10});
    const Instant winter = london(day("2011-01-18"), hours{10});

    EXPECT_EQ(summer.ms % 86'400'000, 9 * 3'600'000);
    EXPECT_EQ(winter.ms % 86'400'000, 10 * 3'600'000);
    EXPECT_EQ(london(day("2011-03-27"), hours{10}).ms % 86'400'000, 9 * 3'600'000);
    EXPECT_EQ(london(day("2011-10-30"), hours{10}).ms % 86'400'000, 10 * 3'600'000);
}

}  // namespace
}  // namespace sanderling::caseload
