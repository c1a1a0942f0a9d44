// Stones lie down the page, left and right of a path, so that the reading order is the order of the
// stones. Reached ones are filled and have a tick, the next one has a thick rim.
#include "client-sdk/practice/pictures/stones.hpp"

#include "client-sdk/practice/pictures/palette.hpp"
#include "client-sdk/practice/pictures/svg.hpp"

#include <algorithm>

namespace sanderling::practice::pictures {
namespace {

enum class Standing : std::uint8_t { reached, next, to_come };

constexpr double words_from = 118;
constexpr double words_width = 234;

struct Placed {
    const Stone& stone;
    std::size_t place = 0;  // from 1
    Standing standing = Standing::to_come;
};

std::string state_of(const Placed& placed, const Words& words) {
    const Stone& stone = placed.stone;
    if (placed.standing == Standing::next) return words.say("stone_next");
    if (placed.standing == Standing::to_come) return words.say("stone_to_come");
    if (stone.reached_on.empty()) return words.say("stone_reached_some_day");
    if (stone.reached_by.empty())
        return words.say("stone_reached", {{"date", words.date(stone.reached_on)}});
    return words.say("stone_reached_by",
                     {{"date", words.date(stone.reached_on)}, {"who", stone.reached_by}});
}

std::string moved_text(const Placed& placed, const Words& words) {
    const auto& was = placed.stone.was_place;
    if (!was || *was == placed.place) return {};
    return words.say("stone_moved", {{"place", std::to_string(*was)}});
}

void draw_stone(Svg& svg, Point at, const Placed& placed) {
    const bool is_reached = placed.standing == Standing::reached;
    const std::string_view rim = is_reached                          ? palette::reached
                                 : placed.standing == Standing::next ? palette::ink
                                                                     : palette::quiet;
    svg.leaf("ellipse", {{"cx", number_text(at.x)},
                         {"cy", number_text(at.y)},
                         {"rx", "27"},
                         {"ry", "19"},
                         {"fill", std::string(is_reached ? palette::reached : palette::paper)},
                         {"stroke", std::string(rim)},
                         {"stroke-width", placed.standing == Standing::next ? "4" : "1.8"}});
    svg.text({is_reached ? at.x - 9 : at.x, at.y + 6}, std::to_string(placed.place),
             {.size = 17,
              .fill = is_reached ? palette::paper : palette::ink,
              .anchor = "middle",
              .bold = true});
    if (is_reached)
        svg.leaf("path",
                 {{"d", "M" + number_text(at.x + 3) + " " + number_text(at.y) + "l5 6l9 -13"},
                  {"fill", "none"},
                  {"stroke", std::string(palette::paper)},
                  {"stroke-width", "3"}});
}

// The y below its words.
double draw_words(Svg& svg, double y, const Placed& placed, const Words& words) {
    y = svg.lines({words_from, y}, wrapped(placed.stone.label, words_width, 15, 4, Weight::bold),
                  {.size = 15, .bold = placed.standing == Standing::next});
    std::string below = state_of(placed, words);
    if (const std::string moved = moved_text(placed, words); !moved.empty()) below += "; " + moved;
    return svg.lines({words_from, y}, wrapped(below, words_width, letters_min, 3),
                     {.fill = palette::quiet});
}

}  // namespace

Picture draw_stones(const Stones& stones, const Words& words, const std::string& id) {
    Svg svg(id, words);
    std::vector<std::string> alternative;
    Point last{40, 34};
    svg.text({14, 24}, words.say("stones_here"), {.size = 16, .bold = true});
    double y = 44;
    std::size_t reached = 0;
    bool has_next = false;
    for (std::size_t i = 0; i < stones.stones.size(); ++i) {
        const Stone& stone = stones.stones[i];
        Placed placed{stone, i + 1, Standing::to_come};
        if (stone.is_reached) {
            placed.standing = Standing::reached;
            ++reached;
        } else if (!has_next) {
            placed.standing = Standing::next;
            has_next = true;
        }
        const Point at{i % 2 == 0 ? 36.0 : 74.0, y + 22};
        svg.line(last, {at.x, at.y - 20}, palette::quiet, 2, "2 5");
        draw_stone(svg, at, placed);
        last = {at.x, at.y + 20};
        const double below = draw_words(svg, y + 16, placed, words);
        y = std::max(below, y + 48) + 14;
        std::string said =
            words.say("stone", {{"place", std::to_string(i + 1)}, {"label", stone.label}}) + " – " +
            state_of(placed, words);
        if (const std::string moved = moved_text(placed, words); !moved.empty())
            said += "; " + moved;
        alternative.push_back(std::move(said));
    }
    const std::string goal = words.say("stones_goal", {{"goal", stones.goal}});
    svg.line(last, {40, y}, palette::quiet, 2, "2 5");
    y = svg.lines({14, y + 18}, wrapped(goal, 332, 16, 4, Weight::bold),
                  {.size = 16, .bold = true});
    alternative.push_back(goal);
    return std::move(svg).finish(
        width_of_phone, y, stones.title,
        words.say("stones_desc", {{"count", std::to_string(stones.stones.size())},
                                  {"reached", std::to_string(reached)}}),
        std::move(alternative));
}

}  // namespace sanderling::practice::pictures
