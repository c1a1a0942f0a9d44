// Pseudo-random numbers that are the same on every machine: integers only, and none of the standard
// library's distributions, whose results differ between libraries.
#pragma once

#include "core/types/assert.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sanderling::caseload {

/// Spreads a number over 64 bits (splitmix64, by Sebastiano Vigna, in the public domain).
std::uint64_t mixed(std::uint64_t value);

/// xoshiro256** (David Blackman and Sebastiano Vigna, in the public domain). Not for keys.
class Random {
  public:
    /// Streams of one seed do not depend on each other, so a case stays the same whatever is made
    /// before it.
    Random(std::uint64_t seed, std::uint64_t stream);

    std::uint64_t next();
    /// From 0 to n − 1; n is not 0.
    std::uint64_t below(std::uint64_t n);
    /// Both ends included.
    std::int64_t between(std::int64_t low, std::int64_t high);
    bool chance(std::uint32_t per_mille) { return below(1000) < per_mille; }
    /// From 0 to 999,999.
    std::uint32_t ppm() { return static_cast<std::uint32_t>(below(1'000'000)); }
    /// A position of `weights`, whose sum is not 0.
    std::size_t weighted(std::span<const std::uint32_t> weights);

    template <class T>
    const T& pick(const std::vector<T>& from) {
        SANDERLING_ASSERT(!from.empty());
        return from[static_cast<std::size_t>(below(from.size()))];
    }
    template <class T>
    void shuffle(std::vector<T>& items) {
        for (std::size_t left = items.size(); left > 1; --left) {
            std::swap(items[left - 1], items[static_cast<std::size_t>(below(left))]);
        }
    }

    /// A UUID of version 7: ordered by `made`.
    RecordId record_id(Instant made);

  private:
    std::array<std::uint64_t, 4> state_{};
};

/// Which of several properties a case draws; each has a sequence of its own.
enum class Spread : std::uint8_t { risk, sex, order };

/// The share, in millionths, that case `number` draws for a property. A low-discrepancy sequence
/// (additive recurrence), so that forty cases already have the mix of many.
std::uint32_t spread_ppm(std::uint64_t seed, std::uint64_t number, Spread property);

}  // namespace sanderling::caseload
