#include "examples/caseload/generate.hpp"

namespace sanderling::caseload {
namespace {

void list_staff(const Staffing& staffing, const CaseloadSinks& sinks) {
    for (const Staff& staff : staffing.organisation) sinks.staff(staff);
    for (const Team& team : staffing.teams) {
        sinks.staff(team.manager);
        sinks.staff(team.duty_officer);
        for (const Staff& officer : team.officers) sinks.staff(officer);
    }
}

void list_shared_scopes(const Staffing& staffing, const CaseloadSinks& sinks) {
    sinks.scope({"org", "org", "The organisation", {}});
    for (const Team& team : staffing.teams) {
        GeneratedScope scope{team.scope, "team", team.name, {}};
        scope.members.emplace_back(team.manager.reference, team.manager.role);
        scope.members.emplace_back(team.duty_officer.reference, team.duty_officer.role);
        for (const Staff& officer : team.officers) {
            scope.members.emplace_back(officer.reference, officer.role);
        }
        sinks.scope(scope);
    }
}

// "J. Marlow": enough to find a case by, and no more than a list needs to show.
std::string short_name(const Name& name) {
    return name.given.substr(0, 1) + ". " + name.family;
}

// The duty officer comes in by a grant for a time, when cover is needed.
void list_case_scopes(const CaseFile& file, const CaseloadSinks& sinks) {
    const Caseload& caseload = file.staffing.caseload_of(file.number);
    const Team& team = file.staffing.team(caseload);
    GeneratedScope scope{file.scope, "case", short_name(file.name), {}};
    scope.members.emplace_back(file.staffing.officer(caseload).reference, "officer");
    scope.members.emplace_back(team.manager.reference, team.manager.role);
    sinks.scope(scope);
    if (file.options.plans != PlanScope::shared) return;
    scope.scope = file.plan_scope;
    scope.kind = "case_su";
    sinks.scope(scope);
}

}  // namespace

void generate(const CaseloadOptions& options, const CaseloadSinks& sinks) {
    const Staffing staffing = make_staffing(options);
    list_staff(staffing, sinks);
    list_shared_scopes(staffing, sinks);
    for (std::uint32_t number = 1; number <= options.cases; ++number) {
        CaseFile file(options, staffing, number, sinks.record);
        list_case_scopes(file, sinks);
        add_person(file);
        add_orders(file);
        add_allocations(file);
        add_risk(file);
        add_plans(file);
        add_contacts(file);
        if (sinks.progress) sinks.progress(number);
    }
}

}  // namespace sanderling::caseload
