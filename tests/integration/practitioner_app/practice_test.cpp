// What is due, agreed and drawn, as the pages of two people have it.
#include "tests/integration/practitioner_app/practice_case.hpp"

namespace sanderling::tests {
namespace {

TEST_F(PracticeAppTest, WhatIsDueFollowsWhatIsRecordedHereAndElsewhere) {
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();

    const Json plan = due(ann, "R4");
    ASSERT_EQ(plan.size(), 1U);
    EXPECT_EQ(plan[0].at("colour"), "amber");  // advice, however long overdue
    EXPECT_EQ(plan[0].at("overdue"), true);
    EXPECT_TRUE(due(ann, "R3").empty());  // low risk asks for no week
    ben.post("/api/risk", {{"scope", scope_},
                           {"id", case_of(ben).at("risk").at("id")},
                           {"form", case_of(ben).at("form")},
                           {"fields", {{"rosh", "high"}, {"rosh_since", day(today_ - Days{30})}}},
                           {"reason", "The police rang"}});
    ASSERT_TRUE(wait_for([&] { return due(ann, "R3").size() >= 3; }));
    for (const Json& week : due(ann, "R3")) EXPECT_EQ(week.at("colour"), "red");
    ann.post("/api/involvement", {{"plan", plan_},
                                  {"voice", "om"},
                                  {"involved", "took_part"},
                                  {"date", day(today_)},
                                  {"skill", "Stop and think"},
                                  {"mode", "practised"}});

    EXPECT_TRUE(due(ann, "R4").empty());  // made: done
    ASSERT_TRUE(
        wait_for([&] { return case_of(ben).at("plans").at(0).at("involved").size() == 1; }));
    ASSERT_TRUE(wait_for([&] { return due(ben, "R4").empty(); }));
    EXPECT_EQ(case_of(ben).at("skills").at(0).at("skill"), "Stop and think");
}

TEST_F(PracticeAppTest, AdviceIsDecidedOtherwiseForAReasonAndTheManagerSeesIt) {
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    const std::string home = "/api/home?from=0&date=" + day(today_);
    const auto count = [&](const Json& list) {
        return std::ranges::count_if(list.at("items"), [](const Json& item) {
            return item.at("rule") == "R2" && item.at("state") == "open";
        });
    };
    ASSERT_EQ(count(ann.get(home).at("due")), 1);

    const Json item = due(ann, "R2").at(0);
    Json body{{"scope", scope_},
              {"rule", "R2"},
              {"pack", item.at("pack")},
              {"about", item.at("about")},
              {"due", item.at("due")},
              {"date", day(today_)},
              {"reason", ""}};
    EXPECT_EQ(ann.ask("POST", "/api/judgement", body).status, 422U);  // because of what?
    body["reason"] = "Seen in court on the day";
    ann.post("/api/judgement", body);

    EXPECT_EQ(count(ann.get(home).at("due")), 0);
    const auto team = [&] { return ben.get("/api/due"); };
    ASSERT_TRUE(wait_for([&] { return count(team()) == 0; }));
    const Json officers = team().at("officers");
    ASSERT_EQ(officers.size(), 1U);
    EXPECT_EQ(officers.at(0).at("name"), "Ann Ball");
    EXPECT_EQ(officers.at(0).at("red"), 0);
}

TEST_F(PracticeAppTest, AnAgreementHoldsForWhatWasReadOutAndSaysWhenThePlanHasChanged) {
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    const auto agreement = [&](Seat& seat) {
        return case_of(seat).at("plans").at(0).at("agreement");
    };
    const std::string home = "/api/home?from=0&date=" + day(today_);
    EXPECT_TRUE(ann.get(home).at("agreements").empty());

    Json body{{"plan", plan_},
              {"version", agreement(ann).at("version")},
              {"voice", "su"},
              {"status", "agreed"},
              {"signer", "Siôn Gwyn"}};
    ann.post("/api/agreement", body);
    EXPECT_EQ(agreement(ann).at("su").at("standing"), "agreed");
    const Json waiting = ann.get(home).at("agreements");
    ASSERT_EQ(waiting.size(), 1U);  // the officer has not
    EXPECT_EQ(waiting.at(0).at("waits"), Json({"om"}));
    body.update({{"voice", "om"}});
    ann.post("/api/agreement", body);
    EXPECT_TRUE(ann.get(home).at("agreements").empty());

    ASSERT_TRUE(wait_for([&] { return agreement(ben).at("om").at("standing") == "agreed"; }));
    Phone phone(org_, ben_, name_ + "-phone");
    phone.sync();
    must(phone.store().write([&](Transaction& tx) -> Result<void> {
        return tx.update("goal", *parse_id<RecordId>(goal_),
                         {{"short_title", std::string("A place of my own")}});
    }));
    phone.sync();
    ASSERT_TRUE(
        wait_for([&] { return agreement(ann).at("su").at("standing") == "changed_since_agreed"; }));
    EXPECT_EQ(ann.get(home).at("agreements").at(0).at("waits"), Json({"om", "su"}));
    EXPECT_EQ(ann.ask("POST", "/api/agreement", body).status, 409U);  // of the earlier version
}

TEST_F(PracticeAppTest, PicturesOfTwoPeopleHaveWhatBothDrewApart) {
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    const auto pictures = [&](Seat& seat) {
        return seat.get("/api/pictures?language=en&scope=" + scope_).at("pictures");
    };
    ann.post("/api/draw", {{"deed", "begin"},
                           {"plan", plan_},
                           {"kind", "web"},
                           {"title", "How it stands"},
                           {"date", day(today_)},
                           {"items", {"Money", "Housing", "Family"}}});
    ASSERT_TRUE(wait_for([&] { return pictures(ben).size() == 1; }));

    ann.go_offline();
    const std::string item = pictures(ann).at(0).at("items").at(1).at("id");
    const auto score = [&](Seat& seat, const char* voice, int value) {
        seat.post("/api/draw",
                  {{"deed", "score"}, {"item", item}, {"voice", voice}, {"score", value}});
    };
    score(ann, "su", 3);
    score(ben, "om", 7);
    ann.go_online();

    ASSERT_TRUE(
        wait_for([&] { return pictures(ann).at(0).at("items").at(1).at("score_om") == 7; }));
    const Json drawn = pictures(ann).at(0);
    EXPECT_EQ(drawn.at("items").at(1).at("label"), "Housing");
    EXPECT_EQ(drawn.at("items").at(1).at("score_su"), 3);
    EXPECT_THAT(drawn.at("svg").get<std::string>(), HasSubstr("role=\"img\""));
    EXPECT_THAT(drawn.at("alternative").dump(), HasSubstr("officer 7, service user 3"));
    EXPECT_EQ(ann.ask("POST", "/api/draw",
                      {{"deed", "score"}, {"item", item}, {"voice", "om"}, {"score", 11}})
                  .status,
              422U);
}

// Story 3: what two people change in a plan apart.
TEST_F(PracticeAppTest, APlanThatTwoChangeApartKeepsWhatBothDid) {
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    std::string second;
    {
        Phone phone(org_, ben_, name_ + "-phone");
        phone.sync();
        must(phone.store().write([&](Transaction& tx) -> Result<void> {
            second = to_text(must(tx.insert(
                case_, "goal",
                {{"plan_id", *parse_id<RecordId>(plan_)}, {"short_title", std::string("Work")}})));
            return {};
        }));
        phone.sync();
    }
    const auto goals = [&](Seat& seat) { return case_of(seat).at("plans").at(0).at("goals"); };
    const std::string title = "/api/text?collection=goal&field=title&id=" + goal_;
    const auto word = [&](Seat& seat, const char* text) {
        const Json form = seat.get(title).at("form");
        seat.post("/api/text", {{"collection", "goal"},
                                {"field", "title"},
                                {"id", goal_},
                                {"text", text},
                                {"form", form}});
    };
    ASSERT_TRUE(wait_for([&] { return goals(ann).size() == 2 && goals(ben).size() == 2; }));
    word(ann, "A place to live");
    ASSERT_TRUE(wait_for([&] { return goals(ben).at(0).at("title") == "A place to live"; }));
    const Json agreed = case_of(ann).at("plans").at(0).at("agreement");
    ann.post("/api/agreement", {{"plan", plan_},
                                {"version", agreed.at("version")},
                                {"voice", "su"},
                                {"status", "agreed"},
                                {"signer", "Siôn Gwyn"}});
    ann.wait_until_settled();

    ann.go_offline();
    ben.go_offline();
    ann.post("/api/goal", {{"id", second}, {"plan", plan_}, {"to", 0}});
    word(ann, "A place to live, with Sam");
    ann.post("/api/goal", {{"id", goal_}, {"status", "achieved"}});
    word(ben, "Soon: A place to live");
    ben.post("/api/goal", {{"id", goal_}, {"status", "removed"}});
    ben.post("/api/goal", {{"id", goal_}, {"plan", plan_}, {"to", 1}});
    EXPECT_EQ(ben.ask("POST", "/api/goal", {{"id", goal_}, {"status", "won"}}).status, 422U);
    ann.go_online();
    ben.go_online();

    const std::string both = "Soon: A place to live, with Sam";
    for (Seat* seat : {&ann, &ben}) {
        ASSERT_TRUE(wait_for([&] { return goals(*seat).at(1).at("title") == both; }));
        ASSERT_EQ(goals(*seat).size(), 2U);  // each once
        EXPECT_EQ(goals(*seat).at(0).at("id"), second);
        EXPECT_FALSE(goals(*seat).at(1).at("contested").is_null());
    }
    ASSERT_TRUE(wait_for([&] {
        const Json now = case_of(ann).at("plans").at(0).at("agreement");
        return now.at("su").at("standing") == "changed_since_agreed";
    }));
    ASSERT_TRUE(wait_for([&] { return ben.get("/api/conflicts").at("conflicts").size() == 1; }));
    EXPECT_EQ(ben.get("/api/conflicts").at("conflicts").at(0).at("field"), "status");
}

// Story 10: two officers both begin breach, one of them later than the other and later told.
TEST_F(PracticeAppTest, ABreachThatTwoBeginApartIsOneWithALineOfEach) {
    std::string failure;
    {
        Phone phone(org_, ben_, name_ + "-phone");
        phone.sync();
        must(phone.store().write([&](Transaction& tx) -> Result<void> {
            const auto missed = [&](int days_ago) {
                const auto at =
                    std::chrono::system_clock::now() - std::chrono::hours(24 * days_ago);
                const auto ms =
                    std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch());
                return must(tx.insert(case_, "contact",
                                      {{"type", std::string("planned_office_visit")},
                                       {"starts", std::int64_t{ms.count()}},
                                       {"planned", true},
                                       {"ns_flag", true},
                                       {"outcome", std::string("unacceptable_absence")}}));
            };
            must(tx.insert(case_, "enforcement_step",
                           {{"contact_id", missed(12)},
                            {"action", std::string("first_warning_letter")},
                            {"taken_on", day(today_ - Days{11})}}));
            failure = to_text(missed(4));
            return {};
        }));
        phone.sync();
    }
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    ASSERT_TRUE(wait_for([&] { return due(ann, "R5b").size() == 1; }));
    ASSERT_TRUE(wait_for([&] { return due(ben, "R5b").size() == 1; }));
    EXPECT_EQ(due(ann, "R5b").at(0).at("colour"), "red");
    EXPECT_EQ(due(ann, "R5b").at(0).at("about"), failure);
    const auto begin = [&](Seat& seat, int days_ago, const char* note) {
        seat.post("/api/enforcement", {{"contact", failure},
                                       {"action", "breach_or_recall_initiated"},
                                       {"date", day(today_ - Days{days_ago})},
                                       {"note", note}});
    };

    ann.go_offline();
    begin(ann, 3, "Told the court by telephone");
    begin(ben, 1, "Papers sent");
    EXPECT_EQ(due(ann, "R5b").at(0).at("state"), "done");  // here, without any network
    ben.wait_until_settled();
    ann.go_online();

    for (Seat* seat : {&ann, &ben}) {
        ASSERT_TRUE(wait_for([&] {
            const Json file = case_of(*seat);
            return file.at("enforcement").at(0).at("account").size() == 2;
        }));
        ASSERT_EQ(due(*seat, "R5b").size(), 1U);
        const Json breach = due(*seat, "R5b").at(0);
        EXPECT_EQ(breach.at("state"), "done");
        EXPECT_EQ(breach.at("done_on"), day(today_ - Days{3}));  // the earlier of the two
        EXPECT_EQ(breach.at("late"), false);
        const Json file = case_of(*seat);
        EXPECT_EQ(file.at("enforcement").size(), 2U);  // the warning and one breach
        EXPECT_THAT(file.at("enforcement").at(0).at("account").dump(),
                    AllOf(HasSubstr("Ann Ball"), HasSubstr("Ben Lark")));
    }
}

}  // namespace
}  // namespace sanderling::tests
