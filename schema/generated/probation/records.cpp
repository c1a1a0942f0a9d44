// The structs to rows and back.
// Made from probation.yaml by sanderling-schemac; change that file instead (schema/README.md).
#include "schema/generated/probation/records.hpp"

#include "schema/model/record_io.hpp"

#include <utility>

namespace sanderling::probation {
namespace {

template <class Self, class Visit>
void each_field_of_person(Self& self, Visit& visit) {
    visit("name", self.name);
    visit("crn", self.crn);
    visit("born_on", self.born_on);
    visit("sex", self.sex);
    visit("ethnicity", self.ethnicity);
    visit("language", self.language);
    visit("disability", self.disability);
    visit("phones", self.phones);
    visit("addresses", self.addresses);
    visit("main_address", self.main_address);
    visit("accessibility_needs", self.accessibility_needs);
    visit("interpreters", self.interpreters);
    visit("main_address_id", self.main_address_id);
    visit("pnc", self.pnc);
    visit("former_names", self.former_names);
}

template <class Self, class Visit>
void each_field_of_order(Self& self, Visit& visit) {
    visit("type", self.type);
    visit("court", self.court);
    visit("sentenced_on", self.sentenced_on);
    visit("starts_on", self.starts_on);
    visit("ends_on", self.ends_on);
    visit("custody_months", self.custody_months);
    visit("offence_class", self.offence_class);
    visit("on_remand", self.on_remand);
    visit("recalled_on", self.recalled_on);
    visit("terminated_on", self.terminated_on);
}

template <class Self, class Visit>
void each_field_of_requirement(Self& self, Visit& visit) {
    visit("order_id", self.order_id);
    visit("type", self.type);
    visit("days", self.days);
    visit("hours", self.hours);
    visit("phase", self.phase);
    visit("theme", self.theme);
    visit("electronically_monitored", self.electronically_monitored);
    visit("notes", self.notes);
}

template <class Self, class Visit>
void each_field_of_allocation(Self& self, Visit& visit) {
    visit("staff", self.staff);
    visit("role", self.role);
    visit("starts_on", self.starts_on);
    visit("ends_on", self.ends_on);
    visit("reason", self.reason);
}

template <class Self, class Visit>
void each_field_of_contact(Self& self, Visit& visit) {
    visit("type", self.type);
    visit("category", self.category);
    visit("starts", self.starts);
    visit("ends", self.ends);
    visit("place", self.place);
    visit("staff", self.staff);
    visit("requirement_id", self.requirement_id);
    visit("ns_flag", self.ns_flag);
    visit("planned", self.planned);
    visit("outcome", self.outcome);
    visit("notes", self.notes);
    visit("enforcement_action", self.enforcement_action);
    visit("attended", self.attended);
    visit("complied", self.complied);
    visit("warning", self.warning);
    visit("draft", self.draft);
}

template <class Self, class Visit>
void each_field_of_evidence(Self& self, Visit& visit) {
    visit("contact_id", self.contact_id);
    visit("kind", self.kind);
    visit("received_on", self.received_on);
    visit("decision", self.decision);
    visit("notes", self.notes);
}

template <class Self, class Visit>
void each_field_of_risk_assessment(Self& self, Visit& visit) {
    visit("rosh", self.rosh);
    visit("rosh_children", self.rosh_children);
    visit("rosh_public", self.rosh_public);
    visit("rosh_known_adult", self.rosh_known_adult);
    visit("rosh_staff", self.rosh_staff);
    visit("rosh_prisoners", self.rosh_prisoners);
    visit("mappa_category", self.mappa_category);
    visit("mappa_level", self.mappa_level);
    visit("assessed_on", self.assessed_on);
    visit("reasons", self.reasons);
    visit("scores", self.scores);
    visit("narrative", self.narrative);
    visit("management_plan", self.management_plan);
    visit("mappa_level_minuted", self.mappa_level_minuted);
    visit("mappa_minuted_on", self.mappa_minuted_on);
    visit("rosh_since", self.rosh_since);
}

template <class Self, class Visit>
void each_field_of_register_flag(Self& self, Visit& visit) {
    visit("type", self.type);
    visit("starts_on", self.starts_on);
    visit("review_on", self.review_on);
    visit("status", self.status);
    visit("ended_on", self.ended_on);
    visit("notes", self.notes);
}

template <class Self, class Visit>
void each_field_of_plan(Self& self, Visit& visit) {
    visit("kind", self.kind);
    visit("pilot", self.pilot);
    visit("window_starts_on", self.window_starts_on);
    visit("involvement", self.involvement);
    visit("goal_order", self.goal_order);
    visit("frozen_on", self.frozen_on);
}

template <class Self, class Visit>
void each_field_of_goal(Self& self, Visit& visit) {
    visit("plan_id", self.plan_id);
    visit("short_title", self.short_title);
    visit("area", self.area);
    visit("status", self.status);
    visit("target_on", self.target_on);
    visit("step_order", self.step_order);
    visit("title", self.title);
}

template <class Self, class Visit>
void each_field_of_step(Self& self, Visit& visit) {
    visit("goal_id", self.goal_id);
    visit("short_description", self.short_description);
    visit("actors", self.actors);
    visit("status", self.status);
    visit("done_on", self.done_on);
    visit("done_by", self.done_by);
    visit("description", self.description);
    visit("due_on", self.due_on);
}

template <class Self, class Visit>
void each_field_of_group(Self& self, Visit& visit) {
    visit("name", self.name);
    visit("ldu", self.ldu);
    visit("members", self.members);
    visit("chair", self.chair);
    visit("elected_on", self.elected_on);
}

template <class Self, class Visit>
void each_field_of_meeting(Self& self, Visit& visit) {
    visit("group_id", self.group_id);
    visit("held_on", self.held_on);
    visit("place", self.place);
    visit("attendance", self.attendance);
    visit("minutes", self.minutes);
    visit("agenda", self.agenda);
    visit("account", self.account);
}

template <class Self, class Visit>
void each_field_of_issue(Self& self, Visit& visit) {
    visit("group_id", self.group_id);
    visit("meeting_id", self.meeting_id);
    visit("summary", self.summary);
    visit("theme", self.theme);
    visit("support", self.support);
    visit("status", self.status);
    visit("hands", self.hands);
    visit("wording", self.wording);
    visit("same_as", self.same_as);
    visit("raised_on", self.raised_on);
    visit("escalated_on", self.escalated_on);
    visit("closed_on", self.closed_on);
}

template <class Self, class Visit>
void each_field_of_response(Self& self, Visit& visit) {
    visit("issue_id", self.issue_id);
    visit("text", self.text);
    visit("decision", self.decision);
    visit("due_on", self.due_on);
    visit("answered_on", self.answered_on);
    visit("heard_at", self.heard_at);
}

template <class Self, class Visit>
void each_field_of_thread(Self& self, Visit& visit) {
    visit("title", self.title);
}

template <class Self, class Visit>
void each_field_of_post(Self& self, Visit& visit) {
    visit("thread_id", self.thread_id);
    visit("body", self.body);
    visit("author", self.author);
    visit("written_at", self.written_at);
    visit("answer_to", self.answer_to);
}

template <class Self, class Visit>
void each_field_of_bulletin(Self& self, Visit& visit) {
    visit("title", self.title);
    visit("issue_number", self.issue_number);
    visit("issued_on", self.issued_on);
    visit("author", self.author);
    visit("body", self.body);
    visit("draft", self.draft);
    visit("series", self.series);
}

template <class Self, class Visit>
void each_field_of_activity_day(Self& self, Visit& visit) {
    visit("requirement_id", self.requirement_id);
    visit("held_on", self.held_on);
    visit("outcome", self.outcome);
    visit("recorders", self.recorders);
    visit("notes", self.notes);
}

template <class Self, class Visit>
void each_field_of_address(Self& self, Visit& visit) {
    visit("text", self.text);
    visit("kind", self.kind);
    visit("status", self.status);
    visit("starts_on", self.starts_on);
    visit("ends_on", self.ends_on);
    visit("confirmed_by", self.confirmed_by);
}

template <class Self, class Visit>
void each_field_of_phone(Self& self, Visit& visit) {
    visit("number", self.number);
    visit("kind", self.kind);
    visit("starts_on", self.starts_on);
    visit("ends_on", self.ends_on);
    visit("safe_to_leave_message", self.safe_to_leave_message);
}

template <class Self, class Visit>
void each_field_of_court_report(Self& self, Visit& visit) {
    visit("type", self.type);
    visit("requested_on", self.requested_on);
    visit("court_on", self.court_on);
    visit("delivered_on", self.delivered_on);
    visit("author", self.author);
    visit("draft", self.draft);
}

template <class Self, class Visit>
void each_field_of_enforcement_step(Self& self, Visit& visit) {
    visit("contact_id", self.contact_id);
    visit("action", self.action);
    visit("taken_on", self.taken_on);
    visit("decided_at", self.decided_at);
    visit("done_at", self.done_at);
    visit("account", self.account);
}

template <class Self, class Visit>
void each_field_of_risk_score(Self& self, Visit& visit) {
    visit("tool", self.tool);
    visit("tool_version", self.tool_version);
    visit("score", self.score);
    visit("band", self.band);
    visit("calculated_on", self.calculated_on);
    visit("calculated_by", self.calculated_by);
}

template <class Self, class Visit>
void each_field_of_need(Self& self, Visit& visit) {
    visit("area", self.area);
    visit("severity", self.severity);
    visit("linked_to_harm", self.linked_to_harm);
    visit("strengths", self.strengths);
    visit("evidence", self.evidence);
    visit("oasys_sections", self.oasys_sections);
}

template <class Self, class Visit>
void each_field_of_countersignature(Self& self, Visit& visit) {
    visit("subject", self.subject);
    visit("field_name", self.field_name);
    visit("version_hash", self.version_hash);
    visit("signer", self.signer);
    visit("signed_at", self.signed_at);
    visit("note", self.note);
}

template <class Self, class Visit>
void each_field_of_judgement_note(Self& self, Visit& visit) {
    visit("rule_name", self.rule_name);
    visit("rule_pack", self.rule_pack);
    visit("subject", self.subject);
    visit("due_on", self.due_on);
    visit("decision", self.decision);
    visit("reason", self.reason);
    visit("decided_by", self.decided_by);
    visit("decided_on", self.decided_on);
    visit("countersigned_by", self.countersigned_by);
    visit("countersigned_on", self.countersigned_on);
}

template <class Self, class Visit>
void each_field_of_access_limit(Self& self, Visit& visit) {
    visit("kind", self.kind);
    visit("staff", self.staff);
    visit("message", self.message);
    visit("reason", self.reason);
    visit("starts_on", self.starts_on);
    visit("ends_on", self.ends_on);
}

template <class Self, class Visit>
void each_field_of_person_link(Self& self, Visit& visit) {
    visit("person_id", self.person_id);
    visit("other_person_id", self.other_person_id);
    visit("status", self.status);
    visit("survivor", self.survivor);
    visit("score", self.score);
    visit("grounds", self.grounds);
    visit("taken_over", self.taken_over);
    visit("account", self.account);
}

template <class Self, class Visit>
void each_field_of_involvement_entry(Self& self, Visit& visit) {
    visit("plan_id", self.plan_id);
    visit("voice", self.voice);
    visit("discussed_on", self.discussed_on);
    visit("involved", self.involved);
    visit("note", self.note);
    visit("recorded_by", self.recorded_by);
}

template <class Self, class Visit>
void each_field_of_agreement(Self& self, Visit& visit) {
    visit("plan_id", self.plan_id);
    visit("voice", self.voice);
    visit("status", self.status);
    visit("signer", self.signer);
    visit("version_hash", self.version_hash);
    visit("signed_at", self.signed_at);
    visit("reason", self.reason);
    visit("mark", self.mark);
}

template <class Self, class Visit>
void each_field_of_su_voice(Self& self, Visit& visit) {
    visit("plan_id", self.plan_id);
    visit("words", self.words);
}

template <class Self, class Visit>
void each_field_of_visual_form(Self& self, Visit& visit) {
    visit("plan_id", self.plan_id);
    visit("kind", self.kind);
    visit("drawn_on", self.drawn_on);
    visit("title", self.title);
    visit("item_order", self.item_order);
    visit("goal_id", self.goal_id);
}

template <class Self, class Visit>
void each_field_of_visual_item(Self& self, Visit& visit) {
    visit("form_id", self.form_id);
    visit("label", self.label);
    visit("score_om", self.score_om);
    visit("score_su", self.score_su);
    visit("reached_on", self.reached_on);
    visit("reached_by", self.reached_by);
    visit("step_id", self.step_id);
    visit("note", self.note);
}

template <class Self, class Visit>
void each_field_of_node_map(Self& self, Visit& visit) {
    visit("plan_id", self.plan_id);
    visit("kind", self.kind);
    visit("title", self.title);
    visit("drawn_on", self.drawn_on);
    visit("begun_from", self.begun_from);
}

template <class Self, class Visit>
void each_field_of_map_node(Self& self, Visit& visit) {
    visit("map_id", self.map_id);
    visit("words", self.words);
    visit("prompt", self.prompt);
    visit("kind", self.kind);
    visit("x", self.x);
    visit("y", self.y);
}

template <class Self, class Visit>
void each_field_of_map_link(Self& self, Visit& visit) {
    visit("map_id", self.map_id);
    visit("from_node", self.from_node);
    visit("to_node", self.to_node);
    visit("kind", self.kind);
    visit("label", self.label);
}

template <class Self, class Visit>
void each_field_of_instrument(Self& self, Visit& visit) {
    visit("code", self.code);
    visit("edition", self.edition);
    visit("title", self.title);
    visit("licence", self.licence);
    visit("scale_min", self.scale_min);
    visit("scale_max", self.scale_max);
    visit("item_order", self.item_order);
}

template <class Self, class Visit>
void each_field_of_instrument_item(Self& self, Visit& visit) {
    visit("instrument_id", self.instrument_id);
    visit("code", self.code);
    visit("wording", self.wording);
    visit("wording_cy", self.wording_cy);
    visit("subscale", self.subscale);
    visit("is_reversed", self.is_reversed);
}

template <class Self, class Visit>
void each_field_of_response_key(Self& self, Visit& visit) {
    visit("public_key", self.public_key);
    visit("project", self.project);
    visit("valid_from", self.valid_from);
    visit("withdrawn_on", self.withdrawn_on);
}

template <class Self, class Visit>
void each_field_of_questionnaire_response(Self& self, Visit& visit) {
    visit("instrument_code", self.instrument_code);
    visit("instrument_edition", self.instrument_edition);
    visit("wave", self.wave);
    visit("respondent", self.respondent);
    visit("pair_token", self.pair_token);
    visit("answers", self.answers);
    visit("sealed_answers", self.sealed_answers);
    visit("sealed_to", self.sealed_to);
    visit("submitted_at", self.submitted_at);
}

template <class Self, class Visit>
void each_field_of_skill_entry(Self& self, Visit& visit) {
    visit("skill", self.skill);
    visit("mode", self.mode);
    visit("voice", self.voice);
    visit("worked_on", self.worked_on);
    visit("contact_id", self.contact_id);
    visit("note", self.note);
}

template <class Self, class Visit>
void each_field_of_research_consent(Self& self, Visit& visit) {
    visit("project", self.project);
    visit("choice", self.choice);
    visit("asked_on", self.asked_on);
}

template <class Self, class Visit>
void each_field_of_observation(Self& self, Visit& visit) {
    visit("observed_on", self.observed_on);
    visit("observer", self.observer);
    visit("observed", self.observed);
    visit("contact_type", self.contact_type);
    visit("su_consented", self.su_consented);
    visit("feedback", self.feedback);
    visit("joint_action", self.joint_action);
}

template <class Self, class Visit>
void each_field_of_observation_mark(Self& self, Visit& visit) {
    visit("observation_id", self.observation_id);
    visit("area", self.area);
    visit("present", self.present);
    visit("comment", self.comment);
}

template <class Self, class Visit>
void each_field_of_reflection(Self& self, Visit& visit) {
    visit("about", self.about);
    visit("written_on", self.written_on);
    visit("body", self.body);
    visit("copy_of", self.copy_of);
}

template <class Self, class Visit>
void each_field_of_training_event(Self& self, Visit& visit) {
    visit("title", self.title);
    visit("type", self.type);
    visit("starts_on", self.starts_on);
    visit("ends_on", self.ends_on);
    visit("place", self.place);
    visit("trainers", self.trainers);
    visit("places_max", self.places_max);
    visit("follows", self.follows);
}

template <class Self, class Visit>
void each_field_of_attendance(Self& self, Visit& visit) {
    visit("event_id", self.event_id);
    visit("staff", self.staff);
    visit("status", self.status);
    visit("days_attended", self.days_attended);
}

template <class Self, class Visit>
void each_field_of_evaluation(Self& self, Visit& visit) {
    visit("event_id", self.event_id);
    visit("staff", self.staff);
    visit("useful", self.useful);
    visit("confident", self.confident);
    visit("will_use", self.will_use);
    visit("comment", self.comment);
    visit("submitted_on", self.submitted_on);
}

template <class Self, class Visit>
void each_field_of_coaching_note(Self& self, Visit& visit) {
    visit("held_on", self.held_on);
    visit("coach", self.coach);
    visit("coached", self.coached);
    visit("topic", self.topic);
    visit("notes", self.notes);
}

template <class Self, class Visit>
void each_field_of_als_meeting(Self& self, Visit& visit) {
    visit("held_on", self.held_on);
    visit("facilitator", self.facilitator);
    visit("presenter", self.presenter);
    visit("question", self.question);
    visit("notes", self.notes);
    visit("attendance", self.attendance);
}

template <class Self, class Visit>
void each_field_of_als_action(Self& self, Visit& visit) {
    visit("meeting_id", self.meeting_id);
    visit("description", self.description);
    visit("owner", self.owner);
    visit("due_on", self.due_on);
    visit("status", self.status);
    visit("what_came_of_it", self.what_came_of_it);
}

template <class Self, class Visit>
void each_field_of_supervision_session(Self& self, Visit& visit) {
    visit("held_on", self.held_on);
    visit("kind", self.kind);
    visit("agenda", self.agenda);
    visit("notes", self.notes);
    visit("case_ref", self.case_ref);
    visit("observation_id", self.observation_id);
}

template <class Self, class Visit>
void each_field_of_action(Self& self, Visit& visit) {
    visit("about", self.about);
    visit("description", self.description);
    visit("owner", self.owner);
    visit("due_on", self.due_on);
    visit("status", self.status);
    visit("closed_on", self.closed_on);
    visit("account", self.account);
}

template <class Self, class Visit>
void each_field_of_qa_review(Self& self, Visit& visit) {
    visit("case_ref", self.case_ref);
    visit("sampled_on", self.sampled_on);
    visit("reviewers", self.reviewers);
    visit("facts", self.facts);
    visit("narrative", self.narrative);
    visit("su_view", self.su_view);
    visit("closed_on", self.closed_on);
}

template <class Self, class Visit>
void each_field_of_qa_mark(Self& self, Visit& visit) {
    visit("review_id", self.review_id);
    visit("dimension", self.dimension);
    visit("judgement", self.judgement);
    visit("grounds", self.grounds);
}

template <class Self, class Visit>
void each_field_of_qa_action(Self& self, Visit& visit) {
    visit("review_id", self.review_id);
    visit("description", self.description);
    visit("owner", self.owner);
    visit("due_on", self.due_on);
    visit("status", self.status);
    visit("closed_on", self.closed_on);
    visit("account", self.account);
}

template <class Self, class Visit>
void each_field_of_victim_case(Self& self, Visit& visit) {
    visit("name", self.name);
    visit("reach", self.reach);
    visit("sentenced_on", self.sentenced_on);
    visit("offence_class", self.offence_class);
    visit("custody_months", self.custody_months);
    visit("hospital_order", self.hospital_order);
    visit("eligible", self.eligible);
    visit("contact_by", self.contact_by);
    visit("contacted_on", self.contacted_on);
    visit("opt", self.opt);
    visit("representations", self.representations);
    visit("closed_on", self.closed_on);
    visit("needs", self.needs);
}

template <class Self, class Visit>
void each_field_of_victim_contact(Self& self, Visit& visit) {
    visit("victim_case_id", self.victim_case_id);
    visit("held_on", self.held_on);
    visit("kind", self.kind);
    visit("note", self.note);
}

template <class Self, class Visit>
void each_field_of_victim_satisfaction(Self& self, Visit& visit) {
    visit("victim_case_id", self.victim_case_id);
    visit("asked_on", self.asked_on);
    visit("score", self.score);
    visit("comment", self.comment);
}

template <class Self, class Visit>
void each_field_of_licence_request(Self& self, Visit& visit) {
    visit("condition", self.condition);
    visit("kind", self.kind);
    visit("requested_on", self.requested_on);
    visit("needed_by", self.needed_by);
    visit("status", self.status);
    visit("answer", self.answer);
}

template <class Self, class Visit>
void each_field_of_case_notice(Self& self, Visit& visit) {
    visit("kind", self.kind);
    visit("falls_on", self.falls_on);
    visit("condition", self.condition);
    visit("told_on", self.told_on);
}

template <class Self, class Visit>
void each_field_of_group_member(Self& self, Visit& visit) {
    visit("group_id", self.group_id);
    visit("token", self.token);
    visit("pseudonym", self.pseudonym);
    visit("role", self.role);
    visit("joined_on", self.joined_on);
    visit("left_on", self.left_on);
    visit("pin_check", self.pin_check);
}

template <class Self, class Visit>
void each_field_of_newsletter(Self& self, Visit& visit) {
    visit("title", self.title);
    visit("issue_number", self.issue_number);
    visit("issued_on", self.issued_on);
    visit("body", self.body);
    visit("draft", self.draft);
}

template <class Self, class Visit>
void each_field_of_local_policy(Self& self, Visit& visit) {
    visit("organisation", self.organisation);
    visit("subject", self.subject);
    visit("title", self.title);
    visit("body", self.body);
    visit("draft", self.draft);
    visit("starts_on", self.starts_on);
    visit("ends_on", self.ends_on);
    visit("settings", self.settings);
}

template <class Self, class Visit>
void each_field_of_focus_group_note(Self& self, Visit& visit) {
    visit("held_on", self.held_on);
    visit("topic", self.topic);
    visit("taking_part", self.taking_part);
    visit("notes", self.notes);
    visit("findings", self.findings);
}

template <class Self, class Visit>
void each_field_of_message(Self& self, Visit& visit) {
    visit("sender", self.sender);
    visit("recipient", self.recipient);
    visit("subject", self.subject);
    visit("body", self.body);
    visit("sent_at", self.sent_at);
    visit("answer_to", self.answer_to);
    visit("read_by", self.read_by);
}

template <class Self, class Visit>
void each_field_of_research_project(Self& self, Visit& visit) {
    visit("name", self.name);
    visit("basis", self.basis);
    visit("approved_by", self.approved_by);
    visit("approved_on", self.approved_on);
    visit("ends_on", self.ends_on);
    visit("group_min", self.group_min);
}

template <class Self, class Visit>
void each_field_of_research_extract(Self& self, Visit& visit) {
    visit("project_id", self.project_id);
    visit("pseudonym", self.pseudonym);
    visit("attributes", self.attributes);
    visit("scores", self.scores);
    visit("generated_on", self.generated_on);
}

template <class Self, class Visit>
void each_field_of_audit_entry(Self& self, Visit& visit) {
    visit("deed", self.deed);
    visit("who", self.who);
    visit("device", self.device);
    visit("about_scope", self.about_scope);
    visit("about_record", self.about_record);
    visit("purpose", self.purpose);
    visit("claimed_at", self.claimed_at);
    visit("position", self.position);
    visit("previous_hash", self.previous_hash);
    visit("entry_hash", self.entry_hash);
    visit("not_before", self.not_before);
}

}  // namespace

sanderling::schema::Row Person::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_person(*this, writer);
    return std::move(writer).take();
}
Person Person::from_row(const sanderling::schema::Row& row) {
    Person out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_person(out, reader);
    return out;
}

