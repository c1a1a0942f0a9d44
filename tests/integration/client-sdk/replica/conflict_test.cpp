// Conflicts: found, shown with what each side knew, settled by who may (docs/protocol.md §4).
#include "tests/integration/client-sdk/replica/fixture.hpp"

namespace sanderling::tests {
namespace {

std::vector<Conflict> conflicts(Device& device) {
    return device.store().conflicts().value();
}

TEST_F(ReplicaTest, ListsTheLosingValueOfARegister) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"place", std::string("office")}});
    duty.update("contact", id, {{"place", std::string("phone")}});

    sync_all();

    const auto listed = conflicts(officer);
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].kind, ConflictKind::value);
    EXPECT_EQ(listed[0].field, "place");
    ASSERT_EQ(listed[0].candidates.size(), 2U);
    const Candidate& winner = listed[0].candidates[0];
    EXPECT_TRUE(winner.is_in_force);
    EXPECT_EQ(text(winner.row, "place"), text(officer.get("contact", id), "place"));
    EXPECT_NE(winner.person, listed[0].candidates[1].person);
    EXPECT_FALSE(winner.person.is_zero());
    EXPECT_EQ(conflicts(duty)[0].id, listed[0].id);
    EXPECT_EQ(conflicts(manager)[0].id, listed[0].id);
    const auto by_sql = manager.store().query("SELECT field, kind FROM sanderling_conflicts");
    EXPECT_EQ(by_sql.value().get<std::string>(0, "field"), "place");
}

TEST_F(ReplicaTest, DoesNotShowEqualValuesAsAConflict) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"place", std::string("office")}});
    duty.update("contact", id, {{"place", std::string("office")}});

    sync_all();

    EXPECT_TRUE(conflicts(officer).empty());
}

TEST_F(ReplicaTest, ClosesAConflictEverywhereWhenItIsResolved) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    const Row mine{{"starts", std::int64_t{1}}, {"ends", std::int64_t{2}}};
    const Row theirs{{"starts", std::int64_t{3}}, {"ends", std::int64_t{4}}};
    officer.update("contact", id, mine);
    duty.update("contact", id, theirs);
    sync_all();
    const auto open = conflicts(officer);
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].field, "times");

    const Row merged{{"starts", std::int64_t{1}}, {"ends", std::int64_t{4}}};
    officer.store().resolve(open[0].id, merged, "both were there").value();
    sync_all();

    for (Device* device : {&officer, &duty, &manager}) {
        EXPECT_TRUE(conflicts(*device).empty());
        EXPECT_EQ(std::get<std::int64_t>(device->get("contact", id).at("starts")), 1);
        EXPECT_EQ(std::get<std::int64_t>(device->get("contact", id).at("ends")), 4);
    }
    EXPECT_EQ(duty.store().resolve(open[0].id, Choice{0}).error().code, Errc::conflict_closed);
}

TEST_F(ReplicaTest, TreatsRiskAsTheMostProtectiveUntilTheManagerResolves) {
    const RecordId id = officer.insert(the_case, "risk_assessment", {{"rosh", std::string("low")}});
    sync_all();
    officer.update("risk_assessment", id, {{"rosh", std::string("high")}});
    duty.update("risk_assessment", id, {{"rosh", std::string("medium")}});
    sync_all();
    for (Device* device : {&officer, &duty, &manager})
        EXPECT_EQ(text(device->get("risk_assessment", id), "rosh"), "high");

    // An ordinary write settles nothing, whoever makes it.
    duty.update("risk_assessment", id, {{"rosh", std::string("low")}});
    sync_all();
    EXPECT_EQ(text(officer.get("risk_assessment", id), "rosh"), "high");
    const auto open = conflicts(officer);
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].resolver, "manager");
    EXPECT_FALSE(open[0].is_resolvable_here);
    const auto refused = officer.store().resolve(open[0].id, Choice{1});
    EXPECT_EQ(refused.error().code, Errc::not_permitted);
    EXPECT_NE(refused.error().detail.find("manager"), std::string::npos);

    EXPECT_TRUE(conflicts(manager)[0].is_resolvable_here);
    manager.store()
        .resolve(open[0].id, Row{{"rosh", std::string("medium")}}, "seen with the police")
        .value();
    sync_all();

    for (Device* device : {&officer, &duty, &manager}) {
        EXPECT_EQ(text(device->get("risk_assessment", id), "rosh"), "medium");
        EXPECT_TRUE(conflicts(*device).empty());
    }
}

