// What fields hold at the API: values without a static type, and rows of them by field name
// (schema/README.md, "Types").
#pragma once

#include "core/types/error.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"
#include "schema/model/schema.hpp"
#include "schema/model/value.hpp"

namespace sanderling {

using schema::List;
using schema::Null;
using schema::Row;
using schema::Scalar;
using schema::Schema;
using schema::Value;

/// A scope as a parameter of a query.
inline Scalar to_scalar(ScopeId id) {
    return RecordId{id.bytes};
}

}  // namespace sanderling