sanderling::schema::Row Order::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_order(*this, writer);
    return std::move(writer).take();
}
Order Order::from_row(const sanderling::schema::Row& row) {
    Order out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_order(out, reader);
    return out;
}

sanderling::schema::Row Requirement::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_requirement(*this, writer);
    return std::move(writer).take();
}
Requirement Requirement::from_row(const sanderling::schema::Row& row) {
    Requirement out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_requirement(out, reader);
    return out;
}

sanderling::schema::Row Allocation::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_allocation(*this, writer);
    return std::move(writer).take();
}
Allocation Allocation::from_row(const sanderling::schema::Row& row) {
    Allocation out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_allocation(out, reader);
    return out;
}

sanderling::schema::Row Contact::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_contact(*this, writer);
    return std::move(writer).take();
}
Contact Contact::from_row(const sanderling::schema::Row& row) {
    Contact out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_contact(out, reader);
    return out;
}

sanderling::schema::Row Evidence::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_evidence(*this, writer);
    return std::move(writer).take();
}
Evidence Evidence::from_row(const sanderling::schema::Row& row) {
    Evidence out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_evidence(out, reader);
    return out;
}

sanderling::schema::Row RiskAssessment::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_risk_assessment(*this, writer);
    return std::move(writer).take();
}
RiskAssessment RiskAssessment::from_row(const sanderling::schema::Row& row) {
    RiskAssessment out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_risk_assessment(out, reader);
    return out;
}

