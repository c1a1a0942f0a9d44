// Names of rules and terms; see term.hpp.
#include "client-sdk/practice/rules/term.hpp"

namespace sanderling::practice {

namespace {

struct RuleNames {
    std::string_view code;
    std::string_view name;
};
// In the order of Rule.
constexpr std::array<RuleNames, 12> rules{{
    {"R1", "report to the court"},
    {"R2", "first appointment"},
    {"R3", "weekly contact"},
    {"R4", "sentence plan"},
    {"R5a", "warning"},
    {"R5b", "breach"},
    {"R5c", "recall request"},
    {"R6", "victim contact"},
    {"R7", "victim satisfaction"},
    {"R8", "review"},
    {"R9", "activity days"},
    {"R10", "responsible officer"},
}};

struct TermNames {
    std::string_view name;
    Rule rule;
};
// In the order of Term.
constexpr std::array<TermNames, term_count> terms{{
    {"report.standard", Rule::report},
    {"report.custody", Rule::report},
    {"report.fast", Rule::report},
    {"report.oral", Rule::report},
    {"first_appointment", Rule::first_appointment},
    {"first_appointment.tier_4", Rule::first_appointment},
    {"weekly_contact", Rule::weekly_contact},
    {"plan.pilot", Rule::plan},
    {"plan", Rule::plan},
    {"plan.tier_4", Rule::plan},
    {"warning", Rule::warning},
    {"warning.letter", Rule::warning},
    {"warning.evidence", Rule::warning},
    {"warning.period", Rule::breach},
    {"breach", Rule::breach},
    {"recall.request", Rule::recall},
    {"victim.contact", Rule::victim_contact},
    {"victim.reminder", Rule::victim_contact},
    {"victim.custody_months", Rule::victim_contact},
    {"satisfaction", Rule::satisfaction},
    {"review", Rule::review},
    {"review.change", Rule::review},
    {"activity.days", Rule::activity_days},
    {"responsible_officer", Rule::responsible_officer},
}};

}  // namespace

std::string_view code_of(Rule rule) {
    return rules[static_cast<std::size_t>(rule)].code;
}

std::optional<Rule> rule_of(std::string_view code) {
    for (std::size_t i = 0; i < rules.size(); ++i)
        if (rules[i].code == code) return static_cast<Rule>(i);
    return std::nullopt;
}

std::string_view name_of(Rule rule) {
    return rules[static_cast<std::size_t>(rule)].name;
}

std::string_view to_text(Kind kind) {
    switch (kind) {
        case Kind::mandatory:
            return "mandatory";
        case Kind::advisory:
            return "advisory";
        case Kind::statute:
            return "statute";
    }
    return {};
}

std::string_view to_text(Unit unit) {
    constexpr std::array<std::string_view, 6> units{"working_days", "days",  "weeks",
                                                    "months",       "hours", "count"};
    return units[static_cast<std::size_t>(unit)];
}

std::string_view to_text(Term term) {
    return terms[static_cast<std::size_t>(term)].name;
}

std::optional<Term> term_of(std::string_view name) {
    for (std::size_t i = 0; i < terms.size(); ++i)
        if (terms[i].name == name) return static_cast<Term>(i);
    return std::nullopt;
}

Rule rule_of(Term term) {
    return terms[static_cast<std::size_t>(term)].rule;
}

}  // namespace sanderling::practice
