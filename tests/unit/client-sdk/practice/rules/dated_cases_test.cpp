// The dated cases of tests/data/national_standards_cases.json, each by its rule.
#include "client-sdk/practice/rules/activity.hpp"
#include "tests/unit/client-sdk/practice/rules/case_maker.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace sanderling::practice {
namespace {

using Json = nlohmann::json;

const Json& file() {
    static const Json read = Json::parse(std::ifstream(PRACTICE_CASES));
    return read;
}

std::optional<Day> day_at(const Json& input, const char* name) {
    if (!input.contains(name) || !input[name].is_string()) return std::nullopt;
    return on(input[name].get<std::string>());
}

std::string due_of(const std::vector<DueItem>& items) {
    return items.size() == 1 ? to_text(items[0].due) : std::to_string(items.size()) + " items";
}

std::string kind_of(const std::vector<DueItem>& items) {
    return items.empty() ? "" : std::string(to_text(items[0].kind));
}

void check_report(const Json& test) {
    CaseFacts facts;
    facts.reports.push_back({id_of(1),
                             ReportType::standard,
                             *day_at(test["input"], "requested"),
                             day_at(test["input"], "court_due"),
                             {}});
    const auto items = items_of(facts, on("2011-04-20"), Term::report_standard);
    EXPECT_EQ(due_of(items), test["expected"]);
    EXPECT_EQ(kind_of(items), test["kind"]);
}

void check_first_appointment(const Json& test) {
    CaseFacts facts;
    facts.orders.push_back(order_from(test["input"]["start"].get<std::string>()));
    facts.tier = test["input"]["tier"].get<int>();
    const auto items = items_of(facts, on("2011-04-20"), Term::first_appointment);
    EXPECT_EQ(due_of(items), test["expected"]);
    EXPECT_EQ(kind_of(items), test["kind"]);
}

void check_plan(const Json& test) {
    CaseFacts facts;
    facts.orders.push_back(order_from(test["input"]["start"].get<std::string>()));
    Term term = Term::plan;
    if (test["input"]["pilot"].is_string()) {
        PlanFacts plan;
        EXPECT_TRUE(probation::from_text(test["input"]["pilot"].get<std::string>(), plan.pilot));
        facts.plans.push_back(plan);
        term = Term::plan_pilot;
    }
    const auto items = items_of(facts, on("2011-04-20"), term);
    EXPECT_EQ(due_of(items), test["expected"]);
    EXPECT_EQ(kind_of(items), test["kind"]);
}

void check_breach(const Json& test) {
    const Json& input = test["input"];
    CaseFacts facts;
    facts.orders.push_back(order_from("2011-01-04"));
    facts.contacts.push_back(
        warned(failure_on(1, "2011-04-11"), input["warning"].get<std::string>()));
    facts.contacts.push_back(failure_on(2, input["second_failure"].get<std::string>()));
    const auto items = items_of(facts, on("2012-05-01"), Term::breach);
    const bool with_window = test["expected"].is_object();
    EXPECT_EQ(due_of(items), with_window ? test["expected"]["breach_by"] : test["expected"]);
    EXPECT_EQ(kind_of(items), test["kind"]);
    if (with_window) {
        EXPECT_EQ(to_text(warning_period_end(*day_at(input, "warning"), shipped())),
                  test["expected"]["window_last"]);
        facts.contacts[1].day += Days{1};
        EXPECT_TRUE(items_of(facts, on("2012-05-01"), Term::breach).empty());
    }
}

void check_warning(const Json& test) {
    CaseFacts facts;
    facts.contacts.push_back(failure_on(1, test["input"]["failure"].get<std::string>()));
    const auto letter = items_of(facts, on("2011-04-26"), Term::warning_letter);
    EXPECT_EQ(due_of(letter), test["expected"]["letter_by"]);
    EXPECT_EQ(kind_of(letter), test["kind"]);
    const auto evidence = items_of(facts, on("2011-04-26"), Term::warning_evidence);
    EXPECT_EQ(due_of(evidence), test["expected"]["evidence_by"]);
    EXPECT_EQ(kind_of(evidence), test["kind"]);
}

void check_victim(const Json& test) {
    const Json& input = test["input"];
    VictimFacts victim;
    victim.sentenced = day_at(input, "sentenced").value_or(on("2011-04-11"));
    victim.custody_months = input["custody_months"].get<int>();
    EXPECT_TRUE(probation::from_text(input["offence"].get<std::string>(), victim.offence));
    CaseFacts facts;
    facts.victims.push_back(victim);
    const auto items = items_of(facts, on("2011-04-20"), Term::victim_contact);
    if (test["expected"] == "not_eligible") {
        EXPECT_TRUE(items.empty());
        EXPECT_FALSE(is_victim_contact_due(victim, shipped()));
        return;
    }
    EXPECT_EQ(due_of(items), test["expected"]);
    EXPECT_EQ(kind_of(items), test["kind"]);
}

void check_weeks(const Json& test) {
    const Json& input = test["input"];
    CaseFacts facts;
    LevelFacts level{on("2011-04-11"), RoshLevel::low};
    EXPECT_TRUE(probation::from_text(input["rosh"].get<std::string>(), level.level));
    facts.levels.push_back(level);
    std::uint8_t id = 1;
    for (const Json& day : input["contacts"])
        facts.contacts.push_back(contact_on(id++, day.get<std::string>()));
    const auto items = items_of(facts, on("2011-05-08"), Term::weekly_contact);
    std::string met = "met: w/c";
    for (const DueItem& item : items) {
        EXPECT_EQ(to_text(item.kind), test["kind"]);
        if (item.state == State::done)
            met += (met.ends_with("c") ? " " : ", ") + to_text(item.trigger);
    }
    if (test["expected"] == "no mandatory rule")
        EXPECT_TRUE(items.empty());
    else
        EXPECT_EQ(met, test["expected"]);
}

void check_week_start(const Json& test) {
    CaseFacts facts;
    facts.levels.push_back({on("2011-01-04"), RoshLevel::medium});
    facts.levels.push_back({*day_at(test["input"], "rosh_raised_to_high"), RoshLevel::high});
    const auto items = items_of(facts, on("2011-05-25"), Term::weekly_contact);
    ASSERT_FALSE(items.empty());
    EXPECT_EQ("first mandatory week w/c " + to_text(items[0].trigger), test["expected"]);
    EXPECT_EQ(to_text(items[0].kind), test["kind"]);
}

void check_activity(const Json& test) {
    const auto days = test["input"]["days"].get<std::vector<int>>();
    const auto total = check_activity_days(days, on("2011-04-18"), shipped());
    if (test["expected"].get<std::string>().starts_with("valid")) {
        ASSERT_TRUE(total);
        EXPECT_EQ("valid (" + std::to_string(total->days) + ")", test["expected"]);
        return;
    }
    ASSERT_FALSE(total);
    EXPECT_EQ(total.error().code, Errc::constraint);
    EXPECT_NE(total.error().detail.find("R9 activity days: 61"), std::string::npos);
}

TEST(DatedCases, AllHold) {
    const std::map<std::string, void (*)(const Json&)> by_rule{
        {"report.SDR.15wd", check_report},
        {"report.court_date_overrides", check_report},
        {"first_appointment.5wd", check_first_appointment},
        {"plan.6w", check_plan},
        {"plan.6w.prev_wd", check_plan},
        {"plan.2007.15wd", check_plan},
        {"breach.10wd", check_breach},
        {"breach.window_last_day", check_breach},
        {"warning.2wd_evidence.6wd", check_warning},
        {"victim.40wd", check_victim},
        {"victim.eligibility", check_victim},
        {"weekly", check_weeks},
        {"weekly.start", check_week_start},
        {"activity.60days", check_activity},
    };
    ASSERT_EQ(file()["cases"].size(), 18U);
    for (const Json& test : file()["cases"]) {
        SCOPED_TRACE(test["id"]);
        const auto check = by_rule.find(test["rule"]);
        ASSERT_NE(check, by_rule.end()) << test["rule"];
        check->second(test);
    }
}

TEST(DatedCases, UseBankHolidaysThatAreShipped) {
    for (const Json& day : file()["bank_holidays"])
        EXPECT_TRUE(shipped().days.is_bank_holiday(on(day.get<std::string>()))) << day;
}

}  // namespace
}  // namespace sanderling::practice