sanderling::schema::Row RegisterFlag::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_register_flag(*this, writer);
    return std::move(writer).take();
}
RegisterFlag RegisterFlag::from_row(const sanderling::schema::Row& row) {
    RegisterFlag out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_register_flag(out, reader);
    return out;
}

sanderling::schema::Row Plan::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_plan(*this, writer);
    return std::move(writer).take();
}
Plan Plan::from_row(const sanderling::schema::Row& row) {
    Plan out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_plan(out, reader);
    return out;
}

sanderling::schema::Row Goal::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_goal(*this, writer);
    return std::move(writer).take();
}
Goal Goal::from_row(const sanderling::schema::Row& row) {
    Goal out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_goal(out, reader);
    return out;
}

sanderling::schema::Row Step::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_step(*this, writer);
    return std::move(writer).take();
}
Step Step::from_row(const sanderling::schema::Row& row) {
    Step out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_step(out, reader);
    return out;
}

sanderling::schema::Row Group::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_group(*this, writer);
    return std::move(writer).take();
}
Group Group::from_row(const sanderling::schema::Row& row) {
    Group out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_group(out, reader);
    return out;
}

sanderling::schema::Row Meeting::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_meeting(*this, writer);
    return std::move(writer).take();
}
Meeting Meeting::from_row(const sanderling::schema::Row& row) {
    Meeting out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_meeting(out, reader);
    return out;
}

