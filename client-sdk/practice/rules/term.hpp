// The rules of practice, and the numbers they take from a rule pack (docs/practice.md, "Rules").
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sanderling::practice {

enum class Rule : std::uint8_t {
    report,               // R1
    first_appointment,    // R2
    weekly_contact,       // R3
    plan,                 // R4
    warning,              // R5a
    breach,               // R5b
    recall,               // R5c
    victim_contact,       // R6
    satisfaction,         // R7
    review,               // R8
    activity_days,        // R9
    responsible_officer,  // R10
};
/// "R5a", and back.
std::string_view code_of(Rule rule);
std::optional<Rule> rule_of(std::string_view code);
/// "weekly contact", for people.
std::string_view name_of(Rule rule);

/// Statute stands above standards: an organisation cannot decide otherwise.
enum class Kind : std::uint8_t { mandatory, advisory, statute };
std::string_view to_text(Kind kind);

enum class Unit : std::uint8_t { working_days, days, weeks, months, hours, count };
std::string_view to_text(Unit unit);

/// What a pack gives a number for. What it leaves out is not asked under it.
enum class Term : std::uint8_t {
    report_standard,
    report_custody,
    report_fast,
    report_oral,
    first_appointment,
    first_appointment_tier_4,
    weekly_contact,  // how many a week
    plan_pilot,
    plan,
    plan_tier_4,
    warning,
    warning_letter,
    warning_evidence,
    warning_period,  // in which another failure is a breach
    breach,
    recall_request,
    victim_contact,
    victim_reminder,
    victim_custody_months,  // from which victims are contacted
    satisfaction,
    review,
    review_change,
    activity_days,        // at most
    responsible_officer,  // age from which an attendance centre's officer is
};
inline constexpr std::size_t term_count = 24;

/// "plan.tier_4", as packs name it, and back.
std::string_view to_text(Term term);
std::optional<Term> term_of(std::string_view name);
Rule rule_of(Term term);

}  // namespace sanderling::practice
