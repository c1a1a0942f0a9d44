// Calendar days, of which the last moves back to a working day.
#include "client-sdk/practice/plans/window.hpp"

namespace sanderling::practice::plans {

PlanWindow plan_window(Day starts, Day today, const WorkingDays& days) {
    constexpr Days six_weeks{42};
    const Day ends = days.back(starts + six_weeks);
    return {starts, ends, static_cast<int>((today - starts).count()),
            static_cast<int>((ends - today).count())};
}

}  // namespace sanderling::practice::plans
