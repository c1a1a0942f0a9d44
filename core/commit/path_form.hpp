// Which operations and coverages go with which rule (docs/protocol.md §3.3). The merge is safe
// under any combination; a server refuses the senseless ones before they are in the log for ever.
#pragma once

#include "core/commit/path.hpp"

namespace sanderling::commit {

/// False for an operation or coverage that the rule does not have. What this version does not know,
/// a newer writer may: an unknown rule or operation is well formed.
bool is_well_formed(const PathWrite& write);

}  // namespace sanderling::commit