TEST_F(ReplicaTest, ShowsAContestedDelete) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.store().write([&](Transaction& tx) { return tx.erase("contact", id); }).value();
    EXPECT_TRUE(officer.get("contact", id).empty());
    duty.update("contact", id, {{"place", std::string("phone")}});

    sync_all();

    EXPECT_EQ(text(officer.get("contact", id), "place"), "phone");
    const auto rows = duty.store().query("SELECT contested FROM contact");
    EXPECT_EQ(rows.value().get<bool>(0, "contested"), true);
    const auto open = conflicts(manager);
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].kind, ConflictKind::contested_delete);
    manager.store().resolve(open[0].id, Choice{1}).value();
    sync_all();
    EXPECT_TRUE(officer.get("contact", id).empty());
    EXPECT_TRUE(conflicts(officer).empty());
}

TEST_F(ReplicaTest, BringsARecordBackByWritingToIt) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    officer.store().write([&](Transaction& tx) { return tx.erase("contact", id); }).value();
    sync_all();
    EXPECT_TRUE(duty.get("contact", id).empty());

    duty.update("contact", id, {{"place", std::string("phone")}});
    sync_all();

    EXPECT_EQ(text(officer.get("contact", id), "place"), "phone");
    EXPECT_EQ(duty.store().status().value().refused_transactions, 0U);
    EXPECT_TRUE(conflicts(officer).empty());
}

TEST_F(ReplicaTest, ContestsDeletingAParentOfANewChild) {
    const RecordId visit = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.store().write([&](Transaction& tx) { return tx.erase("contact", visit); }).value();
    duty.insert(the_case, "evidence", {{"contact_id", visit}, {"kind", std::string("medical")}});

    sync_all();

    const auto open = conflicts(officer);
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].kind, ConflictKind::contested_delete);
    EXPECT_EQ(open[0].record, visit);
}

TEST_F(ReplicaTest, ListsAProposalWithoutShowingItInTheColumn) {
    const RecordId id = manager.insert(
        the_case, "order", {{"type", std::string("licence")}, {"court", std::string("Leeds")}});
    sync_all();

    officer.update("order", id, {{"court", std::string("York")}});
    EXPECT_EQ(text(officer.get("order", id), "court"), "Leeds");
    sync_all();

    EXPECT_EQ(text(manager.get("order", id), "court"), "Leeds");
    const auto open = conflicts(manager);
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].kind, ConflictKind::proposal);
    EXPECT_EQ(text(open[0].candidates.at(1).row, "court"), "York");
    EXPECT_TRUE(open[0].candidates.at(1).is_proposal);
    manager.store().resolve(open[0].id, Choice{1}).value();
    sync_all();
    EXPECT_EQ(text(officer.get("order", id), "court"), "York");
    EXPECT_TRUE(conflicts(officer).empty());
}

TEST_F(ReplicaTest, KeepsWhatAFormDidNotShow) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    const EditToken opened = officer.store().edit_token(the_case).value();
    officer.update("contact", id, {{"place", std::string("office")}});

    officer.store()
        .write([&](Transaction& tx) {
            return tx.update("contact", id, {{"place", std::string("phone")}}, {.token = opened});
        })
        .value();
    sync_all();

    const auto open = conflicts(duty);
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].candidates.size(), 2U);
}

}  // namespace
}  // namespace sanderling::tests
