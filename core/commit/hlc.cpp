#include "core/commit/hlc.hpp"

#include <algorithm>

namespace sanderling::commit {

HlcTime HybridClock::tick(Instant wall) {
    const HlcTime now = hlc_at(wall);
    // The counter lives in the low sixteen bits; overflowing it moves on by a millisecond.
    last_ = now > last_ ? now : HlcTime{static_cast<std::uint64_t>(last_) + 1};
    return last_;
}

void HybridClock::observe(HlcTime seen) {
    last_ = std::max(last_, seen);
}

}  // namespace sanderling::commit
