// R6 and R7: victims are contacted, and asked whether they are satisfied (docs/practice.md, "R6",
// "R7"). Only a replica with the victim's scope has anything to derive here.
#include "client-sdk/practice/rules/derive.hpp"

#include <algorithm>

namespace sanderling::practice {

namespace {

void add_contact(const VictimFacts& victim, const Standards& standards, std::vector<DueItem>& out) {
    if (!is_victim_contact_due(victim, standards)) return;
    auto item = item_of(Term::victim_contact, victim.id, *victim.sentenced, standards);
    if (!item) return;
    const auto reminder = standards.deadline(Term::victim_reminder, *victim.sentenced);
    if (reminder && reminder->due < item->due) item->remind_on = reminder->due;
    if (victim.contacted) {
        item->state = State::done;
        item->done_on = victim.contacted;
    }
    out.push_back(*std::move(item));
}

// A record answers for the year it falls in and for years before that were left open.
void add_satisfaction(const VictimFacts& victim, const Standards& standards, Day today,
                      std::vector<DueItem>& out) {
    if (!victim.in_scheme_from) return;
    const Day end = victim.closed ? *victim.closed : Day::max();
    const auto settle = [&](DueItem& item, Day from) {
        for (const Day day : victim.satisfaction) {
            if (day <= from || (item.done_on && *item.done_on <= day)) continue;
            item.state = State::done;
            item.done_on = day;
        }
    };
    Day from = *victim.in_scheme_from;
    while (from < end) {
        auto item = item_of(Term::satisfaction, victim.id, from, standards);
        const Parameter* period = standards.find(Term::satisfaction, from);
        if (!item || period->value == 0) return;
        const Day next = std::max(item->due, from + Days{1});
        if (next >= end) {
            // The year is cut short by the close of the scheme.
            item->due = std::min(item->due, end);
            settle(*item, from);
            out.push_back(*std::move(item));
            return;
        }
        settle(*item, from);
        const bool is_current = next >= today;
        out.push_back(*std::move(item));
        if (is_current) return;
        from = next;
    }
}

}  // namespace

bool is_victim_contact_due(const VictimFacts& victim, const Standards& standards) {
    if (!victim.sentenced) return false;
    if (victim.offence != OffenceClass::violent && victim.offence != OffenceClass::sexual)
        return false;
    const Parameter* months = standards.find(Term::victim_custody_months, *victim.sentenced);
    if (months == nullptr) return false;
    return victim.has_hospital_order || victim.custody_months.value_or(0) >= months->value;
}

void add_victims(const CaseFacts& facts, const Standards& standards, Day today,
                 std::vector<DueItem>& out) {
    for (const VictimFacts& victim : facts.victims) {
        add_contact(victim, standards, out);
        add_satisfaction(victim, standards, today, out);
    }
}

}  // namespace sanderling::practice
