// Keeps keys and content out of core dumps and away from other processes' debuggers.
#pragma once

#include "core/types/error.hpp"

namespace sanderling::vault {

/// Core dumps off, for the whole process and for good. Errc::io if the system refuses.
Result<> harden_process();

}  // namespace sanderling::vault
