// Refused work: shown, put away, written again.
#include "client-sdk/replica/replica.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <algorithm>

namespace sanderling::tests {
namespace {

class RefusedTest : public ReplicaTest {
  protected:
    /// One transaction; returns the other case.
    ScopeId write_in_two_cases() {
        const ScopeId other = organisation.create_scope("case");
        organisation.admit(other, officer.person(), "officer");
        officer.sync();
        officer.store()
            .write([&](Transaction& tx) -> Result<void> {
                for (const ScopeId scope : {the_case, other})
                    if (auto a = tx.insert(scope, "contact", contact("om-1")); !a) return a.error();
                return {};
            })
            .value();
        return other;
    }
    // The server knows the officer as a reader, and the device does not.
    void refuse() {
        organisation.admit(the_case, officer.person(), "auditor");
        officer.control();
        officer.push();
        officer.pull();
    }
    void allow() {
        organisation.admit(the_case, officer.person(), "officer");
        officer.control();
        officer.pull();
    }
    std::vector<OutboxItem> outbox(OutboxListing listing = OutboxListing::open) {
        return officer.store().outbox(listing).value();
    }
};

TEST_F(RefusedTest, SaysWhoWroteWhatWhereAndWhyItWasRefused) {
    officer.insert(the_case, "contact", contact("om-1"));
    refuse();

    const auto items = outbox();

    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].delivery, Delivery::rejected);
    EXPECT_EQ(items[0].verdict.code, Errc::not_permitted);
    EXPECT_EQ(items[0].scope, the_case);
    EXPECT_EQ(items[0].person, officer.person());
    EXPECT_EQ(items[0].device, officer.store().status().value().device);
    EXPECT_NE(items[0].written.ms, 0);
    EXPECT_EQ(text(items[0].records.at(0).row, "staff"), "om-1");
}

// Found by the simulator: a lying server's answer, and refused work that was let go as delivered.
TEST_F(RefusedTest, BelievesTheLogAndNotAnAnswer) {
    const auto say_accepted = [&](const Dot& dot) {
        const wire::Ack lie{.verdicts = {{.scope = the_case,
                                          .dot = dot,
                                          .verdict = commit::Verdict::accepted,
                                          .code = Errc::ok,
                                          .seq = Seq{1},
                                          .watermark = Seq{1'000'000}}}};
        officer.agent().store_verdicts(lie).value();
    };
    officer.insert(the_case, "contact", contact("om-1"));
    const Dot dot = outbox().at(0).dot();
    organisation.admit(the_case, officer.person(), "auditor");
    officer.control();
    officer.push(Device::Answers::lost);
    say_accepted(dot);
    officer.pull();
    say_accepted(dot);

    EXPECT_EQ(outbox().size(), 1U);
    officer.push();
    say_accepted(dot);
    officer.pull();

    ASSERT_EQ(outbox().size(), 1U);
    EXPECT_EQ(outbox()[0].delivery, Delivery::rejected);
    EXPECT_EQ(outbox()[0].verdict.code, Errc::not_permitted);
}

