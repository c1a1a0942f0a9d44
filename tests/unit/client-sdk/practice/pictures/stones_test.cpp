#include "client-sdk/practice/pictures/stones.hpp"

#include "client-sdk/practice/pictures/palette.hpp"
#include "client-sdk/practice/pictures/steps.hpp"
#include "tests/unit/client-sdk/practice/pictures/counting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::practice::pictures {
namespace {

using testing::ElementsAre;

const Words& english = Words::in(Language::english);

TEST(Stones, StandInOrderWithTicksAndMoves) {
    const Stones stones{.title = "Stones",
                        .goal = "My flat",
                        .stones = {{"Ring", true, "2011-05-06", "Jo", {}},
                                   {"Pay", false, "", "", 3},
                                   {"Letter", true, "", "", 2},
                                   {"Tell", false, "", "", 4}}};

    const Picture picture = draw_stones(stones, english);

    EXPECT_THAT(
        picture.alternative,
        ElementsAre("Stone 1: Ring – reached on 6 May 2011, ticked by Jo",
                    "Stone 2: Pay – next; was stone 3", "Stone 3: Letter – reached; was stone 2",
                    "Stone 4: Tell – still to come", "Goal: My flat"));
    EXPECT_EQ(count(picture.svg, "<ellipse"), 4U);
    EXPECT_EQ(count(picture.svg, "<path"), 2U) << "a tick on each stone that was reached";
    EXPECT_EQ(count(picture.svg, "stroke-width=\"4\""), 1U) << "one stone is next";
}

TEST(SmallSteps, SayWhoDidThemAndWhatPeopleDifferOn) {
    const SmallSteps steps{
        .title = "Steps",
        .steps = {
            {"Ring", {"Jo", "Officer"}, StepState::completed, "2011-05-06", "2011-05-05", "Jo"},
            {"Form", {}, StepState::in_progress, "2011-05-10", "", ""},
            {"Come", {}, StepState::contested, "", "", ""},
            {"Slip", {}, StepState::no_longer_needed, "2011-05-10", "", ""}}};

    const Picture picture = draw_steps(steps, english);

    EXPECT_THAT(picture.alternative,
                ElementsAre("Step 1: Ring – done on 5 May 2011, ticked by Jo. Who: Jo, Officer",
                            "Step 2: Form – begun, by 10 May 2011",
                            "Step 3: Come – people differ: needs a decision",
                            "Step 4: Slip – no longer needed"));
    EXPECT_EQ(count(picture.svg, "stroke=\"" + std::string(palette::flagged) + "\""), 1U);
}

}  // namespace
}  // namespace sanderling::practice::pictures
