// The runtime description.
// Made from probation.yaml by sanderling-schemac; change that file instead (schema/README.md).
// clang-format off
#include "schema/generated/probation/description.hpp"

namespace sanderling::probation {
namespace {

using namespace sanderling::schema;

std::vector<Role> make_roles() {
    return {
        {.name = "officer", .number = RoleNumber{1},
         .documentation = "Practitioner or offender manager to whom a case is allocated."},
        {.name = "duty_officer", .number = RoleNumber{2},
         .documentation = "Practitioner who covers for another for a time."},
        {.name = "manager", .number = RoleNumber{3},
         .documentation = "Team manager; decides what practitioners record differently."},
        {.name = "slt", .number = RoleNumber{4},
         .documentation = "Member of the senior leadership team; answers service-user groups."},
        {.name = "chair", .number = RoleNumber{5},
         .documentation = "Service user who chairs a service-user group."},
        {.name = "member", .number = RoleNumber{6},
         .documentation = "Member of a service-user group."},
        {.name = "secretary", .number = RoleNumber{7},
         .documentation = "Keeps the papers of a service-user group."},
        {.name = "tablet", .number = RoleNumber{8},
         .documentation = "Shared device of a service-user group."},
        {.name = "registrar", .number = RoleNumber{9},
         .documentation =
             "Keyholder of the organisation; allocates, withdraws, has custody of keys."},
        {.name = "service_user", .number = RoleNumber{10},
         .documentation = "Person under supervision, in what is shared with them."},
        {.name = "vlo", .number = RoleNumber{11},
         .documentation = "Victim liaison officer."},
        {.name = "trainer", .number = RoleNumber{12},
         .documentation = "Trainer, coach or facilitator of an action learning set."},
        {.name = "researcher", .number = RoleNumber{13},
         .documentation = "Reads approved pseudonymised extracts."},
        {.name = "administrator", .number = RoleNumber{14},
         .documentation = "Looks after devices and roles and reads no content."},
        {.name = "auditor", .number = RoleNumber{15},
         .documentation = "Auditor or inspector, for a limited time."},
    };
}

std::vector<AuthorityClassDef> make_classes() {
    return {
        {.name = "officer", .number = AuthorityClass{1},
         .documentation = "Settles what two people recorded about one event."},
        {.name = "manager", .number = AuthorityClass{2},
         .documentation = "Settles levels of risk and who holds a case."},
        {.name = "court_record", .number = AuthorityClass{3},
         .documentation = "Writes what a court or an order decided."},
        {.name = "chair", .number = AuthorityClass{4},
         .documentation = "Writes what a service-user group decided about itself."},
        {.name = "slt", .number = AuthorityClass{5},
         .documentation = "Answers for the senior leadership team."},
        {.name = "publisher", .number = AuthorityClass{6},
         .documentation = "Publishes bulletins, newsletters, policies and questionnaires."},
        {.name = "own_voice", .number = AuthorityClass{7},
         .documentation = "Writes what the service user says in their own words."},
        {.name = "training", .number = AuthorityClass{8},
         .documentation = "Writes what events of training there are."},
        {.name = "victim_liaison", .number = AuthorityClass{9},
         .documentation = "Passes on what a victim asks for."},
        {.name = "extraction", .number = AuthorityClass{10},
         .documentation = "Generates extracts for research."},
    };
}

std::vector<ScopeKind> make_scope_kinds() {
    std::vector<ScopeKind> made{
        {.name = "case", .number = ScopeKindNumber{1},
         .documentation = "One case file, of one person under supervision."},
        {.name = "case_su", .number = ScopeKindNumber{2},
         .documentation = "The part of a case that is shared with the service user."},
        {.name = "case_x", .number = ScopeKindNumber{3}, .audited = true,
         .documentation = "The restricted part of a case; only listed people are members."},
        {.name = "victim", .number = ScopeKindNumber{4}, .separate = true, .audited = true,
         .documentation = "What a victim liaison officer keeps; no case can read it."},
        {.name = "sug", .number = ScopeKindNumber{5},
         .documentation = "One service-user group."},
        {.name = "team", .number = ScopeKindNumber{6},
         .documentation = "What a team shares."},
        {.name = "staff", .number = ScopeKindNumber{7},
         .documentation = "One member of staff's own space; no manager reads it."},
        {.name = "pair", .number = ScopeKindNumber{8},
         .documentation = "What a member of staff shares with their manager."},
        {.name = "als", .number = ScopeKindNumber{9},
         .documentation = "One action learning set."},
        {.name = "org", .number = ScopeKindNumber{10},
         .documentation = "What the whole organisation reads."},
        {.name = "research", .number = ScopeKindNumber{11},
         .documentation =
             "What one research project may read: its approved extract, and the questionnaires "
             "that were handed in to it. Practitioners hand in and read nothing, not even what "
             "they handed in."},
        {.name = "audit", .number = ScopeKindNumber{12},
         .documentation =
             "Who read, exported, resolved and granted what. Everybody's devices write here, "
             "and only auditors read."},
        {.name = "bridge", .number = ScopeKindNumber{13},
         .documentation =
             "What a victim liaison officer and the officer of a case tell each other; nothing "
             "in it says who the victim is."},
    };
    made[0].roles = {  // of case: role, mask of classes, mask of rights
        {RoleNumber{1}, 1, 11},  // officer
        {RoleNumber{2}, 0, 3},  // duty_officer
        {RoleNumber{3}, 7, 27},  // manager
        {RoleNumber{9}, 6, 31},  // registrar
        {RoleNumber{15}, 0, 1},  // auditor
    };
    made[1].roles = {  // of case_su: role, mask of classes, mask of rights
        {RoleNumber{1}, 1, 11},  // officer
        {RoleNumber{2}, 0, 3},  // duty_officer
        {RoleNumber{3}, 3, 27},  // manager
        {RoleNumber{9}, 0, 29},  // registrar
        {RoleNumber{10}, 64, 3},  // service_user
        {RoleNumber{15}, 0, 1},  // auditor
    };
    made[2].roles = {  // of case_x: role, mask of classes, mask of rights
        {RoleNumber{1}, 1, 11},  // officer
        {RoleNumber{3}, 7, 27},  // manager
        {RoleNumber{9}, 0, 29},  // registrar
    };
    made[3].roles = {  // of victim: role, mask of classes, mask of rights
        {RoleNumber{9}, 0, 29},  // registrar
        {RoleNumber{11}, 257, 11},  // vlo
    };
    made[4].roles = {  // of sug: role, mask of classes, mask of rights
        {RoleNumber{4}, 16, 11},  // slt
        {RoleNumber{5}, 8, 11},  // chair
        {RoleNumber{6}, 0, 3},  // member
        {RoleNumber{7}, 0, 11},  // secretary
        {RoleNumber{8}, 0, 3},  // tablet
        {RoleNumber{9}, 8, 31},  // registrar
    };
    made[5].roles = {  // of team: role, mask of classes, mask of rights
        {RoleNumber{1}, 0, 11},  // officer
        {RoleNumber{2}, 0, 3},  // duty_officer
        {RoleNumber{3}, 162, 27},  // manager
        {RoleNumber{9}, 0, 29},  // registrar
    };
    made[6].roles = {  // of staff: role, mask of classes, mask of rights
        {RoleNumber{1}, 0, 11},  // officer
        {RoleNumber{9}, 0, 29},  // registrar
    };
    made[7].roles = {  // of pair: role, mask of classes, mask of rights
        {RoleNumber{1}, 0, 11},  // officer
        {RoleNumber{3}, 2, 27},  // manager
        {RoleNumber{9}, 0, 29},  // registrar
    };
    made[8].roles = {  // of als: role, mask of classes, mask of rights
        {RoleNumber{1}, 0, 11},  // officer
        {RoleNumber{3}, 0, 27},  // manager
        {RoleNumber{9}, 0, 29},  // registrar
        {RoleNumber{12}, 128, 11},  // trainer
    };
    made[9].roles = {  // of org: role, mask of classes, mask of rights
        {RoleNumber{1}, 0, 1},  // officer
        {RoleNumber{2}, 0, 1},  // duty_officer
        {RoleNumber{3}, 160, 27},  // manager
        {RoleNumber{4}, 48, 11},  // slt
        {RoleNumber{9}, 160, 31},  // registrar
        {RoleNumber{11}, 0, 1},  // vlo
        {RoleNumber{12}, 0, 1},  // trainer
        {RoleNumber{13}, 0, 1},  // researcher
        {RoleNumber{14}, 0, 1},  // administrator
        {RoleNumber{15}, 0, 1},  // auditor
    };
    made[10].roles = {  // of research: role, mask of classes, mask of rights
        {RoleNumber{1}, 0, 2},  // officer
        {RoleNumber{2}, 0, 2},  // duty_officer
        {RoleNumber{3}, 0, 2},  // manager
        {RoleNumber{9}, 512, 31},  // registrar
        {RoleNumber{13}, 0, 1},  // researcher
    };
    made[11].roles = {  // of audit: role, mask of classes, mask of rights
        {RoleNumber{1}, 0, 2},  // officer
        {RoleNumber{2}, 0, 2},  // duty_officer
        {RoleNumber{3}, 0, 2},  // manager
        {RoleNumber{4}, 0, 2},  // slt
        {RoleNumber{9}, 0, 31},  // registrar
        {RoleNumber{11}, 0, 2},  // vlo
        {RoleNumber{12}, 0, 2},  // trainer
        {RoleNumber{13}, 0, 2},  // researcher
        {RoleNumber{15}, 0, 1},  // auditor
    };
    made[12].roles = {  // of bridge: role, mask of classes, mask of rights
        {RoleNumber{1}, 1, 11},  // officer
        {RoleNumber{3}, 1, 27},  // manager
        {RoleNumber{9}, 0, 29},  // registrar
        {RoleNumber{11}, 256, 11},  // vlo
    };
    return made;
}

std::vector<Enum> make_enums() {
    return {
        {.name = "sex",
         .values = {
             {"female", 1},
             {"male", 2},
             {"other", 3},
             {"not_known", 4},
         },
         .documentation = "As recorded by the court."},
        {.name = "order_type",
         .values = {
             {"community_order", 1},
             {"suspended_sentence_order", 2},
             {"licence", 3},
             {"post_sentence_supervision", 4},
             {"youth_order", 5},
             {"custody", 6},
         },
         .documentation = "What the court imposed, or what follows release."},
        {.name = "offence_class",
         .values = {
             {"violent", 1},
             {"sexual", 2},
             {"other", 3},
         },
         .documentation = "As far as the rules ask."},
        {.name = "requirement_type",
         .values = {
             {"unpaid_work", 1},
             {"activity", 2},
             {"programme", 3},
             {"prohibited_activity", 4},
             {"curfew", 5},
             {"exclusion", 6},
             {"residence", 7},
             {"mental_health_treatment", 8},
             {"drug_rehabilitation", 9},
             {"alcohol_treatment", 10},
             {"supervision", 11},
             {"attendance_centre", 12},
         },
         .documentation = "The twelve of section 177 of the Criminal Justice Act 2003."},
        {.name = "requirement_phase",
         .values = {
             {"pre", 1},
             {"post", 2},
             {"standalone", 3},
         },
         .documentation = "Where an activity or programme stands in an order."},
        {.name = "requirement_theme",
         .values = {
             {"finance", 1},
             {"gambling", 2},
             {"vehicle_crime", 3},
             {"employment", 4},
             {"women", 5},
             {"victim_awareness", 6},
             {"restorative", 7},
         },
         .documentation = "What an activity works on."},
        {.name = "allocation_role",
         .values = {
             {"om", 1, "", "Offender manager"},
             {"ro", 2, "", "Responsible officer"},
             {"cover", 3, "", "Covering for the offender manager"},
             {"em_provider", 4, "", "Provider of electronic monitoring"},
             {"ac_officer", 5, "", "Officer in charge of an attendance centre"},
         },
         .documentation = "In what capacity somebody holds a case."},
        {.name = "contact_type",
         .values = {
             {"planned_office_visit", 1, "COAP", "Planned Office Visit (NS)"},
             {"home_visit", 2, "CHVS", "Home Visit to Case (NS)"},
             {"planned_doorstep_contact", 3, "CODC", "Planned Doorstep Contact (NS)"},
             {"planned_telephone_contact", 4, "COPT", "Planned Telephone Contact (NS)"},
             {"planned_video_contact", 5, "COVC", "Planned Video Contact (NS)"},
             {"three_way_meeting", 6, "C084", "3 Way Meeting (NS)"},
             {"initial_appointment_office", 7, "COAI", "Initial Appointment - In office (NS)"},
             {"initial_appointment_doorstep", 8, "CODI", "Initial Appointment on Doorstep (NS)"},
             {"programme_pre_group", 9, "CAPW", "Programme pre-group 1:1 (NS)"},
             {"unpaid_work_appointment", 10, "CUPA", "Unpaid work appointment (NS)"},
             {"drug_test_appointment", 11, "DRGAPT", "Drug Test Appointment (NS)"},
             {"email_or_text_to_offender", 12, "CMOB", "eMail/Text to Offender"},
             {"phone_contact_from_offender", 13, "CTOA", "Phone Contact from Offender"},
             {"management_oversight_recall", 14, "C191", "Management Oversight - Recall"},
             {"police_information_received", 15, "OWN-POL", "Police information received"},
             {"agency_contact", 16, "OWN-AGY", "Agency contact (housing/health/children)"},
             {"mappa_meeting", 17, "OWN-MAPPA", "MAPPA meeting"},
             {"sentence_plan_discussion", 18, "OWN-PLAN", "Sentence plan discussion"},
         },
         .documentation =
             "Kinds of contact, with the reference codes of the national case system."},
        {.name = "contact_category",
         .values = {
             {"supervision", 1},
             {"requirement", 2},
             {"communication", 3},
             {"information", 4},
             {"oversight", 5},
             {"planning", 6},
         },
         .documentation = "What a contact is for."},
        {.name = "place",
         .values = {
             {"office", 1},
             {"home", 2},
             {"doorstep", 3},
             {"phone", 4},
             {"video", 5},
             {"other", 6},
         },
         .documentation = "Where a contact happens."},
        {.name = "outcome",
         .values = {
             {"attended_complied", 1, "ATTC", "Attended - Complied"},
             {"attended_failed_to_comply", 2, "AFTC", "Attended - Failed to Comply"},
             {"attended_sent_home_behaviour", 3, "ATSH", "Attended - Sent Home (behaviour)"},
             {"attended_sent_home_service", 4, "ATSS", "Attended - Sent Home (service issues)"},
             {"attended_deemed_acceptable", 5, "AFDA", "Attended - FTC Deemed Acceptable"},
             {"failed_to_attend", 6, "AFTA", "Failed To Attend"},
             {"unacceptable_absence", 7, "UAAB", "Unacceptable Absence"},
             {"failed_other_instruction", 8, "ATFI", "Failed to Comply with other Instruction"},
             {"acceptable_medical", 9, "AAME", "Acceptable Absence - Medical"},
             {"acceptable_employment", 10, "AAEM", "Acceptable Absence - Employment"},
             {"acceptable_family", 11, "AAFC", "Acceptable Absence - Family/Childcare"},
             {"acceptable_court", 12, "AACL", "Acceptable Absence - Court/Legal"},
             {"acceptable_religious", 13, "AARE", "Acceptable Absence - Religious"},
             {"acceptable_holiday", 14, "AAHO", "Acceptable Absence - Holiday"},
             {"acceptable_in_custody", 15, "AARC", "Acceptable Absence - RIC"},
             {"acceptable_professional_judgement", 16, "CO05",
              "Acceptable Absence - Professional Judgement Decision"},
             {"rescheduled_by_service", 17, "RSSR", "Rescheduled - Service Request"},
             {"rescheduled_by_person", 18, "RSOF", "Rescheduled - PoP Request"},
             {"warrant_outstanding", 19, "CO38", "Warrant Outstanding"},
             {"suspended", 20, "CO40", "Suspended"},
         },
         .documentation =
             "What came of a contact, with the reference codes of the national case system."},
        {.name = "enforcement_action",
         .values = {
             {"first_warning_letter", 1, "EA02", "First Warning Letter Sent"},
             {"second_warning_letter", 2, "EA03", "Second Warning Letter Sent"},
             {"other_enforcement_letter", 3, "EA05", "Other Enforcement Letter Sent"},
             {"withdraw_warning_letter", 4, "EA06", "Withdraw Warning Letter"},
             {"withdrawal_of_warning", 5, "EA07", "Withdrawal of Warning"},
             {"breach_letter", 6, "EA08", "Breach Letter Sent"},
             {"recall_requested", 7, "EA11", "Recall Requested"},
             {"decision_pending", 8, "EA12", "Decision Pending Response"},
             {"breach_or_recall_initiated", 9, "IBR", "Breach / Recall Initiated"},
             {"immediate_breach_or_recall", 10, "IMB", "Immediate Breach or Recall"},
             {"breach_requested", 11, "BRE01", "Breach Requested"},
             {"breach_request_actioned", 12, "BRE02", "Breach Request Actioned"},
             {"licence_compliance_letter", 13, "LCL", "Licence Compliance Letter Sent"},
             {"refer_to_offender_manager", 14, "ROM", "Refer to Offender Manager"},
             {"no_further_action", 15, "NFA", "No Further Action"},
             {"enforcement_letter_requested", 16, "WLS", "Enforcement Letter Requested"},
         },
         .documentation =
             "Steps of enforcement, with the reference codes of the national case system."},
        {.name = "evidence_kind",
         .values = {
             {"medical", 1},
             {"employment", 2},
             {"family", 3},
             {"court", 4},
             {"other", 5},
         },
         .documentation = "What was handed in for an absence."},
        {.name = "evidence_decision",
         .values = {
             {"pending", 1},
             {"accepted", 2},
             {"rejected", 3},
         },
         .documentation = "Whether it excuses the absence."},
        {.name = "rosh_level", .protective = true,
         .values = {
             {"low", 1, "", "Low"},
             {"medium", 2, "", "Medium"},
             {"high", 3, "", "High"},
             {"very_high", 4, "", "Very high"},
         },
         .documentation = "Level of risk of serious harm."},
        {.name = "flag_type",
         .values = {
             {"risk_of_serious_harm_low", 1, "RLRH", "Low risk of serious harm"},
             {"risk_of_serious_harm_medium", 2, "RMRH", "Medium risk of serious harm"},
             {"risk_of_serious_harm_high", 3, "RHRH", "High risk of serious harm"},
             {"risk_of_serious_harm_very_high", 4, "RVHR", "Very high risk of serious harm"},
             {"child_concerns", 5, "RCCO", "Child concerns"},
             {"child_protection", 6, "RCPR", "Child protection"},
             {"risk_to_children", 7, "RCHD", "Risk to children"},
             {"mental_health", 8, "RMDO", "Mental health"},
             {"self_harm", 9, "ALSH", "Suicide or self-harm"},
             {"vulnerability", 10, "RVLN", "Vulnerability"},
             {"vulnerable_adult", 11, "RVAD", "Adult at risk"},
             {"gangs", 12, "STRG", "Street gangs"},
             {"terrorism", 13, "RTAO", "Terrorism"},
             {"public_interest", 14, "RPIR", "Public interest"},
             {"domestic_abuse", 15, "", "Domestic abuse"},
             {"stalking", 16, "", "Stalking"},
         },
         .documentation = "Registers a person can be on."},
        {.name = "flag_status", .protective = true,
         .values = {
             {"ended", 1},
             {"active", 2},
         },
         .documentation = "Whether a register flag is in force."},
        {.name = "plan_kind",
         .values = {
             {"initial", 1},
             {"review", 2},
             {"terminate", 3},
             {"transfer", 4},
             {"other", 5},
         },
         .documentation = "Why a plan was made."},
        {.name = "plan_pilot",
         .values = {
             {"none", 1},
             {"web", 2},
             {"stones", 3},
             {"btei", 4},
             {"bite_sized", 5},
         },
         .documentation = "The planning tool of a pilot."},
        {.name = "need_area",
         .values = {
             {"accommodation", 1},
             {"employment_and_education", 2},
             {"finances", 3},
             {"drug_use", 4},
             {"alcohol_use", 5},
             {"health_and_wellbeing", 6},
             {"personal_relationships_and_community", 7},
             {"thinking_behaviours_and_attitudes", 8},
         },
         .documentation = "The area of life that a goal is about."},
        {.name = "goal_status",
         .values = {
             {"active", 1},
             {"future", 2},
             {"achieved", 3},
             {"removed", 4},
         },
         .documentation = "How far a goal has come."},
        {.name = "step_status",
         .values = {
             {"not_started", 1},
             {"in_progress", 2},
             {"completed", 3},
             {"cannot_be_done_yet", 4},
             {"no_longer_needed", 5},
         },
         .documentation = "How far a step has come."},
        {.name = "step_actor",
         .values = {
             {"service_user", 1, "", "The service user"},
             {"officer", 2, "", "The offender manager"},
             {"partner", 3, "", "A partner agency"},
             {"programme_tutor", 4, "", "The programme tutor"},
             {"family", 5, "", "Family or friends"},
         },
         .documentation = "Who is to take a step."},
        {.name = "issue_status",
         .values = {
             {"raised", 1},
             {"agreed", 2},
             {"escalated", 3},
             {"answered", 4},
             {"closed", 5},
             {"reopened", 6},
         },
         .documentation = "How far an issue of a service-user group has come."},
        {.name = "response_decision",
         .values = {
             {"done", 1},
             {"will_do", 2},
             {"cannot", 3},
         },
         .documentation = "What the senior leadership team decided."},
        {.name = "voice",
         .values = {
             {"om", 1, "", "The offender manager"},
             {"su", 2, "", "The service user"},
         },
         .documentation =
             "Whose account, score or agreement it is; the two are never merged into one."},
        {.name = "activity_outcome",
         .values = {
             {"attended", 1, "", "Attended"},
             {"left_early", 2, "", "Left early"},
             {"acceptable_absence", 3, "", "Acceptable absence"},
             {"unacceptable_absence", 4, "", "Unacceptable absence"},
             {"cancelled", 5, "", "Cancelled by the service"},
         },
         .documentation = "What came of one activity day."},
        {.name = "address_kind",
         .values = {
             {"main", 1},
             {"temporary", 2},
             {"bail", 3},
             {"approved_premises", 4},
             {"postal", 5},
             {"other", 6},
         },
         .documentation = "What an address is for."},
        {.name = "address_status",
         .values = {
             {"reported", 1},
             {"verified", 2},
             {"ended", 3},
         },
         .documentation = "Whether an address has been confirmed."},
        {.name = "phone_kind",
         .values = {
             {"mobile", 1},
             {"home", 2},
             {"work", 3},
             {"relative", 4},
             {"other", 5},
         },
         .documentation = "Kind of telephone number."},
        {.name = "report_type",
         .values = {
             {"standard_delivery", 1, "", "Standard delivery report"},
             {"standard_delivery_custody", 2, "",
              "Standard delivery report on a person in custody"},
             {"fast_delivery", 3, "", "Fast delivery report"},
             {"oral", 4, "", "Oral report"},
             {"parole", 5, "", "Parole report"},
             {"breach", 6, "", "Breach report"},
         },
         .documentation = "Reports that a court or a parole board asks for."},
        {.name = "risk_tool",
         .values = {
             {"ogrs3", 1, "", "OGRS3"},
             {"ogp", 2, "", "OGP"},
             {"ovp", 3, "", "OVP"},
             {"rsr", 4, "", "RSR"},
             {"osp", 5, "", "OSP"},
             {"arp", 6, "", "ARP"},
             {"sara", 7, "", "SARA"},
             {"other", 8, "", "Another tool"},
         },
         .documentation = "A tool that calculates a score of risk."},
        {.name = "need_severity",
         .values = {
             {"none", 1},
             {"standard", 2},
             {"severe", 3},
         },
         .documentation = "How much an area of life stands in the way."},
        {.name = "oasys_section",
         .values = {
             {"accommodation", 1},
             {"education_training_employability", 2},
             {"financial_management", 3},
             {"relationships", 4},
             {"lifestyle_and_associates", 5},
             {"drug_misuse", 6},
             {"alcohol_misuse", 7},
             {"emotional_wellbeing", 8},
             {"thinking_and_behaviour", 9},
             {"attitudes", 10},
         },
         .documentation =
             "The ten sections of OASys on needs, for mapping to the areas used here."},
        {.name = "involvement",
         .values = {
             {"took_part", 1},
             {"not_involved", 2},
             {"unable", 3},
         },
         .documentation = "Whether the service user took part, as one voice says."},
        {.name = "agreement_status",
         .values = {
             {"draft", 1},
             {"agreed", 2},
             {"do_not_agree", 3},
             {"could_not_answer", 4},
             {"updated_agreed", 5},
             {"updated_do_not_agree", 6},
         },
         .documentation =
             "What a signer said of a plan; the two updated ones are said of a later version."},
        {.name = "visual_form_kind",
         .values = {
             {"web", 1, "", "The Web"},
             {"stones", 2, "", "Stepping Stones"},
         },
         .documentation = "Which picture a form is."},
        {.name = "map_kind",
         .values = {
             {"free", 1, "", "Free map"},
             {"guide", 2, "", "Guide map"},
             {"information", 3, "", "Information map"},
         },
         .documentation = "Which of the three forms of node-link map it is."},
        {.name = "map_node_kind",
         .values = {
             {"start", 1},
             {"idea", 2},
             {"feeling", 3},
             {"action", 4},
             {"person", 5},
             {"consequence", 6},
             {"strength", 7},
             {"question", 8},
         },
         .documentation = "What a node of a map stands for."},
        {.name = "map_link_kind",
         .values = {
             {"leads_to", 1, "", "leads to"},
             {"part_of", 2, "", "part of"},
             {"helps", 3, "", "helps"},
             {"gets_in_the_way_of", 4, "", "gets in the way of"},
             {"because_of", 5, "", "because of"},
             {"instead_i_could", 6, "", "instead I could"},
             {"example", 7, "", "example"},
             {"next", 8, "", "next"},
         },
         .documentation = "How one node of a map bears on another."},
        {.name = "wave",
         .values = {
             {"start", 1},
             {"mid", 2},
             {"end", 3},
         },
         .documentation = "When in a period of supervision a questionnaire is filled in."},
        {.name = "skill_mode",
         .values = {
             {"taught", 1},
             {"practised", 2},
             {"used", 3},
         },
         .documentation = "How a skill was worked on."},
        {.name = "skill_area",
         .values = {
             {"set_up", 1, "", "Set-up"},
             {"non_verbal", 2, "", "Non-verbal communication"},
             {"verbal", 3, "", "Verbal communication"},
             {"authority", 4, "", "Effective use of authority"},
             {"motivational_interviewing", 5, "", "Motivational interviewing"},
             {"pro_social_modelling", 6, "", "Pro-social modelling"},
             {"problem_solving", 7, "", "Problem solving"},
             {"cognitive_restructuring", 8, "", "Cognitive restructuring"},
             {"structure", 9, "", "Overall interview structure"},
         },
         .documentation = "The nine areas of the checklist by which a session is observed."},
        {.name = "training_type",
         .values = {
             {"core_three_day", 1, "", "Three-day core course"},
             {"follow_up", 2, "", "Quarterly follow-up of a team"},
             {"als_facilitator", 3, "", "Facilitators of action learning sets"},
             {"rsm_workshop", 4, "", "Workshop on reflective supervision"},
             {"other", 5, "", "Another event"},
         },
         .documentation = "Kind of training event."},
        {.name = "attendance_status",
         .values = {
             {"booked", 1},
             {"attended", 2},
             {"attended_in_part", 3},
             {"missed", 4},
             {"cancelled", 5},
         },
         .documentation = "How far somebody's attendance of a training event has come."},
        {.name = "supervision_kind",
         .values = {
             {"reflective_supervision", 1, "", "Reflective supervision"},
             {"observed_practice", 2, "", "After observed practice"},
             {"case_discussion", 3, "", "Discussion of a case in depth"},
         },
         .documentation = "What a supervision session is."},
        {.name = "action_status",
         .values = {
             {"open", 1},
             {"in_progress", 2},
             {"done", 3},
             {"dropped", 4},
         },
         .documentation = "How far an action has come."},
        {.name = "quality_dimension",
         .values = {
             {"assessment", 1},
             {"planning", 2},
             {"engagement", 3},
             {"delivery", 4},
             {"risk", 5},
             {"victim", 6},
             {"outcome", 7},
         },
         .documentation = "What a quality review looks at."},
        {.name = "judgement_decision",
         .values = {
             {"decided_otherwise", 1, "", "Decided otherwise"},
             {"exception", 2, "", "Exception of the manager"},
             {"not_applicable", 3, "", "The rule does not apply"},
             {"done_elsewhere", 4, "", "Done and recorded elsewhere"},
         },
         .documentation = "What somebody decided instead of what a rule proposes."},
        {.name = "access_limit_kind",
         .values = {
             {"exclusion", 1, "", "Named staff are barred"},
             {"restriction", 2, "", "Only named staff may read"},
         },
         .documentation = "How the readers of a case are limited."},
        {.name = "person_link_status",
         .values = {
             {"suspected", 1, "", "Possibly the same"},
             {"different_people", 2, "", "Different people"},
             {"same_person", 3, "", "The same person, kept apart"},
             {"merged", 4, "", "Merged"},
             {"unmerged", 5, "", "Merge undone"},
         },
         .documentation = "Whether two records are of one person."},
        {.name = "victim_opt", .protective = true,
         .values = {
             {"opted_in", 1, "", "Wants contact"},
             {"later", 2, "", "Perhaps later"},
             {"opted_out", 3, "", "Wants no contact"},
         },
         .documentation = "Whether a victim wants contact."},
        {.name = "victim_contact_kind",
         .values = {
             {"letter", 1},
             {"telephone", 2},
             {"meeting", 3},
             {"message", 4},
         },
         .documentation = "How a victim was in touch with the liaison officer."},
        {.name = "licence_condition_kind",
         .values = {
             {"no_contact", 1},
             {"exclusion_zone", 2},
             {"residence", 3},
             {"supervision", 4},
             {"other", 5},
         },
         .documentation = "What a requested licence condition does."},
        {.name = "licence_request_status",
         .values = {
             {"received", 1},
             {"drafted", 2},
             {"in_licence", 3},
             {"refused", 4},
         },
         .documentation = "What became of a requested licence condition."},
        {.name = "case_notice_kind",
         .values = {
             {"sentence", 1},
             {"release_date", 2},
             {"parole_hearing", 3},
             {"condition_added", 4},
             {"condition_ended", 5},
             {"recall", 6},
             {"end_of_sentence", 7},
         },
         .documentation = "What a victim liaison officer is told of a case."},
        {.name = "group_role",
         .values = {
             {"member", 1},
             {"chair", 2},
             {"vice_chair", 3},
             {"secretary", 4},
             {"visitor", 5},
         },
         .documentation = "What a member does in a service-user group."},
        {.name = "policy_subject",
         .values = {
             {"responsible_officer", 1, "", "Who is the responsible officer"},
             {"programme_without_supervision", 2, "", "Programme without supervision"},
             {"activity_days", 3, "", "Activity days before and after a programme"},
             {"change_work", 4, "", "Change work"},
             {"sentence_planning", 5, "", "Sentence planning"},
             {"service_user_groups", 6, "", "Service-user groups"},
             {"other", 7, "", "Something else"},
         },
         .documentation = "What a local policy is about."},
        {.name = "research_basis",
         .values = {
             {"consent", 1},
             {"approved", 2},
         },
         .documentation = "On what basis a research project is given data."},
        {.name = "research_choice", .protective = true,
         .values = {
             {"consents", 1},
             {"not_asked", 2},
             {"declines", 3},
             {"withdrawn", 4},
         },
         .documentation = "What a service user said to taking part in research."},
        {.name = "audit_deed",
         .values = {
             {"read", 1},
             {"export", 2},
             {"resolution", 3},
             {"grant", 4},
             {"cover_access", 5},
             {"withdrawal", 6},
             {"erase", 7},
             {"sign_in", 8},
             {"print", 9},
             {"merge", 10},
             {"refusal", 11},
             {"reclassification", 12},
         },
         .documentation = "What an entry of the audit tells of."},
    };
}

Collection make_person() {
    Collection made;
    made.name = "person";
    made.number = CollectionNumber{1};
    made.table = "person";
    made.scope_kinds = {"case"};
    made.documentation = "The person under supervision; one record in a case.";
    made.fields = {
        {.name = "name", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 200}, .required = true,
         .full_text = true,
         .documentation = "Full name."},
        {.name = "crn", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 20}, .indexed = true,
         .documentation = "Case reference number."},
        {.name = "born_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Date of birth."},
        {.name = "sex", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "sex",
         .documentation = "Sex as recorded by the court."},
        {.name = "ethnicity", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "Ethnicity in the person's own words."},
        {.name = "language", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "First language."},
        {.name = "disability", .number = FieldNumber{7}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 500},
         .documentation = "Disability as the person describes it."},
        {.name = "phones", .number = FieldNumber{8}, .type = FieldType::text, .rule = Rule::set,
         .limits = {.length_max = 40},
         .documentation = "Telephone numbers in use."},
        {.name = "addresses", .number = FieldNumber{9}, .type = FieldType::text,
         .rule = Rule::set, .limits = {.length_max = 500},
         .documentation = "Known addresses; two people may each learn of a move."},
        {.name = "main_address", .number = FieldNumber{10}, .type = FieldType::text,
         .rule = Rule::multi_value, .limits = {.length_max = 500},
         .documentation = "The address where the person mainly lives."},
        {.name = "accessibility_needs", .number = FieldNumber{11}, .type = FieldType::text,
         .rule = Rule::set, .limits = {.length_max = 200},
         .documentation = "What the person needs to take part."},
        {.name = "interpreters", .number = FieldNumber{12}, .type = FieldType::text,
         .rule = Rule::set, .limits = {.length_max = 100},
         .documentation = "Languages for which an interpreter is needed."},
        {.name = "main_address_id", .number = FieldNumber{13}, .type = FieldType::id,
         .rule = Rule::multi_value, .target = "address",
         .documentation =
             "The dated address where the person mainly lives; of two, whoever next confirms "
             "one decides."},
        {.name = "pnc", .number = FieldNumber{14}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 20}, .indexed = true,
         .documentation = "Number in the police national computer."},
        {.name = "former_names", .number = FieldNumber{15}, .type = FieldType::text,
         .rule = Rule::set, .limits = {.length_max = 200}, .full_text = true,
         .documentation = "Names the person has had or goes by."},
    };
    return made;
}

