// Stepping Stones: what lies between here and a goal, in an order that both may change, each stone
// ticked when it is reached.
#pragma once

#include "client-sdk/practice/pictures/picture.hpp"
#include "client-sdk/practice/pictures/words.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sanderling::practice::pictures {

struct Stone {
    std::string label{};
    bool is_reached = false;
    std::string reached_on{};                // yyyy-mm-dd; may be empty
    std::string reached_by{};                // may be empty
    std::optional<std::size_t> was_place{};  // from 1, where it was moved since the last meeting
};

struct Stones {
    std::string title{};
    std::string goal{};
    std::vector<Stone> stones{};  // from here to the goal
};

Picture draw_stones(const Stones& stones, const Words& words, const std::string& id = "stones");

}  // namespace sanderling::practice::pictures
