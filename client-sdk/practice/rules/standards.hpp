// A rule pack for each day, and the days to count by: everything that a deadline depends on besides
// its trigger.
#pragma once

#include "client-sdk/practice/calendar/working_days.hpp"
#include "client-sdk/practice/rules/pack.hpp"

#include <span>

namespace sanderling::practice {

/// While a clock stands: from `from` (with it) until `until` (without it) no working day counts.
struct Pause {
    Day from{};
    Day until{};
};

struct Deadline {
    Day due{};  // until its end
    Kind kind = Kind::advisory;
    std::string_view pack{};  // its name, as long as the Standards live
};

struct Standards {
    RuleBook book{};
    WorkingDays days{};

    /// The shipped packs and bank holidays.
    static const Standards& shipped();

    /// The parameter of the pack in force on the day of the trigger; null where it asks nothing.
    const Parameter* find(Term term, Day trigger) const { return book.at(trigger).find(term); }

    /// Working days are counted from the day after the trigger; days, weeks and months that end on
    /// a day that is no working day end before it. Nothing where the pack asks nothing, or where
    /// the term is not a span of days. Pauses matter to working days only.
    std::optional<Deadline> deadline(Term term, Day trigger,
                                     std::span<const Pause> pauses = {}) const;
};

}  // namespace sanderling::practice
