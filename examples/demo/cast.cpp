#include "examples/demo/cast.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <sstream>

namespace sanderling::demo {

namespace {

constexpr int years = 2;

/// How long somebody may stand in for another without being asked again.
constexpr int cover_days = 14;

void add_staff(Cast& cast, const json& line) {
    const Staff staff{line.at("staff"), line.at("name"), line.at("role")};
    for (auto* place : {&cast.officer, &cast.duty, &cast.manager}) {
        const char* role = place == &cast.officer ? "officer"
                           : place == &cast.duty  ? "duty_officer"
                                                  : "manager";
        if (staff.role == role && place->name.empty()) *place = staff;
    }
}

json allocate(const std::string& scope, const std::string& person, const std::string& role) {
    return {{"verb", "allocate"}, {"scope", scope}, {"person", person}, {"role", role}};
}

void add_allocations(const Cast& cast, const std::string& label, std::vector<json>& commands) {
    const std::string& scope = cast.scope(label);
    if (label == group_label) {
        commands.push_back(allocate(scope, tablet_person, "tablet"));
        // The manager brings the answers of the senior leadership team to the group.
        commands.push_back(allocate(scope, cast.manager.name, "slt"));
        return;
    }
    commands.push_back(allocate(scope, cast.officer.name, "officer"));
    commands.push_back(allocate(scope, cast.manager.name, "manager"));
    json duty = allocate(scope, cast.duty.name, "duty_officer");
    if (label.starts_with("case:")) duty["until"] = day(cover_days);
    commands.push_back(std::move(duty));
}

}  // namespace

std::string Staff::given_name() const {
    return name.substr(0, name.find(' '));
}

Cast write_caseload(const Programs& programs, const Workspace& workspace, std::uint32_t cases) {
    programs.run(
        {.program = "sanderling-caseload",
         .arguments = {"--cases", std::to_string(cases), "--years", std::to_string(years), "--from",
                       day(-365 * years), "--out", workspace.caseload().string()},
         .log = "caseload"});
    Cast cast;
    for (const json& line : read_lines(workspace.caseload() / "people.ndjson"))
        add_staff(cast, line);
    for (const json& line : read_lines(workspace.caseload() / "scopes.ndjson")) {
        const std::string label = line.at("scope");
        if (line.at("kind") == "case") cast.cases.push_back(label);
        if (line.at("kind") == "team") cast.team_name = line.at("label");
        cast.scope_ids[label];
    }
    cast.scope_ids[group_label];
    if (cast.officer.name.empty() || cast.duty.name.empty() || cast.manager.name.empty() ||
        cast.cases.size() != cases)
        throw Failure("the generated caseload lacks somebody of the team, or cases");
    return cast;
}

void introduce(Cast& cast, const Trust& trust, const Workspace& workspace) {
    std::vector<json> commands;
    for (const Staff* staff : {&cast.officer, &cast.duty, &cast.manager})
        commands.push_back({{"verb", "person_add"}, {"name", staff->name}, {"role", staff->role}});
    commands.push_back({{"verb", "person_add"}, {"name", tablet_person}, {"role", "tablet"}});
    trust.ask(commands);

    commands.clear();
    std::vector<std::string> labels;
    const auto add_scope = [&](const std::string& label, const std::string& name) {
        const std::string kind = label.substr(0, label.find(':'));
        commands.push_back({{"verb", "scope_create"}, {"kind", kind}, {"name", name}});
        labels.push_back(label);
    };
    for (const json& line : read_lines(workspace.caseload() / "scopes.ndjson"))
        add_scope(line.at("scope"), line.at("label"));
    add_scope(group_label, group_name);
    const auto made = trust.ask(commands);
    for (std::size_t i = 0; i < made.size(); ++i)
        cast.scope_ids[labels[i]] = made[i].at("scope").get<std::string>();

    commands.clear();
    for (const std::string& label : labels) add_allocations(cast, label, commands);
    trust.ask(commands);
}

fs::path write_labels(const Cast& cast, const Workspace& workspace) {
    fs::path path = workspace.paper("scopes.json");
    write_file(path, json(cast.scope_ids).dump(1) + "\n");
    return path;
}

std::vector<json> read_lines(const fs::path& ndjson) {
    std::vector<json> lines;
    std::istringstream text(read_file(ndjson));
    for (std::string line; std::getline(text, line);)
        if (!line.empty()) lines.push_back(json::parse(line));
    return lines;
}

std::string day(int from_today) {
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return fmt::format(
        "{:%Y-%m-%d}",
        fmt::gmtime(std::chrono::system_clock::to_time_t(today + std::chrono::days{from_today})));
}

std::string today_at(std::string_view clock) {
    return fmt::format("{}T{}:00Z", day(0), clock);
}

}  // namespace sanderling::demo
