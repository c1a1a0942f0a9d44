// The rules besides enforcement, on days that are not in the data file.
#include "client-sdk/practice/calendar/london.hpp"
#include "tests/unit/client-sdk/practice/rules/case_maker.hpp"

#include <gtest/gtest.h>

namespace sanderling::practice {
namespace {

TEST(Reports, AreDueByTheirType) {
    const auto due = [](ReportType type, Term term) {
        CaseFacts facts;
        facts.reports.push_back({id_of(1), type, on("2011-04-14"), {}, {}});
        return items_of(facts, on("2011-04-14"), term).at(0).due;
    };
    EXPECT_EQ(due(ReportType::custody, Term::report_custody), on("2011-05-04"));
    EXPECT_EQ(due(ReportType::fast, Term::report_fast), on("2011-04-21"));
    EXPECT_EQ(due(ReportType::oral, Term::report_oral), on("2011-04-14"));
}

TEST(Reports, AreLateAfterTheCourtsDay) {
    CaseFacts facts;
    facts.reports.push_back(
        {id_of(1), ReportType::standard, on("2011-04-14"), on("2011-05-05"), on("2011-05-06")});

    const auto items = items_of(facts, on("2011-05-06"), Term::report_standard);
    EXPECT_TRUE(is_late(items.at(0)));
    EXPECT_EQ(colour_of(items.at(0)), Colour::none);
}

TEST(FirstAppointment, IsSoonerAtTierFourAndMetByWhatWasOffered) {
    CaseFacts facts;
    facts.orders.push_back(order_from("2011-04-20"));
    facts.tier = 4;
    const auto item = [&] {
        return items_of(facts, on("2011-04-21"), Term::first_appointment_tier_4).at(0);
    };
    EXPECT_EQ(item().due, on("2011-04-26"));
    EXPECT_EQ(colour_of(item()), Colour::amber);

    facts.contacts.push_back(contact_on(1, "2011-04-26"));
    EXPECT_EQ(item().state, State::arranged);
    facts.contacts.push_back(contact_on(2, "2011-04-21", {Outcome::acceptable_medical}));
    EXPECT_EQ(item().state, State::arranged) << "excused, so another one is needed";
    facts.contacts.push_back(contact_on(3, "2011-04-21", {Outcome::unacceptable_absence}));
    EXPECT_EQ(item().state, State::done);
    EXPECT_EQ(item().done_on, on("2011-04-21"));
}

TEST(FirstAppointment, IsNotAskedInCustody) {
    CaseFacts facts;
    facts.orders.push_back(order_from("2011-04-20"));
    facts.orders[0].type = OrderType::custody;

    EXPECT_TRUE(due_items(facts, shipped(), on("2011-04-21")).empty());
}

class Weeks : public testing::Test {
  protected:
    Weeks() {
        facts_.levels.push_back({on("2011-04-14"), RoshLevel::high});
        facts_.risk = id_of(9);
    }
    // Of the week that begins on 18 April 2011.
    DueItem week(std::string_view today = "2011-04-24") const {
        const auto items = items_of(facts_, on(today), Term::weekly_contact);
        EXPECT_FALSE(items.empty());
        EXPECT_EQ(items.at(0).trigger, on("2011-04-18"));
        return items.at(0);
    }
    CaseFacts facts_{};
};

TEST_F(Weeks, EndOnSundayAndAreRedUntilMet) {
    EXPECT_EQ(week().due, on("2011-04-24"));
    EXPECT_EQ(colour_of(week()), Colour::red);
    EXPECT_FALSE(is_overdue(week(), on("2011-04-24")));
    EXPECT_TRUE(is_overdue(week(), on("2011-04-25")));

    facts_.contacts.push_back(contact_on(1, "2011-04-24", {Outcome::attended_complied}));
    EXPECT_EQ(week().state, State::done);
}

TEST_F(Weeks, AcceptableAbsenceIsToBeRearrangedInTheSameWeek) {
    facts_.contacts.push_back(contact_on(1, "2011-04-19", {Outcome::acceptable_employment}));
    EXPECT_EQ(week().state, State::open);
    facts_.contacts.push_back(contact_on(2, "2011-04-26"));
    EXPECT_EQ(week("2011-04-27").state, State::open) << "another week";
    facts_.contacts.push_back(contact_on(3, "2011-04-21"));
    EXPECT_EQ(week("2011-04-20").state, State::arranged);
    EXPECT_EQ(week("2011-04-22").state, State::done);
}

TEST_F(Weeks, OfferedIsEnough) {
    facts_.contacts.push_back(contact_on(1, "2011-04-19", {Outcome::unacceptable_absence}));

    EXPECT_EQ(week().state, State::done);
}

TEST_F(Weeks, OnlyAppointmentsCount) {
    ContactFacts text = contact_on(1, "2011-04-19");
    text.is_appointment = false;
    ContactFacts chance = contact_on(2, "2011-04-20");
    chance.is_planned = false;
    facts_.contacts = {text, chance};
    EXPECT_EQ(week().state, State::open);

    facts_.contacts[1].outcomes = {Outcome::attended_complied};
    EXPECT_EQ(week().state, State::done) << "seen without an appointment is seen";
}

TEST_F(Weeks, WhileOutcomesDifferSomebodyMustHaveSeenThePerson) {
    facts_.contacts.push_back(
        contact_on(1, "2011-04-19", {Outcome::unacceptable_absence, Outcome::acceptable_medical}));
    EXPECT_EQ(week().state, State::open);

    facts_.contacts[0].outcomes.add(Outcome::attended_complied);
    EXPECT_EQ(week().state, State::done);
}

TEST_F(Weeks, ManagersExceptionStaysInSight) {
    NoteFacts note{Rule::weekly_contact, {}, on("2011-04-20"), "in hospital", false};
    facts_.notes.push_back(note);
    EXPECT_EQ(week().state, State::open) << "not for an officer to say";

    facts_.notes[0].is_by_manager = true;
    EXPECT_EQ(week().state, State::excepted);
    EXPECT_EQ(week().reason, "in hospital");
    EXPECT_EQ(colour_of(week()), Colour::amber);
    EXPECT_EQ(items_of(facts_, on("2011-05-01"), Term::weekly_contact).at(1).state, State::open);
}

TEST_F(Weeks, LevelOfTheSundayBeforeGovernsTheWeek) {
    facts_.levels.push_back({on("2011-04-27"), RoshLevel::medium});

    const auto items = items_of(facts_, on("2011-05-20"), Term::weekly_contact);

    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[1].trigger, on("2011-04-25")) << "lowered within it, it is still owed";
}

TEST_F(Weeks, RaisedOnAMondayBeginsTheMondayAfter) {
    facts_.levels = {{on("2011-01-04"), RoshLevel::medium},
                     {on("2011-05-09"), RoshLevel::very_high}};

    EXPECT_EQ(items_of(facts_, on("2011-05-20"), Term::weekly_contact).at(0).trigger,
              on("2011-05-16"));
    EXPECT_TRUE(items_of(facts_, on("2011-05-15"), Term::weekly_contact).empty());
}

TEST_F(Weeks, AreAskedWhileSupervisedOnly) {
    facts_.orders.push_back(order_from("2011-04-20"));
    facts_.orders[0].ends = on("2011-05-11");

    const auto items = items_of(facts_, on("2011-06-20"), Term::weekly_contact);

    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].trigger, on("2011-04-25"));
    EXPECT_EQ(items[1].trigger, on("2011-05-02"));
}

