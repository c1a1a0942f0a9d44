// Randomness that is the same in every run.
#pragma once

#include "core/crypto/random.hpp"

namespace sanderling::test {

/// Counts up from a first byte.
class FixedRandom final : public crypto::Random {
  public:
    explicit FixedRandom(std::uint8_t first = 1) : next_(first) {}
    void fill(std::span<std::uint8_t> out) override {
        for (std::uint8_t& b : out) b = next_++;
    }

  private:
    std::uint8_t next_;
};

template <std::size_t N = 32>
crypto::Secret<N> secret_of(std::uint8_t fill) {
    crypto::Secret<N> secret;
    for (std::uint8_t& b : secret.fill()) b = fill;
    return secret;
}

}  // namespace sanderling::test
