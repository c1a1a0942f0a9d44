// What is kept apart, and what crosses: a victim's scope, the restricted part of a case, what is
// held on one person, and who looked (docs/protocol.md §6.11, docs/storage.md §24).
#include "tests/integration/client-sdk/replica/search_files.hpp"

#include "sanderling/audit.hpp"
#include "sanderling/reclassify.hpp"
#include "sanderling/retention.hpp"
#include "sanderling/subject_access.hpp"

namespace sanderling::tests {
namespace {

class SeparationTest : public ReplicaTest {
  protected:
    SeparationTest() {
        organisation.admit(victim, liaison.person(), "vlo");
        organisation.admit(bridge, liaison.person(), "vlo");
        organisation.admit(bridge, officer.person(), "officer");
        organisation.admit(restricted, officer.person(), "officer");
        organisation.admit(audit, officer.person(), "officer");
        organisation.admit(audit, liaison.person(), "vlo");
        organisation.admit(audit, auditor.person(), "auditor");
        exchange();
    }
    void exchange() {
        for (int round = 0; round < 2; ++round) {
            sync_all();
            liaison.sync();
            auditor.sync();
        }
    }
    RecordId add_victim() {
        return liaison.insert(victim, "victim_case", {{"name", std::string(name)}});
    }
    static bool holds(Device& device, std::string_view words) {
        return decrypted_files(device.directory()).find(words) != std::string::npos;
    }
    static Errc error_of(const auto& result) { return result ? Errc::ok : result.error().code; }
    static Row request() {
        return {{"condition", std::string(condition)},
                {"kind", std::string("exclusion_zone")},
                {"requested_on", std::string("2011-05-06")}};
    }
    std::vector<Reclassification> moved(Device& device) {
        return reclassifications(device.store()).value();
    }

    static constexpr std::string_view name = "Petronella Quayle";
    static constexpr std::string_view condition = "Not to enter the lanes behind the tannery.";
    ScopeId victim = organisation.create_scope("victim");
    ScopeId bridge = organisation.create_scope("bridge");
    ScopeId restricted = organisation.create_scope("case_x");
    ScopeId audit = organisation.create_scope("audit");
    Device liaison{organisation, organisation.add_person(), schema};
    Device auditor{organisation, organisation.add_person(), schema};
};

TEST_F(SeparationTest, NoTransactionJoinsAVictimsScopeToAnother) {
    const RecordId known = add_victim();

    const auto joined = liaison.store().write([&](Transaction& tx) -> Result<void> {
        if (auto done =
                tx.update("victim_case", known, {{"contact_by", std::string("2011-06-13")}});
            !done)
            return done;
        auto sent = tx.insert(bridge, "licence_request", request());
        return sent ? Result<void>() : sent.error();
    });
    const auto alone = liaison.store().write([&](Transaction& tx) -> Result<void> {
        return tx.update("victim_case", known, {{"contact_by", std::string("2011-06-13")}});
    });

    EXPECT_EQ(error_of(joined), Errc::constraint);
    EXPECT_NE(joined.error().detail.find("victim"), std::string::npos);
    EXPECT_TRUE(alone);
    EXPECT_TRUE(liaison.store().query("SELECT id FROM licence_request").value().empty());
}

// Story 9. The text crosses, and that a liaison officer sent it; nothing else does.
TEST_F(SeparationTest, OnlyTheConditionCrosses) {
    add_victim();
    const RecordId sent = liaison.insert(bridge, "licence_request", request());
    officer.insert(the_case, "contact", contact("the officer drafts conditions meanwhile"));
    exchange();

    EXPECT_EQ(text(officer.get("licence_request", sent), "condition"), condition);
    EXPECT_FALSE(officer.scope(victim).has_value()) << "not even that there is one";
    EXPECT_TRUE(officer.store().search("petronella").value().empty());
    EXPECT_TRUE(officer.store().search("quayle").value().empty());
    EXPECT_FALSE(officer.store().search("tannery").value().empty()) << "the search finds";
    EXPECT_FALSE(holds(officer, name));
    EXPECT_TRUE(holds(liaison, name)) << "the scan finds what is there";
    EXPECT_FALSE(holds(liaison, "drafts conditions"));
    const auto history = officer.store().history("licence_request", sent).value();
    ASSERT_FALSE(history.empty());
    EXPECT_EQ(history.front().person, liaison.person()) << "who sent it is to be seen";
}

TEST_F(SeparationTest, WhatMovesToTheRestrictedPartGoesInOneStep) {
    const RecordId source = officer.insert(the_case, "contact", contact("a kingfisher told him"));
    exchange();
    ASSERT_TRUE(holds(duty, "kingfisher"));

    const auto done = reclassify(officer.store(), "contact", source, restricted);
    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(done->receipt.parts.size(), 2U);
    exchange();

    EXPECT_EQ(text(officer.get("contact", done->copy), "staff"), "a kingfisher told him");
    EXPECT_TRUE(officer.get("contact", source).empty());
    EXPECT_TRUE(duty.get("contact", source).empty());
    EXPECT_TRUE(duty.get("contact", done->copy).empty());
    ASSERT_EQ(moved(officer).size(), 1U);
    EXPECT_EQ(moved(officer)[0].state, ReclassificationState::requested);

    organisation.purge_records(the_case, {source});
    exchange();

    EXPECT_EQ(moved(officer)[0].state, ReclassificationState::purged);
    EXPECT_EQ(moved(officer)[0].copy, done->copy);
    EXPECT_FALSE(holds(duty, "kingfisher"));
    EXPECT_EQ(text(officer.get("contact", done->copy), "staff"), "a kingfisher told him");
}

TEST_F(SeparationTest, AnEditOfTheSourceIsNotLostAndNotBroughtBack) {
    const RecordId first = officer.insert(the_case, "contact", contact("one"));
    const RecordId second = officer.insert(the_case, "contact", contact("two"));
    exchange();
    duty.update("contact", first, {{"staff", std::string("one, seen differently")}});
    duty.update("contact", second, {{"staff", std::string("two, seen differently")}});
    reclassify(officer.store(), "contact", first, restricted).value();
    reclassify(officer.store(), "contact", second, restricted).value();
    officer.sync();
    organisation.purge_records(the_case, {first});

    exchange();

    // The one was purged before the edit came: refused, with its content.
    const auto refused = duty.store().outbox().value();
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].verdict.code, Errc::purged);
    EXPECT_EQ(text(refused[0].records.at(0).row, "staff"), "one, seen differently");
    EXPECT_TRUE(duty.get("contact", first).empty());
    // The other was not: the edit is there to be looked at before anybody purges.
    EXPECT_EQ(text(officer.get("contact", second), "staff"), "two, seen differently");
    for (const Reclassification& one : moved(officer))
        EXPECT_EQ(one.state, one.source == first ? ReclassificationState::purged
                                                 : ReclassificationState::changed);
}

