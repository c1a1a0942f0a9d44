#include "client-sdk/keyholder/keyholder.hpp"

#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gtest/gtest.h>

namespace sanderling::keyholder {
namespace {

const wire::LogPut& log_put(const Plan& plan) {
    return std::get<wire::LogPut>(plan.messages.at(0));
}

/// The key that one of a plan's envelopes carries, as its reader gets it.
Result<sealing::EpochKey> key_from(const Office& o, const Plan& plan, PersonId reader) {
    const wire::LogPut& put = log_put(plan);
    const scope_log::ScopeLog log = o.log(put.scope);
    for (std::size_t i = 0; i < put.envelopes.size(); ++i) {
        if (put.recipients[i] != reader) continue;
        const auto envelope = sealing::decode_envelope(put.envelopes[i].envelope).value();
        return sealing::open_envelope(envelope, o.state.org, put.scope,
                                      *log.epoch_entry(log.current_epoch()),
                                      o.state.people.at(reader).keys[0].pair);
    }
    return fail(Errc::not_found);
}

TEST(Keyholder, SendsNoNameAndNoLabel) {
    Office o;
    const auto text = [](const Plan& plan) {
        std::string all;
        for (const wire::Message& message : plan.messages) {
            if (const auto* put = std::get_if<wire::LogPut>(&message))
                for (const Bytes& e : put->entries) all += as_text(e);
            if (const auto* put = std::get_if<wire::DirectoryPut>(&message))
                for (const Bytes& c : put->certificates) all += as_text(c);
        }
        return all;
    };

    const std::string person = text(o.done(AddPerson{"Josephine", "officer", {}}));
    const std::string scope = text(o.done(CreateScope{"case", "Hanscombe", {}}));

    EXPECT_FALSE(person.empty());
    EXPECT_EQ(person.find("Josephine"), std::string::npos);
    EXPECT_FALSE(scope.empty());
    EXPECT_EQ(scope.find("Hanscombe"), std::string::npos);
}

TEST(Keyholder, CertifiesAPersonsKey) {
    Office o;

    const Plan plan = o.done(AddPerson{"Jo", "officer", {}});

    scope_log::Directory directory(o.state.org, o.state.root.public_key);
    for (const Bytes& cert : std::get<wire::DirectoryPut>(plan.messages.at(0)).certificates)
        ASSERT_TRUE(directory.add(cert));
    const PersonId jo = std::get<PersonId>(plan.subject);
    ASSERT_NE(directory.person_key(jo), nullptr);
    EXPECT_EQ(directory.person_key(jo)->key, o.state.people.at(jo).keys[0].pair.public_key);
}

TEST(Keyholder, RefusesTwoOfOneNameAndUnknownRoles) {
    Office o;
    const PersonId jo = o.person("Jo");

    EXPECT_EQ(o.error_of(AddPerson{"Jo", "officer", {}}), Errc::already_exists);
    EXPECT_EQ(o.error_of(AddPerson{"Jo 2", "officer", jo}), Errc::already_exists);
    EXPECT_EQ(o.error_of(AddPerson{"Sam", "wizard", {}}), Errc::invalid_argument);
}

TEST(Keyholder, CreatesAScopeWithTheRolesOfItsKind) {
    Office o;

    const ScopeId id = o.case_file("Case 1");

    const scope_log::ScopeLog log = o.log(id);
    EXPECT_EQ(log.kind(), scope_log::ScopeKind{1});
    EXPECT_EQ(log.current_epoch(), KeyEpoch{1});
    const auto* schema_kind = probation::schema().scope_kind("case");
    EXPECT_EQ(log.roles_now().size(), schema_kind->roles.size());
    EXPECT_EQ(o.error_of(CreateScope{"castle", "x", {}}), Errc::invalid_argument);
    EXPECT_EQ(o.error_of(CreateScope{"case", "x", id}), Errc::already_exists);
}

TEST(Keyholder, GivesAnAllocatedPersonTheKey) {
    Office o;
    const PersonId jo = o.person("Jo");
    const ScopeId id = o.case_file("Case 1");

    const Plan plan = o.done(Allocate{"Case 1", "Jo", "", {}, noon + std::chrono::hours{1}});

    const auto member = o.log(id).member_at(jo, Seq{100}, noon);
    ASSERT_TRUE(member);
    EXPECT_TRUE(allows(member->rights, scope_log::Right::write));
    EXPECT_FALSE(o.log(id).member_at(jo, Seq{100}, noon + std::chrono::hours{1}));
    const auto key = key_from(o, plan, jo);
    ASSERT_TRUE(key);
    EXPECT_TRUE(*key == o.state.scopes.at(id).epoch_keys[0]);
}

TEST(Keyholder, RefusesARoleThatTheKindDoesNotHave) {
    Office o;
    o.person("Jo");
    o.case_file("Case 1");

    EXPECT_EQ(o.error_of(Allocate{"Case 1", "Jo", "chair", {}, {}}), Errc::invalid_argument);
    EXPECT_EQ(o.error_of(Allocate{"Case 2", "Jo", "", {}, {}}), Errc::not_found);
    EXPECT_EQ(o.error_of(Allocate{"Case 1", "Sam", "", {}, {}}), Errc::not_found);
}

TEST(Keyholder, ChangesTheKeyWhenSomebodyGoes) {
    Office o;
    const PersonId jo = o.person("Jo");
    const PersonId sam = o.person("Sam");
    const ScopeId id = o.case_file("Case 1");
    o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    o.done(Allocate{"Case 1", "Sam", "", {}, {}});

    const Plan plan = o.done(Withdraw{"Case 1", "Sam"});

    EXPECT_EQ(log_put(plan).entries.size(), 2U);
    EXPECT_EQ(log_put(plan).recipients, std::vector{jo});
    EXPECT_FALSE(o.log(id).member_at(sam, Seq{100}, noon));
    EXPECT_EQ(o.log(id).current_epoch(), KeyEpoch{2});
    const auto key = key_from(o, plan, jo);
    ASSERT_TRUE(key);
    EXPECT_TRUE(*key == o.state.scopes.at(id).epoch_keys[1]);
    EXPECT_FALSE(*key == o.state.scopes.at(id).epoch_keys[0]);
    EXPECT_EQ(o.error_of(Withdraw{"Case 1", "Sam"}), Errc::not_found);
}

TEST(Keyholder, TakesBackWhatTheServerRefused) {
    Office o;
    o.person("Jo");
    const ScopeId id = o.case_file("Case 1");
    const Bytes before = encode(o.state);

    for (const Command& command :
         {Command{AddPerson{"Sam", "officer", {}}}, Command{CreateScope{"case", "Case 2", {}}},
          Command{Allocate{"Case 1", "Jo", "", {}, {}}}, Command{InvitePerson{"Jo"}}}) {
        const auto plan = o.keyholder.prepare(command, noon);
        ASSERT_TRUE(plan);
        EXPECT_NE(encode(o.state), before);
        o.keyholder.settle(*plan, Outcome::refused);
        EXPECT_EQ(encode(o.state), before) << command.index();
    }
    EXPECT_EQ(o.log(id).current_epoch(), KeyEpoch{1});
}

class KeyholderWithoutAnswer : public testing::Test {
  protected:
    KeyholderWithoutAnswer() {
        o.person("Jo");
        id = o.case_file("Case 1");
        o.done(Allocate{"Case 1", "Jo", "", {}, {}});
        plan = o.keyholder.prepare(Withdraw{"Case 1", "Jo"}, noon).value();
        o.keyholder.settle(plan, Outcome::unknown);
    }
    wire::LogEntries servers_log(const std::vector<Bytes>& entries) const {
        wire::LogEntries log{.scope = id};
        std::uint64_t seq = 10;
        for (const Bytes& entry : entries) log.entries.push_back({Seq{++seq}, entry});
        return log;
    }