Collection make_order() {
    Collection made;
    made.name = "order";
    made.number = CollectionNumber{2};
    made.table = "orders";
    made.scope_kinds = {"case"};
    made.documentation =
        "A sentence or licence under which the person is supervised, as the court "
        "recorded it.";
    made.fields = {
        {.name = "type", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{3}, .enum_name = "order_type",
         .required = true,
         .documentation = "Kind of order."},
        {.name = "court", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{3}, .limits = {.length_max = 200},
         .documentation = "The sentencing court."},
        {.name = "sentenced_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .documentation = "Day of sentence."},
        {.name = "starts_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .documentation = "First day of supervision: sentence or release."},
        {.name = "ends_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .documentation = "Last day of supervision."},
        {.name = "custody_months", .number = FieldNumber{6}, .type = FieldType::integer,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .limits = {.minimum = 0, .maximum = 1200},
         .documentation = "Custodial part of the sentence in months."},
        {.name = "offence_class", .number = FieldNumber{7}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{3}, .enum_name = "offence_class",
         .documentation = "Class of the main offence."},
        {.name = "on_remand", .number = FieldNumber{8}, .type = FieldType::boolean,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .documentation = "Whether the person was remanded in custody."},
        {.name = "recalled_on", .number = FieldNumber{9}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .documentation = "Day of a recall to custody, from which plan and contacts rest."},
        {.name = "terminated_on", .number = FieldNumber{10}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .documentation = "Day on which a court ended it early."},
    };
    return made;
}

Collection make_requirement() {
    Collection made;
    made.name = "requirement";
    made.number = CollectionNumber{3};
    made.table = "requirement";
    made.scope_kinds = {"case"};
    made.parent = "order_id";
    made.documentation = "A requirement of an order.";
    made.fields = {
        {.name = "order_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .authority = AuthorityClass{3}, .target = "order",
         .required = true,
         .documentation = "The order that imposes it."},
        {.name = "type", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{3}, .enum_name = "requirement_type",
         .required = true,
         .documentation = "Kind of requirement."},
        {.name = "days", .number = FieldNumber{3}, .type = FieldType::integer,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .limits = {.minimum = 0, .maximum = 1100},
         .documentation = "Length in days where it has one."},
        {.name = "hours", .number = FieldNumber{4}, .type = FieldType::integer,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .limits = {.minimum = 0, .maximum = 300},
         .documentation = "Length in hours of unpaid work."},
        {.name = "phase", .number = FieldNumber{5}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{3}, .enum_name = "requirement_phase",
         .documentation = "Where it stands in the order."},
        {.name = "theme", .number = FieldNumber{6}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{3}, .enum_name = "requirement_theme",
         .documentation = "What an activity works on."},
        {.name = "electronically_monitored", .number = FieldNumber{8}, .type = FieldType::boolean,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .documentation =
             "Whether it is monitored electronically, which decides who is responsible "
             "officer."},
        {.name = "notes", .number = FieldNumber{7}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 100000}, .full_text = true,
         .documentation = "Remarks on carrying it out."},
    };
    return made;
}

Collection make_allocation() {
    Collection made;
    made.name = "allocation";
    made.number = CollectionNumber{4};
    made.table = "allocation";
    made.scope_kinds = {"case"};
    made.documentation =
        "A spell in which somebody holds or covers the case; a transfer adds one and "
        "erases none.";
    made.fields = {
        {.name = "staff", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{2}, .limits = {.length_max = 100},
         .required = true, .indexed = true,
         .documentation = "The holder, by staff reference."},
        {.name = "role", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{2}, .enum_name = "allocation_role",
         .required = true,
         .documentation = "In what capacity."},
        {.name = "starts_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{2}, .required = true,
         .documentation = "First day of the spell."},
        {.name = "ends_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{2},
         .documentation = "Last day of the spell; empty while it runs."},
        {.name = "reason", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{2}, .limits = {.length_max = 500},
         .documentation = "Why the case came to the holder."},
    };
    return made;
}

Collection make_contact() {
    Collection made;
    made.name = "contact";
    made.number = CollectionNumber{5};
    made.table = "contact";
    made.scope_kinds = {"case", "case_x"};
    made.documentation =
        "One appointment, visit, call or other contact; a sensitive one lives in the "
        "restricted part of the case.";
    made.fields = {
        {.name = "type", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "contact_type", .required = true, .indexed = true,
         .documentation = "Kind of contact."},
        {.name = "category", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "contact_category",
         .documentation = "What the contact is for."},
        {.name = "starts", .number = FieldNumber{3}, .type = FieldType::instant,
         .rule = Rule::group, .group = "times", .indexed = true,
         .documentation = "When it begins, or began."},
        {.name = "ends", .number = FieldNumber{4}, .type = FieldType::instant,
         .rule = Rule::group, .group = "times",
         .documentation = "When it ends, or ended; may be empty."},
        {.name = "place", .number = FieldNumber{6}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "place",
         .documentation = "Where it happens."},
        {.name = "staff", .number = FieldNumber{7}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100}, .indexed = true,
         .documentation = "Who sees the person, by staff reference."},
        {.name = "requirement_id", .number = FieldNumber{8}, .type = FieldType::id,
         .rule = Rule::register_, .target = "requirement",
         .documentation = "The requirement it counts towards."},
        {.name = "ns_flag", .number = FieldNumber{9}, .type = FieldType::boolean,
         .rule = Rule::register_,
         .documentation = "Whether it counts under the National Standards."},
        {.name = "planned", .number = FieldNumber{10}, .type = FieldType::boolean,
         .rule = Rule::register_,
         .documentation = "Whether it was arranged beforehand."},
        {.name = "outcome", .number = FieldNumber{11}, .type = FieldType::enumeration,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1}, .enum_name = "outcome",
         .indexed = true,
         .documentation = "What came of it; while two people differ, enforcement waits."},
        {.name = "notes", .number = FieldNumber{12}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 100000}, .full_text = true,
         .documentation =
             "What happened; an addendum or correction is a new entry, since it may be read in "
             "court."},
        {.name = "enforcement_action", .number = FieldNumber{13}, .type = FieldType::enumeration,
         .rule = Rule::log, .enum_name = "enforcement_action",
         .documentation = "Steps of enforcement taken because of it."},
        {.name = "attended", .number = FieldNumber{14}, .type = FieldType::boolean,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1},
         .documentation = "Whether the person came, where the outcome does not say."},
        {.name = "complied", .number = FieldNumber{15}, .type = FieldType::boolean,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1},
         .documentation =
             "Whether the person did what was asked, where the outcome does not say."},
        {.name = "warning", .number = FieldNumber{16}, .type = FieldType::enumeration,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1},
         .enum_name = "enforcement_action",
         .documentation =
             "The one warning that stands for this failure; of two, the officer decides."},
        {.name = "draft", .number = FieldNumber{17}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 60000},
         .documentation =
             "Notes that their author has not finished; finished, they become an entry of "
             "notes."},
    };
    made.groups = {
        {.name = "times", .number = FieldNumber{5}, .members = {"starts", "ends"},
         .documentation = "A contact is moved as a whole."},
    };
    return made;
}

