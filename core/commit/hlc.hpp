// The hybrid logical clock of a replica: close to wall time, never going back, always past what was
// seen (docs/protocol.md §4).
#pragma once

#include "core/types/time.hpp"

namespace sanderling::commit {

class HybridClock {
  public:
    explicit HybridClock(HlcTime last = HlcTime{}) : last_(last) {}

    /// The next reading: after every earlier one and after everything observed.
    HlcTime tick(Instant wall);

    /// A checkpoint's time was seen. Readings stay past it; a wrong clock elsewhere cannot drag
    /// this one, because effective times are bounded by the server.
    void observe(HlcTime seen);

    HlcTime last() const { return last_; }

  private:
    HlcTime last_;
};

}  // namespace sanderling::commit
