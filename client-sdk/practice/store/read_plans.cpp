// Plans, and the days on which they were discussed with the person.
#include "client-sdk/practice/store/reading.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sanderling::practice {

Result<void> CaseReading::read_plans(const std::optional<ScopeId>& scope) {
    const auto found = rows("kind, pilot, window_starts_on, involvement", "plan", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        PlanFacts plan;
        plan.id = row.id(0);
        plan.pilot = row.one_of<PlanPilot>(3).value_or(PlanPilot::none);
        plan.window_starts = row.day(4);
        PlanDays& days = plan_days_[plan.id];
        days.is_review = row.text(2) == "review";
        // Entries from before there was a record for each of them.
        const auto* log = row.find<std::string>(5);
        const auto entries =
            log != nullptr ? nlohmann::json::parse(*log, nullptr, false) : nlohmann::json();
        if (entries.is_array())
            for (const auto& text : entries) {
                const auto entry = text.is_string() ? nlohmann::json::parse(text.get<std::string>(),
                                                                            nullptr, false)
                                                    : text;
                if (!entry.is_object() || !entry.contains("discussed_on")) continue;
                const auto& on = entry["discussed_on"];
                if (!on.is_string()) continue;
                if (const auto day = parse_day(on.get<std::string>()))
                    days.discussed.push_back(*day);
            }
        file_of(row.scope(1)).facts.plans.push_back(std::move(plan));
    }
    return {};
}

Result<void> CaseReading::read_involvement(const std::optional<ScopeId>& scope) {
    const auto found = rows("plan_id, discussed_on, involved, voice", "involvement_entry", scope);
    if (!found) return found.error();
    std::set<ScopeId> said_themselves;
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        if (const auto day = row.day(3)) plan_days_[row.id(2)].discussed.push_back(*day);
        const std::string involved = row.text(4);
        CaseFile& file = file_of(row.scope(1));
        const bool is_own_word = row.text(5) == "su";
        if ((involved != "took_part" && involved != "not_involved") ||
            (said_themselves.contains(file.scope) && !is_own_word))
            continue;
        if (is_own_word) said_themselves.insert(file.scope);
        file.took_part = involved == "took_part";
    }
    return {};
}

// A plan was made on the day of its first discussion; later ones, and those of review plans, looked
// at it again.
void CaseReading::finish_plans(CaseFile& file) const {
    std::vector<Day> reviews;
    std::vector<PlanFacts> plans;
    const bool only_reviews =
        std::all_of(file.facts.plans.begin(), file.facts.plans.end(),
                    [&](const PlanFacts& plan) { return plan_days_.at(plan.id).is_review; });
    for (PlanFacts& plan : file.facts.plans) {
        PlanDays days = plan_days_.at(plan.id);
        std::sort(days.discussed.begin(), days.discussed.end());
        days.discussed.erase(std::unique(days.discussed.begin(), days.discussed.end()),
                             days.discussed.end());
        if (days.is_review && !only_reviews) {
            reviews.insert(reviews.end(), days.discussed.begin(), days.discussed.end());
            continue;
        }
        if (!days.discussed.empty()) {
            plan.made = days.discussed.front();
            plan.reviewed.assign(days.discussed.begin() + 1, days.discussed.end());
        }
        plans.push_back(std::move(plan));
    }
    for (PlanFacts& plan : plans)
        for (const Day day : reviews)
            if (plan.made && day > *plan.made) plan.reviewed.push_back(day);
    file.facts.plans = std::move(plans);
}

}  // namespace sanderling::practice
