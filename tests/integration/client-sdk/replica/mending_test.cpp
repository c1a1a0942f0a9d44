// A copy of a scope that is not what the server has: found at a checkpoint, the buckets compared,
// those that differ received anew, and reported (docs/protocol.md §5.10).
#include "sanderling/mending.hpp"

#include "client-sdk/replica/record_body.hpp"
#include "client-sdk/vault/vault.hpp"
#include "core/wire/packed_commit.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

namespace sanderling::tests {
namespace {

using replica::RecordBody;

class MendingTest : public ReplicaTest {
  protected:
    /// Works on the stored body of a contact, beneath the Store.
    template <class Work>
    void damage(Device& device, RecordId id, Work&& work) {
        device.close();
        {
            auto vault = vault::Vault::open(device.directory(), Device::key());
            auto database = vault.value().open_connection();
            auto read =
                database.value().prepare("SELECT _body FROM sanderling_rows_contact WHERE id = ?1");
            read.bind_blob(1, id.view());
            ASSERT_EQ(read.step(), vault::Statement::Step::row);
            auto body = replica::decode_record_body(read.column_blob(0)).value();
            read.reset();
            work(body);
            const Bytes encoded = replica::encode(body);
            auto write = database.value().prepare(
                "UPDATE sanderling_rows_contact SET _body = ?2, staff = 'nobody' WHERE id = ?1");
            write.bind_blob(1, id.view()).bind_blob(2, encoded).run();
        }
        device.reopen();
    }
    /// One of its live entries is gone.
    void lose_an_entry(Device& device, RecordId id) {
        damage(device, id, [](RecordBody& body) {
            RecordBody less;
            less.claims = body.claims;
            const auto is_staff = [](const replica::LiveValue& v) {
                return as_text(v.value).find("Ada") != std::string_view::npos;
            };
            const Token lost =
                std::find_if(body.values.begin(), body.values.end(), is_staff)->token;
            for (const merge::LiveSet& set : body.confirmed.sets())
                for (const merge::LiveEntry& entry : set.entries)
                    if (set.token != lost) less.confirmed.put(set.token, entry);
            for (replica::LiveValue& value : body.values)
                if (value.token != lost) less.values.push_back(std::move(value));
            body = std::move(less);
        });
    }
    Seq last() { return organisation.server().scope(the_case).head().seq; }
    /// The server has only stubs of it from now on. Returns what it had.
    Bytes without_bodies(Seq seq) {
        MemoryScope& scope = organisation.server().scope(the_case);
        Bytes whole = scope.items().at(number(seq) - 1).feed.content;
        auto commit =
            wire::unpack(whole, organisation.server().directory().org(), the_case).value();
        for (commit::Patch& patch : commit.patches) patch.drop_body();
        scope.put_content(seq, wire::pack(commit));
        return whole;
    }
    void days_pass(int days) {
        organisation.server().now.ms += std::int64_t{days} * 24 * 60 * 60 * 1000;
    }
    std::vector<Mended> mended(Device& device) { return mended_scopes(device.store()).value(); }
    std::string digest(Device& device) { return device.scope(the_case)->digest; }
};

TEST_F(MendingTest, ReceivesADamagedRecordAnewAndReportsIt) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    for (int i = 0; i < 20; ++i) officer.insert(the_case, "contact", contact("other"));
    sync_all();
    lose_an_entry(officer, id);
    ASSERT_EQ(text(officer.get("contact", id), "staff"), "nobody");

    days_pass(8);
    officer.sync();

    EXPECT_EQ(text(officer.get("contact", id), "staff"), "Ada");
    EXPECT_EQ(officer.get("contact", id), duty.get("contact", id));
    EXPECT_EQ(digest(officer), digest(duty));
    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::ready);
    EXPECT_FALSE(officer.scope(the_case)->problem);
    const auto reports = mended(officer);
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(reports[0].scope, the_case);
    EXPECT_EQ(reports[0].outcome, MendOutcome::mended);
    EXPECT_EQ(reports[0].buckets, 1U);
    EXPECT_EQ(reports[0].records, 1U);
    EXPECT_EQ(organisation.server().buckets_asked, 1U);
}

TEST_F(MendingTest, CountsTheTablesOnlyNowAndThen) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    sync_all();
    lose_an_entry(officer, id);

    days_pass(6);
    officer.sync();

    EXPECT_EQ(organisation.server().buckets_asked, 0U);
    days_pass(2);
    officer.sync();
    EXPECT_EQ(mended(officer).size(), 1U);
}

