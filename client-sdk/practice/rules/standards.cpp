// Counts deadlines; see standards.hpp.
#include "client-sdk/practice/rules/standards.hpp"

#include <algorithm>

namespace sanderling::practice {

namespace {

Day after(const WorkingDays& days, Day trigger, int count, std::span<const Pause> pauses) {
    Day day = days.after(trigger, count);
    if (pauses.empty() || count == 0) return day;
    const auto is_paused = [&](Day at) {
        return std::any_of(pauses.begin(), pauses.end(), [&](const Pause& pause) {
            return pause.from <= at && at < pause.until;
        });
    };
    day = trigger;
    while (count > 0)
        if (days.is_working(day += Days{1}) && !is_paused(day)) --count;
    return day;
}

}  // namespace

const Standards& Standards::shipped() {
    static const Standards standards{RuleBook::shipped(), WorkingDays::of_england_and_wales()};
    return standards;
}

std::optional<Deadline> Standards::deadline(Term term, Day trigger,
                                            std::span<const Pause> pauses) const {
    const RulePack& pack = book.at(trigger);
    const Parameter* parameter = pack.find(term);
    if (parameter == nullptr) return std::nullopt;
    const auto until = [&](Day due) { return Deadline{due, parameter->kind, pack.name}; };
    switch (parameter->unit) {
        case Unit::working_days:
            return until(after(days, trigger, parameter->value, pauses));
        case Unit::days:
            return until(days.back(trigger + Days{parameter->value}));
        case Unit::weeks:
            return until(days.back(trigger + Days{7 * parameter->value}));
        case Unit::months:
            return until(days.back(months_after(trigger, parameter->value)));
        case Unit::hours:
        case Unit::count:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace sanderling::practice
