// What outcomes of contacts mean to the rules, also while people differ about one.
#pragma once

#include "schema/generated/probation/enums.hpp"

#include <initializer_list>

namespace sanderling::practice {

using probation::ContactType;
using probation::EnforcementAction;
using probation::Outcome;

enum class Meaning : std::uint8_t {
    complied,          // attended, and that was well
    failed_attending,  // attended, and failed to comply
    failed,            // not there, or another instruction not followed, without acceptable reason
    undecided,         // not there; nobody has decided whether that is acceptable
    excused,           // an acceptable absence, rescheduled, or not to be expected
};
Meaning meaning_of(Outcome outcome);

/// The outcomes that count of one contact: none, one, or several while people differ.
class Outcomes {
  public:
    Outcomes() = default;
    Outcomes(std::initializer_list<Outcome> outcomes) {
        for (const Outcome outcome : outcomes) add(outcome);
    }
    void add(Outcome outcome) {
        bits_ |= std::uint64_t{1} << (static_cast<unsigned>(outcome) & 63U);
    }
    bool empty() const { return bits_ == 0; }
    bool has(Outcome outcome) const {
        return (bits_ >> (static_cast<unsigned>(outcome) & 63U) & 1U) != 0;
    }
    friend bool operator==(const Outcomes&, const Outcomes&) = default;

  private:
    friend struct OutcomeReading;
    std::uint64_t bits_ = 0;
};

struct OutcomeReading {
    explicit OutcomeReading(const Outcomes& outcomes);

    bool has(Meaning meaning) const {
        return (meanings_ >> static_cast<unsigned>(meaning) & 1U) != 0;
    }
    /// People agree that it was a failure without acceptable reason.
    bool is_failure() const;
    /// Some say that it was, others that it was not.
    bool is_contested_failure() const;
    /// Only absences that nobody has decided upon.
    bool is_undecided() const {
        return meanings_ == 1U << static_cast<unsigned>(Meaning::undecided);
    }
    bool is_attended() const { return has(Meaning::complied) || has(Meaning::failed_attending); }
    /// An appointment that was kept open for the person: everything but what was excused. While
    /// people differ it counts if somebody saw the person, or nobody says that it was excused.
    bool is_offered() const { return is_attended() || !has(Meaning::excused); }

  private:
    unsigned meanings_ = 0;
};

/// Appointments under the National Standards: seeing or speaking with the person by arrangement.
bool is_appointment(ContactType type);

bool is_warning(EnforcementAction action);
bool is_withdrawal(EnforcementAction action);
/// Breach or recall begun: asking somebody else for it is not enough.
bool is_breach(EnforcementAction action);

}  // namespace sanderling::practice
