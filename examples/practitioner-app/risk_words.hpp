// The risk of serious harm in a case: what is in force, and where people differ, who says what.
#pragma once

#include "examples/practitioner-app/call.hpp"

namespace sanderling::app {

/// Null where nobody has assessed it.
Reply risk_words(const Call& call, ScopeId scope);

}  // namespace sanderling::app
