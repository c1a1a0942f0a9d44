// Local time in England and Wales: which day an instant falls on, and when a day begins and ends.
// Summer time is that of the Summer Time Act 1972 as the Summer Time Order 2002 left it: from 01:00
// UTC on the last Sunday in March to 01:00 UTC on the last Sunday in October. So it has been since
// 1996 (1998 by the present rule); no table of zones is needed for the days that cases are about.
#pragma once

#include "client-sdk/practice/calendar/day.hpp"
#include "core/types/time.hpp"

namespace sanderling::practice {

/// The day in London. Instants are taken from year 0001 to year 9999; others as the nearest.
Day london_day(Instant instant);
/// Midnight with which the day begins, and the last millisecond before the next one.
Instant start_of(Day day);
Instant end_of(Day day);
/// "2011-04-18 09:30", for people.
std::string london_text(Instant instant);

}  // namespace sanderling::practice
