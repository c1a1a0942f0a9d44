// One struct a collection. What is not set is not written; a row read back sets what it holds.
// Made from probation.yaml by sanderling-schemac; change that file instead (schema/README.md).
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"
#include "schema/generated/probation/enums.hpp"
#include "schema/model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::probation {

/// The person under supervision; one record in a case.
struct Person {
    static constexpr std::string_view collection_name = "person";

    /// Full name.
    std::optional<std::string> name{};
    /// Case reference number.
    std::optional<std::string> crn{};
    /// Date of birth.
    std::optional<std::string> born_on{};
    /// Sex as recorded by the court.
    std::optional<Sex> sex{};
    /// Ethnicity in the person's own words.
    std::optional<std::string> ethnicity{};
    /// First language.
    std::optional<std::string> language{};
    /// Disability as the person describes it.
    std::optional<std::string> disability{};
    /// Telephone numbers in use.
    std::vector<std::string> phones{};
    /// Known addresses; two people may each learn of a move.
    std::vector<std::string> addresses{};
    /// The address where the person mainly lives.
    std::optional<std::string> main_address{};
    /// What the person needs to take part.
    std::vector<std::string> accessibility_needs{};
    /// Languages for which an interpreter is needed.
    std::vector<std::string> interpreters{};
    /// The dated address where the person mainly lives; of two, whoever next confirms one decides.
    std::optional<sanderling::RecordId> main_address_id{};
    /// Number in the police national computer.
    std::optional<std::string> pnc{};
    /// Names the person has had or goes by.
    std::vector<std::string> former_names{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view name = "name";
        static constexpr std::string_view crn = "crn";
        static constexpr std::string_view born_on = "born_on";
        static constexpr std::string_view sex = "sex";
        static constexpr std::string_view ethnicity = "ethnicity";
        static constexpr std::string_view language = "language";
        static constexpr std::string_view disability = "disability";
        static constexpr std::string_view phones = "phones";
        static constexpr std::string_view addresses = "addresses";
        static constexpr std::string_view main_address = "main_address";
        static constexpr std::string_view accessibility_needs = "accessibility_needs";
        static constexpr std::string_view interpreters = "interpreters";
        static constexpr std::string_view main_address_id = "main_address_id";
        static constexpr std::string_view pnc = "pnc";
        static constexpr std::string_view former_names = "former_names";
    };

    sanderling::schema::Row to_row() const;
    static Person from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Person&, const Person&) = default;
};

/// A sentence or licence under which the person is supervised, as the court recorded it.
struct Order {
    static constexpr std::string_view collection_name = "order";

    /// Kind of order.
    std::optional<OrderType> type{};
    /// The sentencing court.
    std::optional<std::string> court{};
    /// Day of sentence.
    std::optional<std::string> sentenced_on{};
    /// First day of supervision: sentence or release.
    std::optional<std::string> starts_on{};
    /// Last day of supervision.
    std::optional<std::string> ends_on{};
    /// Custodial part of the sentence in months.
    std::optional<std::int64_t> custody_months{};
    /// Class of the main offence.
    std::optional<OffenceClass> offence_class{};
    /// Whether the person was remanded in custody.
    std::optional<bool> on_remand{};
    /// Day of a recall to custody, from which plan and contacts rest.
    std::optional<std::string> recalled_on{};
    /// Day on which a court ended it early.
    std::optional<std::string> terminated_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view type = "type";
        static constexpr std::string_view court = "court";
        static constexpr std::string_view sentenced_on = "sentenced_on";
        static constexpr std::string_view starts_on = "starts_on";
        static constexpr std::string_view ends_on = "ends_on";
        static constexpr std::string_view custody_months = "custody_months";
        static constexpr std::string_view offence_class = "offence_class";
        static constexpr std::string_view on_remand = "on_remand";
        static constexpr std::string_view recalled_on = "recalled_on";
        static constexpr std::string_view terminated_on = "terminated_on";
    };

    sanderling::schema::Row to_row() const;
    static Order from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Order&, const Order&) = default;
};

/// A requirement of an order.
struct Requirement {
    static constexpr std::string_view collection_name = "requirement";

    /// The order that imposes it.
    std::optional<sanderling::RecordId> order_id{};
    /// Kind of requirement.
    std::optional<RequirementType> type{};
    /// Length in days where it has one.
    std::optional<std::int64_t> days{};
    /// Length in hours of unpaid work.
    std::optional<std::int64_t> hours{};
    /// Where it stands in the order.
    std::optional<RequirementPhase> phase{};
    /// What an activity works on.
    std::optional<RequirementTheme> theme{};
    /// Whether it is monitored electronically, which decides who is responsible officer.
    std::optional<bool> electronically_monitored{};
    /// Remarks on carrying it out.
    std::vector<std::string> notes{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view order_id = "order_id";
        static constexpr std::string_view type = "type";
        static constexpr std::string_view days = "days";
        static constexpr std::string_view hours = "hours";
        static constexpr std::string_view phase = "phase";
        static constexpr std::string_view theme = "theme";
        static constexpr std::string_view electronically_monitored = "electronically_monitored";
        static constexpr std::string_view notes = "notes";
    };

    sanderling::schema::Row to_row() const;
    static Requirement from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Requirement&, const Requirement&) = default;
};

/// A spell in which somebody holds or covers the case; a transfer adds one and erases none.
struct Allocation {
    static constexpr std::string_view collection_name = "allocation";

    /// The holder, by staff reference.
    std::optional<std::string> staff{};
    /// In what capacity.
    std::optional<AllocationRole> role{};
    /// First day of the spell.
    std::optional<std::string> starts_on{};
    /// Last day of the spell; empty while it runs.
    std::optional<std::string> ends_on{};
    /// Why the case came to the holder.
    std::optional<std::string> reason{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view staff = "staff";
        static constexpr std::string_view role = "role";
        static constexpr std::string_view starts_on = "starts_on";
        static constexpr std::string_view ends_on = "ends_on";
        static constexpr std::string_view reason = "reason";
    };

    sanderling::schema::Row to_row() const;
    static Allocation from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Allocation&, const Allocation&) = default;
};

/// One appointment, visit, call or other contact; a sensitive one lives in the restricted part of
/// the case.
struct Contact {
    static constexpr std::string_view collection_name = "contact";

    /// Kind of contact.
    std::optional<ContactType> type{};
    /// What the contact is for.
    std::optional<ContactCategory> category{};
    /// When it begins, or began.
    std::optional<sanderling::Instant> starts{};
    /// When it ends, or ended; may be empty.
    std::optional<sanderling::Instant> ends{};
    /// Where it happens.
    std::optional<Place> place{};
    /// Who sees the person, by staff reference.
    std::optional<std::string> staff{};
    /// The requirement it counts towards.
    std::optional<sanderling::RecordId> requirement_id{};
    /// Whether it counts under the National Standards.
    std::optional<bool> ns_flag{};
    /// Whether it was arranged beforehand.
    std::optional<bool> planned{};
    /// What came of it; while two people differ, enforcement waits.
    std::optional<Outcome> outcome{};
    /// What happened; an addendum or correction is a new entry, since it may be read in court.
    std::vector<std::string> notes{};
    /// Steps of enforcement taken because of it.
    std::vector<EnforcementAction> enforcement_action{};
    /// Whether the person came, where the outcome does not say.
    std::optional<bool> attended{};
    /// Whether the person did what was asked, where the outcome does not say.
    std::optional<bool> complied{};
    /// The one warning that stands for this failure; of two, the officer decides.
    std::optional<EnforcementAction> warning{};
    /// Notes that their author has not finished; finished, they become an entry of notes.
    std::optional<std::string> draft{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view type = "type";
        static constexpr std::string_view category = "category";
        static constexpr std::string_view starts = "starts";
        static constexpr std::string_view ends = "ends";
        static constexpr std::string_view place = "place";
        static constexpr std::string_view staff = "staff";
        static constexpr std::string_view requirement_id = "requirement_id";
        static constexpr std::string_view ns_flag = "ns_flag";
        static constexpr std::string_view planned = "planned";
        static constexpr std::string_view outcome = "outcome";
        static constexpr std::string_view notes = "notes";
        static constexpr std::string_view enforcement_action = "enforcement_action";
        static constexpr std::string_view attended = "attended";
        static constexpr std::string_view complied = "complied";
        static constexpr std::string_view warning = "warning";
        static constexpr std::string_view draft = "draft";
    };

    sanderling::schema::Row to_row() const;
    static Contact from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Contact&, const Contact&) = default;
};

/// What the person handed in to explain an absence.
struct Evidence {
    static constexpr std::string_view collection_name = "evidence";

    /// The contact that was missed.
    std::optional<sanderling::RecordId> contact_id{};
    /// What was handed in.
    std::optional<EvidenceKind> kind{};
    /// Day on which it was received.
    std::optional<std::string> received_on{};
    /// Whether it excuses the absence.
    std::optional<EvidenceDecision> decision{};
    /// What it says, and why it was accepted or not.
    std::vector<std::string> notes{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view contact_id = "contact_id";
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view received_on = "received_on";
        static constexpr std::string_view decision = "decision";
        static constexpr std::string_view notes = "notes";
    };

    sanderling::schema::Row to_row() const;
    static Evidence from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// The risk of serious harm; one record in a case, edited as the risk changes. A wrong lower level
/// is the dangerous error.
struct RiskAssessment {
    static constexpr std::string_view collection_name = "risk_assessment";

