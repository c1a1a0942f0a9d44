#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gtest/gtest.h>

namespace sanderling::keyholder {
namespace {

std::string change(const Plan& plan) {
    return plan.result.value("change", "");
}

TEST(References, TheSameSaidAgainChangesNothing) {
    Office o;

    EXPECT_EQ(change(o.done(PutPerson{"P1", "Jo", "officer"})), "add");
    EXPECT_EQ(change(o.done(PutScope{"T1", "team", "North"})), "add");
    EXPECT_EQ(change(o.done(PutAllocation{{"T1", "P1", "", {}, {}}})), "add");

    for (const Command& again :
         {Command(PutPerson{"P1", "Jo", "officer"}), Command(PutScope{"T1", "team", "North"}),
          Command(PutAllocation{{"T1", "P1", "", {}, {}}})}) {
        const Plan plan = o.done(again);
        EXPECT_EQ(change(plan), "nothing");
        EXPECT_TRUE(plan.messages.empty());
        EXPECT_FALSE(plan.changes_state);
    }
}

TEST(References, ARehearsalChangesNothing) {
    Office o;
    const Bytes before = encode(o.state);

    EXPECT_EQ(change(o.done(PutPerson{"P1", "Jo", "officer", Trial::rehearsal})), "add");
    EXPECT_EQ(change(o.done(PutScope{"T1", "team", "North", Trial::rehearsal})), "add");
    EXPECT_EQ(encode(o.state), before);

    o.done(PutPerson{"P1", "Jo", "officer"});
    o.done(PutScope{"T1", "team", "North"});
    o.done(PutAllocation{{"T1", "P1", "", {}, {}}});
    const Bytes then = encode(o.state);
    EXPECT_EQ(change(o.done(PutPerson{"P1", "Joan", "manager", Trial::rehearsal})), "change");
    EXPECT_EQ(change(o.done(EndAllocation{"T1", "P1", Trial::rehearsal})), "withdraw");
    EXPECT_EQ(encode(o.state), then);
}

TEST(References, APersonWhoWasThereBeforeIsTheSame) {
    Office o;
    const PersonId jo = o.person("Jo");

    const Plan plan = o.done(PutPerson{"P1", "Jo", "officer"});

    EXPECT_EQ(change(plan), "change");
    EXPECT_EQ(plan.result["person"], to_text(jo));
    EXPECT_EQ(o.state.people.size(), 1U);
    EXPECT_EQ(o.error_of(PutPerson{"P2", "Jo", "officer"}), Errc::already_exists);
    EXPECT_EQ(change(o.done(PutPerson{"P1", "Joan", "manager"})), "change");
    EXPECT_EQ(o.state.people.at(jo).name, "Joan");
}

TEST(References, AnAllocationChangesAndEnds) {
    Office o;
    o.done(PutPerson{"P1", "Jo", "officer"});
    o.done(PutScope{"C1", "case", "Case 1"});
    o.done(PutAllocation{{"C1", "P1", "", {}, {}}});

    const Instant later = noon + std::chrono::hours{24};
    EXPECT_EQ(change(o.done(PutAllocation{{"C1", "P1", "", {}, later}})), "change");
    EXPECT_EQ(change(o.done(EndAllocation{"C1", "P1"})), "withdraw");
    EXPECT_EQ(change(o.done(EndAllocation{"C1", "P1"})), "nothing");
}

TEST(References, OutliveTheFile) {
    Office o;
    o.done(PutPerson{"P1", "Jo", "officer"});
    o.person("Mo");
    o.done(PutScope{"T1", "team", "North"});
    o.state.behind_since = noon;

    const auto read = decode_state(encode(o.state));

    ASSERT_TRUE(read);
    EXPECT_EQ(encode(*read), encode(o.state));
    EXPECT_EQ(read->behind_since, noon);
    EXPECT_EQ(read->scopes.begin()->second.reference, "T1");
}

TEST(References, AllocatingTwiceSignsOnce) {
    Office o;
    o.person("Jo");
    const ScopeId id = o.case_file("Case 1");
    o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    const std::size_t entries = o.state.scopes.at(id).entries.size();

    const Plan plan = o.done(Allocate{"Case 1", "Jo", "", {}, {}});

    EXPECT_EQ(change(plan), "nothing");
    EXPECT_EQ(o.state.scopes.at(id).entries.size(), entries);
}

TEST(References, WhoIsNoMemberIsNotWithdrawn) {
    Office o;
    o.person("Jo");
    const ScopeId id = o.case_file("Case 1");

    EXPECT_EQ(o.error_of(Withdraw{"Case 1", "Jo"}), Errc::not_found);
    EXPECT_EQ(o.state.scopes.at(id).epoch_keys.size(), 1U);
}

}  // namespace
}  // namespace sanderling::keyholder
