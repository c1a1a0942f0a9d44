// Where the boxes of a node-link map go.
#pragma once

#include "client-sdk/practice/pictures/node_map.hpp"

namespace sanderling::practice::pictures {

inline constexpr double box_width = 152;
inline constexpr double box_gap = 40;  // between columns, for lines to pass
inline constexpr double map_margin = 8;

struct Box {
    double x = 0;
    double y = 0;
    double height = 0;
    std::size_t row = 0;  // counted from the top, where it stands in rows
    std::size_t column = 0;
    bool is_placed = false;  // by people

    double right() const { return x + box_width; }
    double bottom() const { return y + height; }
};

struct MapSize {
    double width = 0;
    double height = 0;
};

/// The order in which the boxes are numbered and stand in rows: what others lead to comes after
/// them, as far as there is no circle. Indices into `map.nodes`.
std::vector<std::size_t> reading_order(const NodeMap& map);

/// Places boxes whose heights are given. No two overlap.
MapSize place_boxes(const NodeMap& map, const MapLook& look, const std::vector<std::size_t>& order,
                    std::vector<Box>& boxes);

}  // namespace sanderling::practice::pictures