    /// Overall level, which sets how often the person is seen.
    std::optional<RoshLevel> rosh{};
    /// Level of risk to children.
    std::optional<RoshLevel> rosh_children{};
    /// Level of risk to the public.
    std::optional<RoshLevel> rosh_public{};
    /// Level of risk to an adult the person knows.
    std::optional<RoshLevel> rosh_known_adult{};
    /// Level of risk to staff.
    std::optional<RoshLevel> rosh_staff{};
    /// Level of risk to prisoners.
    std::optional<RoshLevel> rosh_prisoners{};
    /// Category under the public protection arrangements, of which none protects more than another.
    std::optional<std::int64_t> mappa_category{};
    /// Level at which the arrangements are managed.
    std::optional<std::int64_t> mappa_level{};
    /// Day of the latest assessment.
    std::optional<std::string> assessed_on{};
    /// Why the assessor set a level.
    std::vector<std::string> reasons{};
    /// Calculations: tool, version, score, band, calculated_on.
    std::vector<std::string> scores{};
    /// Who is at risk, of what, when and why; several people may write in it at once.
    std::optional<std::string> narrative{};
    /// Who does what to keep the risk down; several people may write in it at once.
    std::optional<std::string> management_plan{};
    /// The level that a meeting set; it counts over what was recorded before it.
    std::optional<std::int64_t> mappa_level_minuted{};
    /// Day of that meeting.
    std::optional<std::string> mappa_minuted_on{};
    /// Day since which the overall level has held, from which weekly contact counts.
    std::optional<std::string> rosh_since{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view rosh = "rosh";
        static constexpr std::string_view rosh_children = "rosh_children";
        static constexpr std::string_view rosh_public = "rosh_public";
        static constexpr std::string_view rosh_known_adult = "rosh_known_adult";
        static constexpr std::string_view rosh_staff = "rosh_staff";
        static constexpr std::string_view rosh_prisoners = "rosh_prisoners";
        static constexpr std::string_view mappa_category = "mappa_category";
        static constexpr std::string_view mappa_level = "mappa_level";
        static constexpr std::string_view assessed_on = "assessed_on";
        static constexpr std::string_view reasons = "reasons";
        static constexpr std::string_view scores = "scores";
        static constexpr std::string_view narrative = "narrative";
        static constexpr std::string_view management_plan = "management_plan";
        static constexpr std::string_view mappa_level_minuted = "mappa_level_minuted";
        static constexpr std::string_view mappa_minuted_on = "mappa_minuted_on";
        static constexpr std::string_view rosh_since = "rosh_since";
    };

    sanderling::schema::Row to_row() const;
    static RiskAssessment from_row(const sanderling::schema::Row& row);
    friend bool operator==(const RiskAssessment&, const RiskAssessment&) = default;
};

/// A register that the person is on; when one ends it and another affirms it, it stays.
struct RegisterFlag {
    static constexpr std::string_view collection_name = "register_flag";

    /// Which register.
    std::optional<FlagType> type{};
    /// Day from which it holds.
    std::optional<std::string> starts_on{};
    /// Day by which it is looked at again.
    std::optional<std::string> review_on{};
    /// Whether it is in force.
    std::optional<FlagStatus> status{};
    /// Day on which it ended.
    std::optional<std::string> ended_on{};
    /// Why it was set or ended.
    std::vector<std::string> notes{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view type = "type";
        static constexpr std::string_view starts_on = "starts_on";
        static constexpr std::string_view review_on = "review_on";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view ended_on = "ended_on";
        static constexpr std::string_view notes = "notes";
    };

    sanderling::schema::Row to_row() const;
    static RegisterFlag from_row(const sanderling::schema::Row& row);
    friend bool operator==(const RegisterFlag&, const RegisterFlag&) = default;
};

/// A sentence plan; in the case itself where nothing is shared with the service user.
struct Plan {
    static constexpr std::string_view collection_name = "plan";

    /// Why it was made.
    std::optional<PlanKind> kind{};
    /// The planning tool in use.
    std::optional<PlanPilot> pilot{};
    /// Day from which its six weeks run.
    std::optional<std::string> window_starts_on{};
    /// Each voice's account: voice (om, su), discussed_on, involved (yes, no, unable), note.
    std::vector<std::string> involvement{};
    /// The goals in the order agreed with the person; a goal that is not in it comes after.
    std::vector<sanderling::RecordId> goal_order{};
    /// Day from which the plan rests, after a recall; empty while it is worked on.
    std::optional<std::string> frozen_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view pilot = "pilot";
        static constexpr std::string_view window_starts_on = "window_starts_on";
        static constexpr std::string_view involvement = "involvement";
        static constexpr std::string_view goal_order = "goal_order";
        static constexpr std::string_view frozen_on = "frozen_on";
    };

    sanderling::schema::Row to_row() const;
    static Plan from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Plan&, const Plan&) = default;
};

/// Something the person wants to reach.
struct Goal {
    static constexpr std::string_view collection_name = "goal";

    /// The plan it belongs to.
    std::optional<sanderling::RecordId> plan_id{};
    /// The goal in a few words; the wording that several people write together comes as a field of
    /// its own.
    std::optional<std::string> short_title{};
    /// The area of life it is about.
    std::optional<NeedArea> area{};
    /// How far it has come.
    std::optional<GoalStatus> status{};
    /// Day by which it is to be reached.
    std::optional<std::string> target_on{};
    /// The steps in order, as stepping stones are; a step that is not in it comes after.
    std::vector<sanderling::RecordId> step_order{};
    /// The goal in words that several people write together.
    std::optional<std::string> title{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view plan_id = "plan_id";
        static constexpr std::string_view short_title = "short_title";
        static constexpr std::string_view area = "area";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view target_on = "target_on";
        static constexpr std::string_view step_order = "step_order";
        static constexpr std::string_view title = "title";
    };

    sanderling::schema::Row to_row() const;
    static Goal from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Goal&, const Goal&) = default;
};

/// A small thing to do on the way to a goal.
struct Step {
    static constexpr std::string_view collection_name = "step";

    /// The goal it leads to.
    std::optional<sanderling::RecordId> goal_id{};
    /// The step in a few words; the wording that several people write together comes as a field of
    /// its own.
    std::optional<std::string> short_description{};
    /// Who is to take it.
    std::vector<StepActor> actors{};
    /// How far it has come.
    std::optional<StepStatus> status{};
    /// Day on which it was done.
    std::optional<std::string> done_on{};
    /// Who ticked it.
    std::optional<std::string> done_by{};
    /// The step in words that several people write together.
    std::optional<std::string> description{};
    /// Day by which it is to be done.
    std::optional<std::string> due_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view goal_id = "goal_id";
        static constexpr std::string_view short_description = "short_description";
        static constexpr std::string_view actors = "actors";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view done_on = "done_on";
        static constexpr std::string_view done_by = "done_by";
        static constexpr std::string_view description = "description";
        static constexpr std::string_view due_on = "due_on";
    };

    sanderling::schema::Row to_row() const;
    static Step from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Step&, const Step&) = default;
};

/// A service-user group.
struct Group {
    static constexpr std::string_view collection_name = "group";

    /// What the group calls itself.
    std::optional<std::string> name{};
    /// The local delivery unit it speaks to.
    std::optional<std::string> ldu{};
    /// Tokens of the members; no token tells who it is.
    std::vector<std::string> members{};
    /// Token of the elected chair.
    std::optional<std::string> chair{};
    /// Day on which the chair was elected.
    std::optional<std::string> elected_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view name = "name";
        static constexpr std::string_view ldu = "ldu";
        static constexpr std::string_view members = "members";
        static constexpr std::string_view chair = "chair";
        static constexpr std::string_view elected_on = "elected_on";
    };

    sanderling::schema::Row to_row() const;
    static Group from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Group&, const Group&) = default;
};

/// A meeting of a service-user group.
struct Meeting {
    static constexpr std::string_view collection_name = "meeting";

    /// The group that meets.
    std::optional<sanderling::RecordId> group_id{};
    /// Day of the meeting.
    std::optional<std::string> held_on{};
    /// Where the group meets.
    std::optional<std::string> place{};
    /// Tokens of those present.
    std::vector<std::string> attendance{};
    /// What was said and decided.
    std::vector<std::string> minutes{};
    /// What the meeting goes through.
    std::vector<std::string> agenda{};
    /// The minutes as one text, which secretary and members write together.
    std::optional<std::string> account{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view group_id = "group_id";
        static constexpr std::string_view held_on = "held_on";
        static constexpr std::string_view place = "place";
        static constexpr std::string_view attendance = "attendance";
        static constexpr std::string_view minutes = "minutes";
        static constexpr std::string_view agenda = "agenda";
        static constexpr std::string_view account = "account";
    };

    sanderling::schema::Row to_row() const;
    static Meeting from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Meeting&, const Meeting&) = default;
};

/// Something a service-user group wants changed.
struct Issue {
    static constexpr std::string_view collection_name = "issue";

    /// The group that raises it.
    std::optional<sanderling::RecordId> group_id{};
    /// The meeting at which it was raised.
    std::optional<sanderling::RecordId> meeting_id{};
    /// The issue in a sentence.
    std::optional<std::string> summary{};
    /// What it is about.
    std::optional<std::string> theme{};
    /// Tokens of the members who support it: one person, one vote.
    std::vector<std::string> support{};
    /// How far it has come, step by step.
    std::vector<IssueStatus> status{};
    /// Hands raised for it in anonymous shows; votes of known members are its support.
    std::optional<std::int64_t> hands{};
    /// The issue as the group puts it, written together.
    std::optional<std::string> wording{};
    /// Other records of the same issue; their supporters are counted together.
    std::vector<sanderling::RecordId> same_as{};
    /// Day on which it was raised.
    std::optional<std::string> raised_on{};
    /// Day on which it went to the senior leadership team.
    std::optional<std::string> escalated_on{};
    /// Day on which the group closed it.
    std::optional<std::string> closed_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view group_id = "group_id";
        static constexpr std::string_view meeting_id = "meeting_id";
        static constexpr std::string_view summary = "summary";
        static constexpr std::string_view theme = "theme";
        static constexpr std::string_view support = "support";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view hands = "hands";
        static constexpr std::string_view wording = "wording";
        static constexpr std::string_view same_as = "same_as";
        static constexpr std::string_view raised_on = "raised_on";
        static constexpr std::string_view escalated_on = "escalated_on";
        static constexpr std::string_view closed_on = "closed_on";
    };

    sanderling::schema::Row to_row() const;
    static Issue from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Issue&, const Issue&) = default;
};

