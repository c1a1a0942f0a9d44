// R4 and R8: the sentence plan and its reviews (docs/practice.md, "R4", "R8").
#include "client-sdk/practice/rules/derive.hpp"

#include <algorithm>

namespace sanderling::practice {

namespace {

constexpr int tier_of_most_risk = 4;

// The plan of an order: made for its time, or without a day of its own.
const PlanFacts* plan_of(const CaseFacts& facts, const OrderFacts& order, Day start) {
    const PlanFacts* found = nullptr;
    for (const PlanFacts& plan : facts.plans) {
        const auto day = plan.window_starts ? plan.window_starts : plan.made;
        if (day && (*day < start || (order.ends && *day > *order.ends))) continue;
        if (found == nullptr || (plan.made && (!found->made || *plan.made < *found->made)))
            found = &plan;
    }
    return found;
}

std::optional<DueItem> plan_item(const CaseFacts& facts, const OrderFacts& order, Day start,
                                 const PlanFacts* plan, const Standards& standards) {
    const RecordId about = plan != nullptr ? plan->id : order.id;
    const Day trigger = plan != nullptr && plan->window_starts ? *plan->window_starts : start;
    std::optional<DueItem> item;
    if (plan != nullptr && plan->pilot != PlanPilot::none)
        return item_of(Term::plan_pilot, about, trigger, standards);
    if (facts.tier && *facts.tier >= tier_of_most_risk)
        item = item_of(Term::plan_tier_4, about, trigger, standards);
    return item ? item : item_of(Term::plan, about, trigger, standards);
}

}  // namespace

void add_plans(const CaseFacts& facts, const Standards& standards, std::vector<DueItem>& out) {
    for (const OrderFacts& order : facts.orders) {
        const auto start = start_of(order);
        if (!start || !is_supervised(order)) continue;
        const PlanFacts* plan = plan_of(facts, order, *start);
        auto item = plan_item(facts, order, *start, plan, standards);
        if (!item) continue;
        if (plan != nullptr && plan->made) {
            item->state = State::done;
            item->done_on = plan->made;
        }
        out.push_back(*std::move(item));
    }
}

void add_reviews(const CaseFacts& facts, const Standards& standards, std::vector<DueItem>& out) {
    for (const OrderFacts& order : facts.orders) {
        const auto start = start_of(order);
        if (!start || !is_supervised(order)) continue;
        const PlanFacts* plan = plan_of(facts, order, *start);
        if (plan == nullptr || !plan->made) continue;
        std::vector<Day> looked_at{*plan->made};
        looked_at.insert(looked_at.end(), plan->reviewed.begin(), plan->reviewed.end());
        std::sort(looked_at.begin(), looked_at.end());
        const auto is_within = [&](Day day) { return !order.ends || day <= *order.ends; };
        const auto next_after = [&](Day day) {
            const auto next = std::upper_bound(looked_at.begin(), looked_at.end(), day);
            return next == looked_at.end() ? std::nullopt : std::optional(*next);
        };
        const auto add = [&](Term term, Day trigger, std::optional<Day> done) {
            auto item = item_of(term, plan->id, trigger, standards);
            if (!item || !is_within(item->due)) return;
            if (done) {
                item->state = State::done;
                item->done_on = done;
            }
            out.push_back(*std::move(item));
        };
        for (const Day day : looked_at) add(Term::review, day, next_after(day));
        for (const Day change : facts.changes) {
            if (change < *plan->made || !is_within(change)) continue;
            // A review on the day of the change has seen it.
            add(Term::review_change, change, next_after(change - Days{1}));
        }
    }
}

}  // namespace sanderling::practice
