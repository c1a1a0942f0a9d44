// Who held the case when, and who covered.
#include "examples/caseload/case_file.hpp"

#include <algorithm>

namespace sanderling::caseload {
namespace {

constexpr std::chrono::days one_day{1};

// Somebody else of the team, or the duty officer where there is nobody.
const Staff& colleague(CaseFile& file, const Team& team, const std::string& than) {
    const Staff& other = file.random.pick(team.officers);
    return other.reference == than ? team.duty_officer : other;
}

void add_spell(CaseFile& file, const Holder& holder, std::optional<Day> ends,
               const std::string& reason) {
    probation::Allocation allocation;
    allocation.staff = holder.staff;
    allocation.role = probation::AllocationRole::om;
    allocation.starts_on = date_text(holder.from);
    if (ends) allocation.ends_on = date_text(*ends);
    if (!reason.empty()) allocation.reason = reason;
    file.add(allocation, holder.from);
}

// Cover leaves the allocation as it is; the contacts of those days are the duty officer's.
void add_cover(CaseFile& file, const Team& team) {
    const Day from = working_day(file.options.from +
                                 std::chrono::days{file.random.between(
                                     0, (file.options.to() - file.options.from).count() - 1)});
    const Day until = from + std::chrono::days{file.random.between(3, 18)};
    probation::Allocation cover;
    cover.staff = team.duty_officer.reference;
    cover.role = probation::AllocationRole::cover;
    cover.starts_on = date_text(from);
    cover.ends_on = date_text(until);
    cover.reason = "Cover while the officer is away";
    file.add(cover, from);
    std::vector<Holder> holders;
    for (const Holder& holder : file.holders) {
        if (holder.from < from || holder.from > until) holders.push_back(holder);
    }
    const std::string after = file.staff_on(until + one_day);
    holders.push_back({from, team.duty_officer.reference});
    if (!std::ranges::any_of(holders, [&](auto& h) { return h.from == until + one_day; })) {
        holders.push_back({until + one_day, after});
    }
    std::ranges::sort(holders, {}, &Holder::from);
    file.holders = std::move(holders);
}

}  // namespace

void add_allocations(CaseFile& file) {
    Random& random = file.random;
    const Caseload& caseload = file.staffing.caseload_of(file.number);
    const Team& team = file.staffing.team(caseload);
    const std::string& officer = file.staffing.officer(caseload).reference;
    const Day begins = file.orders.front().starts;
    const auto days = (file.options.to() - file.options.from).count();
    // More than half keep one officer throughout; who holds the case now holds it last.
    const std::size_t transfers = random.chance(580) ? 0 : random.chance(750) ? 1 : 2;
    std::vector<Day> at;
    for (std::size_t i = 0; i < transfers; ++i) {
        at.push_back(
            working_day(file.options.from + std::chrono::days{random.between(8, days - 1)}));
    }
    std::ranges::sort(at);
    at.erase(std::unique(at.begin(), at.end()), at.end());
    file.holders.push_back(
        {begins, at.empty() ? officer : colleague(file, team, officer).reference});
    for (std::size_t i = 0; i < at.size(); ++i) {
        const bool now = i + 1 == at.size();
        file.holders.push_back({at[i], now ? officer : team.duty_officer.reference});
    }
    for (std::size_t i = 0; i < file.holders.size(); ++i) {
        const bool runs = i + 1 == file.holders.size();
        const auto ends = runs ? std::nullopt : std::optional(file.holders[i + 1].from - one_day);
        const auto& reasons = vocabulary().phrase_list("transfers");
        add_spell(file, file.holders[i], ends, i == 0 ? "" : random.pick(reasons));
    }
    if (random.chance(300)) add_cover(file, team);
}

}  // namespace sanderling::caseload