/// The senior leadership team's answer to an issue.
struct Response {
    static constexpr std::string_view collection_name = "response";

    /// The issue it answers.
    std::optional<sanderling::RecordId> issue_id{};
    /// The answer.
    std::vector<std::string> text{};
    /// What was decided.
    std::optional<ResponseDecision> decision{};
    /// Day by which it will be done.
    std::optional<std::string> due_on{};
    /// Day of the answer.
    std::optional<std::string> answered_on{};
    /// The meeting at which the group heard the answer.
    std::optional<sanderling::RecordId> heard_at{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view issue_id = "issue_id";
        static constexpr std::string_view text = "text";
        static constexpr std::string_view decision = "decision";
        static constexpr std::string_view due_on = "due_on";
        static constexpr std::string_view answered_on = "answered_on";
        static constexpr std::string_view heard_at = "heard_at";
    };

    sanderling::schema::Row to_row() const;
    static Response from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Response&, const Response&) = default;
};

/// A discussion.
struct Thread {
    static constexpr std::string_view collection_name = "thread";

    /// What it is about.
    std::optional<std::string> title{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view title = "title";
    };

    sanderling::schema::Row to_row() const;
    static Thread from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Thread&, const Thread&) = default;
};

/// A contribution to a discussion.
struct Post {
    static constexpr std::string_view collection_name = "post";

    /// The discussion.
    std::optional<sanderling::RecordId> thread_id{};
    /// What was written; a correction is a new entry.
    std::vector<std::string> body{};
    /// Who wrote it, by staff reference.
    std::optional<std::string> author{};
    /// When it was written, as claimed.
    std::optional<sanderling::Instant> written_at{};
    /// The post that it answers.
    std::optional<sanderling::RecordId> answer_to{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view thread_id = "thread_id";
        static constexpr std::string_view body = "body";
        static constexpr std::string_view author = "author";
        static constexpr std::string_view written_at = "written_at";
        static constexpr std::string_view answer_to = "answer_to";
    };

    sanderling::schema::Row to_row() const;
    static Post from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Post&, const Post&) = default;
};

/// A published bulletin.
struct Bulletin {
    static constexpr std::string_view collection_name = "bulletin";

    /// Its title.
    std::optional<std::string> title{};
    /// Its number in its series.
    std::optional<std::int64_t> issue_number{};
    /// Day of publication.
    std::optional<std::string> issued_on{};
    /// Who wrote it.
    std::optional<std::string> author{};
    /// Its text.
    std::optional<std::string> body{};
    /// Its text while several people write it.
    std::optional<std::string> draft{};
    /// The series it is one of, such as that of the programme.
    std::optional<std::string> series{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view title = "title";
        static constexpr std::string_view issue_number = "issue_number";
        static constexpr std::string_view issued_on = "issued_on";
        static constexpr std::string_view author = "author";
        static constexpr std::string_view body = "body";
        static constexpr std::string_view draft = "draft";
        static constexpr std::string_view series = "series";
    };

    sanderling::schema::Row to_row() const;
    static Bulletin from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Bulletin&, const Bulletin&) = default;
};

/// One day of an activity. Two devices that record the same day write the same record, so that it
/// is counted once; days used are counted from these records and are written nowhere.
struct ActivityDay {
    static constexpr std::string_view collection_name = "activity_day";

    /// The activity requirement that the day counts towards.
    std::optional<sanderling::RecordId> requirement_id{};
    /// The day.
    std::optional<std::string> held_on{};
    /// What came of it; two that differ are both kept, and the day counts as used until the officer
    /// decides.
    std::optional<ActivityOutcome> outcome{};
    /// Who recorded the day, by staff reference.
    std::vector<std::string> recorders{};
    /// What happened; a correction is a new entry.
    std::vector<std::string> notes{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view requirement_id = "requirement_id";
        static constexpr std::string_view held_on = "held_on";
        static constexpr std::string_view outcome = "outcome";
        static constexpr std::string_view recorders = "recorders";
        static constexpr std::string_view notes = "notes";
    };

    sanderling::schema::Row to_row() const;
    static ActivityDay from_row(const sanderling::schema::Row& row);
    friend bool operator==(const ActivityDay&, const ActivityDay&) = default;
};

/// An address with the time it held. A move that two people learn of makes two records, both of
/// which stay; which is the main one is asked in person.main_address_id.
struct Address {
    static constexpr std::string_view collection_name = "address";

    /// The address as on an envelope.
    std::optional<std::string> text{};
    /// What it is for.
    std::optional<AddressKind> kind{};
    /// Whether it has been confirmed.
    std::optional<AddressStatus> status{};
    /// First day at which it holds.
    std::optional<std::string> starts_on{};
    /// Last day at which it holds; empty while it does.
    std::optional<std::string> ends_on{};
    /// Who last confirmed it, by staff reference.
    std::optional<std::string> confirmed_by{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view text = "text";
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view starts_on = "starts_on";
        static constexpr std::string_view ends_on = "ends_on";
        static constexpr std::string_view confirmed_by = "confirmed_by";
    };

    sanderling::schema::Row to_row() const;
    static Address from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Address&, const Address&) = default;
};

/// A telephone number with the time it held.
struct Phone {
    static constexpr std::string_view collection_name = "phone";

    /// The number as it is dialled.
    std::optional<std::string> number{};
    /// Whose or where it is.
    std::optional<PhoneKind> kind{};
    /// Day from which it can be used.
    std::optional<std::string> starts_on{};
    /// Last day on which it can be used; empty while it can.
    std::optional<std::string> ends_on{};
    /// Whether a message may be left on it.
    std::optional<bool> safe_to_leave_message{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view number = "number";
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view starts_on = "starts_on";
        static constexpr std::string_view ends_on = "ends_on";
        static constexpr std::string_view safe_to_leave_message = "safe_to_leave_message";
    };

    sanderling::schema::Row to_row() const;
    static Phone from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Phone&, const Phone&) = default;
};

/// A report that a court or a parole board has asked for.
struct CourtReport {
    static constexpr std::string_view collection_name = "court_report";

    /// Kind of report, which sets how long it may take.
    std::optional<ReportType> type{};
    /// Day on which it was asked for, day nought of its time.
    std::optional<std::string> requested_on{};
    /// Day of the hearing; where it is known, the report is due then.
    std::optional<std::string> court_on{};
    /// Day on which it was handed over.
    std::optional<std::string> delivered_on{};
    /// Who writes it, by staff reference.
    std::optional<std::string> author{};
    /// The report while it is being written.
    std::optional<std::string> draft{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view type = "type";
        static constexpr std::string_view requested_on = "requested_on";
        static constexpr std::string_view court_on = "court_on";
        static constexpr std::string_view delivered_on = "delivered_on";
        static constexpr std::string_view author = "author";
        static constexpr std::string_view draft = "draft";
    };

    sanderling::schema::Row to_row() const;
    static CourtReport from_row(const sanderling::schema::Row& row);
    friend bool operator==(const CourtReport&, const CourtReport&) = default;
};

/// A step of enforcement because of one missed contact: a warning, its withdrawal, a breach, a
/// recall. Two officers who both take it write one record, with a line each in its account.
struct EnforcementStep {
    static constexpr std::string_view collection_name = "enforcement_step";

    /// The contact at which the person failed.
    std::optional<sanderling::RecordId> contact_id{};
    /// The step.
    std::optional<EnforcementAction> action{};
    /// Day on which it was taken, as claimed; the time of receipt is in the history.
    std::optional<std::string> taken_on{};
    /// When it was decided, for what is due in hours and not in days.
    std::optional<sanderling::Instant> decided_at{};
    /// When it was sent or handed in, as claimed.
    std::optional<sanderling::Instant> done_at{};
    /// Who did what for it, a line each.
    std::vector<std::string> account{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view contact_id = "contact_id";
        static constexpr std::string_view action = "action";
        static constexpr std::string_view taken_on = "taken_on";
        static constexpr std::string_view decided_at = "decided_at";
        static constexpr std::string_view done_at = "done_at";
        static constexpr std::string_view account = "account";
    };

    sanderling::schema::Row to_row() const;
    static EnforcementStep from_row(const sanderling::schema::Row& row);
    friend bool operator==(const EnforcementStep&, const EnforcementStep&) = default;
};

/// One calculation of a score; a later calculation is another record.
struct RiskScore {
    static constexpr std::string_view collection_name = "risk_score";

    /// The tool that calculated it.
    std::optional<RiskTool> tool{};
    /// The version of the tool.
    std::optional<std::string> tool_version{};
    /// The score in the tool's own measure.
    std::optional<double> score{};
    /// The band it falls in, in the tool's own words.
    std::optional<std::string> band{};
    /// Day of the calculation.
    std::optional<std::string> calculated_on{};
    /// Who had it calculated, by staff reference.
    std::optional<std::string> calculated_by{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view tool = "tool";
        static constexpr std::string_view tool_version = "tool_version";
        static constexpr std::string_view score = "score";
        static constexpr std::string_view band = "band";
        static constexpr std::string_view calculated_on = "calculated_on";
        static constexpr std::string_view calculated_by = "calculated_by";
    };

    sanderling::schema::Row to_row() const;
    static RiskScore from_row(const sanderling::schema::Row& row);
    friend bool operator==(const RiskScore&, const RiskScore&) = default;
};

/// One area of life that stands in the way or helps.
struct Need {
    static constexpr std::string_view collection_name = "need";

    /// Which area.
    std::optional<NeedArea> area{};
    /// How much it stands in the way; two views that differ are both kept.
    std::optional<NeedSeverity> severity{};
    /// Whether it bears on serious harm.
    std::optional<bool> linked_to_harm{};
    /// What the person can build on.
    std::vector<std::string> strengths{};
    /// What is known about it and from whom; several people may write in it at once.
    std::optional<std::string> evidence{};
    /// The sections of OASys that were assessed for it.
    std::vector<OasysSection> oasys_sections{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view area = "area";
        static constexpr std::string_view severity = "severity";
        static constexpr std::string_view linked_to_harm = "linked_to_harm";
        static constexpr std::string_view strengths = "strengths";
        static constexpr std::string_view evidence = "evidence";
        static constexpr std::string_view oasys_sections = "oasys_sections";
    };

