// A new key of a scope, while work sealed under the old one waits to be sent.
#include "client-sdk/replica/replica.hpp"
#include "core/wire/packed_commit.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

namespace sanderling::tests {
namespace {

class ResealTest : public ReplicaTest {
  protected:
    // What the device would send, without its being marked as sent.
    std::vector<commit::Commit> waiting(Device& device) {
        std::vector<commit::Commit> out;
        const auto read = [&](replica::Writer& writer) -> Result<void> {
            for (const replica::OutboxRow& row : writer.outbox.all())
                out.push_back(wire::unpack(writer.outbox.packed(row.position),
                                           organisation.offer().org, row.scope)
                                  .value());
            return {};
        };
        device.store().replica().write(vault::Durability::normal, read).value();
        return out;
    }
    void receive(Device& device) {
        device.control();
        device.pull();
    }
};

TEST_F(ResealTest, SealsWhatNeverLeftUnderTheNewKey) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    officer.update("contact", id, {{"place", std::string("office")}});
    const auto before = waiting(officer);
    ASSERT_EQ(before.size(), 2U);
    organisation.new_epoch(the_case);

    receive(officer);

    const auto after = waiting(officer);
    ASSERT_EQ(after.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        const commit::Header& was = before[i].header;
        const commit::Header& is = after[i].header;
        EXPECT_EQ(is.epoch, KeyEpoch{number(was.epoch) + 1});
        EXPECT_NE(after[i].patches.at(0).nonce, before[i].patches.at(0).nonce);
        EXPECT_NE(after[i].patches.at(0).ciphertext, before[i].patches.at(0).ciphertext);
        EXPECT_NE(commit::commit_hash(is), commit::commit_hash(was));
        EXPECT_EQ(is.base, was.base);
        EXPECT_EQ(is.own, was.own);
        EXPECT_EQ(is.dot(), was.dot());
        EXPECT_EQ(is.clock, was.clock);
        EXPECT_EQ(is.transaction, was.transaction);
        EXPECT_EQ(is.transaction_index, was.transaction_index);
        EXPECT_EQ(after[i].patches.at(0).paths, before[i].patches.at(0).paths);
    }
    EXPECT_EQ(after[1].header.previous, commit::commit_hash(after[0].header));
    officer.insert(the_case, "contact", contact("om-2"));  // follows the new hashes
    sync_all();
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 0U);
    EXPECT_EQ(officer.store().status().value().refused_transactions, 0U);
    EXPECT_EQ(duty.store().query("SELECT * FROM contact").value().size(), 2U);
    EXPECT_EQ(duty.get("contact", id), officer.get("contact", id));
    EXPECT_EQ(duty.scope(the_case)->digest, officer.scope(the_case)->digest);
}

TEST_F(ResealTest, OverwritesNothingThatItsAuthorHadNotSeen) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"place", std::string("office")}});
    duty.update("contact", id, {{"place", std::string("phone")}});
    duty.sync();
    organisation.new_epoch(the_case);

    receive(officer);  // has the other value by now, and had not when it wrote
    sync_all();

    ASSERT_EQ(officer.store().conflicts().value().size(), 1U);
    EXPECT_EQ(officer.store().conflicts().value()[0].candidates.size(), 2U);
    EXPECT_EQ(duty.store().conflicts().value().size(), 1U);
}

TEST_F(ResealTest, NeverSealsAgainWhatWasSent) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    officer.push(Device::Answers::lost);
    officer.update("contact", id, {{"place", std::string("office")}});
    organisation.new_epoch(the_case);

    receive(officer);

    // The first went out as it is, and the second follows it.
    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::ready);
    sync_all();
    EXPECT_EQ(officer.store().outbox().value().size(), 0U);
    EXPECT_EQ(text(duty.get("contact", id), "place"), "office");
}

