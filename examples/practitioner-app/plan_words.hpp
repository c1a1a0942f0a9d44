// Sentence plans with their goals and steps in the agreed order.
#pragma once

#include "examples/practitioner-app/call.hpp"

namespace sanderling::app {

Reply plan_words(const Call& call, ScopeId scope);

}  // namespace sanderling::app
