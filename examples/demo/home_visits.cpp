// Four home visits without signal, while the office records one of them differently; and a risk
// that is raised at the door and lowered at the desk.
#include "examples/demo/stories.hpp"

#include <fmt/format.h>

namespace sanderling::demo {

namespace {

constexpr std::array<const char*, 4> clocks{"10:00", "11:15", "13:30", "15:00"};

constexpr std::array<const char*, 4> door_notes{
    "Opened the door at once and had the kettle on; the housing letter is signed",
    "Showed me the new rota, nights until Friday, so we moved the next session",
    "Bruise above the eye and a stranger in the hallway who would not give a name",
    "Talked through the two steps on the kitchen table and ticked them together"};

constexpr const char* office_note =
    "Neighbour rang the office and said nobody had been in all morning";
constexpr const char* police_note =
    "Police report a threat made with a knife outside the corner shop";
constexpr const char* mistaken_note = "Police rang again, the man at the corner shop was another";
constexpr const char* door_reason = "Afraid of somebody in the house and would not say whom";
constexpr const char* thread_note = "Bite-sized steps worked on a doorstep today, in the rain";

json visit_line(const Stage& stage, const Visit& visit, const char* clock) {
    return {{"scope", visit.scope},
            {"collection", "contact"},
            {"fields",
             {{"type", "home_visit"},
              {"category", "supervision"},
              {"place", "home"},
              {"staff", stage.cast.officer.reference},
              {"planned", true},
              {"ns_flag", true},
              {"starts", today_at(clock)},
              {"ends", nullptr}}}};
}

json change(const std::string& collection, const std::string& id, json fields, json append = {}) {
    json line{{"collection", collection}, {"id", id}, {"fields", std::move(fields)}};
    if (!append.is_null()) line["append"] = std::move(append);
    return line;
}

std::string outcome_on(const Device& device, const Visit& visit) {
    return device.cell("SELECT outcome FROM contact WHERE id = ?1", {visit.contact});
}

std::string level_on(const Device& device, const Afternoon& afternoon) {
    return device.cell("SELECT rosh FROM risk_assessment WHERE id = ?1", {afternoon.risk});
}

}  // namespace

void plan_visits(Stage& stage, Afternoon& afternoon) {
    // The third visit is to somebody whose risk is medium, the fourth to somebody with open steps.
    const auto risky = stage.phone.query(
        "SELECT r.id AS id, r.scope AS scope, p.name AS name FROM risk_assessment r JOIN person p "
        "ON p.scope = r.scope WHERE r.rosh = 'medium' ORDER BY p.name LIMIT 1");
    if (risky.empty()) throw Failure("no case of medium risk was generated");
    const std::string risky_scope = risky[0].at("scope");
    afternoon.risk = risky[0].at("id");
    const auto others = stage.phone.query(
        "SELECT p.scope AS scope, p.name AS name, (SELECT count(*) FROM step s WHERE s.scope = "
        "p.scope AND s.status IN ('not_started', 'in_progress')) AS open FROM person p WHERE "
        "p.scope <> ?1 ORDER BY open DESC, name LIMIT 3",
        {risky_scope});
    if (others.size() < 3 || others[0].at("open") < 2) throw Failure("no case has two open steps");
    const auto visit = [](const json& row) { return Visit{row.at("scope"), row.at("name"), ""}; };
    afternoon.visits = {visit(others[1]), visit(others[2]), visit(risky[0]), visit(others[0])};
    std::vector<json> lines;
    for (std::size_t i = 0; i < clocks.size(); ++i)
        lines.push_back(visit_line(stage, afternoon.visits[i], clocks[i]));
    const auto ids = stage.phone.write(lines);
    for (std::size_t i = 0; i < ids.size(); ++i) afternoon.visits[i].contact = ids[i];
    stage.phone.sync();
    stage.duty.sync();
    afternoon.contacts = stage.phone.count("SELECT count(*) AS n FROM contact");
    const std::uint64_t seen =
        stage.duty.count("SELECT count(*) AS n FROM contact WHERE id IN (?1, ?2, ?3, ?4)", ids);
    stage.narrator.check(
        seen == ids.size(),
        fmt::format("{} has four home visits in today's diary, to {}, {}, {} and {}; the office "
                    "sees them too.",
                    stage.phone.info().title, afternoon.visits[0].person,
                    afternoon.visits[1].person, afternoon.visits[2].person,
                    afternoon.visits[3].person),
        fmt::format("{} of them at the office", seen));
}

void make_visits(Stage& stage, Afternoon& afternoon) {
    Narrator& tell = stage.narrator;
    const std::string officer = stage.cast.officer.given_name();
    tell.heading("Out of signal");
    std::vector<json> lines;
    for (std::size_t i = 0; i < afternoon.visits.size(); ++i) {
        lines.push_back(change("contact", afternoon.visits[i].contact,
                               {{"outcome", "attended_complied"}}, {{"notes", door_notes[i]}}));
        stage.canaries.add(door_notes[i], stage.phone, "contact", "notes");
    }
    const auto steps = stage.phone.query(
        "SELECT id, short_description AS text FROM step WHERE scope = ?1 AND status IN "
        "('not_started', 'in_progress') ORDER BY id LIMIT 2",
        {afternoon.visits[3].scope});
    for (const json& step : steps)
        lines.push_back(change("step", step.at("id"),
                               {{"status", "completed"},
                                {"done_on", day(0)},
                                {"done_by", stage.cast.officer.reference}}));
    lines.push_back(change("risk_assessment", afternoon.risk,
                           {{"rosh", "high"}, {"assessed_on", day(0)}},
                           {{"reasons", door_reason}}));
    lines.push_back(
        {{"scope", stage.cast.scope("team:1")},
         {"collection", "post"},
         {"fields", {{"thread_id", afternoon.newsletter.first_thread}, {"body", {thread_note}}}}});
    for (const json& line : lines) afternoon.post = stage.phone.write({line}).at(0);  // the last
    for (std::size_t i = 0; i < 2; ++i) afternoon.steps[i] = steps.at(i).at("id");
    stage.canaries.add(door_reason, stage.phone, "risk_assessment", "reasons");
    stage.canaries.add(thread_note, stage.phone, "post", "body");
    stage.canaries.add(steps.at(0).at("text"), stage.phone, "step", "short_description");

    tell.act(officer, "records four outcomes at four doors, all attended, each with a note.");
    tell.act(officer,
             fmt::format("ticks two steps with {}: \"{}\" and \"{}\".", afternoon.visits[3].person,
                         steps.at(0).at("text").get<std::string>(),
                         steps.at(1).at("text").get<std::string>()));
    tell.act(officer, fmt::format("sees something at {}'s door and raises the risk of serious harm "
                                  "from Medium to High.",
                                  afternoon.visits[2].person));
    const json status = stage.phone.status();
    tell.check(status.at("unsent_transactions") == lines.size() &&
                   level_on(stage.phone, afternoon) == "high" &&
                   outcome_on(stage.phone, afternoon.visits[0]) == "attended_complied",
               fmt::format("The phone has kept all {} entries, shows them at once, and has sent "
                           "nothing.",
                           lines.size()),
               status.dump());
}

void work_at_the_office(Stage& stage, const Afternoon& afternoon) {
    Narrator& tell = stage.narrator;
    tell.heading("At the office, the same afternoon");
    const Visit& visit = afternoon.visits[0];
    const std::string duty = stage.cast.duty.given_name();
    stage.duty.write({change("contact", visit.contact, {{"outcome", "unacceptable_absence"}},
                             {{"notes", office_note}})});
    tell.act(duty, fmt::format("takes a call and records {}'s visit as an unacceptable absence.",
                               visit.person));
    stage.duty.write({change("risk_assessment", afternoon.risk, {{"rosh", "high"}},
                             {{"reasons", police_note}})});
    stage.duty.sync();
    stage.duty.write({change("risk_assessment", afternoon.risk, {{"rosh", "medium"}},
                             {{"reasons", mistaken_note}})});
    stage.duty.sync();
    tell.act(duty, fmt::format("hears from the police about {}, sets the risk to High, then learns "
                               "that it was somebody else and lowers it to Medium.",
                               afternoon.visits[2].person));
    stage.canaries.add(office_note, stage.duty, "contact", "notes");
    stage.canaries.add(police_note, stage.duty, "risk_assessment", "reasons");
    stage.canaries.add(mistaken_note, stage.duty, "risk_assessment", "reasons");
    const std::string level = level_on(stage.duty, afternoon);
    const std::string outcome = outcome_on(stage.duty, visit);
    tell.check(level == "medium" && outcome == "unacceptable_absence",
               fmt::format("{} sees Medium and an absence. The phone, out of reach, has High and "
                           "attended.",
                           stage.duty.info().title),
               level + ", " + outcome);
}

}  // namespace sanderling::demo
