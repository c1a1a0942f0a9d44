// Random days and calendars for property tests.
#pragma once

#include "client-sdk/practice/calendar/working_days.hpp"

#include <rapidcheck.h>

namespace sanderling::practice {

/// Of the years 2005 to 2031.
inline rc::Gen<Day> any_day() {
    return rc::gen::map(rc::gen::inRange(0, 27 * 365),
                        [](int days) { return day_of(2005, 1, 1) + Days{days}; });
}

/// The shipped days, with up to forty others besides.
inline rc::Gen<WorkingDays> any_calendar() {
    return rc::gen::map(rc::gen::container<std::vector<Day>>(40, any_day()),
                        [](const std::vector<Day>& holidays) {
                            std::string lines;
                            for (const Day day : holidays) lines += to_text(day) + "\n";
                            return WorkingDays::of_england_and_wales().extended_by(lines).value();
                        });
}

}  // namespace sanderling::practice