sanderling::schema::Row Issue::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_issue(*this, writer);
    return std::move(writer).take();
}
Issue Issue::from_row(const sanderling::schema::Row& row) {
    Issue out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_issue(out, reader);
    return out;
}

sanderling::schema::Row Response::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_response(*this, writer);
    return std::move(writer).take();
}
Response Response::from_row(const sanderling::schema::Row& row) {
    Response out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_response(out, reader);
    return out;
}

sanderling::schema::Row Thread::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_thread(*this, writer);
    return std::move(writer).take();
}
Thread Thread::from_row(const sanderling::schema::Row& row) {
    Thread out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_thread(out, reader);
    return out;
}

sanderling::schema::Row Post::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_post(*this, writer);
    return std::move(writer).take();
}
Post Post::from_row(const sanderling::schema::Row& row) {
    Post out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_post(out, reader);
    return out;
}

sanderling::schema::Row Bulletin::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_bulletin(*this, writer);
    return std::move(writer).take();
}
Bulletin Bulletin::from_row(const sanderling::schema::Row& row) {
    Bulletin out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_bulletin(out, reader);
    return out;
}

sanderling::schema::Row ActivityDay::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_activity_day(*this, writer);
    return std::move(writer).take();
}
ActivityDay ActivityDay::from_row(const sanderling::schema::Row& row) {
    ActivityDay out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_activity_day(out, reader);
    return out;
}

