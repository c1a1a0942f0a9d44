// R9: activity days; see activity.hpp.
#include "client-sdk/practice/rules/activity.hpp"

#include <algorithm>
#include <set>

namespace sanderling::practice {

Result<ActivityTotal> check_activity_days(std::span<const int> days, Day sentenced,
                                          const Standards& standards) {
    const RulePack& pack = standards.book.at(sentenced);
    const Parameter* limit = pack.find(Term::activity_days);
    std::int64_t total = 0;
    for (const int count : days) {
        if (count < 0) return fail(Errc::invalid_argument, "a negative number of activity days");
        total += count;
    }
    if (limit != nullptr && total > limit->value)
        return fail(Errc::constraint, "R9 activity days: " + std::to_string(total) +
                                          " days, and at most " + std::to_string(limit->value) +
                                          " are allowed (" + limit->source + ")");
    constexpr std::int64_t most = 1'000'000;
    return ActivityTotal{static_cast<int>(std::min(total, most)),
                         limit != nullptr ? limit->value : static_cast<int>(most)};
}

ActivityUse activity_use(std::span<const ActivityEntry> entries, int allowed) {
    std::set<Day> attended;
    for (const ActivityEntry& entry : entries)
        if (entry.is_attended) attended.insert(entry.day);
    const int used = static_cast<int>(attended.size());
    return {used, std::max(0, allowed - used)};
}

}  // namespace sanderling::practice