    sanderling::schema::Row to_row() const;
    static Need from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Need&, const Need&) = default;
};

/// A manager's signature under one version of a text. When the text has changed since, its hash no
/// longer agrees, and the signature is shown as given to an earlier version.
struct Countersignature {
    static constexpr std::string_view collection_name = "countersignature";

    /// The record that is signed.
    std::optional<sanderling::RecordId> subject{};
    /// The field that is signed, such as management_plan; empty for the whole record.
    std::optional<std::string> field_name{};
    /// Hash of what was signed.
    std::optional<sanderling::Bytes> version_hash{};
    /// Who signed, by staff reference.
    std::optional<std::string> signer{};
    /// When it was signed, as claimed.
    std::optional<sanderling::Instant> signed_at{};
    /// What the signer adds.
    std::optional<std::string> note{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view subject = "subject";
        static constexpr std::string_view field_name = "field_name";
        static constexpr std::string_view version_hash = "version_hash";
        static constexpr std::string_view signer = "signer";
        static constexpr std::string_view signed_at = "signed_at";
        static constexpr std::string_view note = "note";
    };

    sanderling::schema::Row to_row() const;
    static Countersignature from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Countersignature&, const Countersignature&) = default;
};

/// Why somebody did not do what a rule proposes: decided otherwise because. A second thought is
/// another note.
struct JudgementNote {
    static constexpr std::string_view collection_name = "judgement_note";

    /// The rule, such as R4.
    std::optional<std::string> rule_name{};
    /// The version of the standards it is in, such as NS2011.
    std::optional<std::string> rule_pack{};
    /// The record that the due item came from.
    std::optional<sanderling::RecordId> subject{};
    /// Day on which it was due.
    std::optional<std::string> due_on{};
    /// What was decided.
    std::optional<JudgementDecision> decision{};
    /// The reason.
    std::optional<std::string> reason{};
    /// Who decided, by staff reference.
    std::optional<std::string> decided_by{};
    /// Day of the decision, as claimed.
    std::optional<std::string> decided_on{};
    /// The manager who agreed, by staff reference.
    std::optional<std::string> countersigned_by{};
    /// Day on which the manager agreed.
    std::optional<std::string> countersigned_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view rule_name = "rule_name";
        static constexpr std::string_view rule_pack = "rule_pack";
        static constexpr std::string_view subject = "subject";
        static constexpr std::string_view due_on = "due_on";
        static constexpr std::string_view decision = "decision";
        static constexpr std::string_view reason = "reason";
        static constexpr std::string_view decided_by = "decided_by";
        static constexpr std::string_view decided_on = "decided_on";
        static constexpr std::string_view countersigned_by = "countersigned_by";
        static constexpr std::string_view countersigned_on = "countersigned_on";
    };

    sanderling::schema::Row to_row() const;
    static JudgementNote from_row(const sanderling::schema::Row& row);
    friend bool operator==(const JudgementNote&, const JudgementNote&) = default;
};

/// An exclusion of named staff from a case, or its restriction to named staff. Nobody barred is
/// ever given a key; this tells those who are members why.
struct AccessLimit {
    static constexpr std::string_view collection_name = "access_limit";

    /// Which of the two it is.
    std::optional<AccessLimitKind> kind{};
    /// The staff it names, by staff reference.
    std::vector<std::string> staff{};
    /// What somebody who is turned away is told.
    std::optional<std::string> message{};
    /// Why it is so.
    std::optional<std::string> reason{};
    /// First day on which it holds.
    std::optional<std::string> starts_on{};
    /// Last day on which it holds; empty while it does.
    std::optional<std::string> ends_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view staff = "staff";
        static constexpr std::string_view message = "message";
        static constexpr std::string_view reason = "reason";
        static constexpr std::string_view starts_on = "starts_on";
        static constexpr std::string_view ends_on = "ends_on";
    };

    sanderling::schema::Row to_row() const;
    static AccessLimit from_row(const sanderling::schema::Row& row);
    friend bool operator==(const AccessLimit&, const AccessLimit&) = default;
};

/// That two records of people are, or are not, of one person. A merge is such a link: nothing is
/// moved, so that it can be undone. Of the two ids the lower stands first.
struct PersonLink {
    static constexpr std::string_view collection_name = "person_link";

    /// The record with the lower id.
    std::optional<sanderling::RecordId> person_id{};
    /// The record with the higher id.
    std::optional<sanderling::RecordId> other_person_id{};
    /// What they are to each other; while two people differ, they are shown apart.
    std::optional<PersonLinkStatus> status{};
    /// The one of the two under whose name both are shown while they are merged.
    std::optional<sanderling::RecordId> survivor{};
    /// How alike the two were found, of a hundred.
    std::optional<std::int64_t> score{};
    /// What speaks for it, such as same_crn or same_birth_date.
    std::vector<std::string> grounds{};
    /// What a merge within one scope added to the survivor, field by field; undoing takes away
    /// exactly this.
    std::vector<std::string> taken_over{};
    /// Who decided what and why, a line each.
    std::vector<std::string> account{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view person_id = "person_id";
        static constexpr std::string_view other_person_id = "other_person_id";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view survivor = "survivor";
        static constexpr std::string_view score = "score";
        static constexpr std::string_view grounds = "grounds";
        static constexpr std::string_view taken_over = "taken_over";
        static constexpr std::string_view account = "account";
    };

    sanderling::schema::Row to_row() const;
    static PersonLink from_row(const sanderling::schema::Row& row);
    friend bool operator==(const PersonLink&, const PersonLink&) = default;
};

/// What one voice says about the service user's part in a plan. The officer's entry and the service
/// user's may differ, and both are shown.
struct InvolvementEntry {
    static constexpr std::string_view collection_name = "involvement_entry";

    /// The plan.
    std::optional<sanderling::RecordId> plan_id{};
    /// Whose account it is.
    std::optional<Voice> voice{};
    /// Day on which the plan was discussed.
    std::optional<std::string> discussed_on{};
    /// Whether the service user took part.
    std::optional<Involvement> involved{};
    /// What the voice adds.
    std::optional<std::string> note{};
    /// Who wrote it down, by staff reference; empty for the service user.
    std::optional<std::string> recorded_by{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view plan_id = "plan_id";
        static constexpr std::string_view voice = "voice";
        static constexpr std::string_view discussed_on = "discussed_on";
        static constexpr std::string_view involved = "involved";
        static constexpr std::string_view note = "note";
        static constexpr std::string_view recorded_by = "recorded_by";
    };

    sanderling::schema::Row to_row() const;
    static InvolvementEntry from_row(const sanderling::schema::Row& row);
    friend bool operator==(const InvolvementEntry&, const InvolvementEntry&) = default;
};

/// What somebody said of one version of a plan. When the plan has changed since, its hash no longer
/// agrees, and the agreement is shown as given to an earlier version, never as agreed.
struct Agreement {
    static constexpr std::string_view collection_name = "agreement";

    /// The plan.
    std::optional<sanderling::RecordId> plan_id{};
    /// In what capacity the signer speaks.
    std::optional<Voice> voice{};
    /// What the signer said.
    std::optional<AgreementStatus> status{};
    /// Who signed: a staff reference, or the service user's name.
    std::optional<std::string> signer{};
    /// Hash of the plan with its goals and steps as the signer saw them.
    std::optional<sanderling::Bytes> version_hash{};
    /// When it was signed, as claimed.
    std::optional<sanderling::Instant> signed_at{};
    /// Why the signer does not agree or could not answer.
    std::optional<std::string> reason{};
    /// The signature as it was drawn on a screen, as an SVG path; may be empty.
    std::optional<sanderling::Bytes> mark{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view plan_id = "plan_id";
        static constexpr std::string_view voice = "voice";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view signer = "signer";
        static constexpr std::string_view version_hash = "version_hash";
        static constexpr std::string_view signed_at = "signed_at";
        static constexpr std::string_view reason = "reason";
        static constexpr std::string_view mark = "mark";
    };

    sanderling::schema::Row to_row() const;
    static Agreement from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Agreement&, const Agreement&) = default;
};

/// The service user's own words on a plan. Nobody else's writing has effect in it, and it is never
/// merged into anybody else's.
struct SuVoice {
    static constexpr std::string_view collection_name = "su_voice";

    /// The plan.
    std::optional<sanderling::RecordId> plan_id{};
    /// The service user's own words.
    std::optional<std::string> words{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view plan_id = "plan_id";
        static constexpr std::string_view words = "words";
    };

    sanderling::schema::Row to_row() const;
    static SuVoice from_row(const sanderling::schema::Row& row);
    friend bool operator==(const SuVoice&, const SuVoice&) = default;
};

/// A picture that an officer and a service user draw together on one date: the Web or the Stepping
/// Stones. Drawn again later it is another record, so that two dates can be laid over each other.
struct VisualForm {
    static constexpr std::string_view collection_name = "visual_form";

    /// The plan it belongs to.
    std::optional<sanderling::RecordId> plan_id{};
    /// Which picture.
    std::optional<VisualFormKind> kind{};
    /// Day on which it was drawn.
    std::optional<std::string> drawn_on{};
    /// What it is about.
    std::optional<std::string> title{};
    /// Axes of the Web clockwise from the top, or the stones from here to the goal; an item that is
    /// not in it comes after.
    std::vector<sanderling::RecordId> item_order{};
    /// The goal to which the stones lead.
    std::optional<sanderling::RecordId> goal_id{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view plan_id = "plan_id";
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view drawn_on = "drawn_on";
        static constexpr std::string_view title = "title";
        static constexpr std::string_view item_order = "item_order";
        static constexpr std::string_view goal_id = "goal_id";
    };