sanderling::schema::Row Address::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_address(*this, writer);
    return std::move(writer).take();
}
Address Address::from_row(const sanderling::schema::Row& row) {
    Address out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_address(out, reader);
    return out;
}

sanderling::schema::Row Phone::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_phone(*this, writer);
    return std::move(writer).take();
}
Phone Phone::from_row(const sanderling::schema::Row& row) {
    Phone out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_phone(out, reader);
    return out;
}

sanderling::schema::Row CourtReport::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_court_report(*this, writer);
    return std::move(writer).take();
}
CourtReport CourtReport::from_row(const sanderling::schema::Row& row) {
    CourtReport out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_court_report(out, reader);
    return out;
}

sanderling::schema::Row EnforcementStep::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_enforcement_step(*this, writer);
    return std::move(writer).take();
}
EnforcementStep EnforcementStep::from_row(const sanderling::schema::Row& row) {
    EnforcementStep out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_enforcement_step(out, reader);
    return out;
}

sanderling::schema::Row RiskScore::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_risk_score(*this, writer);
    return std::move(writer).take();
}
RiskScore RiskScore::from_row(const sanderling::schema::Row& row) {
    RiskScore out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_risk_score(out, reader);
    return out;
}

sanderling::schema::Row Need::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_need(*this, writer);
    return std::move(writer).take();
}
Need Need::from_row(const sanderling::schema::Row& row) {
    Need out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_need(out, reader);
    return out;
}

