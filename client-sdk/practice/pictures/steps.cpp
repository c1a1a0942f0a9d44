// A box a step: ticked, half filled, crossed out, or with an exclamation mark.
#include "client-sdk/practice/pictures/steps.hpp"

#include "client-sdk/practice/pictures/palette.hpp"
#include "client-sdk/practice/pictures/svg.hpp"

#include <algorithm>

namespace sanderling::practice::pictures {
namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
    return out;
}

std::string done_text(const SmallStep& step, const Words& words) {
    if (step.done_on.empty()) return words.say("step_done_some_day");
    if (step.done_by.empty()) return words.say("step_done", {{"date", words.date(step.done_on)}});
    return words.say("step_done_by", {{"date", words.date(step.done_on)}, {"who", step.done_by}});
}

std::string state_text(const SmallStep& step, const Words& words) {
    const auto with_due = [&](std::string_view key) {
        std::string out = words.say(key);
        if (!step.due_on.empty())
            out += ", " + words.say("step_due", {{"date", words.date(step.due_on)}});
        return out;
    };
    switch (step.state) {
        case StepState::completed:
            return done_text(step, words);
        case StepState::in_progress:
            return with_due("step_in_progress");
        case StepState::cannot_yet:
            return with_due("step_cannot_yet");
        case StepState::no_longer_needed:
            return words.say("step_no_longer_needed");
        case StepState::contested:
            return words.say("step_contested");
        case StepState::not_started:
            break;
    }
    return with_due("step_not_started");
}

void draw_mark(Svg& svg, Point at, StepState state) {
    const auto stroke = [&](const std::string& path, std::string_view colour) {
        svg.leaf("path", {{"d", path},
                          {"fill", "none"},
                          {"stroke", std::string(colour)},
                          {"stroke-width", "3.5"}});
    };
    const std::string x = number_text(at.x);
    const std::string y = number_text(at.y);
    if (state == StepState::completed)
        stroke("M" + x + " " + y + "m5 13l6 7l11 -16", palette::reached);
    if (state == StepState::no_longer_needed)
        stroke("M" + x + " " + y + "m4 13h18", palette::quiet);
    if (state == StepState::in_progress)
        svg.leaf("rect", {{"x", x},
                          {"y", number_text(at.y + 13)},
                          {"width", "26"},
                          {"height", "13"},
                          {"fill", std::string(palette::quiet)}});
    if (state == StepState::contested)
        svg.text({at.x + 13, at.y + 20}, "!",
                 {.size = 20, .fill = palette::flagged, .anchor = "middle", .bold = true});
}

void draw_box(Svg& svg, Point at, StepState state) {
    const std::string_view rim = state == StepState::completed   ? palette::reached
                                 : state == StepState::contested ? palette::flagged
                                                                 : palette::ink;
    draw_mark(svg, at, state);
    svg.leaf("rect", {{"x", number_text(at.x)},
                      {"y", number_text(at.y)},
                      {"width", "26"},
                      {"height", "26"},
                      {"rx", "3"},
                      {"fill", "none"},
                      {"stroke", std::string(rim)},
                      {"stroke-width", "2"},
                      {"stroke-dasharray", state == StepState::cannot_yet ? "4 3" : "none"}});
}

}  // namespace

Picture draw_steps(const SmallSteps& steps, const Words& words, const std::string& id) {
    Svg svg(id, words);
    std::vector<std::string> alternative;
    double y = 12;
    std::size_t done = 0;
    for (std::size_t i = 0; i < steps.steps.size(); ++i) {
        const SmallStep& step = steps.steps[i];
        done += step.state == StepState::completed ? 1U : 0U;
        draw_box(svg, {12, y}, step.state);
        double below = svg.lines({50, y + 16}, wrapped(step.description, 300, 15, 4), {.size = 15});
        std::string said = state_text(step, words);
        if (!step.actors.empty())
            said += ". " + words.say("step_actors", {{"who", joined(step.actors)}});
        below =
            svg.lines({50, below}, wrapped(said, 300, letters_min, 4), {.fill = palette::quiet});
        y = std::max(below, y + 30) + 8;
        alternative.push_back(words.say("step", {{"place", std::to_string(i + 1)},
                                                 {"description", step.description}}) +
                              " – " + said);
    }
    return std::move(svg).finish(
        width_of_phone, y, steps.title,
        words.say("steps_desc",
                  {{"done", std::to_string(done)}, {"count", std::to_string(steps.steps.size())}}),
        std::move(alternative));
}

}  // namespace sanderling::practice::pictures
