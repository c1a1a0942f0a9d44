// Checks a row against its collection before anything is sealed: other devices would keep what
// they cannot read.
#pragma once

#include "core/types/error.hpp"
#include "schema/model/schema.hpp"
#include "schema/model/value.hpp"

#include <cstdint>
#include <optional>

namespace sanderling::schema {

enum class Change {
    create,  // a new record: required fields must be there
    edit,    // of some fields of an existing one
};

/// Errc::constraint, naming collection, field and what was expected (never the value). An edit
/// gives all members of a group or none; in a new record those left out are null. It gives no
/// counter and no ordered list, which are changed bit by bit. That json is well formed is left to
/// who reads it.
Result<void> validate(const Schema& schema, const Collection& collection, const Row& row,
                      Change change);

/// One value of a field: an element, for a list. Null is allowed except there.
Result<void> validate_scalar(const Schema& schema, const Field& field, const Scalar& scalar);

/// Greater protects more; for a cautious field. Nothing for a value without a known place in the
/// order: read it as the most protective.
std::optional<std::int64_t> protective_rank(const Schema& schema, const Field& field,
                                            const Value& value);

}  // namespace sanderling::schema
