// The network is back: what each side wrote meets, and the manager decides what differs.
#include "examples/demo/stories.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sanderling::demo {

namespace {

constexpr const char* risk_decision = "High stands, what was seen at the door outweighs the call";
constexpr const char* outcome_decision =
    "Attended stands, the officer was at the door and the neighbour was not";

std::array<Device*, 3> staff_devices(Stage& stage) {
    return {&stage.phone, &stage.duty, &stage.manager};
}

/// The open conflict about a field of a record; an empty object if there is none.
json conflict_about(const std::vector<json>& conflicts, const std::string& record,
                    const std::string& field) {
    for (const json& conflict : conflicts)
        if (conflict.at("record") == record && conflict.at("field") == field) return conflict;
    return json::object();
}

/// The values in conflict, sorted.
std::vector<std::string> sides(const json& conflict, const std::string& field) {
    std::vector<std::string> values;
    if (conflict.contains("candidates"))
        for (const json& side : conflict.at("candidates"))
            values.push_back(side.at("row").at(field).get<std::string>());
    std::sort(values.begin(), values.end());
    return values;
}

/// Which candidate has the value, counted from 1.
std::size_t choice_of(const json& conflict, const std::string& field, const std::string& value) {
    const json& candidates = conflict.at("candidates");
    for (std::size_t i = 0; i < candidates.size(); ++i)
        if (candidates[i].at("row").at(field) == value) return i + 1;
    throw Failure("no side of the conflict says " + value + ": " + conflict.dump());
}

std::uint64_t notes_of(const Device& device, const std::string& contact) {
    return json::parse(device.cell("SELECT notes FROM contact WHERE id = ?1", {contact})).size();
}

}  // namespace

void meet_again(Stage& stage, const Afternoon& afternoon) {
    Narrator& tell = stage.narrator;
    tell.heading("The phone finds a network");
    const std::uint64_t unsent = stage.phone.status().at("unsent_transactions");
    const json synced = stage.phone.sync();
    tell.check(synced.at("unsent_transactions") == 0 && synced.at("refused_transactions") == 0,
               fmt::format("The phone sends its {} entries, and every one is accepted.", unsent),
               synced.dump());
    stage.duty.sync();
    stage.manager.sync();

    std::size_t complete = 0;
    std::string found;
    for (Device* device : staff_devices(stage)) {
        const std::uint64_t contacts = device->count("SELECT count(*) AS n FROM contact");
        const std::uint64_t attended = device->count(
            "SELECT count(*) AS n FROM contact WHERE id IN (?1, ?2, ?3) AND outcome = "
            "'attended_complied'",
            {afternoon.visits[1].contact, afternoon.visits[2].contact,
             afternoon.visits[3].contact});
        const std::uint64_t ticked = device->count(
            "SELECT count(*) AS n FROM step WHERE id IN (?1, ?2) AND status = 'completed'",
            {afternoon.steps[0], afternoon.steps[1]});
        const std::uint64_t posts =
            device->count("SELECT count(*) AS n FROM post WHERE id = ?1", {afternoon.post});
        complete += contacts == afternoon.contacts && attended == 3 && ticked == 2 && posts == 1;
        found += fmt::format("{}: {} contacts, {} of 3 visits, {} of 2 steps, {} of 1 post\n",
                             device->info().title, contacts, attended, ticked, posts);
    }
    tell.check(complete == 3,
               fmt::format("Three outcomes, two ticked steps and a post to the team's discussion "
                           "have arrived on both laptops. There are {} contacts, as before: none "
                           "is lost and none is there twice.",
                           grouped(afternoon.contacts)),
               found);
}

void show_what_differs(Stage& stage, const Afternoon& afternoon) {
    Narrator& tell = stage.narrator;
    tell.heading("Where the two sides differ");
    const Visit& visit = afternoon.visits[0];
    std::size_t outcome_shown = 0;
    std::size_t risk_shown = 0;
    std::string found;
    for (Device* device : staff_devices(stage)) {
        const auto conflicts = device->conflicts();
        const json outcome = conflict_about(conflicts, visit.contact, "outcome");
        const json risk = conflict_about(conflicts, afternoon.risk, "rosh");
        const std::string level =
            device->cell("SELECT rosh FROM risk_assessment WHERE id = ?1", {afternoon.risk});
        const std::string enforced =
            device->cell("SELECT enforcement_action FROM contact WHERE id = ?1", {visit.contact});
        const bool is_held = enforced.empty() || enforced == "[]";
        found += fmt::format("{}: {} conflicts, outcome {}, risk {} (shown {}), enforcement {}\n",
                             device->info().title, conflicts.size(), outcome.dump(), risk.dump(),
                             level, enforced);
        outcome_shown +=
            conflicts.size() == 2 && is_held &&
            sides(outcome, "outcome") ==
                std::vector<std::string>{"attended_complied", "unacceptable_absence"} &&
            notes_of(*device, visit.contact) == 2;
        risk_shown +=
            level == "high" && sides(risk, "rosh") == std::vector<std::string>{"high", "medium"};
    }
    tell.check(outcome_shown == 3,
               fmt::format("{}'s visit is one contact with two outcomes, attended and unacceptable "
                           "absence, and both notes. It is in conflict on all three devices and "
                           "held: no warning goes out while it is open.",
                           visit.person),
               found);
    tell.check(risk_shown == 3,
               fmt::format("{}'s risk is treated as High on all three devices, though Medium was "
                           "recorded last at the office, until the manager resolves it.",
                           afternoon.visits[2].person),
               found);
}

void resolve(Stage& stage, const Afternoon& afternoon) {
    Narrator& tell = stage.narrator;
    tell.heading("The manager decides");
    const Visit& visit = afternoon.visits[0];
    const auto conflicts = stage.manager.conflicts();
    const json risk = conflict_about(conflicts, afternoon.risk, "rosh");
    const json outcome = conflict_about(conflicts, visit.contact, "outcome");
    stage.manager.resolve(risk.at("conflict"), choice_of(risk, "rosh", "high"), risk_decision);
    stage.manager.resolve(outcome.at("conflict"),
                          choice_of(outcome, "outcome", "attended_complied"), outcome_decision);
    stage.manager.write({{{"collection", "risk_assessment"},
                          {"id", afternoon.risk},
                          {"append", {{"reasons", risk_decision}}}},
                         {{"collection", "contact"},
                          {"id", visit.contact},
                          {"append", {{"notes", outcome_decision}}}}});
    stage.canaries.add(risk_decision, stage.phone, "risk_assessment", "reasons");
    stage.canaries.add(outcome_decision, stage.phone, "contact", "notes");
    const std::string manager = stage.cast.manager.given_name();
    tell.act(manager, fmt::format("settles the risk: \"{}.\"", risk_decision));
    tell.act(manager, fmt::format("settles the outcome: \"{}.\"", outcome_decision));
    stage.manager.sync();
    stage.phone.sync();
    stage.duty.sync();

    std::size_t settled = 0;
    std::string found;
    for (Device* device : staff_devices(stage)) {
        const std::size_t open = device->conflicts().size();
        const std::string level =
            device->cell("SELECT rosh FROM risk_assessment WHERE id = ?1", {afternoon.risk});
        const std::string state =
            device->cell("SELECT outcome FROM contact WHERE id = ?1", {visit.contact});
        found += fmt::format("{}: {} open, {}, {}\n", device->info().title, open, level, state);
        settled += open == 0 && level == "high" && state == "attended_complied";
    }
    tell.check(settled == 3,
               "High and attended on all three devices, and nothing is open any more.", found);
}

}  // namespace sanderling::demo
