// Bytes that nobody of ours wrote: refused or taken, but never a crash, and never two texts.
#include "tests/fuzz/text_operations.hpp"
#include "tests/unit/core/text/writers.hpp"

#include <rapidcheck/gtest.h>

#include <random>

namespace sanderling::text {
namespace {

using namespace test;
using Kind = Operation::Kind;

void take_any_bytes(ByteView bytes) {
    EXPECT_EQ(fuzz::problem_with_text_operations(bytes), "");
}

RC_GTEST_PROP(HostileBatch, RandomBytesDoNoHarm, ()) {
    auto bytes = *rc::gen::container<Bytes>(rc::gen::arbitrary<std::uint8_t>());
    if (!bytes.empty()) bytes[0] = 1;
    take_any_bytes(bytes);
}

RC_GTEST_PROP(HostileBatch, DamagedBatchesDoNoHarm, ()) {
    Desk desk(3);
    for (const Step& step : *steps()) desk.take(step);
    desk.all_listen();
    Bytes bytes = encode(desk.document(0).snapshot());
    const auto flips = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, bytes.size() * 8));
    for (const std::size_t at : flips) bytes[at / 8] ^= static_cast<std::uint8_t>(1U << (at % 8));
    take_any_bytes(bytes);
}

/// Operations that refer to whatever they like: themselves, each other, what nobody has.
Batch anything(std::mt19937& random) {
    Batch batch{.replicas = {replica(0), replica(1)}};
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    const auto ref = [&]() -> Ref { return below(4) == 0 ? Ref{} : Ref{below(2), below(12)}; };
    for (unsigned n = below(12) + 1; n > 0; --n) {
        Operation op{.kind = static_cast<Kind>(below(3)), .at = {below(2), below(12)}};
        op.count = below(4) + 1;
        if (op.inserts()) {
            op.left = ref();
            op.right = ref();
        }
        if (op.kind == Kind::insert) batch.characters.append(op.count, U'a' + below(26));
        batch.operations.push_back(op);
    }
    return batch;
}

TEST(HostileBatch, AnyOrigins) {
    std::mt19937 random(1);
    std::size_t waiting = 0;
    for (int i = 0; i < 20'000; ++i) {
        Document document;
        for (int batches = 0; batches < 4; ++batches) {
            const Batch batch = anything(random);
            ASSERT_TRUE(document.apply(batch));
            ASSERT_TRUE(document.apply(batch));
        }
        waiting += document.is_waiting() ? 1U : 0U;
        ASSERT_EQ(from_utf8(document.text())->size(), document.size());
        ASSERT_EQ(from({document.snapshot()}).text(), document.text());
    }
    EXPECT_GT(waiting, 1000U);
}

TEST(HostileBatch, StopsWhereComparingWouldTakeForEver) {
    Batch batch{.replicas = {replica(0)}};
    for (std::uint64_t i = 0; i < 1000; ++i)
        batch.operations.push_back({.kind = Kind::insert_erased, .at = {0, 2 * i}, .count = 1});
    take_any_bytes(encode(batch));

    Document document(/*comparisons_max=*/10'000);
    const auto refused = document.apply(batch);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::too_large);
    EXPECT_FALSE(document.contains(batch));
    EXPECT_LT(document.elements(), 200U);
}

TEST(HostileBatch, ATextHasABound) {
    Document document;
    for (std::uint64_t i = 0; i < 4; ++i) {
        const Batch batch{
            .replicas = {replica(0)},
            .operations = {{.kind = Kind::insert_erased, .at = {0, i << 20U}, .count = 1U << 20U}}};
        ASSERT_TRUE(document.apply(batch));
    }
    const std::size_t before = document.elements();
    const auto refused = document.apply(
        {.replicas = {replica(1)}, .operations = {{.at = {0, 0}, .count = 1}}, .characters = U"x"});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::too_large);
    EXPECT_EQ(document.elements(), before);
    EXPECT_EQ(document.text(), "");
}

}  // namespace
}  // namespace sanderling::text
