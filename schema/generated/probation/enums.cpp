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

constexpr auto voice_names = std::to_array<Name<Voice>>({
    {Voice::om, "om"},
    {Voice::su, "su"},
});

constexpr auto activity_outcome_names = std::to_array<Name<ActivityOutcome>>({
    {ActivityOutcome::attended, "attended"},
    {ActivityOutcome::left_early, "left_early"},
    {ActivityOutcome::acceptable_absence, "acceptable_absence"},
    {ActivityOutcome::unacceptable_absence, "unacceptable_absence"},
    {ActivityOutcome::cancelled, "cancelled"},
});

constexpr auto address_kind_names = std::to_array<Name<AddressKind>>({
    {AddressKind::main, "main"},
    {AddressKind::temporary, "temporary"},
    {AddressKind::bail, "bail"},
    {AddressKind::approved_premises, "approved_premises"},
    {AddressKind::postal, "postal"},
    {AddressKind::other, "other"},
});

constexpr auto address_status_names = std::to_array<Name<AddressStatus>>({
    {AddressStatus::reported, "reported"},
    {AddressStatus::verified, "verified"},
    {AddressStatus::ended, "ended"},
});

constexpr auto phone_kind_names = std::to_array<Name<PhoneKind>>({
    {PhoneKind::mobile, "mobile"},
    {PhoneKind::home, "home"},
    {PhoneKind::work, "work"},
    {PhoneKind::relative, "relative"},
    {PhoneKind::other, "other"},
});

constexpr auto report_type_names = std::to_array<Name<ReportType>>({
    {ReportType::standard_delivery, "standard_delivery"},
    {ReportType::standard_delivery_custody, "standard_delivery_custody"},
    {ReportType::fast_delivery, "fast_delivery"},
    {ReportType::oral, "oral"},
    {ReportType::parole, "parole"},
    {ReportType::breach, "breach"},
});

constexpr auto risk_tool_names = std::to_array<Name<RiskTool>>({
    {RiskTool::ogrs3, "ogrs3"},
    {RiskTool::ogp, "ogp"},
    {RiskTool::ovp, "ovp"},
    {RiskTool::rsr, "rsr"},
    {RiskTool::osp, "osp"},
    {RiskTool::arp, "arp"},
    {RiskTool::sara, "sara"},
    {RiskTool::other, "other"},
});

constexpr auto need_severity_names = std::to_array<Name<NeedSeverity>>({
    {NeedSeverity::none, "none"},
    {NeedSeverity::standard, "standard"},
    {NeedSeverity::severe, "severe"},
});

constexpr auto oasys_section_names = std::to_array<Name<OasysSection>>({
    {OasysSection::accommodation, "accommodation"},
    {OasysSection::education_training_employability, "education_training_employability"},
    {OasysSection::financial_management, "financial_management"},
    {OasysSection::relationships, "relationships"},
    {OasysSection::lifestyle_and_associates, "lifestyle_and_associates"},
    {OasysSection::drug_misuse, "drug_misuse"},
    {OasysSection::alcohol_misuse, "alcohol_misuse"},
    {OasysSection::emotional_wellbeing, "emotional_wellbeing"},
    {OasysSection::thinking_and_behaviour, "thinking_and_behaviour"},
    {OasysSection::attitudes, "attitudes"},
});

constexpr auto involvement_names = std::to_array<Name<Involvement>>({
    {Involvement::took_part, "took_part"},
    {Involvement::not_involved, "not_involved"},
    {Involvement::unable, "unable"},
});

constexpr auto agreement_status_names = std::to_array<Name<AgreementStatus>>({
    {AgreementStatus::draft, "draft"},
    {AgreementStatus::agreed, "agreed"},
    {AgreementStatus::do_not_agree, "do_not_agree"},
    {AgreementStatus::could_not_answer, "could_not_answer"},
    {AgreementStatus::updated_agreed, "updated_agreed"},
    {AgreementStatus::updated_do_not_agree, "updated_do_not_agree"},
});

constexpr auto visual_form_kind_names = std::to_array<Name<VisualFormKind>>({
    {VisualFormKind::web, "web"},
    {VisualFormKind::stones, "stones"},
});

constexpr auto map_kind_names = std::to_array<Name<MapKind>>({
    {MapKind::free, "free"},
    {MapKind::guide, "guide"},
    {MapKind::information, "information"},
});