TEST_F(SeparationTest, WhatIsInConflictOrApartDoesNotMove) {
    const RecordId disputed = officer.insert(the_case, "contact", contact("one"));
    sync_all();
    officer.update("contact", disputed, {{"staff", std::string("two")}});
    duty.update("contact", disputed, {{"staff", std::string("three")}});
    sync_all();
    const RecordId known = add_victim();

    EXPECT_EQ(error_of(reclassify(officer.store(), "contact", disputed, restricted)),
              Errc::constraint);
    EXPECT_EQ(error_of(reclassify(liaison.store(), "victim_case", known, bridge)),
              Errc::constraint);
    EXPECT_TRUE(moved(officer).empty());
    EXPECT_FALSE(officer.get("contact", disputed).empty());
}

TEST_F(SeparationTest, WhatIsHeldOnAPersonLeavesVictimsOutByTheirKind) {
    const RecordId seen = officer.insert(the_case, "contact", contact("first"));
    officer.update("contact", seen, {{"staff", std::string("second")}});
    const RecordId gone = officer.insert(the_case, "contact", contact("deleted"));
    officer.store()
        .write([&](Transaction& tx) -> Result<void> { return tx.erase("contact", gone); })
        .value();
    exchange();
    add_victim();

    const auto held = subject_access(officer.store(), {{the_case}, "request 17"}).value();
    const auto refused = subject_access(liaison.store(), {{victim}, "request 17"});

    EXPECT_EQ(held.records, 2U);
    for (const char* word : {"first", "second", "deleted"})
        EXPECT_NE(held.json.find(word), std::string::npos) << word;
    EXPECT_NE(held.text.find("second"), std::string::npos);
    EXPECT_EQ(error_of(refused), Errc::constraint);
    const auto log = audit_log(officer.store()).value();
    ASSERT_FALSE(log.empty());
    EXPECT_EQ(log.back().note.deed, AuditDeed::export_);
    EXPECT_EQ(log.back().note.purpose, "request 17");
}

