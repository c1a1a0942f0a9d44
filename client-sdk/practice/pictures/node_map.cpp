// Boxes are numbered, and each says in words where its links lead, so that a map of forty stays
// legible where lines cross; the lines are there to see the whole.
#include "client-sdk/practice/pictures/node_map.hpp"

#include "client-sdk/practice/pictures/map_layout.hpp"
#include "client-sdk/practice/pictures/palette.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace sanderling::practice::pictures {
namespace {

constexpr double line_height = letters_min * 1.3;
constexpr double inside = 8;
constexpr std::string_view hindering = "gets_in_the_way_of";

struct Line {
    std::string words{};
    bool is_bold = false;
    std::string_view colour = palette::ink;
};

/// What is drawn of one node.
struct Card {
    std::string place{};
    std::vector<Line> lines{};
};

std::string label_of(const MapLink& link, const Words& words) {
    if (!link.label.empty()) return link.label;
    const std::string key = "link_" + link.kind;
    return words.say(!link.kind.empty() && words.has(key) ? key : "link_plain");
}

class MapDrawing {
  public:
    MapDrawing(const NodeMap& map, const Words& words, const MapLook& look)
        : map_(map), words_(words), look_(look), svg_(look.id, words), order_(reading_order(map)) {
        for (std::size_t i = 0; i < map.nodes.size(); ++i) indices_.emplace(map.nodes[i].id, i);
        places_.resize(map.nodes.size());
        for (std::size_t i = 0; i < order_.size(); ++i) places_[order_[i]] = i + 1;
    }

    Picture draw() && {
        for (std::size_t i = 0; i < map_.nodes.size(); ++i) cards_.push_back(card_of(i));
        for (const MapLink& link : map_.links) add_link(link);
        for (const Card& card : cards_) {
            const auto lines = static_cast<double>(card.lines.size());
            boxes_.push_back({.height = 2 * inside + lines * line_height});
        }
        MapSize size = place_boxes(map_, look_, order_, boxes_);
        define_arrows();
        for (const MapLink& link : map_.links) draw_line(link);
        for (std::size_t i = 0; i < boxes_.size(); ++i) draw_box(i);
        size.height = draw_orphans(size.height);
        const char* kinds[] = {"map_free", "map_guide", "map_information"};
        const std::string kind = words_.say(kinds[static_cast<std::size_t>(map_.kind)]);
        return std::move(svg_).finish(
            size.width, size.height, map_.title,
            words_.say("map_desc", {{"kind", kind},
                                    {"nodes", std::to_string(map_.nodes.size())},
                                    {"links", std::to_string(map_.links.size())}}),
            alternative());
    }

  private:
    std::optional<std::size_t> node(const std::string& id) const {
        const auto found = indices_.find(id);
        return found == indices_.end() ? std::nullopt : std::optional(found->second);
    }

    std::string name_of(const std::string& id) const {
        const auto index = node(id);
        return index ? std::to_string(places_[*index]) : words_.say("map_deleted");
    }

    bool is_flagged(const MapLink& link) const { return !node(link.from) || !node(link.to); }

    Card card_of(std::size_t index) const {
        const MapNode& each = map_.nodes[index];
        Card card{.place = std::to_string(places_[index])};
        const auto add = [&](std::string_view text, std::size_t lines_max, const Line& like) {
            for (std::string& line : wrapped(text, box_width - 2 * inside, letters_min, lines_max,
                                             like.is_bold ? Weight::bold : Weight::regular)) {
                card.lines.push_back({std::move(line), like.is_bold, like.colour});
            }
        };
        const std::string_view text = each.words;
        if (!each.prompt.empty()) {
            add(card.place + ". " + each.prompt, 5, {"", false, palette::quiet});
            add(text.empty() ? words_.say("map_empty_node") : each.words, 7, {"", true});
        } else {
            add(card.place + ". " + (text.empty() ? words_.say("map_empty_node") : each.words), 7,
                {"", true});
        }
        return card;
    }

    // In the box that it leaves; of a link without such a box, in the one that it reaches.
    void add_link(const MapLink& link) {
        const auto from = node(link.from);
        const auto at = from ? from : node(link.to);
        if (!at) return;
        const std::string label = label_of(link, words_);
        const std::string text =
            from ? label + " → " + name_of(link.to) : name_of(link.from) + " → " + label;
        const bool flag = is_flagged(link);
        for (std::string& line :
             wrapped((flag ? "! " : "") + text, box_width - 2 * inside, letters_min, 3)) {
            cards_[*at].lines.push_back(
                {std::move(line), false, flag ? palette::flagged : palette::officer});
        }
    }

    void define_arrows() {
        svg_.define("<marker id=\"" + escaped(svg_.id("arrow")) +
                    "\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"11\" "
                    "markerHeight=\"11\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">"
                    "<path d=\"M0 0L10 5L0 10z\" fill=\"" +
                    std::string(palette::officer) + "\"/></marker>");
    }

    void draw_path(const std::string& path, const MapLink& link) {
        const bool flag = is_flagged(link);
        svg_.leaf("path", {{"d", path},
                           {"fill", "none"},
                           {"stroke", std::string(flag ? palette::flagged : palette::officer)},
                           {"stroke-width", "1.6"},
                           {"stroke-dasharray", flag                     ? "2 4"
                                                : link.kind == hindering ? "8 4"
                                                                         : "none"},
                           {"marker-end", flag ? "none" : svg_.reference("arrow")}});
    }

    static std::string point(Point at) { return number_text(at.x) + " " + number_text(at.y); }

