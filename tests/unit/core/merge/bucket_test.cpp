#include "core/merge/bucket.hpp"

#include <gtest/gtest.h>

namespace sanderling::merge {
namespace {

RecordId record(std::uint8_t first, std::uint8_t last) {
    RecordId id;
    id.bytes[0] = first;
    id.bytes[15] = last;
    return id;
}

RecordState one_entry(std::uint64_t counter) {
    RecordState state;
    state.put(Token{}, {.dot = {.counter = Counter{counter}}, .seq = Seq{counter}});
    return state;
}

TEST(BucketSums, ComeToTheDigestOfTheWholeScope) {
    BucketSums sums;
    Digest digest;
    for (std::uint8_t n = 0; n < 40; ++n) {
        const RecordState state = one_entry(n + 1U);
        sums.add(record(n, static_cast<std::uint8_t>(n * 7)), state);
        state.count(record(n, static_cast<std::uint8_t>(n * 7)), digest);
    }

    EXPECT_EQ(sums.total(), digest);
    EXPECT_NE(sums.total(), Digest{});
}

TEST(BucketSums, DifferWhereARecordDoes) {
    BucketSums here;
    BucketSums there;
    for (std::uint8_t n = 0; n < 40; ++n) here.add(record(n, n), one_entry(1));
    for (std::uint8_t n = 0; n < 40; ++n) there.add(record(n, n), one_entry(n == 17 ? 2 : 1));

    const BucketSet differing = here.differing(there);

    for (std::size_t n = 0; n < bucket_count; ++n) EXPECT_EQ(has_bucket(differing, n), n == 17);
    EXPECT_EQ(here.differing(here), BucketSet{});
}

TEST(BucketSums, ComeBackFromTheirBytes) {
    BucketSums sums;
    sums.add(record(1, 200), one_entry(9));

    const Bytes bytes = encode(sums);

    EXPECT_EQ(bytes.size(), 8'192U);
    EXPECT_EQ(decode_bucket_sums(bytes).value(), sums);
    EXPECT_FALSE(decode_bucket_sums(ByteView(bytes).first(8'191)));
}

}  // namespace
}  // namespace sanderling::merge
