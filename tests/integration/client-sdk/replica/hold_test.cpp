// Legal holds as a device follows them, and a device's receipts for the purges that it has carried
// out (docs/protocol.md §6.12, §6.13).
#include "client-sdk/replica/replica.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include "sanderling/erased.hpp"
#include "sanderling/reclassify.hpp"
#include "sanderling/retention.hpp"

namespace sanderling::tests {
namespace {

class HoldTest : public ReplicaTest {
  protected:
    void days_pass(int days) {
        organisation.server().now.ms += std::int64_t{days} * 24 * 60 * 60 * 1000;
    }
    /// How many receipts the server has of a device.
    std::size_t receipts_of(Device& device) {
        const DeviceId id = device.store().status().value().device;
        std::size_t out = 0;
        for (const auto& receipt : organisation.server().purges_done)
            if (receipt.device == id) ++out;
        return out;
    }
};

TEST_F(HoldTest, EveryDeviceKnowsWhatIsHeldAndWhatIsReleased) {
    const RecordId held = officer.insert(the_case, "contact", contact("kept"));
    const std::uint32_t number = organisation.hold(the_case, {held});
    sync_all();

    for (Device* device : {&officer, &duty}) {
        const auto known = holds(device->store()).value();
        ASSERT_EQ(known.size(), 1U);
        EXPECT_EQ(known[0].number, number);
        EXPECT_EQ(known[0].records, std::vector{held});
        EXPECT_EQ(known[0].reason, HoldReason::complaint);
        EXPECT_FALSE(known[0].released);
        EXPECT_FALSE(known[0].by);
    }

    days_pass(1);
    organisation.release(the_case, number);
    sync_all();
    const auto known = holds(officer.store()).value();
    ASSERT_TRUE(known.at(0).released);
    EXPECT_EQ(known[0].released->at, organisation.server().now);
}

TEST_F(HoldTest, AHeldRecordIsWrittenToAsAnyOtherAndNotMovedAway) {
    const ScopeId restricted = organisation.create_scope("case_x");
    organisation.admit(restricted, officer.person(), "officer");
    const RecordId held = officer.insert(the_case, "contact", contact("before"));
    const RecordId free = officer.insert(the_case, "contact", contact("free"));
    sync_all();
    organisation.hold(the_case, {held});
    sync_all();

    officer.update("contact", held, {{"staff", std::string("after")}});
    const auto refused = reclassify(officer.store(), "contact", held, restricted);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::on_hold);
    EXPECT_NE(refused.error().detail.find("legal hold"), std::string::npos);
    EXPECT_EQ(text(officer.get("contact", held), "staff"), "after");
    EXPECT_TRUE(reclassify(officer.store(), "contact", free, restricted));
}

TEST_F(HoldTest, AScheduleThatIsDueIsNotWhileAHoldStands) {
    const RetentionRule rule{.name = "at once",
                             .scope_kind = "case",
                             .ended_on = "SELECT '2020-01-01' WHERE ?1 IS NOT NULL",
                             .kept_if = {},
                             .days = 1};
    const auto due = [&] {
        return retention_due(officer.store(), {rule}, "2026-01-01").value().at(0);
    };
    ASSERT_TRUE(due().is_due);

    const std::uint32_t number =
        organisation.hold(the_case, {officer.insert(the_case, "contact", contact("one"))});
    sync_all();

    EXPECT_FALSE(due().is_due);
    ASSERT_EQ(due().holds.size(), 1U);
    EXPECT_NE(due().holds[0].find("complaint"), std::string::npos);

    organisation.release(the_case, number);
    sync_all();
    EXPECT_TRUE(due().is_due);
}

// ---- Receipts

TEST_F(HoldTest, ADeviceSignsForAPurgeOnceAndKnowsThatTheServerHasIt) {
    const RecordId gone = officer.insert(the_case, "contact", contact("gone"));
    sync_all();
    organisation.purge_records(the_case, {gone});

    sync_all();
    sync_all();

    for (Device* device : {&officer, &duty, &manager}) EXPECT_EQ(receipts_of(*device), 1U);
    const auto done = purges_done(officer.store()).value();
    ASSERT_EQ(done.size(), 1U);
    EXPECT_TRUE(done[0].at);
    EXPECT_TRUE(done[0].is_known);
    officer.reopen();
    officer.sync();
    EXPECT_EQ(receipts_of(officer), 1U);
}

TEST_F(HoldTest, ADeviceAwayForFortyDaysIsMissedAndBringsNothingBack) {
    const RecordId gone = officer.insert(the_case, "contact", contact("gone"));
    sync_all();
    officer.update("contact", gone, {{"staff", std::string("while away")}});
    organisation.purge_records(the_case, {gone});
    days_pass(40);
    duty.sync();
    EXPECT_EQ(receipts_of(duty), 1U);
    EXPECT_EQ(receipts_of(officer), 0U);

    officer.sync();
    duty.sync();

    EXPECT_EQ(receipts_of(officer), 1U);
    EXPECT_EQ(organisation.server().purges_done.back().at, organisation.server().now);
    for (Device* device : {&officer, &duty}) {
        EXPECT_TRUE(device->get("contact", gone).empty());
        EXPECT_EQ(device->scope(the_case)->state, ScopeState::ready);
    }
    const auto outbox = officer.store().outbox().value();
    ASSERT_EQ(outbox.size(), 1U);
    EXPECT_EQ(outbox[0].verdict.code, Errc::purged);
}

TEST_F(HoldTest, ThePurgeOfAWholeScopeIsSignedForByWhoHadIt) {
    const ScopeId closed = organisation.create_scope("case");
    organisation.admit(closed, officer.person(), "officer");
    officer.sync();
    organisation.purge_scope(closed);

    sync_all();
    officer.sync();

    EXPECT_EQ(receipts_of(officer), 1U);
    EXPECT_EQ(receipts_of(duty), 0U);
    EXPECT_EQ(officer.scope(closed)->state, ScopeState::revoked);
}

TEST_F(HoldTest, WhatAnOlderProgramCarriedOutIsSignedForToo) {
    const RecordId gone = officer.insert(the_case, "contact", contact("gone"));
    sync_all();
    organisation.purge_records(the_case, {gone});
    sync_all();
    // As a replica is that was made before there were receipts.
    officer.store()
        .replica()
        .write(vault::Durability::normal,
               [](replica::Writer& writer) -> Result<void> {
                   writer.database.execute(
                       "DELETE FROM sanderling_purge_done;"
                       "DELETE FROM sanderling_meta WHERE key = 'purges_listed'");
                   return {};
               })
        .value();
    officer.reopen();

    officer.sync();

    EXPECT_EQ(receipts_of(officer), 2U);
}

}  // namespace
}  // namespace sanderling::tests
