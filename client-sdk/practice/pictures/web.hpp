// The Web: areas of life around a middle, each scored from 0 to 10 by the officer and by the
// service user, on one date or on two laid over each other.
#pragma once

#include "client-sdk/practice/pictures/picture.hpp"
#include "client-sdk/practice/pictures/words.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sanderling::practice::pictures {

struct WebAxis {
    std::string label{};
    std::optional<int> om{};  // 0 to 10; beyond is drawn at the rim
    std::optional<int> su{};
};

struct WebDrawing {
    std::string drawn_on{};  // yyyy-mm-dd
    std::vector<WebAxis> axes{};
};

struct Web {
    std::string title{};
    WebDrawing now{};
    /// Drawn thin under the later one. Axes are matched by label; one that only it has comes last.
    std::optional<WebDrawing> before{};
};

Picture draw_web(const Web& web, const Words& words, const std::string& id = "web");

}  // namespace sanderling::practice::pictures
