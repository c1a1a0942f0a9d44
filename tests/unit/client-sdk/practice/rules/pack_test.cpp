#include "client-sdk/practice/embedded.hpp"
#include "client-sdk/practice/rules/standards.hpp"

#include <gtest/gtest.h>

namespace sanderling::practice {
namespace {

std::string pack_with(const std::string& parameter) {
    return R"({"pack": "ours", "effective_from": "2013-01-01", "parameters": {)" + parameter + "}}";
}

constexpr const char* plan_in_ten =
    R"("plan": {"kind": "mandatory", "value": 10, "unit": "days", "source": "our board"})";

TEST(RulePack, ShippedOnesNameASourceForEveryNumber) {
    ASSERT_EQ(RuleBook::shipped().packs().size(), 3U);
    for (const RulePack& pack : RuleBook::shipped().packs())
        for (std::size_t i = 0; i < term_count; ++i) {
            const Parameter* parameter = pack.find(static_cast<Term>(i));
            ASSERT_NE(parameter, nullptr) << pack.name << ' ' << to_text(static_cast<Term>(i));
            EXPECT_GT(parameter->source.size(), 10U);
        }
}

TEST(RulePack, IsAddedWithoutTouchingTheOthers) {
    RuleBook book = RuleBook::shipped();
    const auto pack = parse_pack(pack_with(plan_in_ten));
    ASSERT_TRUE(pack) << pack.error().detail;
    ASSERT_TRUE(book.add(*pack));
    ASSERT_TRUE(book.add(*pack)) << "again, in its own place";
    const Standards standards{book, WorkingDays::of_england_and_wales()};

    const auto due = standards.deadline(Term::plan, day_of(2013, 1, 14));

    ASSERT_TRUE(due);
    EXPECT_EQ(due->due, day_of(2013, 1, 24));
    EXPECT_EQ(due->kind, Kind::mandatory);
    EXPECT_EQ(due->pack, "ours");
    EXPECT_FALSE(standards.deadline(Term::breach, day_of(2013, 1, 14))) << "it asks nothing else";
    EXPECT_EQ(standards.book.at(day_of(2012, 12, 31)).name, "NS2011");
}

TEST(RulePack, TwoCannotBeginOnOneDay) {
    RuleBook book = RuleBook::shipped();
    auto pack = parse_pack(pack_with(plan_in_ten)).value();
    pack.effective_from = day_of(2011, 4, 5);

    EXPECT_EQ(book.add(pack).error().code, Errc::already_exists);
    EXPECT_EQ(book.packs().size(), 3U);
}

TEST(RulePack, SaysWhatIsWrong) {
    const auto says = [](const std::string& text, const char* expected) {
        const auto pack = parse_pack(text);
        ASSERT_FALSE(pack) << text;
        EXPECT_EQ(pack.error().code, Errc::malformed);
        EXPECT_NE(pack.error().detail.find(expected), std::string::npos) << pack.error().detail;
    };
    says("[]", "object");
    says("{", "object");
    says(R"({"effective_from": "2013-01-01", "parameters": {}})", "name");
    says(R"({"pack": "x", "effective_from": "2013-02-30", "parameters": {}})", "2013-02-30");
    says(R"({"pack": "x", "effective_from": "2013-01-01"})", "parameters");
    says(pack_with(R"("plam": {})"), "plam");
    says(pack_with(R"("plan": 15)"), "plan");
    says(pack_with(R"("plan": {"kind": "perhaps"})"), "kind");
    says(pack_with(R"("plan": {"kind": "advisory", "value": 1, "unit": "hours", "source": "x"})"),
         "unit");
    says(pack_with(R"("plan": {"kind": "advisory", "value": 1.5, "unit": "days", "source": "x"})"),
         "whole number");
    says(pack_with(R"("plan": {"kind": "advisory", "value": -1, "unit": "days", "source": "x"})"),
         "range");
    says(pack_with(R"("plan": {"kind": "advisory", "value": 1, "unit": "days"})"), "source");
}

TEST(Terms, HaveNamesThatAreReadBack) {
    for (std::size_t i = 0; i < term_count; ++i)
        EXPECT_EQ(term_of(to_text(static_cast<Term>(i))), static_cast<Term>(i));
    for (std::size_t i = 0; i < 12; ++i)
        EXPECT_EQ(rule_of(code_of(static_cast<Rule>(i))), static_cast<Rule>(i));
    EXPECT_FALSE(term_of("plam"));
}

}  // namespace
}  // namespace sanderling::practice