    sanderling::schema::Row to_row() const;
    static VisualForm from_row(const sanderling::schema::Row& row);
    friend bool operator==(const VisualForm&, const VisualForm&) = default;
};

/// One axis of a Web or one stepping stone. Each voice has a score of its own, since their
/// difference is what there is to talk about.
struct VisualItem {
    static constexpr std::string_view collection_name = "visual_item";

    /// The picture it belongs to.
    std::optional<sanderling::RecordId> form_id{};
    /// What stands at the axis or on the stone.
    std::optional<std::string> label{};
    /// The officer's score, from 0 in the middle to 10 at the rim.
    std::optional<std::int64_t> score_om{};
    /// The service user's score, from 0 in the middle to 10 at the rim.
    std::optional<std::int64_t> score_su{};
    /// Day on which the stone was reached; empty before.
    std::optional<std::string> reached_on{};
    /// Who ticked the stone.
    std::optional<std::string> reached_by{};
    /// The step of the plan that the stone stands for.
    std::optional<sanderling::RecordId> step_id{};
    /// What was said about it; both may write in it.
    std::optional<std::string> note{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view form_id = "form_id";
        static constexpr std::string_view label = "label";
        static constexpr std::string_view score_om = "score_om";
        static constexpr std::string_view score_su = "score_su";
        static constexpr std::string_view reached_on = "reached_on";
        static constexpr std::string_view reached_by = "reached_by";
        static constexpr std::string_view step_id = "step_id";
        static constexpr std::string_view note = "note";
    };

    sanderling::schema::Row to_row() const;
    static VisualItem from_row(const sanderling::schema::Row& row);
    friend bool operator==(const VisualItem&, const VisualItem&) = default;
};

/// A node-link map: thoughts in boxes, and lines that say how they belong together.
struct NodeMap {
    static constexpr std::string_view collection_name = "node_map";

    /// The plan it serves.
    std::optional<sanderling::RecordId> plan_id{};
    /// Which form of map.
    std::optional<MapKind> kind{};
    /// What it is about.
    std::optional<std::string> title{};
    /// Day on which it was begun.
    std::optional<std::string> drawn_on{};
    /// The guide or information map that it was begun from; may be empty.
    std::optional<std::string> begun_from{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view plan_id = "plan_id";
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view title = "title";
        static constexpr std::string_view drawn_on = "drawn_on";
        static constexpr std::string_view begun_from = "begun_from";
    };

    sanderling::schema::Row to_row() const;
    static NodeMap from_row(const sanderling::schema::Row& row);
    friend bool operator==(const NodeMap&, const NodeMap&) = default;
};

/// A thought in a box of a map.
struct MapNode {
    static constexpr std::string_view collection_name = "map_node";

    /// The map.
    std::optional<sanderling::RecordId> map_id{};
    /// What stands in the box; two people may write in it at once.
    std::optional<std::string> words{};
    /// The question that a guide map asks at this place.
    std::optional<std::string> prompt{};
    /// What it stands for.
    std::optional<MapNodeKind> kind{};
    /// Place from the left, in units of the drawing.
    std::optional<double> x{};
    /// Place from the top, in units of the drawing.
    std::optional<double> y{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view map_id = "map_id";
        static constexpr std::string_view words = "words";
        static constexpr std::string_view prompt = "prompt";
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view x = "x";
        static constexpr std::string_view y = "y";
    };

    sanderling::schema::Row to_row() const;
    static MapNode from_row(const sanderling::schema::Row& row);
    friend bool operator==(const MapNode&, const MapNode&) = default;
};

/// A line from one node to another. When one of its ends was deleted by somebody who did not know
/// of it, it is flagged and kept.
struct MapLink {
    static constexpr std::string_view collection_name = "map_link";

    /// The map.
    std::optional<sanderling::RecordId> map_id{};
    /// Where the line begins.
    std::optional<sanderling::RecordId> from_node{};
    /// Where the line ends.
    std::optional<sanderling::RecordId> to_node{};
    /// How one bears on the other.
    std::optional<MapLinkKind> kind{};
    /// What stands at the line in place of the words for its kind.
    std::optional<std::string> label{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view map_id = "map_id";
        static constexpr std::string_view from_node = "from_node";
        static constexpr std::string_view to_node = "to_node";
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view label = "label";
    };

    sanderling::schema::Row to_row() const;
    static MapLink from_row(const sanderling::schema::Row& row);
    friend bool operator==(const MapLink&, const MapLink&) = default;
};

/// A questionnaire in one fixed version. Its items are loaded as content by whoever holds the
/// licence for them; none is delivered with the product.
struct Instrument {
    static constexpr std::string_view collection_name = "instrument";

    /// Its short name, such as DRI-R.
    std::optional<std::string> code{};
    /// The version; a changed questionnaire is another one.
    std::optional<std::int64_t> edition{};
    /// Its full name.
    std::optional<std::string> title{};
    /// Who allowed its use and on what terms.
    std::optional<std::string> licence{};
    /// The lowest answer.
    std::optional<std::int64_t> scale_min{};
    /// The highest answer, such as 7.
    std::optional<std::int64_t> scale_max{};
    /// The items in the order in which they are asked.
    std::vector<sanderling::RecordId> item_order{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view code = "code";
        static constexpr std::string_view edition = "edition";
        static constexpr std::string_view title = "title";
        static constexpr std::string_view licence = "licence";
        static constexpr std::string_view scale_min = "scale_min";
        static constexpr std::string_view scale_max = "scale_max";
        static constexpr std::string_view item_order = "item_order";
    };

    sanderling::schema::Row to_row() const;
    static Instrument from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Instrument&, const Instrument&) = default;
};

/// One item of a questionnaire.
struct InstrumentItem {
    static constexpr std::string_view collection_name = "instrument_item";

    /// The questionnaire.
    std::optional<sanderling::RecordId> instrument_id{};
    /// Its name in the answers, such as q17.
    std::optional<std::string> code{};
    /// What is asked.
    std::optional<std::string> wording{};
    /// What is asked in Welsh.
    std::optional<std::string> wording_cy{};
    /// The subscale it counts in, such as caring_fairness.
    std::optional<std::string> subscale{};
    /// Whether a low answer counts high.
    std::optional<bool> is_reversed{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view instrument_id = "instrument_id";
        static constexpr std::string_view code = "code";
        static constexpr std::string_view wording = "wording";
        static constexpr std::string_view wording_cy = "wording_cy";
        static constexpr std::string_view subscale = "subscale";
        static constexpr std::string_view is_reversed = "is_reversed";
    };

    sanderling::schema::Row to_row() const;
    static InstrumentItem from_row(const sanderling::schema::Row& row);
    friend bool operator==(const InstrumentItem&, const InstrumentItem&) = default;
};

/// A public key to which answers are sealed, so that neither the device on which they were given
/// nor the other respondent can open them.
struct ResponseKey {
    static constexpr std::string_view collection_name = "response_key";

    /// The X25519 public key.
    std::optional<sanderling::Bytes> public_key{};
    /// The research project that holds the secret key.
    std::optional<std::string> project{};
    /// Day from which answers are sealed to it.
    std::optional<std::string> valid_from{};
    /// Day from which no more answers are sealed to it.
    std::optional<std::string> withdrawn_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view public_key = "public_key";
        static constexpr std::string_view project = "project";
        static constexpr std::string_view valid_from = "valid_from";
        static constexpr std::string_view withdrawn_on = "withdrawn_on";
    };

    sanderling::schema::Row to_row() const;
    static ResponseKey from_row(const sanderling::schema::Row& row);
    friend bool operator==(const ResponseKey&, const ResponseKey&) = default;
};

/// One respondent's answers to one questionnaire, complete when they are handed in. The officer's
/// and the service user's are separate records, and neither sees the other's.
struct QuestionnaireResponse {
    static constexpr std::string_view collection_name = "questionnaire_response";

    /// The questionnaire.
    std::optional<std::string> instrument_code{};
    /// Its version.
    std::optional<std::int64_t> instrument_edition{};
    /// When in the period of supervision it was filled in.
    std::optional<Wave> wave{};
    /// Who answered.
    std::optional<Voice> respondent{};
    /// Joins the officer's answers and the service user's of one wave, without naming either.
    std::optional<std::string> pair_token{};
    /// Answers by item, where they are not sealed.
    std::optional<std::string> answers{};
    /// Answers sealed to a response key.
    std::optional<sanderling::Bytes> sealed_answers{};
    /// The public key to which they are sealed.
    std::optional<sanderling::Bytes> sealed_to{};
    /// When they were handed in, as claimed.
    std::optional<sanderling::Instant> submitted_at{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view instrument_code = "instrument_code";
        static constexpr std::string_view instrument_edition = "instrument_edition";
        static constexpr std::string_view wave = "wave";
        static constexpr std::string_view respondent = "respondent";
        static constexpr std::string_view pair_token = "pair_token";
        static constexpr std::string_view answers = "answers";
        static constexpr std::string_view sealed_answers = "sealed_answers";
        static constexpr std::string_view sealed_to = "sealed_to";
        static constexpr std::string_view submitted_at = "submitted_at";
    };

    sanderling::schema::Row to_row() const;
    static QuestionnaireResponse from_row(const sanderling::schema::Row& row);
    friend bool operator==(const QuestionnaireResponse&, const QuestionnaireResponse&) = default;
};

/// A skill that the service user was taught or practised.
struct SkillEntry {
    static constexpr std::string_view collection_name = "skill_entry";

    /// The skill in a few words.
    std::optional<std::string> skill{};
    /// How it was worked on.
    std::optional<SkillMode> mode{};
    /// Who says so.
    std::optional<Voice> voice{};
    /// Day on which it was.
    std::optional<std::string> worked_on{};
    /// The contact at which it was.
    std::optional<sanderling::RecordId> contact_id{};
    /// What the voice adds.
    std::optional<std::string> note{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view skill = "skill";
        static constexpr std::string_view mode = "mode";
        static constexpr std::string_view voice = "voice";
        static constexpr std::string_view worked_on = "worked_on";
        static constexpr std::string_view contact_id = "contact_id";
        static constexpr std::string_view note = "note";
    };

