// Restricted cases: people barred by name, and scopes that only named people may enter.
#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace sanderling::keyholder {
namespace {

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
