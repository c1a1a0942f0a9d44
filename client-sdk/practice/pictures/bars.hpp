// A breakdown of a measure by groups: bars with their confidence intervals, small groups left out.
#pragma once

#include "client-sdk/practice/pictures/picture.hpp"
#include "client-sdk/practice/pictures/words.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sanderling::practice::pictures {

struct Bar {
    std::string label{};
    std::int64_t count = 0;
    double mean = 0;
    double interval_from = 0;
    double interval_to = 0;
    /// Its values are then not looked at, so that they cannot be read from the picture's source.
    bool is_suppressed = false;
};

struct Bars {
    std::string title{};
    std::string measure{};
    double low = 0;   // of the scale
    double high = 1;  // greater than low
    std::int64_t group_min = 10;
    std::vector<Bar> bars{};
};

Picture draw_bars(const Bars& bars, const Words& words, const std::string& id = "bars");

}  // namespace sanderling::practice::pictures
