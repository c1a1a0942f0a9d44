// Restricted cases: people barred by name, and scopes that only named people may enter.
#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace sanderling::keyholder {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Access : public testing::Test {
  protected:
    Result<Plan> ask(const Command& command) { return o.keyholder.prepare(command, noon); }
    PutAccessRule bar(std::vector<std::string> people) {
        return {.kind = AccessKind::barred,
                .scope = "Case 1",
                .people = std::move(people),
                .message = "speak to the duty manager",
                .reason = "a relative"};
    }
    PutAccessRule restrict_to(std::vector<std::string> people) {
        PutAccessRule rule = bar(std::move(people));
        rule.kind = AccessKind::named;
        return rule;
    }
    std::vector<ScopeId> ended_at(Instant now) { return o.keyholder.ended(now); }
    bool is_in(PersonId person) {
        for (const auto& [id, member] : o.log(scope).members_now())
            if (id == person) return true;
        return false;
    }

    Office o;
    PersonId jo = o.person("Jo");
    PersonId max = o.person("Max");
    ScopeId scope = o.case_file("Case 1");
};

TEST_F(Access, WhoIsBarredIsNotAdmittedAndTheAnswerSaysWhoAndWhy) {
    o.done(bar({"Jo"}));

    const auto refused = ask(Allocate{"Case 1", "Jo", "", {}, {}});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::barred);
    EXPECT_NE(refused.error().detail.find("Jo"), std::string::npos);
    EXPECT_NE(refused.error().detail.find("Case 1"), std::string::npos);
    EXPECT_NE(refused.error().detail.find("speak to the duty manager"), std::string::npos);
    EXPECT_EQ(refused.error().detail.find("relative"), std::string::npos) << "that is for the file";
    o.done(Allocate{"Case 1", "Max", "", {}, {}});
    EXPECT_TRUE(is_in(max));
}

TEST_F(Access, WhoIsInAndIsBarredAfterwardsGoesAndTheKeyIsChanged) {
    o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    o.done(Allocate{"Case 1", "Max", "", {}, {}});

    const Plan plan = o.done(bar({"Jo"}));

    EXPECT_FALSE(is_in(jo));
    EXPECT_TRUE(is_in(max));
    EXPECT_EQ(o.log(scope).current_epoch(), KeyEpoch{2});
    ASSERT_EQ(plan.messages.size(), 1U);
    const auto& put = std::get<wire::LogPut>(plan.messages[0]);
    ASSERT_EQ(put.recipients.size(), 1U) << "only who stays gets the new key";
    EXPECT_EQ(put.recipients[0], max);
    EXPECT_EQ(plan.result["removed"][0]["name"], "Jo");
    EXPECT_TRUE(o.done(bar({"Jo"})).messages.empty()) << "again, it changes nothing";
}

TEST_F(Access, OnlyNamedPeopleEnterARestrictedScope) {
    o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    const PersonId ada = o.person("Ada");

    o.done(restrict_to({"Max", "Ada"}));

    EXPECT_FALSE(is_in(jo)) << "who is not named goes";
    EXPECT_EQ(ask(Allocate{"Case 1", "Jo", "", {}, {}}).error().code, Errc::barred);
    o.done(Allocate{"Case 1", "Ada", "", {}, {}});
    EXPECT_TRUE(is_in(ada));
    // Barred beats named.
    o.done(bar({"Ada"}));
    EXPECT_FALSE(is_in(ada));
    EXPECT_EQ(ask(Allocate{"Case 1", "Ada", "", {}, {}}).error().code, Errc::barred);
}

TEST_F(Access, ARuleHasABeginningAndAnEnd) {
    PutAccessRule rule = bar({"Jo"});
    rule.from = noon + std::chrono::hours(24);
    rule.until = noon + std::chrono::hours(48);
    o.done(rule);

    EXPECT_FALSE(ask(Allocate{"Case 1", "Jo", "", {}, {}})) << "open-ended, so into its time";
    EXPECT_FALSE(ask(Allocate{"Case 1", "Jo", "", rule.from, rule.until}));
    EXPECT_TRUE(ask(Allocate{"Case 1", "Jo", "", rule.until, {}}));
}