sanderling::schema::Row Countersignature::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_countersignature(*this, writer);
    return std::move(writer).take();
}
Countersignature Countersignature::from_row(const sanderling::schema::Row& row) {
    Countersignature out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_countersignature(out, reader);
    return out;
}

sanderling::schema::Row JudgementNote::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_judgement_note(*this, writer);
    return std::move(writer).take();
}
JudgementNote JudgementNote::from_row(const sanderling::schema::Row& row) {
    JudgementNote out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_judgement_note(out, reader);
    return out;
}

sanderling::schema::Row AccessLimit::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_access_limit(*this, writer);
    return std::move(writer).take();
}
AccessLimit AccessLimit::from_row(const sanderling::schema::Row& row) {
    AccessLimit out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_access_limit(out, reader);
    return out;
}

sanderling::schema::Row PersonLink::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_person_link(*this, writer);
    return std::move(writer).take();
}
PersonLink PersonLink::from_row(const sanderling::schema::Row& row) {
    PersonLink out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_person_link(out, reader);
    return out;
}

sanderling::schema::Row InvolvementEntry::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_involvement_entry(*this, writer);
    return std::move(writer).take();
}
InvolvementEntry InvolvementEntry::from_row(const sanderling::schema::Row& row) {
    InvolvementEntry out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_involvement_entry(out, reader);
    return out;
}

