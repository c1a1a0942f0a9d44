// Transactions of a store by itself (docs/storage.md, "Tables").
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <stdexcept>

namespace sanderling::tests {
namespace {

TEST_F(ReplicaTest, ShowsAnInsertAtOnceInColumns) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));

    const auto rows = officer.store().query(
        "SELECT id, scope, type, starts, planned, notes, pending FROM contact");

    ASSERT_EQ(rows.value().size(), 1U);
    EXPECT_EQ(rows->get<RecordId>(0, "id"), id);
    EXPECT_EQ(rows->get<RecordId>(0, "scope"), RecordId{the_case.bytes});
    EXPECT_EQ(rows->get<std::string>(0, "type"), "home_visit");
    EXPECT_EQ(rows->get<std::int64_t>(0, "starts"), 1'303'117'200'000);
    EXPECT_EQ(rows->get<bool>(0, "planned"), true);
    EXPECT_EQ(rows->get<std::string>(0, "notes"), R"(["Seen at home."])");
    EXPECT_EQ(rows->get<std::int64_t>(0, "pending"), 1);
}

TEST_F(ReplicaTest, SendsInTheSameSessionWhatIsWrittenAfterTheOutboxWasEmptied) {
    officer.insert(the_case, "contact", contact("om-1"));
    officer.sync();
    ASSERT_TRUE(officer.store().outbox().value().empty());

    officer.insert(the_case, "contact", contact("om-2"));
    const auto taken = officer.agent().take_outbox(
        {.from = sync::client::TakeOutbox::From::after_last_taken, .bytes = 64 * 1024});

    EXPECT_EQ(taken.value().transactions.size(), 1U);
}

TEST_F(ReplicaTest, ReadsATypedStructAsItWasWritten) {
    probation::Person person;
    person.name = "Jo Bloggs";
    person.sex = probation::Sex::female;
    person.phones = {"0101", "0202"};
    RecordId id;

    officer.store()
        .write([&](Transaction& tx) -> Result<void> {
            id = tx.insert(the_case, person).value();
            return {};
        })
        .value();

    EXPECT_EQ(officer.store().get<probation::Person>(id).value(), person);
    officer.sync();
    duty.sync();
    EXPECT_EQ(duty.store().get<probation::Person>(id).value(), person);
}

TEST_F(ReplicaTest, UndoesEverythingWhenTheWorkFails) {
    const auto failed = officer.store().write([&](Transaction& tx) -> Result<void> {
        tx.insert(the_case, "contact", contact("om-1")).value();
        return fail(Errc::invalid_argument, "changed my mind");
    });
    const auto thrown = officer.store().write([&](Transaction& tx) -> Result<void> {
        tx.insert(the_case, "contact", contact("om-1")).value();
        throw std::runtime_error("a bug");
    });

    EXPECT_EQ(failed.error().code, Errc::invalid_argument);
    EXPECT_EQ(thrown.error().code, Errc::internal);
    EXPECT_TRUE(officer.store().query("SELECT * FROM contact").value().empty());
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 0U);
}

TEST_F(ReplicaTest, NamesCollectionAndFieldOfARefusedValue) {
    Row wrong = contact("om-1");
    wrong["place"] = std::string("the moon");

    const auto refused = officer.store().write([&](Transaction& tx) -> Result<void> {
        const auto id = tx.insert(the_case, "contact", wrong);
        return id ? Result<void>{} : id.error();
    });

    EXPECT_EQ(refused.error().code, Errc::constraint);
    EXPECT_NE(refused.error().detail.find("contact.place"), std::string::npos);
}

TEST_F(ReplicaTest, MergesSeveralWritesToOneRecordIntoOnePatch) {
    RecordId id;

    const auto receipt = officer.store().write([&](Transaction& tx) -> Result<void> {
        id = tx.insert(the_case, "contact", contact("om-1")).value();
        tx.update("contact", id, {{"place", std::string("doorstep")}}).value();
        tx.append("contact", id, "notes", std::string("Moved to the door.")).value();
        return {};
    });

    ASSERT_EQ(receipt.value().parts.size(), 1U);
    EXPECT_EQ(text(officer.get("contact", id), "place"), "doorstep");
    officer.sync();
    duty.sync();
    const Row there = duty.get("contact", id);
    EXPECT_EQ(text(there, "place"), "doorstep");
    EXPECT_EQ(std::get<List>(there.at("notes")),
              (List{std::string("Seen at home."), std::string("Moved to the door.")}));
}

TEST_F(ReplicaTest, ChangesSetsElementByElement) {
    const RecordId id = officer.insert(
        the_case, "person",
        {{"name", std::string("Jo")}, {"phones", List{std::string("1"), std::string("2")}}});

    officer.store()
        .write([&](Transaction& tx) -> Result<void> {
            tx.add("person", id, "phones", std::string("3")).value();
            return tx.remove("person", id, "phones", std::string("1"));
        })
        .value();
    sync_all();

    const List expected{std::string("2"), std::string("3")};
    EXPECT_EQ(std::get<List>(officer.get("person", id).at("phones")), expected);
    EXPECT_EQ(std::get<List>(duty.get("person", id).at("phones")), expected);
}

TEST_F(ReplicaTest, WritesTwoScopesInOneTransaction) {
    const ScopeId other = organisation.create_scope("case");
    organisation.admit(other, officer.person(), "officer");
    officer.sync();
    RecordId here;
    RecordId there;

    const auto receipt = officer.store().write([&](Transaction& tx) -> Result<void> {
        here = tx.insert(the_case, "contact", contact("om-1")).value();
        there = tx.insert(other, "contact", contact("om-1")).value();
        return {};
    });
    officer.sync();

    EXPECT_EQ(receipt.value().parts.size(), 2U);
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 0U);
    EXPECT_EQ(officer.scope(the_case)->records, 1U);
    EXPECT_EQ(officer.scope(other)->records, 1U);
    const auto pending = officer.store().query("SELECT sum(pending) AS n FROM contact");
    EXPECT_EQ(pending.value().get<std::int64_t>(0, "n"), 0);
}

TEST_F(ReplicaTest, KeepsWhatWasWrittenOverACrash) {
    const RecordId id = officer.insert(the_case, "contact", contact("om-1"));
    officer.update("contact", id, {{"place", std::string("office")}});

    officer.reopen();

    EXPECT_EQ(text(officer.get("contact", id), "place"), "office");
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 2U);
    sync_all();
    EXPECT_EQ(text(duty.get("contact", id), "place"), "office");
    EXPECT_EQ(officer.scope(the_case)->digest, duty.scope(the_case)->digest);
}

TEST_F(ReplicaTest, DerivesTheIdFromTheNaturalKey) {
    const Row flag{{"type", std::string("mental_health")}, {"status", std::string("active")}};
    const RecordId mine = officer.insert(the_case, "register_flag", flag);
    const RecordId theirs = duty.insert(the_case, "register_flag", flag);

    const auto twice = officer.store().write([&](Transaction& tx) -> Result<void> {
        const auto id = tx.insert(the_case, "register_flag", flag);
        return id ? Result<void>{} : id.error();
    });

    EXPECT_EQ(mine, theirs);
    EXPECT_EQ(twice.error().code, Errc::already_exists);
}

}  // namespace
}  // namespace sanderling::tests
