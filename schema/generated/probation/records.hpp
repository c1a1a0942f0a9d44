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

    /// The fields' names.
    struct key {
        static constexpr std::string_view kind = "kind";
        static constexpr std::string_view pilot = "pilot";
        static constexpr std::string_view window_starts_on = "window_starts_on";
        static constexpr std::string_view involvement = "involvement";
        static constexpr std::string_view goal_order = "goal_order";
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

    /// The fields' names.
    struct key {
        static constexpr std::string_view plan_id = "plan_id";
        static constexpr std::string_view short_title = "short_title";
        static constexpr std::string_view area = "area";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view target_on = "target_on";
        static constexpr std::string_view step_order = "step_order";
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

    /// The fields' names.
    struct key {
        static constexpr std::string_view goal_id = "goal_id";
        static constexpr std::string_view short_description = "short_description";
        static constexpr std::string_view actors = "actors";
        static constexpr std::string_view status = "status";
        static constexpr std::string_view done_on = "done_on";
        static constexpr std::string_view done_by = "done_by";
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

    /// The fields' names.
    struct key {
        static constexpr std::string_view name = "name";
        static constexpr std::string_view ldu = "ldu";
        static constexpr std::string_view members = "members";
        static constexpr std::string_view chair = "chair";
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

    /// The fields' names.
    struct key {
        static constexpr std::string_view issue_id = "issue_id";
        static constexpr std::string_view text = "text";
        static constexpr std::string_view decision = "decision";
        static constexpr std::string_view due_on = "due_on";
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

    /// The fields' names.
    struct key {
        static constexpr std::string_view thread_id = "thread_id";
        static constexpr std::string_view body = "body";
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

    /// The fields' names.
    struct key {
        static constexpr std::string_view title = "title";
        static constexpr std::string_view issue_number = "issue_number";
        static constexpr std::string_view issued_on = "issued_on";
        static constexpr std::string_view author = "author";
        static constexpr std::string_view body = "body";
    };

    sanderling::schema::Row to_row() const;
    static Bulletin from_row(const sanderling::schema::Row& row);
    friend bool operator==(const Bulletin&, const Bulletin&) = default;
};

}  // namespace sanderling::probation