sanderling::schema::Row Agreement::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_agreement(*this, writer);
    return std::move(writer).take();
}
Agreement Agreement::from_row(const sanderling::schema::Row& row) {
    Agreement out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_agreement(out, reader);
    return out;
}

sanderling::schema::Row SuVoice::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_su_voice(*this, writer);
    return std::move(writer).take();
}
SuVoice SuVoice::from_row(const sanderling::schema::Row& row) {
    SuVoice out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_su_voice(out, reader);
    return out;
}

sanderling::schema::Row VisualForm::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_visual_form(*this, writer);
    return std::move(writer).take();
}
VisualForm VisualForm::from_row(const sanderling::schema::Row& row) {
    VisualForm out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_visual_form(out, reader);
    return out;
}

sanderling::schema::Row VisualItem::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_visual_item(*this, writer);
    return std::move(writer).take();
}
VisualItem VisualItem::from_row(const sanderling::schema::Row& row) {
    VisualItem out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_visual_item(out, reader);
    return out;
}

sanderling::schema::Row NodeMap::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_node_map(*this, writer);
    return std::move(writer).take();
}
NodeMap NodeMap::from_row(const sanderling::schema::Row& row) {
    NodeMap out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_node_map(out, reader);
    return out;
}

sanderling::schema::Row MapNode::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_map_node(*this, writer);
    return std::move(writer).take();
}
MapNode MapNode::from_row(const sanderling::schema::Row& row) {
    MapNode out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_map_node(out, reader);
    return out;
}

sanderling::schema::Row MapLink::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_map_link(*this, writer);
    return std::move(writer).take();
}
MapLink MapLink::from_row(const sanderling::schema::Row& row) {
    MapLink out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_map_link(out, reader);
    return out;
}

sanderling::schema::Row Instrument::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_instrument(*this, writer);
    return std::move(writer).take();
}
Instrument Instrument::from_row(const sanderling::schema::Row& row) {
    Instrument out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_instrument(out, reader);
    return out;
}

sanderling::schema::Row InstrumentItem::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_instrument_item(*this, writer);
    return std::move(writer).take();
}
InstrumentItem InstrumentItem::from_row(const sanderling::schema::Row& row) {
    InstrumentItem out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_instrument_item(out, reader);
    return out;
}

sanderling::schema::Row ResponseKey::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_response_key(*this, writer);
    return std::move(writer).take();
}
ResponseKey ResponseKey::from_row(const sanderling::schema::Row& row) {
    ResponseKey out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_response_key(out, reader);
    return out;
}

sanderling::schema::Row QuestionnaireResponse::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_questionnaire_response(*this, writer);
    return std::move(writer).take();
}
QuestionnaireResponse QuestionnaireResponse::from_row(const sanderling::schema::Row& row) {
    QuestionnaireResponse out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_questionnaire_response(out, reader);
    return out;
}

sanderling::schema::Row SkillEntry::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_skill_entry(*this, writer);
    return std::move(writer).take();
}
SkillEntry SkillEntry::from_row(const sanderling::schema::Row& row) {
    SkillEntry out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_skill_entry(out, reader);
    return out;
}

sanderling::schema::Row ResearchConsent::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_research_consent(*this, writer);
    return std::move(writer).take();
}
ResearchConsent ResearchConsent::from_row(const sanderling::schema::Row& row) {
    ResearchConsent out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_research_consent(out, reader);
    return out;
}

sanderling::schema::Row Observation::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_observation(*this, writer);
    return std::move(writer).take();
}
Observation Observation::from_row(const sanderling::schema::Row& row) {
    Observation out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_observation(out, reader);
    return out;
}

sanderling::schema::Row ObservationMark::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_observation_mark(*this, writer);
    return std::move(writer).take();
}
ObservationMark ObservationMark::from_row(const sanderling::schema::Row& row) {
    ObservationMark out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_observation_mark(out, reader);
    return out;
}

sanderling::schema::Row Reflection::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_reflection(*this, writer);
    return std::move(writer).take();
}
Reflection Reflection::from_row(const sanderling::schema::Row& row) {
    Reflection out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_reflection(out, reader);
    return out;
}

sanderling::schema::Row TrainingEvent::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_training_event(*this, writer);
    return std::move(writer).take();
}
TrainingEvent TrainingEvent::from_row(const sanderling::schema::Row& row) {
    TrainingEvent out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_training_event(out, reader);
    return out;
}

sanderling::schema::Row Attendance::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_attendance(*this, writer);
    return std::move(writer).take();
}
Attendance Attendance::from_row(const sanderling::schema::Row& row) {
    Attendance out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_attendance(out, reader);
    return out;
}

sanderling::schema::Row Evaluation::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_evaluation(*this, writer);
    return std::move(writer).take();
}
Evaluation Evaluation::from_row(const sanderling::schema::Row& row) {
    Evaluation out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_evaluation(out, reader);
    return out;
}

sanderling::schema::Row CoachingNote::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_coaching_note(*this, writer);
    return std::move(writer).take();
}
CoachingNote CoachingNote::from_row(const sanderling::schema::Row& row) {
    CoachingNote out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_coaching_note(out, reader);
    return out;
}

