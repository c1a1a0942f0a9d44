// Lines of `sanderling due`; see due_line.hpp.
#include "client-sdk/cli/due_line.hpp"

#include "client-sdk/practice/calendar/london.hpp"

namespace sanderling::cli {

namespace {

using practice::CaseFile;
using practice::Day;
using practice::DueItem;
using practice::State;
using practice::Term;

std::string_view what_of(Term term) {
    switch (term) {
        case Term::warning:
            return "warn, or start breach";
        case Term::warning_letter:
            return "send the warning letter";
        case Term::warning_evidence:
            return "evidence for an absence";
        case Term::review_change:
            return "review after a change";
        default:
            return practice::name_of(practice::rule_of(term));
    }
}

std::string case_of(const CaseFile& of) {
    std::string out = of.crn;
    if (!of.name.empty()) out += (out.empty() ? "" : " ") + of.name;
    return out.empty() ? to_text(of.scope) : out;
}

std::string state_of(const DueItem& item, Day today) {
    std::string out =
        practice::is_overdue(item, today) ? "overdue" : std::string(to_text(item.state));
    if (!item.reason.empty()) out += ": " + item.reason;
    if (item.is_beyond_calendar) out += " (bank holidays of that year are not known)";
    return out;
}

template <class T, class Text>
Json maybe(const std::optional<T>& value, Text text) {
    return value ? Json(text(*value)) : Json(nullptr);
}

}  // namespace

std::string_view colour_word(practice::Colour colour) {
    switch (colour) {
        case practice::Colour::red:
            return "RED";
        case practice::Colour::amber:
            return "amber";
        case practice::Colour::none:
            return "";
    }
    return "";
}

std::vector<std::string> due_cells(const DueItem& item, const CaseFile& of, Day today) {
    return {std::string(colour_word(practice::colour_of(item))),
            item.due_at ? practice::london_text(*item.due_at) : practice::to_text(item.due),
            std::string(practice::code_of(item.rule)),
            std::string(what_of(item.term)),
            state_of(item, today),
            case_of(of)};
}

Json due_json(const DueItem& item, const CaseFile& of, Day today) {
    const auto day = [](Day value) { return practice::to_text(value); };
    const auto colour = practice::colour_of(item);
    return {{"type", "due"},
            {"case", to_text(of.scope)},
            {"crn", of.crn},
            {"name", of.name},
            {"rule", practice::code_of(item.rule)},
            {"parameter", practice::to_text(item.term)},
            {"pack", item.pack},
            {"kind", practice::to_text(item.kind)},
            {"colour", colour == practice::Colour::none    ? "none"
                       : colour == practice::Colour::amber ? "amber"
                                                           : "red"},
            {"state", practice::to_text(item.state)},
            {"overdue", practice::is_overdue(item, today)},
            {"record", to_text(item.about)},
            {"trigger", practice::to_text(item.trigger)},
            {"due", practice::to_text(item.due)},
            {"due_at", maybe(item.due_at, [](Instant at) { return at.ms; })},
            {"remind_on", maybe(item.remind_on, day)},
            {"done_on", maybe(item.done_on, day)},
            {"reason", item.reason},
            {"beyond_calendar", item.is_beyond_calendar}};
}

}  // namespace sanderling::cli
