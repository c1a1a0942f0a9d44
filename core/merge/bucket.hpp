// The digest of a scope in 256 parts, so that two sides whose digests differ find out where
// (docs/protocol.md §5.10).
#pragma once

#include "core/merge/record_state.hpp"

#include <array>
#include <cstdint>

namespace sanderling::merge {

inline constexpr std::size_t bucket_count = 256;

/// By the last byte of the id: the first ones are a time, and would put a day into one bucket.
constexpr std::size_t bucket_of(RecordId record) {
    return record.bytes[15];
}

/// Some of the buckets. Bit n mod 8 of byte n / 8 is bucket n.
using BucketSet = std::array<std::uint8_t, bucket_count / 8>;

constexpr void add_bucket(BucketSet& set, std::size_t bucket) {
    set[bucket / 8] = static_cast<std::uint8_t>(set[bucket / 8] | 1U << (bucket % 8));
}
constexpr bool has_bucket(const BucketSet& set, std::size_t bucket) {
    return ((unsigned{set[bucket / 8]} >> (bucket % 8)) & 1U) != 0;
}

class BucketSums {
  public:
    void add(RecordId record, const RecordState& state);

    /// The digest of the whole scope.
    Digest total() const;
    /// Those whose sums are not the other side's.
    BucketSet differing(const BucketSums& other) const;

    friend bool operator==(const BucketSums&, const BucketSums&) = default;

  private:
    friend Bytes encode(const BucketSums& sums);
    friend Result<BucketSums> decode_bucket_sums(ByteView bytes);

    std::array<Digest, bucket_count> sums_{};
};

/// 256 digests of 32 bytes, in order.
Bytes encode(const BucketSums& sums);
/// Errors: malformed.
Result<BucketSums> decode_bucket_sums(ByteView bytes);

}  // namespace sanderling::merge
