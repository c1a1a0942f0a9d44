// Two devices of one case: what is due on each follows what was written on both.
#include "client-sdk/practice/calendar/london.hpp"
#include "client-sdk/practice/store/activity_days.hpp"
#include "client-sdk/practice/store/caseload.hpp"
#include "client-sdk/practice/store/engagement.hpp"
#include "schema/generated/probation/description.hpp"
#include "tests/support/device.hpp"

#include <gtest/gtest.h>

namespace sanderling::practice {
namespace {

using tests::Device;

Day on(std::string_view text) {
    return parse_day(text).value();
}

std::int64_t at_ten(std::string_view day) {
    return start_of(on(day)).ms + 36'000'000;
}

class PracticeStore : public testing::Test {
  protected:
    PracticeStore() {
        organisation_.admit(case_, phone_.person(), "manager");
        organisation_.admit(case_, office_.person(), "manager");
        phone_.sync();
        office_.sync();
        order_ = phone_.insert(case_, "order",
                               {{"type", std::string("community_order")},
                                {"sentenced_on", std::string("2011-04-04")},
                                {"starts_on", std::string("2011-04-04")}});
        meet();
    }

    void meet() {
        phone_.sync();
        office_.sync();
        phone_.sync();
    }
    RecordId contact(Device& device, std::string_view day, std::string outcome) {
        Row row{{"type", std::string("planned_office_visit")}, {"starts", at_ten(day)}};
        if (!outcome.empty()) row["outcome"] = outcome;
        return device.insert(case_, "contact", row);
    }
    RecordId step(Device& device, RecordId contact, std::string action, std::string day) {
        return device.insert(case_, "enforcement_step",
                             {{"contact_id", contact}, {"action", action}, {"taken_on", day}});
    }
    CaseloadOptions today(std::string_view day) { return {on(day), {}, {}}; }
    std::vector<DueItem> items(Device& device, Term term, std::string_view day = "2011-04-28") {
        const auto caseload = Caseload::read(device.store(), today(day));
        EXPECT_TRUE(caseload) << caseload.error().message();
        std::vector<DueItem> out;
        for (const DueItem& item : caseload->find(case_)->items)
            if (item.term == term) out.push_back(item);
        return out;
    }
    CaseFile file(Device& device) {
        return read_case(device.store(), case_, on("2011-04-28")).value().value();
    }