TEST_F(ResealTest, NeverSealsAgainWhatWasTakenToBeSentBeforeACrash) {
    officer.insert(the_case, "contact", contact("om-1"));
    const auto taken = officer.agent().take_outbox(
        {.from = sync::client::TakeOutbox::From::first_unanswered, .bytes = 1 << 20});
    const Bytes sent = taken.value().transactions.at(0).at(0).packed;
    officer.reopen();  // nobody knows whether it arrived
    organisation.new_epoch(the_case);

    receive(officer);

    EXPECT_EQ(wire::pack(waiting(officer).at(0)), sent);
}

TEST_F(ResealTest, ComesOutTheSameAfterACrashOnEitherSide) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    organisation.new_epoch(the_case);
    const auto before = officer.save();
    receive(officer);
    officer.reopen();  // after: the new bytes are there
    EXPECT_EQ(waiting(officer).at(0).header.epoch, KeyEpoch{2});
    officer.restore(before);  // the power failed before any of it was on the disk
    EXPECT_EQ(waiting(officer).at(0).header.epoch, KeyEpoch{1});

    receive(officer);
    sync_all();

    EXPECT_EQ(duty.get("contact", id), officer.get("contact", id));
    EXPECT_TRUE(officer.store().outbox().value().empty());
    EXPECT_EQ(officer.store().query("SELECT * FROM contact").value().size(), 1U);
}

TEST_F(ResealTest, WaitsForTheKeyAndThenSeals) {
    officer.insert(the_case, "contact", contact("om-1"));
    organisation.new_epoch_keyless(the_case);
    receive(officer);
    EXPECT_EQ(waiting(officer).at(0).header.epoch, KeyEpoch{1});

    organisation.hand_key(the_case, officer.person());
    officer.control();

    EXPECT_EQ(waiting(officer).at(0).header.epoch, KeyEpoch{2});
}

TEST_F(ResealTest, LeavesTheOtherPartsOfATransactionAsTheyAre) {
    const ScopeId other = organisation.create_scope("case");
    organisation.admit(other, officer.person(), "officer");
    officer.sync();
    officer.store()
        .write([&](Transaction& tx) -> Result<void> {
            if (auto a = tx.insert(the_case, "contact", contact("om-1")); !a) return a.error();
            if (auto b = tx.insert(other, "contact", contact("om-1")); !b) return b.error();
            return {};
        })
        .value();
    const auto before = waiting(officer);
    organisation.new_epoch(other);

    receive(officer);

    const auto after = waiting(officer);
    ASSERT_EQ(after.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        const bool is_same = wire::pack(after[i]) == wire::pack(before[i]);
        EXPECT_EQ(is_same, after[i].header.scope == the_case);
    }
    officer.sync();
    EXPECT_TRUE(officer.store().outbox().value().empty());
}

TEST_F(ResealTest, SendsALargeTransactionAloneAndRefusesOneThatFitsNoFrame) {
    const ScopeId other = organisation.create_scope("case");
    organisation.admit(other, officer.person(), "officer");
    officer.sync();
    // Random characters, since zeros would be packed small.
    crypto::SystemRandom random;
    const auto note = [&](std::size_t bytes) {
        Bytes noise(bytes / 2);
        random.fill(noise);
        Row row = contact("om-1");
        row["notes"] = List{to_hex(noise)};
        return row;
    };
    const auto write = [&](std::size_t bytes, int records) {
        return officer.store().write([&](Transaction& tx) -> Result<void> {
            for (const ScopeId scope : {the_case, other})
                for (int i = 0; i < records; ++i)
                    if (auto a = tx.insert(scope, "contact", note(bytes)); !a) return a.error();
            return {};
        });
    };
    ASSERT_TRUE(write(8'000, 12));
    ASSERT_TRUE(write(60'000, 12));

    const auto refused = write(60'000, 20);

    EXPECT_EQ(refused.error().code, Errc::too_large);
    const auto first = officer.agent().take_outbox(
        {.from = sync::client::TakeOutbox::From::first_unanswered, .bytes = 256 * 1024});
    EXPECT_EQ(first.value().transactions.size(), 1U);
    officer.sync();
    EXPECT_TRUE(officer.store().outbox().value().empty());
    EXPECT_EQ(officer.store().query("SELECT * FROM contact").value().size(), 48U);
}

}  // namespace
}  // namespace sanderling::tests
