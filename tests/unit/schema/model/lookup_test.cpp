#include "core/scope_log/entry.hpp"
#include "schema/model/schema.hpp"
#include "tests/unit/schema/sample.hpp"

#include <gtest/gtest.h>

namespace sanderling::schema {
namespace {

TEST(Schema, FindsByNameAndByNumber) {
    const Schema schema = load_sample().schema;

    const Collection* visit = schema.collection("visit");
    ASSERT_NE(visit, nullptr);
    EXPECT_EQ(schema.collection(CollectionNumber{2}), visit);
    EXPECT_EQ(visit->field(FieldNumber{10}), visit->field("photo"));
    EXPECT_EQ(visit->group("times"), visit->group(FieldNumber{5}));
    EXPECT_EQ(schema.role("guest"), schema.role(RoleNumber{2}));
    EXPECT_EQ(schema.authority_class("writer"), schema.authority_class(AuthorityClass{5}));
    EXPECT_EQ(schema.scope_kind("house"), schema.scope_kind(ScopeKindNumber{1}));
}

TEST(Schema, SaysNothingForWhatItDoesNotHave) {
    const Schema schema = load_sample().schema;

    EXPECT_EQ(schema.collection("cellar"), nullptr);
    EXPECT_EQ(schema.collection("zzz"), nullptr);
    EXPECT_EQ(schema.collection(CollectionNumber{9}), nullptr);
    EXPECT_EQ(schema.collection("visit")->field("times"), nullptr) << "a group is no field";
    EXPECT_EQ(schema.collection("visit")->field(life_number), nullptr);
    EXPECT_FALSE(schema.scope_kind("house")->grant(RoleNumber{9}));
    EXPECT_EQ(Schema{}.collection("room"), nullptr);
}

TEST(Schema, IsFoundInAfterACopyWhenTheOriginalIsGone) {
    Schema copy;
    {
        const Schema original = load_sample().schema;
        copy = original;
    }

    EXPECT_EQ(copy.collection("visit")->field("photo")->number, FieldNumber{10});
}

TEST(ScopeKind, ListsItsRolesInAscendingOrder) {
    const Schema schema = load_sample(
                              "      keeper: {rights: [read, write], classes: [decider, writer]}\n"
                              "      guest: {rights: [read]}\n",
                              "      guest: {rights: [read, mint_epoch]}\n"
                              "      keeper: {rights: [write], classes: [decider]}\n")
                              .schema;

    const std::vector<RoleGrant>& roles = schema.scope_kind("house")->roles;

    ASSERT_EQ(roles.size(), 2U);
    EXPECT_EQ(roles[0].role, RoleNumber{1});
    EXPECT_EQ(roles[0].rights, 2);
    EXPECT_EQ(roles[1].role, RoleNumber{2});
    EXPECT_EQ(roles[1].rights, 9);
}

TEST(Right, HasTheNumbersOfTheScopeLog) {
    EXPECT_EQ(number(Right::read), number(scope_log::Right::read));
    EXPECT_EQ(number(Right::write), number(scope_log::Right::write));
    EXPECT_EQ(number(Right::manage), number(scope_log::Right::manage));
    EXPECT_EQ(number(Right::mint_epoch), number(scope_log::Right::mint_epoch));
    EXPECT_EQ(number(Right::decide_quarantine), number(scope_log::Right::decide_quarantine));
}

TEST(Schema, GivesEachFieldAColumnType) {
    const Schema schema = load_sample().schema;
    const Collection& visit = *schema.collection("visit");

    EXPECT_EQ(column_type(*visit.field("room_id")), "BLOB");
    EXPECT_EQ(column_type(*visit.field("day")), "TEXT");
    EXPECT_EQ(column_type(*visit.field("starts")), "INTEGER");
    EXPECT_EQ(column_type(*visit.field("colours")), "TEXT");
    EXPECT_EQ(column_type(*visit.field("degrees")), "REAL");
    EXPECT_EQ(column_type(*visit.field("warm")), "INTEGER");
    EXPECT_EQ(column_type(*visit.field("steps")), "TEXT");
    EXPECT_EQ(column_type(*visit.field("knocks")), "INTEGER");
}

TEST(Spelling, IsReadBackAsWritten) {
    for (int i = 1; i <= 10; ++i) {
        const auto type = static_cast<FieldType>(i);
        EXPECT_EQ(parse_field_type(to_text(type)), type);
    }
    for (int i = 1; i <= 11; ++i) {
        const auto rule = static_cast<Rule>(i);
        EXPECT_EQ(parse_rule(to_text(rule)), rule);
    }
    EXPECT_EQ(parse_rule("unknown"), std::nullopt);
}

}  // namespace
}  // namespace sanderling::schema