    tests::Organisation organisation_{probation::schema()};
    ScopeId case_ = organisation_.create_scope("case");
    Device phone_{organisation_, organisation_.add_person(), probation::schema()};
    Device office_{organisation_, organisation_.add_person(), probation::schema()};
    RecordId order_{};
};

TEST_F(PracticeStore, DifferingOutcomesPauseTheBreachUntilSomebodyDecides) {
    const RecordId first = contact(phone_, "2011-04-11", "unacceptable_absence");
    step(phone_, first, "first_warning_letter", "2011-04-13");
    const RecordId second = contact(phone_, "2011-04-18", "");
    meet();

    phone_.update("contact", second, {{"outcome", std::string("attended_complied")}});
    office_.update("contact", second, {{"outcome", std::string("unacceptable_absence")}});
    ASSERT_EQ(items(office_, Term::breach).size(), 1U);
    EXPECT_EQ(items(office_, Term::breach)[0].state, State::open);
    EXPECT_EQ(items(office_, Term::breach)[0].due, on("2011-05-06"));
    meet();

    for (Device* device : {&phone_, &office_}) {
        const auto breach = items(*device, Term::breach);
        ASSERT_EQ(breach.size(), 1U);
        EXPECT_EQ(breach[0].state, State::paused);
        EXPECT_EQ(breach[0].about, second);
    }
    const auto conflicts = phone_.store().conflicts().value();
    ASSERT_EQ(conflicts.size(), 1U);
    ASSERT_TRUE(phone_.store().resolve(
        conflicts[0].id, Row{{"outcome", std::string("attended_complied")}}, "seen at home"));
    EXPECT_TRUE(items(phone_, Term::breach).empty());
}

TEST_F(PracticeStore, HighAgainstMediumIsHigh) {
    const RecordId risk =
        phone_.insert(case_, "risk_assessment",
                      {{"rosh", std::string("medium")}, {"rosh_since", std::string("2011-04-04")}});
    meet();
    phone_.update("risk_assessment", risk,
                  {{"rosh", std::string("high")}, {"rosh_since", std::string("2011-04-06")}});
    office_.update("risk_assessment", risk, {{"rosh", std::string("low")}});
    meet();

    EXPECT_EQ(items(office_, Term::weekly_contact, "2011-04-17").size(), 1U);
    EXPECT_EQ(items(phone_, Term::weekly_contact, "2011-04-17"),
              items(office_, Term::weekly_contact, "2011-04-17"));
}

TEST_F(PracticeStore, BreachByTwoOfficersIsOneOfTheEarlierDay) {
    const RecordId first = contact(phone_, "2011-04-11", "unacceptable_absence");
    step(phone_, first, "first_warning_letter", "2011-04-13");
    const RecordId second = contact(phone_, "2011-04-18", "unacceptable_absence");
    meet();
    step(phone_, second, "breach_or_recall_initiated", "2011-05-06");
    step(office_, second, "breach_or_recall_initiated", "2011-05-09");
    meet();

    for (Device* device : {&phone_, &office_}) {
        const auto breach = items(*device, Term::breach, "2011-05-09");
        ASSERT_EQ(breach.size(), 1U);
        EXPECT_EQ(breach[0].done_on, on("2011-05-06"));
        EXPECT_FALSE(is_late(breach[0]));
    }
}

TEST_F(PracticeStore, ActivityDayOfTwoDevicesIsUsedOnce) {
    ASSERT_TRUE(add_activity_requirement(phone_.store(), {order_, 20, {}}, Standards::shipped()));
    meet();
    const RecordId requirement = file(phone_).registers.at(0).requirement;
    const auto record = [&](Device& device, const char* day, const char* who) {
        return record_activity_day(
            device.store(), {requirement, on(day), probation::ActivityOutcome::attended, who});
    };
    ASSERT_TRUE(record(phone_, "2011-04-12", "om"));
    ASSERT_TRUE(record(office_, "2011-04-12", "duty"));
    ASSERT_TRUE(record(office_, "2011-04-19", "duty"));
    ASSERT_TRUE(record(office_, "2011-04-19", "tutor")) << "again, on the same device";
    meet();

    for (Device* device : {&phone_, &office_}) {
        const ActivityRegister days = file(*device).registers.at(0);
        const ActivityUse use = activity_use(days.entries, days.allowed);
        EXPECT_EQ(use.used, 2);
        EXPECT_EQ(use.left, 18);
    }
}

TEST_F(PracticeStore, MoreThanSixtyActivityDaysAreRefusedByName) {
    for (const int days : {10, 20})
        ASSERT_TRUE(
            add_activity_requirement(phone_.store(), {order_, days, {}}, Standards::shipped()));

    const auto refused =
        add_activity_requirement(phone_.store(), {order_, 31, {}}, Standards::shipped());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::constraint);
    EXPECT_NE(refused.error().detail.find("R9 activity days: 61"), std::string::npos);
    EXPECT_EQ(file(phone_).registers.size(), 2U);
    EXPECT_TRUE(add_activity_requirement(phone_.store(), {order_, 30, {}}, Standards::shipped()));
}

TEST_F(PracticeStore, DayBeyondTheRequirementIsRefused) {
    ASSERT_TRUE(add_activity_requirement(phone_.store(), {order_, 1, {}}, Standards::shipped()));
    const RecordId requirement = file(phone_).registers.at(0).requirement;
    const auto record = [&](const char* day) {
        return record_activity_day(
            phone_.store(), {requirement, on(day), probation::ActivityOutcome::attended, "om"});
    };
    ASSERT_TRUE(record("2011-04-12"));
    ASSERT_TRUE(record("2011-04-12"));

    EXPECT_EQ(record("2011-04-13").error().code, Errc::constraint);
}

TEST_F(PracticeStore, OfficerIsTheSameOnBothDevices) {
    phone_.insert(case_, "allocation",
                  {{"staff", std::string("anna")},
                   {"role", std::string("om")},
                   {"starts_on", std::string("2011-04-04")}});
    office_.insert(case_, "allocation",
                   {{"staff", std::string("ben")},
                    {"role", std::string("om")},
                    {"starts_on", std::string("2011-04-20")}});
    meet();

    const auto holder = [&](Device& device) {
        const CaseFile of = file(device);
        return holder_of(of, of.facts.orders.at(0), on("2011-04-28"), Standards::shipped());
    };
    EXPECT_EQ(holder(phone_), holder(office_));
    EXPECT_EQ(holder(phone_).staff, "ben");
    EXPECT_EQ(holder(phone_).basis, Basis::overlapping);
    EXPECT_EQ(to_text(continuity(file(phone_).spells, on("2011-04-04"), on("2011-04-28"))),
              "2 officers, 25 days");
}

TEST_F(PracticeStore, NotesOfManagersExceptAWeek) {
    phone_.insert(case_, "risk_assessment",
                  {{"rosh", std::string("high")}, {"rosh_since", std::string("2011-04-04")}});
    phone_.insert(case_, "judgement_note",
                  {{"rule_name", std::string("R3")},
                   {"due_on", std::string("2011-04-17")},
                   {"decision", std::string("exception")},
                   {"reason", std::string("in hospital")},
                   {"countersigned_by", std::string("spo")}});
    phone_.insert(case_, "judgement_note",
                  {{"rule_name", std::string("R4")},
                   {"decision", std::string("decided_otherwise")},
                   {"reason", std::string("order is revoked next week")}});

    const auto weeks = items(phone_, Term::weekly_contact, "2011-04-24");
    ASSERT_EQ(weeks.size(), 2U);
    EXPECT_EQ(weeks[0].state, State::excepted);
    EXPECT_EQ(weeks[1].state, State::open);
    EXPECT_EQ(items(phone_, Term::plan_tier_4).at(0).state, State::otherwise);
}

TEST_F(PracticeStore, PlanInTheSharedPartBelongsToTheCase) {
    const ScopeId shared = organisation_.create_scope("case_su");
    organisation_.admit(shared, phone_.person(), "officer");
    phone_.sync();
    const RecordId plan = phone_.insert(
        shared, "plan", {{"kind", std::string("initial")}, {"pilot", std::string("web")}});
    phone_.insert(shared, "involvement_entry",
                  {{"plan_id", plan},
                   {"voice", std::string("om")},
                   {"discussed_on", std::string("2011-05-10")}});
    CaseloadOptions options = today("2011-05-11");
    EXPECT_EQ(items(phone_, Term::plan, "2011-05-11").at(0).state, State::open);

    options.links.emplace(shared, case_);
    const auto caseload = Caseload::read(phone_.store(), options);
    ASSERT_TRUE(caseload);
    EXPECT_EQ(caseload->cases().size(), 1U);
    std::vector<State> states;
    for (const DueItem& item : caseload->find(case_)->items)
        if (item.term == Term::plan_pilot) states.push_back(item.state);
    EXPECT_EQ(states, std::vector{State::done});
}

TEST_F(PracticeStore, AnswersOfBothVoicesAreScoredByWave) {
    const ScopeId org = organisation_.create_scope("org");
    const ScopeId shared = organisation_.create_scope("case_su");
    organisation_.admit(org, phone_.person(), "manager");
    organisation_.admit(shared, phone_.person(), "manager");
    phone_.sync();
    const RecordId questionnaire = phone_.insert(org, "instrument",
                                                 {{"code", std::string("OWN")},
                                                  {"edition", std::int64_t{1}},
                                                  {"scale_min", std::int64_t{1}},
                                                  {"scale_max", std::int64_t{7}}});
    for (const bool reversed : {false, true})
        phone_.insert(org, "instrument_item",
                      {{"instrument_id", questionnaire},
                       {"code", std::string(reversed ? "q2" : "q1")},
                       {"subscale", std::string("trust")},
                       {"is_reversed", reversed}});
    const auto answer = [&](const char* voice, const char* wave, const char* answers) {
        phone_.insert(shared, "questionnaire_response",
                      {{"instrument_code", std::string("OWN")},
                       {"instrument_edition", std::int64_t{1}},
                       {"wave", std::string(wave)},
                       {"respondent", std::string(voice)},
                       {"answers", std::string(answers)},
                       {"submitted_at", at_ten("2011-04-18")}});
    };
    answer("su", "start", R"({"q1": 6, "q2": 2})");
    answer("su", "end", R"({"q1": 7, "q2": 1})");
    answer("om", "start", R"({"q1": 3, "q2": 5})");
    phone_.insert(case_, "person",
                  {{"name", std::string("A Person")}, {"sex", std::string("female")}});
    phone_.insert(case_, "allocation",
                  {{"staff", std::string("anna")},
                   {"role", std::string("om")},
                   {"starts_on", std::string("2011-04-04")}});

    const ScopeLinks links{{shared, case_}};
    const Day day = on("2011-04-28");
    const auto cases = read_cases(phone_.store(), day, links).value();
    const auto score = [&](probation::Voice voice, probation::Wave wave) {
        return observations(read_instruments(phone_.store()).value(),
                            read_responses(phone_.store()).value(), cases, links,
                            {"OWN", 1, "trust", wave, voice}, day);
    };
    const auto start = score(probation::Voice::su, probation::Wave::start);
    ASSERT_EQ(start.size(), 1U);
    EXPECT_DOUBLE_EQ(start[0].score, 6.0);
    EXPECT_EQ(start[0].attributes.at("sex"), "female");
    EXPECT_EQ(start[0].attributes.at("one_officer"), "yes");
    EXPECT_EQ(start[0].attributes.at("experience"), "shorter");
    EXPECT_EQ(start[0].attributes.at("order"), "community");
    EXPECT_DOUBLE_EQ(score(probation::Voice::su, probation::Wave::end).at(0).score, 7.0);
    EXPECT_DOUBLE_EQ(score(probation::Voice::om, probation::Wave::start).at(0).score, 3.0);
}

TEST_F(PracticeStore, LiveDueFollowsLocalAndReceivedChanges) {
    std::vector<std::size_t> told;
    auto live =
        LiveDue::follow(office_.store(), today("2011-04-15"), [&](const Result<DueChange>& change) {
            ASSERT_TRUE(change) << change.error().message();
            told.push_back(change->cases.size());
        });
    ASSERT_TRUE(live);
    ASSERT_EQ(told, (std::vector<std::size_t>{1}));

    const RecordId visit = contact(office_, "2011-04-11", "unacceptable_absence");
    ASSERT_EQ(told.size(), 2U);
    office_.update("contact", visit, {{"place", std::string("office")}});
    EXPECT_EQ(told.size(), 2U) << "nothing is due otherwise";
    office_.sync();
    phone_.sync();
    step(phone_, visit, "first_warning_letter", "2011-04-13");
    phone_.sync();
    office_.sync();
    EXPECT_GE(told.size(), 3U);

    const auto whole = Caseload::read(office_.store(), today("2011-04-15")).value();
    EXPECT_EQ((*live)->items(case_), whole.find(case_)->items);
    (*live)->turn(on("2011-06-28"));
    EXPECT_NE((*live)->items(case_), whole.find(case_)->items);
    EXPECT_FALSE((*live)->due_by(on("2011-07-03")).empty());
}

TEST_F(PracticeStore, ReadingOneCaseAgainIsReadingAll) {
    auto caseload = Caseload::read(phone_.store(), today("2011-04-28")).value();
    const RecordId first = contact(phone_, "2011-04-11", "unacceptable_absence");
    const std::vector<std::function<void()>> edits{
        [&] { step(phone_, first, "first_warning_letter", "2011-04-13"); },
        [&] { contact(phone_, "2011-04-18", "failed_other_instruction"); },
        [&] {
            phone_.insert(case_, "evidence",
                          {{"contact_id", first},
                           {"kind", std::string("medical")},
                           {"received_on", std::string("2011-04-20")}});
        },
        [&] {
            phone_.insert(case_, "court_report",
                          {{"type", std::string("standard_delivery")},
                           {"requested_on", std::string("2011-04-14")}});
        },
        [&] {
            phone_.update("contact", first, {{"outcome", std::string("acceptable_court")}});
        }};
    for (const auto& edit : edits) {
        edit();
        ASSERT_TRUE(caseload.refresh(phone_.store(), {case_}));
        EXPECT_EQ(caseload.find(case_)->items,
                  Caseload::read(phone_.store(), today("2011-04-28")).value().find(case_)->items);
    }
    EXPECT_TRUE(caseload.refresh(phone_.store(), {case_}).value().empty());
}

}  // namespace
}  // namespace sanderling::practice