TEST_F(SeparationTest, WhatIsDueIsToldByItsDatesAndByWhatKeepsIt) {
    const RetentionRule rule{.name = "victims",
                             .scope_kind = "victim",
                             .ended_on = "SELECT max(closed_on) FROM victim_case WHERE scope = ?1",
                             .kept_if =
                                 "SELECT 1 FROM victim_case WHERE scope = ?1 AND"
                                 " hospital_order",
                             .days = 366};
    const auto due = [&](const std::string& today) {
        return retention_due(liaison.store(), {rule}, today).value();
    };
    const RecordId known = add_victim();
    EXPECT_TRUE(due("2020-01-01").empty()) << "its time has not begun";

    liaison.update("victim_case", known, {{"closed_on", std::string("2011-05-06")}});

    ASSERT_EQ(due("2012-05-05").size(), 1U);
    EXPECT_EQ(due("2012-05-05")[0].due_on, "2012-05-06");
    EXPECT_FALSE(due("2012-05-05")[0].is_due);
    EXPECT_TRUE(due("2012-05-06")[0].is_due);
    liaison.update("victim_case", known, {{"hospital_order", true}});
    EXPECT_FALSE(due("2020-01-01")[0].is_due);
    EXPECT_TRUE(due("2020-01-01")[0].is_kept);
    EXPECT_EQ(error_of(retention_due(liaison.store(), {rule}, "tomorrow")), Errc::invalid_argument);
}

TEST_F(SeparationTest, WhoLooksAtRestrictedThingsIsNoted) {
    const RecordId known = add_victim();
    const RecordId open = officer.insert(the_case, "contact", contact("one"));

    liaison.get("victim_case", known);
    officer.get("contact", open);

    const auto log = audit_log(liaison.store()).value();
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log[0].note.deed, AuditDeed::read);
    EXPECT_EQ(log[0].note.scope, victim);
    EXPECT_EQ(log[0].note.record, known);
    EXPECT_TRUE(audit_log(officer.store()).value().empty());
}

TEST_F(SeparationTest, TheAuditorFollowsTheChainAndItsTimes) {
    const RecordId known = add_victim();
    for (int i = 0; i < 3; ++i) liaison.get("victim_case", known);
    note_deed(officer.store(), {.deed = AuditDeed::sign_in, .purpose = "morning"}).value();

    EXPECT_EQ(hand_in_audit(liaison.store()).value(), 3U);
    EXPECT_EQ(hand_in_audit(liaison.store()).value(), 0U);
    EXPECT_EQ(hand_in_audit(officer.store()).value(), 1U);
    exchange();

    const AuditReport report = verify_audit(auditor.store()).value();
    EXPECT_EQ(report.entries, 4U);
    EXPECT_EQ(report.devices, 2U);
    EXPECT_TRUE(report.findings.empty()) << report.findings.at(0).what;
    ASSERT_EQ(report.times.size(), 4U);
    for (const AuditTimes& times : report.times) {
        EXPECT_NE(times.claimed.ms, 0);
        EXPECT_NE(times.received.ms, 0);
    }
    EXPECT_TRUE(liaison.store().query("SELECT id FROM audit_entry").value().empty());
}

TEST_F(SeparationTest, AnEntryTakenOutOrChangedIsSeen) {
    for (const char* purpose : {"one", "two", "three", "four"})
        note_deed(officer.store(), {.deed = AuditDeed::print, .purpose = purpose}).value();
    officer.store()
        .replica()
        .write(vault::Durability::normal,
               [&](replica::Writer& writer) -> Result<void> {
                   writer.database.execute(
                       "DELETE FROM sanderling_audit WHERE position = 2;"
                       "UPDATE sanderling_audit SET purpose = 'other'"
                       " WHERE position = 4");
                   return {};
               })
        .value();
    hand_in_audit(officer.store()).value();
    exchange();

    const AuditReport report = verify_audit(auditor.store()).value();

    ASSERT_EQ(report.findings.size(), 3U);
    EXPECT_EQ(report.findings[0].position, 3U);
    EXPECT_EQ(report.findings[0].what, "entries 2 to 2 are missing");
    EXPECT_EQ(report.findings[1].position, 3U);
    EXPECT_EQ(report.findings[1].what, "is not what its hash says");
    EXPECT_EQ(report.findings[2].position, 4U);
    EXPECT_EQ(report.findings[2].what, "is not what its hash says");
}

}  // namespace
}  // namespace sanderling::tests
