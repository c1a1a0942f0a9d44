// A digest of all live sets of a scope: a sum mod 2^256, so that it is kept by adding what joins
// and subtracting what leaves, in any order (docs/protocol.md §5).
#pragma once

#include "core/merge/live_set.hpp"

#include <array>
#include <compare>
#include <cstdint>

namespace sanderling::merge {

class Digest {
  public:
    Digest() = default;
    explicit Digest(const std::array<std::uint8_t, 32>& big_endian_sum) : sum_(big_endian_sum) {}

    void add(const crypto::Hash& entry);
    void subtract(const crypto::Hash& entry);

    const std::array<std::uint8_t, 32>& bytes() const { return sum_; }
    friend auto operator<=>(const Digest&, const Digest&) = default;

  private:
    std::array<std::uint8_t, 32> sum_{};
};

crypto::Hash digest_entry(RecordId record, Token token, const Dot& dot, Operation operation);

}  // namespace sanderling::merge
