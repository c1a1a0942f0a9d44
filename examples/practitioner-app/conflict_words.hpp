// One conflict as a person reviews it: each side with who wrote it, on which device, when, and what
// its author had seen by then.
#pragma once

#include "examples/practitioner-app/call.hpp"

namespace sanderling::app {

Json conflict_words(const Call& call, const Conflict& conflict);

}  // namespace sanderling::app
