// What is due: derived from a case's records on every device, never stored, never synced.
#pragma once

#include "client-sdk/practice/calendar/day.hpp"
#include "client-sdk/practice/rules/term.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"

#include <string>
#include <vector>

namespace sanderling::practice {

enum class State : std::uint8_t {
    open,       // to be done
    arranged,   // an appointment that will meet it is booked
    done,       // in time or late: see done_on
    paused,     // its clock stands: evidence is pending, or people recorded different things
    excepted,   // mandatory, and a manager noted an exception: it stays in sight
    otherwise,  // advisory, and somebody decided otherwise and said why
    lapsed,     // what it rested on is gone; kept so that it is seen why
};
std::string_view to_text(State state);

struct DueItem {
    Rule rule = Rule::report;
    Term term = Term::report_standard;
    Kind kind = Kind::advisory;
    State state = State::open;
    RecordId about{};  // the record that triggered it
    Day trigger{};
    Day due{};                         // until its end
    std::optional<Instant> due_at{};   // of what is counted in clock hours
    std::optional<Day> remind_on{};    // an earlier reminder
    std::optional<Day> done_on{};      // as claimed by whoever did it
    std::optional<Instant> done_at{};  // with due_at
    std::optional<Day> received_on{};  // when the organisation got to know, if later
    std::string_view pack{};           // lives as long as the Standards
    std::string reason{};              // of every state but open, arranged and done
    bool is_beyond_calendar = false;   // bank holidays of the year of `due` are not known

    friend bool operator==(const DueItem&, const DueItem&) = default;
};

/// Done later than it was due. What was done in time stays in time however late it is received.
bool is_late(const DueItem& item);
bool is_overdue(const DueItem& item, Day today);

enum class Colour : std::uint8_t { none, amber, red };
/// Red: to be done, and mandatory or statute. Amber: advice to be acted on or answered, and what a
/// manager excepted. Everything else has none.
Colour colour_of(const DueItem& item);

/// By due day; then red before amber, rule, record.
bool comes_before(const DueItem& a, const DueItem& b);

}  // namespace sanderling::practice
