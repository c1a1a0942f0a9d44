#include "core/merge/bucket.hpp"

#include <algorithm>

namespace sanderling::merge {

namespace {
constexpr std::size_t digest_bytes = 32;
}

void BucketSums::add(RecordId record, const RecordState& state) {
    state.count(record, sums_[bucket_of(record)]);
}

Digest BucketSums::total() const {
    Digest total;
    for (const Digest& sum : sums_) {
        crypto::Hash as_entry;
        as_entry.bytes = sum.bytes();
        total.add(as_entry);
    }
    return total;
}

BucketSet BucketSums::differing(const BucketSums& other) const {
    BucketSet out{};
    for (std::size_t n = 0; n < bucket_count; ++n)
        if (sums_[n] != other.sums_[n])
            out[n / 8] = static_cast<std::uint8_t>(out[n / 8] | (1U << (n % 8)));
    return out;
}

Bytes encode(const BucketSums& sums) {
    Bytes out;
    out.reserve(bucket_count * digest_bytes);
    for (const Digest& sum : sums.sums_) append(out, sum.bytes());
    return out;
}

Result<BucketSums> decode_bucket_sums(ByteView bytes) {
    if (bytes.size() != bucket_count * digest_bytes)
        return fail(Errc::malformed, "the sums of another number of buckets");
    BucketSums out;
    for (std::size_t n = 0; n < bucket_count; ++n) {
        std::array<std::uint8_t, digest_bytes> sum{};
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(n * digest_bytes), digest_bytes,
                    sum.begin());
        out.sums_[n] = Digest(sum);
    }
    return out;
}

}  // namespace sanderling::merge
