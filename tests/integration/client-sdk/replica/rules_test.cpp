// Counters, immutable, multi-value and authority fields as people meet them (docs/protocol.md §4).
#include "tests/integration/client-sdk/replica/rules_fixture.hpp"

#include <random>

namespace sanderling::tests {
namespace {

class RulesTest : public WorkshopTest {
  protected:
    std::string text(Device& device, const std::string& field) {
        const Row row = device.get("job", job);
        const auto found = row.find(field);
        return found != row.end() ? std::get<std::string>(found->second) : "(none)";
    }
    RecordId job = ann.insert(shop, "job", {{"title", std::string("table")}});
};

TEST_F(RulesTest, ACounterIsNoughtUntilItIsCounted) {
    EXPECT_EQ(integer(ann, job, "hours"), 0);
    const RecordId begun = ann.insert(shop, "job", {{"hours", std::int64_t{5}}});
    EXPECT_EQ(integer(ann, begun, "hours"), 5);
}

TEST_F(RulesTest, ACounterAddsUpWhatEverybodyCounted) {
    sync_all();
    count(ann, job, 3);
    count(ben, job, 4);
    count(ben, job, -1);
    const auto both = ann.store().write([&](Transaction& tx) -> Result<void> {
        if (auto done = tx.increment("job", job, "hours", 10); !done) return done;
        return tx.increment("job", job, "hours", 20);
    });
    ASSERT_TRUE(both);
    EXPECT_EQ(integer(ann, job, "hours"), 33);

    sync_all();

    for (Device* device : everybody()) EXPECT_EQ(integer(*device, job, "hours"), 36);
    EXPECT_TRUE(ann.store().conflicts().value().empty());
}

TEST_F(RulesTest, ACounterIsNotSetAsAWhole) {
    const auto set = ann.store().write([&](Transaction& tx) -> Result<void> {
        return tx.update("job", job, {{"hours", std::int64_t{7}}});
    });

    EXPECT_EQ(set.error().code, Errc::constraint);
}

// A form that was open while others counted: its base is old, so it folds nothing.
TEST_F(RulesTest, ACounterIsRightAlsoInAFormThatWasOpenForLong) {
    sync_all();
    count(ann, job, 1);
    sync_all();
    const EditToken form = ann.store().edit_token(shop).value();
    count(ann, job, 2);  // adds up the first
    sync_all();

    const auto saved = ann.store().write([&](Transaction& tx) -> Result<void> {
        if (auto done = tx.increment("job", job, "hours", 4); !done) return done;
        return tx.update("job", job, {{"title", std::string("desk")}}, {.token = form});
    });
    ASSERT_TRUE(saved);
    EXPECT_EQ(integer(ann, job, "hours"), 7);
    sync_all();

    for (Device* device : everybody()) EXPECT_EQ(integer(*device, job, "hours"), 7);
}

// A replica adds its own up, so that a record does not grow with every increment.
TEST_F(RulesTest, ACounterStaysSmall) {
    sync_all();
    for (int i = 0; i < 30; ++i) {
        count(ann, job, 1);
        count(ben, job, 2);
        sync_all();
    }

    EXPECT_EQ(integer(may, job, "hours"), 90);
    std::size_t live = 0;
    const merge::RecordState on_server = organisation.server().scope(shop).record(job);
    for (const merge::LiveSet& set : on_server.sets())
        for (const merge::LiveEntry& e : set.entries)
            live += e.rule == commit::Rule::counter ? 1 : 0;
    EXPECT_LE(live, 4U);
}

TEST_F(RulesTest, WhatAHandAddsToTheMastersCounterDoesNotCount) {
    sync_all();
    count(ann, job, 5, "bonus");
    count(may, job, 2, "bonus");
    sync_all();
    count(may, job, 1, "bonus");

    sync_all();

    for (Device* device : everybody()) EXPECT_EQ(integer(*device, job, "bonus"), 3);
}

class RandomCounterTest : public RulesTest, public testing::WithParamInterface<unsigned> {};

TEST_P(RandomCounterTest, IsTheSumOfAllIncrements) {
    std::mt19937 rng{GetParam()};
    std::int64_t expected = 0;
    sync_all();

    for (int step = 0; step < 150; ++step) {
        Device& device = *everybody()[rng() % 3];
        if (rng() % 3 != 0) {
            const std::int64_t hours = static_cast<std::int64_t>(rng() % 21) - 10;
            count(device, job, hours);
            expected += hours;
        } else if (rng() % 3 == 0) {
            device.control();
            device.push(Device::Answers::lost);
        } else {
            device.sync();
        }
        if (rng() % 20 == 0) device.reopen();
    }
    sync_all();

    for (Device* device : everybody()) EXPECT_EQ(integer(*device, job, "hours"), expected);
    EXPECT_EQ(ann.scope(shop)->digest, may.scope(shop)->digest);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomCounterTest, testing::Range(1U, 7U));

TEST_F(RulesTest, AnImmutableFieldKeepsTheFirstThatWasAccepted) {
    sync_all();
    ben.update("job", job, {{"mark", std::string("B")}});
    ann.update("job", job, {{"mark", std::string("A")}});
    EXPECT_EQ(text(ben, "mark"), "B");

    ann.sync();
    sync_all();

    for (Device* device : everybody()) {
        EXPECT_EQ(text(*device, "mark"), "A");
        const auto open = device->store().conflicts().value();
        ASSERT_EQ(open.size(), 1U);
        EXPECT_EQ(std::get<std::string>(open[0].candidates[0].row.at("mark")), "A");
    }
    const auto again = may.store().write([&](Transaction& tx) -> Result<void> {
        return tx.update("job", job, {{"mark", std::string("C")}});
    });
    EXPECT_EQ(again.error().code, Errc::constraint);
}

TEST_F(RulesTest, AnImmutableConflictIsClosedByConfirmingTheFirst) {
    sync_all();
    ann.update("job", job, {{"mark", std::string("A")}});
    ben.update("job", job, {{"mark", std::string("B")}});
    ann.sync();
    sync_all();
    const auto open = may.store().conflicts().value();
    ASSERT_EQ(open.size(), 1U);

    EXPECT_EQ(ann.store().resolve(open[0].id, Choice{0}).error().code, Errc::not_permitted);
    EXPECT_EQ(may.store().resolve(open[0].id, Choice{1}).error().code, Errc::constraint);
    const auto settled = may.store().resolve(open[0].id, Choice{0}, "A was cut first");
    ASSERT_TRUE(settled) << settled.error().message();
    sync_all();

    for (Device* device : everybody()) {
        EXPECT_TRUE(device->store().conflicts().value().empty());
        EXPECT_EQ(text(*device, "mark"), "A");
    }
}

TEST_F(RulesTest, AMultiValueFieldGivesAllItsValues) {
    sync_all();
    ann.update("job", job, {{"finish", std::string("oil")}});
    ben.update("job", job, {{"finish", std::string("wax")}});
    sync_all();

    const List all = may.store().values("job", job, "finish").value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(std::get<std::string>(all[0]), text(may, "finish"));

    ann.update("job", job, {{"finish", std::string("paint")}});
    sync_all();
    EXPECT_EQ(may.store().values("job", job, "finish").value(), List{std::string("paint")});
}

// Friday 6 May 2011: the hand's price stands beside the master's and is never in force.
TEST_F(RulesTest, WhoLacksTheRoleProposes) {
    sync_all();
    may.update("job", job, {{"price", std::int64_t{100}}});
    sync_all();
    ann.update("job", job, {{"price", std::int64_t{80}}});
    EXPECT_EQ(integer(ann, job, "price"), 100);

    sync_all();

    for (Device* device : everybody()) {
        EXPECT_EQ(integer(*device, job, "price"), 100);
        const auto open = device->store().conflicts().value();
        ASSERT_EQ(open.size(), 1U);
        EXPECT_EQ(open[0].kind, ConflictKind::proposal);
    }
}

TEST_F(RulesTest, AMasterWhoIsNoMoreProposesOnly) {
    sync_all();
    may.update("job", job, {{"price", std::int64_t{100}}});
    sync_all();
    may.update("job", job, {{"price", std::int64_t{120}}});
    organisation.admit(shop, may.person(), "hand");

    sync_all();

    for (Device* device : everybody()) EXPECT_EQ(integer(*device, job, "price"), 100);
}

}  // namespace
}  // namespace sanderling::tests