TEST(Risk, WhilePeopleDifferTheMostProtectiveCounts) {
    EXPECT_EQ(most_protective({RoshLevel::high, RoshLevel::medium}), RoshLevel::high);
    EXPECT_EQ(most_protective({RoshLevel::medium, RoshLevel::very_high, RoshLevel::low}),
              RoshLevel::very_high);
}

TEST(Plans, AreDueByPilotAndTier) {
    CaseFacts facts;
    facts.orders.push_back(order_from("2011-04-18"));
    facts.tier = 4;
    EXPECT_EQ(items_of(facts, on("2011-04-18"), Term::plan_tier_4).at(0).due, on("2011-04-27"));

    facts.plans.push_back({id_of(5), PlanPilot::stones, {}, {}, {}});
    EXPECT_EQ(items_of(facts, on("2011-04-18"), Term::plan_pilot).at(0).due, on("2011-05-27"));
    facts.plans[0].window_starts = on("2011-04-26");
    facts.plans[0].made = on("2011-06-08");
    const DueItem item = items_of(facts, on("2011-06-08"), Term::plan_pilot).at(0);
    EXPECT_EQ(item.due, on("2011-06-07"));
    EXPECT_TRUE(is_late(item));
}

TEST(Plans, DecidedOtherwiseSaysWhy) {
    CaseFacts facts;
    facts.orders.push_back(order_from("2011-04-18"));
    facts.notes.push_back({Rule::plan, {}, {}, "order is revoked next week", false});

    const DueItem item = items_of(facts, on("2011-04-18"), Term::plan).at(0);
    EXPECT_EQ(item.state, State::otherwise);
    EXPECT_EQ(item.reason, "order is revoked next week");
    EXPECT_EQ(colour_of(item), Colour::none);
}

