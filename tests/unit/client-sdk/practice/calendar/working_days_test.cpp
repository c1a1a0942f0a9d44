// The shipped days are checked against the Act computed here: Easter by the calendar's own rule.
#include "client-sdk/practice/calendar/working_days.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sanderling::practice {
namespace {

namespace chrono = std::chrono;

const WorkingDays& shipped() {
    return WorkingDays::of_england_and_wales();
}

// The anonymous Gregorian algorithm (Nature, 1876).
Day easter(int year) {
    const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
    const int f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
    const int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    return day_of(year, static_cast<unsigned>((h + l - 7 * m + 114) / 31),
                  static_cast<unsigned>((h + l - 7 * m + 114) % 31 + 1));
}

// What the Act and the usual proclamation say of a year in which nothing was moved.
std::set<Day> usual(int number) {
    const chrono::year year{number};
    std::set<Day> days{easter(number) - Days{2}, easter(number) + Days{1},
                       Day{year / chrono::May / chrono::Monday[1]},
                       Day{year / chrono::May / chrono::Monday[chrono::last]},
                       Day{year / chrono::August / chrono::Monday[chrono::last]}};
    for (Day day : {day_of(number, 1, 1), day_of(number, 12, 25), day_of(number, 12, 26)}) {
        while (is_weekend(day) || days.contains(day)) day += Days{1};
        days.insert(day);
    }
    return days;
}

std::set<Day> shipped_of(int year) {
    std::set<Day> days;
    for (Day day = day_of(year, 1, 1); day < day_of(year + 1, 1, 1); day += Days{1})
        if (shipped().is_bank_holiday(day)) days.insert(day);
    return days;
}

TEST(WorkingDays, ShippedBankHolidaysAreThoseOfTheActAndTheProclamations) {
    for (int year = 2010; year <= 2030; ++year) {
        std::set<Day> expected = usual(year);
        const auto move = [&](Day from, Day to) {
            EXPECT_EQ(expected.erase(from), 1U);
            expected.insert(to);
        };
        if (year == 2011) expected.insert(day_of(2011, 4, 29));
        if (year == 2012) {
            move(day_of(2012, 5, 28), day_of(2012, 6, 4));
            expected.insert(day_of(2012, 6, 5));
        }
        if (year == 2020) move(day_of(2020, 5, 4), day_of(2020, 5, 8));
        if (year == 2022) {
            move(day_of(2022, 5, 30), day_of(2022, 6, 2));
            expected.insert({day_of(2022, 6, 3), day_of(2022, 9, 19)});
        }
        if (year == 2023) expected.insert(day_of(2023, 5, 8));

        EXPECT_EQ(shipped_of(year), expected) << year;
        EXPECT_TRUE(shipped().covers(day_of(year, 7, 1)));
    }
    EXPECT_FALSE(shipped().covers(day_of(2009, 12, 31)));
    EXPECT_FALSE(shipped().covers(day_of(2031, 1, 1)));
}

TEST(WorkingDays, CountFromTheDayAfterTheTrigger) {
    EXPECT_EQ(shipped().after(day_of(2011, 4, 20), 5), day_of(2011, 5, 3));
    EXPECT_EQ(shipped().after(day_of(2011, 4, 20), 0), day_of(2011, 4, 20));
    // A trigger that is no working day is day 0 all the same.
    EXPECT_EQ(shipped().after(day_of(2011, 4, 23), 1), day_of(2011, 4, 26));
    EXPECT_EQ(shipped().between(day_of(2011, 4, 20), day_of(2011, 5, 3)), 5);
    EXPECT_EQ(shipped().between(day_of(2011, 5, 3), day_of(2011, 4, 20)), 0);
}

TEST(WorkingDays, MoveBackAndForward) {
    EXPECT_EQ(shipped().back(day_of(2011, 5, 30)), day_of(2011, 5, 27));
    EXPECT_EQ(shipped().forward(day_of(2011, 4, 22)), day_of(2011, 4, 26));
    EXPECT_EQ(shipped().back(day_of(2011, 5, 27)), day_of(2011, 5, 27));
}

TEST(WorkingDays, AreExtendedByAFile) {
    const auto days = shipped().extended_by(
        "# proclaimed\n\n2031-01-01 New Year's Day\r\n2030-06-03 Moved\n-2030-05-27\ncovers 2031 "
        "2032\n");

    ASSERT_TRUE(days) << days.error().detail;
    EXPECT_TRUE(days->is_bank_holiday(day_of(2031, 1, 1)));
    EXPECT_TRUE(days->is_bank_holiday(day_of(2030, 6, 3)));
    EXPECT_FALSE(days->is_bank_holiday(day_of(2030, 5, 27)));
    EXPECT_TRUE(days->covers(day_of(2032, 1, 1)));
    EXPECT_TRUE(days->covers(day_of(2010, 1, 1)));
    EXPECT_FALSE(shipped().is_bank_holiday(day_of(2031, 1, 1)));
}

TEST(WorkingDays, SayWhichLineIsWrong) {
    for (const char* wrong : {"2031-02-30 x", "covers", "covers 2031-2032", "covers 2032 2031",
                              "Christmas", "- 2031-01-01"}) {
        const auto days = shipped().extended_by(std::string("# one\n") + wrong + "\n");
        ASSERT_FALSE(days) << wrong;
        EXPECT_EQ(days.error().code, Errc::malformed);
        EXPECT_NE(days.error().detail.find("line 2"), std::string::npos) << days.error().detail;
    }
}

}  // namespace
}  // namespace sanderling::practice