// Found by the simulator: the scope was withdrawn by the restored server, and the work in it, which
// had waited for that server, went on waiting.
TEST_F(RefusedTest, SendsWhatWaitedForARestoredServerThatWithdrewTheScope) {
    officer.insert(the_case, "contact", contact("om-1"));
    organisation.remove(the_case, officer.person());
    officer.agent().note_generation(Generation{1'000}).value();
    ASSERT_TRUE(officer.agent().take_outbox({.bytes = 64 * 1024}).value().transactions.empty());
    bool is_told = false;
    officer.agent().on_outbox_grew([&] { is_told = true; });
    officer.pull();

    ASSERT_EQ(officer.scope(the_case)->state, ScopeState::leaving);
    EXPECT_TRUE(is_told);
    EXPECT_EQ(officer.agent().take_outbox({.bytes = 64 * 1024}).value().transactions.size(), 1U);
}

// Found by the simulator: a server that kept two histories had refused the work at a place that was
// applied here in the other one. Once it was restored, one part of a transaction was pushed without
// the other, for ever.
TEST_F(RefusedTest, AsksARestoredServerAgainWhateverPlaceTheAnswerHad) {
    officer.insert(the_case, "contact", contact("om-1"));
    const Dot dot = outbox().at(0).dot();
    officer.agent()
        .store_verdicts({.verdicts = {{.scope = the_case,
                                       .dot = dot,
                                       .verdict = commit::Verdict::rejected,
                                       .code = Errc::base_unknown,
                                       .seq = Seq{1}}}})
        .value();
    ASSERT_EQ(outbox().at(0).delivery, Delivery::rejected);

    officer.agent().note_generation(Generation{1'000}).value();

    EXPECT_EQ(outbox().at(0).delivery, Delivery::waiting);
}

TEST_F(RefusedTest, KeepsWhatWasDismissedForNinetyDays) {
    officer.insert(the_case, "contact", contact("om-1"));
    refuse();
    officer.store().dismiss(the_case, outbox().at(0).dot()).value();
    EXPECT_TRUE(outbox().empty());
    EXPECT_EQ(officer.store().status().value().refused_transactions, 0U);
    officer.reopen();

    const auto kept = outbox(OutboxListing::with_dismissed);
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].dismissed, organisation.server().now);
    EXPECT_EQ(text(kept[0].records.at(0).row, "staff"), "om-1");

    organisation.server().now.ms += std::int64_t{91} * 24 * 3600 * 1000;
    duty.insert(the_case, "contact", contact("duty"));
    duty.sync();
    officer.sync();
    EXPECT_TRUE(outbox(OutboxListing::with_dismissed).empty());
}

TEST_F(RefusedTest, WritesARejectedTransactionAgain) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"place", std::string("office")}});
    const RecordId fresh = officer.insert(the_case, "contact", contact("om-2"));
    refuse();
    EXPECT_EQ(officer.store().retry(outbox().at(0).transaction).error().code, Errc::not_permitted);
    allow();

    for (const OutboxItem& item : outbox()) officer.store().retry(item.transaction).value();

    EXPECT_EQ(text(officer.get("contact", id), "place"), "office");
    EXPECT_EQ(text(officer.get("contact", fresh), "staff"), "om-2");
    sync_all();
    EXPECT_TRUE(outbox().empty());
    EXPECT_EQ(duty.get("contact", id), officer.get("contact", id));
    EXPECT_EQ(duty.get("contact", fresh), officer.get("contact", fresh));
    EXPECT_EQ(duty.scope(the_case)->digest, officer.scope(the_case)->digest);
    const auto away = outbox(OutboxListing::with_dismissed);
    ASSERT_EQ(away.size(), 2U);
    EXPECT_TRUE(away[0].became);
    EXPECT_EQ(officer.store().retry(away[0].transaction).error().code, Errc::invalid_argument);
    EXPECT_EQ(officer.store().query("SELECT * FROM contact").value().size(), 2U);
}

TEST_F(RefusedTest, ReplacesNothingThatCameMeanwhile) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    officer.update("contact", id, {{"place", std::string("office")}});
    refuse();
    duty.update("contact", id, {{"place", std::string("phone")}});
    duty.sync();
    allow();
    ASSERT_EQ(text(officer.get("contact", id), "place"), "phone");

    officer.store().retry(outbox().at(0).transaction).value();
    sync_all();

    for (Device* device : {&officer, &duty}) {
        const auto open = device->store().conflicts().value();
        ASSERT_EQ(open.size(), 1U);
        EXPECT_EQ(open[0].candidates.size(), 2U);
    }
}

TEST_F(RefusedTest, WritesAgainUnderTheKeyOfToday) {
    officer.insert(the_case, "contact", contact("om-1"));
    refuse();
    organisation.new_epoch(the_case);
    allow();

    officer.store().retry(outbox().at(0).transaction).value();
    sync_all();

    EXPECT_TRUE(outbox().empty());
    EXPECT_EQ(duty.store().query("SELECT * FROM contact").value().size(), 1U);
}