TEST(Plans, AreReviewedPeriodicallyAndAfterChanges) {
    CaseFacts facts;
    facts.orders.push_back(order_from("2011-04-18"));
    facts.plans.push_back({id_of(5), PlanPilot::none, {}, on("2011-05-03"), {}});
    EXPECT_EQ(items_of(facts, on("2011-06-01"), Term::review).at(0).due, on("2011-08-23"));

    facts.changes.push_back(on("2011-06-01"));
    EXPECT_EQ(items_of(facts, on("2011-06-01"), Term::review_change).at(0).due, on("2011-06-15"));
    facts.plans[0].reviewed.push_back(on("2011-06-10"));
    EXPECT_EQ(items_of(facts, on("2011-06-20"), Term::review_change).at(0).state, State::done);
    EXPECT_EQ(items_of(facts, on("2011-06-20"), Term::review).at(0).state, State::done);
    EXPECT_EQ(items_of(facts, on("2011-06-20"), Term::review).at(1).state, State::open);
}

TEST(Recall, IsAskedForWithinHoursByTheClock) {
    // 26 March 2011, 12:00; the clocks go forward in the night.
    const Instant decided = start_of(on("2011-03-26")) + std::chrono::hours{12};
    CaseFacts facts;
    facts.recalls.push_back({id_of(1), decided, {}});
    const auto item = [&] { return items_of(facts, on("2011-04-10"), Term::recall_request).at(0); };
    EXPECT_EQ(london_text(*item().due_at), "2011-03-27 13:00");
    EXPECT_EQ(colour_of(item()), Colour::red);

    facts.recalls[0].requested = decided + std::chrono::hours{24};
    EXPECT_FALSE(is_late(item()));
    facts.recalls[0].requested = decided + std::chrono::hours{24} + std::chrono::milliseconds{1};
    EXPECT_TRUE(is_late(item())) << "though it is the same day";
}

TEST(Victims, AreContactedByOffenceAndSentence) {
    VictimFacts victim;
    victim.sentenced = on("2011-04-11");
    victim.offence = OffenceClass::sexual;
    victim.custody_months = 12;
    EXPECT_TRUE(is_victim_contact_due(victim, shipped()));
    victim.custody_months = 11;
    EXPECT_FALSE(is_victim_contact_due(victim, shipped()));
    victim.has_hospital_order = true;
    EXPECT_TRUE(is_victim_contact_due(victim, shipped()));
    victim.offence = OffenceClass::other;
    EXPECT_FALSE(is_victim_contact_due(victim, shipped()));
}

TEST(Victims, AreRemindedOfEarlier) {
    CaseFacts facts;
    facts.victims.push_back({});
    facts.victims[0].sentenced = on("2011-04-11");
    facts.victims[0].offence = OffenceClass::violent;
    facts.victims[0].custody_months = 18;

    const DueItem item = items_of(facts, on("2011-04-20"), Term::victim_contact).at(0);
    EXPECT_EQ(item.due, on("2011-06-13"));
    EXPECT_EQ(item.remind_on, on("2011-06-06"));
}

TEST(Victims, SatisfactionIsYearlyAndAtTheClose) {
    CaseFacts facts;
    facts.victims.push_back({});
    VictimFacts& victim = facts.victims[0];
    victim.in_scheme_from = on("2011-06-01");
    const auto items = [&](std::string_view today) {
        return items_of(facts, on(today), Term::satisfaction);
    };
    ASSERT_EQ(items("2012-03-01").size(), 1U);
    EXPECT_EQ(items("2012-03-01")[0].due, on("2012-06-01"));
    ASSERT_EQ(items("2012-07-01").size(), 2U);
    EXPECT_EQ(colour_of(items("2012-07-01")[0]), Colour::red);

    victim.satisfaction.push_back(on("2012-07-02"));
    EXPECT_TRUE(is_late(items("2012-07-03")[0]));
    victim.closed = on("2013-02-05");
    ASSERT_EQ(items("2013-03-01").size(), 2U);
    EXPECT_EQ(items("2013-03-01")[1].due, on("2013-02-05"));
}

TEST(Standards, ThePackOfTheTriggersDayCounts) {
    EXPECT_EQ(shipped().book.at(on("2011-04-04")).name, "NS2007");
    EXPECT_EQ(shipped().book.at(on("2011-04-05")).name, "NS2011");
    EXPECT_EQ(shipped().book.at(on("2021-06-25")).name, "NS2011");
    EXPECT_EQ(shipped().book.at(on("2026-01-01")).name, "today");
    EXPECT_EQ(shipped().book.at(on("1999-01-01")).name, "NS2007");
}

TEST(Standards, SayWhenTheyWereCountedBeyondTheCalendar) {
    CaseFacts facts;
    facts.orders.push_back(order_from("2030-12-23"));

    const auto items = items_of(facts, on("2030-12-23"), Term::plan);
    EXPECT_TRUE(items.at(0).is_beyond_calendar);
    facts.orders[0] = order_from("2030-11-04");
    EXPECT_FALSE(items_of(facts, on("2030-12-23"), Term::plan).at(0).is_beyond_calendar);
}

}  // namespace
}  // namespace sanderling::practice
