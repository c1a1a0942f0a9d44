// Writing activity requirements and days so that the rules hold (docs/practice.md, "R9").
#pragma once

#include "client-sdk/practice/rules/activity.hpp"
#include "schema/generated/probation/enums.hpp"

#include "sanderling/store.hpp"

namespace sanderling::practice {

struct ActivityRequirement {
    RecordId order{};
    int days = 0;
    Row more{};  // other fields, such as phase and theme
};
/// A new activity requirement of an order, unless the order's days would then be more than statute
/// allows. Errors: constraint, naming the rule; not_found (no such order); those of Store::write.
Result<Receipt> add_activity_requirement(Store& store, const ActivityRequirement& requirement,
                                         const Standards& standards);

struct ActivityDay {
    RecordId requirement{};
    Day held{};
    probation::ActivityOutcome outcome = probation::ActivityOutcome::attended;
    std::string recorder{};  // staff reference
};
/// One day of an activity. A day that is there already, from this device or another, is the same
/// record: it gets this outcome and recorder too. Errors: constraint, naming the rule, for a
/// further day when all days of the requirement are used; not_found; those of Store::write.
Result<Receipt> record_activity_day(Store& store, const ActivityDay& day);

}  // namespace sanderling::practice