Collection make_evidence() {
    Collection made;
    made.name = "evidence";
    made.number = CollectionNumber{6};
    made.table = "evidence";
    made.scope_kinds = {"case"};
    made.parent = "contact_id";
    made.documentation = "What the person handed in to explain an absence.";
    made.fields = {
        {.name = "contact_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "contact", .required = true,
         .documentation = "The contact that was missed."},
        {.name = "kind", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "evidence_kind", .required = true,
         .documentation = "What was handed in."},
        {.name = "received_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which it was received."},
        {.name = "decision", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1},
         .enum_name = "evidence_decision",
         .documentation = "Whether it excuses the absence."},
        {.name = "notes", .number = FieldNumber{5}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "What it says, and why it was accepted or not."},
    };
    return made;
}

Collection make_risk_assessment() {
    Collection made;
    made.name = "risk_assessment";
    made.number = CollectionNumber{7};
    made.table = "risk_assessment";
    made.scope_kinds = {"case"};
    made.documentation =
        "The risk of serious harm; one record in a case, edited as the risk changes. A "
        "wrong lower level is the dangerous error.";
    made.fields = {
        {.name = "rosh", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::cautious, .resolver = AuthorityClass{2}, .enum_name = "rosh_level",
         .indexed = true,
         .documentation = "Overall level, which sets how often the person is seen."},
        {.name = "rosh_children", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::cautious, .resolver = AuthorityClass{2}, .enum_name = "rosh_level",
         .documentation = "Level of risk to children."},
        {.name = "rosh_public", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::cautious, .resolver = AuthorityClass{2}, .enum_name = "rosh_level",
         .documentation = "Level of risk to the public."},
        {.name = "rosh_known_adult", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::cautious, .resolver = AuthorityClass{2}, .enum_name = "rosh_level",
         .documentation = "Level of risk to an adult the person knows."},
        {.name = "rosh_staff", .number = FieldNumber{5}, .type = FieldType::enumeration,
         .rule = Rule::cautious, .resolver = AuthorityClass{2}, .enum_name = "rosh_level",
         .documentation = "Level of risk to staff."},
        {.name = "rosh_prisoners", .number = FieldNumber{6}, .type = FieldType::enumeration,
         .rule = Rule::cautious, .resolver = AuthorityClass{2}, .enum_name = "rosh_level",
         .documentation = "Level of risk to prisoners."},
        {.name = "mappa_category", .number = FieldNumber{7}, .type = FieldType::integer,
         .rule = Rule::multi_value, .resolver = AuthorityClass{2},
         .limits = {.minimum = 1, .maximum = 4},
         .documentation =
             "Category under the public protection arrangements, of which none protects more "
             "than another."},
        {.name = "mappa_level", .number = FieldNumber{8}, .type = FieldType::integer,
         .rule = Rule::cautious, .resolver = AuthorityClass{2}, .protective = Protective::higher,
         .limits = {.minimum = 1, .maximum = 3},
         .documentation = "Level at which the arrangements are managed."},
        {.name = "assessed_on", .number = FieldNumber{9}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day of the latest assessment."},
        {.name = "reasons", .number = FieldNumber{10}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "Why the assessor set a level."},
        {.name = "scores", .number = FieldNumber{11}, .type = FieldType::json, .rule = Rule::log,
         .limits = {.length_max = 2000},
         .documentation = "Calculations: tool, version, score, band, calculated_on."},
        {.name = "narrative", .number = FieldNumber{12}, .type = FieldType::text,
         .rule = Rule::text, .limits = {.length_max = 60000}, .full_text = true,
         .documentation =
             "Who is at risk, of what, when and why; several people may write in it at once."},
        {.name = "management_plan", .number = FieldNumber{13}, .type = FieldType::text,
         .rule = Rule::text, .limits = {.length_max = 60000}, .full_text = true,
         .documentation =
             "Who does what to keep the risk down; several people may write in it at once."},
        {.name = "mappa_level_minuted", .number = FieldNumber{14}, .type = FieldType::integer,
         .rule = Rule::group, .authority = AuthorityClass{2}, .group = "mappa_minuted",
         .limits = {.minimum = 1, .maximum = 3},
         .documentation =
             "The level that a meeting set; it counts over what was recorded before it."},
        {.name = "mappa_minuted_on", .number = FieldNumber{15}, .type = FieldType::date,
         .rule = Rule::group, .authority = AuthorityClass{2}, .group = "mappa_minuted",
         .documentation = "Day of that meeting."},
        {.name = "rosh_since", .number = FieldNumber{17}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation =
             "Day since which the overall level has held, from which weekly contact counts."},
    };
    made.groups = {
        {.name = "mappa_minuted", .number = FieldNumber{16},
         .members = {"mappa_level_minuted", "mappa_minuted_on"}, .authority = AuthorityClass{2},
         .documentation = "What a meeting under the public protection arrangements minuted."},
    };
    return made;
}

Collection make_register_flag() {
    Collection made;
    made.name = "register_flag";
    made.number = CollectionNumber{8};
    made.table = "register_flag";
    made.scope_kinds = {"case"};
    made.natural_key = {"type"};
    made.documentation =
        "A register that the person is on; when one ends it and another affirms it, it "
        "stays.";
    made.fields = {
        {.name = "type", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "flag_type", .required = true,
         .documentation = "Which register."},
        {.name = "starts_on", .number = FieldNumber{2}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day from which it holds."},
        {.name = "review_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day by which it is looked at again."},
        {.name = "status", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::cautious, .resolver = AuthorityClass{2}, .enum_name = "flag_status",
         .documentation = "Whether it is in force."},
        {.name = "ended_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which it ended."},
        {.name = "notes", .number = FieldNumber{6}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "Why it was set or ended."},
    };
    return made;
}

Collection make_plan() {
    Collection made;
    made.name = "plan";
    made.number = CollectionNumber{9};
    made.table = "plan";
    made.scope_kinds = {"case_su", "case"};
    made.documentation =
        "A sentence plan; in the case itself where nothing is shared with the service "
        "user.";
    made.fields = {
        {.name = "kind", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{1}, .enum_name = "plan_kind",
         .required = true,
         .documentation = "Why it was made."},
        {.name = "pilot", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "plan_pilot",
         .documentation = "The planning tool in use."},
        {.name = "window_starts_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day from which its six weeks run."},
        {.name = "involvement", .number = FieldNumber{4}, .type = FieldType::json,
         .rule = Rule::log, .limits = {.length_max = 5000},
         .documentation =
             "Each voice's account: voice (om, su), discussed_on, involved (yes, no, unable), "
             "note."},
        {.name = "goal_order", .number = FieldNumber{5}, .type = FieldType::id,
         .rule = Rule::ordered_list, .target = "goal",
         .documentation =
             "The goals in the order agreed with the person; a goal that is not in it comes "
             "after."},
        {.name = "frozen_on", .number = FieldNumber{6}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{2},
         .documentation =
             "Day from which the plan rests, after a recall; empty while it is worked on."},
    };
    return made;
}

Collection make_goal() {
    Collection made;
    made.name = "goal";
    made.number = CollectionNumber{10};
    made.table = "goal";
    made.scope_kinds = {"case_su", "case"};
    made.parent = "plan_id";
    made.documentation = "Something the person wants to reach.";
    made.fields = {
        {.name = "plan_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "plan", .required = true,
         .documentation = "The plan it belongs to."},
        {.name = "short_title", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 200}, .required = true,
         .full_text = true,
         .documentation =
             "The goal in a few words; the wording that several people write together comes as "
             "a field of its own."},
        {.name = "area", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "need_area",
         .documentation = "The area of life it is about."},
        {.name = "status", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1}, .enum_name = "goal_status",
         .documentation = "How far it has come."},
        {.name = "target_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day by which it is to be reached."},
        {.name = "step_order", .number = FieldNumber{6}, .type = FieldType::id,
         .rule = Rule::ordered_list, .target = "step",
         .documentation =
             "The steps in order, as stepping stones are; a step that is not in it comes "
             "after."},
        {.name = "title", .number = FieldNumber{7}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 2000}, .full_text = true,
         .documentation = "The goal in words that several people write together."},
    };
    return made;
}

