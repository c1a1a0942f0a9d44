// What the audit notes by itself of reading in audited scopes, and what it does not
// (docs/storage.md §26).
#include "client-sdk/replica/history_call.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <future>

#include "sanderling/audit.hpp"

namespace sanderling::tests {
namespace {

class AuditedReads : public ReplicaTest {
  protected:
    AuditedReads() {
        for (const ScopeId scope : {restricted, other, quiet})
            organisation.admit(scope, officer.person(), "officer");
        sync_all();
        seen = officer.insert(restricted, "contact", seen_with("kingfisher"));
        officer.insert(other, "contact", seen_with("magpie"));
        officer.insert(the_case, "contact", seen_with("sparrow"));
        sync_all();
    }
    /// The word is in a field that is searched, too.
    Row seen_with(const std::string& word) {
        Row row = contact(word);
        row["notes"] = List{word};
        return row;
    }
    const Store& store() { return officer.store(); }
    std::vector<AuditEntry> log() { return audit_log(officer.store()).value(); }
    std::set<ScopeId> noted() {
        std::set<ScopeId> out;
        for (const AuditEntry& entry : log()) {
            EXPECT_EQ(entry.note.deed, AuditDeed::read);
            EXPECT_TRUE(out.insert(entry.note.scope.value()).second) << "noted twice";
        }
        return out;
    }
    using Scopes = std::set<ScopeId>;
    /// Of records, in order.
    std::vector<std::optional<RecordId>> noted_records() {
        std::vector<std::optional<RecordId>> out;
        for (const AuditEntry& entry : log()) out.push_back(entry.note.record);
        return out;
    }
    /// Two people give one field of the record that was seen two values.
    void quarrel() {
        organisation.admit(restricted, duty.person(), "officer");
        sync_all();
        officer.update("contact", seen, {{"staff", std::string("kite")}});
        duty.update("contact", seen, {{"staff", std::string("buzzard")}});
        sync_all();
    }

