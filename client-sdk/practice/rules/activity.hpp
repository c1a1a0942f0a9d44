// R9: activity days (docs/practice.md, "R9").
#pragma once

#include "client-sdk/practice/rules/standards.hpp"

#include <span>

namespace sanderling::practice {

struct ActivityTotal {
    int days = 0;
    int limit = 0;
};

/// The sum over all activity requirements of an order, on the day of sentence. Errors: constraint,
/// naming the rule, where it is more than statute allows; invalid_argument (a negative number).
Result<ActivityTotal> check_activity_days(std::span<const int> days, Day sentenced,
                                          const Standards& standards);

/// One entry of the register of activity days, of whichever device.
struct ActivityEntry {
    Day day{};
    bool is_attended = true;
};
struct ActivityUse {
    int used = 0;  // days attended, each once however many recorded it
    int left = 0;
};
/// `allowed`: the days of the requirement. Never less than nothing is left. A day that some record
/// as attended and others not counts as used until somebody settles it.
ActivityUse activity_use(std::span<const ActivityEntry> entries, int allowed);

}  // namespace sanderling::practice