Collection make_step() {
    Collection made;
    made.name = "step";
    made.number = CollectionNumber{11};
    made.table = "step";
    made.scope_kinds = {"case_su", "case"};
    made.parent = "goal_id";
    made.documentation = "A small thing to do on the way to a goal.";
    made.fields = {
        {.name = "goal_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "goal", .required = true,
         .documentation = "The goal it leads to."},
        {.name = "short_description", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 200}, .required = true,
         .full_text = true,
         .documentation =
             "The step in a few words; the wording that several people write together comes as "
             "a field of its own."},
        {.name = "actors", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::set, .enum_name = "step_actor",
         .documentation = "Who is to take it."},
        {.name = "status", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1}, .enum_name = "step_status",
         .documentation = "How far it has come."},
        {.name = "done_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which it was done."},
        {.name = "done_by", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "Who ticked it."},
        {.name = "description", .number = FieldNumber{7}, .type = FieldType::text,
         .rule = Rule::text, .limits = {.length_max = 2000}, .full_text = true,
         .documentation = "The step in words that several people write together."},
        {.name = "due_on", .number = FieldNumber{8}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day by which it is to be done."},
    };
    return made;
}

Collection make_group() {
    Collection made;
    made.name = "group";
    made.number = CollectionNumber{12};
    made.table = "sug_group";
    made.scope_kinds = {"sug"};
    made.documentation = "A service-user group.";
    made.fields = {
        {.name = "name", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 200}, .required = true,
         .full_text = true,
         .documentation = "What the group calls itself."},
        {.name = "ldu", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 200},
         .documentation = "The local delivery unit it speaks to."},
        {.name = "members", .number = FieldNumber{3}, .type = FieldType::text, .rule = Rule::set,
         .limits = {.length_max = 64},
         .documentation = "Tokens of the members; no token tells who it is."},
        {.name = "chair", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{4}, .limits = {.length_max = 64},
         .documentation = "Token of the elected chair."},
        {.name = "elected_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{4},
         .documentation = "Day on which the chair was elected."},
    };
    return made;
}

Collection make_meeting() {
    Collection made;
    made.name = "meeting";
    made.number = CollectionNumber{13};
    made.table = "meeting";
    made.scope_kinds = {"sug"};
    made.parent = "group_id";
    made.documentation = "A meeting of a service-user group.";
    made.fields = {
        {.name = "group_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "group", .required = true,
         .documentation = "The group that meets."},
        {.name = "held_on", .number = FieldNumber{2}, .type = FieldType::date,
         .rule = Rule::register_, .required = true, .indexed = true,
         .documentation = "Day of the meeting."},
        {.name = "place", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 200},
         .documentation = "Where the group meets."},
        {.name = "attendance", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::set, .limits = {.length_max = 64},
         .documentation = "Tokens of those present."},
        {.name = "minutes", .number = FieldNumber{5}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 100000}, .full_text = true,
         .documentation = "What was said and decided."},
        {.name = "agenda", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::ordered_list, .limits = {.length_max = 500}, .full_text = true,
         .documentation = "What the meeting goes through."},
        {.name = "account", .number = FieldNumber{7}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 60000}, .full_text = true,
         .documentation = "The minutes as one text, which secretary and members write together."},
    };
    return made;
}

Collection make_issue() {
    Collection made;
    made.name = "issue";
    made.number = CollectionNumber{14};
    made.table = "issue";
    made.scope_kinds = {"sug"};
    made.parent = "group_id";
    made.documentation = "Something a service-user group wants changed.";
    made.fields = {
        {.name = "group_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "group", .required = true,
         .documentation = "The group that raises it."},
        {.name = "meeting_id", .number = FieldNumber{2}, .type = FieldType::id,
         .rule = Rule::register_, .target = "meeting",
         .documentation = "The meeting at which it was raised."},
        {.name = "summary", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 300}, .required = true,
         .full_text = true,
         .documentation = "The issue in a sentence."},
        {.name = "theme", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "What it is about."},
        {.name = "support", .number = FieldNumber{5}, .type = FieldType::text, .rule = Rule::set,
         .limits = {.length_max = 64},
         .documentation = "Tokens of the members who support it: one person, one vote."},
        {.name = "status", .number = FieldNumber{6}, .type = FieldType::enumeration,
         .rule = Rule::log, .enum_name = "issue_status",
         .documentation = "How far it has come, step by step."},
        {.name = "hands", .number = FieldNumber{7}, .type = FieldType::integer,
         .rule = Rule::counter,
         .documentation =
             "Hands raised for it in anonymous shows; votes of known members are its support."},
        {.name = "wording", .number = FieldNumber{8}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "The issue as the group puts it, written together."},
        {.name = "same_as", .number = FieldNumber{9}, .type = FieldType::id, .rule = Rule::set,
         .target = "issue",
         .documentation =
             "Other records of the same issue; their supporters are counted together."},
        {.name = "raised_on", .number = FieldNumber{10}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which it was raised."},
        {.name = "escalated_on", .number = FieldNumber{11}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which it went to the senior leadership team."},
        {.name = "closed_on", .number = FieldNumber{12}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which the group closed it."},
    };
    return made;
}

Collection make_response() {
    Collection made;
    made.name = "response";
    made.number = CollectionNumber{15};
    made.table = "response";
    made.scope_kinds = {"sug"};
    made.parent = "issue_id";
    made.documentation = "The senior leadership team's answer to an issue.";
    made.fields = {
        {.name = "issue_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .authority = AuthorityClass{5}, .target = "issue",
         .required = true,
         .documentation = "The issue it answers."},
        {.name = "text", .number = FieldNumber{2}, .type = FieldType::text, .rule = Rule::log,
         .authority = AuthorityClass{5}, .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "The answer."},
        {.name = "decision", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{5}, .enum_name = "response_decision",
         .documentation = "What was decided."},
        {.name = "due_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{5},
         .documentation = "Day by which it will be done."},
        {.name = "answered_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{5},
         .documentation = "Day of the answer."},
        {.name = "heard_at", .number = FieldNumber{6}, .type = FieldType::id,
         .rule = Rule::register_, .target = "meeting",
         .documentation = "The meeting at which the group heard the answer."},
    };
    return made;
}

Collection make_thread() {
    Collection made;
    made.name = "thread";
    made.number = CollectionNumber{16};
    made.table = "thread";
    made.scope_kinds = {"team", "org", "als"};
    made.documentation = "A discussion.";
    made.fields = {
        {.name = "title", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 300}, .required = true,
         .full_text = true,
         .documentation = "What it is about."},
    };
    return made;
}

Collection make_post() {
    Collection made;
    made.name = "post";
    made.number = CollectionNumber{17};
    made.table = "post";
    made.scope_kinds = {"team", "org", "als"};
    made.parent = "thread_id";
    made.documentation = "A contribution to a discussion.";
    made.fields = {
        {.name = "thread_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "thread", .required = true,
         .documentation = "The discussion."},
        {.name = "body", .number = FieldNumber{2}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "What was written; a correction is a new entry."},
        {.name = "author", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100},
         .documentation = "Who wrote it, by staff reference."},
        {.name = "written_at", .number = FieldNumber{4}, .type = FieldType::instant,
         .rule = Rule::immutable,
         .documentation = "When it was written, as claimed."},
        {.name = "answer_to", .number = FieldNumber{5}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "post",
         .documentation = "The post that it answers."},
    };
    return made;
}

Collection make_bulletin() {
    Collection made;
    made.name = "bulletin";
    made.number = CollectionNumber{18};
    made.table = "bulletin";
    made.scope_kinds = {"org", "team"};
    made.documentation = "A published bulletin.";
    made.fields = {
        {.name = "title", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{6}, .limits = {.length_max = 300},
         .required = true, .full_text = true,
         .documentation = "Its title."},
        {.name = "issue_number", .number = FieldNumber{2}, .type = FieldType::integer,
         .rule = Rule::register_, .authority = AuthorityClass{6},
         .limits = {.minimum = 1, .maximum = 100000},
         .documentation = "Its number in its series."},
        {.name = "issued_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{6}, .indexed = true,
         .documentation = "Day of publication."},
        {.name = "author", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{6}, .limits = {.length_max = 200},
         .documentation = "Who wrote it."},
        {.name = "body", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{6},
         .limits = {.length_max = 200000}, .full_text = true,
         .documentation = "Its text."},
        {.name = "draft", .number = FieldNumber{6}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 60000},
         .documentation = "Its text while several people write it."},
        {.name = "series", .number = FieldNumber{7}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{6}, .limits = {.length_max = 200},
         .documentation = "The series it is one of, such as that of the programme."},
    };
    return made;
}

Collection make_activity_day() {
    Collection made;
    made.name = "activity_day";
    made.number = CollectionNumber{19};
    made.table = "activity_day";
    made.scope_kinds = {"case"};
    made.natural_key = {"requirement_id", "held_on"};
    made.documentation =
        "One day of an activity. Two devices that record the same day write the same "
        "record, so that it is counted once; days used are counted from these records and "
        "are written nowhere.";
    made.fields = {
        {.name = "requirement_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "requirement", .required = true, .indexed = true,
         .documentation = "The activity requirement that the day counts towards."},
        {.name = "held_on", .number = FieldNumber{2}, .type = FieldType::date,
         .rule = Rule::immutable, .required = true,
         .documentation = "The day."},
        {.name = "outcome", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1}, .enum_name = "activity_outcome",
         .documentation =
             "What came of it; two that differ are both kept, and the day counts as used until "
             "the officer decides."},
        {.name = "recorders", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::set, .limits = {.length_max = 100},
         .documentation = "Who recorded the day, by staff reference."},
        {.name = "notes", .number = FieldNumber{5}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "What happened; a correction is a new entry."},
    };
    return made;
}

Collection make_address() {
    Collection made;
    made.name = "address";
    made.number = CollectionNumber{20};
    made.table = "address";
    made.scope_kinds = {"case"};
    made.documentation =
        "An address with the time it held. A move that two people learn of makes two "
        "records, both of which stay; which is the main one is asked in "
        "person.main_address_id.";
    made.fields = {
        {.name = "text", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 500}, .required = true,
         .full_text = true,
         .documentation = "The address as on an envelope."},
        {.name = "kind", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "address_kind",
         .documentation = "What it is for."},
        {.name = "status", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "address_status",
         .documentation = "Whether it has been confirmed."},
        {.name = "starts_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "First day at which it holds."},
        {.name = "ends_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Last day at which it holds; empty while it does."},
        {.name = "confirmed_by", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "Who last confirmed it, by staff reference."},
    };
    return made;
}

Collection make_phone() {
    Collection made;
    made.name = "phone";
    made.number = CollectionNumber{21};
    made.table = "phone_number";
    made.scope_kinds = {"case"};
    made.documentation = "A telephone number with the time it held.";
    made.fields = {
        {.name = "number", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 40}, .required = true,
         .full_text = true,
         .documentation = "The number as it is dialled."},
        {.name = "kind", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "phone_kind",
         .documentation = "Whose or where it is."},
        {.name = "starts_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day from which it can be used."},
        {.name = "ends_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Last day on which it can be used; empty while it can."},
        {.name = "safe_to_leave_message", .number = FieldNumber{5}, .type = FieldType::boolean,
         .rule = Rule::register_,
         .documentation = "Whether a message may be left on it."},
    };
    return made;
}

Collection make_court_report() {
    Collection made;
    made.name = "court_report";
    made.number = CollectionNumber{22};
    made.table = "court_report";
    made.scope_kinds = {"case"};
    made.documentation = "A report that a court or a parole board has asked for.";
    made.fields = {
        {.name = "type", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "report_type", .required = true,
         .documentation = "Kind of report, which sets how long it may take."},
        {.name = "requested_on", .number = FieldNumber{2}, .type = FieldType::date,
         .rule = Rule::register_, .required = true, .indexed = true,
         .documentation = "Day on which it was asked for, day nought of its time."},
        {.name = "court_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{3},
         .documentation = "Day of the hearing; where it is known, the report is due then."},
        {.name = "delivered_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which it was handed over."},
        {.name = "author", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100}, .indexed = true,
         .documentation = "Who writes it, by staff reference."},
        {.name = "draft", .number = FieldNumber{6}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 60000}, .full_text = true,
         .documentation = "The report while it is being written."},
    };
    return made;
}

