// The runtime description.
// Made from probation.yaml by sanderling-schemac; change that file instead (schema/README.md).
#pragma once

#include "schema/model/schema.hpp"

namespace sanderling::probation {

/// Made once, on first use; from any thread.
const sanderling::schema::Schema& schema();

}  // namespace sanderling::probation
