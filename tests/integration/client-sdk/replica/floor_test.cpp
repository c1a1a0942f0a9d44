// A device that was away for longer than the server keeps what was replaced: it receives the live
// sets anew, and its own unsent work is untouched (docs/protocol.md §5.11).
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include "sanderling/mending.hpp"

namespace sanderling::tests {
namespace {

class FloorTest : public ReplicaTest {
  protected:
    void days_pass(int days) {
        organisation.server().now.ms += std::int64_t{days} * 24 * 60 * 60 * 1000;
    }
    void trim() {
        MemoryServer& server = organisation.server();
        MemoryScope& scope = server.scope(the_case);
        scope.trim(server.directory().org(), the_case, scope.head().seq);
    }
    /// Much is written, replaced and erased while the officer is away.
    void a_year_passes() {
        for (int round = 0; round < 6; ++round) {
            days_pass(60);
            for (std::size_t i = 0; i < ids.size(); i += 2)
                duty.update("contact", ids[i], {{"staff", "d" + std::to_string(round)}});
            ids.push_back(duty.insert(the_case, "contact", contact("new")));
            manager.sync();
            manager.update("contact", ids[0], {{"planned", round % 2 == 0}});
            manager.sync();
            duty.sync();
        }
        duty.store().write([&](Transaction& tx) { return tx.erase("contact", ids[1]); }).value();
        duty.sync();
    }
    std::vector<Mended> mended(Device& device) { return mended_scopes(device.store()).value(); }

    std::vector<RecordId> ids{};
};

TEST_F(FloorTest, ReceivesLiveSetsAnewAndKeepsTheOutbox) {
    for (int i = 0; i < 12; ++i)
        ids.push_back(officer.insert(the_case, "contact", contact("c" + std::to_string(i))));
    sync_all();
    // Each later write names only the winner it saw, so what replaced `manager` is dropped too.
    duty.update("contact", ids[6], {{"staff", std::string("duty")}});
    manager.update("contact", ids[6], {{"staff", std::string("manager")}});
    sync_all();
    const RecordId mine = officer.insert(the_case, "contact", contact("unsent"));
    officer.update("contact", ids[4], {{"staff", std::string("by the officer")}});
    a_year_passes();
    trim();

    officer.control();
    officer.pull();

    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(officer.scope(the_case)->digest, duty.scope(the_case)->digest);
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 2U);
    EXPECT_EQ(text(officer.get("contact", mine), "staff"), "unsent");
    EXPECT_TRUE(officer.get("contact", ids[1]).empty());
    ASSERT_EQ(mended(officer).size(), 1U);
    EXPECT_EQ(mended(officer)[0].outcome, MendOutcome::mended);
    EXPECT_EQ(mended(officer)[0].detail, "below the floor");
    // What it then sends stands beside what it had not seen.
    sync_all();
    EXPECT_EQ(text(duty.get("contact", mine), "staff"), "unsent");
    EXPECT_EQ(duty.store().conflicts().value().size(), 2U);
    EXPECT_EQ(officer.scope(the_case)->digest, duty.scope(the_case)->digest);
    for (const RecordId id : ids) EXPECT_EQ(officer.get("contact", id), duty.get("contact", id));
}

TEST_F(FloorTest, BringsANewDeviceToTheSameState) {
    for (int i = 0; i < 12; ++i)
        ids.push_back(officer.insert(the_case, "contact", contact("c" + std::to_string(i))));
    sync_all();
    a_year_passes();
    trim();
    Device fresh{organisation, duty.person(), schema};

    fresh.sync();

    EXPECT_EQ(fresh.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(fresh.scope(the_case)->digest, duty.scope(the_case)->digest);
    for (const RecordId id : ids) EXPECT_EQ(fresh.get("contact", id), duty.get("contact", id));
    fresh.update("contact", ids[2], {{"staff", std::string("fresh")}});
    fresh.sync();
    duty.sync();
    EXPECT_EQ(text(duty.get("contact", ids[2]), "staff"), "fresh");
    EXPECT_EQ(fresh.scope(the_case)->digest, duty.scope(the_case)->digest);
}

// Its answer was lost, and its value was replaced and dropped, while it was away.
TEST_F(FloorTest, SettlesAnOwnCommitOfWhichNothingIsLeft) {
    ids.push_back(officer.insert(the_case, "contact", contact("Ada")));
    sync_all();
    officer.update("contact", ids[0], {{"staff", std::string("mine")}});
    officer.control();
    officer.push(Device::Answers::lost);
    duty.sync();
    duty.update("contact", ids[0], {{"staff", std::string("newer")}});
    duty.sync();
    days_pass(400);
    trim();

    officer.control();
    officer.pull();

    EXPECT_EQ(text(officer.get("contact", ids[0]), "staff"), "newer");
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 0U);
    EXPECT_EQ(officer.scope(the_case)->digest, duty.scope(the_case)->digest);
    officer.update("contact", ids[0], {{"staff", std::string("again")}});
    officer.sync();
    duty.sync();
    EXPECT_EQ(text(duty.get("contact", ids[0]), "staff"), "again");
}

}  // namespace
}  // namespace sanderling::tests