Collection make_enforcement_step() {
    Collection made;
    made.name = "enforcement_step";
    made.number = CollectionNumber{23};
    made.table = "enforcement_step";
    made.scope_kinds = {"case"};
    made.parent = "contact_id";
    made.natural_key = {"contact_id", "action"};
    made.documentation =
        "A step of enforcement because of one missed contact: a warning, its withdrawal, "
        "a breach, a recall. Two officers who both take it write one record, with a line "
        "each in its account.";
    made.fields = {
        {.name = "contact_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "contact", .required = true, .indexed = true,
         .documentation = "The contact at which the person failed."},
        {.name = "action", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "enforcement_action", .required = true,
         .documentation = "The step."},
        {.name = "taken_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1}, .indexed = true,
         .documentation =
             "Day on which it was taken, as claimed; the time of receipt is in the history."},
        {.name = "decided_at", .number = FieldNumber{4}, .type = FieldType::instant,
         .rule = Rule::register_,
         .documentation = "When it was decided, for what is due in hours and not in days."},
        {.name = "done_at", .number = FieldNumber{5}, .type = FieldType::instant,
         .rule = Rule::register_,
         .documentation = "When it was sent or handed in, as claimed."},
        {.name = "account", .number = FieldNumber{6}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "Who did what for it, a line each."},
    };
    return made;
}

Collection make_risk_score() {
    Collection made;
    made.name = "risk_score";
    made.number = CollectionNumber{24};
    made.table = "risk_score";
    made.scope_kinds = {"case"};
    made.documentation = "One calculation of a score; a later calculation is another record.";
    made.fields = {
        {.name = "tool", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "risk_tool", .required = true,
         .documentation = "The tool that calculated it."},
        {.name = "tool_version", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 50},
         .documentation = "The version of the tool."},
        {.name = "score", .number = FieldNumber{3}, .type = FieldType::real,
         .rule = Rule::immutable,
         .documentation = "The score in the tool's own measure."},
        {.name = "band", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 50},
         .documentation = "The band it falls in, in the tool's own words."},
        {.name = "calculated_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::immutable, .required = true, .indexed = true,
         .documentation = "Day of the calculation."},
        {.name = "calculated_by", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100},
         .documentation = "Who had it calculated, by staff reference."},
    };
    return made;
}

Collection make_need() {
    Collection made;
    made.name = "need";
    made.number = CollectionNumber{25};
    made.table = "need";
    made.scope_kinds = {"case"};
    made.natural_key = {"area"};
    made.documentation = "One area of life that stands in the way or helps.";
    made.fields = {
        {.name = "area", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "need_area", .required = true,
         .documentation = "Which area."},
        {.name = "severity", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1}, .enum_name = "need_severity",
         .documentation = "How much it stands in the way; two views that differ are both kept."},
        {.name = "linked_to_harm", .number = FieldNumber{3}, .type = FieldType::boolean,
         .rule = Rule::register_,
         .documentation = "Whether it bears on serious harm."},
        {.name = "strengths", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::set, .limits = {.length_max = 300}, .full_text = true,
         .documentation = "What the person can build on."},
        {.name = "evidence", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::text, .limits = {.length_max = 20000}, .full_text = true,
         .documentation =
             "What is known about it and from whom; several people may write in it at once."},
        {.name = "oasys_sections", .number = FieldNumber{6}, .type = FieldType::enumeration,
         .rule = Rule::set, .enum_name = "oasys_section",
         .documentation = "The sections of OASys that were assessed for it."},
    };
    return made;
}

Collection make_countersignature() {
    Collection made;
    made.name = "countersignature";
    made.number = CollectionNumber{26};
    made.table = "countersignature";
    made.scope_kinds = {"case", "case_x", "case_su", "team"};
    made.documentation =
        "A manager's signature under one version of a text. When the text has changed "
        "since, its hash no longer agrees, and the signature is shown as given to an "
        "earlier version.";
    made.fields = {
        {.name = "subject", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .authority = AuthorityClass{2}, .required = true,
         .indexed = true,
         .documentation = "The record that is signed."},
        {.name = "field_name", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{2}, .limits = {.length_max = 100},
         .documentation =
             "The field that is signed, such as management_plan; empty for the whole record."},
        {.name = "version_hash", .number = FieldNumber{3}, .type = FieldType::bytes,
         .rule = Rule::immutable, .authority = AuthorityClass{2}, .limits = {.length_max = 64},
         .required = true,
         .documentation = "Hash of what was signed."},
        {.name = "signer", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{2}, .limits = {.length_max = 100},
         .required = true,
         .documentation = "Who signed, by staff reference."},
        {.name = "signed_at", .number = FieldNumber{5}, .type = FieldType::instant,
         .rule = Rule::immutable, .authority = AuthorityClass{2},
         .documentation = "When it was signed, as claimed."},
        {.name = "note", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{2}, .limits = {.length_max = 5000},
         .full_text = true,
         .documentation = "What the signer adds."},
    };
    return made;
}

Collection make_judgement_note() {
    Collection made;
    made.name = "judgement_note";
    made.number = CollectionNumber{27};
    made.table = "judgement_note";
    made.scope_kinds = {"case", "case_x"};
    made.documentation =
        "Why somebody did not do what a rule proposes: decided otherwise because. A "
        "second thought is another note.";
    made.fields = {
        {.name = "rule_name", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 50}, .required = true, .indexed = true,
         .documentation = "The rule, such as R4."},
        {.name = "rule_pack", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 50},
         .documentation = "The version of the standards it is in, such as NS2011."},
        {.name = "subject", .number = FieldNumber{3}, .type = FieldType::id,
         .rule = Rule::immutable,
         .documentation = "The record that the due item came from."},
        {.name = "due_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::immutable,
         .documentation = "Day on which it was due."},
        {.name = "decision", .number = FieldNumber{5}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "judgement_decision", .required = true,
         .documentation = "What was decided."},
        {.name = "reason", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 5000}, .required = true,
         .full_text = true,
         .documentation = "The reason."},
        {.name = "decided_by", .number = FieldNumber{7}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100},
         .documentation = "Who decided, by staff reference."},
        {.name = "decided_on", .number = FieldNumber{8}, .type = FieldType::date,
         .rule = Rule::immutable,
         .documentation = "Day of the decision, as claimed."},
        {.name = "countersigned_by", .number = FieldNumber{9}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{2}, .limits = {.length_max = 100},
         .documentation = "The manager who agreed, by staff reference."},
        {.name = "countersigned_on", .number = FieldNumber{10}, .type = FieldType::date,
         .rule = Rule::immutable, .authority = AuthorityClass{2},
         .documentation = "Day on which the manager agreed."},
    };
    return made;
}

Collection make_access_limit() {
    Collection made;
    made.name = "access_limit";
    made.number = CollectionNumber{28};
    made.table = "access_limit";
    made.scope_kinds = {"case"};
    made.documentation =
        "An exclusion of named staff from a case, or its restriction to named staff. "
        "Nobody barred is ever given a key; this tells those who are members why.";
    made.fields = {
        {.name = "kind", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{2},
         .enum_name = "access_limit_kind", .required = true,
         .documentation = "Which of the two it is."},
        {.name = "staff", .number = FieldNumber{2}, .type = FieldType::text, .rule = Rule::set,
         .authority = AuthorityClass{2}, .limits = {.length_max = 100},
         .documentation = "The staff it names, by staff reference."},
        {.name = "message", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{2}, .limits = {.length_max = 500},
         .documentation = "What somebody who is turned away is told."},
        {.name = "reason", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{2}, .limits = {.length_max = 2000},
         .full_text = true,
         .documentation = "Why it is so."},
        {.name = "starts_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{2},
         .documentation = "First day on which it holds."},
        {.name = "ends_on", .number = FieldNumber{6}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{2},
         .documentation = "Last day on which it holds; empty while it does."},
    };
    return made;
}

Collection make_person_link() {
    Collection made;
    made.name = "person_link";
    made.number = CollectionNumber{29};
    made.table = "person_link";
    made.scope_kinds = {"case", "team"};
    made.natural_key = {"person_id", "other_person_id"};
    made.documentation =
        "That two records of people are, or are not, of one person. A merge is such a "
        "link: nothing is moved, so that it can be undone. Of the two ids the lower "
        "stands first.";
    made.fields = {
        {.name = "person_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "person", .required = true, .indexed = true,
         .documentation = "The record with the lower id."},
        {.name = "other_person_id", .number = FieldNumber{2}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "person", .required = true, .indexed = true,
         .documentation = "The record with the higher id."},
        {.name = "status", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::multi_value, .resolver = AuthorityClass{2},
         .enum_name = "person_link_status",
         .documentation =
             "What they are to each other; while two people differ, they are shown apart."},
        {.name = "survivor", .number = FieldNumber{4}, .type = FieldType::id,
         .rule = Rule::register_, .target = "person",
         .documentation =
             "The one of the two under whose name both are shown while they are merged."},
        {.name = "score", .number = FieldNumber{5}, .type = FieldType::integer,
         .rule = Rule::register_, .limits = {.minimum = 0, .maximum = 100},
         .documentation = "How alike the two were found, of a hundred."},
        {.name = "grounds", .number = FieldNumber{6}, .type = FieldType::text, .rule = Rule::set,
         .limits = {.length_max = 100},
         .documentation = "What speaks for it, such as same_crn or same_birth_date."},
        {.name = "taken_over", .number = FieldNumber{7}, .type = FieldType::json,
         .rule = Rule::log, .limits = {.length_max = 20000},
         .documentation =
             "What a merge within one scope added to the survivor, field by field; undoing "
             "takes away exactly this."},
        {.name = "account", .number = FieldNumber{8}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "Who decided what and why, a line each."},
    };
    return made;
}

Collection make_involvement_entry() {
    Collection made;
    made.name = "involvement_entry";
    made.number = CollectionNumber{30};
    made.table = "involvement_entry";
    made.scope_kinds = {"case_su", "case"};
    made.parent = "plan_id";
    made.documentation =
        "What one voice says about the service user's part in a plan. The officer's entry "
        "and the service user's may differ, and both are shown.";
    made.fields = {
        {.name = "plan_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "plan", .required = true, .indexed = true,
         .documentation = "The plan."},
        {.name = "voice", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "voice", .required = true,
         .documentation = "Whose account it is."},
        {.name = "discussed_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::immutable,
         .documentation = "Day on which the plan was discussed."},
        {.name = "involved", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "involvement",
         .documentation = "Whether the service user took part."},
        {.name = "note", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What the voice adds."},
        {.name = "recorded_by", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100},
         .documentation = "Who wrote it down, by staff reference; empty for the service user."},
    };
    return made;
}

Collection make_agreement() {
    Collection made;
    made.name = "agreement";
    made.number = CollectionNumber{31};
    made.table = "agreement";
    made.scope_kinds = {"case_su", "case"};
    made.parent = "plan_id";
    made.documentation =
        "What somebody said of one version of a plan. When the plan has changed since, "
        "its hash no longer agrees, and the agreement is shown as given to an earlier "
        "version, never as agreed.";
    made.fields = {
        {.name = "plan_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "plan", .required = true, .indexed = true,
         .documentation = "The plan."},
        {.name = "voice", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "voice", .required = true,
         .documentation = "In what capacity the signer speaks."},
        {.name = "status", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "agreement_status", .required = true,
         .documentation = "What the signer said."},
        {.name = "signer", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100},
         .documentation = "Who signed: a staff reference, or the service user's name."},
        {.name = "version_hash", .number = FieldNumber{5}, .type = FieldType::bytes,
         .rule = Rule::immutable, .limits = {.length_max = 64}, .required = true,
         .documentation = "Hash of the plan with its goals and steps as the signer saw them."},
        {.name = "signed_at", .number = FieldNumber{6}, .type = FieldType::instant,
         .rule = Rule::immutable,
         .documentation = "When it was signed, as claimed."},
        {.name = "reason", .number = FieldNumber{7}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "Why the signer does not agree or could not answer."},
        {.name = "mark", .number = FieldNumber{8}, .type = FieldType::bytes,
         .rule = Rule::immutable, .limits = {.length_max = 65536},
         .documentation =
             "The signature as it was drawn on a screen, as an SVG path; may be empty."},
    };
    return made;
}

Collection make_su_voice() {
    Collection made;
    made.name = "su_voice";
    made.number = CollectionNumber{32};
    made.table = "su_voice";
    made.scope_kinds = {"case_su"};
    made.parent = "plan_id";
    made.natural_key = {"plan_id"};
    made.documentation =
        "The service user's own words on a plan. Nobody else's writing has effect in it, "
        "and it is never merged into anybody else's.";
    made.fields = {
        {.name = "plan_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "plan", .required = true,
         .documentation = "The plan."},
        {.name = "words", .number = FieldNumber{2}, .type = FieldType::text, .rule = Rule::text,
         .authority = AuthorityClass{7}, .limits = {.length_max = 60000}, .full_text = true,
         .documentation = "The service user's own words."},
    };
    return made;
}

Collection make_visual_form() {
    Collection made;
    made.name = "visual_form";
    made.number = CollectionNumber{33};
    made.table = "visual_form";
    made.scope_kinds = {"case_su", "case"};
    made.parent = "plan_id";
    made.documentation =
        "A picture that an officer and a service user draw together on one date: the Web "
        "or the Stepping Stones. Drawn again later it is another record, so that two "
        "dates can be laid over each other.";
    made.fields = {
        {.name = "plan_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "plan", .required = true, .indexed = true,
         .documentation = "The plan it belongs to."},
        {.name = "kind", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "visual_form_kind", .required = true,
         .documentation = "Which picture."},
        {.name = "drawn_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_, .indexed = true,
         .documentation = "Day on which it was drawn."},
        {.name = "title", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 300}, .full_text = true,
         .documentation = "What it is about."},
        {.name = "item_order", .number = FieldNumber{5}, .type = FieldType::id,
         .rule = Rule::ordered_list, .target = "visual_item",
         .documentation =
             "Axes of the Web clockwise from the top, or the stones from here to the goal; an "
             "item that is not in it comes after."},
        {.name = "goal_id", .number = FieldNumber{6}, .type = FieldType::id,
         .rule = Rule::register_, .target = "goal",
         .documentation = "The goal to which the stones lead."},
    };
    return made;
}

Collection make_visual_item() {
    Collection made;
    made.name = "visual_item";
    made.number = CollectionNumber{34};
    made.table = "visual_item";
    made.scope_kinds = {"case_su", "case"};
    made.parent = "form_id";
    made.documentation =
        "One axis of a Web or one stepping stone. Each voice has a score of its own, "
        "since their difference is what there is to talk about.";
    made.fields = {
        {.name = "form_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "visual_form", .required = true, .indexed = true,
         .documentation = "The picture it belongs to."},
        {.name = "label", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 200}, .required = true,
         .full_text = true,
         .documentation = "What stands at the axis or on the stone."},
        {.name = "score_om", .number = FieldNumber{3}, .type = FieldType::integer,
         .rule = Rule::register_, .limits = {.minimum = 0, .maximum = 10},
         .documentation = "The officer's score, from 0 in the middle to 10 at the rim."},
        {.name = "score_su", .number = FieldNumber{4}, .type = FieldType::integer,
         .rule = Rule::register_, .limits = {.minimum = 0, .maximum = 10},
         .documentation = "The service user's score, from 0 in the middle to 10 at the rim."},
        {.name = "reached_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::group, .group = "reached",
         .documentation = "Day on which the stone was reached; empty before."},
        {.name = "reached_by", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::group, .group = "reached", .limits = {.length_max = 100},
         .documentation = "Who ticked the stone."},
        {.name = "step_id", .number = FieldNumber{7}, .type = FieldType::id,
         .rule = Rule::register_, .target = "step",
         .documentation = "The step of the plan that the stone stands for."},
        {.name = "note", .number = FieldNumber{8}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What was said about it; both may write in it."},
    };
    made.groups = {
        {.name = "reached", .number = FieldNumber{9}, .members = {"reached_on", "reached_by"},
         .documentation = "A tick says when and who."},
    };
    return made;
}

