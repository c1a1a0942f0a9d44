// R2 and R3: the first appointment, and weekly contact (docs/practice.md, "R2", "R3").
#include "client-sdk/practice/rules/derive.hpp"

#include <algorithm>

namespace sanderling::practice {

namespace {

constexpr int tier_of_most_risk = 4;

// An appointment that was made for the person, or at which the person was seen.
bool is_offered(const ContactFacts& contact) {
    const OutcomeReading reading(contact.outcomes);
    return contact.is_appointment && (contact.is_planned || reading.is_attended()) &&
           reading.is_offered();
}

bool is_to_come(const ContactFacts& contact, Day today) {
    return contact.outcomes.empty() && contact.day >= today;
}

void meet(DueItem& item, const ContactFacts& contact, Day today) {
    if (is_to_come(contact, today)) {
        item.state = State::arranged;
        item.done_on.reset();
    } else {
        item.state = State::done;
        item.done_on = contact.day;
    }
}

// The earliest that met it; one that took place goes before one that is to come.
const ContactFacts* earliest_offered(const CaseFacts& facts, Day from, Day until, Day today) {
    const ContactFacts* found = nullptr;
    const auto key = [&](const ContactFacts& contact) {
        return std::make_pair(is_to_come(contact, today), contact.day);
    };
    for (const ContactFacts& contact : facts.contacts) {
        if (contact.day < from || contact.day > until || !is_offered(contact)) continue;
        if (found == nullptr || key(contact) < key(*found)) found = &contact;
    }
    return found;
}

bool is_supervised_all_week(const CaseFacts& facts, Day monday) {
    if (facts.orders.empty()) return true;
    return std::any_of(facts.orders.begin(), facts.orders.end(), [&](const OrderFacts& order) {
        const auto start = start_of(order);
        return is_supervised(order) && start && *start <= monday &&
               (!order.ends || *order.ends >= sunday_of(monday));
    });
}

}  // namespace

void add_first_appointments(const CaseFacts& facts, const Standards& standards, Day today,
                            std::vector<DueItem>& out) {
    const bool most_risk = facts.tier && *facts.tier >= tier_of_most_risk;
    for (const OrderFacts& order : facts.orders) {
        const auto start = start_of(order);
        if (!start || !is_supervised(order)) continue;
        auto item = most_risk ? item_of(Term::first_appointment_tier_4, order.id, *start, standards)
                              : std::optional<DueItem>{};
        if (!item) item = item_of(Term::first_appointment, order.id, *start, standards);
        if (!item) continue;
        const Day until = order.ends ? *order.ends : Day::max();
        if (const auto* contact = earliest_offered(facts, *start, until, today))
            meet(*item, *contact, today);
        out.push_back(*std::move(item));
    }
}

bool is_weekly_contact_due(const CaseFacts& facts, Day monday) {
    // The level on the Sunday before governs the whole week.
    const LevelFacts* level = nullptr;
    for (const LevelFacts& change : facts.levels)
        if (change.from < monday && (level == nullptr || change.from >= level->from))
            level = &change;
    return level != nullptr && is_high(level->level) && is_supervised_all_week(facts, monday);
}

void add_weeks(const CaseFacts& facts, const Standards& standards, Day today,
               std::vector<DueItem>& out) {
    if (facts.levels.empty()) return;
    const auto first =
        std::min_element(facts.levels.begin(), facts.levels.end(),
                         [](const LevelFacts& a, const LevelFacts& b) { return a.from < b.from; });
    const Day begin = monday_of(first->from) + Days{7};
    const Day last = monday_of(today);
    if (begin > last) return;

    // The contacts of each week, in one pass.
    struct Week {
        int offered = 0;
        const ContactFacts* decisive = nullptr;  // the one that completes the number
    };
    std::vector<Week> weeks(static_cast<std::size_t>((last - begin) / Days{7}) + 1);
    std::vector<const ContactFacts*> offered;
    for (const ContactFacts& contact : facts.contacts)
        if (contact.day >= begin && contact.day <= sunday_of(last) && is_offered(contact))
            offered.push_back(&contact);
    std::sort(offered.begin(), offered.end(), [&](const auto* a, const auto* b) {
        return std::make_pair(is_to_come(*a, today), a->day) <
               std::make_pair(is_to_come(*b, today), b->day);
    });
    const auto week_of = [&](Day day) {
        return static_cast<std::size_t>((monday_of(day) - begin) / Days{7});
    };
    for (const ContactFacts* contact : offered) {
        Week& week = weeks[week_of(contact->day)];
        const Parameter* wanted = standards.find(Term::weekly_contact, monday_of(contact->day));
        if (++week.offered >= (wanted != nullptr ? wanted->value : 1) && week.decisive == nullptr)
            week.decisive = contact;
    }
    for (Day monday = begin; monday <= last; monday += Days{7}) {
        const RulePack& pack = standards.book.at(monday);
        const Parameter* wanted = pack.find(Term::weekly_contact);
        if (wanted == nullptr || !is_weekly_contact_due(facts, monday)) continue;
        DueItem item;
        item.rule = Rule::weekly_contact;
        item.term = Term::weekly_contact;
        item.kind = wanted->kind;
        item.about = facts.risk;
        item.trigger = monday;
        item.due = sunday_of(monday);
        item.pack = pack.name;
        if (const Week& week = weeks[week_of(monday)]; week.decisive != nullptr)
            meet(item, *week.decisive, today);
        out.push_back(std::move(item));
    }
}

}  // namespace sanderling::practice
