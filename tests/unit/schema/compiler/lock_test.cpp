// What a lock forbids: a number never changes its meaning.
#include "schema/compiler/lock.hpp"

#include "tests/unit/schema/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

namespace sanderling::schema {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Lock sample_lock() {
    return lock_of(load_sample().schema);
}

Relocked relock_sample(std::string_view from, std::string_view to) {
    const Loaded loaded = load_sample(from, to);
    EXPECT_TRUE(loaded.problems.empty()) << loaded.problems.front().message();
    return relock(sample_lock(), loaded, "sample.yaml");
}

TEST(Lock, SurvivesItsFile) {
    Lock lock = sample_lock();
    lock.sections["roles"][9] = {"gone", "", 1, 2};

    const auto read = parse_lock(to_text(lock), "sample.lock.yaml");

    ASSERT_TRUE(read);
    EXPECT_EQ(*read, lock);
}

TEST(Lock, SaysWhenItsFileIsNone) {
    EXPECT_THAT(parse_lock("used: [", "x.lock.yaml").error().detail, HasSubstr("x.lock.yaml"));
    EXPECT_EQ(parse_lock("used: {roles: {1: {since: 1}}}", "x").error().code, Errc::malformed);
}

TEST(Lock, IsContentWithTheSameSchema) {
    const Relocked relocked = relock_sample("", "");

    EXPECT_THAT(relocked.problems, IsEmpty());
    EXPECT_THAT(relocked.changes, IsEmpty());
    EXPECT_EQ(relocked.lock, sample_lock());
}

struct Change {
    std::string_view name;
    std::string_view from;
    std::string_view to;
    int line;
    std::string_view text;
};

std::ostream& operator<<(std::ostream& out, const Change& change) {
    return out << change.name;
}

class LockForbids : public testing::TestWithParam<Change> {};

TEST_P(LockForbids, AndSaysWhatAndSinceWhen) {
    const Change& change = GetParam();

    const Relocked relocked = relock_sample(change.from, change.to);

    ASSERT_FALSE(relocked.problems.empty());
    EXPECT_EQ(relocked.problems.front().line, change.line);
    EXPECT_THAT(relocked.problems.front().text, HasSubstr(std::string(change.text)));
}

const Change forbidden[] = {
    {"AFieldsNumberForAnother", "degrees: {", "celsius: {", 48,
     "number 9 is degrees since version 3; take a number never used"},
    {"AnotherType", "type: real", "type: integer", 48,
     "\"register real\" since version 3 and cannot become \"register integer\""},
    {"AnotherRule", "type: real", "type: real, rule: multi_value", 48,
     "cannot become \"multi_value real\""},
    {"AnotherEnum", "enum: colour, rule", "enum: level, rule", 45,
     "cannot become \"set enum level\""},
    {"AnotherAuthority", "type: real", "type: real, authority: writer", 48, "authority writer"},
    {"AnotherResolver", ", resolved_by: decider", "", 32, "resolved by decider"},
    {"AnotherProtectiveDirection", "protective: lower", "protective: higher", 33,
     "higher protects"},
    {"AnotherListOfAGroup", "fields: [starts, ends]", "fields: [ends, starts]", 55,
     "group of ends, starts"},
    {"AnotherNaturalKey", "[room_id, day]", "[day]", 34, "one for each day"},
    {"AnEnumNumberForAnother", "blue: 2", "green: 2", 23, "number 2 is blue since version 3"},
    {"ACollectionsNumber", "  visit:", "  stay:", 34, "number 2 is visit since version 3"},
    {"ARolesNumber", "  guest: {number: 2, doc: Visits.}\n",
     "  guest: {number: 3, doc: Visits.}\n  thief: {number: 2, doc: Takes.}\n", 6,
     "number 2 is guest"},
    {"AnotherProtectiveOrder", "low: 1, high: 2", "high: 2, low: 1", 17,
     "the protective order is low, high, severe and cannot change"},
};

INSTANTIATE_TEST_SUITE_P(Changes, LockForbids, testing::ValuesIn(forbidden),
                         [](const auto& given) { return std::string(given.param.name); });

TEST(Lock, RecordsWhatIsAdded) {
    const Relocked relocked = relock_sample(
        "degrees: {", "sound: {number: 15, type: real, doc: Noise.}\n      degrees: {");

    EXPECT_THAT(relocked.problems, IsEmpty());
    EXPECT_THAT(relocked.changes, ElementsAre("collection visit, number 15 (sound) is new"));
    EXPECT_EQ(relocked.lock.sections.at("collection visit").at(15).meaning, "register real");
}

TEST(Lock, LetsNewValuesComeBetweenInAProtectiveOrder) {
    const Relocked relocked = relock_sample("low: 1, high: 2", "low: 1, medium: 3, high: 2");

    EXPECT_THAT(relocked.problems, IsEmpty());
    EXPECT_THAT(relocked.lock.orders.at("level"), ElementsAre("low", "medium", "high", "severe"));
}

TEST(Lock, KeepsTheNumberOfWhatIsRemovedForEver) {
    const std::string line = "      degrees: {number: 9, type: real, doc: How warm.}\n";
    const Relocked removed = relock_sample(line, "");

    const Relocked reused = relock(removed.lock, load_sample(), "sample.yaml");

    EXPECT_THAT(removed.problems, IsEmpty());
    EXPECT_THAT(removed.changes, Contains("collection visit, number 9 (degrees) is retired"));
    ASSERT_EQ(reused.problems.size(), 1U);
    EXPECT_THAT(reused.problems.front().text,
                HasSubstr("number 9 is retired: it was degrees since version 3 until version 3"));
}

TEST(Lock, KeepsARemovedCollectionWithItsFields) {
    const auto at = sample.find("  visit:");

    const Relocked removed = relock_sample(sample.substr(at), "");

    EXPECT_EQ(removed.lock.sections.at("collections").at(2).retired, 3U);
    EXPECT_EQ(removed.lock.sections.at("collection visit").at(7).retired, 3U);
}

TEST(Lock, IsOfOneSchema) {
    const Relocked relocked = relock_sample("schema: sample", "schema: other");

    ASSERT_EQ(relocked.problems.size(), 1U);
    EXPECT_THAT(relocked.problems.front().text, HasSubstr("of the schema sample"));
}

}  // namespace
}  // namespace sanderling::schema
