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
         .documentation = "Publishes bulletins."},
    };
}

std::vector<ScopeKind> make_scope_kinds() {
    std::vector<ScopeKind> made{
        {.name = "case", .number = ScopeKindNumber{1},
         .documentation = "One case file, of one person under supervision."},
        {.name = "case_su", .number = ScopeKindNumber{2},
         .documentation = "The part of a case that is shared with the service user."},
        {.name = "case_x", .number = ScopeKindNumber{3},
         .documentation = "The restricted part of a case; only listed people are members."},
        {.name = "victim", .number = ScopeKindNumber{4},
         .documentation = "What a victim liaison officer keeps; no case can read it."},
        {.name = "sug", .number = ScopeKindNumber{5},
         .documentation = "One service-user group."},
        {.name = "team", .number = ScopeKindNumber{6},
         .documentation = "What a team shares."},
        {.name = "staff", .number = ScopeKindNumber{7},
         .documentation = "One member of staff's own space."},
        {.name = "pair", .number = ScopeKindNumber{8},
         .documentation = "What a member of staff shares with their manager."},
        {.name = "als", .number = ScopeKindNumber{9},
         .documentation = "One action learning set."},
        {.name = "org", .number = ScopeKindNumber{10},
         .documentation = "What the whole organisation reads."},
        {.name = "research", .number = ScopeKindNumber{11},
         .documentation = "The approved extract of one research project."},
        {.name = "audit", .number = ScopeKindNumber{12},
         .documentation = "Who read, exported, resolved and granted what."},
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
        {RoleNumber{10}, 0, 3},  // service_user
        {RoleNumber{15}, 0, 1},  // auditor
    };
    made[2].roles = {  // of case_x: role, mask of classes, mask of rights
        {RoleNumber{1}, 1, 11},  // officer
        {RoleNumber{3}, 7, 27},  // manager
        {RoleNumber{9}, 0, 29},  // registrar
    };
    made[3].roles = {  // of victim: role, mask of classes, mask of rights
        {RoleNumber{9}, 0, 29},  // registrar
        {RoleNumber{11}, 1, 11},  // vlo
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
        {RoleNumber{3}, 34, 27},  // manager
        {RoleNumber{9}, 0, 29},  // registrar
    };
    made[6].roles = {  // of staff: role, mask of classes, mask of rights
        {RoleNumber{1}, 0, 11},  // officer
        {RoleNumber{2}, 0, 3},  // duty_officer
        {RoleNumber{3}, 0, 27},  // manager
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
        {RoleNumber{12}, 0, 11},  // trainer
    };
    made[9].roles = {  // of org: role, mask of classes, mask of rights
        {RoleNumber{1}, 0, 1},  // officer
        {RoleNumber{2}, 0, 1},  // duty_officer
        {RoleNumber{3}, 32, 27},  // manager
        {RoleNumber{4}, 48, 11},  // slt
        {RoleNumber{9}, 32, 31},  // registrar
        {RoleNumber{11}, 0, 1},  // vlo
        {RoleNumber{12}, 0, 1},  // trainer
        {RoleNumber{13}, 0, 1},  // researcher
        {RoleNumber{14}, 0, 1},  // administrator
        {RoleNumber{15}, 0, 1},  // auditor
    };
    made[10].roles = {  // of research: role, mask of classes, mask of rights
        {RoleNumber{9}, 0, 31},  // registrar
        {RoleNumber{13}, 0, 1},  // researcher
    };
    made[11].roles = {  // of audit: role, mask of classes, mask of rights
        {RoleNumber{9}, 0, 31},  // registrar
        {RoleNumber{15}, 0, 1},  // auditor
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
    };
    return made;
}

}  // namespace

const sanderling::schema::Schema& schema() {
    static const sanderling::schema::Schema made([] {
        SchemaParts parts;
        parts.name = "probation";
        parts.version = sanderling::SchemaVersion{2};
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
        return parts;
    }());
    return made;
}

}  // namespace sanderling::probation
// clang-format on
