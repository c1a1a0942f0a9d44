// A small schema with a field of every rule, with and without authority: people meet on the same
// fields far more often in it than in case work.
#pragma once

#include "schema/model/schema.hpp"
#include "tests/sim/habits.hpp"

namespace sanderling::sim {

const schema::Schema& every_rule_schema();

/// What a run of that seed is about, unless somebody gives a schema of their own: case work
/// (case_work.yaml) for odd seeds, every rule for even ones.
const schema::Schema& schema_for(std::uint64_t seed);

/// Of a run that was asked for no others: people meet and look back where there is a field of every
/// rule, and record everywhere else.
Habits habits_in(const schema::Schema& schema);

}  // namespace sanderling::sim
