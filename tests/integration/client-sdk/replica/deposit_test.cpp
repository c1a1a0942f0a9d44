// What somebody writes into a scope that they may not read: gone from their device once it is
// written, and read by those who may (docs/protocol.md §6.11).
#include "core/sealing/deposit.hpp"

#include "core/wire/packed_commit.hpp"
#include "tests/integration/client-sdk/replica/search_files.hpp"

namespace sanderling::tests {
namespace {

class DepositTest : public ReplicaTest {
  protected:
    DepositTest() {
        organisation.admit(answers, officer.person(), "officer");
        organisation.admit(answers, manager.person(), "researcher");
        sync_all();
    }
    /// A questionnaire that a service user has filled in on the officer's tablet.
    Result<RecordId> fill_in(Device& tablet, const std::string& words) {
        RecordId id;
        auto done = tablet.store().write([&](Transaction& tx) -> Result<void> {
            auto made = tx.deposit(answers, "questionnaire_response", response(words));
            if (!made) return made.error();
            id = *made;
            return {};
        });
        if (!done) return done.error();
        return id;
    }
    static Row response(const std::string& words) {
        return {{"instrument_code", std::string("DRI-R")},
                {"instrument_edition", std::int64_t{1}},
                {"wave", std::string("mid")},
                {"respondent", std::string("su")},
                {"answers", std::string("{\"1\":7,\"said\":\"" + words + "\"}")},
                {"submitted_at", std::int64_t{1'303'117'200'000}}};
    }
    static bool holds(Device& device, std::string_view words) {
        return decrypted_files(device.directory()).find(words) != std::string::npos;
    }
    /// What waits in a device's outbox.
    std::vector<commit::Commit> waiting(Device& device) {
        std::vector<commit::Commit> out;
        const OrgId org = organisation.server().directory().org();
        device.store()
            .replica()
            .write(vault::Durability::normal,
                   [&](replica::Writer& writer) -> Result<void> {
                       for (const auto& row : writer.outbox.all())
                           out.push_back(
                               wire::unpack(writer.outbox.packed(row.position), org, row.scope)
                                   .value());
                       return {};
                   })
            .value();
        return out;
    }
    static Errc error_of(const auto& result) { return result ? Errc::ok : result.error().code; }

