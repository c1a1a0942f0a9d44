// What a purge leaves on devices: on those that had the content, on new ones, and on one that comes
// back after 400 days with work of its own (docs/protocol.md §5.13).
#include "client-sdk/replica/columns.hpp"
#include "core/wire/packed_commit.hpp"
#include "tests/integration/client-sdk/replica/search_files.hpp"

#include "sanderling/erased.hpp"

namespace sanderling::tests {
namespace {

class PurgeTest : public ReplicaTest {
  protected:
    static constexpr std::string_view canary = "kingfisher";

    void days_pass(int days) {
        organisation.server().now.ms += std::int64_t{days} * 24 * 60 * 60 * 1000;
    }
    void trim(ScopeId scope) {
        MemoryServer& server = organisation.server();
        server.scope(scope).trim(server.directory().org(), scope, server.scope(scope).head().seq);
    }
    RecordId insert_canary(Device& device, ScopeId scope) {
        return device.insert(scope, "contact",
                             {{"type", std::string("home_visit")},
                              {"staff", std::string(canary)},
                              {"notes", List{std::string(canary) + " was seen"}}});
    }
    static bool holds_canary(Device& device) {
        return decrypted_files(device.directory()).find(canary) != std::string::npos;
    }
    static std::vector<OutboxItem> refused(Device& device) {
        std::vector<OutboxItem> out;
        for (OutboxItem& item : device.store().outbox().value())
            if (item.delivery == Delivery::rejected) out.push_back(std::move(item));
        return out;
    }
    /// Sealed bodies of the record that are kept beside the live sets.
    std::size_t bodies_kept(Device& device, RecordId record) {
        std::size_t out = 0;
        const OrgId org = organisation.server().directory().org();
        const auto count = [&](ScopeId scope, ByteView packed) {
            const auto commit = wire::unpack(packed, org, scope);
            if (!commit) return;
            for (const commit::Patch& patch : commit->patches)
                if (patch.record == record && patch.ciphertext) ++out;
        };
        device.store()
            .replica()
            .write(vault::Durability::normal,
                   [&](replica::Writer& writer) -> Result<void> {
                       for (const auto& row : writer.outbox.all())
                           count(row.scope, writer.outbox.packed(row.position));
                       auto rows =
                           writer.database.prepare("SELECT scope, content FROM sanderling_tail");
                       while (rows.step() == vault::Statement::Step::row)
                           count(replica::column_fixed<ScopeId>(rows, 0), rows.column_blob(1));
                       return {};
                   })
            .value();
        return out;
    }
    void expect_equal(Device& a, Device& b, ScopeId scope) {
        EXPECT_EQ(a.scope(scope)->state, ScopeState::ready);
        EXPECT_EQ(a.scope(scope)->seq, b.scope(scope)->seq);
        EXPECT_EQ(a.scope(scope)->digest, b.scope(scope)->digest);
    }
};

TEST_F(PurgeTest, NoWordOfAPurgedRecordIsLeftInAnyPage) {
    organisation.server().holds_watermark = true;  // so that bodies are kept to be offered again
    const RecordId kept = officer.insert(the_case, "contact", contact("sparrow"));
    const RecordId gone = insert_canary(officer, the_case);
    sync_all();
    duty.update("contact", gone, {{"staff", std::string(canary) + " street"}});
    officer.update("contact", gone, {{"staff", std::string(canary) + " road"}});
    sync_all();
    for (Device* device : {&officer, &duty}) {
        ASSERT_TRUE(holds_canary(*device));
        ASSERT_NE(bodies_kept(*device, gone), 0U);
    }

    organisation.purge_records(the_case, {gone});
    sync_all();

    for (Device* device : {&officer, &duty, &manager}) {
        EXPECT_FALSE(holds_canary(*device));
        EXPECT_EQ(bodies_kept(*device, gone), 0U);
        EXPECT_TRUE(device->get("contact", gone).empty());
        EXPECT_EQ(text(device->get("contact", kept), "staff"), "sparrow");
        EXPECT_TRUE(device->store().search(canary).value().empty());
        EXPECT_TRUE(device->store().conflicts().value().empty());
        check_search_index(*device, "contact");
    }
    expect_equal(officer, duty, the_case);
}

TEST_F(PurgeTest, ADeviceThatComesLaterHasTheSameState) {
    const RecordId gone = insert_canary(officer, the_case);
    officer.insert(the_case, "contact", contact("sparrow"));
    sync_all();
    organisation.purge_records(the_case, {gone});
    sync_all();
    Device fresh{organisation, duty.person(), schema};

    fresh.sync();

    expect_equal(fresh, duty, the_case);
    EXPECT_TRUE(fresh.get("contact", gone).empty());
    EXPECT_EQ(fresh.store().status().value().unreadable_patches, 0U);
}

TEST_F(PurgeTest, ASayerOfWhyAndWhen) {
    const RecordId gone = insert_canary(officer, the_case);
    sync_all();
    organisation.purge_records(the_case, {gone});
    sync_all();

    const auto said = erasures(officer.store()).value();

    ASSERT_EQ(said.size(), 1U);
    EXPECT_EQ(said[0].scope, the_case);
    EXPECT_EQ(said[0].records, std::vector<RecordId>{gone});
    EXPECT_EQ(said[0].reason, ErasureReason::request);
    EXPECT_EQ(said[0].at, organisation.server().now);
    EXPECT_FALSE(said[0].by.has_value());
}

TEST_F(PurgeTest, WritesToWhatWasPurgedAreRefusedHere) {
    const RecordId gone = insert_canary(officer, the_case);
    officer.update("contact", gone, {{"staff", std::string("office")}});
    sync_all();
    officer.update("contact", gone, {{"staff", std::string("unsent")}});
    organisation.purge_records(the_case, {gone});
    officer.control();
    officer.pull();  // the purge, before its own write has an answer

    const auto written = officer.store().write([&](Transaction& tx) {
        return tx.update("contact", gone, {{"staff", std::string("again")}});
    });
    const auto inserted = officer.store().write([&](Transaction& tx) -> Result<void> {
        const auto id = tx.insert(the_case, "contact", contact("x"), {.id = gone});
        return id ? Result<void>() : Result<void>(id.error());
    });

    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Errc::purged);
    ASSERT_FALSE(inserted);
    EXPECT_EQ(inserted.error().code, Errc::purged);
}

TEST_F(PurgeTest, OwnUnsentWorkIsShownUntilItIsPutAway) {
    const RecordId gone = insert_canary(officer, the_case);
    sync_all();
    officer.update("contact", gone, {{"staff", std::string("mine")}});
    organisation.purge_records(the_case, {gone});
    officer.sync();
    officer.sync();

    const auto items = refused(officer);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].verdict.code, Errc::purged);
    EXPECT_EQ(text(items[0].records.at(0).row, "staff"), "mine");
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 0U);
    EXPECT_TRUE(officer.get("contact", gone).empty());
    EXPECT_EQ(officer.store().retry(items[0].transaction).error().code, Errc::purged);

    officer.store().dismiss(the_case, items[0].dot()).value();

    EXPECT_TRUE(officer.store().outbox(OutboxListing::with_dismissed).value().empty());
    EXPECT_EQ(bodies_kept(officer, gone), 0U);
    // Its number stays taken.
    officer.insert(the_case, "contact", contact("later"));
    sync_all();
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 0U);
    EXPECT_TRUE(refused(officer).empty());
    expect_equal(officer, duty, the_case);
}

