// The tables against the distributions they stand for.
#include "examples/caseload/quantiles.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sanderling::caseload {
namespace {

TEST(Quantiles, GiveTheMedianAndTailOfNotes) {
    EXPECT_EQ(note_bytes(500'000), 450U);
    EXPECT_EQ(note_bytes(950'000), 3'500U);
    EXPECT_EQ(note_bytes(0), 8U);
    EXPECT_EQ(note_bytes(999'999), 30'000U);
}

TEST(Quantiles, FollowTheNormalDistribution) {
    for (const std::uint32_t ppm : {3'000U, 60'000U, 333'333U, 500'000U, 812'345U, 991'000U}) {
        const double z = static_cast<double>(normal_thousandths(ppm)) / 1000;
        const double below = 0.5 * std::erfc(-z / std::sqrt(2.0));
        EXPECT_NEAR(below * 1e6, ppm, 0.06 * std::min(ppm, 1'000'000 - ppm) + 1) << ppm;
    }
}

TEST(Quantiles, NeverFall) {
    for (std::uint32_t ppm = 997; ppm < 1'000'000; ppm += 997) {
        EXPECT_GE(normal_thousandths(ppm), normal_thousandths(ppm - 997));
        EXPECT_GE(note_bytes(ppm), note_bytes(ppm - 997));
    }
}

}  // namespace
}  // namespace sanderling::caseload
