// Node-link maps: thoughts in boxes, and lines that say how one bears on another. A link to a box
// that was deleted is flagged and stays, since somebody wrote it.
#pragma once

#include "client-sdk/practice/pictures/picture.hpp"
#include "client-sdk/practice/pictures/svg.hpp"
#include "client-sdk/practice/pictures/words.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sanderling::practice::pictures {

enum class MapKind : std::uint8_t { free, guide, information };

struct MapNode {
    std::string id{};  // by which links name it
    std::string words{};
    std::string prompt{};       // the question of a guide map; may be empty
    std::optional<Point> at{};  // its left upper corner, where somebody placed it
    bool is_start = false;
};

struct MapLink {
    std::string from{};
    std::string to{};
    /// Of map_link_kind in the schema, such as "helps"; empty for none. `label` goes before it.
    std::string kind{};
    std::string label{};
};

struct NodeMap {
    std::string title{};
    MapKind kind = MapKind::free;
    std::vector<MapNode> nodes{};
    std::vector<MapLink> links{};
};

struct MapLook {
    enum class Layout : std::uint8_t {
        in_rows,    // by the links, as wide as `columns`; for telephones and lists
        as_placed,  // where people put the boxes; what nobody placed comes below in rows
    };
    Layout layout = Layout::in_rows;
    std::size_t columns = 2;  // two are as wide as a telephone, four as a page
    std::string id = "map";
};

/// Deterministic: the same map gives the same bytes.
Picture draw_map(const NodeMap& map, const Words& words, const MapLook& look = {});

}  // namespace sanderling::practice::pictures
