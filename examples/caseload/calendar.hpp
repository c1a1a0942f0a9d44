// Days and office hours in England and Wales.
#pragma once

#include "core/types/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sanderling::caseload {

using Day = std::chrono::sys_days;

std::string date_text(Day day);                        // "2011-04-18"
std::optional<Day> parse_date(std::string_view text);  // the same form, a day that exists

bool is_weekend(Day day);
/// Itself, or the Friday before. Bank holidays count as working days: the generator makes ordinary
/// weeks, and no rule is computed from them.
Day working_day(Day day);

/// The same day of the month that many months later, or the month's last.
Day months_after(Day day, int months);

/// A local time of day, British Summer Time heeded.
Instant london(Day day, std::chrono::minutes after_midnight);

}  // namespace sanderling::caseload
