// The enums. Each value's name is what rows and SQL hold.
// Made from probation.yaml by sanderling-schemac; change that file instead (schema/README.md).
#pragma once

#include <cstdint>
#include <string_view>

namespace sanderling::probation {

/// As recorded by the court.
enum class Sex : std::uint16_t {
    female = 1,
    male = 2,
    other = 3,
    not_known = 4,
};
std::string_view to_text(Sex value);
bool from_text(std::string_view text, Sex& out);

/// What the court imposed, or what follows release.
enum class OrderType : std::uint16_t {
    community_order = 1,
    suspended_sentence_order = 2,
    licence = 3,
    post_sentence_supervision = 4,
    youth_order = 5,
    custody = 6,
};
std::string_view to_text(OrderType value);
bool from_text(std::string_view text, OrderType& out);

/// As far as the rules ask.
enum class OffenceClass : std::uint16_t {
    violent = 1,
    sexual = 2,
    other = 3,
};
std::string_view to_text(OffenceClass value);
bool from_text(std::string_view text, OffenceClass& out);

/// The twelve of section 177 of the Criminal Justice Act 2003.
enum class RequirementType : std::uint16_t {
    unpaid_work = 1,
    activity = 2,
    programme = 3,
    prohibited_activity = 4,
    curfew = 5,
    exclusion = 6,
    residence = 7,
    mental_health_treatment = 8,
    drug_rehabilitation = 9,
    alcohol_treatment = 10,
    supervision = 11,
    attendance_centre = 12,
};
std::string_view to_text(RequirementType value);
bool from_text(std::string_view text, RequirementType& out);

/// Where an activity or programme stands in an order.
enum class RequirementPhase : std::uint16_t {
    pre = 1,
    post = 2,
    standalone = 3,
};
std::string_view to_text(RequirementPhase value);
bool from_text(std::string_view text, RequirementPhase& out);

/// What an activity works on.
enum class RequirementTheme : std::uint16_t {
    finance = 1,
    gambling = 2,
    vehicle_crime = 3,
    employment = 4,
    women = 5,
    victim_awareness = 6,
    restorative = 7,
};
std::string_view to_text(RequirementTheme value);
bool from_text(std::string_view text, RequirementTheme& out);

/// In what capacity somebody holds a case.
enum class AllocationRole : std::uint16_t {
    /// Offender manager
    om = 1,
    /// Responsible officer
    ro = 2,
    /// Covering for the offender manager
    cover = 3,
    /// Provider of electronic monitoring
    em_provider = 4,
    /// Officer in charge of an attendance centre
    ac_officer = 5,
};
std::string_view to_text(AllocationRole value);
bool from_text(std::string_view text, AllocationRole& out);

/// Kinds of contact, with the reference codes of the national case system.
enum class ContactType : std::uint16_t {
    /// Planned Office Visit (NS)
    planned_office_visit = 1,
    /// Home Visit to Case (NS)
    home_visit = 2,
    /// Planned Doorstep Contact (NS)
    planned_doorstep_contact = 3,
    /// Planned Telephone Contact (NS)
    planned_telephone_contact = 4,
    /// Planned Video Contact (NS)
    planned_video_contact = 5,
    /// 3 Way Meeting (NS)
    three_way_meeting = 6,
    /// Initial Appointment - In office (NS)
    initial_appointment_office = 7,
    /// Initial Appointment on Doorstep (NS)
    initial_appointment_doorstep = 8,
    /// Programme pre-group 1:1 (NS)
    programme_pre_group = 9,
    /// Unpaid work appointment (NS)
    unpaid_work_appointment = 10,
    /// Drug Test Appointment (NS)
    drug_test_appointment = 11,
    /// eMail/Text to Offender
    email_or_text_to_offender = 12,
    /// Phone Contact from Offender
    phone_contact_from_offender = 13,
    /// Management Oversight - Recall
    management_oversight_recall = 14,
    /// Police information received
    police_information_received = 15,
    /// Agency contact (housing/health/children)
    agency_contact = 16,
    /// MAPPA meeting
    mappa_meeting = 17,
    /// Sentence plan discussion
    sentence_plan_discussion = 18,
};
std::string_view to_text(ContactType value);
bool from_text(std::string_view text, ContactType& out);

/// What a contact is for.
enum class ContactCategory : std::uint16_t {
    supervision = 1,
    requirement = 2,
    communication = 3,
    information = 4,
    oversight = 5,
    planning = 6,
};
std::string_view to_text(ContactCategory value);
bool from_text(std::string_view text, ContactCategory& out);

/// Where a contact happens.
enum class Place : std::uint16_t {
    office = 1,
    home = 2,
    doorstep = 3,
    phone = 4,
    video = 5,
    other = 6,
};
std::string_view to_text(Place value);
bool from_text(std::string_view text, Place& out);

/// What came of a contact, with the reference codes of the national case system.
enum class Outcome : std::uint16_t {
    /// Attended - Complied
    attended_complied = 1,
    /// Attended - Failed to Comply
    attended_failed_to_comply = 2,
    /// Attended - Sent Home (behaviour)
    attended_sent_home_behaviour = 3,
    /// Attended - Sent Home (service issues)
    attended_sent_home_service = 4,
    /// Attended - FTC Deemed Acceptable
    attended_deemed_acceptable = 5,
    /// Failed To Attend
    failed_to_attend = 6,
    /// Unacceptable Absence
    unacceptable_absence = 7,
    /// Failed to Comply with other Instruction
    failed_other_instruction = 8,
    /// Acceptable Absence - Medical
    acceptable_medical = 9,
    /// Acceptable Absence - Employment
    acceptable_employment = 10,
    /// Acceptable Absence - Family/Childcare
    acceptable_family = 11,
    /// Acceptable Absence - Court/Legal
    acceptable_court = 12,
    /// Acceptable Absence - Religious
    acceptable_religious = 13,
    /// Acceptable Absence - Holiday
    acceptable_holiday = 14,
    /// Acceptable Absence - RIC
    acceptable_in_custody = 15,
    /// Acceptable Absence - Professional Judgement Decision
    acceptable_professional_judgement = 16,
    /// Rescheduled - Service Request
    rescheduled_by_service = 17,
    /// Rescheduled - PoP Request
    rescheduled_by_person = 18,
    /// Warrant Outstanding
    warrant_outstanding = 19,
    /// Suspended
    suspended = 20,
};
std::string_view to_text(Outcome value);
bool from_text(std::string_view text, Outcome& out);

/// Steps of enforcement, with the reference codes of the national case system.
enum class EnforcementAction : std::uint16_t {
    /// First Warning Letter Sent
    first_warning_letter = 1,
    /// Second Warning Letter Sent
    second_warning_letter = 2,
    /// Other Enforcement Letter Sent
    other_enforcement_letter = 3,
    /// Withdraw Warning Letter
    withdraw_warning_letter = 4,
    /// Withdrawal of Warning
    withdrawal_of_warning = 5,
    /// Breach Letter Sent
    breach_letter = 6,
    /// Recall Requested
    recall_requested = 7,
    /// Decision Pending Response
    decision_pending = 8,
    /// Breach / Recall Initiated
    breach_or_recall_initiated = 9,
    /// Immediate Breach or Recall
    immediate_breach_or_recall = 10,
    /// Breach Requested
    breach_requested = 11,
    /// Breach Request Actioned
    breach_request_actioned = 12,
    /// Licence Compliance Letter Sent
    licence_compliance_letter = 13,
    /// Refer to Offender Manager
    refer_to_offender_manager = 14,
    /// No Further Action
    no_further_action = 15,
    /// Enforcement Letter Requested
    enforcement_letter_requested = 16,
};
std::string_view to_text(EnforcementAction value);
bool from_text(std::string_view text, EnforcementAction& out);

/// What was handed in for an absence.
enum class EvidenceKind : std::uint16_t {
    medical = 1,
    employment = 2,
    family = 3,
    court = 4,
    other = 5,
};
std::string_view to_text(EvidenceKind value);
bool from_text(std::string_view text, EvidenceKind& out);

/// Whether it excuses the absence.
enum class EvidenceDecision : std::uint16_t {
    pending = 1,
    accepted = 2,
    rejected = 3,
};
std::string_view to_text(EvidenceDecision value);
bool from_text(std::string_view text, EvidenceDecision& out);

/// Level of risk of serious harm.
/// In protective order, the least first.
enum class RoshLevel : std::uint16_t {
    /// Low
    low = 1,
    /// Medium
    medium = 2,
    /// High
    high = 3,
    /// Very high
    very_high = 4,
};
std::string_view to_text(RoshLevel value);
bool from_text(std::string_view text, RoshLevel& out);

/// Registers a person can be on.
enum class FlagType : std::uint16_t {
    /// Low risk of serious harm
    risk_of_serious_harm_low = 1,
    /// Medium risk of serious harm
    risk_of_serious_harm_medium = 2,
    /// High risk of serious harm
    risk_of_serious_harm_high = 3,
    /// Very high risk of serious harm
    risk_of_serious_harm_very_high = 4,
    /// Child concerns
    child_concerns = 5,
    /// Child protection
    child_protection = 6,
    /// Risk to children
    risk_to_children = 7,
    /// Mental health
    mental_health = 8,
    /// Suicide or self-harm
    self_harm = 9,
    /// Vulnerability
    vulnerability = 10,
    /// Adult at risk
    vulnerable_adult = 11,
    /// Street gangs
    gangs = 12,
    /// Terrorism
    terrorism = 13,
    /// Public interest
    public_interest = 14,
    /// Domestic abuse
    domestic_abuse = 15,
    /// Stalking
    stalking = 16,
};
std::string_view to_text(FlagType value);
bool from_text(std::string_view text, FlagType& out);

/// Whether a register flag is in force.
/// In protective order, the least first.
enum class FlagStatus : std::uint16_t {
    ended = 1,
    active = 2,
};
std::string_view to_text(FlagStatus value);
bool from_text(std::string_view text, FlagStatus& out);

/// Why a plan was made.
enum class PlanKind : std::uint16_t {
    initial = 1,
    review = 2,
    terminate = 3,
    transfer = 4,
    other = 5,
};
std::string_view to_text(PlanKind value);
bool from_text(std::string_view text, PlanKind& out);

/// The planning tool of a pilot.
enum class PlanPilot : std::uint16_t {
    none = 1,
    web = 2,
    stones = 3,
    btei = 4,
    bite_sized = 5,
};
std::string_view to_text(PlanPilot value);
bool from_text(std::string_view text, PlanPilot& out);

/// The area of life that a goal is about.
enum class NeedArea : std::uint16_t {
    accommodation = 1,
    employment_and_education = 2,
    finances = 3,
    drug_use = 4,
    alcohol_use = 5,
    health_and_wellbeing = 6,
    personal_relationships_and_community = 7,
    thinking_behaviours_and_attitudes = 8,
};
std::string_view to_text(NeedArea value);
bool from_text(std::string_view text, NeedArea& out);

/// How far a goal has come.
enum class GoalStatus : std::uint16_t {
    active = 1,
    future = 2,
    achieved = 3,
    removed = 4,
};
std::string_view to_text(GoalStatus value);
bool from_text(std::string_view text, GoalStatus& out);

/// How far a step has come.
enum class StepStatus : std::uint16_t {
    not_started = 1,
    in_progress = 2,
    completed = 3,
    cannot_be_done_yet = 4,
    no_longer_needed = 5,
};
std::string_view to_text(StepStatus value);
bool from_text(std::string_view text, StepStatus& out);

/// Who is to take a step.
enum class StepActor : std::uint16_t {
    /// The service user
    service_user = 1,
    /// The offender manager
    officer = 2,
    /// A partner agency
    partner = 3,
    /// The programme tutor
    programme_tutor = 4,
    /// Family or friends
    family = 5,
};
std::string_view to_text(StepActor value);
bool from_text(std::string_view text, StepActor& out);

/// How far an issue of a service-user group has come.
enum class IssueStatus : std::uint16_t {
    raised = 1,
    agreed = 2,
    escalated = 3,
    answered = 4,
    closed = 5,
    reopened = 6,
};
std::string_view to_text(IssueStatus value);
bool from_text(std::string_view text, IssueStatus& out);

/// What the senior leadership team decided.
enum class ResponseDecision : std::uint16_t {
    done = 1,
    will_do = 2,
    cannot = 3,
};
std::string_view to_text(ResponseDecision value);
bool from_text(std::string_view text, ResponseDecision& out);

/// Whose account, score or agreement it is; the two are never merged into one.
enum class Voice : std::uint16_t {
    /// The offender manager
    om = 1,
    /// The service user
    su = 2,
};
std::string_view to_text(Voice value);
bool from_text(std::string_view text, Voice& out);

/// What came of one activity day.
enum class ActivityOutcome : std::uint16_t {
    /// Attended
    attended = 1,
    /// Left early
    left_early = 2,
    /// Acceptable absence
    acceptable_absence = 3,
    /// Unacceptable absence
    unacceptable_absence = 4,
    /// Cancelled by the service
    cancelled = 5,
};
std::string_view to_text(ActivityOutcome value);
bool from_text(std::string_view text, ActivityOutcome& out);

/// What an address is for.
enum class AddressKind : std::uint16_t {
    main = 1,
    temporary = 2,
    bail = 3,
    approved_premises = 4,
    postal = 5,
    other = 6,
};
std::string_view to_text(AddressKind value);
bool from_text(std::string_view text, AddressKind& out);

/// Whether an address has been confirmed.
enum class AddressStatus : std::uint16_t {
    reported = 1,
    verified = 2,
    ended = 3,
};
std::string_view to_text(AddressStatus value);
bool from_text(std::string_view text, AddressStatus& out);

/// Kind of telephone number.
enum class PhoneKind : std::uint16_t {
    mobile = 1,
    home = 2,
    work = 3,
    relative = 4,
    other = 5,
};
std::string_view to_text(PhoneKind value);
bool from_text(std::string_view text, PhoneKind& out);

/// Reports that a court or a parole board asks for.
enum class ReportType : std::uint16_t {
    /// Standard delivery report
    standard_delivery = 1,
    /// Standard delivery report on a person in custody
    standard_delivery_custody = 2,
    /// Fast delivery report
    fast_delivery = 3,
    /// Oral report
    oral = 4,
    /// Parole report
    parole = 5,
    /// Breach report
    breach = 6,
};
std::string_view to_text(ReportType value);
bool from_text(std::string_view text, ReportType& out);

/// A tool that calculates a score of risk.
enum class RiskTool : std::uint16_t {
    /// OGRS3
    ogrs3 = 1,
    /// OGP
    ogp = 2,
    /// OVP
    ovp = 3,
    /// RSR
    rsr = 4,
    /// OSP
    osp = 5,
    /// ARP
    arp = 6,
    /// SARA
    sara = 7,
    /// Another tool
    other = 8,
};
std::string_view to_text(RiskTool value);
bool from_text(std::string_view text, RiskTool& out);

/// How much an area of life stands in the way.
enum class NeedSeverity : std::uint16_t {
    none = 1,
    standard = 2,
    severe = 3,
};
std::string_view to_text(NeedSeverity value);
bool from_text(std::string_view text, NeedSeverity& out);

/// The ten sections of OASys on needs, for mapping to the areas used here.
enum class OasysSection : std::uint16_t {
    accommodation = 1,
    education_training_employability = 2,
    financial_management = 3,
    relationships = 4,
    lifestyle_and_associates = 5,
    drug_misuse = 6,
    alcohol_misuse = 7,
    emotional_wellbeing = 8,
    thinking_and_behaviour = 9,
    attitudes = 10,
};
std::string_view to_text(OasysSection value);
bool from_text(std::string_view text, OasysSection& out);

/// Whether the service user took part, as one voice says.
enum class Involvement : std::uint16_t {
    took_part = 1,
    not_involved = 2,
    unable = 3,
};
std::string_view to_text(Involvement value);
bool from_text(std::string_view text, Involvement& out);

/// What a signer said of a plan; the two updated ones are said of a later version.
enum class AgreementStatus : std::uint16_t {
    draft = 1,
    agreed = 2,
    do_not_agree = 3,
    could_not_answer = 4,
    updated_agreed = 5,
    updated_do_not_agree = 6,
};
std::string_view to_text(AgreementStatus value);
bool from_text(std::string_view text, AgreementStatus& out);

/// Which picture a form is.
enum class VisualFormKind : std::uint16_t {
    /// The Web
    web = 1,
    /// Stepping Stones
    stones = 2,
};
std::string_view to_text(VisualFormKind value);
bool from_text(std::string_view text, VisualFormKind& out);

/// Which of the three forms of node-link map it is.
enum class MapKind : std::uint16_t {
    /// Free map
    free = 1,
    /// Guide map
    guide = 2,
    /// Information map
    information = 3,
};
std::string_view to_text(MapKind value);
bool from_text(std::string_view text, MapKind& out);

/// What a node of a map stands for.
enum class MapNodeKind : std::uint16_t {
    start = 1,
    idea = 2,
    feeling = 3,
    action = 4,
    person = 5,
    consequence = 6,
    strength = 7,
    question = 8,
};
std::string_view to_text(MapNodeKind value);
bool from_text(std::string_view text, MapNodeKind& out);

/// How one node of a map bears on another.
enum class MapLinkKind : std::uint16_t {
    /// leads to
    leads_to = 1,
    /// part of
    part_of = 2,
    /// helps
    helps = 3,
    /// gets in the way of
    gets_in_the_way_of = 4,
    /// because of
    because_of = 5,
    /// instead I could
    instead_i_could = 6,
    /// example
    example = 7,
    /// next
    next = 8,
};
std::string_view to_text(MapLinkKind value);
bool from_text(std::string_view text, MapLinkKind& out);

/// When in a period of supervision a questionnaire is filled in.
enum class Wave : std::uint16_t {
    start = 1,
    mid = 2,
    end = 3,
};
std::string_view to_text(Wave value);
bool from_text(std::string_view text, Wave& out);

/// How a skill was worked on.
enum class SkillMode : std::uint16_t {
    taught = 1,
    practised = 2,
    used = 3,
};
std::string_view to_text(SkillMode value);
bool from_text(std::string_view text, SkillMode& out);

/// The nine areas of the checklist by which a session is observed.
enum class SkillArea : std::uint16_t {
    /// Set-up
    set_up = 1,
    /// Non-verbal communication
    non_verbal = 2,
    /// Verbal communication
    verbal = 3,
    /// Effective use of authority
    authority = 4,
    /// Motivational interviewing
    motivational_interviewing = 5,
    /// Pro-social modelling
    pro_social_modelling = 6,
    /// Problem solving
    problem_solving = 7,
    /// Cognitive restructuring
    cognitive_restructuring = 8,
    /// Overall interview structure
    structure = 9,
};
std::string_view to_text(SkillArea value);
bool from_text(std::string_view text, SkillArea& out);

/// Kind of training event.
enum class TrainingType : std::uint16_t {
    /// Three-day core course
    core_three_day = 1,
    /// Quarterly follow-up of a team
    follow_up = 2,
    /// Facilitators of action learning sets
    als_facilitator = 3,
    /// Workshop on reflective supervision
    rsm_workshop = 4,
    /// Another event
    other = 5,
};
std::string_view to_text(TrainingType value);
bool from_text(std::string_view text, TrainingType& out);

/// How far somebody's attendance of a training event has come.
enum class AttendanceStatus : std::uint16_t {
    booked = 1,
    attended = 2,
    attended_in_part = 3,
    missed = 4,
    cancelled = 5,
};
std::string_view to_text(AttendanceStatus value);
bool from_text(std::string_view text, AttendanceStatus& out);

/// What a supervision session is.
enum class SupervisionKind : std::uint16_t {
    /// Reflective supervision
    reflective_supervision = 1,
    /// After observed practice
    observed_practice = 2,
    /// Discussion of a case in depth
    case_discussion = 3,
};
std::string_view to_text(SupervisionKind value);
bool from_text(std::string_view text, SupervisionKind& out);

/// How far an action has come.
enum class ActionStatus : std::uint16_t {
    open = 1,
    in_progress = 2,
    done = 3,
    dropped = 4,
};
std::string_view to_text(ActionStatus value);
bool from_text(std::string_view text, ActionStatus& out);

/// What a quality review looks at.
enum class QualityDimension : std::uint16_t {
    assessment = 1,
    planning = 2,
    engagement = 3,
    delivery = 4,
    risk = 5,
    victim = 6,
    outcome = 7,
};
std::string_view to_text(QualityDimension value);
bool from_text(std::string_view text, QualityDimension& out);

/// What somebody decided instead of what a rule proposes.
enum class JudgementDecision : std::uint16_t {
    /// Decided otherwise
    decided_otherwise = 1,
    /// Exception of the manager
    exception = 2,
    /// The rule does not apply
    not_applicable = 3,
    /// Done and recorded elsewhere
    done_elsewhere = 4,
};
std::string_view to_text(JudgementDecision value);
bool from_text(std::string_view text, JudgementDecision& out);

/// How the readers of a case are limited.
enum class AccessLimitKind : std::uint16_t {
    /// Named staff are barred
    exclusion = 1,
    /// Only named staff may read
    restriction = 2,
};
std::string_view to_text(AccessLimitKind value);
bool from_text(std::string_view text, AccessLimitKind& out);

/// Whether two records are of one person.
enum class PersonLinkStatus : std::uint16_t {
    /// Possibly the same
    suspected = 1,
    /// Different people
    different_people = 2,
    /// The same person, kept apart
    same_person = 3,
    /// Merged
    merged = 4,
    /// Merge undone
    unmerged = 5,
};
std::string_view to_text(PersonLinkStatus value);
bool from_text(std::string_view text, PersonLinkStatus& out);

/// Whether a victim wants contact.
/// In protective order, the least first.
enum class VictimOpt : std::uint16_t {
    /// Wants contact
    opted_in = 1,
    /// Perhaps later
    later = 2,
    /// Wants no contact
    opted_out = 3,
};
std::string_view to_text(VictimOpt value);
bool from_text(std::string_view text, VictimOpt& out);

/// How a victim was in touch with the liaison officer.
enum class VictimContactKind : std::uint16_t {
    letter = 1,
    telephone = 2,
    meeting = 3,
    message = 4,
};
std::string_view to_text(VictimContactKind value);
bool from_text(std::string_view text, VictimContactKind& out);

/// What a requested licence condition does.
enum class LicenceConditionKind : std::uint16_t {
    no_contact = 1,
    exclusion_zone = 2,
    residence = 3,
    supervision = 4,
    other = 5,
};
std::string_view to_text(LicenceConditionKind value);
bool from_text(std::string_view text, LicenceConditionKind& out);

/// What became of a requested licence condition.
enum class LicenceRequestStatus : std::uint16_t {
    received = 1,
    drafted = 2,
    in_licence = 3,
    refused = 4,
};
std::string_view to_text(LicenceRequestStatus value);
bool from_text(std::string_view text, LicenceRequestStatus& out);

/// What a victim liaison officer is told of a case.
enum class CaseNoticeKind : std::uint16_t {
    sentence = 1,
    release_date = 2,
    parole_hearing = 3,
    condition_added = 4,
    condition_ended = 5,
    recall = 6,
    end_of_sentence = 7,
};
std::string_view to_text(CaseNoticeKind value);
bool from_text(std::string_view text, CaseNoticeKind& out);

/// What a member does in a service-user group.
enum class GroupRole : std::uint16_t {
    member = 1,
    chair = 2,
    vice_chair = 3,
    secretary = 4,
    visitor = 5,
};
std::string_view to_text(GroupRole value);
bool from_text(std::string_view text, GroupRole& out);

/// What a local policy is about.
enum class PolicySubject : std::uint16_t {
    /// Who is the responsible officer
    responsible_officer = 1,
    /// Programme without supervision
    programme_without_supervision = 2,
    /// Activity days before and after a programme
    activity_days = 3,
    /// Change work
    change_work = 4,
    /// Sentence planning
    sentence_planning = 5,
    /// Service-user groups
    service_user_groups = 6,
    /// Something else
    other = 7,
};
std::string_view to_text(PolicySubject value);
bool from_text(std::string_view text, PolicySubject& out);

/// On what basis a research project is given data.
enum class ResearchBasis : std::uint16_t {
    consent = 1,
    approved = 2,
};
std::string_view to_text(ResearchBasis value);
bool from_text(std::string_view text, ResearchBasis& out);

/// What a service user said to taking part in research.
/// In protective order, the least first.
enum class ResearchChoice : std::uint16_t {
    consents = 1,
    not_asked = 2,
    declines = 3,
    withdrawn = 4,
};
std::string_view to_text(ResearchChoice value);
bool from_text(std::string_view text, ResearchChoice& out);

/// What an entry of the audit tells of.
enum class AuditDeed : std::uint16_t {
    read = 1,
    export_ = 2,
    resolution = 3,
    grant = 4,
    cover_access = 5,
    withdrawal = 6,
    erase = 7,
    sign_in = 8,
    print = 9,
    merge = 10,
    refusal = 11,
    reclassification = 12,
};
std::string_view to_text(AuditDeed value);
bool from_text(std::string_view text, AuditDeed& out);

}  // namespace sanderling::probation