constexpr auto map_node_kind_names = std::to_array<Name<MapNodeKind>>({
    {MapNodeKind::start, "start"},
    {MapNodeKind::idea, "idea"},
    {MapNodeKind::feeling, "feeling"},
    {MapNodeKind::action, "action"},
    {MapNodeKind::person, "person"},
    {MapNodeKind::consequence, "consequence"},
    {MapNodeKind::strength, "strength"},
    {MapNodeKind::question, "question"},
});

constexpr auto map_link_kind_names = std::to_array<Name<MapLinkKind>>({
    {MapLinkKind::leads_to, "leads_to"},
    {MapLinkKind::part_of, "part_of"},
    {MapLinkKind::helps, "helps"},
    {MapLinkKind::gets_in_the_way_of, "gets_in_the_way_of"},
    {MapLinkKind::because_of, "because_of"},
    {MapLinkKind::instead_i_could, "instead_i_could"},
    {MapLinkKind::example, "example"},
    {MapLinkKind::next, "next"},
});

constexpr auto wave_names = std::to_array<Name<Wave>>({
    {Wave::start, "start"},
    {Wave::mid, "mid"},
    {Wave::end, "end"},
});

constexpr auto skill_mode_names = std::to_array<Name<SkillMode>>({
    {SkillMode::taught, "taught"},
    {SkillMode::practised, "practised"},
    {SkillMode::used, "used"},
});

constexpr auto skill_area_names = std::to_array<Name<SkillArea>>({
    {SkillArea::set_up, "set_up"},
    {SkillArea::non_verbal, "non_verbal"},
    {SkillArea::verbal, "verbal"},
    {SkillArea::authority, "authority"},
    {SkillArea::motivational_interviewing, "motivational_interviewing"},
    {SkillArea::pro_social_modelling, "pro_social_modelling"},
    {SkillArea::problem_solving, "problem_solving"},
    {SkillArea::cognitive_restructuring, "cognitive_restructuring"},
    {SkillArea::structure, "structure"},
});

constexpr auto training_type_names = std::to_array<Name<TrainingType>>({
    {TrainingType::core_three_day, "core_three_day"},
    {TrainingType::follow_up, "follow_up"},
    {TrainingType::als_facilitator, "als_facilitator"},
    {TrainingType::rsm_workshop, "rsm_workshop"},
    {TrainingType::other, "other"},
});

constexpr auto attendance_status_names = std::to_array<Name<AttendanceStatus>>({
    {AttendanceStatus::booked, "booked"},
    {AttendanceStatus::attended, "attended"},
    {AttendanceStatus::attended_in_part, "attended_in_part"},
    {AttendanceStatus::missed, "missed"},
    {AttendanceStatus::cancelled, "cancelled"},
});

constexpr auto supervision_kind_names = std::to_array<Name<SupervisionKind>>({
    {SupervisionKind::reflective_supervision, "reflective_supervision"},
    {SupervisionKind::observed_practice, "observed_practice"},
    {SupervisionKind::case_discussion, "case_discussion"},
});

constexpr auto action_status_names = std::to_array<Name<ActionStatus>>({
    {ActionStatus::open, "open"},
    {ActionStatus::in_progress, "in_progress"},
    {ActionStatus::done, "done"},
    {ActionStatus::dropped, "dropped"},
});

constexpr auto quality_dimension_names = std::to_array<Name<QualityDimension>>({
    {QualityDimension::assessment, "assessment"},
    {QualityDimension::planning, "planning"},
    {QualityDimension::engagement, "engagement"},
    {QualityDimension::delivery, "delivery"},
    {QualityDimension::risk, "risk"},
    {QualityDimension::victim, "victim"},
    {QualityDimension::outcome, "outcome"},
});

constexpr auto judgement_decision_names = std::to_array<Name<JudgementDecision>>({
    {JudgementDecision::decided_otherwise, "decided_otherwise"},
    {JudgementDecision::exception, "exception"},
    {JudgementDecision::not_applicable, "not_applicable"},
    {JudgementDecision::done_elsewhere, "done_elsewhere"},
});

constexpr auto access_limit_kind_names = std::to_array<Name<AccessLimitKind>>({
    {AccessLimitKind::exclusion, "exclusion"},
    {AccessLimitKind::restriction, "restriction"},
});

