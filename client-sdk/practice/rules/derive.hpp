// Everything that is due in a case, rule by rule; each rule is stated in docs/practice.md, "Rules".
#pragma once

#include "client-sdk/practice/rules/case_facts.hpp"
#include "client-sdk/practice/rules/due_item.hpp"
#include "client-sdk/practice/rules/standards.hpp"

namespace sanderling::practice {

/// A function of its arguments. Weeks and periods are followed until `today`; a finished item is
/// listed too. In order of comes_before. `standards` must outlive what is returned.
std::vector<DueItem> due_items(const CaseFacts& facts, const Standards& standards, Day today);

// The rules one by one, in no order and before notes. Each appends to `out`.
void add_reports(const CaseFacts& facts, const Standards& standards, std::vector<DueItem>& out);
void add_first_appointments(const CaseFacts& facts, const Standards& standards, Day today,
                            std::vector<DueItem>& out);
void add_weeks(const CaseFacts& facts, const Standards& standards, Day today,
               std::vector<DueItem>& out);
void add_plans(const CaseFacts& facts, const Standards& standards, std::vector<DueItem>& out);
void add_reviews(const CaseFacts& facts, const Standards& standards, std::vector<DueItem>& out);
void add_enforcement(const CaseFacts& facts, const Standards& standards, Day today,
                     std::vector<DueItem>& out);
void add_recalls(const CaseFacts& facts, const Standards& standards, std::vector<DueItem>& out);
void add_victims(const CaseFacts& facts, const Standards& standards, Day today,
                 std::vector<DueItem>& out);
/// What was decided otherwise, put onto the items that it is about.
void apply_notes(const std::vector<NoteFacts>& notes, std::vector<DueItem>& items);

/// An open item of a term counted from a trigger. Nothing where the pack in force asks nothing.
std::optional<DueItem> item_of(Term term, RecordId about, Day trigger, const Standards& standards,
                               std::span<const Pause> pauses = {});

/// R3: whether the week that begins on that Monday asks for contact.
bool is_weekly_contact_due(const CaseFacts& facts, Day monday);
/// R5b: the last day of the period in which another failure is a breach.
Day warning_period_end(Day warning, const Standards& standards);
/// R6: whether the victims of this sentence are contacted at all.
bool is_victim_contact_due(const VictimFacts& victim, const Standards& standards);

}  // namespace sanderling::practice