Collection make_node_map() {
    Collection made;
    made.name = "node_map";
    made.number = CollectionNumber{35};
    made.table = "node_map";
    made.scope_kinds = {"case_su", "case"};
    made.documentation =
        "A node-link map: thoughts in boxes, and lines that say how they belong together.";
    made.fields = {
        {.name = "plan_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "plan", .indexed = true,
         .documentation = "The plan it serves."},
        {.name = "kind", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "map_kind", .required = true,
         .documentation = "Which form of map."},
        {.name = "title", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 300}, .required = true,
         .full_text = true,
         .documentation = "What it is about."},
        {.name = "drawn_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which it was begun."},
        {.name = "begun_from", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "The guide or information map that it was begun from; may be empty."},
    };
    return made;
}

Collection make_map_node() {
    Collection made;
    made.name = "map_node";
    made.number = CollectionNumber{36};
    made.table = "map_node";
    made.scope_kinds = {"case_su", "case"};
    made.parent = "map_id";
    made.documentation = "A thought in a box of a map.";
    made.fields = {
        {.name = "map_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "node_map", .required = true, .indexed = true,
         .documentation = "The map."},
        {.name = "words", .number = FieldNumber{2}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 2000}, .full_text = true,
         .documentation = "What stands in the box; two people may write in it at once."},
        {.name = "prompt", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 500}, .full_text = true,
         .documentation = "The question that a guide map asks at this place."},
        {.name = "kind", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "map_node_kind",
         .documentation = "What it stands for."},
        {.name = "x", .number = FieldNumber{5}, .type = FieldType::real, .rule = Rule::group,
         .group = "position",
         .documentation = "Place from the left, in units of the drawing."},
        {.name = "y", .number = FieldNumber{6}, .type = FieldType::real, .rule = Rule::group,
         .group = "position",
         .documentation = "Place from the top, in units of the drawing."},
    };
    made.groups = {
        {.name = "position", .number = FieldNumber{7}, .members = {"x", "y"},
         .documentation = "A node is moved as a whole."},
    };
    return made;
}

Collection make_map_link() {
    Collection made;
    made.name = "map_link";
    made.number = CollectionNumber{37};
    made.table = "map_link";
    made.scope_kinds = {"case_su", "case"};
    made.parent = "map_id";
    made.documentation =
        "A line from one node to another. When one of its ends was deleted by somebody "
        "who did not know of it, it is flagged and kept.";
    made.fields = {
        {.name = "map_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "node_map", .required = true, .indexed = true,
         .documentation = "The map."},
        {.name = "from_node", .number = FieldNumber{2}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "map_node", .required = true,
         .documentation = "Where the line begins."},
        {.name = "to_node", .number = FieldNumber{3}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "map_node", .required = true,
         .documentation = "Where the line ends."},
        {.name = "kind", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "map_link_kind",
         .documentation = "How one bears on the other."},
        {.name = "label", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 200}, .full_text = true,
         .documentation = "What stands at the line in place of the words for its kind."},
    };
    return made;
}

Collection make_instrument() {
    Collection made;
    made.name = "instrument";
    made.number = CollectionNumber{38};
    made.table = "instrument";
    made.scope_kinds = {"org"};
    made.natural_key = {"code", "edition"};
    made.documentation =
        "A questionnaire in one fixed version. Its items are loaded as content by whoever "
        "holds the licence for them; none is delivered with the product.";
    made.fields = {
        {.name = "code", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{6}, .limits = {.length_max = 50},
         .required = true,
         .documentation = "Its short name, such as DRI-R."},
        {.name = "edition", .number = FieldNumber{2}, .type = FieldType::integer,
         .rule = Rule::immutable, .authority = AuthorityClass{6},
         .limits = {.minimum = 1, .maximum = 10000}, .required = true,
         .documentation = "The version; a changed questionnaire is another one."},
        {.name = "title", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{6}, .limits = {.length_max = 300},
         .full_text = true,
         .documentation = "Its full name."},
        {.name = "licence", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{6}, .limits = {.length_max = 1000},
         .documentation = "Who allowed its use and on what terms."},
        {.name = "scale_min", .number = FieldNumber{5}, .type = FieldType::integer,
         .rule = Rule::immutable, .authority = AuthorityClass{6},
         .limits = {.minimum = 0, .maximum = 100},
         .documentation = "The lowest answer."},
        {.name = "scale_max", .number = FieldNumber{6}, .type = FieldType::integer,
         .rule = Rule::immutable, .authority = AuthorityClass{6},
         .limits = {.minimum = 1, .maximum = 100},
         .documentation = "The highest answer, such as 7."},
        {.name = "item_order", .number = FieldNumber{7}, .type = FieldType::id,
         .rule = Rule::ordered_list, .authority = AuthorityClass{6}, .target = "instrument_item",
         .documentation = "The items in the order in which they are asked."},
    };
    return made;
}

Collection make_instrument_item() {
    Collection made;
    made.name = "instrument_item";
    made.number = CollectionNumber{39};
    made.table = "instrument_item";
    made.scope_kinds = {"org"};
    made.parent = "instrument_id";
    made.documentation = "One item of a questionnaire.";
    made.fields = {
        {.name = "instrument_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .authority = AuthorityClass{6}, .target = "instrument",
         .required = true, .indexed = true,
         .documentation = "The questionnaire."},
        {.name = "code", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{6}, .limits = {.length_max = 20},
         .required = true,
         .documentation = "Its name in the answers, such as q17."},
        {.name = "wording", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{6}, .limits = {.length_max = 1000},
         .full_text = true,
         .documentation = "What is asked."},
        {.name = "wording_cy", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{6}, .limits = {.length_max = 1000},
         .full_text = true,
         .documentation = "What is asked in Welsh."},
        {.name = "subscale", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{6}, .limits = {.length_max = 100},
         .documentation = "The subscale it counts in, such as caring_fairness."},
        {.name = "is_reversed", .number = FieldNumber{6}, .type = FieldType::boolean,
         .rule = Rule::immutable, .authority = AuthorityClass{6},
         .documentation = "Whether a low answer counts high."},
    };
    return made;
}

Collection make_response_key() {
    Collection made;
    made.name = "response_key";
    made.number = CollectionNumber{40};
    made.table = "response_key";
    made.scope_kinds = {"org"};
    made.documentation =
        "A public key to which answers are sealed, so that neither the device on which "
        "they were given nor the other respondent can open them.";
    made.fields = {
        {.name = "public_key", .number = FieldNumber{1}, .type = FieldType::bytes,
         .rule = Rule::immutable, .authority = AuthorityClass{6}, .limits = {.length_max = 32},
         .required = true,
         .documentation = "The X25519 public key."},
        {.name = "project", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{6}, .limits = {.length_max = 100},
         .required = true,
         .documentation = "The research project that holds the secret key."},
        {.name = "valid_from", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::immutable, .authority = AuthorityClass{6},
         .documentation = "Day from which answers are sealed to it."},
        {.name = "withdrawn_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{6},
         .documentation = "Day from which no more answers are sealed to it."},
    };
    return made;
}

Collection make_questionnaire_response() {
    Collection made;
    made.name = "questionnaire_response";
    made.number = CollectionNumber{41};
    made.table = "questionnaire_response";
    made.scope_kinds = {"case_su", "staff", "research"};
    made.documentation =
        "One respondent's answers to one questionnaire, complete when they are handed in. "
        "The officer's and the service user's are separate records, and neither sees the "
        "other's.";
    made.fields = {
        {.name = "instrument_code", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 50}, .required = true,
         .documentation = "The questionnaire."},
        {.name = "instrument_edition", .number = FieldNumber{2}, .type = FieldType::integer,
         .rule = Rule::immutable, .limits = {.minimum = 1, .maximum = 10000}, .required = true,
         .documentation = "Its version."},
        {.name = "wave", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "wave", .required = true,
         .documentation = "When in the period of supervision it was filled in."},
        {.name = "respondent", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "voice", .required = true,
         .documentation = "Who answered."},
        {.name = "pair_token", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 64}, .indexed = true,
         .documentation =
             "Joins the officer's answers and the service user's of one wave, without naming "
             "either."},
        {.name = "answers", .number = FieldNumber{6}, .type = FieldType::json,
         .rule = Rule::immutable, .limits = {.length_max = 20000},
         .documentation = "Answers by item, where they are not sealed."},
        {.name = "sealed_answers", .number = FieldNumber{7}, .type = FieldType::bytes,
         .rule = Rule::immutable, .limits = {.length_max = 40000},
         .documentation = "Answers sealed to a response key."},
        {.name = "sealed_to", .number = FieldNumber{8}, .type = FieldType::bytes,
         .rule = Rule::immutable, .limits = {.length_max = 32},
         .documentation = "The public key to which they are sealed."},
        {.name = "submitted_at", .number = FieldNumber{9}, .type = FieldType::instant,
         .rule = Rule::immutable, .required = true,
         .documentation = "When they were handed in, as claimed."},
    };
    return made;
}

Collection make_skill_entry() {
    Collection made;
    made.name = "skill_entry";
    made.number = CollectionNumber{42};
    made.table = "skill_entry";
    made.scope_kinds = {"case_su", "case"};
    made.documentation = "A skill that the service user was taught or practised.";
    made.fields = {
        {.name = "skill", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 200}, .required = true,
         .full_text = true,
         .documentation = "The skill in a few words."},
        {.name = "mode", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "skill_mode",
         .documentation = "How it was worked on."},
        {.name = "voice", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "voice", .required = true,
         .documentation = "Who says so."},
        {.name = "worked_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::immutable, .indexed = true,
         .documentation = "Day on which it was."},
        {.name = "contact_id", .number = FieldNumber{5}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "contact",
         .documentation = "The contact at which it was."},
        {.name = "note", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What the voice adds."},
    };
    return made;
}

Collection make_research_consent() {
    Collection made;
    made.name = "research_consent";
    made.number = CollectionNumber{43};
    made.table = "research_consent";
    made.scope_kinds = {"case_su"};
    made.natural_key = {"project"};
    made.documentation = "Whether the service user takes part in a research project.";
    made.fields = {
        {.name = "project", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100}, .required = true,
         .documentation = "The project."},
        {.name = "choice", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::cautious, .resolver = AuthorityClass{1}, .enum_name = "research_choice",
         .documentation =
             "What the person said; of two that differ the one that gives less away holds."},
        {.name = "asked_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which they were asked."},
    };
    return made;
}

Collection make_observation() {
    Collection made;
    made.name = "observation";
    made.number = CollectionNumber{44};
    made.table = "observation";
    made.scope_kinds = {"pair"};
    made.documentation =
        "A session that a manager sat in on, and the feedback on it. The service user is "
        "not named.";
    made.fields = {
        {.name = "observed_on", .number = FieldNumber{1}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{2}, .required = true,
         .indexed = true,
         .documentation = "Day of the session."},
        {.name = "observer", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{2}, .limits = {.length_max = 100},
         .documentation = "Who observed, by staff reference."},
        {.name = "observed", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{2}, .limits = {.length_max = 100},
         .documentation = "Who was observed, by staff reference."},
        {.name = "contact_type", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{2}, .enum_name = "contact_type",
         .documentation = "Kind of session."},
        {.name = "su_consented", .number = FieldNumber{5}, .type = FieldType::boolean,
         .rule = Rule::register_, .authority = AuthorityClass{2},
         .documentation = "Whether the service user agreed to the observer's being there."},
        {.name = "feedback", .number = FieldNumber{6}, .type = FieldType::text, .rule = Rule::log,
         .authority = AuthorityClass{2}, .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "What the observer tells the colleague; an addition is a new entry."},
        {.name = "joint_action", .number = FieldNumber{7}, .type = FieldType::text,
         .rule = Rule::text, .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "What the two agree to do; both write in it."},
    };
    return made;
}

Collection make_observation_mark() {
    Collection made;
    made.name = "observation_mark";
    made.number = CollectionNumber{45};
    made.table = "observation_mark";
    made.scope_kinds = {"pair"};
    made.parent = "observation_id";
    made.natural_key = {"observation_id", "area"};
    made.documentation = "What the observer saw in one of the nine areas of the checklist.";
    made.fields = {
        {.name = "observation_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .authority = AuthorityClass{2}, .target = "observation",
         .required = true, .indexed = true,
         .documentation = "The observation."},
        {.name = "area", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .authority = AuthorityClass{2}, .enum_name = "skill_area",
         .required = true,
         .documentation = "The area."},
        {.name = "present", .number = FieldNumber{3}, .type = FieldType::boolean,
         .rule = Rule::register_, .authority = AuthorityClass{2},
         .documentation = "Whether the skill was seen."},
        {.name = "comment", .number = FieldNumber{4}, .type = FieldType::text, .rule = Rule::log,
         .authority = AuthorityClass{2}, .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What was seen."},
    };
    return made;
}

Collection make_reflection() {
    Collection made;
    made.name = "reflection";
    made.number = CollectionNumber{46};
    made.table = "reflection";
    made.scope_kinds = {"staff", "pair"};
    made.documentation =
        "A practitioner's own thoughts on a piece of work. It stays in their own space; "
        "sharing it writes a copy into the space shared with the manager.";
    made.fields = {
        {.name = "about", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .indexed = true,
         .documentation = "The observation, session or event it is on; may be empty."},
        {.name = "written_on", .number = FieldNumber{2}, .type = FieldType::date,
         .rule = Rule::immutable, .indexed = true,
         .documentation = "Day of writing."},
        {.name = "body", .number = FieldNumber{3}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "The thoughts; a second thought is a new entry."},
        {.name = "copy_of", .number = FieldNumber{4}, .type = FieldType::id,
         .rule = Rule::immutable,
         .documentation =
             "The private reflection that was shared by this copy; empty for the private one."},
    };
    return made;
}

Collection make_training_event() {
    Collection made;
    made.name = "training_event";
    made.number = CollectionNumber{47};
    made.table = "training_event";
    made.scope_kinds = {"org", "team", "als"};
    made.documentation = "A course or another event of training.";
    made.fields = {
        {.name = "title", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{8}, .limits = {.length_max = 300},
         .required = true, .full_text = true,
         .documentation = "What it is called."},
        {.name = "type", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{8}, .enum_name = "training_type",
         .required = true,
         .documentation = "Kind of event."},
        {.name = "starts_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{8}, .indexed = true,
         .documentation = "First day."},
        {.name = "ends_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{8},
         .documentation = "Last day."},
        {.name = "place", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{8}, .limits = {.length_max = 200},
         .documentation = "Where it is held."},
        {.name = "trainers", .number = FieldNumber{6}, .type = FieldType::text, .rule = Rule::set,
         .authority = AuthorityClass{8}, .limits = {.length_max = 100},
         .documentation = "Who leads it, by staff reference."},
        {.name = "places_max", .number = FieldNumber{7}, .type = FieldType::integer,
         .rule = Rule::register_, .authority = AuthorityClass{8},
         .limits = {.minimum = 0, .maximum = 1000},
         .documentation = "How many can take part."},
        {.name = "follows", .number = FieldNumber{8}, .type = FieldType::id,
         .rule = Rule::register_, .authority = AuthorityClass{8}, .target = "training_event",
         .documentation = "The course that a follow-up belongs to."},
    };
    return made;
}

Collection make_attendance() {
    Collection made;
    made.name = "attendance";
    made.number = CollectionNumber{48};
    made.table = "attendance";
    made.scope_kinds = {"team", "staff", "als"};
    made.natural_key = {"event_id", "staff"};
    made.documentation = "That somebody is booked on an event or was there.";
    made.fields = {
        {.name = "event_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "training_event", .required = true, .indexed = true,
         .documentation = "The event."},
        {.name = "staff", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100}, .required = true, .indexed = true,
         .documentation = "Who, by staff reference."},
        {.name = "status", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "attendance_status",
         .documentation = "How far it has come."},
        {.name = "days_attended", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::set,
         .documentation = "Days on which they were there."},
    };
    return made;
}