    static constexpr std::string_view canary = "he never listens to me";
    ScopeId answers = organisation.create_scope("research");
};

TEST_F(DepositTest, IsReadByWhoMayAndNotByWhoWroteIt) {
    const RecordId id = fill_in(officer, std::string(canary)).value();
    sync_all();

    EXPECT_EQ(officer.scope(answers)->state, ScopeState::deposit);
    EXPECT_TRUE(officer.get("questionnaire_response", id).empty());
    EXPECT_TRUE(officer.store().outbox().value().empty()) << "it has arrived";
    const Row read = manager.get("questionnaire_response", id);
    EXPECT_NE(text(read, "answers").find(canary), std::string::npos);
    EXPECT_EQ(text(read, "wave"), "mid");
    EXPECT_EQ(manager.store().status().value().unreadable_patches, 0U);
    EXPECT_TRUE(manager.store().conflicts().value().empty());
}

// From the moment at which it is written: nobody has to wait for a signal.
TEST_F(DepositTest, NoPageOfTheTabletHasAWordOfIt) {
    officer.insert(the_case, "contact", contact(std::string(canary) + " in clear"));
    ASSERT_TRUE(holds(officer, canary)) << "the scan finds what is there";
    static constexpr std::string_view other = "the bus never comes on a thursday";

    fill_in(officer, std::string(other)).value();

    EXPECT_FALSE(holds(officer, other));
    ASSERT_EQ(waiting(officer).size(), 2U);
    EXPECT_TRUE(sealing::has_deposit(waiting(officer).back()));
    officer.sync();
    EXPECT_FALSE(holds(officer, other));
    officer.reopen();
    EXPECT_FALSE(holds(officer, other));
    EXPECT_TRUE(officer.store().search("thursday").value().empty());
    for (const OutboxItem& item : officer.store().outbox().value()) {
        if (item.scope != answers) continue;
        for (const OutboxRecord& record : item.records) EXPECT_TRUE(record.row.empty());
    }
}

TEST_F(DepositTest, NoKeyThatTheTabletHasOpensIt) {
    fill_in(officer, std::string(canary)).value();
    const commit::Commit sealed = waiting(officer).back();

    officer.store()
        .replica()
        .write(
            vault::Durability::normal,
            [&](replica::Writer& writer) -> Result<void> {
                for (const char* table : {"sanderling_scope_key", "sanderling_envelope"}) {
                    auto rows = writer.database.prepare("SELECT count(*) FROM " +
                                                        std::string(table) + " WHERE scope = ?1");
                    rows.bind_blob(1, answers.view());
                    rows.step();
                    EXPECT_EQ(rows.column_int(0), 0) << table;
                }
                auto keys = writer.database.prepare("SELECT secret FROM sanderling_scope_key");
                int tried = 0;
                while (keys.step() == vault::Statement::Step::row) {
                    const ByteView bytes = keys.column_blob(0);
                    const sealing::EpochKey key(
                        std::span<const std::uint8_t, 32>(bytes.data(), 32));
                    EXPECT_FALSE(sealing::open_patch(sealed.patches.at(0), sealed.header, 0, key));
                    ++tried;
                }
                EXPECT_GT(tried, 0);
                return {};
            })
        .value();
}

TEST_F(DepositTest, GoesOnOverANewEpochAndARestart) {
    const RecordId before = fill_in(officer, "one").value();
    organisation.new_epoch(answers);
    officer.reopen();
    sync_all();
    const RecordId after = fill_in(officer, "two").value();
    sync_all();

    EXPECT_NE(text(manager.get("questionnaire_response", before), "answers").find("one"),
              std::string::npos);
    EXPECT_NE(text(manager.get("questionnaire_response", after), "answers").find("two"),
              std::string::npos);
}

TEST_F(DepositTest, OnlyWhereItsAuthorCannotRead) {
    const auto where_read = manager.store().write([&](Transaction& tx) -> Result<void> {
        auto made = tx.deposit(answers, "questionnaire_response", response("mine"));
        return made ? Result<void>() : made.error();
    });
    const auto as_ever = officer.store().write([&](Transaction& tx) -> Result<void> {
        auto made = tx.insert(answers, "questionnaire_response", response("mine"));
        return made ? Result<void>() : made.error();
    });

    EXPECT_EQ(error_of(where_read), Errc::not_permitted);
    EXPECT_EQ(error_of(as_ever), Errc::not_permitted);
}

TEST_F(DepositTest, StaysAsItIs) {
    organisation.admit(answers, duty.person(), "registrar");
    const RecordId id = fill_in(officer, std::string(canary)).value();
    sync_all();

    const auto changed = duty.store().write([&](Transaction& tx) -> Result<void> {
        return tx.update("questionnaire_response", id, {{"wave", std::string("end")}});
    });
    const auto erased = duty.store().write(
        [&](Transaction& tx) -> Result<void> { return tx.erase("questionnaire_response", id); });

    EXPECT_EQ(error_of(changed), Errc::constraint);
    EXPECT_EQ(error_of(erased), Errc::constraint);
    organisation.purge_records(answers, {id});
    sync_all();
    EXPECT_TRUE(manager.get("questionnaire_response", id).empty());
}

// What its author cannot open moves to another number all the same.
TEST_F(DepositTest, OfACopiedReplicaArrivesToo) {
    Device copy{Device::CopyOf{officer}};
    const RecordId one = fill_in(officer, "one").value();
    const RecordId two = fill_in(copy, "two").value();

    officer.sync();
    copy.sync();
    copy.sync();
    sync_all();

    EXPECT_NE(text(manager.get("questionnaire_response", one), "answers").find("one"),
              std::string::npos);
    EXPECT_NE(text(manager.get("questionnaire_response", two), "answers").find("two"),
              std::string::npos);
}

TEST_F(DepositTest, WhoWasTakenOutBeforeItCameIsHeldForADecision) {
    fill_in(officer, std::string(canary)).value();
    organisation.remove(answers, officer.person());
    officer.sync();

    const auto items = officer.store().outbox().value();

    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].delivery, Delivery::quarantined);
}

// Given the right to read, a device receives what it never had; taken away again, it keeps nothing.
TEST_F(DepositTest, ReadingBeginsAndEndsWithTheRight) {
    const RecordId mine = fill_in(officer, std::string(canary)).value();
    sync_all();

    organisation.admit(answers, officer.person(), "researcher");
    sync_all();

    EXPECT_EQ(officer.scope(answers)->state, ScopeState::ready);
    EXPECT_EQ(officer.scope(answers)->digest, manager.scope(answers)->digest);
    EXPECT_NE(text(officer.get("questionnaire_response", mine), "answers").find(canary),
              std::string::npos);

    organisation.admit(answers, officer.person(), "officer");
    sync_all();

    EXPECT_EQ(officer.scope(answers)->state, ScopeState::deposit);
    EXPECT_FALSE(holds(officer, canary));
    const RecordId later = fill_in(officer, "later").value();
    sync_all();
    EXPECT_NE(text(manager.get("questionnaire_response", later), "answers").find("later"),
              std::string::npos);
}

}  // namespace
}  // namespace sanderling::tests