sanderling::schema::Row AlsMeeting::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_als_meeting(*this, writer);
    return std::move(writer).take();
}
AlsMeeting AlsMeeting::from_row(const sanderling::schema::Row& row) {
    AlsMeeting out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_als_meeting(out, reader);
    return out;
}

sanderling::schema::Row AlsAction::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_als_action(*this, writer);
    return std::move(writer).take();
}
AlsAction AlsAction::from_row(const sanderling::schema::Row& row) {
    AlsAction out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_als_action(out, reader);
    return out;
}

sanderling::schema::Row SupervisionSession::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_supervision_session(*this, writer);
    return std::move(writer).take();
}
SupervisionSession SupervisionSession::from_row(const sanderling::schema::Row& row) {
    SupervisionSession out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_supervision_session(out, reader);
    return out;
}

sanderling::schema::Row Action::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_action(*this, writer);
    return std::move(writer).take();
}
Action Action::from_row(const sanderling::schema::Row& row) {
    Action out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_action(out, reader);
    return out;
}

sanderling::schema::Row QaReview::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_qa_review(*this, writer);
    return std::move(writer).take();
}
QaReview QaReview::from_row(const sanderling::schema::Row& row) {
    QaReview out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_qa_review(out, reader);
    return out;
}

sanderling::schema::Row QaMark::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_qa_mark(*this, writer);
    return std::move(writer).take();
}
QaMark QaMark::from_row(const sanderling::schema::Row& row) {
    QaMark out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_qa_mark(out, reader);
    return out;
}

sanderling::schema::Row QaAction::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_qa_action(*this, writer);
    return std::move(writer).take();
}
QaAction QaAction::from_row(const sanderling::schema::Row& row) {
    QaAction out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_qa_action(out, reader);
    return out;
}

sanderling::schema::Row VictimCase::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_victim_case(*this, writer);
    return std::move(writer).take();
}
VictimCase VictimCase::from_row(const sanderling::schema::Row& row) {
    VictimCase out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_victim_case(out, reader);
    return out;
}

sanderling::schema::Row VictimContact::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_victim_contact(*this, writer);
    return std::move(writer).take();
}
VictimContact VictimContact::from_row(const sanderling::schema::Row& row) {
    VictimContact out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_victim_contact(out, reader);
    return out;
}

sanderling::schema::Row VictimSatisfaction::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_victim_satisfaction(*this, writer);
    return std::move(writer).take();
}
VictimSatisfaction VictimSatisfaction::from_row(const sanderling::schema::Row& row) {
    VictimSatisfaction out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_victim_satisfaction(out, reader);
    return out;
}

sanderling::schema::Row LicenceRequest::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_licence_request(*this, writer);
    return std::move(writer).take();
}
LicenceRequest LicenceRequest::from_row(const sanderling::schema::Row& row) {
    LicenceRequest out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_licence_request(out, reader);
    return out;
}

sanderling::schema::Row CaseNotice::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_case_notice(*this, writer);
    return std::move(writer).take();
}
CaseNotice CaseNotice::from_row(const sanderling::schema::Row& row) {
    CaseNotice out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_case_notice(out, reader);
    return out;
}

sanderling::schema::Row GroupMember::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_group_member(*this, writer);
    return std::move(writer).take();
}
GroupMember GroupMember::from_row(const sanderling::schema::Row& row) {
    GroupMember out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_group_member(out, reader);
    return out;
}

sanderling::schema::Row Newsletter::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_newsletter(*this, writer);
    return std::move(writer).take();
}
Newsletter Newsletter::from_row(const sanderling::schema::Row& row) {
    Newsletter out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_newsletter(out, reader);
    return out;
}

sanderling::schema::Row LocalPolicy::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_local_policy(*this, writer);
    return std::move(writer).take();
}
LocalPolicy LocalPolicy::from_row(const sanderling::schema::Row& row) {
    LocalPolicy out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_local_policy(out, reader);
    return out;
}

sanderling::schema::Row FocusGroupNote::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_focus_group_note(*this, writer);
    return std::move(writer).take();
}
FocusGroupNote FocusGroupNote::from_row(const sanderling::schema::Row& row) {
    FocusGroupNote out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_focus_group_note(out, reader);
    return out;
}

sanderling::schema::Row Message::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_message(*this, writer);
    return std::move(writer).take();
}
Message Message::from_row(const sanderling::schema::Row& row) {
    Message out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_message(out, reader);
    return out;
}

sanderling::schema::Row ResearchProject::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_research_project(*this, writer);
    return std::move(writer).take();
}
ResearchProject ResearchProject::from_row(const sanderling::schema::Row& row) {
    ResearchProject out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_research_project(out, reader);
    return out;
}

sanderling::schema::Row ResearchExtract::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_research_extract(*this, writer);
    return std::move(writer).take();
}
ResearchExtract ResearchExtract::from_row(const sanderling::schema::Row& row) {
    ResearchExtract out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_research_extract(out, reader);
    return out;
}

sanderling::schema::Row AuditEntry::to_row() const {
    sanderling::schema::RowWriter writer;
    each_field_of_audit_entry(*this, writer);
    return std::move(writer).take();
}
AuditEntry AuditEntry::from_row(const sanderling::schema::Row& row) {
    AuditEntry out;
    const sanderling::schema::RowReader reader(row);
    each_field_of_audit_entry(out, reader);
    return out;
}

}  // namespace sanderling::probation
