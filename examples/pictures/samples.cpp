// Made-up people and sentences; some are those of the generated caseload.
#include "examples/pictures/samples.hpp"

#include "client-sdk/practice/pictures/bars.hpp"
#include "client-sdk/practice/pictures/node_map.hpp"
#include "client-sdk/practice/pictures/steps.hpp"
#include "client-sdk/practice/pictures/stones.hpp"
#include "client-sdk/practice/pictures/web.hpp"

namespace sanderling::examples {
namespace {

using namespace practice::pictures;

Web web_sample() {
    return {.title = "How things are going",
            .now = {"2011-06-14",
                    {{"Somewhere to live", 6, 7},
                     {"Work and training", 4, 6},
                     {"Money", 5, 3},
                     {"Drugs", 7, 8},
                     {"Drink", 6, 6},
                     {"Health", 7, 5},
                     {"People close to me", 5, 8},
                     {"How I think and act", 4, 6}}},
            .before = WebDrawing{"2011-05-03",
                                 {{"Somewhere to live", 3, 2},
                                  {"Work and training", 2, 4},
                                  {"Money", 3, 2},
                                  {"Drugs", 4, 6},
                                  {"Drink", 5, 6},
                                  {"Health", 6, 5},
                                  {"People close to me", 4, 6},
                                  {"How I think and act", 3, {}}}}};
}

Stones stones_sample() {
    return {
        .title = "Stepping Stones to my own flat",
        .goal = "Stay in my flat past Christmas",
        .stones = {{"Ring the housing office before Friday", true, "2011-05-06", "J. Reed", {}},
                   {"Bring the letter to the next appointment", true, "2011-05-12", "Officer", {}},
                   {"Open a bank account", true, "2011-05-20", "J. Reed", 5},
                   {"Agree with the landlord what I pay back each week", false, "", "", 3},
                   {"Clear the first month of the rent arrears", false, "", "", {}},
                   {"Tell one person about the plan", false, "", "", {}}}};
}

NodeMap map_sample() {
    return {.title = "When it kicks off on a Friday",
            .kind = MapKind::free,
            .nodes = {{"friday", "Pay day and the lads ring", "", Point{300, 0}, true},
                      {"pub", "We go to the pub", "", Point{80, 110}, false},
                      {"shop", "Betting shop before that", "", Point{520, 110}, false},
                      {"row", "Somebody says something about my brother", "", Point{0, 250}, false},
                      {"fight", "I hit first", "", Point{90, 420}, false},
                      {"cell", "Night in a cell, kids not seen at the weekend", "", Point{300, 560},
                       false},
                      {"walk", "Walk away and ring Dean", "", Point{300, 330}, false},
                      {"kids", "See the kids every other weekend", "", Point{520, 430}, false},
                      {"skint", "Skint by Saturday", "", Point{560, 270}, false}},
            .links = {{"friday", "pub", "leads_to", ""},
                      {"friday", "shop", "leads_to", ""},
                      {"pub", "row", "next", ""},
                      {"row", "fight", "leads_to", ""},
                      {"fight", "cell", "leads_to", ""},
                      {"row", "walk", "instead_i_could", ""},
                      {"walk", "kids", "helps", ""},
                      {"cell", "kids", "gets_in_the_way_of", ""},
                      {"shop", "skint", "leads_to", ""},
                      {"skint", "kids", "gets_in_the_way_of", ""},
                      {"pub", "taxi", "helps", ""}}};
}

NodeMap guide_sample() {
    return {.title = "My strengths",
            .kind = MapKind::guide,
            .nodes = {{"a", "", "What am I working towards?", {}, true},
                      {"b", "Punctual when it matters", "What am I good at?", {}, false},
                      {"c", "My nan, Dean", "Who is on my side?", {}, false}},
            .links = {{"b", "a", "helps", ""}, {"c", "a", "helps", ""}}};
}

// As large as maps get.
NodeMap large_sample() {
    NodeMap map{.title = "A map of forty", .kind = MapKind::information};
    for (int i = 0; i < 40; ++i) {
        const std::string id = std::to_string(i);
        map.nodes.push_back(
            {id, "What I noticed in week " + std::to_string(i + 1), "", {}, i == 0});
        if (i > 0) map.links.push_back({std::to_string((i - 1) / 2), id, "leads_to", ""});
        if (i > 4 && i % 7 == 0) map.links.push_back({id, std::to_string(i - 5), "because_of", ""});
    }
    return map;
}

SmallSteps steps_sample() {
    return {.title = "Bite-sized steps for this fortnight",
            .steps = {{"Ring the housing office before Friday",
                       {"J. Reed"},
                       StepState::completed,
                       "2011-05-06",
                       "2011-05-05",
                       "J. Reed"},
                      {"Get the bus pass form",
                       {"J. Reed", "Officer"},
                       StepState::in_progress,
                       "2011-05-10",
                       "",
                       ""},
                      {"Write down three things that went well",
                       {"J. Reed"},
                       StepState::not_started,
                       "2011-05-13",
                       "",
                       ""},
                      {"Turn up ten minutes early on Tuesday",
                       {"J. Reed"},
                       StepState::contested,
                       "2011-05-10",
                       "",
                       ""},
                      {"Start the evening course",
                       {"A partner agency"},
                       StepState::cannot_yet,
                       "2011-09-01",
                       "",
                       ""},
                      {"Bring a second payslip", {}, StepState::no_longer_needed, "", "", ""}}};
}

Bars bars_sample() {
    return {.title = "Relationship with the officer, by group",
            .measure = "Caring and fairness, mean score",
            .low = 1,
            .high = 7,
            .group_min = 10,
            .bars = {{"Women", 64, 5.6, 5.3, 5.9, false},
                     {"Men", 418, 5.1, 5.0, 5.2, false},
                     {"One officer throughout", 231, 5.5, 5.3, 5.7, false},
                     {"Two officers or more", 251, 4.9, 4.7, 5.1, false},
                     {"On licence, more than one period of supervision", 37, 4.6, 4.1, 5.1, false},
                     {"Attendance centre only", 4, 0, 0, 0, true}}};
}

}  // namespace

std::vector<Sample> samples(Language language) {
    const Words& words = Words::in(language);
    const std::string end = language == Language::welsh ? "-cy" : "";
    std::vector<Sample> out;
    out.push_back({"web" + end, draw_web(web_sample(), words)});
    out.push_back({"stepping-stones" + end, draw_stones(stones_sample(), words)});
    out.push_back({"small-steps" + end, draw_steps(steps_sample(), words)});
    out.push_back(
        {"node-map" + end, draw_map(map_sample(), words, {.layout = MapLook::Layout::as_placed})});
    out.push_back({"node-map-narrow" + end, draw_map(map_sample(), words)});
    out.push_back({"guide-map" + end, draw_map(guide_sample(), words)});
    out.push_back({"node-map-forty" + end, draw_map(large_sample(), words, {.columns = 4})});
    out.push_back({"engagement-bars" + end, draw_bars(bars_sample(), words)});
    return out;
}

std::vector<Sample> samples_saying(const std::string& said) {
    const Words& words = Words::in(Language::english);
    Web web = web_sample();
    web.title = said;
    web.now.drawn_on = said;
    for (auto& axis : web.now.axes) axis.label += said;
    Stones stones = stones_sample();
    stones.title = stones.goal = said;
    for (auto& stone : stones.stones) stone.label = stone.reached_by = stone.reached_on = said;
    SmallSteps steps = steps_sample();
    steps.title = said;
    for (auto& step : steps.steps) step = {said, {said, said}, step.state, said, said, said};
    NodeMap map = map_sample();
    map.title = said;
    for (auto& node : map.nodes) node.words = node.prompt = said;
    for (auto& link : map.links) link.kind = link.label = said;
    Bars bars = bars_sample();
    bars.title = bars.measure = said;
    for (auto& bar : bars.bars) bar.label = said;
    return {{"web", draw_web(web, words, said)},
            {"stones", draw_stones(stones, words, said)},
            {"steps", draw_steps(steps, words, said)},
            {"map", draw_map(map, words, {.id = said})},
            {"bars", draw_bars(bars, words, said)}};
}

}  // namespace sanderling::examples
