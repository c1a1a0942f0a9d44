// What holds for working days over any calendar.
#include "tests/unit/client-sdk/practice/random_days.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sanderling::practice {
namespace {

RC_GTEST_PROP(WorkingDaysProperty, ResultIsAWorkingDayAndCountsBack, ()) {
    const WorkingDays days = *any_calendar();
    const Day trigger = *any_day();
    const int count = *rc::gen::inRange(1, 60);

    const Day result = days.after(trigger, count);

    RC_ASSERT(days.is_working(result));
    RC_ASSERT(days.between(trigger, result) == count);
}

RC_GTEST_PROP(WorkingDaysProperty, LaterTriggerIsNeverDueEarlier, ()) {
    const WorkingDays days = *any_calendar();
    const Day trigger = *any_day();
    const Day later = trigger + Days{*rc::gen::inRange(0, 30)};
    const int count = *rc::gen::inRange(0, 60);

    RC_ASSERT(days.after(trigger, count) <= days.after(later, count));
    RC_ASSERT(days.back(trigger) <= days.back(later));
    RC_ASSERT(days.forward(trigger) <= days.forward(later));
    RC_ASSERT(months_after(trigger, 12) <= months_after(later, 12));
}

RC_GTEST_PROP(WorkingDaysProperty, MovingTwiceIsMovingOnce, ()) {
    const WorkingDays days = *any_calendar();
    const Day day = *any_day();

    RC_ASSERT(days.back(days.back(day)) == days.back(day));
    RC_ASSERT(days.forward(days.forward(day)) == days.forward(day));
    RC_ASSERT(days.back(day) <= day && day <= days.forward(day));
}

RC_GTEST_PROP(WorkingDaysProperty, AnotherBankHolidayNeverBringsAnythingForward, ()) {
    const WorkingDays days = *any_calendar();
    const Day trigger = *any_day();
    const int count = *rc::gen::inRange(0, 60);
    const Day added = trigger + Days{*rc::gen::inRange(0, 90)};

    const auto more = days.extended_by(to_text(added));

    RC_ASSERT(more.has_value());
    RC_ASSERT(days.after(trigger, count) <= more->after(trigger, count));
}

RC_GTEST_PROP(DayProperty, TextIsReadBack, ()) {
    const Day day = *any_day();

    RC_ASSERT(parse_day(to_text(day)).value() == day);
}

}  // namespace
}  // namespace sanderling::practice
