#include "client-sdk/practice/pictures/node_map.hpp"

#include "client-sdk/practice/pictures/map_layout.hpp"
#include "tests/unit/client-sdk/practice/pictures/counting.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::practice::pictures {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Words& english = Words::in(Language::english);

NodeMap triangle() {
    return {.title = "Friday",
            .nodes = {{"c", "Night in a cell", "", {}, false},
                      {"a", "Pay day", "", {}, true},
                      {"b", "The pub", "", {}, false}},
            .links = {{"a", "b", "leads_to", ""}, {"b", "c", "", "ends in"}}};
}

TEST(NodeMap, NumbersThoughtsInTheOrderOfTheirLinks) {
    const Picture picture = draw_map(triangle(), english);

    EXPECT_THAT(picture.alternative,
                ElementsAre("Note 1: Pay day", "Note 2: The pub", "Note 3: Night in a cell",
                            "1 – leads to – 2", "2 – ends in – 3"));
    EXPECT_EQ(picture.svg, draw_map(triangle(), english).svg);
}

TEST(NodeMap, FlagsALinkToADeletedNodeAndKeepsIt) {
    NodeMap map = triangle();
    EXPECT_THAT(draw_map(map, english).svg, Not(HasSubstr("deleted")));
    std::erase_if(map.nodes, [](const MapNode& node) { return node.id == "b"; });

    const Picture picture = draw_map(map, english);

    EXPECT_THAT(picture.alternative,
                testing::IsSupersetOf(
                    {"1 – leads to – Deleted note. Look again: one end of this link was deleted.",
                     "Deleted note – ends in – 2. Look again: one end of this link was deleted."}));
    EXPECT_THAT(picture.svg, HasSubstr("2 links lead to a deleted note"));
    EXPECT_EQ(count(picture.svg, "stroke-dasharray=\"2 4\""), 2U);
}

TEST(NodeMap, SurvivesCirclesAndALinkWithoutAnyEnd) {
    NodeMap map = triangle();
    map.links.push_back({"c", "a", "because_of", ""});
    map.links.push_back({"b", "b", "helps", ""});
    map.links.push_back({"x", "y", "", ""});
    map.nodes[1].is_start = false;

    const Picture picture = draw_map(map, english);

    EXPECT_EQ(picture.alternative.size(), 3U + 5U);
    EXPECT_THAT(picture.alternative.back(), HasSubstr("Deleted note – linked with – Deleted note"));
}

TEST(MapLayout, KeepsBoxesApartWhereverPeoplePutThem) {
    NodeMap map{.title = "Forty"};
    for (int i = 0; i < 40; ++i) {
        MapNode node{.id = std::to_string(i), .words = "A thought"};
        // All on a heap but for a few that nobody placed.
        if (i % 5 != 0) node.at = Point{static_cast<double>(i % 7) * 20, i * 3.0};
        map.nodes.push_back(node);
    }
    for (const auto layout : {MapLook::Layout::as_placed, MapLook::Layout::in_rows}) {
        std::vector<Box> boxes(map.nodes.size(), Box{.height = 60});

        const MapSize size = place_boxes(map, {.layout = layout}, reading_order(map), boxes);

        for (std::size_t i = 0; i < boxes.size(); ++i) {
            EXPECT_GE(boxes[i].x, 0);
            EXPECT_LE(boxes[i].right(), size.width);
            EXPECT_LE(boxes[i].bottom(), size.height);
            for (std::size_t j = 0; j < i; ++j)
                EXPECT_FALSE(boxes[i].x < boxes[j].right() && boxes[j].x < boxes[i].right() &&
                             boxes[i].y < boxes[j].bottom() && boxes[j].y < boxes[i].bottom())
                    << i << " lies on " << j;
        }
    }
}

TEST(MapLayout, IsAsWideAsATelephoneInTwoColumns) {
    const NodeMap map = triangle();
    std::vector<Box> boxes(map.nodes.size(), Box{.height = 60});

    EXPECT_LE(place_boxes(map, {}, reading_order(map), boxes).width, width_of_phone);
}

}  // namespace
}  // namespace sanderling::practice::pictures
