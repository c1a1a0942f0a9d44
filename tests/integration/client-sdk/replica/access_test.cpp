// Keys and membership as a device lives them: late keys, new epochs, withdrawal, newer schemas.
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/vault/vault.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

namespace sanderling::tests {
namespace {

TEST_F(ReplicaTest, OpensWhatItHoldsWhenTheKeyComes) {
    officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    Device late(organisation, organisation.add_person(), schema);
    organisation.admit_keyless(the_case, late.person(), "officer");
    late.sync();
    EXPECT_EQ(late.scope(the_case)->state, ScopeState::keyless);
    EXPECT_TRUE(late.store().query("SELECT * FROM contact").value().empty());
    EXPECT_EQ(late.store().status().value().unreadable_patches, 1U);
    const auto refused = late.store().write([&](Transaction& tx) -> Result<void> {
        const auto id = tx.insert(the_case, "contact", contact("om-2"));
        return id ? Result<void>{} : id.error();
    });
    EXPECT_EQ(refused.error().code, Errc::no_key);

    organisation.hand_key(the_case, late.person());
    late.sync();

    EXPECT_EQ(late.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(late.store().query("SELECT * FROM contact").value().size(), 1U);
    EXPECT_EQ(late.store().status().value().unreadable_patches, 0U);
    EXPECT_EQ(late.scope(the_case)->digest, officer.scope(the_case)->digest);
}

TEST_F(ReplicaTest, ReadsHistoryOfEarlierEpochs) {
    officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    organisation.new_epoch(the_case);
    sync_all();
    officer.insert(the_case, "contact", contact("om-2"));
    sync_all();
    Device late(organisation, organisation.add_person(), schema);
    organisation.admit(the_case, late.person(), "officer");

    late.sync();

    EXPECT_EQ(late.store().query("SELECT * FROM contact").value().size(), 2U);
    EXPECT_EQ(duty.store().query("SELECT * FROM contact").value().size(), 2U);
}

// What was pending was shown as the role of then had it; the row must not stay so when the log has
// decided otherwise.
TEST_F(ReplicaTest, ShowsAWriteAsTheLogJudgesItThoughTheRoleChangedMeanwhile) {
    const RecordId plan = officer.insert(
        the_case, "plan", {{"kind", std::string("initial")}, {"pilot", std::string("none")}});
    EXPECT_EQ(text(officer.get("plan", plan), "kind"), "initial");
    organisation.admit(the_case, officer.person(), "duty_officer");

    sync_all();

    EXPECT_EQ(text(officer.get("plan", plan), "kind"), "(none)");
    EXPECT_EQ(text(manager.get("plan", plan), "kind"), "(none)");
}

TEST_F(ReplicaTest, DestroysAWithdrawnScopeAndKeepsItsOutbox) {
    officer.insert(the_case, "contact", contact("om-1"));
    sync_all();
    duty.insert(the_case, "contact", contact("duty"));
    organisation.remove(the_case, duty.person());

    duty.control();
    duty.pull();

    EXPECT_EQ(duty.scope(the_case)->state, ScopeState::leaving);
    EXPECT_TRUE(duty.store().query("SELECT * FROM contact").value().empty());
    EXPECT_EQ(duty.store().outbox().value().size(), 1U);
    duty.push();
    duty.claim_receipts();
    const auto kept = duty.store().outbox().value();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].delivery, Delivery::quarantined);
    EXPECT_EQ(text(kept[0].records.at(0).row, "staff"), "duty");
    duty.reopen();
    EXPECT_EQ(duty.scope(the_case)->state, ScopeState::revoked);
}

TEST_F(ReplicaTest, ReceivesAScopeAnewWhenItsPersonIsAdmittedAgain) {
    duty.insert(the_case, "contact", contact("duty"));
    sync_all();
    duty.insert(the_case, "contact", contact("duty, late"));
    organisation.remove(the_case, duty.person());
    duty.control();
    duty.pull();
    ASSERT_EQ(duty.scope(the_case)->state, ScopeState::leaving);
    duty.push();
    duty.claim_receipts();
    ASSERT_EQ(duty.scope(the_case)->state, ScopeState::revoked);

    organisation.admit(the_case, duty.person(), "duty_officer");
    sync_all();
    duty.insert(the_case, "contact", contact("duty, again"));
    sync_all();

    EXPECT_EQ(duty.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(duty.scope(the_case)->digest, officer.scope(the_case)->digest);
    EXPECT_EQ(officer.store().query("SELECT * FROM contact").value().size(), 2U);
    EXPECT_EQ(duty.store().query("SELECT * FROM contact").value().size(), 2U);
    EXPECT_EQ(duty.store().status().value().unsent_transactions, 0U);
}

// Found by the simulator: an old page that comes late leaves the scope as withdrawn as it was.
TEST_F(ReplicaTest, ReceivesAScopeAnewAfterALatePage) {
    duty.insert(the_case, "contact", contact("duty"));
    sync_all();
    organisation.remove(the_case, duty.person());
    duty.control();
    duty.pull();
    ASSERT_EQ(duty.scope(the_case)->state, ScopeState::revoked);

    duty.agent().apply_checkpoint({.scope = the_case, .seq = Seq{3}}).value();
    EXPECT_EQ(duty.scope(the_case)->state, ScopeState::revoked);
    organisation.admit(the_case, duty.person(), "duty_officer");
    sync_all();

    EXPECT_EQ(duty.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(duty.store().query("SELECT * FROM contact").value().size(), 1U);
}

TEST_F(ReplicaTest, ReceivesAScopeAnewAfterItsLateWorkWasDismissed) {
    duty.insert(the_case, "contact", contact("duty"));
    sync_all();
    duty.insert(the_case, "contact", contact("duty, late"));
    organisation.remove(the_case, duty.person());
    duty.sync();
    duty.push();
    const auto refused = duty.store().outbox().value();
    ASSERT_EQ(refused.size(), 1U);
    ASSERT_TRUE(duty.store().dismiss(the_case, refused[0].dot()));
    duty.reopen();

    organisation.admit(the_case, duty.person(), "duty_officer");
    duty.sync();

    EXPECT_EQ(duty.scope(the_case)->state, ScopeState::ready);
    duty.insert(the_case, "contact", contact("duty, again"));
    sync_all();
    EXPECT_EQ(duty.scope(the_case)->digest, officer.scope(the_case)->digest);
    EXPECT_EQ(officer.store().query("SELECT * FROM contact").value().size(), 2U);
}

TEST_F(ReplicaTest, BelievesNoServerThatSaysSomebodyWasRemoved) {
    officer.insert(the_case, "contact", contact("om-1"));
    officer.sync();

    officer.agent().store_revoked({.scope = the_case}).value();

    EXPECT_EQ(officer.scope(the_case)->problem->code, Errc::scope_log_invalid);
    EXPECT_EQ(officer.store().query("SELECT * FROM contact").value().size(), 1U);
}

TEST_F(ReplicaTest, StopsAScopeWhoseLogDoesNotFit) {
    officer.insert(the_case, "contact", contact("om-1"));
    officer.sync();
    duty.control();
    const wire::Subscription from{.scope = the_case, .after = duty.scope(the_case)->seq};
    auto answer = organisation.server().feed(duty.person(), {}, from);
    auto& feed = std::get<Feed>(answer);
    feed.data.at(0).items.at(0).content.back() ^= 1U;

    for (wire::Data& data : feed.data) duty.agent().stage_data(data, 1).value();
    const auto applied = duty.agent().apply_checkpoint(feed.checkpoint);

    EXPECT_NE(applied.value().problem.code, Errc::ok);
    EXPECT_EQ(duty.scope(the_case)->state, ScopeState::stopped);
    EXPECT_TRUE(duty.store().query("SELECT * FROM contact").value().empty());
    duty.sync();
    EXPECT_EQ(duty.scope(the_case)->state, ScopeState::ready);
    EXPECT_EQ(duty.scope(the_case)->digest, officer.scope(the_case)->digest);
}

TEST_F(ReplicaTest, WhatWasReceivedOutlastsAControlInTheMiddle) {
    officer.insert(the_case, "contact", contact("om-1"));
    officer.sync();
    duty.control();
    const wire::Subscription from{.scope = the_case, .after = duty.scope(the_case)->seq};
    auto answer = organisation.server().feed(duty.person(), {}, from);
    auto& feed = std::get<Feed>(answer);
    for (wire::Data& data : feed.data) duty.agent().stage_data(data, 1).value();

    duty.hear_control();  // somebody else was admitted, say

    const auto applied = duty.agent().apply_checkpoint(feed.checkpoint);
    EXPECT_EQ(applied.value().problem.code, Errc::ok);
    EXPECT_EQ(duty.scope(the_case)->state, ScopeState::ready);
}

schema::Schema without(const schema::Schema& whole, std::string_view collection,
                       std::string_view field) {
    schema::SchemaParts parts{.name = whole.name(),
                              .version = whole.version(),
                              .roles = whole.roles(),
                              .classes = whole.classes(),
                              .scope_kinds = whole.scope_kinds(),
                              .enums = whole.enums(),
                              .collections = whole.collections()};
    if (field.empty())
        std::erase_if(parts.collections, [&](const auto& c) { return c.name == collection; });
    for (auto& c : parts.collections)
        if (c.name == collection)
            std::erase_if(c.fields, [&](const auto& f) { return f.name == field; });
    return schema::Schema(std::move(parts));
}

TEST_F(ReplicaTest, KeepsRecordsOfCollectionsItDoesNotKnow) {
    const schema::Schema older = without(schema, "evidence", "");
    const auto person = organisation.add_person();
    Device old(organisation, person, older);
    organisation.admit(the_case, person, "officer");
    const RecordId visit = officer.insert(the_case, "contact", contact("om-1"));
    const RecordId paper = officer.insert(
        the_case, "evidence", {{"contact_id", visit}, {"kind", std::string("medical")}});
    sync_all();

    old.sync();
    EXPECT_EQ(old.scope(the_case)->digest, officer.scope(the_case)->digest);
    officer.update("evidence", paper, {{"kind", std::string("court")}});
    officer.sync();
    old.sync();
    old.reopen(schema);

    EXPECT_EQ(old.get("evidence", paper), officer.get("evidence", paper));
    EXPECT_EQ(text(old.get("evidence", paper), "kind"), "court");
}

TEST_F(ReplicaTest, FillsAFieldThatANewerSchemaAdds) {
    const schema::Schema older = without(schema, "contact", "place");
    const auto person = organisation.add_person();
    Device old(organisation, person, older);
    organisation.admit(the_case, person, "officer");
    const RecordId visit = officer.insert(the_case, "contact", contact("om-1"));
    officer.sync();
    old.sync();
    EXPECT_FALSE(old.get("contact", visit).contains("place"));

    old.reopen(schema);

    EXPECT_EQ(text(old.get("contact", visit), "place"), "home");
}

// What others wrote of a record may come before its key, and own work on the record be laid over
// that. Apart, one would hide the other for good.
TEST_F(ReplicaTest, OfARecordThatWasKeptAsideThereIsOne) {
    const RecordId id{officer.insert(the_case, "contact", contact("om-1"))};
    sync_all();
    const auto keep_aside = [&](replica::Writer& writer) -> Result<void> {
        const replica::Self self = writer.self(*writer.scopes.find(the_case), Instant{});
        auto record = writer.records.find(the_case, id, self);
        const replica::CollectionNumber home = record->collection;
        replica::OpenRecord aside{.id = id, .scope = the_case, .body = record->body};
        record->body = {};
        writer.records.save(*record, self, Seq{});
        writer.records.save(aside, self, Seq{});
        EXPECT_TRUE(writer.records.has_other(the_case));

        auto opened = writer.records.open(the_case, home, id, self);
        EXPECT_EQ(opened.body.values, aside.body.values);
        EXPECT_TRUE(writer.records.has_other(the_case)) << "it goes when it is saved";
        writer.records.save(opened, self, Seq{});
        EXPECT_FALSE(writer.records.has_other(the_case));
        return {};
    };

    officer.store().replica().write(vault::Durability::full, keep_aside).value();

    EXPECT_EQ(text(officer.get("contact", id), "staff"), "om-1");
}

}  // namespace
}  // namespace sanderling::tests
