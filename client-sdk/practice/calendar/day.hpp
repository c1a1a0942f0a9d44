// Days as people count them: of the local calendar, without a time zone (docs/practice.md, "Days").
#pragma once

#include "core/types/error.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace sanderling::practice {

/// A day of the calendar in England and Wales. Of another type than the days of UTC on purpose.
using Day = std::chrono::local_days;
using Days = std::chrono::days;

/// "2011-04-18". Years 0001 to 9999.
std::string to_text(Day day);
/// The same form. Errors: invalid_argument (another form, or a day that does not exist).
Result<Day> parse_day(std::string_view text);

Day day_of(int year, unsigned month, unsigned day);
bool is_weekend(Day day);
/// The Monday of its week, and the Sunday that ends it.
Day monday_of(Day day);
Day sunday_of(Day day);

/// The same day of a later month; where that month has no such day, the first of the next one. So
/// the last day of a period of N months that begins with `day` is the day before.
Day months_after(Day day, int months);

}  // namespace sanderling::practice
