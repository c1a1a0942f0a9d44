// What a manager and an officer have of each other's work, what a group has of its meetings, and
// what nobody has of a questionnaire once it is handed in.
#include "tests/integration/practitioner_app/practice_case.hpp"

namespace sanderling::tests {
namespace {

class TeamAppTest : public PracticeAppTest {
  protected:
    /// Everybody's line in the list of colleagues, with what each shares with Ben.
    void write_people(const std::vector<Json>& lines) const {
        std::ofstream(people()) << Json(lines);
    }
    Json line(PersonId person, const char* name, const char* staff, const char* role,
              std::vector<ScopeId> pairs = {}) const {
        Json shared = Json::array();
        for (const ScopeId& pair : pairs) shared.push_back(to_text(pair));
        return {{"person", to_text(person)},
                {"name", name},
                {"staff", staff},
                {"role", role},
                {"pairs", shared}};
    }
    ScopeId pair_of(PersonId one, PersonId other, const std::string& name) {
        const ScopeId pair = org_.found("pair", name);
        org_.allocate(pair, one);
        org_.allocate(pair, other);
        return pair;
    }
};

// Story 5: the feedback reaches the person.
TEST_F(TeamAppTest, FeedbackOnAnObservedSessionReachesTheColleagueAndNobodyElse) {
    const PersonId cai = org_.hire("Cai " + name_, "officer");
    const ScopeId with_cai = pair_of(cai, ben_, "Cai and Ben");
    const ScopeId with_ann = pair_of(ann_, ben_, "Ann and Ben");
    write_people({line(ann_, "Ann Ball", "om-1", "officer", {with_ann}),
                  line(cai, "Cai Rees", "om-2", "officer", {with_cai}),
                  line(ben_, "Ben Lark", "tm-1", "manager", {with_ann, with_cai})});
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    Seat other = seat_of(cai, "cai");
    for (Seat* each : {&ann, &ben, &other}) each->sit_down();
    ben.go_offline();
    EXPECT_EQ(ben.get("/api/observations").at("colleagues").size(), 2U);
    Json body{{"observed", "om-3"},
              {"contact_type", "home_visit"},
              {"date", day(today_)},
              {"marks", {{"set_up", true}, {"verbal", false}}},
              {"feedback", "You let him finish."}};
    EXPECT_EQ(ben.ask("POST", "/api/observation", body).status, 404U);  // shares nothing with Ben

    body["observed"] = "om-1";
    ben.post("/api/observation", body);
    ben.go_online();
    const auto seen = [](Seat& seat) { return seat.get("/api/observations").at("observations"); };
    ASSERT_TRUE(wait_for([&] { return seen(ann).size() == 1; }));

    const Json there = seen(ann).at(0);
    EXPECT_EQ(there.at("observer"), "Ben Lark");
    EXPECT_EQ(there.at("mine"), true);
    EXPECT_EQ(there.at("marks").size(), 2U);
    ann.post(
        "/api/reflection",
        {{"about", there.at("id")}, {"date", day(today_)}, {"body", "It was hard to keep still."}});
    ASSERT_TRUE(wait_for([&] { return seen(ben).at(0).at("reflections").size() == 1; }));
    EXPECT_EQ(seen(ben).at(0).at("reflections").at(0).at("body").at(0),
              "It was hard to keep still.");
    EXPECT_EQ(seen(ben).at(0).at("mine"), false);
    other.wait_until_settled();
    EXPECT_TRUE(seen(other).empty());
}

TEST_F(TeamAppTest, AReviewHasItsFactsFilledInAndItsActionIsFollowedToTheEnd) {
    const ScopeId team = org_.found("team", "team of " + name_);
    org_.allocate(team, ann_);
    org_.allocate(team, ben_);
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    const auto reviews = [](Seat& seat) { return seat.get("/api/reviews").at("reviews"); };
    Json body{{"scope", scope_},           {"date", day(today_)},
              {"marks", Json::object()},   {"narrative", "The plan came late and is a good one."},
              {"su_view", "She listens."}, {"action", "Bring the plan to the next visit"}};
    EXPECT_EQ(ben.ask("POST", "/api/review", body).status, 422U);  // nothing judged
    body["marks"] = {{"planning", 2}, {"engagement", 5}};
    EXPECT_EQ(ben.ask("POST", "/api/review", body).status, 422U);  // 1 to 4
    EXPECT_TRUE(reviews(ben).empty());

    body["marks"] = {{"planning", 2}, {"engagement", 4}};
    ben.post("/api/review", body);
    ASSERT_TRUE(wait_for([&] { return reviews(ann).size() == 1; }));

    const Json review = reviews(ann).at(0);
    EXPECT_EQ(review.at("case_ref"), scope_);
    EXPECT_EQ(review.at("reviewers"), Json({"Ben Lark"}));
    EXPECT_EQ(review.at("facts").at("officers"), 1);
    EXPECT_EQ(review.at("facts").at("plans"), 1);
    EXPECT_EQ(review.at("marks").size(), 2U);
    const Json action = review.at("actions").at(0);
    EXPECT_EQ(action.at("owner"), "Ann Ball");  // whose case it is
    const auto of = [&](Seat& seat) { return reviews(seat).at(0).at("actions").at(0); };
    const Json done{{"id", action.at("id")}, {"status", "done"}, {"date", day(today_)}};
    ann.post("/api/review/action", done);
    ASSERT_TRUE(wait_for([&] { return of(ben).at("status") == "done"; }));
    EXPECT_TRUE(of(ben).at("closed_on").is_null());  // the manager has not found it so
    ben.post("/api/review/action", done);
    ASSERT_TRUE(wait_for([&] { return of(ann).at("closed_on") == day(today_); }));
}

TEST_F(TeamAppTest, ContinuityKeepsEveryOfficerThatACaseHasHad) {
    Seat ben = seat_of(ben_, "ben");
    ben.sit_down();
    const auto held = [&] { return ben.get("/api/team?language=en").at("cases").at(0); };
    ASSERT_TRUE(wait_for([&] { return ben.get("/api/team?language=en").at("cases").size() == 1; }));
    EXPECT_EQ(held().at("officers"), 1);
    EXPECT_EQ(held().at("days"), 101);

    Phone phone(org_, ben_, name_ + "-phone");
    phone.sync();
    const auto ended = phone.store().query("SELECT id FROM allocation LIMIT 1");
    ASSERT_TRUE(ended);
    must(phone.store().write([&](Transaction& tx) -> Result<void> {
        const auto spell = [&](const char* staff, const char* role, int from, int to) -> Row {
            return {{"staff", std::string(staff)},
                    {"role", std::string(role)},
                    {"starts_on", day(today_ - Days{from})},
                    {"ends_on", day(today_ - Days{to})}};
        };
        must(tx.insert(case_, "allocation", spell("om-7", "om", 190, 101)));
        must(tx.insert(case_, "allocation", spell("om-8", "cover", 50, 41)));
        return {};
    }));
    phone.sync();

    ASSERT_TRUE(wait_for([&] { return held().at("officers") == 2; }));
    EXPECT_EQ(held().at("days"), 191);
    EXPECT_EQ(held().at("cover_days"), 10);
    const Json team = ben.get("/api/team?language=cy");
    EXPECT_THAT(team.at("pictures").at(0).at("title").get<std::string>(), HasSubstr("Swyddogion"));
    EXPECT_THAT(team.at("pictures").at(0).at("svg").get<std::string>(), HasSubstr("role=\"img\""));
}

// Story 4, what is beyond the votes: the answer is read out at the next meeting, once.
TEST_F(TeamAppTest, AnAnswerIsHeardAtTheMeetingAtWhichItIsReadOut) {
    const PersonId tablet_person = org_.hire("Tablet " + name_, "tablet");
    const PersonId sue = org_.hire("Sue " + name_, "slt");
    const ScopeId group = org_.found("sug", "group of " + name_);
    org_.allocate(group, tablet_person);
    org_.allocate(group, sue);
    {
        Phone begin(org_, tablet_person, name_ + "-begin-group");
        begin.sync();
        must(begin.store().write([&](Transaction& tx) -> Result<void> {
            must(tx.insert(group, "group", {{"name", std::string("Thursday Group")}}));
            return {};
        }));
        begin.sync();
    }
    Seat tablet = seat_of(tablet_person, "tablet");
    Seat slt = seat_of(sue, "slt");
    tablet.sit_down();
    slt.sit_down();
    const std::string last_week = day(today_ - Days{7});
    const std::string now = day(today_);
    const auto group_of = [&](Seat& seat, const std::string& date) {
        return seat.get("/api/group?date=" + date);
    };
    EXPECT_EQ(tablet.ask("POST", "/api/group/agenda", {{"text", "Chairs"}, {"date", now}}).status,
              403U);  // nobody is signed in
    tablet.post("/api/group/join", {{"pseudonym", "Heron"}, {"pin", "4711"}, {"date", last_week}});
    const std::string heron = group_of(tablet, now).at("members").at(0).at("id");
    tablet.post("/api/group/enter", {{"member", heron}, {"pin", "4711"}});
    tablet.post("/api/group/agenda", {{"text", "The waiting room"}, {"date", last_week}});
    tablet.post("/api/group/agenda", {{"text", "Bus fares"}, {"date", last_week}});
    tablet.post("/api/group/attend", {{"date", last_week}});
    tablet.post("/api/group/issue",
                {{"summary", "A number instead of a name"}, {"date", last_week}});
    const Json then = group_of(tablet, last_week);
    EXPECT_EQ(then.at("meeting").at("agenda"), Json({"The waiting room", "Bus fares"}));
    EXPECT_EQ(then.at("meeting").at("attendance").size(), 1U);
    const std::string issue = then.at("issues").at(0).at("id");
    tablet.post("/api/group/escalate", {{"issue", issue}, {"date", last_week}});
    ASSERT_TRUE(wait_for([&] { return group_of(slt, now).at("issues").size() == 1; }));
    tablet.go_offline();
    slt.post("/api/group/answer", {{"issue", issue},
                                   {"text", "From Monday"},
                                   {"decision", "will_do"},
                                   {"date", day(today_ - Days{1})}});
    slt.wait_until_settled();
    tablet.go_online();

    const auto answer = [&](Seat& seat) {
        const Json answers = group_of(seat, now).at("issues").at(0).at("answers");
        return answers.empty() ? Json(nullptr) : answers.at(0);
    };
    ASSERT_TRUE(wait_for([&] { return !answer(tablet).is_null(); }));
    EXPECT_TRUE(answer(tablet).at("heard_on").is_null());
    tablet.post("/api/group/enter", {{"member", heron}, {"pin", "4711"}});
    tablet.post("/api/group/hear", {{"response", answer(tablet).at("id")}, {"date", now}});
    EXPECT_EQ(answer(tablet).at("heard_on"), now);
    ASSERT_TRUE(wait_for([&] { return answer(slt).at("heard_on") == now; }));
    const Json today = group_of(tablet, now);
    EXPECT_EQ(today.at("earlier").size(), 1U);
    EXPECT_EQ(today.at("earlier").at(0).at("held_on"), last_week);
}

// Story 13, from the page.
TEST_F(TeamAppTest, AQuestionnaireIsHandedInAndNeitherDeviceNorOfficerHasItAnyMore) {
    const ScopeId org = org_.found("org", "org of " + name_);
    org_.allocate(org, ann_);
    org_.allocate(org, ben_);
    {
        Phone publisher(org_, ben_, name_ + "-publisher");
        publisher.sync();
        must(publisher.store().write([&](Transaction& tx) -> Result<void> {
            const RecordId instrument = must(tx.insert(org, "instrument",
                                                       {{"code", std::string("TRY")},
                                                        {"edition", std::int64_t{1}},
                                                        {"title", std::string("How it goes")},
                                                        {"scale_min", std::int64_t{1}},
                                                        {"scale_max", std::int64_t{7}}}));
            for (const char* code : {"q10", "q9"}) {
                const RecordId item = must(tx.insert(org, "instrument_item",
                                                     {{"instrument_id", instrument},
                                                      {"code", std::string(code)},
                                                      {"wording", std::string("We get on")}}));
                must(tx.insert_at("instrument", instrument, "item_order", item));
            }
            return {};
        }));
        publisher.sync();
    }
    Seat ann = seat_of(ann_, "ann");
    ann.sit_down();
    ASSERT_TRUE(
        wait_for([&] { return !ann.get("/api/questionnaires").at("instruments").empty(); }));
    EXPECT_EQ(ann.get("/api/questionnaires").at("open"), false);  // no project takes any
    Json body{{"scope", scope_}, {"code", "TRY"},      {"edition", 1},
              {"wave", "mid"},   {"respondent", "su"}, {"answers", {{"q9", 6}, {"q10", 2}}}};
    EXPECT_EQ(ann.ask("POST", "/api/questionnaire", body).status, 404U);
    const ScopeId project = org_.found("research", "project of " + name_);
    const PersonId rita = org_.hire("Rita " + name_, "researcher");
    org_.allocate(project, ann_);
    org_.allocate(project, rita);
    ASSERT_TRUE(wait_for([&] { return ann.get("/api/questionnaires").at("open") == true; }));
    const Json items = ann.get("/api/questionnaires").at("instruments").at(0).at("items");
    EXPECT_EQ(items.at(0).at("code"), "q10");  // in the order in which they are asked

    ann.go_offline();
    ann.post("/api/questionnaire", body);
    EXPECT_TRUE(ann.get("/api/search?q=TRY").at("hits").empty());
    body["respondent"] = "om";
    ann.post("/api/questionnaire", body);
    body["answers"] = {{"q9", "often"}};
    EXPECT_EQ(ann.ask("POST", "/api/questionnaire", body).status, 422U);
    ann.go_online();
    ann.wait_until_settled();

    Phone desk(org_, rita, name_ + "-desk");
    desk.sync();
    EXPECT_EQ(desk.count("SELECT count(*) FROM questionnaire_response"), 2);
    EXPECT_EQ(desk.count("SELECT count(DISTINCT pair_token) FROM questionnaire_response"), 1);
    EXPECT_EQ(desk.text("SELECT answers FROM questionnaire_response WHERE respondent = 'su'"),
              R"({"q10":2,"q9":6})");
    EXPECT_EQ(desk.count("SELECT count(*) FROM person"), 0);
}

}  // namespace
}  // namespace sanderling::tests
