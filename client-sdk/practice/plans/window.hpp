// The six weeks of a pilot's plan, counted on the device (docs/practice.md, "R4").
#pragma once

#include "client-sdk/practice/calendar/working_days.hpp"

namespace sanderling::practice::plans {

struct PlanWindow {
    Day starts{};       // sentence or release: day 0
    Day ends{};         // the last day, moved back to a working day
    int day = 0;        // today, negative before it starts
    int days_left = 0;  // negative when it is over
};

PlanWindow plan_window(Day starts, Day today, const WorkingDays& days);

}  // namespace sanderling::practice::plans