TEST_F(MendingTest, FindsDamageAtOnceWhereAWriteMeetsIt) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    sync_all();
    lose_an_entry(officer, id);
    duty.update("contact", id, {{"staff", std::string("Bea")}});
    duty.sync();

    officer.sync();

    EXPECT_EQ(digest(officer), digest(duty));
    EXPECT_FALSE(mended(officer).empty());
}

TEST_F(MendingTest, KeepsWhatIsPendingOnADamagedRecord) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    sync_all();
    lose_an_entry(officer, id);
    officer.update("contact", id, {{"place", std::string("office")}});

    days_pass(8);
    officer.control();
    officer.pull();

    EXPECT_EQ(text(officer.get("contact", id), "place"), "office");
    EXPECT_EQ(text(officer.get("contact", id), "staff"), "Ada");
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 1U);
    sync_all();
    EXPECT_EQ(text(duty.get("contact", id), "place"), "office");
    EXPECT_EQ(digest(officer), digest(duty));
}

TEST_F(MendingTest, SweepsARecordThatTheServerDoesNotHave) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    sync_all();
    RecordId ghost = id;
    ghost.bytes[15] = static_cast<std::uint8_t>(ghost.bytes[15] ^ 1U);
    const auto change = [&](const char* sql) {
        officer.close();
        auto vault = vault::Vault::open(officer.directory(), Device::key());
        auto database = vault.value().open_connection();
        auto statement = database.value().prepare(sql);
        statement.bind_blob(1, id.view()).bind_blob(2, ghost.view());
        const bool is_found = statement.step() == vault::Statement::Step::row;
        return is_found ? statement.column_int(0) : 0;
    };
    change(
        "INSERT INTO sanderling_other SELECT scope, 999, ?2, _body FROM sanderling_rows_contact"
        " WHERE id = ?1");
    officer.reopen();

    days_pass(8);
    officer.sync();

    EXPECT_EQ(digest(officer), digest(duty));
    EXPECT_EQ(mended(officer).at(0).records, 1U);
    EXPECT_EQ(change("SELECT count(*) FROM sanderling_other WHERE ?1 <> ?2 AND id = ?2"), 0);
}

// What is written while the pages come is in the log after them, or in them, and counts once.
// A restored server was brought it by somebody who had no body of it (docs/protocol.md §5.9).
TEST_F(MendingTest, FetchesABodyThatTheServerWasGivenLater) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    officer.sync();
    const Bytes whole = without_bodies(last());
    duty.sync();
    ASSERT_FALSE(duty.store().get("contact", id).value()) << "there is nothing to show";
    const auto asked = organisation.server().records_asked;
    EXPECT_GT(asked, 0U);

    organisation.server().scope(the_case).put_content(last(), whole);
    duty.sync();

    EXPECT_EQ(text(duty.get("contact", id), "staff"), "Ada");
    EXPECT_EQ(digest(officer), digest(duty));
    EXPECT_TRUE(mended(duty).empty()) << "nothing was wrong";
    const auto enough = organisation.server().records_asked;
    duty.sync();
    EXPECT_EQ(organisation.server().records_asked, enough);
}

TEST_F(MendingTest, ABodyThatTheServerLacksDoesNotTakeAwayWhatItBrought) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    sync_all();
    without_bodies(last());
    lose_an_entry(officer, id);

    days_pass(8);
    officer.sync();

    EXPECT_EQ(digest(officer), digest(duty));
    EXPECT_EQ(text(officer.get("contact", id), "place"), "home");
}

TEST_F(MendingTest, AsksForNoBodyOfWhatIsSuperseded) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    officer.update("contact", id, {{"staff", std::string("Bea")}});
    officer.sync();
    without_bodies(last());
    officer.update("contact", id, {{"staff", std::string("Cas")}});
    officer.sync();

    duty.sync();

    EXPECT_EQ(organisation.server().records_asked, 0U);
    EXPECT_EQ(text(duty.get("contact", id), "staff"), "Cas");
}