Collection make_evaluation() {
    Collection made;
    made.name = "evaluation";
    made.number = CollectionNumber{49};
    made.table = "evaluation";
    made.scope_kinds = {"staff", "team"};
    made.documentation = "What somebody thought of an event of training, as handed in.";
    made.fields = {
        {.name = "event_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "training_event", .required = true, .indexed = true,
         .documentation = "The event."},
        {.name = "staff", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100},
         .documentation =
             "Who says so, by staff reference; empty where it is given without a name."},
        {.name = "useful", .number = FieldNumber{3}, .type = FieldType::integer,
         .rule = Rule::immutable, .limits = {.minimum = 1, .maximum = 5},
         .documentation = "How useful it was, 5 the most."},
        {.name = "confident", .number = FieldNumber{4}, .type = FieldType::integer,
         .rule = Rule::immutable, .limits = {.minimum = 1, .maximum = 5},
         .documentation = "How sure they are of using it, 5 the most."},
        {.name = "will_use", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What they will do with it."},
        {.name = "comment", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What they add."},
        {.name = "submitted_on", .number = FieldNumber{7}, .type = FieldType::date,
         .rule = Rule::immutable,
         .documentation = "Day on which it was handed in."},
    };
    return made;
}

Collection make_coaching_note() {
    Collection made;
    made.name = "coaching_note";
    made.number = CollectionNumber{50};
    made.table = "coaching_note";
    made.scope_kinds = {"pair"};
    made.documentation = "What came of a conversation with a coach.";
    made.fields = {
        {.name = "held_on", .number = FieldNumber{1}, .type = FieldType::date,
         .rule = Rule::register_, .required = true, .indexed = true,
         .documentation = "Day of the conversation."},
        {.name = "coach", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "Who coached, by staff reference."},
        {.name = "coached", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "Who was coached, by staff reference."},
        {.name = "topic", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 300}, .full_text = true,
         .documentation = "What it was about."},
        {.name = "notes", .number = FieldNumber{5}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 60000}, .full_text = true,
         .documentation = "What was said; both may write in it."},
    };
    return made;
}

Collection make_als_meeting() {
    Collection made;
    made.name = "als_meeting";
    made.number = CollectionNumber{51};
    made.table = "als_meeting";
    made.scope_kinds = {"als"};
    made.documentation = "A meeting of an action learning set.";
    made.fields = {
        {.name = "held_on", .number = FieldNumber{1}, .type = FieldType::date,
         .rule = Rule::register_, .required = true, .indexed = true,
         .documentation = "Day of the meeting."},
        {.name = "facilitator", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "Who led it, by staff reference."},
        {.name = "presenter", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "Who brought a question, by staff reference."},
        {.name = "question", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 1000}, .full_text = true,
         .documentation = "The question that was worked on."},
        {.name = "notes", .number = FieldNumber{5}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 60000}, .full_text = true,
         .documentation = "What was said; it stays in the set."},
        {.name = "attendance", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::set, .limits = {.length_max = 100},
         .documentation = "Who was there, by staff reference."},
    };
    return made;
}

Collection make_als_action() {
    Collection made;
    made.name = "als_action";
    made.number = CollectionNumber{52};
    made.table = "als_action";
    made.scope_kinds = {"als"};
    made.parent = "meeting_id";
    made.documentation = "What somebody took away to do from a meeting of an action learning set.";
    made.fields = {
        {.name = "meeting_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "als_meeting", .required = true, .indexed = true,
         .documentation = "The meeting."},
        {.name = "description", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 1000}, .required = true,
         .full_text = true,
         .documentation = "What is to be done."},
        {.name = "owner", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "Who does it, by staff reference."},
        {.name = "due_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day by which it is to be done."},
        {.name = "status", .number = FieldNumber{5}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "action_status",
         .documentation = "How far it has come."},
        {.name = "what_came_of_it", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::log, .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What the owner told the set afterwards."},
    };
    return made;
}

Collection make_supervision_session() {
    Collection made;
    made.name = "supervision_session";
    made.number = CollectionNumber{53};
    made.table = "supervision_session";
    made.scope_kinds = {"pair"};
    made.documentation = "A supervision session of a practitioner with their manager.";
    made.fields = {
        {.name = "held_on", .number = FieldNumber{1}, .type = FieldType::date,
         .rule = Rule::register_, .required = true, .indexed = true,
         .documentation = "Day of the session."},
        {.name = "kind", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "supervision_kind",
         .documentation = "What the session is."},
        {.name = "agenda", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::ordered_list, .limits = {.length_max = 500}, .full_text = true,
         .documentation = "What it goes through."},
        {.name = "notes", .number = FieldNumber{4}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 60000}, .full_text = true,
         .documentation = "What was said; both may write in it."},
        {.name = "case_ref", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation =
             "The case that is discussed, by a reference that only its readers can follow; "
             "nothing of it is copied here."},
        {.name = "observation_id", .number = FieldNumber{6}, .type = FieldType::id,
         .rule = Rule::register_, .target = "observation",
         .documentation = "The observed practice that is talked about."},
    };
    return made;
}

Collection make_action() {
    Collection made;
    made.name = "action";
    made.number = CollectionNumber{54};
    made.table = "shared_action";
    made.scope_kinds = {"pair", "team"};
    made.documentation =
        "What two people agreed to do after a supervision session or an observation.";
    made.fields = {
        {.name = "about", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .indexed = true,
         .documentation = "The session or observation it came from."},
        {.name = "description", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 1000}, .required = true,
         .full_text = true,
         .documentation = "What is to be done."},
        {.name = "owner", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "Who does it, by staff reference."},
        {.name = "due_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_, .indexed = true,
         .documentation = "Day by which it is to be done."},
        {.name = "status", .number = FieldNumber{5}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "action_status",
         .documentation = "How far it has come."},
        {.name = "closed_on", .number = FieldNumber{6}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which it was done or dropped."},
        {.name = "account", .number = FieldNumber{7}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What was done for it."},
    };
    return made;
}

Collection make_qa_review() {
    Collection made;
    made.name = "qa_review";
    made.number = CollectionNumber{55};
    made.table = "qa_review";
    made.scope_kinds = {"team"};
    made.documentation =
        "A review of the quality of work on one case. What the device can find out is "
        "filled in before; a reviewer adds a judgement in each of seven dimensions and a "
        "narrative.";
    made.fields = {
        {.name = "case_ref", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100}, .required = true,
         .documentation = "The case by a reference that only its readers can follow."},
        {.name = "sampled_on", .number = FieldNumber{2}, .type = FieldType::date,
         .rule = Rule::immutable,
         .documentation = "Day on which it was drawn."},
        {.name = "reviewers", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::set, .limits = {.length_max = 100},
         .documentation = "Who reviews, by staff reference."},
        {.name = "facts", .number = FieldNumber{4}, .type = FieldType::json,
         .rule = Rule::immutable, .limits = {.length_max = 20000},
         .documentation = "What was filled in beforehand."},
        {.name = "narrative", .number = FieldNumber{5}, .type = FieldType::text,
         .rule = Rule::text, .limits = {.length_max = 60000}, .full_text = true,
         .documentation = "What the reviewers found; they may write in it at once."},
        {.name = "su_view", .number = FieldNumber{6}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "What the service user said about the work."},
        {.name = "closed_on", .number = FieldNumber{7}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{2},
         .documentation = "Day on which it was closed."},
    };
    return made;
}

Collection make_qa_mark() {
    Collection made;
    made.name = "qa_mark";
    made.number = CollectionNumber{56};
    made.table = "qa_mark";
    made.scope_kinds = {"team"};
    made.parent = "review_id";
    made.natural_key = {"review_id", "dimension"};
    made.documentation = "The judgement in one dimension of a quality review.";
    made.fields = {
        {.name = "review_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "qa_review", .required = true, .indexed = true,
         .documentation = "The review."},
        {.name = "dimension", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "quality_dimension", .required = true,
         .documentation = "The dimension."},
        {.name = "judgement", .number = FieldNumber{3}, .type = FieldType::integer,
         .rule = Rule::multi_value, .resolver = AuthorityClass{2},
         .limits = {.minimum = 1, .maximum = 4},
         .documentation =
             "From 1, poor, to 4, very good; two reviewers who differ are moderated by the "
             "manager."},
        {.name = "grounds", .number = FieldNumber{4}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What it rests on."},
    };
    return made;
}

Collection make_qa_action() {
    Collection made;
    made.name = "qa_action";
    made.number = CollectionNumber{57};
    made.table = "qa_action";
    made.scope_kinds = {"team"};
    made.parent = "review_id";
    made.documentation = "What is to get better after a quality review.";
    made.fields = {
        {.name = "review_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "qa_review", .required = true, .indexed = true,
         .documentation = "The review."},
        {.name = "description", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 1000}, .required = true,
         .full_text = true,
         .documentation = "What is to be done."},
        {.name = "owner", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "Who does it, by staff reference."},
        {.name = "due_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_, .indexed = true,
         .documentation = "Day by which it is to be done."},
        {.name = "status", .number = FieldNumber{5}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "action_status",
         .documentation = "How far it has come."},
        {.name = "closed_on", .number = FieldNumber{6}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{2},
         .documentation = "Day on which the manager found it done."},
        {.name = "account", .number = FieldNumber{7}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What was done for it."},
    };
    return made;
}

Collection make_victim_case() {
    Collection made;
    made.name = "victim_case";
    made.number = CollectionNumber{58};
    made.table = "victim_case";
    made.scope_kinds = {"victim"};
    made.documentation =
        "A victim to whom a liaison officer offers contact. No case refers to it, and "
        "nothing in it can be read from a case.";
    made.fields = {
        {.name = "name", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 200}, .required = true,
         .full_text = true,
         .documentation = "The victim's name."},
        {.name = "reach", .number = FieldNumber{2}, .type = FieldType::text, .rule = Rule::set,
         .limits = {.length_max = 500},
         .documentation = "Addresses and numbers at which the victim wants to be reached."},
        {.name = "sentenced_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day of sentence, from which the time for contact runs."},
        {.name = "offence_class", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::register_, .enum_name = "offence_class",
         .documentation = "Class of the offence."},
        {.name = "custody_months", .number = FieldNumber{5}, .type = FieldType::integer,
         .rule = Rule::register_, .limits = {.minimum = 0, .maximum = 1200},
         .documentation = "Length of custody."},
        {.name = "hospital_order", .number = FieldNumber{6}, .type = FieldType::boolean,
         .rule = Rule::register_,
         .documentation = "Whether a hospital order was made."},
        {.name = "eligible", .number = FieldNumber{7}, .type = FieldType::boolean,
         .rule = Rule::multi_value, .resolver = AuthorityClass{1},
         .documentation =
             "Whether the statutory scheme applies, where the liaison officer says otherwise "
             "than the rule."},
        {.name = "contact_by", .number = FieldNumber{8}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day by which contact is to be made."},
        {.name = "contacted_on", .number = FieldNumber{9}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which contact was first made."},
        {.name = "opt", .number = FieldNumber{10}, .type = FieldType::enumeration,
         .rule = Rule::cautious, .resolver = AuthorityClass{1}, .enum_name = "victim_opt",
         .documentation =
             "Whether the victim wants contact; of two that differ, no contact holds."},
        {.name = "representations", .number = FieldNumber{11}, .type = FieldType::text,
         .rule = Rule::log, .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "What the victim asks to be taken into account."},
        {.name = "closed_on", .number = FieldNumber{12}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day on which the victim left the scheme."},
        {.name = "needs", .number = FieldNumber{13}, .type = FieldType::text, .rule = Rule::set,
         .limits = {.length_max = 200},
         .documentation = "What the victim needs to be heard."},
    };
    return made;
}

Collection make_victim_contact() {
    Collection made;
    made.name = "victim_contact";
    made.number = CollectionNumber{59};
    made.table = "victim_contact";
    made.scope_kinds = {"victim"};
    made.parent = "victim_case_id";
    made.documentation = "One time at which a victim was written to or spoken with.";
    made.fields = {
        {.name = "victim_case_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "victim_case", .required = true, .indexed = true,
         .documentation = "The victim."},
        {.name = "held_on", .number = FieldNumber{2}, .type = FieldType::date,
         .rule = Rule::immutable, .required = true,
         .documentation = "The day."},
        {.name = "kind", .number = FieldNumber{3}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "victim_contact_kind",
         .documentation = "How."},
        {.name = "note", .number = FieldNumber{4}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 20000}, .full_text = true,
         .documentation = "What was said; a correction is a new entry."},
    };
    return made;
}

Collection make_victim_satisfaction() {
    Collection made;
    made.name = "victim_satisfaction";
    made.number = CollectionNumber{60};
    made.table = "victim_satisfaction";
    made.scope_kinds = {"victim"};
    made.parent = "victim_case_id";
    made.documentation = "What a victim said about the service.";
    made.fields = {
        {.name = "victim_case_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "victim_case", .required = true, .indexed = true,
         .documentation = "The victim."},
        {.name = "asked_on", .number = FieldNumber{2}, .type = FieldType::date,
         .rule = Rule::immutable, .required = true,
         .documentation = "The day."},
        {.name = "score", .number = FieldNumber{3}, .type = FieldType::integer,
         .rule = Rule::immutable, .limits = {.minimum = 1, .maximum = 5},
         .documentation =
             "How satisfied the victim is, 5 the most; empty where they did not say."},
        {.name = "comment", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What they said."},
    };
    return made;
}

Collection make_licence_request() {
    Collection made;
    made.name = "licence_request";
    made.number = CollectionNumber{61};
    made.table = "licence_request";
    made.scope_kinds = {"bridge", "victim"};
    made.documentation =
        "A licence condition that a victim asks for, in words that do not say who. In the "
        "victim's space it is a draft; what the liaison officer sends is a copy in the "
        "bridge, which is all that the case can read, and which refers to nothing.";
    made.fields = {
        {.name = "condition", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{9}, .limits = {.length_max = 5000},
         .required = true, .full_text = true,
         .documentation = "The condition as it should stand in the licence."},
        {.name = "kind", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .authority = AuthorityClass{9},
         .enum_name = "licence_condition_kind",
         .documentation = "What it does."},
        {.name = "requested_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::immutable, .authority = AuthorityClass{9}, .indexed = true,
         .documentation = "Day on which it was sent."},
        {.name = "needed_by", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::immutable, .authority = AuthorityClass{9},
         .documentation = "Day by which it has to be decided."},
        {.name = "status", .number = FieldNumber{5}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{1},
         .enum_name = "licence_request_status",
         .documentation = "What became of it."},
        {.name = "answer", .number = FieldNumber{6}, .type = FieldType::text, .rule = Rule::log,
         .authority = AuthorityClass{1}, .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What the officer answers."},
    };
    return made;
}

Collection make_case_notice() {
    Collection made;
    made.name = "case_notice";
    made.number = CollectionNumber{62};
    made.table = "case_notice";
    made.scope_kinds = {"bridge"};
    made.documentation =
        "A date or condition of a case that its officer tells the victim liaison officer.";
    made.fields = {
        {.name = "kind", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .authority = AuthorityClass{1}, .enum_name = "case_notice_kind",
         .required = true,
         .documentation = "What it tells."},
        {.name = "falls_on", .number = FieldNumber{2}, .type = FieldType::date,
         .rule = Rule::immutable, .authority = AuthorityClass{1},
         .documentation = "The day it tells of."},
        {.name = "condition", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{1}, .limits = {.length_max = 5000},
         .full_text = true,
         .documentation = "The condition it tells of."},
        {.name = "told_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::immutable, .authority = AuthorityClass{1},
         .documentation = "Day of telling."},
    };
    return made;
}

Collection make_group_member() {
    Collection made;
    made.name = "group_member";
    made.number = CollectionNumber{63};
    made.table = "group_member";
    made.scope_kinds = {"sug"};
    made.parent = "group_id";
    made.natural_key = {"token"};
    made.documentation = "A member of a service-user group, by a token that leads to no case.";
    made.fields = {
        {.name = "group_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::register_, .target = "group", .required = true,
         .documentation = "The group."},
        {.name = "token", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 64}, .required = true,
         .documentation = "The member's token, as in attendance and votes."},
        {.name = "pseudonym", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 100},
         .documentation = "What the member is called in the group."},
        {.name = "role", .number = FieldNumber{4}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{4}, .enum_name = "group_role",
         .documentation = "What the member does in the group; the chair is elected."},
        {.name = "joined_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day of joining."},
        {.name = "left_on", .number = FieldNumber{6}, .type = FieldType::date,
         .rule = Rule::register_,
         .documentation = "Day of leaving; empty for a member."},
        {.name = "pin_check", .number = FieldNumber{7}, .type = FieldType::bytes,
         .rule = Rule::register_, .limits = {.length_max = 256},
         .documentation =
             "By which the group's tablet checks the member's PIN: cost, salt and slow hash."},
    };
    return made;
}

Collection make_newsletter() {
    Collection made;
    made.name = "newsletter";
    made.number = CollectionNumber{64};
    made.table = "newsletter";
    made.scope_kinds = {"org", "team"};
    made.documentation = "A newsletter.";
    made.fields = {
        {.name = "title", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{6}, .limits = {.length_max = 300},
         .required = true, .full_text = true,
         .documentation = "Its title."},
        {.name = "issue_number", .number = FieldNumber{2}, .type = FieldType::integer,
         .rule = Rule::register_, .authority = AuthorityClass{6},
         .limits = {.minimum = 1, .maximum = 100000},
         .documentation = "Its number in its series."},
        {.name = "issued_on", .number = FieldNumber{3}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{6}, .indexed = true,
         .documentation = "Day of publication; empty for a draft."},
        {.name = "body", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{6},
         .limits = {.length_max = 200000}, .full_text = true,
         .documentation = "Its text as published."},
        {.name = "draft", .number = FieldNumber{5}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 60000},
         .documentation = "Its text while several people write it."},
    };
    return made;
}

Collection make_local_policy() {
    Collection made;
    made.name = "local_policy";
    made.number = CollectionNumber{65};
    made.table = "local_policy";
    made.scope_kinds = {"org", "team"};
    made.documentation =
        "How one trust does what the law leaves open, shared so that others can compare.";
    made.fields = {
        {.name = "organisation", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{6}, .limits = {.length_max = 200},
         .required = true, .indexed = true,
         .documentation = "The trust."},
        {.name = "subject", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{6}, .enum_name = "policy_subject",
         .required = true,
         .documentation = "What it is about."},
        {.name = "title", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{6}, .limits = {.length_max = 300},
         .required = true, .full_text = true,
         .documentation = "Its title."},
        {.name = "body", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{6},
         .limits = {.length_max = 200000}, .full_text = true,
         .documentation = "Its text as in force."},
        {.name = "draft", .number = FieldNumber{5}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 60000},
         .documentation = "Its text while several people write it."},
        {.name = "starts_on", .number = FieldNumber{6}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{6},
         .documentation = "Day from which it holds."},
        {.name = "ends_on", .number = FieldNumber{7}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{6},
         .documentation = "Last day on which it holds."},
        {.name = "settings", .number = FieldNumber{8}, .type = FieldType::json,
         .rule = Rule::register_, .authority = AuthorityClass{6}, .limits = {.length_max = 5000},
         .documentation = "What can be compared in a table: names and values."},
    };
    return made;
}

