// Simple on purpose: a map that somebody else drew should look the same on every device.
#include "client-sdk/practice/pictures/map_layout.hpp"

#include <algorithm>
#include <deque>
#include <map>

namespace sanderling::practice::pictures {
namespace {

constexpr double row_gap = 34;
constexpr double placed_gap = 14;
constexpr double placed_extent_max = 1200;  // beyond this the letters would be too small on paper

using Indices = std::map<std::string, std::size_t, std::less<>>;

Indices indices_of(const NodeMap& map) {
    Indices out;
    for (std::size_t i = 0; i < map.nodes.size(); ++i) out.emplace(map.nodes[i].id, i);
    return out;
}

double left_of_column(std::size_t column) {
    return map_margin + static_cast<double>(column) * (box_width + box_gap);
}

// The y below the last row.
double place_in_rows(const std::vector<std::size_t>& order, std::size_t columns, double top,
                     std::vector<Box>& boxes) {
    std::size_t row = 0;
    for (std::size_t begin = 0; begin < order.size(); begin += columns, ++row) {
        const std::size_t end = std::min(begin + columns, order.size());
        double height = 0;
        for (std::size_t i = begin; i < end; ++i) {
            Box& box = boxes[order[i]];
            box.row = row;
            box.column = i - begin;
            box.x = left_of_column(box.column);
            box.y = top;
            height = std::max(height, box.height);
        }
        top += height + row_gap;
    }
    return top;
}

bool overlap(const Box& one, const Box& other) {
    return one.x < other.right() + placed_gap && other.x < one.right() + placed_gap &&
           one.y < other.bottom() + placed_gap && other.y < one.bottom() + placed_gap;
}

// Boxes that lie on each other are pushed down, the upper one stays.
void part(std::vector<std::size_t> placed, std::vector<Box>& boxes) {
    std::ranges::stable_sort(placed, {},
                             [&](std::size_t i) { return std::pair(boxes[i].y, boxes[i].x); });
    for (std::size_t k = 0; k < placed.size(); ++k) {
        Box& box = boxes[placed[k]];
        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t before = 0; before < k; ++before) {
                const Box& other = boxes[placed[before]];
                if (!overlap(box, other)) continue;
                box.y = other.bottom() + placed_gap;
                moved = true;
            }
        }
    }
}

void put_where_people_put_them(const NodeMap& map, const std::vector<std::size_t>& placed,
                               std::vector<Box>& boxes) {
    Point least = *map.nodes[placed.front()].at;
    Point most = least;
    for (const std::size_t i : placed) {
        const Point at = *map.nodes[i].at;
        least = {std::min(least.x, at.x), std::min(least.y, at.y)};
        most = {std::max(most.x, at.x), std::max(most.y, at.y)};
    }
    const double extent = std::max(most.x - least.x, most.y - least.y);
    const double scale = extent > placed_extent_max ? placed_extent_max / extent : 1;
    for (const std::size_t i : placed) {
        boxes[i].x = map_margin + (map.nodes[i].at->x - least.x) * scale;
        boxes[i].y = map_margin + (map.nodes[i].at->y - least.y) * scale;
        boxes[i].is_placed = true;
    }
}

}  // namespace

std::vector<std::size_t> reading_order(const NodeMap& map) {
    const Indices indices = indices_of(map);
    const std::size_t count = map.nodes.size();
    std::vector<std::vector<std::size_t>> onward(count);
    std::vector<std::size_t> incoming(count, 0);
    for (const MapLink& link : map.links) {
        const auto from = indices.find(link.from);
        const auto to = indices.find(link.to);
        if (from == indices.end() || to == indices.end() || from->second == to->second) continue;
        onward[from->second].push_back(to->second);
        ++incoming[to->second];
    }
    std::vector<bool> is_taken(count, false);
    std::vector<std::size_t> out;
    const auto follow = [&](std::size_t first) {
        std::deque<std::size_t> waiting{first};
        is_taken[first] = true;
        while (!waiting.empty()) {
            const std::size_t at = waiting.front();
            waiting.pop_front();
            out.push_back(at);
            for (const std::size_t next : onward[at]) {
                if (is_taken[next]) continue;
                is_taken[next] = true;
                waiting.push_back(next);
            }
        }
    };
    for (std::size_t i = 0; i < count; ++i)
        if (map.nodes[i].is_start && !is_taken[i]) follow(i);
    for (std::size_t i = 0; i < count; ++i)
        if (incoming[i] == 0 && !is_taken[i]) follow(i);
    for (std::size_t i = 0; i < count; ++i)
        if (!is_taken[i]) follow(i);
    return out;
}

MapSize place_boxes(const NodeMap& map, const MapLook& look, const std::vector<std::size_t>& order,
                    std::vector<Box>& boxes) {
    const std::size_t columns = std::max<std::size_t>(1, look.columns);
    std::vector<std::size_t> placed;
    std::vector<std::size_t> others;
    for (const std::size_t i : order) {
        const bool by_people =
            look.layout == MapLook::Layout::as_placed && map.nodes[i].at.has_value();
        (by_people ? placed : others).push_back(i);
    }
    double top = map_margin;
    if (!placed.empty()) {
        put_where_people_put_them(map, placed, boxes);
        part(placed, boxes);
        for (const std::size_t i : placed) top = std::max(top, boxes[i].bottom() + row_gap);
    }
    place_in_rows(others, columns, top, boxes);
    MapSize size{width_of_phone, 2 * map_margin};
    for (const Box& box : boxes) {
        size.width = std::max(size.width, box.right() + map_margin);
        size.height = std::max(size.height, box.bottom() + map_margin);
    }
    return size;
}

}  // namespace sanderling::practice::pictures
