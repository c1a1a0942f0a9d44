// What this device does about late work by itself, for a person who may decide on it (docs/sdk.md,
// "Late work").
#pragma once

#include "core/types/error.hpp"

namespace sanderling {

class Store;

/// Numbers are stored: never changed.
enum class LatePolicy : std::uint8_t {
    ask = 0,             // a person decides on each
    accept_entries = 1,  // late entries are accepted as they come; never those of a revoked device
};

/// Kept in the replica; counts from the next contact on, for what waits undecided too. What its
/// author's clock says decides what is an entry, and proves nothing: whoever sets it back has work
/// accepted that was written after the end.
Result<void> set_late_policy(Store& store, LatePolicy policy);
Result<LatePolicy> late_policy(Store& store);

}  // namespace sanderling
