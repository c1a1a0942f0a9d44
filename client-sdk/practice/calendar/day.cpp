// Days of the local calendar; see day.hpp.
#include "client-sdk/practice/calendar/day.hpp"

#include <array>
#include <cstdio>

namespace sanderling::practice {

namespace {

namespace chrono = std::chrono;

// Two or four digits at a place; -1 if something else stands there.
int digits(std::string_view text, std::size_t from, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::string to_text(Day day) {
    const chrono::year_month_day date{day};
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", int{date.year()},
                  unsigned{date.month()}, unsigned{date.day()});
    return out.data();
}

Result<Day> parse_day(std::string_view text) {
    const auto refused = [&] {
        return fail(Errc::invalid_argument, "not a day such as 2011-04-18: " + std::string(text));
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return refused();
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    if (year < 1 || month < 1 || day < 1) return refused();
    const chrono::year_month_day date{chrono::year{year},
                                      chrono::month{static_cast<unsigned>(month)},
                                      chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return refused();
    return Day{date};
}

Day day_of(int year, unsigned month, unsigned day) {
    return Day{chrono::year{year} / chrono::month{month} / chrono::day{day}};
}

bool is_weekend(Day day) {
    return chrono::weekday{day}.iso_encoding() >= 6;
}

Day monday_of(Day day) {
    return day - (chrono::weekday{day} - chrono::Monday);
}

Day sunday_of(Day day) {
    return monday_of(day) + Days{6};
}

Day months_after(Day day, int months) {
    const chrono::year_month_day date{day};
    const chrono::year_month month =
        chrono::year_month{date.year(), date.month()} + chrono::months{months};
    const chrono::year_month_day same{month.year(), month.month(), date.day()};
    if (same.ok()) return Day{same};
    return Day{(month + chrono::months{1}) / chrono::day{1}};
}

}  // namespace sanderling::practice