    sanderling::schema::Row to_row() const;
    static SkillEntry from_row(const sanderling::schema::Row& row);
    friend bool operator==(const SkillEntry&, const SkillEntry&) = default;
};

/// Whether the service user takes part in a research project.
struct ResearchConsent {
    static constexpr std::string_view collection_name = "research_consent";

    /// The project.
    std::optional<std::string> project{};
    /// What the person said; of two that differ the one that gives less away holds.
    std::optional<ResearchChoice> choice{};
    /// Day on which they were asked.
    std::optional<std::string> asked_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view project = "project";
        static constexpr std::string_view choice = "choice";
        static constexpr std::string_view asked_on = "asked_on";
    };

    sanderling::schema::Row to_row() const;
    static ResearchConsent from_row(const sanderling::schema::Row& row);
    friend bool operator==(const ResearchConsent&, const ResearchConsent&) = default;
};

/// A session that a manager sat in on, and the feedback on it. The service user is not named.
struct Observation {
    static constexpr std::string_view collection_name = "observation";

    /// Day of the session.
    std::optional<std::string> observed_on{};
    /// Who observed, by staff reference.
    std::optional<std::string> observer{};
    /// Who was observed, by staff reference.
    std::optional<std::string> observed{};
    /// Kind of session.
    std::optional<ContactType> contact_type{};
    /// Whether the service user agreed to the observer's being there.
    std::optional<bool> su_consented{};
    /// What the observer tells the colleague; an addition is a new entry.
    std::vector<std::string> feedback{};
    /// What the two agree to do; both write in it.
    std::optional<std::string> joint_action{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view observed_on = "observed_on";
        static constexpr std::string_view observer = "observer";
        static constexpr std::string_view observed = "observed";
        static constexpr std::string_view contact_type = "contact_type";
        static constexpr std::string_view su_consented = "su_consented";
        static constexpr std::string_view feedback = "feedback";
        static constexpr std::string_view joint_action = "joint_action";
    };

    sanderling::schema::Row to_row() const;
    static Observation from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Observation&, const Observation&) = default;
};

/// What the observer saw in one of the nine areas of the checklist.
struct ObservationMark {
    static constexpr std::string_view collection_name = "observation_mark";

    /// The observation.
    std::optional<sanderling::RecordId> observation_id{};
    /// The area.
    std::optional<SkillArea> area{};
    /// Whether the skill was seen.
    std::optional<bool> present{};
    /// What was seen.
    std::vector<std::string> comment{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view observation_id = "observation_id";
        static constexpr std::string_view area = "area";
        static constexpr std::string_view present = "present";
        static constexpr std::string_view comment = "comment";
    };

    sanderling::schema::Row to_row() const;
    static ObservationMark from_row(const sanderling::schema::Row& row);
    friend bool operator==(const ObservationMark&, const ObservationMark&) = default;
};

/// A practitioner's own thoughts on a piece of work. It stays in their own space; sharing it writes
/// a copy into the space shared with the manager.
struct Reflection {
    static constexpr std::string_view collection_name = "reflection";

    /// The observation, session or event it is on; may be empty.
    std::optional<sanderling::RecordId> about{};
    /// Day of writing.
    std::optional<std::string> written_on{};
    /// The thoughts; a second thought is a new entry.
    std::vector<std::string> body{};
    /// The private reflection that was shared by this copy; empty for the private one.
    std::optional<sanderling::RecordId> copy_of{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view about = "about";
        static constexpr std::string_view written_on = "written_on";
        static constexpr std::string_view body = "body";
        static constexpr std::string_view copy_of = "copy_of";
    };

    sanderling::schema::Row to_row() const;
    static Reflection from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Reflection&, const Reflection&) = default;
};

/// A course or another event of training.
struct TrainingEvent {
    static constexpr std::string_view collection_name = "training_event";

    /// What it is called.
    std::optional<std::string> title{};
    /// Kind of event.
    std::optional<TrainingType> type{};
    /// First day.
    std::optional<std::string> starts_on{};
    /// Last day.
    std::optional<std::string> ends_on{};
    /// Where it is held.
    std::optional<std::string> place{};
    /// Who leads it, by staff reference.
    std::vector<std::string> trainers{};
    /// How many can take part.
    std::optional<std::int64_t> places_max{};
    /// The course that a follow-up belongs to.
    std::optional<sanderling::RecordId> follows{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view title = "title";
        static constexpr std::string_view type = "type";
        static constexpr std::string_view starts_on = "starts_on";
        static constexpr std::string_view ends_on = "ends_on";
        static constexpr std::string_view place = "place";
        static constexpr std::string_view trainers = "trainers";
        static constexpr std::string_view places_max = "places_max";
        static constexpr std::string_view follows = "follows";
    };

    sanderling::schema::Row to_row() const;
    static TrainingEvent from_row(const sanderling::schema::Row& row);
    friend bool operator==(const TrainingEvent&, const TrainingEvent&) = default;
};

/// That somebody is booked on an event or was there.
struct Attendance {
    static constexpr std::string_view collection_name = "attendance";

    /// The event.
    std::optional<sanderling::RecordId> event_id{};
    /// Who, by staff reference.
    std::optional<std::string> staff{};
    /// How far it has come.
    std::optional<AttendanceStatus> status{};
    /// Days on which they were there.
    std::vector<std::string> days_attended{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view event_id = "event_id";
        static constexpr std::string_view staff = "staff";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view days_attended = "days_attended";
    };

    sanderling::schema::Row to_row() const;
    static Attendance from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Attendance&, const Attendance&) = default;
};

/// What somebody thought of an event of training, as handed in.
struct Evaluation {
    static constexpr std::string_view collection_name = "evaluation";

    /// The event.
    std::optional<sanderling::RecordId> event_id{};
    /// Who says so, by staff reference; empty where it is given without a name.
    std::optional<std::string> staff{};
    /// How useful it was, 5 the most.
    std::optional<std::int64_t> useful{};
    /// How sure they are of using it, 5 the most.
    std::optional<std::int64_t> confident{};
    /// What they will do with it.
    std::optional<std::string> will_use{};
    /// What they add.
    std::optional<std::string> comment{};
    /// Day on which it was handed in.
    std::optional<std::string> submitted_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view event_id = "event_id";
        static constexpr std::string_view staff = "staff";
        static constexpr std::string_view useful = "useful";
        static constexpr std::string_view confident = "confident";
        static constexpr std::string_view will_use = "will_use";
        static constexpr std::string_view comment = "comment";
        static constexpr std::string_view submitted_on = "submitted_on";
    };

    sanderling::schema::Row to_row() const;
    static Evaluation from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Evaluation&, const Evaluation&) = default;
};

/// What came of a conversation with a coach.
struct CoachingNote {
    static constexpr std::string_view collection_name = "coaching_note";

    /// Day of the conversation.
    std::optional<std::string> held_on{};
    /// Who coached, by staff reference.
    std::optional<std::string> coach{};
    /// Who was coached, by staff reference.
    std::optional<std::string> coached{};
    /// What it was about.
    std::optional<std::string> topic{};
    /// What was said; both may write in it.
    std::optional<std::string> notes{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view held_on = "held_on";
        static constexpr std::string_view coach = "coach";
        static constexpr std::string_view coached = "coached";
        static constexpr std::string_view topic = "topic";
        static constexpr std::string_view notes = "notes";
    };

    sanderling::schema::Row to_row() const;
    static CoachingNote from_row(const sanderling::schema::Row& row);
    friend bool operator==(const CoachingNote&, const CoachingNote&) = default;
};

/// A meeting of an action learning set.
struct AlsMeeting {
    static constexpr std::string_view collection_name = "als_meeting";

    /// Day of the meeting.
    std::optional<std::string> held_on{};
    /// Who led it, by staff reference.
    std::optional<std::string> facilitator{};
    /// Who brought a question, by staff reference.
    std::optional<std::string> presenter{};
    /// The question that was worked on.
    std::optional<std::string> question{};
    /// What was said; it stays in the set.
    std::optional<std::string> notes{};
    /// Who was there, by staff reference.
    std::vector<std::string> attendance{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view held_on = "held_on";
        static constexpr std::string_view facilitator = "facilitator";
        static constexpr std::string_view presenter = "presenter";
        static constexpr std::string_view question = "question";
        static constexpr std::string_view notes = "notes";
        static constexpr std::string_view attendance = "attendance";
    };

    sanderling::schema::Row to_row() const;
    static AlsMeeting from_row(const sanderling::schema::Row& row);
    friend bool operator==(const AlsMeeting&, const AlsMeeting&) = default;
};

/// What somebody took away to do from a meeting of an action learning set.
struct AlsAction {
    static constexpr std::string_view collection_name = "als_action";

    /// The meeting.
    std::optional<sanderling::RecordId> meeting_id{};
    /// What is to be done.
    std::optional<std::string> description{};
    /// Who does it, by staff reference.
    std::optional<std::string> owner{};
    /// Day by which it is to be done.
    std::optional<std::string> due_on{};
    /// How far it has come.
    std::optional<ActionStatus> status{};
    /// What the owner told the set afterwards.
    std::vector<std::string> what_came_of_it{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view meeting_id = "meeting_id";
        static constexpr std::string_view description = "description";
        static constexpr std::string_view owner = "owner";
        static constexpr std::string_view due_on = "due_on";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view what_came_of_it = "what_came_of_it";
    };

    sanderling::schema::Row to_row() const;
    static AlsAction from_row(const sanderling::schema::Row& row);
    friend bool operator==(const AlsAction&, const AlsAction&) = default;
};

/// A supervision session of a practitioner with their manager.
struct SupervisionSession {
    static constexpr std::string_view collection_name = "supervision_session";

