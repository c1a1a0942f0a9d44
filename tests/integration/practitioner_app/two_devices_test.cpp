// Two people at two applications, with the network away and back: what the pages are told.
#include "tests/integration/practitioner_app/seat.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace sanderling::tests {
namespace {

using app::Json;
using ::testing::HasSubstr;

constexpr std::int64_t ten_o_clock = 1'790'000'000'000;

class TwoDevicesTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    PersonId ben_ = org_.hire("Ben " + name_, "manager");
    ScopeId case_ = org_.found("case", "case of " + name_);
    std::string scope_ = to_text(case_);

    void SetUp() override {
        org_.allocate(case_, ann_);
        org_.allocate(case_, ben_);
        Phone desk(org_, ben_, name_ + "-begin");
        desk.sync();
        must(desk.store().write([&](Transaction& tx) -> Result<void> {
            const auto person = tx.insert(case_, "person", {{"name", std::string("Siôn Gwyn")}});
            if (!person) return person.error();
            const auto risk = tx.insert(
                case_, "risk_assessment",
                {{"rosh", std::string("low")}, {"management_plan", std::string("Seen weekly.")}});
            return risk ? Result<void>{} : risk.error();
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
    Json visit() const {
        return {{"scope", scope_},
                {"fields",
                 {{"type", "home_visit"},
                  {"starts", ten_o_clock},
                  {"ends", ten_o_clock + 1'800'000},
                  {"planned", true}}}};
    }
    static Json outcome(const Json& contact, const char* value, const char* note) {
        return {{"id", contact.at("id")},
                {"form", contact.at("form")},
                {"fields", {{"outcome", value}}},
                {"note", note}};
    }
    Json case_of(Seat& seat) const { return seat.get("/api/case?scope=" + scope_); }
};

// Stories 1 and 2 of the practice design, as the pages see them.
TEST_F(TwoDevicesTest, WhatTheOfficeRecordedMeanwhileStandsBesideWhatWasSeenAtTheDoor) {
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    const std::string id = ann.post("/api/contact", visit()).at("id");
    ann.wait_until_settled();
    ASSERT_TRUE(wait_for([&] { return ben.ask("GET", "/api/contact?id=" + id).status == 200; }));

    ann.go_offline();
    ann.post("/api/contact",
             outcome(ann.get("/api/contact?id=" + id), "attended_complied", "Kettle was on"));
    ben.post("/api/contact",
             outcome(ben.get("/api/contact?id=" + id), "unacceptable_absence", "Neighbour rang"));
    ben.wait_until_settled();
    EXPECT_EQ(ann.get("/api/sync").at("unsent"), 1);
    EXPECT_TRUE(ann.get("/api/sync").at("switched_off"));
    ann.go_online();
    ann.wait_until_settled();

    ASSERT_TRUE(wait_for([&] { return !ben.get("/api/conflicts").at("conflicts").empty(); }));
    const Json conflict = ben.get("/api/conflicts").at("conflicts").at(0);
    EXPECT_EQ(conflict.at("person"), "Siôn Gwyn");
    EXPECT_EQ(conflict.at("field"), "outcome");
    EXPECT_TRUE(conflict.at("resolvable"));
    ASSERT_EQ(conflict.at("sides").size(), 2U);
    std::map<std::string, Json> sides;
    for (const Json& side : conflict.at("sides")) sides[side.at("who")] = side;
    EXPECT_EQ(sides["Ann Ball"].at("row").at("outcome"), "attended_complied");
    EXPECT_EQ(sides["Ben Lark"].at("row").at("outcome"), "unacceptable_absence");
    EXPECT_EQ(ann.get("/api/contact?id=" + id).at("outcomes").size(), 2U);
    EXPECT_EQ(ann.get("/api/contact?id=" + id).at("notes").size(), 2U);  // both notes

    const std::size_t choice =
        conflict.at("sides").at(0).at("row").at("outcome") == "attended_complied" ? 0 : 1;
    ben.post("/api/resolve", {{"id", conflict.at("id")},
                              {"choice", choice},
                              {"row", conflict.at("sides").at(choice).at("row")},
                              {"reason", "Ann was there"}});
    ASSERT_TRUE(wait_for([&] { return ann.get("/api/conflicts").at("conflicts").empty(); }));
    EXPECT_EQ(ann.get("/api/contact?id=" + id).at("outcome"), "attended_complied");
}

TEST_F(TwoDevicesTest, ARaisedRiskHoldsUntilTheManagerSettlesIt) {
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    const auto set = [&](Seat& seat, const char* level, const char* why) {
        const Json file = case_of(seat);
        seat.post("/api/risk", {{"scope", scope_},
                                {"id", file.at("risk").at("id")},
                                {"form", file.at("form")},
                                {"fields", {{"rosh", level}}},
                                {"reason", why}});
    };

    ann.go_offline();
    set(ann, "high", "Afraid of somebody in the house");
    set(ben, "medium", "The police were mistaken");
    ann.go_online();

    ASSERT_TRUE(wait_for([&] { return case_of(ben).at("risk").at("disputed").size() == 1; }));
    ASSERT_TRUE(wait_for([&] { return case_of(ann).at("risk").at("disputed").size() == 1; }));
    EXPECT_EQ(case_of(ann).at("risk").at("levels").at("rosh"), "high");
    EXPECT_EQ(case_of(ben).at("risk").at("levels").at("rosh"), "high");
    const Json dispute = case_of(ann).at("risk").at("disputed").at(0);
    EXPECT_FALSE(dispute.at("resolvable"));  // the manager's to settle
    EXPECT_EQ(dispute.at("resolver"), "manager");
    for (const Json& side : dispute.at("sides")) {
        EXPECT_EQ(side.at("had_seen").at("row").at("rosh"), "low");
        EXPECT_EQ(side.at("had_seen").at("who"), "Ben Lark");
    }
    const auto refused = ann.ask("POST", "/api/resolve",
                                 {{"id", dispute.at("id")},
                                  {"choice", 0},
                                  {"row", dispute.at("sides").at(0).at("row")},
                                  {"reason", "x"}});
    EXPECT_EQ(refused.status, 403U);
}

TEST_F(TwoDevicesTest, AFormReplacesOnlyWhatItShowed) {
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    const std::string id = ann.post("/api/contact", visit()).at("id");
    ASSERT_TRUE(wait_for([&] { return ben.ask("GET", "/api/contact?id=" + id).status == 200; }));

    const Json shown = ann.get("/api/contact?id=" + id);  // the form is open …
    ben.post("/api/contact", outcome(ben.get("/api/contact?id=" + id), "unacceptable_absence", ""));
    ASSERT_TRUE(
        wait_for([&] { return ann.get("/api/contact?id=" + id).at("outcomes").size() == 1; }));
    ann.post("/api/contact", outcome(shown, "attended_complied", ""));  // … and saved late

    EXPECT_EQ(ann.get("/api/contact?id=" + id).at("outcomes").size(), 2U);
    Json stranger = outcome(shown, "attended_complied", "");
    stranger["form"] = "00000000-0000-0000-0000-000000000000";
    EXPECT_EQ(ann.ask("POST", "/api/contact", stranger).status, 409U);
}

TEST_F(TwoDevicesTest, HomeTellsWhatOthersWroteUntilItWasSeen) {
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    const std::string home =
        "/api/home?from=" + std::to_string(ten_o_clock - 3'600'000) + "&date=2026-09-21";
    EXPECT_TRUE(ann.get(home).at("arrived").at("items").empty());

    ben.post("/api/contact", visit());
    ASSERT_TRUE(wait_for([&] { return !ann.get(home).at("arrived").at("items").empty(); }));

    const Json told = ann.get(home);
    const Json item = told.at("arrived").at("items").at(0);
    EXPECT_EQ(item.at("collection"), "contact");
    EXPECT_EQ(item.at("who").at(0), "Ben Lark");
    EXPECT_EQ(item.at("person"), "Siôn Gwyn");
    EXPECT_TRUE(item.at("new"));
    EXPECT_TRUE(told.at("today").empty());  // it is Ben's visit
    EXPECT_EQ(ben.get(home).at("today").size(), 1U);
    ann.post("/api/contact", visit());
    EXPECT_EQ(ann.get(home).at("arrived").at("items").size(), 1U);  // own work is no news
    EXPECT_EQ(ann.get(home).at("today").size(), 1U);
    ann.wait_until_settled();
    ann.post("/api/seen", Json::object());
    EXPECT_TRUE(ann.get(home).at("arrived").at("items").empty());
}

TEST_F(TwoDevicesTest, ANoteIsWrittenByBothAndTheCaretKnowsWhere) {
    Seat ann = seat_of(ann_, "ann");
    Seat ben = seat_of(ben_, "ben");
    ann.sit_down();
    ben.sit_down();
    const std::string risk = case_of(ann).at("risk").at("id");
    const Json where{{"collection", "risk_assessment"}, {"id", risk}, {"field", "management_plan"}};
    const std::string path =
        "/api/text?collection=risk_assessment&field=management_plan&id=" + risk;
    const auto save = [&](Seat& seat, const Json& shown, const char* text) {
        Json body = where;
        body.update({{"text", text}, {"form", shown.at("form")}});
        return seat.post("/api/text", body);
    };

    ann.go_offline();
    const Json of_ann = ann.get(path);
    const Json of_ben = ben.get(path);
    save(ann, of_ann, "Seen weekly. Sister told.");
    save(ben, of_ben, "Tŷ: Seen weekly.");
    ben.wait_until_settled();
    ann.go_online();
    const std::string both = "Tŷ: Seen weekly. Sister told.";
    ASSERT_TRUE(wait_for([&] { return ann.get(path).at("text") == both; }));

    Json shown = where;
    shown["text"] = "Seen weekly. Sister told.";
    const Json fresh = ann.post("/api/text/refresh", shown);
    ASSERT_EQ(fresh.at("edits").size(), 1U);
    EXPECT_EQ(fresh.at("edits").at(0).at("position"), 0);
    EXPECT_EQ(fresh.at("edits").at(0).at("inserted"), "Tŷ: ");
}

TEST_F(TwoDevicesTest, ALongCaseComesInPagesThatLeaveNothingOut) {
    Seat ann = seat_of(ann_, "ann");
    ann.sit_down();
    ann.go_offline();
    for (int i = 0; i < 120; ++i) {
        Json contact = visit();
        contact["fields"]["starts"] = ten_o_clock + i / 2 * 60'000;  // two at each minute
        contact["note"] = "Number " + std::to_string(i);
        ann.post("/api/contact", contact);
    }
    std::set<std::string> seen;
    std::int64_t before = ten_o_clock * 2;
    std::string at;
    int pages = 0;
    do {
        const Json page = ann.get("/api/contacts?scope=" + scope_ + "&before=" + at);
        for (const Json& contact : page.at("contacts")) {
            EXPECT_LE(contact.at("starts"), before);
            before = contact.at("starts");
            seen.insert(contact.at("id"));
        }
        at = page.at("next").is_null() ? "" : page.at("next").get<std::string>();
        ++pages;
    } while (!at.empty());

    EXPECT_EQ(seen.size(), 120U);
    EXPECT_EQ(pages, 3);
    const Json hits = ann.get("/api/search?q=number+117").at("hits");
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits.at(0).at("person"), "Siôn Gwyn");
    EXPECT_TRUE(hits.at(0).at("pieces").at(0).at("found"));
}

TEST_F(TwoDevicesTest, WhatIsWrongIsRefusedInWordsAndChangesNothing) {
    Seat ann = seat_of(ann_, "ann");
    ann.sit_down();
    const auto status = [&](const Json& body) {
        return ann.ask("POST", "/api/contact", body).status;
    };
    Json other = visit();
    other["fields"]["type"] = "tea";
    EXPECT_EQ(status(other), 422U);
    other = visit();
    other["fields"]["enforcement_action"] = {"breach_requested"};  // not of this form
    EXPECT_EQ(status(other), 422U);
    other = visit();
    other["scope"] = "00000000-0000-0000-0000-000000000000";
    EXPECT_EQ(status(other), 404U);
    EXPECT_EQ(status({{"scope", scope_}, {"fields", Json::object()}}), 422U);
    EXPECT_EQ(ann.ask("GET", "/api/nothing").status, 404U);
    EXPECT_EQ(case_of(ann).at("contacts").at("n"), 0);
    const auto told = ann.ask("POST", "/api/contact", {{"scope", scope_}});
    EXPECT_THAT(told.body, HasSubstr("nothing was changed"));
}

}  // namespace
}  // namespace sanderling::tests