TEST_F(MendingTest, TakesInWhatIsWrittenMeanwhile) {
    std::vector<RecordId> ids;
    for (int i = 0; i < 60; ++i)
        ids.push_back(officer.insert(the_case, "contact", contact("Ada " + std::to_string(i))));
    sync_all();
    for (int i = 0; i < 60; i += 3) lose_an_entry(officer, ids[static_cast<std::size_t>(i)]);
    int writes = 0;
    officer.between = [&] {
        if (writes++ > 12) return;
        duty.update("contact", ids[static_cast<std::size_t>(writes * 3)],
                    {{"staff", "u" + std::to_string(writes)}});
        duty.update("contact", ids[0], {{"staff", "t" + std::to_string(writes)}});
        duty.insert(the_case, "contact", contact("new"));
        duty.sync();
    };

    days_pass(8);
    officer.sync();
    officer.sync();

    EXPECT_GT(organisation.server().records_asked, 3U);
    EXPECT_EQ(digest(officer), digest(duty));
    for (const RecordId id : ids) EXPECT_EQ(officer.get("contact", id), duty.get("contact", id));
    ASSERT_EQ(mended(officer).size(), 1U);
    EXPECT_EQ(mended(officer)[0].outcome, MendOutcome::mended);
}

TEST_F(MendingTest, SplitsARecordThatIsLargerThanAPage) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    sync_all();
    for (int i = 0; i < 12; ++i) {
        officer.update("contact", id, {{"staff", "Ada " + std::to_string(i)}});
        duty.update("contact", id, {{"staff", "Bea " + std::to_string(i)}});
        officer.update("contact", id, {{"planned", i % 2 == 0}});
        sync_all();
    }
    lose_an_entry(officer, id);
    organisation.server().page_bytes = 1;

    days_pass(8);
    officer.sync();

    EXPECT_GT(organisation.server().records_asked, 2U);
    EXPECT_EQ(digest(officer), digest(duty));
    EXPECT_EQ(officer.get("contact", id), duty.get("contact", id));
}

TEST_F(MendingTest, ReportsAServerThatLiesAndDoesNotAskItAgain) {
    officer.insert(the_case, "contact", contact("Ada"));
    sync_all();
    organisation.server().on_checkpoint = [](wire::ScopeCheckpoint& checkpoint) {
        crypto::Hash one;
        one.bytes[31] = 1;
        checkpoint.digest.add(one);
    };
    duty.insert(the_case, "contact", contact("Bea"));
    duty.control();
    duty.push();

    officer.sync();

    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::stopped);
    ASSERT_TRUE(officer.scope(the_case)->problem);
    EXPECT_EQ(officer.scope(the_case)->problem->code, Errc::corrupt);
    ASSERT_EQ(mended(officer).size(), 1U);
    EXPECT_EQ(mended(officer)[0].outcome, MendOutcome::failed);
    const auto asked = organisation.server().buckets_asked;
    for (int i = 0; i < 3; ++i) officer.sync();
    EXPECT_EQ(organisation.server().buckets_asked, asked);
    EXPECT_EQ(mended(officer).size(), 1U);
    // Once it says the truth, all is well again without anybody's help.
    organisation.server().on_checkpoint = {};
    officer.sync();
    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::ready);
}

TEST_F(MendingTest, AFailureThatAWrongClockHasNotedBarsNothing) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    sync_all();
    lose_an_entry(officer, id);
    organisation.server().on_records = [](wire::Records& page) {
        for (wire::LiveCommit& commit : page.commits) commit.packed[commit.packed.size() - 1] ^= 1U;
    };
    days_pass(8'000);
    officer.sync();
    ASSERT_EQ(mended(officer).back().outcome, MendOutcome::failed);

    organisation.server().on_records = {};
    days_pass(-7'990);  // put right
    officer.sync();

    EXPECT_EQ(mended(officer).back().outcome, MendOutcome::mended);
    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::ready);
}

TEST_F(MendingTest, TakesNoEntryThatItsAuthorDidNotSign) {
    const RecordId id = officer.insert(the_case, "contact", contact("Ada"));
    sync_all();
    lose_an_entry(officer, id);
    organisation.server().on_records = [](wire::Records& page) {
        for (wire::LiveCommit& commit : page.commits) commit.packed[commit.packed.size() - 1] ^= 1U;
    };

    days_pass(8);
    officer.sync();

    EXPECT_EQ(officer.scope(the_case)->state, ScopeState::stopped);
    EXPECT_EQ(mended(officer).at(0).outcome, MendOutcome::failed);
    EXPECT_EQ(text(officer.get("contact", id), "staff"), "nobody");
}

}  // namespace
}  // namespace sanderling::tests