    /// Day of the session.
    std::optional<std::string> held_on{};
    /// What the session is.
    std::optional<SupervisionKind> kind{};
    /// What it goes through.
    std::vector<std::string> agenda{};
    /// What was said; both may write in it.
    std::optional<std::string> notes{};
    /// The case that is discussed, by a reference that only its readers can follow; nothing of it
    /// is copied here.
    std::optional<std::string> case_ref{};
    /// The observed practice that is talked about.
    std::optional<sanderling::RecordId> observation_id{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view held_on = "held_on";
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view agenda = "agenda";
        static constexpr std::string_view notes = "notes";
        static constexpr std::string_view case_ref = "case_ref";
        static constexpr std::string_view observation_id = "observation_id";
    };

    sanderling::schema::Row to_row() const;
    static SupervisionSession from_row(const sanderling::schema::Row& row);
    friend bool operator==(const SupervisionSession&, const SupervisionSession&) = default;
};

/// What two people agreed to do after a supervision session or an observation.
struct Action {
    static constexpr std::string_view collection_name = "action";

    /// The session or observation it came from.
    std::optional<sanderling::RecordId> about{};
    /// What is to be done.
    std::optional<std::string> description{};
    /// Who does it, by staff reference.
    std::optional<std::string> owner{};
    /// Day by which it is to be done.
    std::optional<std::string> due_on{};
    /// How far it has come.
    std::optional<ActionStatus> status{};
    /// Day on which it was done or dropped.
    std::optional<std::string> closed_on{};
    /// What was done for it.
    std::vector<std::string> account{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view about = "about";
        static constexpr std::string_view description = "description";
        static constexpr std::string_view owner = "owner";
        static constexpr std::string_view due_on = "due_on";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view closed_on = "closed_on";
        static constexpr std::string_view account = "account";
    };

    sanderling::schema::Row to_row() const;
    static Action from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Action&, const Action&) = default;
};

/// A review of the quality of work on one case. What the device can find out is filled in before; a
/// reviewer adds a judgement in each of seven dimensions and a narrative.
struct QaReview {
    static constexpr std::string_view collection_name = "qa_review";

    /// The case by a reference that only its readers can follow.
    std::optional<std::string> case_ref{};
    /// Day on which it was drawn.
    std::optional<std::string> sampled_on{};
    /// Who reviews, by staff reference.
    std::vector<std::string> reviewers{};
    /// What was filled in beforehand.
    std::optional<std::string> facts{};
    /// What the reviewers found; they may write in it at once.
    std::optional<std::string> narrative{};
    /// What the service user said about the work.
    std::optional<std::string> su_view{};
    /// Day on which it was closed.
    std::optional<std::string> closed_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view case_ref = "case_ref";
        static constexpr std::string_view sampled_on = "sampled_on";
        static constexpr std::string_view reviewers = "reviewers";
        static constexpr std::string_view facts = "facts";
        static constexpr std::string_view narrative = "narrative";
        static constexpr std::string_view su_view = "su_view";
        static constexpr std::string_view closed_on = "closed_on";
    };

    sanderling::schema::Row to_row() const;
    static QaReview from_row(const sanderling::schema::Row& row);
    friend bool operator==(const QaReview&, const QaReview&) = default;
};

/// The judgement in one dimension of a quality review.
struct QaMark {
    static constexpr std::string_view collection_name = "qa_mark";

    /// The review.
    std::optional<sanderling::RecordId> review_id{};
    /// The dimension.
    std::optional<QualityDimension> dimension{};
    /// From 1, poor, to 4, very good; two reviewers who differ are moderated by the manager.
    std::optional<std::int64_t> judgement{};
    /// What it rests on.
    std::vector<std::string> grounds{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view review_id = "review_id";
        static constexpr std::string_view dimension = "dimension";
        static constexpr std::string_view judgement = "judgement";
        static constexpr std::string_view grounds = "grounds";
    };

    sanderling::schema::Row to_row() const;
    static QaMark from_row(const sanderling::schema::Row& row);
    friend bool operator==(const QaMark&, const QaMark&) = default;
};

/// What is to get better after a quality review.
struct QaAction {
    static constexpr std::string_view collection_name = "qa_action";

    /// The review.
    std::optional<sanderling::RecordId> review_id{};
    /// What is to be done.
    std::optional<std::string> description{};
    /// Who does it, by staff reference.
    std::optional<std::string> owner{};
    /// Day by which it is to be done.
    std::optional<std::string> due_on{};
    /// How far it has come.
    std::optional<ActionStatus> status{};
    /// Day on which the manager found it done.
    std::optional<std::string> closed_on{};
    /// What was done for it.
    std::vector<std::string> account{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view review_id = "review_id";
        static constexpr std::string_view description = "description";
        static constexpr std::string_view owner = "owner";
        static constexpr std::string_view due_on = "due_on";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view closed_on = "closed_on";
        static constexpr std::string_view account = "account";
    };

    sanderling::schema::Row to_row() const;
    static QaAction from_row(const sanderling::schema::Row& row);
    friend bool operator==(const QaAction&, const QaAction&) = default;
};

/// A victim to whom a liaison officer offers contact. No case refers to it, and nothing in it can
/// be read from a case.
struct VictimCase {
    static constexpr std::string_view collection_name = "victim_case";

    /// The victim's name.
    std::optional<std::string> name{};
    /// Addresses and numbers at which the victim wants to be reached.
    std::vector<std::string> reach{};
    /// Day of sentence, from which the time for contact runs.
    std::optional<std::string> sentenced_on{};
    /// Class of the offence.
    std::optional<OffenceClass> offence_class{};
    /// Length of custody.
    std::optional<std::int64_t> custody_months{};
    /// Whether a hospital order was made.
    std::optional<bool> hospital_order{};
    /// Whether the statutory scheme applies, where the liaison officer says otherwise than the
    /// rule.
    std::optional<bool> eligible{};
    /// Day by which contact is to be made.
    std::optional<std::string> contact_by{};
    /// Day on which contact was first made.
    std::optional<std::string> contacted_on{};
    /// Whether the victim wants contact; of two that differ, no contact holds.
    std::optional<VictimOpt> opt{};
    /// What the victim asks to be taken into account.
    std::vector<std::string> representations{};
    /// Day on which the victim left the scheme.
    std::optional<std::string> closed_on{};
    /// What the victim needs to be heard.
    std::vector<std::string> needs{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view name = "name";
        static constexpr std::string_view reach = "reach";
        static constexpr std::string_view sentenced_on = "sentenced_on";
        static constexpr std::string_view offence_class = "offence_class";
        static constexpr std::string_view custody_months = "custody_months";
        static constexpr std::string_view hospital_order = "hospital_order";
        static constexpr std::string_view eligible = "eligible";
        static constexpr std::string_view contact_by = "contact_by";
        static constexpr std::string_view contacted_on = "contacted_on";
        static constexpr std::string_view opt = "opt";
        static constexpr std::string_view representations = "representations";
        static constexpr std::string_view closed_on = "closed_on";
        static constexpr std::string_view needs = "needs";
    };

    sanderling::schema::Row to_row() const;
    static VictimCase from_row(const sanderling::schema::Row& row);
    friend bool operator==(const VictimCase&, const VictimCase&) = default;
};

/// One time at which a victim was written to or spoken with.
struct VictimContact {
    static constexpr std::string_view collection_name = "victim_contact";

    /// The victim.
    std::optional<sanderling::RecordId> victim_case_id{};
    /// The day.
    std::optional<std::string> held_on{};
    /// How.
    std::optional<VictimContactKind> kind{};
    /// What was said; a correction is a new entry.
    std::vector<std::string> note{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view victim_case_id = "victim_case_id";
        static constexpr std::string_view held_on = "held_on";
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view note = "note";
    };

    sanderling::schema::Row to_row() const;
    static VictimContact from_row(const sanderling::schema::Row& row);
    friend bool operator==(const VictimContact&, const VictimContact&) = default;
};

/// What a victim said about the service.
struct VictimSatisfaction {
    static constexpr std::string_view collection_name = "victim_satisfaction";

    /// The victim.
    std::optional<sanderling::RecordId> victim_case_id{};
    /// The day.
    std::optional<std::string> asked_on{};
    /// How satisfied the victim is, 5 the most; empty where they did not say.
    std::optional<std::int64_t> score{};
    /// What they said.
    std::optional<std::string> comment{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view victim_case_id = "victim_case_id";
        static constexpr std::string_view asked_on = "asked_on";
        static constexpr std::string_view score = "score";
        static constexpr std::string_view comment = "comment";
    };

    sanderling::schema::Row to_row() const;
    static VictimSatisfaction from_row(const sanderling::schema::Row& row);
    friend bool operator==(const VictimSatisfaction&, const VictimSatisfaction&) = default;
};

/// A licence condition that a victim asks for, in words that do not say who. In the victim's space
/// it is a draft; what the liaison officer sends is a copy in the bridge, which is all that the
/// case can read, and which refers to nothing.
struct LicenceRequest {
    static constexpr std::string_view collection_name = "licence_request";

    /// The condition as it should stand in the licence.
    std::optional<std::string> condition{};
    /// What it does.
    std::optional<LicenceConditionKind> kind{};
    /// Day on which it was sent.
    std::optional<std::string> requested_on{};
    /// Day by which it has to be decided.
    std::optional<std::string> needed_by{};
    /// What became of it.
    std::optional<LicenceRequestStatus> status{};
    /// What the officer answers.
    std::vector<std::string> answer{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view condition = "condition";
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view requested_on = "requested_on";
        static constexpr std::string_view needed_by = "needed_by";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view answer = "answer";
    };

    sanderling::schema::Row to_row() const;
    static LicenceRequest from_row(const sanderling::schema::Row& row);
    friend bool operator==(const LicenceRequest&, const LicenceRequest&) = default;
};

/// A date or condition of a case that its officer tells the victim liaison officer.
struct CaseNotice {
    static constexpr std::string_view collection_name = "case_notice";

