// How risky a case is, and on which registers the person stands.
#include "examples/caseload/case_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sanderling::caseload {
namespace {

using probation::FlagType;
using probation::RoshLevel;

// The overall level is the highest of its parts: one part has it, no other is above it.
void set_levels(Random& random, RoshLevel overall, probation::RiskAssessment& risk) {
    std::vector<std::optional<RoshLevel>*> parts{&risk.rosh_children, &risk.rosh_public,
                                                 &risk.rosh_known_adult, &risk.rosh_staff,
                                                 &risk.rosh_prisoners};
    for (auto* part : parts) {
        const auto level = std::min(random.between(1, 3), random.between(1, 3));
        *part = std::min(static_cast<RoshLevel>(level), overall);
    }
    *parts[static_cast<std::size_t>(random.below(3))] = overall;
    risk.rosh = overall;
}

std::string score(Random& random, Day on) {
    const std::int64_t value = random.between(3, 92);
    const char* band = value < 50 ? "low" : value < 75 ? "medium" : "high";
    return nlohmann::json{{"tool", "OGRS"},
                          {"version", "3"},
                          {"score", value},
                          {"band", band},
                          {"calculated_on", date_text(on)}}
        .dump();
}

void add_assessment(CaseFile& file) {
    Random& random = file.random;
    probation::RiskAssessment risk;
    set_levels(random, file.rosh, risk);
    if (file.is_high_risk() || random.chance(60)) {
        risk.mappa_category = random.between(1, 3);
        risk.mappa_level = file.rosh == RoshLevel::very_high ? 3 : random.between(1, 2);
    }
    const Day begins = file.orders.front().starts;
    const auto days = (file.options.to() - begins).count();
    Day assessed = begins;
    const std::int64_t reviews = random.between(1, 4);
    for (std::int64_t i = 0; i < reviews; ++i) {
        risk.scores.push_back(score(random, assessed));
        risk.reasons.push_back(file.notes.phrase(random, "reasons"));
        risk.assessed_on = date_text(assessed);
        assessed = working_day(assessed + std::chrono::days{days / (reviews + 1)});
    }
    file.add(risk, begins);
}

FlagType flag_of(RoshLevel level) {
    switch (level) {
        case RoshLevel::low:
            return FlagType::risk_of_serious_harm_low;
        case RoshLevel::medium:
            return FlagType::risk_of_serious_harm_medium;
        case RoshLevel::high:
            return FlagType::risk_of_serious_harm_high;
        case RoshLevel::very_high:
            return FlagType::risk_of_serious_harm_very_high;
    }
    return FlagType::risk_of_serious_harm_medium;
}

void add_flag(CaseFile& file, FlagType type) {
    Random& random = file.random;
    const Day from = file.orders.front().starts + std::chrono::days{random.between(0, 60)};
    probation::RegisterFlag flag;
    flag.type = type;
    flag.starts_on = date_text(from);
    flag.review_on = date_text(working_day(months_after(from, 6)));
    flag.status = probation::FlagStatus::active;
    const bool of_level = type <= FlagType::risk_of_serious_harm_very_high;  // while the case runs
    if (!of_level && random.chance(150)) {
        flag.status = probation::FlagStatus::ended;
        const Day ended = from + std::chrono::days{random.between(60, 300)};
        const Day last = file.options.to() - std::chrono::days{1};
        flag.ended_on = date_text(working_day(std::min(ended, last)));
    }
    flag.notes = {file.notes.phrase(random, "flag_notes")};
    file.add(flag, from);
}

struct Chance {
    FlagType type;
    std::uint32_t per_mille;       // at low and medium risk
    std::uint32_t per_mille_high;  // at high and very high
};
constexpr Chance flags[] = {
    {FlagType::child_concerns, 80, 150},   {FlagType::child_protection, 30, 90},
    {FlagType::risk_to_children, 20, 200}, {FlagType::mental_health, 180, 220},
    {FlagType::self_harm, 110, 150},       {FlagType::vulnerability, 80, 80},
    {FlagType::vulnerable_adult, 20, 20},  {FlagType::gangs, 15, 60},
    {FlagType::terrorism, 0, 10},          {FlagType::public_interest, 5, 40},
    {FlagType::domestic_abuse, 200, 350},  {FlagType::stalking, 10, 40},
};

}  // namespace

void add_risk(CaseFile& file) {
    add_assessment(file);
    add_flag(file, flag_of(file.rosh));
    for (const Chance& flag : flags) {
        const bool wanted =
            file.random.chance(file.is_high_risk() ? flag.per_mille_high : flag.per_mille);
        if (wanted) add_flag(file, flag.type);
    }
}

}  // namespace sanderling::caseload