    Office o;
    ScopeId id;
    Plan plan;
};

TEST_F(KeyholderWithoutAnswer, ChangesTheScopeNoFurtherUntilItKnows) {
    EXPECT_EQ(o.error_of(Allocate{"Case 1", "Jo", "", {}, {}}), Errc::busy);

    const std::vector<Plan> questions = o.keyholder.recover();

    ASSERT_EQ(questions.size(), 1U);
    EXPECT_EQ(std::get<wire::LogGet>(questions[0].messages.at(0)).from_index, 3U);
}

TEST_F(KeyholderWithoutAnswer, KeepsTheNewKeyWhenTheServerHasIt) {
    ASSERT_TRUE(o.keyholder.on_log_entries(servers_log(log_put(plan).entries)));

    EXPECT_EQ(o.log(id).current_epoch(), KeyEpoch{2});
    EXPECT_EQ(o.state.scopes.at(id).epoch_keys.size(), 2U);
    EXPECT_EQ(o.error_of(Allocate{"Case 1", "Jo", "", {}, {}}), Errc::ok);
    EXPECT_EQ(o.keyholder.recover().size(), 1U);  // of the allocation just prepared
}

TEST_F(KeyholderWithoutAnswer, DropsTheNewKeyWhenTheServerNeverGotIt) {
    ASSERT_TRUE(o.keyholder.on_log_entries(servers_log({})));

    EXPECT_EQ(o.log(id).current_epoch(), KeyEpoch{1});
    EXPECT_EQ(o.state.scopes.at(id).epoch_keys.size(), 1U);
    EXPECT_EQ(o.error_of(Withdraw{"Case 1", "Jo"}), Errc::ok);
}

TEST_F(KeyholderWithoutAnswer, BelievesNoEntryThatTheServerMadeUp) {
    Bytes forged = log_put(plan).entries[0];
    forged.back() ^= 1U;

    EXPECT_EQ(o.keyholder.on_log_entries(servers_log({forged})).error().code,
              Errc::scope_log_invalid);
    EXPECT_EQ(o.state.scopes.at(id).epoch_keys.size(), 2U);
}

TEST(Keyholder, AsksForAServerFirst) {
    Office o;
    o.state.server.reset();

    EXPECT_EQ(o.error_of(AddPerson{"Jo", "officer", {}}), Errc::offline);
    EXPECT_EQ(o.error_of(CreateScope{"case", "Case 1", {}}), Errc::offline);
    EXPECT_EQ(o.error_of(ListPeople{}), Errc::ok);
}

}  // namespace
}  // namespace sanderling::keyholder
