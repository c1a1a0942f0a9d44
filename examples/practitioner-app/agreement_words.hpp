// What each voice said of a plan, and whether it said it of the plan as it is now.
#pragma once

#include "examples/practitioner-app/call.hpp"

namespace sanderling::app {

/// {"version", "om": {"standing", "signer", "at", "reason"}, "su": {…}, "waits": ["om", …]}: a
/// voice is waited for if the plan has changed since it agreed, or the other has answered and it
/// has not.
Reply agreement_words(const Call& call, RecordId plan);
/// The plans of which somebody is waited for, with their cases: of each case the newest plan.
Reply waiting_agreements(const Call& call);

}  // namespace sanderling::app
