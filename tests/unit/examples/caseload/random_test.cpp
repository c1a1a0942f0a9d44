// The numbers behind everything else: the same everywhere, and evenly spread.
#include "examples/caseload/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace sanderling::caseload {
namespace {

TEST(Random, GivesTheSameNumbersOnEveryMachine) {
    Random random(7, 1);

    EXPECT_EQ(mixed(0), 0xE220A8397B1DCDAFULL);  // published for splitmix64
    EXPECT_EQ(random.next(), 0x75CD7522BB992A49ULL);
    EXPECT_EQ(random.next(), 0xE9C0B5928135D648ULL);
    EXPECT_EQ(to_text(random.record_id({1303119000000})), "012f67f1-f1c0-7e94-99c3-da744f826ce8");
}

TEST(Random, KeepsItsStreamsApart) {
    EXPECT_NE(Random(7, 1).next(), Random(7, 2).next());
    EXPECT_NE(Random(7, 1).next(), Random(8, 1).next());
}

TEST(Random, DrawsEachNumberAboutEquallyOften) {
    Random random(1, 1);
    std::array<int, 10> seen{};
    for (int i = 0; i < 100'000; ++i) ++seen[static_cast<std::size_t>(random.below(10))];

    double chi_square = 0;
    for (const int count : seen) chi_square += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;

    EXPECT_LT(chi_square, 27.9);  // 9 degrees of freedom, 0.1 %
}

TEST(Random, DrawsByWeight) {
    Random random(1, 1);
    const std::vector<std::uint32_t> weights{0, 3, 0, 1};
    std::array<int, 4> seen{};
    for (int i = 0; i < 40'000; ++i) ++seen[random.weighted(weights)];

    EXPECT_EQ(seen[0], 0);
    EXPECT_EQ(seen[2], 0);
    EXPECT_NEAR(seen[1], 30'000, 350);
}

TEST(Random, StaysWithinBothEnds) {
    Random random(1, 1);
    std::int64_t low = 100;
    std::int64_t high = -100;
    for (int i = 0; i < 1000; ++i) {
        const std::int64_t drawn = random.between(-3, 3);
        low = std::min(low, drawn);
        high = std::max(high, drawn);
    }

    EXPECT_EQ(low, -3);
    EXPECT_EQ(high, 3);
    EXPECT_EQ(random.between(5, 5), 5);
}

TEST(Random, MakesIdsInTheOrderOfTime) {
    Random random(1, 1);
    const RecordId earlier = random.record_id({1'000});
    const RecordId later = random.record_id({1'001});

    EXPECT_LT(earlier, later);
    EXPECT_EQ(earlier.bytes[6] >> 4, 7);
    EXPECT_EQ(earlier.bytes[8] >> 6, 2);
}

TEST(Random, SpreadsFewCasesAsEvenlyAsMany) {
    for (const Spread property : {Spread::risk, Spread::sex, Spread::order}) {
        int below_a_quarter = 0;
        for (std::uint64_t number = 1; number <= 40; ++number) {
            if (spread_ppm(7, number, property) < 250'000) ++below_a_quarter;
        }
        EXPECT_NEAR(below_a_quarter, 10, 2);
    }
}

}  // namespace
}  // namespace sanderling::caseload