    // Where a line from the middle of the box towards `to` leaves it.
    static Point border(const Box& box, Point to) {
        const Point from{box.x + box_width / 2, box.y + box.height / 2};
        const double dx = to.x - from.x;
        const double dy = to.y - from.y;
        const double across = dx == 0 ? 1e9 : (box_width / 2) / std::abs(dx);
        const double along = dy == 0 ? 1e9 : (box.height / 2) / std::abs(dy);
        const double part = std::min({across, along, 1.0});
        return {from.x + dx * part, from.y + dy * part};
    }

    void draw_line(const MapLink& link) {
        const auto from = node(link.from);
        const auto to = node(link.to);
        if (!from && !to) return;
        if (!from || !to) return draw_stub(boxes_[from ? *from : *to], link);
        if (*from == *to) return;
        const Box& one = boxes_[*from];
        const Box& other = boxes_[*to];
        const bool is_far = !one.is_placed && !other.is_placed &&
                            (one.row > other.row ? one.row - other.row : other.row - one.row) > 1;
        if (is_far) return draw_lane(one, other, link);
        const Point end = border(other, {one.x + box_width / 2, one.y + one.height / 2});
        const Point begin = border(one, {other.x + box_width / 2, other.y + other.height / 2});
        draw_path("M" + point(begin) + "L" + point(end), link);
    }

    // Through the gap between the columns, so that it does not cross what stands between.
    void draw_lane(const Box& one, const Box& other, const MapLink& link) {
        const std::size_t left = std::min({one.column, other.column, look_.columns - 1});
        const bool has_right = left + 1 < look_.columns;
        const double base =
            has_right ? map_margin + box_width + static_cast<double>(left) * (box_width + box_gap)
                      : map_margin + static_cast<double>(left) * (box_width + box_gap) - box_gap;
        lanes_ = (lanes_ + 1) % 6;
        const double lane = base + 6 + 5.6 * static_cast<double>(lanes_);
        const auto side = [&](const Box& box, double part) {
            return Point{lane > box.x + box_width / 2 ? box.right() : box.x,
                         box.y + box.height * part};
        };
        const Point begin = side(one, 0.65);
        const Point end = side(other, 0.35);
        const double bend = begin.y < end.y ? 14 : -14;
        draw_path("M" + point(begin) + "Q" + point({lane, begin.y}) + " " +
                      point({lane, begin.y + bend}) + "L" + point({lane, end.y - bend}) + "Q" +
                      point({lane, end.y}) + " " + point(end),
                  link);
    }

    void draw_stub(const Box& box, const MapLink& link) {
        const Point begin{box.x + box_width * 0.85, box.bottom()};
        draw_path("M" + point(begin) + "l0 16", link);
        svg_.leaf("circle", {{"cx", number_text(begin.x)},
                             {"cy", number_text(begin.y + 20)},
                             {"r", "4"},
                             {"fill", std::string(palette::paper)},
                             {"stroke", std::string(palette::flagged)},
                             {"stroke-width", "1.6"}});
    }

    void draw_box(std::size_t index) {
        const Box& box = boxes_[index];
        svg_.leaf("rect", {{"x", number_text(box.x)},
                           {"y", number_text(box.y)},
                           {"width", number_text(box_width)},
                           {"height", number_text(box.height)},
                           {"rx", "7"},
                           {"fill", std::string(palette::paper)},
                           {"stroke", std::string(palette::ink)},
                           {"stroke-width", map_.nodes[index].is_start ? "3" : "1.4"}});
        double y = box.y + inside + letters_min - 2;
        for (const Line& line : cards_[index].lines) {
            svg_.text({box.x + inside, y}, line.words, {.fill = line.colour, .bold = line.is_bold});
            y += line_height;
        }
    }

    // The sentence that says how many links were left behind; the y below it.
    double draw_orphans(double y) {
        const auto flagged =
            std::ranges::count_if(map_.links, [&](const auto& link) { return is_flagged(link); });
        if (flagged == 0) return y;
        const std::string said =
            flagged == 1 ? words_.say("map_flagged_one")
                         : words_.say("map_flagged", {{"count", std::to_string(flagged)}});
        return svg_.lines({map_margin, y + 30},
                          wrapped("! " + said, 344, letters_min, 3, Weight::bold),
                          {.fill = palette::flagged, .bold = true});
    }

    std::vector<std::string> alternative() const {
        std::vector<std::string> out;
        for (const std::size_t index : order_) {
            const MapNode& each = map_.nodes[index];
            const std::string place = std::to_string(places_[index]);
            if (each.prompt.empty()) {
                const std::string text =
                    each.words.empty() ? words_.say("map_empty_node") : each.words;
                out.push_back(words_.say("map_node", {{"place", place}, {"words", text}}));
            } else {
                out.push_back(
                    words_.say(each.words.empty() ? "map_prompt_open" : "map_prompt",
                               {{"place", place}, {"prompt", each.prompt}, {"words", each.words}}));
            }
        }
        for (const MapLink& link : map_.links)
            out.push_back(words_.say(is_flagged(link) ? "map_link_flagged" : "map_link",
                                     {{"from", name_of(link.from)},
                                      {"label", label_of(link, words_)},
                                      {"to", name_of(link.to)}}));
        return out;
    }

    const NodeMap& map_;
    const Words& words_;
    const MapLook& look_;
    Svg svg_;
    std::vector<std::size_t> order_;
    std::map<std::string, std::size_t, std::less<>> indices_{};
    std::vector<std::size_t> places_{};  // by node, from 1
    std::vector<Card> cards_{};
    std::vector<Box> boxes_{};
    std::size_t lanes_ = 0;
};

}  // namespace

Picture draw_map(const NodeMap& map, const Words& words, const MapLook& look) {
    return MapDrawing(map, words, look).draw();
}

}  // namespace sanderling::practice::pictures