TEST_F(PurgeTest, OwnUnsentWorkGoesByItselfAfterNinetyDays) {
    const RecordId gone = insert_canary(officer, the_case);
    sync_all();
    officer.update("contact", gone, {{"staff", std::string("mine")}});
    organisation.purge_records(the_case, {gone});
    sync_all();
    days_pass(89);
    duty.insert(the_case, "contact", contact("a"));
    sync_all();
    ASSERT_EQ(refused(officer).size(), 1U);

    days_pass(2);
    duty.insert(the_case, "contact", contact("b"));
    sync_all();

    EXPECT_TRUE(officer.store().outbox(OutboxListing::with_dismissed).value().empty());
    EXPECT_EQ(bodies_kept(officer, gone), 0U);
}

TEST_F(PurgeTest, OfAPurgedScopeNothingIsLeftButOwnUnsentWork) {
    organisation.server().holds_watermark = true;
    insert_canary(officer, the_case);
    sync_all();
    officer.insert(the_case, "contact", contact("mine"));
    organisation.purge_scope(the_case);

    sync_all();

    for (Device* device : {&officer, &duty, &manager}) {
        EXPECT_FALSE(holds_canary(*device));
        EXPECT_EQ(device->scope(the_case)->state, ScopeState::revoked);
        ASSERT_EQ(erasures(device->store()).value().size(), 1U);
        EXPECT_TRUE(erasures(device->store()).value()[0].records.empty());
    }
    EXPECT_TRUE(duty.store().outbox().value().empty());
    const auto items = refused(officer);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].verdict.code, Errc::purged);
    EXPECT_EQ(text(items[0].records.at(0).row, "staff"), "mine");
    officer.store().dismiss(the_case, items[0].dot()).value();
    EXPECT_TRUE(officer.store().outbox(OutboxListing::with_dismissed).value().empty());
}