    /// What it tells.
    std::optional<CaseNoticeKind> kind{};
    /// The day it tells of.
    std::optional<std::string> falls_on{};
    /// The condition it tells of.
    std::optional<std::string> condition{};
    /// Day of telling.
    std::optional<std::string> told_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view falls_on = "falls_on";
        static constexpr std::string_view condition = "condition";
        static constexpr std::string_view told_on = "told_on";
    };

    sanderling::schema::Row to_row() const;
    static CaseNotice from_row(const sanderling::schema::Row& row);
    friend bool operator==(const CaseNotice&, const CaseNotice&) = default;
};

/// A member of a service-user group, by a token that leads to no case.
struct GroupMember {
    static constexpr std::string_view collection_name = "group_member";

    /// The group.
    std::optional<sanderling::RecordId> group_id{};
    /// The member's token, as in attendance and votes.
    std::optional<std::string> token{};
    /// What the member is called in the group.
    std::optional<std::string> pseudonym{};
    /// What the member does in the group; the chair is elected.
    std::optional<GroupRole> role{};
    /// Day of joining.
    std::optional<std::string> joined_on{};
    /// Day of leaving; empty for a member.
    std::optional<std::string> left_on{};
    /// By which the group's tablet checks the member's PIN: cost, salt and slow hash.
    std::optional<sanderling::Bytes> pin_check{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view group_id = "group_id";
        static constexpr std::string_view token = "token";
        static constexpr std::string_view pseudonym = "pseudonym";
        static constexpr std::string_view role = "role";
        static constexpr std::string_view joined_on = "joined_on";
        static constexpr std::string_view left_on = "left_on";
        static constexpr std::string_view pin_check = "pin_check";
    };

    sanderling::schema::Row to_row() const;
    static GroupMember from_row(const sanderling::schema::Row& row);
    friend bool operator==(const GroupMember&, const GroupMember&) = default;
};

/// A newsletter.
struct Newsletter {
    static constexpr std::string_view collection_name = "newsletter";

    /// Its title.
    std::optional<std::string> title{};
    /// Its number in its series.
    std::optional<std::int64_t> issue_number{};
    /// Day of publication; empty for a draft.
    std::optional<std::string> issued_on{};
    /// Its text as published.
    std::optional<std::string> body{};
    /// Its text while several people write it.
    std::optional<std::string> draft{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view title = "title";
        static constexpr std::string_view issue_number = "issue_number";
        static constexpr std::string_view issued_on = "issued_on";
        static constexpr std::string_view body = "body";
        static constexpr std::string_view draft = "draft";
    };

    sanderling::schema::Row to_row() const;
    static Newsletter from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Newsletter&, const Newsletter&) = default;
};

/// How one trust does what the law leaves open, shared so that others can compare.
struct LocalPolicy {
    static constexpr std::string_view collection_name = "local_policy";

    /// The trust.
    std::optional<std::string> organisation{};
    /// What it is about.
    std::optional<PolicySubject> subject{};
    /// Its title.
    std::optional<std::string> title{};
    /// Its text as in force.
    std::optional<std::string> body{};
    /// Its text while several people write it.
    std::optional<std::string> draft{};
    /// Day from which it holds.
    std::optional<std::string> starts_on{};
    /// Last day on which it holds.
    std::optional<std::string> ends_on{};
    /// What can be compared in a table: names and values.
    std::optional<std::string> settings{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view organisation = "organisation";
        static constexpr std::string_view subject = "subject";
        static constexpr std::string_view title = "title";
        static constexpr std::string_view body = "body";
        static constexpr std::string_view draft = "draft";
        static constexpr std::string_view starts_on = "starts_on";
        static constexpr std::string_view ends_on = "ends_on";
        static constexpr std::string_view settings = "settings";
    };

    sanderling::schema::Row to_row() const;
    static LocalPolicy from_row(const sanderling::schema::Row& row);
    friend bool operator==(const LocalPolicy&, const LocalPolicy&) = default;
};

/// What came of a focus group.
struct FocusGroupNote {
    static constexpr std::string_view collection_name = "focus_group_note";

    /// Day of the meeting.
    std::optional<std::string> held_on{};
    /// What it was about.
    std::optional<std::string> topic{};
    /// How many took part.
    std::optional<std::int64_t> taking_part{};
    /// What was said, without names; several people may write in it at once.
    std::optional<std::string> notes{};
    /// What was concluded.
    std::vector<std::string> findings{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view held_on = "held_on";
        static constexpr std::string_view topic = "topic";
        static constexpr std::string_view taking_part = "taking_part";
        static constexpr std::string_view notes = "notes";
        static constexpr std::string_view findings = "findings";
    };

    sanderling::schema::Row to_row() const;
    static FocusGroupNote from_row(const sanderling::schema::Row& row);
    friend bool operator==(const FocusGroupNote&, const FocusGroupNote&) = default;
};

/// A message to a team or a colleague; it arrives once.
struct Message {
    static constexpr std::string_view collection_name = "message";

    /// Who wrote it, by staff reference.
    std::optional<std::string> sender{};
    /// Whom it is for, by staff reference; empty for all who read the scope.
    std::optional<std::string> recipient{};
    /// What it is about.
    std::optional<std::string> subject{};
    /// What it says.
    std::optional<std::string> body{};
    /// When it was written, as claimed.
    std::optional<sanderling::Instant> sent_at{};
    /// What it answers.
    std::optional<sanderling::RecordId> answer_to{};
    /// Who has read it, by staff reference.
    std::vector<std::string> read_by{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view sender = "sender";
        static constexpr std::string_view recipient = "recipient";
        static constexpr std::string_view subject = "subject";
        static constexpr std::string_view body = "body";
        static constexpr std::string_view sent_at = "sent_at";
        static constexpr std::string_view answer_to = "answer_to";
        static constexpr std::string_view read_by = "read_by";
    };

    sanderling::schema::Row to_row() const;
    static Message from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Message&, const Message&) = default;
};

/// What a research project may have, and under which conditions.
struct ResearchProject {
    static constexpr std::string_view collection_name = "research_project";

    /// Its name.
    std::optional<std::string> name{};
    /// On what basis it is given data.
    std::optional<ResearchBasis> basis{};
    /// Who approved it.
    std::optional<std::string> approved_by{};
    /// Day of approval.
    std::optional<std::string> approved_on{};
    /// Last day on which it may hold data.
    std::optional<std::string> ends_on{};
    /// Smaller groups than this are not shown; 10 unless said otherwise.
    std::optional<std::int64_t> group_min{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view name = "name";
        static constexpr std::string_view basis = "basis";
        static constexpr std::string_view approved_by = "approved_by";
        static constexpr std::string_view approved_on = "approved_on";
        static constexpr std::string_view ends_on = "ends_on";
        static constexpr std::string_view group_min = "group_min";
    };

    sanderling::schema::Row to_row() const;
    static ResearchProject from_row(const sanderling::schema::Row& row);
    friend bool operator==(const ResearchProject&, const ResearchProject&) = default;
};

/// What a research project is given of one person: no name, bands in place of dates.
struct ResearchExtract {
    static constexpr std::string_view collection_name = "research_extract";

    /// The project.
    std::optional<sanderling::RecordId> project_id{};
    /// Stands for the person in this project alone.
    std::optional<std::string> pseudonym{};
    /// Attributes in bands, such as an age group, a kind of order, a month.
    std::optional<std::string> attributes{};
    /// Scores by questionnaire and wave.
    std::optional<std::string> scores{};
    /// Day of the extract.
    std::optional<std::string> generated_on{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view project_id = "project_id";
        static constexpr std::string_view pseudonym = "pseudonym";
        static constexpr std::string_view attributes = "attributes";
        static constexpr std::string_view scores = "scores";
        static constexpr std::string_view generated_on = "generated_on";
    };

    sanderling::schema::Row to_row() const;
    static ResearchExtract from_row(const sanderling::schema::Row& row);
    friend bool operator==(const ResearchExtract&, const ResearchExtract&) = default;
};

/// One thing that somebody did which the audit keeps. Each entry names the hash of the one before
/// it on its device, so that none can be taken out unseen.
struct AuditEntry {
    static constexpr std::string_view collection_name = "audit_entry";

    /// What was done.
    std::optional<AuditDeed> deed{};
    /// Who did it, by staff reference.
    std::optional<std::string> who{};
    /// On which device.
    std::optional<sanderling::Bytes> device{};
    /// In which scope.
    std::optional<sanderling::Bytes> about_scope{};
    /// To which record; may be empty.
    std::optional<sanderling::RecordId> about_record{};
    /// What for.
    std::optional<std::string> purpose{};
    /// When it was by the clock of the device.
    std::optional<sanderling::Instant> claimed_at{};
    /// Its number among the entries of its device.
    std::optional<std::int64_t> position{};
    /// Hash of the entry before it on its device; empty for the first.
    std::optional<sanderling::Bytes> previous_hash{};
    /// Hash of this entry with the one before it.
    std::optional<sanderling::Bytes> entry_hash{};
    /// The latest time of the server that the device had received by then; it cannot have been
    /// earlier.
    std::optional<sanderling::Instant> not_before{};

    /// The fields' names.
    struct key {
        static constexpr std::string_view deed = "deed";
        static constexpr std::string_view who = "who";
        static constexpr std::string_view device = "device";
        static constexpr std::string_view about_scope = "about_scope";
        static constexpr std::string_view about_record = "about_record";
        static constexpr std::string_view purpose = "purpose";
        static constexpr std::string_view claimed_at = "claimed_at";
        static constexpr std::string_view position = "position";
        static constexpr std::string_view previous_hash = "previous_hash";
        static constexpr std::string_view entry_hash = "entry_hash";
        static constexpr std::string_view not_before = "not_before";
    };

    sanderling::schema::Row to_row() const;
    static AuditEntry from_row(const sanderling::schema::Row& row);
    friend bool operator==(const AuditEntry&, const AuditEntry&) = default;
};

}  // namespace sanderling::probation
