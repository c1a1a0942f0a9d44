// How often a client may ask for something that costs the server work: so many at once, and then
// one every so often (docs/operations.md, "Limits of a session").
#pragma once

#include "core/types/time.hpp"

#include <algorithm>
#include <chrono>

namespace sanderling::sync {

class Allowance {
  public:
    constexpr Allowance(int at_once, std::chrono::milliseconds every)
        : every_(every.count()), most_(every.count() * at_once) {}

    /// Whether one more is allowed at `now`, and takes it. A clock that is set back costs nothing
    /// but the rest of what was saved up.
    constexpr bool take(Instant now) {
        paid_until_ = std::clamp(paid_until_, now.ms, now.ms + most_);
        if (paid_until_ + every_ > now.ms + most_) return false;
        paid_until_ += every_;
        return true;
    }

  private:
    std::int64_t every_;
    std::int64_t most_;
    std::int64_t paid_until_ = INT64_MIN / 2;
};

}  // namespace sanderling::sync
