// The compiled probation schema, as an application uses it.
#include "schema/generated/probation/description.hpp"
#include "schema/generated/probation/records.hpp"
#include "schema/model/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::probation {
namespace {

Contact home_visit() {
    Contact visit;
    visit.type = ContactType::home_visit;
    visit.starts = Instant{1'303'120'800'000};
    visit.place = Place::doorstep;
    visit.requirement_id = RecordId{{1, 2, 3}};
    visit.ns_flag = true;
    visit.outcome = Outcome::attended_complied;
    visit.notes = {"Seen at home as arranged.", "Correction: seen at the gate."};
    visit.enforcement_action = {EnforcementAction::no_further_action};
    return visit;
}

TEST(Contact, ComesBackFromItsRow) {
    const Contact visit = home_visit();

    const schema::Row row = visit.to_row();

    EXPECT_EQ(Contact::from_row(row), visit);
    EXPECT_EQ(row.at("outcome"), schema::Value("attended_complied"));
    EXPECT_EQ(row.at("starts"), schema::Value(std::int64_t{1'303'120'800'000}));
    EXPECT_FALSE(row.contains(Contact::key::ends)) << "what is not set is not written";
    EXPECT_TRUE(sanderling::schema::validate(schema(),
                                             *schema().collection(Contact::collection_name), row,
                                             sanderling::schema::Change::create));
}

TEST(Contact, LeavesUnsetWhatItsProgramDoesNotKnow) {
    schema::Row row = home_visit().to_row();
    row["outcome"] = std::string("an outcome of a newer schema");
    row["place"] = true;
    row["a_newer_field"] = std::string("x");

    const Contact read = Contact::from_row(row);

    EXPECT_EQ(read.outcome, std::nullopt);
    EXPECT_EQ(read.place, std::nullopt);
    EXPECT_EQ(read.type, ContactType::home_visit);
}

TEST(Probation, HasTheCollectionsOfTheFirstSlice) {
    std::vector<std::string> names;
    for (const auto& collection : schema().collections()) names.push_back(collection.name);

    EXPECT_THAT(names, testing::ElementsAre(
                           "person", "order", "requirement", "allocation", "contact", "evidence",
                           "risk_assessment", "register_flag", "plan", "goal", "step", "group",
                           "meeting", "issue", "response", "thread", "post", "bulletin"));
    EXPECT_EQ(schema().collection("order")->table, "orders");
    EXPECT_EQ(schema().collection("group")->table, "sug_group");
}

TEST(Probation, LetsTheManagerSettleRiskAndNotTheOfficer) {
    const auto& rosh = *schema().collection("risk_assessment")->field("rosh");
    const auto& case_file = *schema().scope_kind("case");
    const auto manager = case_file.grant(schema().role("manager")->number).value();
    const auto officer = case_file.grant(schema().role("officer")->number).value();

    EXPECT_EQ(rosh.rule, commit::Rule::cautious);
    EXPECT_EQ(rosh.authority, commit::any_writer);
    EXPECT_TRUE(commit::holds(manager.classes, rosh.resolver));
    EXPECT_FALSE(commit::holds(officer.classes, rosh.resolver));
}

TEST(Probation, KeepsTheGroupsTabletOutOfCases) {
    const auto tablet = schema().role("tablet")->number;

    EXPECT_FALSE(schema().scope_kind("case")->grant(tablet));
    EXPECT_FALSE(schema().scope_kind("case_su")->grant(tablet));
    EXPECT_TRUE(schema().scope_kind("sug")->grant(tablet));
}

TEST(Probation, KnowsOutcomesByTheirReferenceCode) {
    const auto* outcome = schema().enumeration("outcome")->value_by_code("UAAB");

    ASSERT_NE(outcome, nullptr);
    Outcome parsed{};
    ASSERT_TRUE(from_text(outcome->name, parsed));
    EXPECT_EQ(parsed, Outcome::unacceptable_absence);
    EXPECT_EQ(outcome->label, "Unacceptable Absence");
    EXPECT_FALSE(from_text("UAAB", parsed)) << "a code is not a name";
}

}  // namespace
}  // namespace sanderling::probation
