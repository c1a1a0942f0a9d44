// Commits that the server refuses or holds: undone exactly, and kept to be shown.
#include "tests/integration/client-sdk/replica/fixture.hpp"

namespace sanderling::tests {
namespace {

TEST_F(ReplicaTest, RollsARejectedCommitBackExactly) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    const Row before = officer.get("contact", id);
    officer.update("contact", id, {{"place", std::string("office")}});
    const RecordId fresh = officer.insert(the_case, "contact", contact("om-2"));
    EXPECT_EQ(text(officer.get("contact", id), "place"), "office");

    // From here on a reader, as the server knows and the device does not.
    organisation.admit(the_case, officer.person(), "auditor");
    officer.control();
    officer.push();

    EXPECT_EQ(officer.get("contact", id), before);
    EXPECT_TRUE(officer.get("contact", fresh).empty());
    const auto refused = officer.store().outbox().value();
    ASSERT_EQ(refused.size(), 2U);
    EXPECT_EQ(refused[0].delivery, Delivery::rejected);
    EXPECT_EQ(refused[0].verdict.code, Errc::not_permitted);
    EXPECT_EQ(text(refused[0].records.at(0).row, "place"), "office");
    EXPECT_EQ(refused[1].records.at(0).collection, "contact");
    officer.pull();
    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(officer.get("contact", id), before);
    EXPECT_EQ(officer.store().status().value().refused_transactions, 2U);
    officer.store().dismiss(the_case, refused[0].dot()).value();
    EXPECT_EQ(officer.store().outbox().value().size(), 1U);
}

TEST_F(ReplicaTest, LearnsOfARejectionFromTheLogWhenTheAnswerWasLost) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    const Row before = officer.get("contact", id);
    officer.update("contact", id, {{"place", std::string("office")}});
    organisation.admit(the_case, officer.person(), "auditor");

    officer.control();
    officer.push(Device::Answers::lost);
    officer.pull();

    EXPECT_EQ(officer.get("contact", id), before);
    officer.sync();
    EXPECT_EQ(officer.store().outbox().value().at(0).verdict.code, Errc::not_permitted);
}

TEST_F(ReplicaTest, HidesNoOtherWriteWhenOneIsRejected) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"place", std::string("office")}});
    duty.update("contact", id, {{"place", std::string("phone")}});
    duty.sync();
    organisation.admit(the_case, officer.person(), "auditor");

    sync_all();

    EXPECT_EQ(text(officer.get("contact", id), "place"), "phone");
    EXPECT_TRUE(officer.store().conflicts().value().empty());
    EXPECT_EQ(officer.scope(the_case)->digest, duty.scope(the_case)->digest);
}

TEST_F(ReplicaTest, KeepsAcceptedBytesUntilTheyAreSafe) {
    organisation.server().holds_watermark = true;
    officer.insert(the_case, "contact", contact("om-1"));
    officer.sync();
    ASSERT_EQ(officer.store().outbox().value().size(), 1U);
    EXPECT_EQ(officer.store().outbox().value()[0].delivery, Delivery::accepted);

    organisation.server().holds_watermark = false;
    officer.sync();

    EXPECT_TRUE(officer.store().outbox().value().empty());
}

}  // namespace
}  // namespace sanderling::tests
