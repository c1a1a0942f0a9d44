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
}

template <class Self, class Visit>
void each_field_of_requirement(Self& self, Visit& visit) {
    visit("order_id", self.order_id);
    visit("type", self.type);
    visit("days", self.days);
    visit("hours", self.hours);
    visit("phase", self.phase);
    visit("theme", self.theme);
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
}

template <class Self, class Visit>
void each_field_of_goal(Self& self, Visit& visit) {
    visit("plan_id", self.plan_id);
    visit("short_title", self.short_title);
    visit("area", self.area);
    visit("status", self.status);
    visit("target_on", self.target_on);
    visit("step_order", self.step_order);
}

template <class Self, class Visit>
void each_field_of_step(Self& self, Visit& visit) {
    visit("goal_id", self.goal_id);
    visit("short_description", self.short_description);
    visit("actors", self.actors);
    visit("status", self.status);
    visit("done_on", self.done_on);
    visit("done_by", self.done_by);
}

template <class Self, class Visit>
void each_field_of_group(Self& self, Visit& visit) {
    visit("name", self.name);
    visit("ldu", self.ldu);
    visit("members", self.members);
    visit("chair", self.chair);
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
}

template <class Self, class Visit>
void each_field_of_response(Self& self, Visit& visit) {
    visit("issue_id", self.issue_id);
    visit("text", self.text);
    visit("decision", self.decision);
    visit("due_on", self.due_on);
}

template <class Self, class Visit>
void each_field_of_thread(Self& self, Visit& visit) {
    visit("title", self.title);
}

template <class Self, class Visit>
void each_field_of_post(Self& self, Visit& visit) {
    visit("thread_id", self.thread_id);
    visit("body", self.body);
}

template <class Self, class Visit>
void each_field_of_bulletin(Self& self, Visit& visit) {
    visit("title", self.title);
    visit("issue_number", self.issue_number);
    visit("issued_on", self.issued_on);
    visit("author", self.author);
    visit("body", self.body);
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

}  // namespace sanderling::probation