TEST_F(PurgeTest, AnOlderServerDoesNotBringAPurgedScopeBack) {
    insert_canary(officer, the_case);
    sync_all();
    organisation.purge_scope(the_case);
    sync_all();

    const auto stored =
        officer.agent().store_control({.scopes = {{.scope = the_case, .head = Seq{9}}}});

    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::revoked);
    EXPECT_TRUE(stored.value().positions.empty());
}

// A record erased while it was away, a scope erased while it was away, and one where the server
// has dropped what was replaced: each of the three keeps its own rule.
TEST_F(PurgeTest, ADeviceBackAfterFourHundredDaysIsToldOfEachExactly) {
    const ScopeId closed = organisation.create_scope("case");
    const ScopeId quiet = organisation.create_scope("case");
    for (const ScopeId scope : {closed, quiet}) {
        organisation.admit(scope, officer.person(), "officer");
        organisation.admit(scope, duty.person(), "duty_officer");
    }
    sync_all();
    const RecordId gone = insert_canary(officer, the_case);
    const RecordId erased = officer.insert(the_case, "contact", contact("erased"));
    const RecordId kept = officer.insert(the_case, "contact", contact("kept"));
    insert_canary(officer, closed);
    const RecordId calm = officer.insert(quiet, "contact", contact("calm"));
    sync_all();
    // Away, and at work: in all three, and on what was erased softly.
    officer.update("contact", gone, {{"staff", std::string("to the purged record")}});
    officer.update("contact", erased, {{"staff", std::string("to the erased one")}});
    officer.update("contact", kept, {{"staff", std::string("to the kept one")}});
    officer.insert(closed, "contact", contact("to the purged scope"));
    officer.update("contact", calm, {{"staff", std::string("to the quiet case")}});
    for (int round = 0; round < 8; ++round) {
        days_pass(50);
        duty.update("contact", kept, {{"planned", round % 2 == 0}});
        duty.update("contact", gone, {{"planned", round % 2 == 0}});
        duty.sync();
    }
    duty.store().write([&](Transaction& tx) { return tx.erase("contact", erased); }).value();
    duty.sync();
    organisation.purge_records(the_case, {gone});
    organisation.purge_scope(closed);
    duty.sync();
    trim(the_case);

    sync_all();

    // What it wrote to what was erased for good is refused, shown, and nowhere else.
    const auto items = refused(officer);
    ASSERT_EQ(items.size(), 2U);
    for (const OutboxItem& item : items) EXPECT_EQ(item.verdict.code, Errc::purged);
    EXPECT_EQ(text(items[0].records.at(0).row, "staff"), "to the purged record");
    EXPECT_EQ(text(items[1].records.at(0).row, "staff"), "to the purged scope");
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 0U);
    // The rest has arrived; the soft delete did not know of the write, so the record is contested.
    EXPECT_EQ(text(duty.get("contact", kept), "staff"), "to the kept one");
    EXPECT_EQ(text(duty.get("contact", calm), "staff"), "to the quiet case");
    EXPECT_EQ(text(duty.get("contact", erased), "staff"), "to the erased one");
    ASSERT_EQ(duty.store().conflicts().value().size(), 1U);
    EXPECT_EQ(officer.get("contact", kept), duty.get("contact", kept));
    EXPECT_EQ(std::get<bool>(officer.get("contact", kept).at("planned")), false);
    EXPECT_TRUE(officer.get("contact", gone).empty());
    EXPECT_EQ(officer.scope(closed)->state, ScopeState::revoked);
    expect_equal(officer, duty, the_case);
    expect_equal(officer, duty, quiet);
    for (Device* device : {&officer, &duty}) EXPECT_FALSE(holds_canary(*device));
}

}  // namespace
}  // namespace sanderling::tests
