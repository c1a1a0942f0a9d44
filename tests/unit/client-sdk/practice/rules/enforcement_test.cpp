#include "tests/unit/client-sdk/practice/rules/case_maker.hpp"

#include <gtest/gtest.h>

namespace sanderling::practice {
namespace {

constexpr std::uint8_t first = 1;
constexpr std::uint8_t second = 2;

// Warned on 13 April 2011 of a failure on the 11th; fails again on the 18th.
CaseFacts failed_twice() {
    CaseFacts facts;
    facts.orders.push_back(order_from("2011-01-04"));
    facts.contacts.push_back(warned(failure_on(first, "2011-04-11"), "2011-04-13"));
    facts.contacts.push_back(failure_on(second, "2011-04-18"));
    return facts;
}

DueItem breach_of(const CaseFacts& facts, std::uint8_t contact = second) {
    const auto items = items_of(facts, on("2011-04-28"), Term::breach, id_of(contact));
    EXPECT_EQ(items.size(), 1U);
    return items.empty() ? DueItem{} : items[0];
}

DueItem warning_of(const CaseFacts& facts, std::uint8_t contact) {
    const auto items = items_of(facts, on("2011-04-28"), Term::warning, id_of(contact));
    EXPECT_EQ(items.size(), 1U);
    return items.empty() ? DueItem{} : items[0];
}

TEST(Enforcement, SecondFailureIsABreachAndRed) {
    const DueItem item = breach_of(failed_twice());

    EXPECT_EQ(item.state, State::open);
    EXPECT_EQ(item.due, on("2011-05-06"));
    EXPECT_EQ(item.kind, Kind::mandatory);
    EXPECT_EQ(colour_of(item), Colour::red);
    EXPECT_EQ(item.pack, "NS2011");
    EXPECT_EQ(warning_of(failed_twice(), first).state, State::done);
}

TEST(Enforcement, AcceptedEvidenceUndoesTheWarning) {
    CaseFacts facts = failed_twice();
    facts.contacts[0].evidence.push_back(
        {on("2011-04-26"), EvidenceDecision::accepted, on("2011-04-27")});

    const DueItem breach = breach_of(facts);
    EXPECT_EQ(breach.state, State::lapsed) << "kept, so that it is seen why";
    EXPECT_NE(breach.reason.find("2011-04-13"), std::string::npos) << breach.reason;
    EXPECT_EQ(colour_of(breach), Colour::none);
    // 18 April is a first failure now, and needs its own warning.
    EXPECT_EQ(warning_of(facts, second).state, State::open);
    const auto letter = items_of(facts, on("2011-04-28"), Term::warning_letter, id_of(second));
    ASSERT_EQ(letter.size(), 1U);
    EXPECT_EQ(letter[0].due, on("2011-04-20"));
    EXPECT_EQ(warning_of(facts, first).state, State::lapsed);
}

TEST(Enforcement, WithdrawnWarningUndoesTheBreachToo) {
    CaseFacts facts = failed_twice();
    facts.contacts[0].steps.push_back(
        {EnforcementAction::withdraw_warning_letter, on("2011-04-20"), {}});

    EXPECT_EQ(breach_of(facts).state, State::lapsed);
    EXPECT_EQ(warning_of(facts, second).state, State::open);

    facts.contacts[0].steps.push_back(
        {EnforcementAction::first_warning_letter, on("2011-04-21"), {}});
    EXPECT_EQ(warning_of(facts, second).state, State::done) << "a new letter answers both";
}

TEST(Enforcement, PendingEvidenceStopsTheClock) {
    CaseFacts facts = failed_twice();
    facts.contacts[1].evidence.push_back({on("2011-04-20"), EvidenceDecision::pending, {}});

    EXPECT_EQ(breach_of(facts).state, State::paused);
    EXPECT_EQ(colour_of(breach_of(facts)), Colour::none);
    EXPECT_NE(breach_of(facts).reason, "");

    // Rejected: the two working days between receipt and decision do not count.
    facts.contacts[1].evidence[0] = {on("2011-04-20"), EvidenceDecision::rejected,
                                     on("2011-04-26")};
    EXPECT_EQ(breach_of(facts).state, State::open);
    EXPECT_EQ(breach_of(facts).due, on("2011-05-10"));

    // Nobody noted when it was rejected: the clock never stood.
    facts.contacts[1].evidence[0].decided.reset();
    EXPECT_EQ(breach_of(facts).due, on("2011-05-06"));
}

TEST(Enforcement, EvidenceForTheFirstFailureStopsTheBreachOfTheSecond) {
    CaseFacts facts = failed_twice();
    facts.contacts[0].evidence.push_back({on("2011-04-20"), EvidenceDecision::pending, {}});

    EXPECT_EQ(breach_of(facts).state, State::paused);
}

TEST(Enforcement, DifferingOutcomesStopTheClock) {
    CaseFacts facts = failed_twice();
    facts.contacts[1].outcomes = {Outcome::unacceptable_absence, Outcome::attended_complied};

    EXPECT_EQ(breach_of(facts).state, State::paused);

    facts.contacts[1].outcomes = {Outcome::attended_complied};
    EXPECT_TRUE(items_of(facts, on("2011-04-28"), Term::breach).empty());
}

TEST(Enforcement, PeriodBeginsWithTheWarningsDate) {
    CaseFacts facts = failed_twice();
    const auto breaches = [&](std::string_view day) {
        facts.contacts[1].day = on(day);
        return items_of(facts, on("2012-05-01"), Term::breach).size();
    };

    EXPECT_EQ(breaches("2011-04-12"), 0U);
    EXPECT_EQ(breaches("2011-04-13"), 1U);
    EXPECT_EQ(breaches("2012-04-12"), 1U);
    EXPECT_EQ(breaches("2012-04-13"), 0U);
    EXPECT_EQ(warning_of(facts, second).state, State::open) << "a first failure again";
}

TEST(Enforcement, ThirdFailureNeedsNoSecondWarning) {
    CaseFacts facts = failed_twice();
    facts.contacts.push_back(failure_on(3, "2011-06-01"));

    EXPECT_EQ(items_of(facts, on("2011-06-02"), Term::breach).size(), 2U);
}

TEST(Enforcement, BreachByTwoOfficersIsDoneOnce) {
    CaseFacts facts = failed_twice();
    facts.contacts[1].steps = {
        {EnforcementAction::breach_requested, on("2011-05-04"), {}},
        {EnforcementAction::breach_or_recall_initiated, on("2011-05-06"), on("2011-05-09")},
        {EnforcementAction::breach_or_recall_initiated, on("2011-05-09"), {}}};

    const DueItem item = breach_of(facts);
    EXPECT_EQ(item.state, State::done);
    EXPECT_EQ(item.done_on, on("2011-05-06"));
    EXPECT_EQ(item.received_on, on("2011-05-09"));
    EXPECT_FALSE(is_late(item)) << "what was done in time stays in time";

    facts.contacts[1].steps.resize(1);
    EXPECT_EQ(breach_of(facts).state, State::open) << "asking for it is not enough";
}

TEST(Enforcement, UndecidedAbsenceWaitsForEvidenceOnly) {
    CaseFacts facts;
    facts.contacts.push_back(contact_on(first, "2011-04-21", {Outcome::failed_to_attend}));

    EXPECT_TRUE(items_of(facts, on("2011-04-26"), Term::warning).empty());
    const auto evidence = items_of(facts, on("2011-06-26"), Term::warning_evidence);
    ASSERT_EQ(evidence.size(), 1U);
    EXPECT_EQ(evidence[0].state, State::open) << "until somebody decides";
}

TEST(Enforcement, FailuresOfTwoOrdersAreApart) {
    CaseFacts facts = failed_twice();
    facts.orders.push_back(order_from("2011-01-04"));
    facts.orders[1].id = id_of(201);
    facts.contacts[0].order = id_of(200);
    facts.contacts[1].order = id_of(201);

    EXPECT_TRUE(items_of(facts, on("2011-04-28"), Term::breach).empty());
}

TEST(Enforcement, AcceptableAbsenceIsNoFailure) {
    CaseFacts facts;
    for (const Outcome outcome : {Outcome::acceptable_medical, Outcome::rescheduled_by_service,
                                  Outcome::attended_deemed_acceptable})
        facts.contacts.push_back(contact_on(first, "2011-04-21", {outcome}));

    EXPECT_TRUE(due_items(facts, shipped(), on("2011-04-28")).empty());
}

}  // namespace
}  // namespace sanderling::practice
