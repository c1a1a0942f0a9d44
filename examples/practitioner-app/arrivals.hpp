// What others wrote since this person last said "seen": record by record, with who and when.
#pragma once

#include "examples/practitioner-app/call.hpp"

namespace sanderling::app {

/// {"since", "items": [{collection, record, scope, person, fields, who, when, contested}], "more"}.
/// The first look of all finds nothing new, and begins the count.
Reply arrivals(const Call& call);

}  // namespace sanderling::app
