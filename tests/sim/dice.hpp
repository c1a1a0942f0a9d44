// All chance of a simulation, drawn from one seed: what happens, and what libsodium draws for keys,
// nonces and ids beneath the product, whose code knows nothing of it (docs/simulator.md).
#pragma once

#include "core/crypto/random.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <vector>

namespace sanderling::sim {

/// Several numbers as one seed.
std::uint64_t mixed(std::uint64_t a, std::uint64_t b, std::uint64_t c = 0);

/// xoshiro256**, seeded by splitmix64.
class Dice final : public crypto::Random {
  public:
    explicit Dice(std::uint64_t seed);

    std::uint64_t next();
    /// [0, bound); 0 for a bound of 0.
    std::uint64_t under(std::uint64_t bound);
    bool one_in(std::uint64_t n) { return under(n) == 0; }
    /// With this many chances in a thousand.
    bool per_mille(unsigned chances) { return under(1000) < chances; }
    std::chrono::microseconds between(std::chrono::microseconds least,
                                      std::chrono::microseconds most);
    template <class T>
    const T& of(const std::vector<T>& items) {
        return items[under(items.size())];
    }
    template <class T, std::size_t N>
    const T& of(const std::array<T, N>& items) {
        return items[under(N)];
    }

    void fill(std::span<std::uint8_t> out) override;

  private:
    std::array<std::uint64_t, 4> state_{};
};

/// From here on libsodium draws from this seed. For a process with one thread.
void seed_libsodium(std::uint64_t seed);

}  // namespace sanderling::sim
