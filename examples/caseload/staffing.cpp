#include "examples/caseload/staffing.hpp"

#include "examples/caseload/quantiles.hpp"
#include "examples/caseload/vocabulary.hpp"

#include <algorithm>

namespace sanderling::caseload {
namespace {

constexpr std::uint32_t caseload_min = 15;
constexpr std::uint32_t caseload_max = 70;

std::vector<std::uint32_t> caseload_sizes(Random& random, std::uint32_t cases) {
    if (cases <= caseload_max) return {cases};
    std::vector<std::uint32_t> sizes;
    std::uint32_t left = cases;
    while (left >= caseload_min) {
        const std::int64_t drawn = 38 + normal_thousandths(random.ppm()) / 100;
        const auto size =
            static_cast<std::uint32_t>(std::clamp<std::int64_t>(drawn, caseload_min, caseload_max));
        sizes.push_back(std::min(size, left));
        left -= sizes.back();
    }
    // Too few for one more officer: the others take one each.
    for (std::size_t i = 0; left > 0; i = (i + 1) % sizes.size()) {
        if (sizes[i] >= caseload_max) continue;
        ++sizes[i];
        --left;
    }
    return sizes;
}

Staff hire(Random& random, const std::string& kind, std::size_t number, const std::string& role,
           const std::string& team) {
    const auto sex = random.chance(700) ? probation::Sex::female : probation::Sex::male;
    return {kind + "-" + std::to_string(number), invent_name(random, sex).full(), role, team};
}

Team open_team(Random& random, const CaseloadOptions& options, std::size_t number) {
    const Words& names = vocabulary().name_list("teams");
    Team team{.scope = "team:" + std::to_string(number)};
    team.name = options.team.empty() ? names[(number - 1) % names.size()] : options.team;
    team.manager = hire(random, "spo", number, "manager", team.scope);
    team.duty_officer = hire(random, "duty", number, "duty_officer", team.scope);
    return team;
}

}  // namespace

const Caseload& Staffing::caseload_of(std::uint32_t case_number) const {
    const auto above = std::ranges::upper_bound(caseloads, case_number, {}, &Caseload::first_case);
    SANDERLING_ASSERT(above != caseloads.begin());
    return *std::prev(above);
}

Staffing make_staffing(const CaseloadOptions& options) {
    Random random(options.seed, 0);
    Staffing out;
    out.organisation.push_back(hire(random, "slt", 1, "slt", ""));
    out.organisation.push_back(hire(random, "registrar", 1, "registrar", ""));
    std::uint32_t first_case = 1;
    std::size_t officers = 0;
    std::size_t room = 0;  // in the last team
    for (const std::uint32_t cases : caseload_sizes(random, options.cases)) {
        if (out.teams.empty() || (room == 0 && options.team.empty())) {
            out.teams.push_back(open_team(random, options, out.teams.size() + 1));
            room = static_cast<std::size_t>(random.between(8, 12));
        }
        if (room > 0) --room;
        Team& team = out.teams.back();
        team.officers.push_back(hire(random, "om", ++officers, "officer", team.scope));
        out.caseloads.push_back(
            {out.teams.size() - 1, team.officers.size() - 1, first_case, cases});
        first_case += cases;
    }
    return out;
}

Name invent_name(Random& random, probation::Sex sex) {
    const Vocabulary& words = vocabulary();
    const bool female = sex == probation::Sex::female;
    return {random.pick(words.name_list(female ? "female" : "male")),
            random.pick(words.name_list("family"))};
}

}  // namespace sanderling::caseload
