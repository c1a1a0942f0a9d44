// What a caseload is asked to be.
#pragma once

#include "examples/caseload/calendar.hpp"

#include <cstdint>
#include <string>

namespace sanderling::caseload {

inline constexpr std::uint32_t trust_cases = 6900;  // the mean of 35 trusts

/// Where plans, goals and steps live.
enum class PlanScope : std::uint8_t {
    case_file,  // with the rest: nothing is shared with the service user
    shared,     // in case_su:<n>, which every case then has
};

struct CaseloadOptions {
    std::uint32_t cases = 40;
    int years = 2;
    std::uint64_t seed = 7;
    Day from = std::chrono::year{2009} / std::chrono::June / 1;
    std::string
        team{};  // its name; empty: as many teams as the cases need, with names of their own
    PlanScope plans = PlanScope::case_file;

    Day to() const { return months_after(from, 12 * years); }  // the day after the last
};

}  // namespace sanderling::caseload
