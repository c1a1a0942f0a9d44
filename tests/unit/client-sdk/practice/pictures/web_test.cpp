#include "client-sdk/practice/pictures/web.hpp"

#include "client-sdk/practice/pictures/palette.hpp"
#include "tests/unit/client-sdk/practice/pictures/counting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::practice::pictures {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Words& english = Words::in(Language::english);

TEST(Web, ShowsBothVoicesOnTwoDates) {
    const Web web{.title = "Web",
                  .now = {"2011-06-14", {{"Home", 6, 7}, {"Work", 4, 6}, {"Money", 5, 3}}},
                  .before = WebDrawing{"2011-05-03", {{"Money", 2, 2}, {"Home", 3, 2}}}};

    const Picture picture = draw_web(web, english);

    EXPECT_THAT(picture.alternative,
                ElementsAre("1. Home – 14 June 2011: officer 6, service user 7; 3 May 2011: "
                            "officer 3, service user 2",
                            "2. Work – 14 June 2011: officer 4, service user 6; 3 May 2011: "
                            "officer not scored, service user not scored",
                            "3. Money – 14 June 2011: officer 5, service user 3; 3 May 2011: "
                            "officer 2, service user 2"));
    // Three axes and the legend: round points and square ones, filled for now and hollow for then.
    const std::string round_now = "fill=\"" + std::string(palette::officer) + "\"";
    EXPECT_EQ(count(picture.svg, round_now + " stroke"), 3U + 1U);
    EXPECT_EQ(count(picture.svg, "fill=\"" + std::string(palette::person) + "\" stroke"), 3U + 1U);
    const std::string hollow = "fill=\"" + std::string(palette::paper) + "\" stroke";
    EXPECT_EQ(count(picture.svg, hollow), (2U + 1U) * 2U);
    EXPECT_THAT(picture.svg, HasSubstr("stroke-dasharray=\"7 4\""));
}

TEST(Web, BreaksALineWhereAScoreIsMissingAndKeepsScoresOnThePaper) {
    Web web{.title = "Web",
            .now = {"2011-06-14", {{"A", 6, 1}, {"B", {}, 1}, {"C", 99, 1}, {"D", -4, 1}}}};
    const auto lines_of_officer = [&] {
        return count(draw_web(web, english).svg,
                     "stroke=\"" + std::string(palette::officer) + "\" stroke-width=\"2.8\"");
    };

    EXPECT_EQ(lines_of_officer(), 2U + 1U) << "A to B and B to C are missing; one is the legend's";
    web.now.axes[1].om = 5;
    EXPECT_EQ(lines_of_officer(), 4U + 1U);
    const std::string drawn = draw_web(web, english).svg;
    web.now.axes[2].om = 10;
    web.now.axes[3].om = 0;
    EXPECT_EQ(count(draw_web(web, english).svg, "<line"), count(drawn, "<line"));
}

TEST(Web, ListsWhatIsTooFewToDraw) {
    const Picture picture =
        draw_web({.title = "Web", .now = {"2011-06-14", {{"Home", 6, 7}}}}, english);

    EXPECT_EQ(count(picture.svg, "<circle"), 0U);
    EXPECT_THAT(picture.svg, HasSubstr("1. Home"));
    EXPECT_EQ(picture.alternative.size(), 1U);
}

}  // namespace
}  // namespace sanderling::practice::pictures