Collection make_focus_group_note() {
    Collection made;
    made.name = "focus_group_note";
    made.number = CollectionNumber{66};
    made.table = "focus_group_note";
    made.scope_kinds = {"team", "org"};
    made.documentation = "What came of a focus group.";
    made.fields = {
        {.name = "held_on", .number = FieldNumber{1}, .type = FieldType::date,
         .rule = Rule::register_, .required = true, .indexed = true,
         .documentation = "Day of the meeting."},
        {.name = "topic", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::register_, .limits = {.length_max = 300}, .required = true,
         .full_text = true,
         .documentation = "What it was about."},
        {.name = "taking_part", .number = FieldNumber{3}, .type = FieldType::integer,
         .rule = Rule::register_, .limits = {.minimum = 0, .maximum = 1000},
         .documentation = "How many took part."},
        {.name = "notes", .number = FieldNumber{4}, .type = FieldType::text, .rule = Rule::text,
         .limits = {.length_max = 60000}, .full_text = true,
         .documentation = "What was said, without names; several people may write in it at once."},
        {.name = "findings", .number = FieldNumber{5}, .type = FieldType::text, .rule = Rule::log,
         .limits = {.length_max = 5000}, .full_text = true,
         .documentation = "What was concluded."},
    };
    return made;
}

Collection make_message() {
    Collection made;
    made.name = "message";
    made.number = CollectionNumber{67};
    made.table = "message";
    made.scope_kinds = {"team", "org", "pair"};
    made.documentation = "A message to a team or a colleague; it arrives once.";
    made.fields = {
        {.name = "sender", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100}, .required = true,
         .documentation = "Who wrote it, by staff reference."},
        {.name = "recipient", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100}, .indexed = true,
         .documentation = "Whom it is for, by staff reference; empty for all who read the scope."},
        {.name = "subject", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 300}, .full_text = true,
         .documentation = "What it is about."},
        {.name = "body", .number = FieldNumber{4}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 20000}, .required = true,
         .full_text = true,
         .documentation = "What it says."},
        {.name = "sent_at", .number = FieldNumber{5}, .type = FieldType::instant,
         .rule = Rule::immutable, .indexed = true,
         .documentation = "When it was written, as claimed."},
        {.name = "answer_to", .number = FieldNumber{6}, .type = FieldType::id,
         .rule = Rule::immutable, .target = "message",
         .documentation = "What it answers."},
        {.name = "read_by", .number = FieldNumber{7}, .type = FieldType::text, .rule = Rule::set,
         .limits = {.length_max = 100},
         .documentation = "Who has read it, by staff reference."},
    };
    return made;
}

Collection make_research_project() {
    Collection made;
    made.name = "research_project";
    made.number = CollectionNumber{68};
    made.table = "research_project";
    made.scope_kinds = {"research"};
    made.documentation = "What a research project may have, and under which conditions.";
    made.fields = {
        {.name = "name", .number = FieldNumber{1}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{10}, .limits = {.length_max = 200},
         .required = true,
         .documentation = "Its name."},
        {.name = "basis", .number = FieldNumber{2}, .type = FieldType::enumeration,
         .rule = Rule::register_, .authority = AuthorityClass{10}, .enum_name = "research_basis",
         .documentation = "On what basis it is given data."},
        {.name = "approved_by", .number = FieldNumber{3}, .type = FieldType::text,
         .rule = Rule::register_, .authority = AuthorityClass{10}, .limits = {.length_max = 200},
         .documentation = "Who approved it."},
        {.name = "approved_on", .number = FieldNumber{4}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{10},
         .documentation = "Day of approval."},
        {.name = "ends_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::register_, .authority = AuthorityClass{10},
         .documentation = "Last day on which it may hold data."},
        {.name = "group_min", .number = FieldNumber{6}, .type = FieldType::integer,
         .rule = Rule::register_, .authority = AuthorityClass{10},
         .limits = {.minimum = 2, .maximum = 1000},
         .documentation = "Smaller groups than this are not shown; 10 unless said otherwise."},
    };
    return made;
}

Collection make_research_extract() {
    Collection made;
    made.name = "research_extract";
    made.number = CollectionNumber{69};
    made.table = "research_extract";
    made.scope_kinds = {"research"};
    made.documentation =
        "What a research project is given of one person: no name, bands in place of "
        "dates.";
    made.fields = {
        {.name = "project_id", .number = FieldNumber{1}, .type = FieldType::id,
         .rule = Rule::immutable, .authority = AuthorityClass{10}, .target = "research_project",
         .required = true, .indexed = true,
         .documentation = "The project."},
        {.name = "pseudonym", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .authority = AuthorityClass{10}, .limits = {.length_max = 64},
         .required = true,
         .documentation = "Stands for the person in this project alone."},
        {.name = "attributes", .number = FieldNumber{3}, .type = FieldType::json,
         .rule = Rule::immutable, .authority = AuthorityClass{10}, .limits = {.length_max = 5000},
         .documentation = "Attributes in bands, such as an age group, a kind of order, a month."},
        {.name = "scores", .number = FieldNumber{4}, .type = FieldType::json,
         .rule = Rule::immutable, .authority = AuthorityClass{10}, .limits = {.length_max = 5000},
         .documentation = "Scores by questionnaire and wave."},
        {.name = "generated_on", .number = FieldNumber{5}, .type = FieldType::date,
         .rule = Rule::immutable, .authority = AuthorityClass{10},
         .documentation = "Day of the extract."},
    };
    return made;
}

Collection make_audit_entry() {
    Collection made;
    made.name = "audit_entry";
    made.number = CollectionNumber{70};
    made.table = "audit_entry";
    made.scope_kinds = {"audit", "pair"};
    made.documentation =
        "One thing that somebody did which the audit keeps. Each entry names the hash of "
        "the one before it on its device, so that none can be taken out unseen.";
    made.fields = {
        {.name = "deed", .number = FieldNumber{1}, .type = FieldType::enumeration,
         .rule = Rule::immutable, .enum_name = "audit_deed", .required = true, .indexed = true,
         .documentation = "What was done."},
        {.name = "who", .number = FieldNumber{2}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 100}, .required = true,
         .documentation = "Who did it, by staff reference."},
        {.name = "device", .number = FieldNumber{3}, .type = FieldType::bytes,
         .rule = Rule::immutable, .limits = {.length_max = 32},
         .documentation = "On which device."},
        {.name = "about_scope", .number = FieldNumber{4}, .type = FieldType::bytes,
         .rule = Rule::immutable, .limits = {.length_max = 32},
         .documentation = "In which scope."},
        {.name = "about_record", .number = FieldNumber{5}, .type = FieldType::id,
         .rule = Rule::immutable,
         .documentation = "To which record; may be empty."},
        {.name = "purpose", .number = FieldNumber{6}, .type = FieldType::text,
         .rule = Rule::immutable, .limits = {.length_max = 1000}, .full_text = true,
         .documentation = "What for."},
        {.name = "claimed_at", .number = FieldNumber{7}, .type = FieldType::instant,
         .rule = Rule::immutable, .required = true, .indexed = true,
         .documentation = "When it was by the clock of the device."},
        {.name = "position", .number = FieldNumber{8}, .type = FieldType::integer,
         .rule = Rule::immutable, .limits = {.minimum = 1},
         .documentation = "Its number among the entries of its device."},
        {.name = "previous_hash", .number = FieldNumber{9}, .type = FieldType::bytes,
         .rule = Rule::immutable, .limits = {.length_max = 32},
         .documentation = "Hash of the entry before it on its device; empty for the first."},
        {.name = "entry_hash", .number = FieldNumber{10}, .type = FieldType::bytes,
         .rule = Rule::immutable, .limits = {.length_max = 32},
         .documentation = "Hash of this entry with the one before it."},
        {.name = "not_before", .number = FieldNumber{11}, .type = FieldType::instant,
         .rule = Rule::immutable,
         .documentation =
             "The latest time of the server that the device had received by then; it cannot "
             "have been earlier."},
    };
    return made;
}

}  // namespace

const sanderling::schema::Schema& schema() {
    static const sanderling::schema::Schema made([] {
        SchemaParts parts;
        parts.name = "probation";
        parts.version = sanderling::SchemaVersion{3};
        parts.roles = make_roles();
        parts.classes = make_classes();
        parts.scope_kinds = make_scope_kinds();
        parts.enums = make_enums();
        parts.collections.push_back(make_person());
        parts.collections.push_back(make_order());
        parts.collections.push_back(make_requirement());
        parts.collections.push_back(make_allocation());
        parts.collections.push_back(make_contact());
        parts.collections.push_back(make_evidence());
        parts.collections.push_back(make_risk_assessment());
        parts.collections.push_back(make_register_flag());
        parts.collections.push_back(make_plan());
        parts.collections.push_back(make_goal());
        parts.collections.push_back(make_step());
        parts.collections.push_back(make_group());
        parts.collections.push_back(make_meeting());
        parts.collections.push_back(make_issue());
        parts.collections.push_back(make_response());
        parts.collections.push_back(make_thread());
        parts.collections.push_back(make_post());
        parts.collections.push_back(make_bulletin());
        parts.collections.push_back(make_activity_day());
        parts.collections.push_back(make_address());
        parts.collections.push_back(make_phone());
        parts.collections.push_back(make_court_report());
        parts.collections.push_back(make_enforcement_step());
        parts.collections.push_back(make_risk_score());
        parts.collections.push_back(make_need());
        parts.collections.push_back(make_countersignature());
        parts.collections.push_back(make_judgement_note());
        parts.collections.push_back(make_access_limit());
        parts.collections.push_back(make_person_link());
        parts.collections.push_back(make_involvement_entry());
        parts.collections.push_back(make_agreement());
        parts.collections.push_back(make_su_voice());
        parts.collections.push_back(make_visual_form());
        parts.collections.push_back(make_visual_item());
        parts.collections.push_back(make_node_map());
        parts.collections.push_back(make_map_node());
        parts.collections.push_back(make_map_link());
        parts.collections.push_back(make_instrument());
        parts.collections.push_back(make_instrument_item());
        parts.collections.push_back(make_response_key());
        parts.collections.push_back(make_questionnaire_response());
        parts.collections.push_back(make_skill_entry());
        parts.collections.push_back(make_research_consent());
        parts.collections.push_back(make_observation());
        parts.collections.push_back(make_observation_mark());
        parts.collections.push_back(make_reflection());
        parts.collections.push_back(make_training_event());
        parts.collections.push_back(make_attendance());
        parts.collections.push_back(make_evaluation());
        parts.collections.push_back(make_coaching_note());
        parts.collections.push_back(make_als_meeting());
        parts.collections.push_back(make_als_action());
        parts.collections.push_back(make_supervision_session());
        parts.collections.push_back(make_action());
        parts.collections.push_back(make_qa_review());
        parts.collections.push_back(make_qa_mark());
        parts.collections.push_back(make_qa_action());
        parts.collections.push_back(make_victim_case());
        parts.collections.push_back(make_victim_contact());
        parts.collections.push_back(make_victim_satisfaction());
        parts.collections.push_back(make_licence_request());
        parts.collections.push_back(make_case_notice());
        parts.collections.push_back(make_group_member());
        parts.collections.push_back(make_newsletter());
        parts.collections.push_back(make_local_policy());
        parts.collections.push_back(make_focus_group_note());
        parts.collections.push_back(make_message());
        parts.collections.push_back(make_research_project());
        parts.collections.push_back(make_research_extract());
        parts.collections.push_back(make_audit_entry());
        return parts;
    }());
    return made;
}

}  // namespace sanderling::probation
// clang-format on
