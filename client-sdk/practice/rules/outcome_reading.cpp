// Outcomes and enforcement steps as the rules read them; see outcome_reading.hpp.
#include "client-sdk/practice/rules/outcome_reading.hpp"

namespace sanderling::practice {

Meaning meaning_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::attended_complied:
        case Outcome::attended_sent_home_service:
        case Outcome::attended_deemed_acceptable:
            return Meaning::complied;
        case Outcome::attended_failed_to_comply:
        case Outcome::attended_sent_home_behaviour:
            return Meaning::failed_attending;
        case Outcome::unacceptable_absence:
        case Outcome::failed_other_instruction:
            return Meaning::failed;
        case Outcome::failed_to_attend:
            return Meaning::undecided;
        default:
            return Meaning::excused;
    }
}

OutcomeReading::OutcomeReading(const Outcomes& outcomes) {
    for (unsigned i = 0; i < 64 && outcomes.bits_ >> i != 0; ++i)
        if ((outcomes.bits_ >> i & 1U) != 0)
            meanings_ |= 1U << static_cast<unsigned>(meaning_of(static_cast<Outcome>(i)));
}

bool OutcomeReading::is_failure() const {
    const bool some = has(Meaning::failed) || has(Meaning::failed_attending);
    return some && !is_contested_failure();
}

bool OutcomeReading::is_contested_failure() const {
    const bool some = has(Meaning::failed) || has(Meaning::failed_attending);
    return some && (has(Meaning::complied) || has(Meaning::excused) || has(Meaning::undecided));
}

bool is_appointment(ContactType type) {
    switch (type) {
        case ContactType::planned_office_visit:
        case ContactType::home_visit:
        case ContactType::planned_doorstep_contact:
        case ContactType::planned_telephone_contact:
        case ContactType::planned_video_contact:
        case ContactType::three_way_meeting:
        case ContactType::initial_appointment_office:
        case ContactType::initial_appointment_doorstep:
        case ContactType::programme_pre_group:
        case ContactType::unpaid_work_appointment:
        case ContactType::drug_test_appointment:
            return true;
        default:
            return false;
    }
}

bool is_warning(EnforcementAction action) {
    return action == EnforcementAction::first_warning_letter ||
           action == EnforcementAction::second_warning_letter ||
           action == EnforcementAction::licence_compliance_letter;
}

bool is_withdrawal(EnforcementAction action) {
    return action == EnforcementAction::withdraw_warning_letter ||
           action == EnforcementAction::withdrawal_of_warning;
}

bool is_breach(EnforcementAction action) {
    return action == EnforcementAction::breach_or_recall_initiated ||
           action == EnforcementAction::immediate_breach_or_recall ||
           action == EnforcementAction::breach_request_actioned;
}

}  // namespace sanderling::practice
