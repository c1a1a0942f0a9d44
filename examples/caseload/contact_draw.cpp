#include "examples/caseload/contact_draw.hpp"

#include <array>

namespace sanderling::caseload {
namespace {

using probation::ContactCategory;
using probation::ContactType;
using probation::Outcome;
using probation::Place;

// The shares of all contacts made under an order that has what a kind of contact needs. Among those
// the kind is the more frequent, so that over all cases its share is the vocabulary's.
constexpr std::uint32_t unpaid_work_per_mille = 170;
constexpr std::uint32_t programme_per_mille = 100;
constexpr std::uint32_t drug_rehabilitation_per_mille = 45;
constexpr std::uint32_t high_risk_per_mille = 280;
constexpr std::uint32_t licence_per_mille = 320;

std::uint32_t among(bool possible, std::uint32_t share, std::uint32_t per_mille) {
    return possible ? share * 1000 / per_mille : 0;
}

std::uint32_t weight(const ContactKind& kind, const OrderSpell& order, bool high_risk) {
    switch (kind.type) {
        case ContactType::initial_appointment_office:
        case ContactType::initial_appointment_doorstep:
            return 0;
        case ContactType::unpaid_work_appointment:
            return among(order.unpaid_work.has_value(), kind.share, unpaid_work_per_mille);
        case ContactType::programme_pre_group:
            return among(order.programme.has_value(), kind.share, programme_per_mille);
        case ContactType::drug_test_appointment:
            return among(order.drug_rehabilitation.has_value(), kind.share,
                         drug_rehabilitation_per_mille);
        case ContactType::mappa_meeting:
            return among(high_risk, kind.share, high_risk_per_mille);
        case ContactType::management_oversight_recall:
            return among(order.type == probation::OrderType::licence, kind.share,
                         licence_per_mille);
        default:
            return kind.share;
    }
}

struct Share {
    Outcome outcome;
    std::uint32_t per_mille;
};
constexpr std::array<Share, 20> outcomes{{
    {Outcome::attended_complied, 680},
    {Outcome::acceptable_medical, 34},
    {Outcome::acceptable_employment, 19},
    {Outcome::acceptable_family, 15},
    {Outcome::acceptable_court, 7},
    {Outcome::acceptable_professional_judgement, 6},
    {Outcome::acceptable_holiday, 4},
    {Outcome::acceptable_in_custody, 3},
    {Outcome::acceptable_religious, 2},
    {Outcome::rescheduled_by_service, 42},
    {Outcome::rescheduled_by_person, 38},
    {Outcome::unacceptable_absence, 90},
    {Outcome::attended_failed_to_comply, 14},
    {Outcome::attended_sent_home_behaviour, 6},
    {Outcome::attended_sent_home_service, 12},
    {Outcome::attended_deemed_acceptable, 8},
    {Outcome::failed_to_attend, 10},
    {Outcome::failed_other_instruction, 3},
    {Outcome::warrant_outstanding, 4},
    {Outcome::suspended, 3},
}};

}  // namespace

std::uint32_t contacts_a_year(probation::RoshLevel rosh) {
    switch (rosh) {
        case probation::RoshLevel::low:
            return 25;
        case probation::RoshLevel::medium:
            return 64;  // so that the mean over the mix of risk is 60
        case probation::RoshLevel::high:
        case probation::RoshLevel::very_high:
            return 110;
    }
    return 60;
}

const ContactKind& draw_kind(Random& random, const OrderSpell& order, const CaseFile& file) {
    const auto& kinds = vocabulary().contact_kinds;
    std::vector<std::uint32_t> weights;
    weights.reserve(kinds.size());
    for (const ContactKind& kind : kinds) {
        weights.push_back(weight(kind, order, file.is_high_risk()));
    }
    return kinds[random.weighted(weights)];
}

const ContactKind& initial_kind(Random& random) {
    const ContactType wanted = random.chance(833) ? ContactType::initial_appointment_office
                                                  : ContactType::initial_appointment_doorstep;
    for (const ContactKind& kind : vocabulary().contact_kinds) {
        if (kind.type == wanted) return kind;
    }
    return vocabulary().contact_kinds.front();
}

bool draw_planned(Random& random, ContactType type) {
    switch (type) {
        case ContactType::email_or_text_to_offender:
        case ContactType::phone_contact_from_offender:
        case ContactType::management_oversight_recall:
        case ContactType::police_information_received:
        case ContactType::agency_contact:
            return false;
        case ContactType::planned_office_visit:
        case ContactType::home_visit:
        case ContactType::planned_doorstep_contact:
        case ContactType::planned_telephone_contact:
        case ContactType::sentence_plan_discussion:
            // Half of the shares: people also drop in and ring, and officers call by.
            return random.chance(542);
        default:
            return true;
    }
}

Outcome draw_outcome(Random& random) {
    auto left = static_cast<std::uint32_t>(random.below(1000));
    std::size_t at = 0;
    while (left >= outcomes[at].per_mille) left -= outcomes[at++].per_mille;
    return outcomes[at].outcome;
}

OutcomeClass class_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::attended_complied:
            return OutcomeClass::complied;
        case Outcome::acceptable_medical:
        case Outcome::acceptable_employment:
        case Outcome::acceptable_family:
        case Outcome::acceptable_court:
        case Outcome::acceptable_religious:
        case Outcome::acceptable_holiday:
        case Outcome::acceptable_in_custody:
        case Outcome::acceptable_professional_judgement:
            return OutcomeClass::acceptable_absence;
        case Outcome::rescheduled_by_service:
        case Outcome::rescheduled_by_person:
            return OutcomeClass::rescheduled;
        case Outcome::unacceptable_absence:
            return OutcomeClass::unacceptable_absence;
        case Outcome::attended_failed_to_comply:
        case Outcome::attended_sent_home_behaviour:
            return OutcomeClass::failed_to_comply;
        default:
            return OutcomeClass::other;
    }
}

Setting setting_of(ContactType type) {
    switch (type) {
        case ContactType::home_visit:
            return {Place::home, ContactCategory::supervision, 45};
        case ContactType::planned_doorstep_contact:
        case ContactType::initial_appointment_doorstep:
            return {Place::doorstep, ContactCategory::supervision, 10};
        case ContactType::planned_telephone_contact:
            return {Place::phone, ContactCategory::supervision, 15};
        case ContactType::planned_video_contact:
            return {Place::video, ContactCategory::supervision, 30};
        case ContactType::programme_pre_group:
        case ContactType::drug_test_appointment:
            return {Place::office, ContactCategory::requirement, 45};
        case ContactType::unpaid_work_appointment:
            return {Place::other, ContactCategory::requirement, 420};
        case ContactType::email_or_text_to_offender:
        case ContactType::phone_contact_from_offender:
            return {Place::phone, ContactCategory::communication, 5};
        case ContactType::police_information_received:
        case ContactType::agency_contact:
            return {Place::phone, ContactCategory::information, 10};
        case ContactType::management_oversight_recall:
            return {Place::office, ContactCategory::oversight, 20};
        case ContactType::mappa_meeting:
            return {Place::other, ContactCategory::oversight, 90};
        case ContactType::sentence_plan_discussion:
            return {Place::office, ContactCategory::planning, 60};
        default:
            return {Place::office, ContactCategory::supervision, 45};
    }
}

}  // namespace sanderling::caseload
