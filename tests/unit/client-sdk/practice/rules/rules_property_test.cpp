// What holds for every rule, over any calendar and any case.
#include "tests/unit/client-sdk/practice/random_days.hpp"
#include "tests/unit/client-sdk/practice/rules/case_maker.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sanderling::practice {
namespace {

bool counts_days(const Standards& standards, Term term, Day trigger) {
    const Parameter* parameter = standards.find(term, trigger);
    return parameter != nullptr && parameter->unit != Unit::count &&
           parameter->unit != Unit::hours && parameter->value > 0;
}

rc::Gen<Term> any_term() {
    return rc::gen::map(rc::gen::inRange<std::size_t>(0, term_count),
                        [](std::size_t i) { return static_cast<Term>(i); });
}

RC_GTEST_PROP(DeadlineProperty, NeverFallsOnADayThatIsNoWorkingDay, ()) {
    const Standards standards{RuleBook::shipped(), *any_calendar()};
    const Day trigger = *any_day();
    const Term term = *any_term();
    RC_PRE(counts_days(standards, term, trigger));

    RC_ASSERT(standards.days.is_working(standards.deadline(term, trigger)->due));
}

RC_GTEST_PROP(DeadlineProperty, IsMonotoneInItsTrigger, ()) {
    const Standards standards{RuleBook::shipped(), *any_calendar()};
    const Day trigger = *any_day();
    const Day later = trigger + Days{*rc::gen::inRange(0, 40)};
    const Term term = *any_term();
    RC_PRE(counts_days(standards, term, trigger) && counts_days(standards, term, later));

    RC_ASSERT(standards.deadline(term, trigger)->due <= standards.deadline(term, later)->due);
    RC_ASSERT(standards.deadline(term, trigger)->due >= trigger);
}

RC_GTEST_PROP(DeadlineProperty, PauseNeverBringsItForward, ()) {
    const Standards standards{RuleBook::shipped(), *any_calendar()};
    const Day trigger = *any_day();
    const Day from = trigger + Days{*rc::gen::inRange(-5, 20)};
    const std::vector<Pause> pauses{{from, from + Days{*rc::gen::inRange(0, 20)}}};

    const auto plain = standards.deadline(Term::breach, trigger);
    const auto paused = standards.deadline(Term::breach, trigger, pauses);

    RC_ASSERT(plain->due <= paused->due);
    RC_ASSERT(standards.days.is_working(paused->due));
}

// A case with everything that the rules look at.
CaseFacts any_case() {
    CaseFacts facts;
    const Day start = *any_day();
    const auto some_day = [&] { return start + Days{*rc::gen::inRange(0, 500)}; };
    facts.orders.push_back(order_from(to_text(start)));
    if (*rc::gen::arbitrary<bool>()) facts.orders[0].ends = start + Days{700};
    facts.tier = *rc::gen::inRange(1, 5);
    facts.levels.push_back({start, *rc::gen::element(RoshLevel::medium, RoshLevel::high)});
    facts.levels.push_back({some_day(), *rc::gen::element(RoshLevel::medium, RoshLevel::high)});
    facts.reports.push_back({id_of(1), ReportType::custody, start, {}, {}});
    const auto contacts = *rc::gen::inRange(0, 12);
    for (int i = 0; i < contacts; ++i) {
        ContactFacts contact = contact_on(static_cast<std::uint8_t>(10 + i), to_text(some_day()));
        const auto outcomes = *rc::gen::inRange(0, 3);
        for (int n = 0; n < outcomes; ++n)
            contact.outcomes.add(static_cast<Outcome>(*rc::gen::inRange(1, 21)));
        if (*rc::gen::inRange(0, 3) == 0)
            contact.steps.push_back({static_cast<EnforcementAction>(*rc::gen::inRange(1, 17)),
                                     contact.day + Days{*rc::gen::inRange(0, 9)},
                                     {}});
        if (*rc::gen::inRange(0, 4) == 0)
            contact.evidence.push_back({contact.day + Days{3},
                                        static_cast<EvidenceDecision>(*rc::gen::inRange(1, 4)),
                                        {}});
        facts.contacts.push_back(contact);
    }
    facts.plans.push_back(
        {id_of(2), *rc::gen::element(PlanPilot::none, PlanPilot::web), {}, {}, {}});
    if (*rc::gen::arbitrary<bool>()) facts.plans[0].made = some_day();
    facts.changes.push_back(some_day());
    VictimFacts victim;
    victim.id = id_of(3);
    victim.sentenced = start;
    victim.offence = OffenceClass::violent;
    victim.custody_months = *rc::gen::inRange(0, 30);
    facts.victims.push_back(victim);
    return facts;
}

RC_GTEST_PROP(DueItemsProperty, AreTheSameHoweverTheRecordsLie, ()) {
    CaseFacts facts = any_case();
    const Day today = *facts.orders[0].starts + Days{*rc::gen::inRange(0, 600)};

    const auto items = due_items(facts, shipped(), today);
    RC_ASSERT(due_items(facts, shipped(), today) == items);
    std::reverse(facts.contacts.begin(), facts.contacts.end());

    RC_ASSERT(due_items(facts, shipped(), today) == items);
}

RC_GTEST_PROP(DueItemsProperty, OnlyWeeksAndTheCourtsOwnDaysEndOnOtherDays, ()) {
    const CaseFacts facts = any_case();
    const Day today = *facts.orders[0].starts + Days{*rc::gen::inRange(0, 600)};

    for (const DueItem& item : due_items(facts, shipped(), today)) {
        RC_ASSERT(item.rule == Rule::weekly_contact || shipped().days.is_working(item.due));
        RC_ASSERT(item.due >= item.trigger);
        RC_ASSERT(colour_of(item) != Colour::red || item.kind != Kind::advisory);
        RC_ASSERT((item.state != State::done) == !item.done_on);
    }
}

RC_GTEST_PROP(DueItemsProperty, NothingDoneIsUndoneByTime, ()) {
    const CaseFacts facts = any_case();
    const Day today = *facts.orders[0].starts + Days{*rc::gen::inRange(0, 600)};
    const auto later = due_items(facts, shipped(), today + Days{*rc::gen::inRange(0, 60)});

    for (const DueItem& item : due_items(facts, shipped(), today)) {
        const auto same = std::find_if(later.begin(), later.end(), [&](const DueItem& other) {
            return other.term == item.term && other.about == item.about &&
                   other.trigger == item.trigger;
        });
        RC_ASSERT(same != later.end());
        RC_ASSERT(item.state != State::done || same->state == State::done);
        RC_ASSERT(same->due == item.due);
    }
}

}  // namespace
}  // namespace sanderling::practice