TEST_F(Access, ACoverThatEndsBeforeTheRuleBeginsIsGranted) {
    PutAccessRule rule = bar({"Jo"});
    rule.from = noon + std::chrono::hours(24);
    o.done(rule);
    EXPECT_TRUE(ask(Allocate{"Case 1", "Jo", "", {}, rule.from}));
}

// The log has a cover as a member after its end, too; a new key is not for them.
TEST_F(Access, ACoverThatIsOverGetsNoNewKey) {
    o.done(Allocate{"Case 1", "Jo", "", {}, noon + std::chrono::hours(1)});
    o.done(Allocate{"Case 1", "Max", "", {}, {}});
    const PersonId ada = o.person("Ada");
    o.done(Allocate{"Case 1", "Ada", "", {}, {}});

    const Plan plan = o.done(Withdraw{"Case 1", "Ada"}, noon + std::chrono::hours(2));

    const auto& put = std::get<wire::LogPut>(plan.messages.at(0));
    EXPECT_EQ(put.recipients, std::vector<PersonId>{max});
    EXPECT_NE(ada, max);
}

// ---- What ends by itself -----

// As the service does it, every few seconds.
TEST_F(Access, ACoverThatIsOverIsRemovedByItselfAndTheKeyChanged) {
    const Instant end = noon + std::chrono::hours(1);
    o.done(Allocate{"Case 1", "Jo", "", {}, end});
    o.done(Allocate{"Case 1", "Max", "", {}, {}});
    EXPECT_THAT(ended_at(noon), IsEmpty());
    EXPECT_THAT(ended_at(end + -std::chrono::milliseconds(1)), IsEmpty());
    EXPECT_THAT(ended_at(end), ElementsAre(scope));

    const Plan plan = o.done(EndAccess{scope, end}, end);

    EXPECT_FALSE(is_in(jo));
    EXPECT_EQ(o.log(scope).current_epoch(), KeyEpoch{2});
    const auto& put = std::get<wire::LogPut>(plan.messages.at(0));
    EXPECT_THAT(put.recipients, ElementsAre(max)) << "what comes after is not for the cover";
    EXPECT_EQ(plan.result["event"], "access_ended");
    EXPECT_EQ(plan.result["removed"][0]["name"], "Jo");
    EXPECT_THAT(ended_at(end), IsEmpty()) << "once";
    const Plan again = o.done(EndAccess{scope, end}, end);
    EXPECT_THAT(again.messages, IsEmpty());
    EXPECT_FALSE(again.result.contains("event"));
    // Ill for longer.
    o.done(Allocate{"Case 1", "Jo", "", {}, {}}, end);
    EXPECT_TRUE(is_in(jo));
}

TEST_F(Access, ACoverThatWasMadeLongerInTimeStays) {
    const Instant end = noon + std::chrono::hours(1);
    o.done(Allocate{"Case 1", "Jo", "", {}, end});
    EXPECT_THAT(ended_at(noon), IsEmpty());
    o.done(Allocate{"Case 1", "Jo", "", {}, end + std::chrono::hours(1)});

    EXPECT_THAT(ended_at(end), IsEmpty());
    EXPECT_THAT(o.done(EndAccess{scope, end}, end).messages, IsEmpty());
    EXPECT_TRUE(is_in(jo));
}

TEST_F(Access, ARuleThatBeginsRemovesByItself) {
    o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    o.done(Allocate{"Case 1", "Max", "", {}, {}});
    PutAccessRule rule = bar({"Jo"});
    rule.from = noon + std::chrono::hours(24);

    EXPECT_THAT(o.done(rule).messages, IsEmpty());
    EXPECT_TRUE(is_in(jo));
    EXPECT_THAT(ended_at(rule.from + -std::chrono::milliseconds(1)), IsEmpty());

    EXPECT_THAT(ended_at(rule.from), ElementsAre(scope));
    o.done(EndAccess{scope, rule.from}, rule.from);
    EXPECT_FALSE(is_in(jo));
    EXPECT_TRUE(is_in(max));
    EXPECT_EQ(o.log(scope).current_epoch(), KeyEpoch{2});
}