    ScopeId restricted = organisation.create_scope("case_x");
    ScopeId other = organisation.create_scope("case_x");
    ScopeId quiet = organisation.create_scope("case_x");
    RecordId seen{};
};

TEST_F(AuditedReads, AQueryNotesTheScopesOfTheRowsThatItGives) {
    ASSERT_EQ(store().query("SELECT id, staff FROM contact").value().size(), 3U);

    EXPECT_EQ(noted(), (Scopes{restricted, other}));
    for (const AuditEntry& entry : log()) EXPECT_FALSE(entry.note.record);
}

TEST_F(AuditedReads, AQueryThatGivesNothingOfThemNotesNothing) {
    const RecordId scope{the_case.bytes};
    store().query("SELECT id, staff FROM contact WHERE scope = ?1", {scope}).value();
    store().query("SELECT staff FROM contact WHERE scope = ?1", {scope}).value();
    store().query("SELECT id FROM contact WHERE staff = 'nobody'").value();
    store().query("SELECT count(*) FROM orders").value();

    EXPECT_TRUE(noted().empty());
}

TEST_F(AuditedReads, OfWhatItGivesWithoutIdsItNotesWhatItsParametersName) {
    store().query("SELECT staff FROM contact WHERE scope = ?1", {RecordId{other.bytes}}).value();
    EXPECT_EQ(noted(), Scopes{other});

    store().query("SELECT staff FROM contact WHERE id = ?1", {seen}).value();
    EXPECT_EQ(log().size(), 2U);
    EXPECT_EQ(log().back().note.scope, restricted);
}

TEST_F(AuditedReads, OfWhatNothingTellsItNotesAllThatTheTableHas) {
    store().query("SELECT count(*) FROM contact").value();

    EXPECT_EQ(noted(), (Scopes{restricted, other}));
}

TEST_F(AuditedReads, ASearchNotesTheScopesOfItsHits) {
    ASSERT_EQ(store().search("kingfisher").value().size(), 1U);
    ASSERT_EQ(store().search("sparrow").value().size(), 1U);
    ASSERT_TRUE(store().search("nothing").value().empty());

    EXPECT_EQ(noted(), Scopes{restricted});
}

TEST_F(AuditedReads, TheHistoryOfARecordIsARead) {
    store().history("contact", seen).value();

    ASSERT_EQ(log().size(), 1U);
    EXPECT_EQ(log()[0].note.record, seen);
}

TEST_F(AuditedReads, SayWhatTheyAreForWhereThatIsKnown) {
    {
        const ReadingFor review("monthly review");
        {
            const ReadingFor call("a call");
            store().get("contact", seen).value();
        }
        store().search("kingfisher").value();
    }
    store().search("magpie").value();

    ASSERT_EQ(log().size(), 3U);
    EXPECT_EQ(log()[0].note.purpose, "a call");
    EXPECT_EQ(log()[1].note.purpose, "monthly review");
    EXPECT_EQ(log()[2].note.purpose, "");
}

TEST_F(AuditedReads, WhatCannotBeNotedIsNotShown) {
    const ReadingFor too_long(std::string(1001, 'x'));

    EXPECT_EQ(store().query("SELECT id FROM contact").error().code, Errc::invalid_argument);
    EXPECT_EQ(store().search("kingfisher").error().code, Errc::invalid_argument);
    EXPECT_EQ(store().get("contact", seen).error().code, Errc::invalid_argument);
    EXPECT_TRUE(store().search("sparrow"));
}

TEST_F(AuditedReads, WithinAWriteAreNotedInIt) {
    const auto read = [&](Transaction&) -> Result<void> {
        const auto found =
            store().query("SELECT id FROM contact WHERE scope = ?1", {RecordId{restricted.bytes}});
        return found ? Result<void>() : found.error();
    };

    officer.store().write(read).value();

    EXPECT_EQ(noted(), Scopes{restricted});
}

TEST_F(AuditedReads, ATransactionNotesEachScopeOnceHoweverManyRowsItGoesThrough) {
    const RecordId second = officer.insert(restricted, "contact", contact("heron"));
    const RecordId open = officer.insert(the_case, "contact", contact("wren"));
    const auto go_through = [&](Transaction& tx) -> Result<void> {
        for (const RecordId id : {seen, second, seen, open})
            if (auto row = tx.get("contact", id); !row || !*row) return fail(Errc::not_found);
        return {};
    };

    officer.store().write(go_through).value();
    EXPECT_EQ(noted(), Scopes{restricted});

    officer.store().write(go_through).value();
    EXPECT_EQ(log().size(), 2U) << "another transaction is another read";
}

TEST_F(AuditedReads, ATransactionThatIsUndoneHasShownNothingToAnybodyLater) {
    const auto look_and_leave = [&](Transaction& tx) -> Result<void> {
        static_cast<void>(tx.get("contact", seen));
        return fail(Errc::constraint, "thought better of it");
    };
    EXPECT_FALSE(officer.store().write(look_and_leave));
    EXPECT_TRUE(noted().empty());

    const auto make_and_look = [&](Transaction& tx) -> Result<void> {
        const auto made = tx.insert(restricted, "contact", contact("owl"));
        if (!made) return made.error();
        const auto row = tx.get("contact", *made);
        return row ? Result<void>() : row.error();
    };
    officer.store().write(make_and_look).value();
    EXPECT_TRUE(noted().empty()) << "what it has made itself is no news";
}

TEST_F(AuditedReads, AllValuesOfAFieldAreARead) {
    store().values("contact", seen, "staff").value();

    EXPECT_EQ(noted_records(), std::vector<std::optional<RecordId>>{seen});
}

TEST_F(AuditedReads, AListOfConflictsIsOneReadOfEachScope) {
    quarrel();
    ASSERT_FALSE(store().conflicts().value().empty());

    EXPECT_EQ(noted(), Scopes{restricted});
    EXPECT_FALSE(log()[0].note.record);
}

TEST_F(AuditedReads, AWatchedListOfConflictsNotesEachScopeOnce) {
    std::promise<void> two;
    const Subscription watching =
        officer.store()
            .watch_conflicts([&](const Result<std::vector<Conflict>>& conflicts) {
                ASSERT_TRUE(conflicts);
                if (conflicts->size() == 2) two.set_value();
            })
            .value();
    quarrel();
    duty.update("contact", seen, {{"planned", false}});
    officer.update("contact", seen, {{"planned", true}});
    sync_all();
    two.get_future().wait();

    EXPECT_EQ(noted(), Scopes{restricted});
}

TEST_F(AuditedReads, WhatWaitsToBeSentIsARead) {
    officer.update("contact", seen, {{"staff", std::string("kite")}});
    ASSERT_FALSE(store().outbox().value().empty());

    EXPECT_EQ(noted(), Scopes{restricted});
}

TEST_F(AuditedReads, OlderHistoryThatIsFetchedIsARead) {
    auto call = replica::HistoryCall::begin(officer.store(), "contact", seen, {}).value();
    while (call.question()) call.take(organisation.server().history(*call.question())).value();
    call.finish().value();

    EXPECT_EQ(noted_records(), std::vector<std::optional<RecordId>>{seen});
}

TEST_F(AuditedReads, AWatchedQueryNotesEachScopeOnceHoweverOftenItRuns) {
    std::promise<void> first;
    std::promise<void> third;
    std::size_t rows = 0;
    const Subscription watching = officer.store()
                                      .watch("SELECT id, scope FROM contact", {},
                                             [&](const Result<QueryChange>& change) {
                                                 ASSERT_TRUE(change);
                                                 rows = change->rows->size();
                                                 if (rows == 3) first.set_value();
                                                 if (rows == 5) third.set_value();
                                             })
                                      .value();
    first.get_future().wait();
    officer.insert(restricted, "contact", contact("heron"));
    officer.insert(quiet, "contact", contact("owl"));
    third.get_future().wait();

    EXPECT_EQ(noted(), (Scopes{restricted, other, quiet}));
}

}  // namespace
}  // namespace sanderling::tests
