// The service-user group meets around its own tablet, and is answered while that is switched off.
#include "examples/demo/stories.hpp"

#include <fmt/format.h>

namespace sanderling::demo {

namespace {

constexpr const char* place = "Upstairs room, Corn Exchange";
constexpr const char* minutes =
    "Eleven came; we spoke about waiting in the corridor where everybody hears your name";
constexpr const char* summary =
    "Call people by a number in the waiting room, not by their full name";
constexpr const char* answer =
    "From the first of next month reception hands out numbers at every office";

/// Members are known by tokens; no token tells who it is.
std::vector<std::string> tokens(int from, int to) {
    std::vector<std::string> result;
    for (int i = from; i <= to; ++i) result.push_back(fmt::format("member-{:02}", i));
    return result;
}

std::string state_of(const Device& device, const std::string& issue) {
    const std::string log = device.cell("SELECT status FROM issue WHERE id = ?1", {issue});
    const json states = json::parse(log, nullptr, false);
    return states.is_array() && !states.empty() ? states.back().get<std::string>() : log;
}

void hold_meeting(Stage& stage, Afternoon& afternoon) {
    const std::string& scope = stage.cast.scope(group_label);
    const std::string& group = afternoon.newsletter.group;
    const auto ids = stage.tablet.write({{{"scope", scope},
                                          {"collection", "meeting"},
                                          {"fields",
                                           {{"group_id", group},
                                            {"held_on", day(0)},
                                            {"place", place},
                                            {"attendance", tokens(1, 11)},
                                            {"minutes", {minutes}}}}},
                                         {{"scope", scope},
                                          {"collection", "issue"},
                                          {"fields",
                                           {{"group_id", group},
                                            {"summary", summary},
                                            {"theme", "Waiting room"},
                                            {"status", {"raised"}}}}}});
    afternoon.meeting = ids.at(0);
    afternoon.issue = ids.at(1);
    stage.tablet.add_to_set("issue", afternoon.issue, "support", tokens(3, 11));
    stage.tablet.write({{{"collection", "issue"},
                         {"id", afternoon.issue},
                         {"append", {{"status", "escalated"}}}}});
    stage.canaries.add(place, stage.tablet, "meeting", "place");
    stage.canaries.add(minutes, stage.tablet, "meeting", "minutes");
    stage.canaries.add(summary, stage.tablet, "issue", "summary");
}

void answer_issue(Stage& stage, const Afternoon& afternoon) {
    const std::string& scope = stage.cast.scope(group_label);
    stage.manager.sync();
    stage.manager.write(
        {{{"scope", scope},
          {"collection", "response"},
          {"fields",
           {{"issue_id", afternoon.issue},
            {"text", {answer}},
            {"decision", "will_do"},
            {"due_on", day(30)}}}},
         {{"collection", "issue"}, {"id", afternoon.issue}, {"append", {{"status", "answered"}}}}});
    stage.manager.sync();
    stage.canaries.add(answer, stage.manager, "response", "text");
}

}  // namespace

void meet_group(Stage& stage, Afternoon& afternoon) {
    Narrator& tell = stage.narrator;
    tell.heading(fmt::format("The {} meets around its tablet", group_name));
    hold_meeting(stage, afternoon);
    tell.act(stage.tablet.info().title,
             fmt::format(
                 "notes eleven members present and the issue they raise: \"{}\". Nine support "
                 "it, so it goes to the senior leadership team. Then the tablet is switched off.",
                 summary));
    stage.tablet.sync();
    answer_issue(stage, afternoon);
    tell.act(stage.cast.manager.given_name(),
             fmt::format("answers for the senior leadership team: \"{}\".", answer));
    const std::string there = state_of(stage.manager, afternoon.issue);
    const std::string here = state_of(stage.tablet, afternoon.issue);
    tell.check(there == "answered" && here == "escalated",
               "Answered on the manager's laptop; still waiting on the tablet, which is off.",
               there + ", " + here);
}

void show_group_answer(Stage& stage, const Afternoon& afternoon) {
    Narrator& tell = stage.narrator;
    tell.heading("The tablet is switched on again");
    stage.tablet.sync();
    const std::string state = state_of(stage.tablet, afternoon.issue);
    const std::string text =
        stage.tablet.cell("SELECT text FROM response WHERE issue_id = ?1", {afternoon.issue});
    const std::uint64_t supporters =
        json::parse(stage.tablet.cell("SELECT support FROM issue WHERE id = ?1", {afternoon.issue}))
            .size();
    tell.check(state == "answered" && text.find(answer) != std::string::npos && supporters == 9,
               "The group reads the answer to its issue, with its nine supporters, at once.",
               fmt::format("{}, {} supporters, answer: {}", state, supporters, text));

    const auto scopes = stage.tablet.scopes();
    std::size_t admitted = 0;  // in how many scopes the keyholder has it as a member
    const json known = stage.trust.ask({{{"verb", "scopes"}}}).at(0);
    for (const json& scope : known.at("scopes"))
        for (const json& member : scope.at("members"))
            admitted += member.at("name") == tablet_person;
    const bool holds_group_only = scopes.size() == 1 && admitted == 1 &&
                                  scopes[0].at("scope") == stage.cast.scope(group_label);
    const std::uint64_t people = stage.tablet.count("SELECT count(*) AS n FROM person");
    const std::uint64_t contacts = stage.tablet.count("SELECT count(*) AS n FROM contact");
    const std::uint64_t risks = stage.tablet.count("SELECT count(*) AS n FROM risk_assessment");
    tell.check(holds_group_only && people + contacts + risks == 0,
               fmt::format("The tablet holds no case: of the trust's {} scopes it has one, the "
                           "group's own, and the keyholder has given it no other key; asked for "
                           "people, contacts and risks it finds none.",
                           stage.cast.scope_ids.size()),
               fmt::format("{} scopes, admitted to {}, {} people, {} contacts, {} assessments",
                           scopes.size(), admitted, people, contacts, risks));
}

}  // namespace sanderling::demo