TEST_F(Access, ARuleOfLaterRemovesNobodyWhenAnotherIsGiven) {
    const PersonId ada = o.person("Ada");
    for (const char* name : {"Jo", "Max", "Ada"}) o.done(Allocate{"Case 1", name, "", {}, {}});
    PutAccessRule later = bar({"Jo"});
    later.from = noon + std::chrono::hours(24);
    o.done(later);

    o.done(bar({"Ada"}));

    EXPECT_FALSE(is_in(ada));
    EXPECT_TRUE(is_in(jo)) << "not before its time";
    EXPECT_TRUE(is_in(max));
}

TEST_F(Access, ARuleThatIsOverRemovesNobody) {
    PutAccessRule rule = bar({"Jo"});
    rule.until = noon + std::chrono::hours(1);
    o.done(rule);
    o.done(Allocate{"Case 1", "Jo", "", rule.until, {}});
    EXPECT_THAT(ended_at(rule.until), IsEmpty());
}

TEST_F(Access, WithoutTheNewestKeyNobodyIsRemovedByHalves) {
    const Instant end = noon + std::chrono::hours(1);
    o.done(Allocate{"Case 1", "Jo", "", {}, end});
    o.state.scopes.at(scope).epoch_keys.clear();

    EXPECT_EQ(o.error_of(EndAccess{scope, end}, end), Errc::no_key);
    EXPECT_TRUE(is_in(jo));
    EXPECT_THAT(ended_at(end), ElementsAre(scope)) << "still to be done";
}

TEST_F(Access, NothingEndsWhileAnswersAreAwaitedOrAfterABackup) {
    const Instant end = noon + std::chrono::hours(1);
    o.done(Allocate{"Case 1", "Jo", "", {}, end});
    o.state.scopes.at(scope).confirmed -= 1;
    EXPECT_THAT(ended_at(end), IsEmpty());
    o.state.scopes.at(scope).confirmed += 1;
    o.state.behind_since = noon;
    EXPECT_THAT(ended_at(end), IsEmpty());
}

TEST_F(Access, NobodyCanAskForItFromOutside) {
    EXPECT_FALSE(parse_command_line(R"({"verb":"end_access","scope":"Case 1"})"));
}

TEST_F(Access, ALiftedRuleKeepsNobodyOut) {
    o.done(bar({"Jo", "Max"}));
    o.done(LiftAccessRule{"Case 1", "Jo"});
    o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    EXPECT_TRUE(is_in(jo));
    EXPECT_FALSE(ask(Allocate{"Case 1", "Max", "", {}, {}}));
    EXPECT_EQ(ask(LiftAccessRule{"Case 1", "Jo"}).error().code, Errc::not_found);
}

TEST_F(Access, RulesAreInTheFile) {
    PutAccessRule rule = bar({"Jo"});
    rule.until = noon + std::chrono::hours(48);
    o.done(rule);
    const State read = decode_state(encode(o.state)).value();
    EXPECT_EQ(read.access, o.state.access);
    ASSERT_EQ(read.access.at(scope).size(), 1U);
    EXPECT_EQ(read.access.at(scope)[0].until, rule.until);
}

TEST(AccessCommand, NamesPeopleAndAReason) {
    const auto parsed = parse_command_line(
        R"({"verb":"bar","scope":"Case 1","people":["Jo"],"reason":"a relative"})");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(std::get<PutAccessRule>(*parsed).people, std::vector<std::string>{"Jo"});
    EXPECT_FALSE(parse_command_line(R"({"verb":"bar","scope":"Case 1","people":[],"reason":"x"})"));
    EXPECT_FALSE(parse_command_line(R"({"verb":"bar","scope":"Case 1","people":["Jo"]})"));
}

}  // namespace
}  // namespace sanderling::keyholder
