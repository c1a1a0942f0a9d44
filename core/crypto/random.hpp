// Where randomness comes in: an argument everywhere, so that a run can be replayed from a seed.
#pragma once

#include "core/types/ids.hpp"
#include "core/types/time.hpp"

#include <span>

namespace sanderling::crypto {

class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    template <class IdType>
    IdType id() {
        IdType out;
        fill(out.bytes);
        return out;
    }
    std::uint64_t below(std::uint64_t bound);  // uniform in [0, bound); bound > 0
};

/// libsodium's generator. Safe from every thread.
class SystemRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override;
};

/// UUID version 7: 48 bits of milliseconds, then random bits, so ids made later sort later.
RecordId time_ordered_record_id(Instant now, Random& random);

}  // namespace sanderling::crypto
