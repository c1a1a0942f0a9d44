#include "examples/caseload/case_file.hpp"

#include <algorithm>

namespace sanderling::caseload {
namespace {

using probation::RoshLevel;
using probation::Sex;

constexpr std::uint32_t female_ppm = 110'000;

RoshLevel draw_risk(std::uint64_t seed, std::uint32_t number) {
    std::uint32_t at = spread_ppm(seed, number, Spread::risk);
    const auto& shares = vocabulary().rosh_shares;
    std::size_t level = 0;
    while (level + 1 < shares.size() && at >= shares[level]) at -= shares[level++];
    return static_cast<RoshLevel>(level + 1);
}

Sex draw_sex(std::uint64_t seed, std::uint32_t number) {
    return spread_ppm(seed, number, Spread::sex) < female_ppm ? Sex::female : Sex::male;
}

}  // namespace

CaseFile::CaseFile(const CaseloadOptions& asked, const Staffing& staff, std::uint32_t case_number,
                   const Emit& emit)
    : options(asked),
      staffing(staff),
      number(case_number),
      random(asked.seed, case_number),
      scope("case:" + std::to_string(case_number)),
      plan_scope(asked.plans == PlanScope::shared ? "case_su:" + std::to_string(case_number)
                                                  : scope),
      sex(draw_sex(asked.seed, case_number)),
      rosh(draw_risk(asked.seed, case_number)),
      name(invent_name(random, sex)),
      notes(name.given, sex),
      emit_(emit) {}

const OrderSpell& CaseFile::order_on(Day day) const {
    const auto found =
        std::ranges::find_if(orders, [&](const OrderSpell& spell) { return day <= spell.ends; });
    SANDERLING_ASSERT(found != orders.end());
    return *found;
}

const std::string& CaseFile::staff_on(Day day) const {
    const auto above = std::ranges::upper_bound(holders, day, {}, &Holder::from);
    SANDERLING_ASSERT(above != holders.begin());
    return std::prev(above)->staff;
}

}  // namespace sanderling::caseload
