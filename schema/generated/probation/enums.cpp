// The enums' names.
// Made from probation.yaml by sanderling-schemac; change that file instead (schema/README.md).
#include "schema/generated/probation/enums.hpp"

#include <array>
#include <span>

namespace sanderling::probation {
namespace {

template <class E>
struct Name {
    E value;
    std::string_view text;
};

template <class E>
std::string_view spelled(std::span<const Name<E>> names, E value) {
    for (const Name<E>& name : names) {
        if (name.value == value) return name.text;
    }
    return "";
}

template <class E>
bool parsed(std::span<const Name<E>> names, std::string_view text, E& out) {
    for (const Name<E>& name : names) {
        if (name.text != text) continue;
        out = name.value;
        return true;
    }
    return false;
}

// clang-format off

constexpr auto sex_names = std::to_array<Name<Sex>>({
    {Sex::female, "female"},
    {Sex::male, "male"},
    {Sex::other, "other"},
    {Sex::not_known, "not_known"},
});

constexpr auto order_type_names = std::to_array<Name<OrderType>>({
    {OrderType::community_order, "community_order"},
    {OrderType::suspended_sentence_order, "suspended_sentence_order"},
    {OrderType::licence, "licence"},
    {OrderType::post_sentence_supervision, "post_sentence_supervision"},
    {OrderType::youth_order, "youth_order"},
    {OrderType::custody, "custody"},
});

constexpr auto offence_class_names = std::to_array<Name<OffenceClass>>({
    {OffenceClass::violent, "violent"},
    {OffenceClass::sexual, "sexual"},
    {OffenceClass::other, "other"},
});

constexpr auto requirement_type_names = std::to_array<Name<RequirementType>>({
    {RequirementType::unpaid_work, "unpaid_work"},
    {RequirementType::activity, "activity"},
    {RequirementType::programme, "programme"},
    {RequirementType::prohibited_activity, "prohibited_activity"},
    {RequirementType::curfew, "curfew"},
    {RequirementType::exclusion, "exclusion"},
    {RequirementType::residence, "residence"},
    {RequirementType::mental_health_treatment, "mental_health_treatment"},
    {RequirementType::drug_rehabilitation, "drug_rehabilitation"},
    {RequirementType::alcohol_treatment, "alcohol_treatment"},
    {RequirementType::supervision, "supervision"},
    {RequirementType::attendance_centre, "attendance_centre"},
});

constexpr auto requirement_phase_names = std::to_array<Name<RequirementPhase>>({
    {RequirementPhase::pre, "pre"},
    {RequirementPhase::post, "post"},
    {RequirementPhase::standalone, "standalone"},
});

constexpr auto requirement_theme_names = std::to_array<Name<RequirementTheme>>({
    {RequirementTheme::finance, "finance"},
    {RequirementTheme::gambling, "gambling"},
    {RequirementTheme::vehicle_crime, "vehicle_crime"},
    {RequirementTheme::employment, "employment"},
    {RequirementTheme::women, "women"},
    {RequirementTheme::victim_awareness, "victim_awareness"},
    {RequirementTheme::restorative, "restorative"},
});

constexpr auto allocation_role_names = std::to_array<Name<AllocationRole>>({
    {AllocationRole::om, "om"},
    {AllocationRole::ro, "ro"},
    {AllocationRole::cover, "cover"},
    {AllocationRole::em_provider, "em_provider"},
    {AllocationRole::ac_officer, "ac_officer"},
});

constexpr auto contact_type_names = std::to_array<Name<ContactType>>({
    {ContactType::planned_office_visit, "planned_office_visit"},
    {ContactType::home_visit, "home_visit"},
    {ContactType::planned_doorstep_contact, "planned_doorstep_contact"},
    {ContactType::planned_telephone_contact, "planned_telephone_contact"},
    {ContactType::planned_video_contact, "planned_video_contact"},
    {ContactType::three_way_meeting, "three_way_meeting"},
    {ContactType::initial_appointment_office, "initial_appointment_office"},
    {ContactType::initial_appointment_doorstep, "initial_appointment_doorstep"},
    {ContactType::programme_pre_group, "programme_pre_group"},
    {ContactType::unpaid_work_appointment, "unpaid_work_appointment"},
    {ContactType::drug_test_appointment, "drug_test_appointment"},
    {ContactType::email_or_text_to_offender, "email_or_text_to_offender"},
    {ContactType::phone_contact_from_offender, "phone_contact_from_offender"},
    {ContactType::management_oversight_recall, "management_oversight_recall"},
    {ContactType::police_information_received, "police_information_received"},
    {ContactType::agency_contact, "agency_contact"},
    {ContactType::mappa_meeting, "mappa_meeting"},
    {ContactType::sentence_plan_discussion, "sentence_plan_discussion"},
});

constexpr auto contact_category_names = std::to_array<Name<ContactCategory>>({
    {ContactCategory::supervision, "supervision"},
    {ContactCategory::requirement, "requirement"},
    {ContactCategory::communication, "communication"},
    {ContactCategory::information, "information"},
    {ContactCategory::oversight, "oversight"},
    {ContactCategory::planning, "planning"},
});

constexpr auto place_names = std::to_array<Name<Place>>({
    {Place::office, "office"},
    {Place::home, "home"},
    {Place::doorstep, "doorstep"},
    {Place::phone, "phone"},
    {Place::video, "video"},
    {Place::other, "other"},
});

constexpr auto outcome_names = std::to_array<Name<Outcome>>({
    {Outcome::attended_complied, "attended_complied"},
    {Outcome::attended_failed_to_comply, "attended_failed_to_comply"},
    {Outcome::attended_sent_home_behaviour, "attended_sent_home_behaviour"},
    {Outcome::attended_sent_home_service, "attended_sent_home_service"},
    {Outcome::attended_deemed_acceptable, "attended_deemed_acceptable"},
    {Outcome::failed_to_attend, "failed_to_attend"},
    {Outcome::unacceptable_absence, "unacceptable_absence"},
    {Outcome::failed_other_instruction, "failed_other_instruction"},
    {Outcome::acceptable_medical, "acceptable_medical"},
    {Outcome::acceptable_employment, "acceptable_employment"},
    {Outcome::acceptable_family, "acceptable_family"},
    {Outcome::acceptable_court, "acceptable_court"},
    {Outcome::acceptable_religious, "acceptable_religious"},
    {Outcome::acceptable_holiday, "acceptable_holiday"},
    {Outcome::acceptable_in_custody, "acceptable_in_custody"},
    {Outcome::acceptable_professional_judgement, "acceptable_professional_judgement"},
    {Outcome::rescheduled_by_service, "rescheduled_by_service"},
    {Outcome::rescheduled_by_person, "rescheduled_by_person"},
    {Outcome::warrant_outstanding, "warrant_outstanding"},
    {Outcome::suspended, "suspended"},
});

constexpr auto enforcement_action_names = std::to_array<Name<EnforcementAction>>({
    {EnforcementAction::first_warning_letter, "first_warning_letter"},
    {EnforcementAction::second_warning_letter, "second_warning_letter"},
    {EnforcementAction::other_enforcement_letter, "other_enforcement_letter"},
    {EnforcementAction::withdraw_warning_letter, "withdraw_warning_letter"},
    {EnforcementAction::withdrawal_of_warning, "withdrawal_of_warning"},
    {EnforcementAction::breach_letter, "breach_letter"},
    {EnforcementAction::recall_requested, "recall_requested"},
    {EnforcementAction::decision_pending, "decision_pending"},
    {EnforcementAction::breach_or_recall_initiated, "breach_or_recall_initiated"},
    {EnforcementAction::immediate_breach_or_recall, "immediate_breach_or_recall"},
    {EnforcementAction::breach_requested, "breach_requested"},
    {EnforcementAction::breach_request_actioned, "breach_request_actioned"},
    {EnforcementAction::licence_compliance_letter, "licence_compliance_letter"},
    {EnforcementAction::refer_to_offender_manager, "refer_to_offender_manager"},
    {EnforcementAction::no_further_action, "no_further_action"},
    {EnforcementAction::enforcement_letter_requested, "enforcement_letter_requested"},
});

constexpr auto evidence_kind_names = std::to_array<Name<EvidenceKind>>({
    {EvidenceKind::medical, "medical"},
    {EvidenceKind::employment, "employment"},
    {EvidenceKind::family, "family"},
    {EvidenceKind::court, "court"},
    {EvidenceKind::other, "other"},
});

constexpr auto evidence_decision_names = std::to_array<Name<EvidenceDecision>>({
    {EvidenceDecision::pending, "pending"},
    {EvidenceDecision::accepted, "accepted"},
    {EvidenceDecision::rejected, "rejected"},
});

constexpr auto rosh_level_names = std::to_array<Name<RoshLevel>>({
    {RoshLevel::low, "low"},
    {RoshLevel::medium, "medium"},
    {RoshLevel::high, "high"},
    {RoshLevel::very_high, "very_high"},
});

constexpr auto flag_type_names = std::to_array<Name<FlagType>>({
    {FlagType::risk_of_serious_harm_low, "risk_of_serious_harm_low"},
    {FlagType::risk_of_serious_harm_medium, "risk_of_serious_harm_medium"},
    {FlagType::risk_of_serious_harm_high, "risk_of_serious_harm_high"},
    {FlagType::risk_of_serious_harm_very_high, "risk_of_serious_harm_very_high"},
    {FlagType::child_concerns, "child_concerns"},
    {FlagType::child_protection, "child_protection"},
    {FlagType::risk_to_children, "risk_to_children"},
    {FlagType::mental_health, "mental_health"},
    {FlagType::self_harm, "self_harm"},
    {FlagType::vulnerability, "vulnerability"},
    {FlagType::vulnerable_adult, "vulnerable_adult"},
    {FlagType::gangs, "gangs"},
    {FlagType::terrorism, "terrorism"},
    {FlagType::public_interest, "public_interest"},
    {FlagType::domestic_abuse, "domestic_abuse"},
    {FlagType::stalking, "stalking"},
});

constexpr auto flag_status_names = std::to_array<Name<FlagStatus>>({
    {FlagStatus::ended, "ended"},
    {FlagStatus::active, "active"},
});

constexpr auto plan_kind_names = std::to_array<Name<PlanKind>>({
    {PlanKind::initial, "initial"},
    {PlanKind::review, "review"},
    {PlanKind::terminate, "terminate"},
    {PlanKind::transfer, "transfer"},
    {PlanKind::other, "other"},
});

constexpr auto plan_pilot_names = std::to_array<Name<PlanPilot>>({
    {PlanPilot::none, "none"},
    {PlanPilot::web, "web"},
    {PlanPilot::stones, "stones"},
    {PlanPilot::btei, "btei"},
    {PlanPilot::bite_sized, "bite_sized"},
});

constexpr auto need_area_names = std::to_array<Name<NeedArea>>({
    {NeedArea::accommodation, "accommodation"},
    {NeedArea::employment_and_education, "employment_and_education"},
    {NeedArea::finances, "finances"},
    {NeedArea::drug_use, "drug_use"},
    {NeedArea::alcohol_use, "alcohol_use"},
    {NeedArea::health_and_wellbeing, "health_and_wellbeing"},
    {NeedArea::personal_relationships_and_community, "personal_relationships_and_community"},
    {NeedArea::thinking_behaviours_and_attitudes, "thinking_behaviours_and_attitudes"},
});

constexpr auto goal_status_names = std::to_array<Name<GoalStatus>>({
    {GoalStatus::active, "active"},
    {GoalStatus::future, "future"},
    {GoalStatus::achieved, "achieved"},
    {GoalStatus::removed, "removed"},
});

constexpr auto step_status_names = std::to_array<Name<StepStatus>>({
    {StepStatus::not_started, "not_started"},
    {StepStatus::in_progress, "in_progress"},
    {StepStatus::completed, "completed"},
    {StepStatus::cannot_be_done_yet, "cannot_be_done_yet"},
    {StepStatus::no_longer_needed, "no_longer_needed"},
});

constexpr auto step_actor_names = std::to_array<Name<StepActor>>({
    {StepActor::service_user, "service_user"},
    {StepActor::officer, "officer"},
    {StepActor::partner, "partner"},
    {StepActor::programme_tutor, "programme_tutor"},
    {StepActor::family, "family"},
});

constexpr auto issue_status_names = std::to_array<Name<IssueStatus>>({
    {IssueStatus::raised, "raised"},
    {IssueStatus::agreed, "agreed"},
    {IssueStatus::escalated, "escalated"},
    {IssueStatus::answered, "answered"},
    {IssueStatus::closed, "closed"},
    {IssueStatus::reopened, "reopened"},
});

constexpr auto response_decision_names = std::to_array<Name<ResponseDecision>>({
    {ResponseDecision::done, "done"},
    {ResponseDecision::will_do, "will_do"},
    {ResponseDecision::cannot, "cannot"},
});
// clang-format on

}  // namespace

std::string_view to_text(Sex value) {
    return spelled<Sex>(sex_names, value);
}
bool from_text(std::string_view text, Sex& out) {
    return parsed<Sex>(sex_names, text, out);
}

std::string_view to_text(OrderType value) {
    return spelled<OrderType>(order_type_names, value);
}
bool from_text(std::string_view text, OrderType& out) {
    return parsed<OrderType>(order_type_names, text, out);
}

std::string_view to_text(OffenceClass value) {
    return spelled<OffenceClass>(offence_class_names, value);
}
bool from_text(std::string_view text, OffenceClass& out) {
    return parsed<OffenceClass>(offence_class_names, text, out);
}

std::string_view to_text(RequirementType value) {
    return spelled<RequirementType>(requirement_type_names, value);
}
bool from_text(std::string_view text, RequirementType& out) {
    return parsed<RequirementType>(requirement_type_names, text, out);
}

std::string_view to_text(RequirementPhase value) {
    return spelled<RequirementPhase>(requirement_phase_names, value);
}
bool from_text(std::string_view text, RequirementPhase& out) {
    return parsed<RequirementPhase>(requirement_phase_names, text, out);
}

std::string_view to_text(RequirementTheme value) {
    return spelled<RequirementTheme>(requirement_theme_names, value);
}
bool from_text(std::string_view text, RequirementTheme& out) {
    return parsed<RequirementTheme>(requirement_theme_names, text, out);
}

std::string_view to_text(AllocationRole value) {
    return spelled<AllocationRole>(allocation_role_names, value);
}
bool from_text(std::string_view text, AllocationRole& out) {
    return parsed<AllocationRole>(allocation_role_names, text, out);
}

std::string_view to_text(ContactType value) {
    return spelled<ContactType>(contact_type_names, value);
}
bool from_text(std::string_view text, ContactType& out) {
    return parsed<ContactType>(contact_type_names, text, out);
}

std::string_view to_text(ContactCategory value) {
    return spelled<ContactCategory>(contact_category_names, value);
}
bool from_text(std::string_view text, ContactCategory& out) {
    return parsed<ContactCategory>(contact_category_names, text, out);
}

std::string_view to_text(Place value) {
    return spelled<Place>(place_names, value);
}
bool from_text(std::string_view text, Place& out) {
    return parsed<Place>(place_names, text, out);
}

std::string_view to_text(Outcome value) {
    return spelled<Outcome>(outcome_names, value);
}
bool from_text(std::string_view text, Outcome& out) {
    return parsed<Outcome>(outcome_names, text, out);
}

std::string_view to_text(EnforcementAction value) {
    return spelled<EnforcementAction>(enforcement_action_names, value);
}
bool from_text(std::string_view text, EnforcementAction& out) {
    return parsed<EnforcementAction>(enforcement_action_names, text, out);
}

std::string_view to_text(EvidenceKind value) {
    return spelled<EvidenceKind>(evidence_kind_names, value);
}
bool from_text(std::string_view text, EvidenceKind& out) {
    return parsed<EvidenceKind>(evidence_kind_names, text, out);
}

std::string_view to_text(EvidenceDecision value) {
    return spelled<EvidenceDecision>(evidence_decision_names, value);
}
bool from_text(std::string_view text, EvidenceDecision& out) {
    return parsed<EvidenceDecision>(evidence_decision_names, text, out);
}

std::string_view to_text(RoshLevel value) {
    return spelled<RoshLevel>(rosh_level_names, value);
}
bool from_text(std::string_view text, RoshLevel& out) {
    return parsed<RoshLevel>(rosh_level_names, text, out);
}

std::string_view to_text(FlagType value) {
    return spelled<FlagType>(flag_type_names, value);
}
bool from_text(std::string_view text, FlagType& out) {
    return parsed<FlagType>(flag_type_names, text, out);
}

std::string_view to_text(FlagStatus value) {
    return spelled<FlagStatus>(flag_status_names, value);
}
bool from_text(std::string_view text, FlagStatus& out) {
    return parsed<FlagStatus>(flag_status_names, text, out);
}

std::string_view to_text(PlanKind value) {
    return spelled<PlanKind>(plan_kind_names, value);
}
bool from_text(std::string_view text, PlanKind& out) {
    return parsed<PlanKind>(plan_kind_names, text, out);
}

std::string_view to_text(PlanPilot value) {
    return spelled<PlanPilot>(plan_pilot_names, value);
}
bool from_text(std::string_view text, PlanPilot& out) {
    return parsed<PlanPilot>(plan_pilot_names, text, out);
}

std::string_view to_text(NeedArea value) {
    return spelled<NeedArea>(need_area_names, value);
}
bool from_text(std::string_view text, NeedArea& out) {
    return parsed<NeedArea>(need_area_names, text, out);
}

std::string_view to_text(GoalStatus value) {
    return spelled<GoalStatus>(goal_status_names, value);
}
bool from_text(std::string_view text, GoalStatus& out) {
    return parsed<GoalStatus>(goal_status_names, text, out);
}

std::string_view to_text(StepStatus value) {
    return spelled<StepStatus>(step_status_names, value);
}
bool from_text(std::string_view text, StepStatus& out) {
    return parsed<StepStatus>(step_status_names, text, out);
}

std::string_view to_text(StepActor value) {
    return spelled<StepActor>(step_actor_names, value);
}
bool from_text(std::string_view text, StepActor& out) {
    return parsed<StepActor>(step_actor_names, text, out);
}

std::string_view to_text(IssueStatus value) {
    return spelled<IssueStatus>(issue_status_names, value);
}
bool from_text(std::string_view text, IssueStatus& out) {
    return parsed<IssueStatus>(issue_status_names, text, out);
}

std::string_view to_text(ResponseDecision value) {
    return spelled<ResponseDecision>(response_decision_names, value);
}
bool from_text(std::string_view text, ResponseDecision& out) {
    return parsed<ResponseDecision>(response_decision_names, text, out);
}

}  // namespace sanderling::probation
