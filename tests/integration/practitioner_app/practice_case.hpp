// A case of a team of two, with both at their applications: what tests of the practice in it share.
#pragma once

#include "client-sdk/practice/calendar/london.hpp"
#include "examples/practitioner-app/due_watch.hpp"
#include "tests/integration/practitioner_app/seat.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace sanderling::tests {

using app::Json;
using practice::Days;
using ::testing::HasSubstr;

/// A case of Ann's team that began a hundred days ago: its plan is long due.
class PracticeAppTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    PersonId ben_ = org_.hire("Ben " + name_, "manager");
    ScopeId case_ = org_.found("case", "case of " + name_);
    std::string scope_ = to_text(case_);
    practice::Day today_ = app::today_in_london();
    std::string plan_{};
    std::string goal_{};

    void SetUp() override {
        org_.allocate(case_, ann_);
        org_.allocate(case_, ben_);
        Phone desk(org_, ben_, name_ + "-begin");
        desk.sync();
        must(desk.store().write([&](Transaction& tx) -> Result<void> {
            const std::string begun = practice::to_text(today_ - Days{100});
            must(tx.insert(case_, "person", {{"name", std::string("Siôn Gwyn")}}));
            must(tx.insert(case_, "order",
                           {{"type", std::string("community_order")},
                            {"sentenced_on", begun},
                            {"starts_on", begun},
                            {"ends_on", practice::to_text(today_ + Days{200})}}));
            must(tx.insert(case_, "allocation",
                           {{"staff", std::string("om-1")},
                            {"role", std::string("om")},
                            {"starts_on", begun}}));
            must(tx.insert(case_, "risk_assessment",
                           {{"rosh", std::string("low")}, {"assessed_on", begun}}));
            const RecordId plan = must(tx.insert(
                case_, "plan", {{"kind", std::string("initial")}, {"window_starts_on", begun}}));
            plan_ = to_text(plan);
            goal_ = to_text(must(
                tx.insert(case_, "goal",
                          {{"plan_id", plan}, {"short_title", std::string("A place to live")}})));
            return {};
        }));
        desk.sync();
        std::ofstream(people()) << Json{{{"person", to_text(ann_)},
                                         {"name", "Ann Ball"},
                                         {"staff", "om-1"},
                                         {"role", "officer"}},
                                        {{"person", to_text(ben_)},
                                         {"name", "Ben Lark"},
                                         {"staff", "tm-1"},
                                         {"role", "manager"}}};
    }
    std::filesystem::path people() const { return org_.folder() / (name_ + ".json"); }
    Seat seat_of(PersonId person, const std::string& what) {
        app::ApplicationOptions options;
        options.people = people();
        return Seat(org_, person, name_ + "-" + what, std::move(options));
    }
    Json case_of(Seat& seat) const { return seat.get("/api/case?scope=" + scope_); }
    /// The items of a rule in a case.
    Json due(Seat& seat, const char* rule) const {
        Json out = Json::array();
        const Json file = case_of(seat);
        for (const Json& item : file.at("due"))
            if (item.at("rule") == rule) out.push_back(item);
        return out;
    }
    static std::string day(practice::Day day) { return practice::to_text(day); }
};

}  // namespace sanderling::tests