constexpr auto person_link_status_names = std::to_array<Name<PersonLinkStatus>>({
    {PersonLinkStatus::suspected, "suspected"},
    {PersonLinkStatus::different_people, "different_people"},
    {PersonLinkStatus::same_person, "same_person"},
    {PersonLinkStatus::merged, "merged"},
    {PersonLinkStatus::unmerged, "unmerged"},
});

constexpr auto victim_opt_names = std::to_array<Name<VictimOpt>>({
    {VictimOpt::opted_in, "opted_in"},
    {VictimOpt::later, "later"},
    {VictimOpt::opted_out, "opted_out"},
});

constexpr auto victim_contact_kind_names = std::to_array<Name<VictimContactKind>>({
    {VictimContactKind::letter, "letter"},
    {VictimContactKind::telephone, "telephone"},
    {VictimContactKind::meeting, "meeting"},
    {VictimContactKind::message, "message"},
});

constexpr auto licence_condition_kind_names = std::to_array<Name<LicenceConditionKind>>({
    {LicenceConditionKind::no_contact, "no_contact"},
    {LicenceConditionKind::exclusion_zone, "exclusion_zone"},
    {LicenceConditionKind::residence, "residence"},
    {LicenceConditionKind::supervision, "supervision"},
    {LicenceConditionKind::other, "other"},
});

constexpr auto licence_request_status_names = std::to_array<Name<LicenceRequestStatus>>({
    {LicenceRequestStatus::received, "received"},
    {LicenceRequestStatus::drafted, "drafted"},
    {LicenceRequestStatus::in_licence, "in_licence"},
    {LicenceRequestStatus::refused, "refused"},
});

constexpr auto case_notice_kind_names = std::to_array<Name<CaseNoticeKind>>({
    {CaseNoticeKind::sentence, "sentence"},
    {CaseNoticeKind::release_date, "release_date"},
    {CaseNoticeKind::parole_hearing, "parole_hearing"},
    {CaseNoticeKind::condition_added, "condition_added"},
    {CaseNoticeKind::condition_ended, "condition_ended"},
    {CaseNoticeKind::recall, "recall"},
    {CaseNoticeKind::end_of_sentence, "end_of_sentence"},
});

constexpr auto group_role_names = std::to_array<Name<GroupRole>>({
    {GroupRole::member, "member"},
    {GroupRole::chair, "chair"},
    {GroupRole::vice_chair, "vice_chair"},
    {GroupRole::secretary, "secretary"},
    {GroupRole::visitor, "visitor"},
});

constexpr auto policy_subject_names = std::to_array<Name<PolicySubject>>({
    {PolicySubject::responsible_officer, "responsible_officer"},
    {PolicySubject::programme_without_supervision, "programme_without_supervision"},
    {PolicySubject::activity_days, "activity_days"},
    {PolicySubject::change_work, "change_work"},
    {PolicySubject::sentence_planning, "sentence_planning"},
    {PolicySubject::service_user_groups, "service_user_groups"},
    {PolicySubject::other, "other"},
});

constexpr auto research_basis_names = std::to_array<Name<ResearchBasis>>({
    {ResearchBasis::consent, "consent"},
    {ResearchBasis::approved, "approved"},
});

constexpr auto research_choice_names = std::to_array<Name<ResearchChoice>>({
    {ResearchChoice::consents, "consents"},
    {ResearchChoice::not_asked, "not_asked"},
    {ResearchChoice::declines, "declines"},
    {ResearchChoice::withdrawn, "withdrawn"},
});

