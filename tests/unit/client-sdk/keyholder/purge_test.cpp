// What the keyholder erases, and sees to that it stays erased.
#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gtest/gtest.h>

namespace sanderling::keyholder {
namespace {

using scope_log::PurgeReason;
using scope_log::PurgeTarget;

class KeyholderPurge : public testing::Test {
  protected:
    KeyholderPurge() {
        o.person("Jo");
        id = o.case_file("Case 1");
        o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    }
    const Scope& scope() const { return o.state.scopes.at(id); }
    static const wire::LogPut& put_of(const Plan& plan) {
        return std::get<wire::LogPut>(plan.messages.at(0));
    }
    /// The server's answer to the question that a new connection asks of this scope.
    Result<void> answer(std::size_t entries) {
        for (const Plan& plan : o.keyholder.recover()) {
            const auto* get = std::get_if<wire::LogGet>(&plan.messages.at(0));
            if (get == nullptr) continue;
            wire::LogEntries log{.request = get->request, .scope = id};
            for (std::size_t i = 0; i < entries; ++i)
                log.entries.push_back({Seq{i + 1}, scope().entries.at(i)});
            return o.keyholder.on_log_entries(log);
        }
        return fail(Errc::not_found, "nothing was asked");
    }

    Office o;
    ScopeId id;
};

TEST_F(KeyholderPurge, DestroysTheKeysOfAPurgedScopeOnceTheServerHasTakenIt) {
    const Plan plan = o.keyholder.prepare(PurgeScope{"Case 1", {}, "retention"}, noon).value();
    EXPECT_EQ(scope().epoch_keys.size(), 1U);

    o.keyholder.settle(plan, Outcome::accepted);

    EXPECT_TRUE(scope().epoch_keys.empty());
    EXPECT_TRUE(scope().token == sealing::TokenKey{});
    ASSERT_NE(o.log(id).scope_purge(), nullptr);
    EXPECT_EQ(o.log(id).scope_purge()->body.reason, PurgeReason::retention);
    EXPECT_TRUE(decode_state(encode(o.state)));
    EXPECT_NE(o.error_of(Allocate{"Case 1", "Jo", "", {}, {}}), Errc::ok);
}

TEST_F(KeyholderPurge, KeepsTheKeysWhenTheServerRefuses) {
    const Plan plan = o.keyholder.prepare(PurgeScope{"Case 1", {}, "retention"}, noon).value();

    o.keyholder.settle(plan, Outcome::refused);

    EXPECT_EQ(scope().epoch_keys.size(), 1U);
    EXPECT_EQ(o.log(id).scope_purge(), nullptr);
}

TEST_F(KeyholderPurge, OrdersRecordsAndSplitsWhatOneEntryCannotName) {
    std::vector<RecordId> records;
    for (std::size_t i = 0; i < scope_log::limits::records_a_purge + 1; ++i)
        records.push_back(o.random.id<RecordId>());

    const Plan plan = o.done(PurgeScope{"Case 1", records, "request"});

    EXPECT_EQ(put_of(plan).entries.size(), 2U);
    for (const RecordId record : records) EXPECT_NE(o.log(id).purge_of(record), nullptr);
    EXPECT_EQ(o.log(id).scope_purge(), nullptr);
    EXPECT_EQ(scope().epoch_keys.size(), 1U);
}

TEST_F(KeyholderPurge, RefusesAReasonThatIsNone) {
    EXPECT_EQ(o.error_of(PurgeScope{"Case 1", {}, "tidiness"}), Errc::invalid_argument);
}

TEST_F(KeyholderPurge, HasToBeToldTwiceAndNeverTakesNoneForAll) {
    const std::string whole = R"({"verb":"purge","scope":"Case 1","reason":"request")";

    EXPECT_FALSE(parse_command_line(whole + "}"));
    EXPECT_FALSE(parse_command_line(whole + R"(,"yes":false})"));
    EXPECT_FALSE(parse_command_line(whole + R"(,"yes":true,"records":[]})"));
    EXPECT_FALSE(parse_command_line(whole + R"(,"yes":true,"records":["x"]})"));
    const auto good = parse_command_line(whole + R"(,"yes":true})");
    ASSERT_TRUE(good);
    EXPECT_TRUE(std::get<PurgeScope>(*good).records.empty());
}

TEST_F(KeyholderPurge, PutsAPurgeAgainThatARestoredServerHasLost) {
    const Plan purge = o.done(PurgeScope{"Case 1", {o.random.id<RecordId>()}, "request"});

    ASSERT_TRUE(answer(scope().entries.size() - 1));

    const std::vector<Plan> again = o.keyholder.take_follow_ups();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(put_of(again[0]).entries, put_of(purge).entries);
    EXPECT_TRUE(o.keyholder.take_follow_ups().empty());
}

TEST_F(KeyholderPurge, SaysNothingToAServerThatHasIt) {
    o.done(PurgeScope{"Case 1", {o.random.id<RecordId>()}, "request"});

    ASSERT_TRUE(answer(scope().entries.size()));

    EXPECT_TRUE(o.keyholder.take_follow_ups().empty());
}

TEST_F(KeyholderPurge, AsksOnlyAboutScopesThatHavePurges) {
    EXPECT_EQ(answer(0).error().code, Errc::not_found);
}

}  // namespace
}  // namespace sanderling::keyholder
