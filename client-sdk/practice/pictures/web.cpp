// The officer's line is solid with round points, the service user's dashed with square ones; the
// earlier date is thin with hollow points. Axes are numbered and spelled out below, so that words
// of any length stay legible on a telephone.
#include "client-sdk/practice/pictures/web.hpp"

#include "client-sdk/practice/pictures/palette.hpp"
#include "client-sdk/practice/pictures/svg.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sanderling::practice::pictures {
namespace {

constexpr Point middle{180, 150};
constexpr double rim = 112;
constexpr int score_max = 10;

struct Line {
    std::string_view colour{};
    std::string_view dashes{};
    bool is_square = false;
    bool is_earlier = false;
};

struct Axis {
    std::string label{};
    WebAxis now{};
    WebAxis before{};
};

std::vector<Axis> axes_of(const Web& web) {
    std::vector<Axis> out;
    for (const WebAxis& axis : web.now.axes) out.push_back({axis.label, axis, {}});
    if (!web.before) return out;
    for (const WebAxis& axis : web.before->axes) {
        auto found = std::ranges::find(out, axis.label, &Axis::label);
        if (found == out.end()) found = out.insert(out.end(), Axis{axis.label, {}, {}});
        found->before = axis;
    }
    return out;
}

Point on_axis(std::size_t index, std::size_t count, double distance) {
    const double angle =
        2 * std::numbers::pi * static_cast<double>(index) / static_cast<double>(count);
    return {middle.x + distance * std::sin(angle), middle.y - distance * std::cos(angle)};
}

double distance_of(int score) {
    return rim * std::clamp(score, 0, score_max) / score_max;
}

void draw_point(Svg& svg, Point at, const Line& line) {
    const double half = line.is_earlier ? 3.5 : 5;
    const std::string fill(line.is_earlier ? palette::paper : line.colour);
    if (line.is_square) {
        svg.leaf("rect", {{"x", number_text(at.x - half)},
                          {"y", number_text(at.y - half)},
                          {"width", number_text(2 * half)},
                          {"height", number_text(2 * half)},
                          {"fill", fill},
                          {"stroke", std::string(line.colour)},
                          {"stroke-width", "1.5"}});
    } else {
        svg.leaf("circle", {{"cx", number_text(at.x)},
                            {"cy", number_text(at.y)},
                            {"r", number_text(half)},
                            {"fill", fill},
                            {"stroke", std::string(line.colour)},
                            {"stroke-width", "1.5"}});
    }
}

// An axis without a score interrupts the line.
void draw_scores(Svg& svg, const std::vector<std::optional<int>>& scores, const Line& line) {
    const std::size_t count = scores.size();
    const double width = line.is_earlier ? 1.2 : 2.8;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t next = (i + 1) % count;
        if (scores[i] && scores[next])
            svg.line(on_axis(i, count, distance_of(*scores[i])),
                     on_axis(next, count, distance_of(*scores[next])), line.colour, width,
                     line.dashes);
    }
    for (std::size_t i = 0; i < count; ++i)
        if (scores[i]) draw_point(svg, on_axis(i, count, distance_of(*scores[i])), line);
}

void draw_ground(Svg& svg, std::size_t count) {
    for (int score = 2; score <= score_max; score += 2)
        svg.leaf("circle", {{"cx", number_text(middle.x)},
                            {"cy", number_text(middle.y)},
                            {"r", number_text(distance_of(score))},
                            {"fill", "none"},
                            {"stroke", std::string(palette::quiet)},
                            {"stroke-width", score == score_max ? "1" : "0.4"}});
    for (std::size_t i = 0; i < count; ++i) {
        svg.line(middle, on_axis(i, count, rim), palette::quiet, 0.6);
        const Point at = on_axis(i, count, rim + 17);
        svg.text({at.x, at.y + 5}, std::to_string(i + 1),
                 {.size = 15, .anchor = "middle", .bold = true});
    }
}

std::string score_text(const std::optional<int>& score, const Words& words) {
    return score ? std::to_string(*score) : words.say("web_no_score");
}

std::string scores_line(const WebAxis& axis, const std::string& date, const Words& words) {
    return words.say("web_scores", {{"date", words.date(date)},
                                    {"om", score_text(axis.om, words)},
                                    {"su", score_text(axis.su, words)}});
}

double draw_legend(Svg& svg, double y, const Line& line, const std::string& label) {
    svg.line({12, y - 5}, {52, y - 5}, line.colour, line.is_earlier ? 1.2 : 2.8, line.dashes);
    draw_point(svg, {32, y - 5}, line);
    return svg.lines({62, y}, wrapped(label, 290, letters_min, 2));
}

constexpr Line officer_now{palette::officer, "", false, false};
constexpr Line person_now{palette::person, "7 4", true, false};
constexpr Line officer_before{palette::officer, "", false, true};
constexpr Line person_before{palette::person, "7 4", true, true};

double draw_lines(Svg& svg, const Web& web, const std::vector<Axis>& axes, const Words& words) {
    const auto scores = [&](auto of) {
        std::vector<std::optional<int>> out;
        for (const Axis& axis : axes) out.push_back(of(axis));
        return out;
    };
    draw_ground(svg, axes.size());
    if (web.before) {
        draw_scores(svg, scores([](const Axis& a) { return a.before.om; }), officer_before);
        draw_scores(svg, scores([](const Axis& a) { return a.before.su; }), person_before);
    }
    draw_scores(svg, scores([](const Axis& a) { return a.now.om; }), officer_now);
    draw_scores(svg, scores([](const Axis& a) { return a.now.su; }), person_now);
    double y = 308;
    const auto legend = [&](const Line& line, std::string_view voice, const std::string& date) {
        y = draw_legend(
            svg, y, line,
            words.say("web_legend", {{"voice", words.say(voice)}, {"date", words.date(date)}}));
    };
    legend(officer_now, "officer", web.now.drawn_on);
    legend(person_now, "person", web.now.drawn_on);
    if (web.before) {
        legend(officer_before, "officer", web.before->drawn_on);
        legend(person_before, "person", web.before->drawn_on);
    }
    return y + 8;
}

}  // namespace

Picture draw_web(const Web& web, const Words& words, const std::string& id) {
    const std::vector<Axis> axes = axes_of(web);
    Svg svg(id, words);
    std::vector<std::string> alternative;
    double y = 24;
    if (axes.size() >= 3) {
        y = draw_lines(svg, web, axes, words);
    } else {
        y = svg.lines({12, y}, wrapped(words.say("web_few"), 336, letters_min, 3)) + 8;
    }
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const std::string label =
            words.say("web_axis", {{"place", std::to_string(i + 1)}, {"label", axes[i].label}});
        std::string said = label + " – " + scores_line(axes[i].now, web.now.drawn_on, words);
        y = svg.lines({12, y}, wrapped(label, 336, letters_min, 3, Weight::bold), {.bold = true});
        y = svg.lines({16, y}, wrapped(scores_line(axes[i].now, web.now.drawn_on, words), 338,
                                       letters_min, 3));
        if (web.before) {
            const std::string earlier = scores_line(axes[i].before, web.before->drawn_on, words);
            y = svg.lines({16, y}, wrapped(earlier, 338, letters_min, 3));
            said += "; " + earlier;
        }
        y += 6;
        alternative.push_back(std::move(said));
    }
    return std::move(svg).finish(width_of_phone, y + 4, web.title,
                                 words.say("web_desc", {{"count", std::to_string(axes.size())}}),
                                 std::move(alternative));
}

}  // namespace sanderling::practice::pictures
