// The schema as it may have been before: what a device has whose application was not updated yet
// (docs/protocol.md §5.8).
#pragma once

#include "schema/model/schema.hpp"

namespace sanderling::sim {

/// Without some of the fields and, now and then, without a whole collection, chosen by the seed.
schema::Schema earlier(const schema::Schema& now, std::uint64_t seed);

}  // namespace sanderling::sim
