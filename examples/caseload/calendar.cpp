#include "examples/caseload/calendar.hpp"

#include <array>
#include <cstdio>

namespace sanderling::caseload {
namespace {

namespace chrono = std::chrono;

// Clocks go forward and back at 01:00 UTC, outside office hours, so a day is one or the other.
bool is_summer(Day day) {
    const chrono::year year = chrono::year_month_day{day}.year();
    const Day begins{year / chrono::March / chrono::Sunday[chrono::last]};
    const Day ends{year / chrono::October / chrono::Sunday[chrono::last]};
    return day >= begins && day < ends;
}

}  // namespace

std::string date_text(Day day) {
    const chrono::year_month_day date{day};
    std::array<char, 40> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", int{date.year()},
                  unsigned{date.month()}, unsigned{date.day()});
    return out.data();
}

std::optional<Day> parse_date(std::string_view text) {
    constexpr std::string_view form = "dddd-dd-dd";
    if (text.size() != form.size()) return std::nullopt;
    std::array<unsigned, 3> parts{};
    std::size_t part = 0;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (digit != (form[i] == 'd') || (!digit && text[i] != '-')) return std::nullopt;
        if (digit)
            parts[part] = parts[part] * 10 + static_cast<unsigned>(text[i] - '0');
        else
            ++part;
    }
    const chrono::year_month_day date{chrono::year{static_cast<int>(parts[0])},
                                      chrono::month{parts[1]}, chrono::day{parts[2]}};
    if (!date.ok()) return std::nullopt;
    return Day{date};
}

bool is_weekend(Day day) {
    const chrono::weekday weekday{day};
    return weekday == chrono::Saturday || weekday == chrono::Sunday;
}

Day working_day(Day day) {
    while (is_weekend(day)) day -= chrono::days{1};
    return day;
}

Day months_after(Day day, int months) {
    const chrono::year_month_day date{day};
    const chrono::year_month_day later = date + chrono::months{months};
    return later.ok() ? Day{later} : Day{later.year() / later.month() / chrono::last};
}

Instant london(Day day, chrono::minutes after_midnight) {
    const auto offset = chrono::hours{is_summer(day) ? 1 : 0};
    return {chrono::milliseconds{day.time_since_epoch() + after_midnight - offset}.count()};
}

}  // namespace sanderling::caseload
