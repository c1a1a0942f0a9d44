// A record that belongs into another scope, such as a contact that has to be restricted: its copy
// there, and the end of it here, in one step (docs/sdk.md, "Reclassifying").
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sanderling/transaction.hpp"
#include "sanderling/value.hpp"

namespace sanderling {

class Store;

enum class ReclassificationState : std::uint8_t {
    requested = 1,  // hidden where it was; somebody with the right to purge has yet to do it
    changed = 2,    // as requested, and somebody who did not know has written to the source since
    purged = 3,     // gone there for good
};
std::string_view to_text(ReclassificationState state);

struct Reclassification {
    ScopeId from;
    RecordId source;
    ScopeId to;
    RecordId copy;
    Instant at{};
    ReclassificationState state = ReclassificationState::requested;
};

struct Reclassified {
    RecordId copy;
    Receipt receipt{};
};

/// Writes the record as it is in force into `to`, erases it where it is, and keeps the link and the
/// request to purge the source: one transaction, all of it or nothing, on the disk when it returns.
/// From then on nobody sees the source; its bytes go with the purge, which the organisation orders
/// (`sanderling-keyholder purge SCOPE --record ID --reason reclassified`). Errors: not_found;
/// constraint (an open conflict on it, which the copy could not hold: settle it first; a collection
/// that does not live there; a scope of a kind that is kept separate); those of a write.
Result<Reclassified> reclassify(Store& store, std::string_view collection, RecordId record,
                                ScopeId to);

/// Those made on this device, oldest first. One that is `changed` is worth another look before the
/// source is purged: what was written there since is not in the copy.
Result<std::vector<Reclassification>> reclassifications(Store& store);

}  // namespace sanderling
