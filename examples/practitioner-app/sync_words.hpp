// How fresh everything is, in the few facts that the page makes one sentence of.
#pragma once

#include "examples/practitioner-app/call.hpp"

namespace sanderling::app {

Reply sync_words(const Call& call);

}  // namespace sanderling::app
