#include "core/text/batch.hpp"

#include "core/text/batch_builder.hpp"
#include "core/text/limits.hpp"
#include "tests/unit/core/text/writers.hpp"

namespace sanderling::text {
namespace {

using namespace test;
using Kind = Operation::Kind;

Batch sample() {
    Writer ann(0);
    Writer ben(1);
    ben.hear(ann.write({{0, 0, "one two"}}));
    return ben.write({{4, 3, ""}, {4, 0, "zwei ☂"}, {0, 1, ""}, {8, 1, ""}, {7, 1, ""}});
}

TEST(Batch, ComesBackFromItsBytes) {
    const Batch batch = sample();
    const auto back = decode_batch(encode(batch));

    ASSERT_TRUE(back);
    EXPECT_EQ(*back, batch);
}

TEST(Batch, JoinsWhatIsTypedInARow) {
    Writer ann(0);
    const Batch batch = ann.write({{0, 0, "h"}, {1, 0, "e"}, {2, 0, "y"}});

    ASSERT_EQ(batch.operations.size(), 1U);
    EXPECT_EQ(batch.operations[0].count, 3U);
    EXPECT_EQ(batch.characters, U"hey");
}

TEST(Batch, JoinsBackspacesAndKeepsTheirDirection) {
    Writer ann(0);
    ann.write({{0, 0, "hello"}});
    const Batch back = ann.write({{4, 1, ""}, {3, 1, ""}, {2, 1, ""}});
    const Batch forward = ann.write({{0, 1, ""}, {0, 1, ""}});

    ASSERT_EQ(back.operations.size(), 1U);
    EXPECT_EQ(back.operations[0].kind, Kind::erase_backwards);
    EXPECT_EQ(back.operations[0].count, 3U);
    ASSERT_EQ(forward.operations.size(), 1U);
    EXPECT_EQ(forward.operations[0].kind, Kind::erase);
    EXPECT_EQ(forward.operations[0].count, 2U);
}

TEST(Batch, SaysWhichFormatItCannotRead) {
    Bytes bytes = encode(sample());
    bytes[0] = 2;

    const auto decoded = decode_batch(bytes);

    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, Errc::unsupported_version);
}

TEST(Batch, HasOneSpelling) {
    const Bytes bytes = encode(sample());
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        for (unsigned bit = 0; bit < 8; ++bit) {
            Bytes other = bytes;
            other[i] ^= static_cast<std::uint8_t>(1U << bit);
            const auto decoded = decode_batch(other);
            if (!decoded) continue;
            ++accepted;
            EXPECT_EQ(encode(*decoded), other);
        }
    EXPECT_GT(accepted, 0U) << "a replica's id, for one, may be any bytes";
}

TEST(Batch, RefusesALongerSpellingOfANumber) {
    // Format, one replica, its id, then the number of operations as 0x00 and as 0x80 0x00.
    Bytes bytes{1, 0, 0x80, 0x00};

    EXPECT_FALSE(decode_batch(bytes));
    EXPECT_TRUE(decode_batch(Bytes{1, 0, 0x00}));
}

TEST(Batch, RefusesReplicasThatNothingNames) {
    BatchBuilder builder;
    builder.ref({replica(7), 1});

    EXPECT_FALSE(decode_batch(encode(builder.take())));
}

TEST(Batch, RefusesEveryCutOffBatch) {
    const Bytes bytes = encode(sample());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decode_batch(ByteView(bytes).first(size))) << size;
}

TEST(Batch, RefusesMoreElementsThanABatchMayHave) {
    BatchBuilder builder;
    const Ref at = builder.ref({replica(0), 1});
    builder.insert({.kind = Kind::insert_erased,
                    .at = at,
                    .count = static_cast<std::uint32_t>(limits::elements_a_batch)},
                   U"");
    const Batch most = builder.take();
    Batch more = most;
    ++more.operations[0].count;

    EXPECT_TRUE(decode_batch(encode(most)));
    const auto refused = decode_batch(encode(more));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::too_large);
}

TEST(Batch, RefusesMoreOperationsThanABatchMayHave) {
    Batch batch{.replicas = {replica(0)}};
    for (std::size_t i = 0; i <= limits::operations_a_batch; ++i)
        batch.operations.push_back({.kind = Kind::erase, .at = {0, 2 * i}, .count = 1});

    const auto refused = decode_batch(encode(batch));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::too_large);
    batch.operations.pop_back();
    EXPECT_TRUE(decode_batch(encode(batch)));
}

}  // namespace
}  // namespace sanderling::text
