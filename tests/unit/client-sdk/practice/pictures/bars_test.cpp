#include "client-sdk/practice/pictures/bars.hpp"

#include "tests/unit/client-sdk/practice/pictures/counting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::practice::pictures {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Bars, ShowIntervalsAndNothingOfASmallGroup) {
    Bars bars{.title = "Trust",
              .measure = "Mean trust",
              .low = 1,
              .high = 7,
              .bars = {{"Women", 64, 5.6, 5.3, 5.9, false}, {"Few", 3, 6.66, 6.1, 6.9, true}}};

    const Picture picture = draw_bars(bars, Words::in(Language::english));

    EXPECT_THAT(picture.alternative, ElementsAre("Women: 5.6, 95% interval 5.3 to 5.9, 64 people",
                                                 "Few: fewer than 10 people, not shown"));
    EXPECT_THAT(picture.svg, Not(HasSubstr("6.7")));
    EXPECT_THAT(picture.svg, HasSubstr("url(#bars-hatch)"));
    bars.bars[1].mean = 2;
    bars.bars[1].count = 9;
    EXPECT_EQ(draw_bars(bars, Words::in(Language::english)).svg, picture.svg)
        << "what is suppressed leaves no trace";
}

TEST(Bars, StayOnTheScale) {
    const Bars bars{.title = "Trust",
                    .measure = "Mean",
                    .low = 1,
                    .high = 1,
                    .bars = {{"Odd", 20, 900, -900, 9000, false}}};

    const std::string svg = draw_bars(bars, Words::in(Language::english)).svg;

    EXPECT_EQ(count(svg, "x2=\"344\""), 5U) << "the interval ends at the scale's end";
}

}  // namespace
}  // namespace sanderling::practice::pictures
