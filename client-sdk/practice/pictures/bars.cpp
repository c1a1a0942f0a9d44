// Labels stand above their bars, so that they may be long on a narrow screen. A suppressed group
// has a hatched strip over the whole scale, which says nothing of its value.
#include "client-sdk/practice/pictures/bars.hpp"

#include "client-sdk/practice/pictures/palette.hpp"
#include "client-sdk/practice/pictures/svg.hpp"

#include <algorithm>

namespace sanderling::practice::pictures {
namespace {

constexpr double left = 16;
constexpr double right = 344;

double place_of(const Bars& bars, double value) {
    const double span = bars.high > bars.low ? bars.high - bars.low : 1;
    return left + (right - left) * std::clamp((value - bars.low) / span, 0.0, 1.0);
}

void rectangle(Svg& svg, double from, double to, double y, const std::string& fill) {
    svg.leaf("rect", {{"x", number_text(from)},
                      {"y", number_text(y)},
                      {"width", number_text(to - from)},
                      {"height", "16"},
                      {"fill", fill}});
}

void draw_bar(Svg& svg, const Bars& bars, const Bar& bar, double y) {
    rectangle(svg, left, right, y, std::string(palette::ground));
    if (bar.is_suppressed) {
        rectangle(svg, left, right, y, svg.reference("hatch"));
        return;
    }
    rectangle(svg, left, place_of(bars, bar.mean), y, std::string(palette::officer));
    const double from = place_of(bars, bar.interval_from);
    const double to = place_of(bars, bar.interval_to);
    // White beneath the black, so that it shows on the bar as well as beside it.
    for (const auto& [colour, width] :
         {std::pair(palette::paper, 5.0), std::pair(palette::ink, 2.0)}) {
        svg.line({from, y + 8}, {to, y + 8}, colour, width);
        svg.line({from, y + 1}, {from, y + 15}, colour, width);
        svg.line({to, y + 1}, {to, y + 15}, colour, width);
    }
}

std::string value_text(const Bars& bars, const Bar& bar, const Words& words) {
    if (bar.is_suppressed)
        return words.say("bar_suppressed_short", {{"min", std::to_string(bars.group_min)}});
    return words.say("bar_short", {{"mean", number_text(bar.mean)},
                                   {"from", number_text(bar.interval_from)},
                                   {"to", number_text(bar.interval_to)},
                                   {"count", std::to_string(bar.count)}});
}

std::string said_of(const Bars& bars, const Bar& bar, const Words& words) {
    if (bar.is_suppressed)
        return words.say("bar_suppressed",
                         {{"label", bar.label}, {"min", std::to_string(bars.group_min)}});
    return words.say("bar", {{"label", bar.label},
                             {"mean", number_text(bar.mean)},
                             {"from", number_text(bar.interval_from)},
                             {"to", number_text(bar.interval_to)},
                             {"count", std::to_string(bar.count)}});
}

}  // namespace

Picture draw_bars(const Bars& bars, const Words& words, const std::string& id) {
    Svg svg(id, words);
    svg.define("<pattern id=\"" + escaped(svg.id("hatch")) +
               "\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" "
               "patternTransform=\"rotate(45)\"><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\" "
               "stroke=\"" +
               std::string(palette::quiet) + "\" stroke-width=\"2\"/></pattern>");
    std::vector<std::string> alternative;
    double y = svg.lines({left, 22}, wrapped(bars.measure, right - left, 15, 3, Weight::bold),
                         {.size = 15, .bold = true}) +
               6;
    for (const Bar& bar : bars.bars) {
        y = svg.lines({left, y}, wrapped(bar.label, right - left, letters_min, 3)) - 8;
        draw_bar(svg, bars, bar, y);
        y = svg.lines({left, y + 31},
                      wrapped(value_text(bars, bar, words), right - left, letters_min, 2),
                      {.fill = palette::quiet}) +
            10;
        alternative.push_back(said_of(bars, bar, words));
    }
    svg.line({left, y - 8}, {right, y - 8}, palette::ink, 1.5);
    svg.text({left, y + 8}, number_text(bars.low));
    svg.text({right, y + 8}, number_text(bars.high), {.anchor = "end"});
    return std::move(svg).finish(width_of_phone, y + 16, bars.title,
                                 words.say("bars_desc", {{"measure", bars.measure},
                                                         {"low", number_text(bars.low)},
                                                         {"high", number_text(bars.high)},
                                                         {"min", std::to_string(bars.group_min)}}),
                                 std::move(alternative));
}

}  // namespace sanderling::practice::pictures
