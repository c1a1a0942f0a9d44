// Who works where, and which cases are whose.
#pragma once

#include "examples/caseload/options.hpp"
#include "examples/caseload/random.hpp"
#include "schema/generated/probation/enums.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sanderling::caseload {

struct Staff {
    std::string reference{};  // what contacts and allocations name: "om-1"
    std::string name{};
    std::string role{};  // of the probation schema: officer, duty_officer, manager, slt, registrar
    std::string team{};  // its scope, or empty
};

struct Team {
    std::string scope{};  // "team:1"
    std::string name{};
    Staff manager{};
    Staff duty_officer{};
    std::vector<Staff> officers{};
};

/// The cases from `first_case` on.
struct Caseload {
    std::size_t team = 0;
    std::size_t officer = 0;  // within the team
    std::uint32_t first_case = 0;
    std::uint32_t cases = 0;
};

struct Staffing {
    std::vector<Team> teams{};
    std::vector<Caseload> caseloads{};  // by first case
    std::vector<Staff> organisation{};  // those of no team

    const Caseload& caseload_of(std::uint32_t case_number) const;
    const Team& team(const Caseload& caseload) const { return teams[caseload.team]; }
    const Staff& officer(const Caseload& caseload) const {
        return teams[caseload.team].officers[caseload.officer];
    }
};

/// Caseloads are normal (38, 10) between 15 and 70; up to 70 cases are one officer's. Teams have 8
/// to 12 officers as far as there are so many. Cases are numbered from 1.
Staffing make_staffing(const CaseloadOptions& options);

struct Name {
    std::string given{};
    std::string family{};
    std::string full() const { return given + " " + family; }
};
Name invent_name(Random& random, probation::Sex sex);

}  // namespace sanderling::caseload
