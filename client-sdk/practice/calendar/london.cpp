// Local time in England and Wales; see london.hpp for the rule.
#include "client-sdk/practice/calendar/london.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace sanderling::practice {

namespace {

namespace chrono = std::chrono;
using Milliseconds = chrono::milliseconds;
using UtcTime = chrono::sys_time<Milliseconds>;

UtcTime last_sunday_at_one(chrono::year year, chrono::month month) {
    return chrono::sys_days{year / month / chrono::Sunday[chrono::last]} + chrono::hours{1};
}

bool is_summer(UtcTime time) {
    const chrono::year year = chrono::year_month_day{chrono::floor<chrono::days>(time)}.year();
    return time >= last_sunday_at_one(year, chrono::March) &&
           time < last_sunday_at_one(year, chrono::October);
}

// As if the local clock were that of UTC.
UtcTime local(Instant instant) {
    constexpr UtcTime first{chrono::sys_days{chrono::year{1} / 1 / 2}};
    constexpr UtcTime last{chrono::sys_days{chrono::year{9999} / 12 / 30}};
    const UtcTime time = std::clamp(UtcTime{Milliseconds{instant.ms}}, first, last);
    return is_summer(time) ? time + chrono::hours{1} : time;
}

}  // namespace

Day london_day(Instant instant) {
    return Day{chrono::floor<chrono::days>(local(instant)).time_since_epoch()};
}

Instant start_of(Day day) {
    const UtcTime midnight{chrono::sys_days{day.time_since_epoch()}};
    // The clocks change at 01:00 UTC, which is never midnight here.
    const UtcTime start = is_summer(midnight) ? midnight - chrono::hours{1} : midnight;
    return {start.time_since_epoch().count()};
}

Instant end_of(Day day) {
    return {start_of(day + Days{1}).ms - 1};
}

std::string london_text(Instant instant) {
    const UtcTime time = local(instant);
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::hh_mm_ss clock{time - day};
    std::array<char, 64> out{};
    std::snprintf(
        out.data(), out.size(), "%s %02d:%02d", to_text(Day{day.time_since_epoch()}).c_str(),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()));
    return out.data();
}

}  // namespace sanderling::practice
