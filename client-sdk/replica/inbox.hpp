// The open conflicts of a replica, for those who list and those who watch them.
#pragma once

#include "client-sdk/replica/replica.hpp"

#include <vector>

#include "sanderling/conflict.hpp"

namespace sanderling::replica {

/// In order of `since`. From any thread. Errors: those of reading.
Result<std::vector<Conflict>> list_conflicts(Replica& replica);

}  // namespace sanderling::replica