constexpr auto audit_deed_names = std::to_array<Name<AuditDeed>>({
    {AuditDeed::read, "read"},
    {AuditDeed::export_, "export"},
    {AuditDeed::resolution, "resolution"},
    {AuditDeed::grant, "grant"},
    {AuditDeed::cover_access, "cover_access"},
    {AuditDeed::withdrawal, "withdrawal"},
    {AuditDeed::erase, "erase"},
    {AuditDeed::sign_in, "sign_in"},
    {AuditDeed::print, "print"},
    {AuditDeed::merge, "merge"},
    {AuditDeed::refusal, "refusal"},
    {AuditDeed::reclassification, "reclassification"},
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

std::string_view to_text(Voice value) {
    return spelled<Voice>(voice_names, value);
}
bool from_text(std::string_view text, Voice& out) {
    return parsed<Voice>(voice_names, text, out);
}

std::string_view to_text(ActivityOutcome value) {
    return spelled<ActivityOutcome>(activity_outcome_names, value);
}
bool from_text(std::string_view text, ActivityOutcome& out) {
    return parsed<ActivityOutcome>(activity_outcome_names, text, out);
}

std::string_view to_text(AddressKind value) {
    return spelled<AddressKind>(address_kind_names, value);
}
bool from_text(std::string_view text, AddressKind& out) {
    return parsed<AddressKind>(address_kind_names, text, out);
}

std::string_view to_text(AddressStatus value) {
    return spelled<AddressStatus>(address_status_names, value);
}
bool from_text(std::string_view text, AddressStatus& out) {
    return parsed<AddressStatus>(address_status_names, text, out);
}

std::string_view to_text(PhoneKind value) {
    return spelled<PhoneKind>(phone_kind_names, value);
}
bool from_text(std::string_view text, PhoneKind& out) {
    return parsed<PhoneKind>(phone_kind_names, text, out);
}

std::string_view to_text(ReportType value) {
    return spelled<ReportType>(report_type_names, value);
}
bool from_text(std::string_view text, ReportType& out) {
    return parsed<ReportType>(report_type_names, text, out);
}

std::string_view to_text(RiskTool value) {
    return spelled<RiskTool>(risk_tool_names, value);
}
bool from_text(std::string_view text, RiskTool& out) {
    return parsed<RiskTool>(risk_tool_names, text, out);
}

std::string_view to_text(NeedSeverity value) {
    return spelled<NeedSeverity>(need_severity_names, value);
}
bool from_text(std::string_view text, NeedSeverity& out) {
    return parsed<NeedSeverity>(need_severity_names, text, out);
}

std::string_view to_text(OasysSection value) {
    return spelled<OasysSection>(oasys_section_names, value);
}
bool from_text(std::string_view text, OasysSection& out) {
    return parsed<OasysSection>(oasys_section_names, text, out);
}

std::string_view to_text(Involvement value) {
    return spelled<Involvement>(involvement_names, value);
}
bool from_text(std::string_view text, Involvement& out) {
    return parsed<Involvement>(involvement_names, text, out);
}

std::string_view to_text(AgreementStatus value) {
    return spelled<AgreementStatus>(agreement_status_names, value);
}
bool from_text(std::string_view text, AgreementStatus& out) {
    return parsed<AgreementStatus>(agreement_status_names, text, out);
}

std::string_view to_text(VisualFormKind value) {
    return spelled<VisualFormKind>(visual_form_kind_names, value);
}
bool from_text(std::string_view text, VisualFormKind& out) {
    return parsed<VisualFormKind>(visual_form_kind_names, text, out);
}

std::string_view to_text(MapKind value) {
    return spelled<MapKind>(map_kind_names, value);
}
bool from_text(std::string_view text, MapKind& out) {
    return parsed<MapKind>(map_kind_names, text, out);
}

std::string_view to_text(MapNodeKind value) {
    return spelled<MapNodeKind>(map_node_kind_names, value);
}
bool from_text(std::string_view text, MapNodeKind& out) {
    return parsed<MapNodeKind>(map_node_kind_names, text, out);
}

std::string_view to_text(MapLinkKind value) {
    return spelled<MapLinkKind>(map_link_kind_names, value);
}
bool from_text(std::string_view text, MapLinkKind& out) {
    return parsed<MapLinkKind>(map_link_kind_names, text, out);
}

std::string_view to_text(Wave value) {
    return spelled<Wave>(wave_names, value);
}
bool from_text(std::string_view text, Wave& out) {
    return parsed<Wave>(wave_names, text, out);
}

std::string_view to_text(SkillMode value) {
    return spelled<SkillMode>(skill_mode_names, value);
}
bool from_text(std::string_view text, SkillMode& out) {
    return parsed<SkillMode>(skill_mode_names, text, out);
}

std::string_view to_text(SkillArea value) {
    return spelled<SkillArea>(skill_area_names, value);
}
bool from_text(std::string_view text, SkillArea& out) {
    return parsed<SkillArea>(skill_area_names, text, out);
}

std::string_view to_text(TrainingType value) {
    return spelled<TrainingType>(training_type_names, value);
}
bool from_text(std::string_view text, TrainingType& out) {
    return parsed<TrainingType>(training_type_names, text, out);
}

std::string_view to_text(AttendanceStatus value) {
    return spelled<AttendanceStatus>(attendance_status_names, value);
}
bool from_text(std::string_view text, AttendanceStatus& out) {
    return parsed<AttendanceStatus>(attendance_status_names, text, out);
}

std::string_view to_text(SupervisionKind value) {
    return spelled<SupervisionKind>(supervision_kind_names, value);
}
bool from_text(std::string_view text, SupervisionKind& out) {
    return parsed<SupervisionKind>(supervision_kind_names, text, out);
}

std::string_view to_text(ActionStatus value) {
    return spelled<ActionStatus>(action_status_names, value);
}
bool from_text(std::string_view text, ActionStatus& out) {
    return parsed<ActionStatus>(action_status_names, text, out);
}

std::string_view to_text(QualityDimension value) {
    return spelled<QualityDimension>(quality_dimension_names, value);
}
bool from_text(std::string_view text, QualityDimension& out) {
    return parsed<QualityDimension>(quality_dimension_names, text, out);
}

std::string_view to_text(JudgementDecision value) {
    return spelled<JudgementDecision>(judgement_decision_names, value);
}
bool from_text(std::string_view text, JudgementDecision& out) {
    return parsed<JudgementDecision>(judgement_decision_names, text, out);
}

std::string_view to_text(AccessLimitKind value) {
    return spelled<AccessLimitKind>(access_limit_kind_names, value);
}
bool from_text(std::string_view text, AccessLimitKind& out) {
    return parsed<AccessLimitKind>(access_limit_kind_names, text, out);
}

std::string_view to_text(PersonLinkStatus value) {
    return spelled<PersonLinkStatus>(person_link_status_names, value);
}
bool from_text(std::string_view text, PersonLinkStatus& out) {
    return parsed<PersonLinkStatus>(person_link_status_names, text, out);
}

std::string_view to_text(VictimOpt value) {
    return spelled<VictimOpt>(victim_opt_names, value);
}
bool from_text(std::string_view text, VictimOpt& out) {
    return parsed<VictimOpt>(victim_opt_names, text, out);
}

std::string_view to_text(VictimContactKind value) {
    return spelled<VictimContactKind>(victim_contact_kind_names, value);
}
bool from_text(std::string_view text, VictimContactKind& out) {
    return parsed<VictimContactKind>(victim_contact_kind_names, text, out);
}

std::string_view to_text(LicenceConditionKind value) {
    return spelled<LicenceConditionKind>(licence_condition_kind_names, value);
}
bool from_text(std::string_view text, LicenceConditionKind& out) {
    return parsed<LicenceConditionKind>(licence_condition_kind_names, text, out);
}

std::string_view to_text(LicenceRequestStatus value) {
    return spelled<LicenceRequestStatus>(licence_request_status_names, value);
}
bool from_text(std::string_view text, LicenceRequestStatus& out) {
    return parsed<LicenceRequestStatus>(licence_request_status_names, text, out);
}

std::string_view to_text(CaseNoticeKind value) {
    return spelled<CaseNoticeKind>(case_notice_kind_names, value);
}
bool from_text(std::string_view text, CaseNoticeKind& out) {
    return parsed<CaseNoticeKind>(case_notice_kind_names, text, out);
}

std::string_view to_text(GroupRole value) {
    return spelled<GroupRole>(group_role_names, value);
}
bool from_text(std::string_view text, GroupRole& out) {
    return parsed<GroupRole>(group_role_names, text, out);
}

std::string_view to_text(PolicySubject value) {
    return spelled<PolicySubject>(policy_subject_names, value);
}
bool from_text(std::string_view text, PolicySubject& out) {
    return parsed<PolicySubject>(policy_subject_names, text, out);
}

std::string_view to_text(ResearchBasis value) {
    return spelled<ResearchBasis>(research_basis_names, value);
}
bool from_text(std::string_view text, ResearchBasis& out) {
    return parsed<ResearchBasis>(research_basis_names, text, out);
}

std::string_view to_text(ResearchChoice value) {
    return spelled<ResearchChoice>(research_choice_names, value);
}
bool from_text(std::string_view text, ResearchChoice& out) {
    return parsed<ResearchChoice>(research_choice_names, text, out);
}

std::string_view to_text(AuditDeed value) {
    return spelled<AuditDeed>(audit_deed_names, value);
}
bool from_text(std::string_view text, AuditDeed& out) {
    return parsed<AuditDeed>(audit_deed_names, text, out);
}

}  // namespace sanderling::probation
