// Puts the rules together; see derive.hpp.
#include "client-sdk/practice/rules/derive.hpp"

#include <algorithm>

namespace sanderling::practice {

std::optional<DueItem> item_of(Term term, RecordId about, Day trigger, const Standards& standards,
                               std::span<const Pause> pauses) {
    const auto deadline = standards.deadline(term, trigger, pauses);
    if (!deadline) return std::nullopt;
    DueItem item;
    item.rule = rule_of(term);
    item.term = term;
    item.kind = deadline->kind;
    item.about = about;
    item.trigger = trigger;
    item.due = deadline->due;
    item.pack = deadline->pack;
    item.is_beyond_calendar = !standards.days.covers(trigger) || !standards.days.covers(item.due);
    return item;
}

void apply_notes(const std::vector<NoteFacts>& notes, std::vector<DueItem>& items) {
    const auto fits = [](const NoteFacts& note, const DueItem& item) {
        if (note.rule != item.rule || (note.about && *note.about != item.about)) return false;
        if (!note.day) return true;
        if (item.rule == Rule::weekly_contact) return monday_of(*note.day) == item.trigger;
        return *note.day == item.due;
    };
    for (DueItem& item : items) {
        if (item.state != State::open) continue;
        for (const NoteFacts& note : notes) {
            if (!fits(note, item)) continue;
            if (item.kind == Kind::advisory) {
                item.state = State::otherwise;
                item.reason = note.reason;
            } else if (item.rule == Rule::weekly_contact && note.is_by_manager) {
                item.state = State::excepted;
                item.reason = note.reason;
            }
        }
    }
}

std::vector<DueItem> due_items(const CaseFacts& facts, const Standards& standards, Day today) {
    std::vector<DueItem> items;
    add_reports(facts, standards, items);
    add_first_appointments(facts, standards, today, items);
    add_weeks(facts, standards, today, items);
    add_plans(facts, standards, items);
    add_reviews(facts, standards, items);
    add_enforcement(facts, standards, today, items);
    add_recalls(facts, standards, items);
    add_victims(facts, standards, today, items);
    apply_notes(facts.notes, items);
    std::sort(items.begin(), items.end(), comes_before);
    return items;
}

}  // namespace sanderling::practice
