// A sentence plan as it stands on this device, with its goals and steps in their order, and the
// hash that an agreement is given to (docs/plans.md, "Agreement").
#pragma once

#include "schema/generated/probation/records.hpp"

#include <vector>

#include "sanderling/store.hpp"

namespace sanderling::practice::plans {

/// What the values of a step's status come to. Progress is monotone: of several that people wrote
/// apart, the one furthest on holds. Dropping it against anything else is for people to decide.
enum class Progress : std::uint8_t {
    not_started,
    in_progress,
    completed,
    cannot_be_done_yet,
    no_longer_needed,
    contested,
};
Progress progress_of(const List& statuses);

struct StepContent {
    RecordId id;
    probation::Step record{};
    Progress progress = Progress::not_started;
    /// The wording that several write, or the short one where there is none.
    const std::string& words() const;
};

struct GoalContent {
    RecordId id;
    probation::Goal record{};
    List statuses{};  // more than one while people differ
    std::vector<StepContent> steps{};

    const std::string& words() const;
    bool is_contested() const { return statuses.size() > 1; }
    bool is_removed() const;  // by anybody
};

struct PlanContent {
    RecordId id;
    ScopeId scope;
    probation::Plan record{};
    std::vector<GoalContent> goals{};
};

/// Goals and steps that are in no order come last, by id. Errors: not_found, those of Store::query.
Result<PlanContent> read_plan(const Store& store, RecordId plan);

/// BLAKE2b-256 of what people agree to: goals and steps with their wording, area, days, actors and
/// order, and whether they were given up. Ticking a step changes nothing of it. The same on every
/// device that has the same content.
Bytes version_hash(const PlanContent& plan);

/// The scope of a record, which need not be of a known kind. Errors: not_found, those of
/// Store::query. `table` is a name of this program's own.
Result<ScopeId> scope_of(const Store& store, std::string_view table, RecordId record);
/// The ids of a SELECT id …, with one parameter.
Result<std::vector<RecordId>> ids_of(const Store& store, std::string_view sql, RecordId parameter);
/// Those of `order` that are in `all`, and then the rest of `all`.
std::vector<RecordId> in_order(const std::vector<RecordId>& order, std::vector<RecordId> all);

}  // namespace sanderling::practice::plans