TEST_F(RefusedTest, WritesAllPartsAgainOrNone) {
    write_in_two_cases();
    refuse();  // in the one scope, and so in both
    ASSERT_EQ(outbox().size(), 2U);
    const TransactionId refused = outbox().at(0).transaction;
    EXPECT_EQ(outbox().at(1).delivery, Delivery::rejected);
    EXPECT_EQ(officer.store().retry(refused).error().code, Errc::not_permitted);
    EXPECT_EQ(outbox().size(), 2U);
    EXPECT_TRUE(officer.store().query("SELECT * FROM contact").value().empty());
    allow();

    const Receipt again = officer.store().retry(refused).value();

    EXPECT_EQ(again.parts.size(), 2U);
    officer.sync();
    EXPECT_TRUE(outbox().empty());
    EXPECT_EQ(officer.store().query("SELECT * FROM contact").value().size(), 2U);
}

TEST_F(RefusedTest, LeavesHeldWorkToWhoeverDecides) {
    officer.insert(the_case, "contact", contact("om-1"));
    organisation.remove(the_case, officer.person());
    officer.control();
    officer.push();
    const auto held = outbox();
    ASSERT_EQ(held.at(0).delivery, Delivery::quarantined);
    EXPECT_EQ(held[0].verdict.code, Errc::removed_member);
    EXPECT_EQ(text(held[0].records.at(0).row, "staff"), "om-1");

    EXPECT_EQ(officer.store().retry(held[0].transaction).error().code, Errc::busy);
}

TEST_F(RefusedTest, ShowsItsOwnHeldWorkAfterTheScopeWasDestroyed) {
    const RecordId seen = duty.insert(the_case, "contact", contact("duty"));
    sync_all();
    officer.insert(the_case, "contact", contact("om-1"));
    organisation.remove(the_case, officer.person());

    officer.control();
    officer.pull();
    officer.push();
    officer.claim_receipts();

    ASSERT_EQ(officer.scope(the_case)->state, ScopeState::revoked);
    EXPECT_TRUE(officer.get("contact", seen).empty());
    officer.reopen();
    const auto held = outbox();
    ASSERT_EQ(held.size(), 1U);
    EXPECT_EQ(held[0].delivery, Delivery::quarantined);
    ASSERT_EQ(held[0].records.size(), 1U);
    EXPECT_EQ(held[0].records[0].collection, "contact");
    EXPECT_EQ(text(held[0].records[0].row, "staff"), "om-1");
    const auto rows = [&] {
        const auto count = [](replica::Writer& writer) -> Result<std::int64_t> {
            return writer.database.query_int("SELECT count(*) FROM sanderling_outbox_content");
        };
        return officer.store().replica().write(vault::Durability::normal, count).value();
    };
    EXPECT_EQ(rows(), 1);
    officer.store().dismiss(the_case, held[0].dot()).value();
    organisation.admit(the_case, officer.person(), "officer");
    organisation.server().now.ms += std::int64_t{91} * 24 * 3600 * 1000;
    officer.sync();
    EXPECT_EQ(rows(), 0) << "it goes with the commit";
}

TEST_F(RefusedTest, QuarantinesAllPartsOfATransactionAndBlocksNothingAfterThem) {
    const ScopeId other = write_in_two_cases();
    officer.insert(other, "contact", contact("om-2"));
    organisation.remove(the_case, officer.person());

    officer.sync();

    const auto held = outbox();
    ASSERT_EQ(held.size(), 2U);
    for (const OutboxItem& item : held) EXPECT_EQ(item.delivery, Delivery::quarantined);
    EXPECT_EQ(officer.store().query("SELECT * FROM contact").value().size(), 1U) << "the later one";
    EXPECT_EQ(officer.scope(other)->state, ScopeState::ready);
}

}  // namespace
}  // namespace sanderling::tests
