// Whether a device may be used: a lease that contact renews, and what the organisation has ordered
// (docs/sdk.md, "Lost devices"; docs/protocol.md §6.7).
#pragma once

#include "core/types/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sanderling {

enum class Standing : std::uint8_t {
    open = 1,
    expiring = 2,  // locks soon, unless the device connects
    locked = 3,    // no contact for too long; connect, and it opens again
    revoked = 4,   // for good; work that waits is still sent, and held for a decision
    wiped = 5,     // the replica is destroyed
};
std::string_view to_text(Standing standing);

struct DeviceStanding {
    Standing standing = Standing::open;
    std::optional<Instant> locks_at{};  // by this device's clock; empty: no lease is set
    std::optional<int> days_left{};     // begun ones count; 0: locked

    friend bool operator==(const DeviceStanding&, const DeviceStanding&) = default;
};

}  // namespace sanderling
