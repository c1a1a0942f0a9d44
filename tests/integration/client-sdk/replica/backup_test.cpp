// Copies and keys of a store that is in use (docs/storage.md §10).
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include "sanderling/vault.hpp"

namespace sanderling::tests {
namespace {

const CopyOptions quick_copy{.kdf = KdfCost::least(),
                             .core_dumps = vault::CoreDumps::leave_as_they_are};

TEST_F(ReplicaTest, BacksUpAnOpenStoreWithItsOutbox) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    const TemporaryFolder elsewhere;

    auto done =
        vault_of(officer.store()).backup_to(elsewhere.path() / "backup", Device::key(), quick_copy);

    ASSERT_TRUE(done) << done.error().message();
    officer.insert(the_case, "contact", contact("om-2"));  // the original goes on
    EXPECT_EQ(officer.store().outbox()->size(), 2U);
    auto backup = Store::open(elsewhere.path() / "backup", Device::key(), schema);
    ASSERT_TRUE(backup) << backup.error().message();
    EXPECT_EQ(backup->outbox()->size(), 1U);
    EXPECT_TRUE(backup->get("contact", id).value());
    // Two replicas must never write under one id.
    EXPECT_NE(backup->status()->replica, officer.store().status()->replica);
}

TEST_F(ReplicaTest, StaysTheSameReplicaThroughARekey) {
    officer.insert(the_case, "contact", contact("om-1"));
    const auto before = officer.store().status()->replica;
    auto code = vault_of(officer.store()).make_recovery_code(Device::key());
    ASSERT_TRUE(code) << code.error().message();
    officer.close();

    std::vector<Key> next;
    next.push_back(Device::key());
    auto done = Vault::rekey(officer.directory(), code->clone(), next, quick_copy);
    ASSERT_TRUE(done) << done.error().message();
    officer.reopen();

    EXPECT_EQ(officer.store().status()->replica, before);
    EXPECT_EQ(officer.store().outbox()->size(), 1U);
    officer.sync();
    duty.sync();
    EXPECT_EQ(duty.store().query("SELECT id FROM contact")->size(), 1U);
}

}  // namespace
}  // namespace sanderling::tests
