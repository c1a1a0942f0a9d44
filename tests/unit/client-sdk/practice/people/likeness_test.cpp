#include "client-sdk/practice/people/likeness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::practice::people {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

RecordId id(std::uint8_t number) {
    return RecordId{{number}};
}

PersonFacts jo() {
    return {.id = id(1),
            .name = "Jo Ann Reed",
            .born_on = "1984-03-07",
            .crn = "X123456",
            .phones = {"+44 161 496 0123"},
            .addresses = {"4 Mill Lane, Hull"}};
}

TEST(NameParts, AreWhatPeopleTypeWithoutAccents) {
    EXPECT_THAT(name_parts("Siân O'Brien-Ŵyn"), ElementsAre("sian", "obrien", "wyn"));
    EXPECT_NE(name_parts("Анна"), name_parts("Иван")) << "other scripts stay themselves";
    EXPECT_TRUE(name_parts(" - ").empty());
}

TEST(Likeness, KnowsOneNumberInTwoSpellings) {
    PersonFacts other = jo();
    other.id = id(2);
    other.name = "Reed, Joanne";
    other.crn = "x 123456";
    other.born_on = "";
    other.addresses = {};
    other.phones = {"0161 4960123"};

    const Likeness found = likeness(jo(), other);

    EXPECT_THAT(found.grounds, UnorderedElementsAre("same_crn", "same_phone"));
    EXPECT_EQ(found.score, 85);
    EXPECT_EQ(likeness(other, jo()).score, found.score);
}

TEST(Likeness, ForgivesASlipInANameAndATurnedBirthDate) {
    PersonFacts other = jo();
    other.name = "Reid Jo Ann";
    EXPECT_THAT(likeness(jo(), other).grounds, testing::Contains("similar_name"));
    other.name = "Jo Ann Read";
    other.born_on = "1984-07-03";

    EXPECT_THAT(likeness(jo(), other).grounds, testing::Contains("birth_date_turned"));
    other.born_on = "1979-11-23";
    EXPECT_THAT(likeness(jo(), other).grounds,
                testing::Not(testing::Contains("birth_date_turned")));
}

TEST(Likeness, NeedsMoreThanANameOrABirthDate) {
    const PersonFacts one{.id = id(1), .name = "John Smith", .born_on = "1984-03-07"};
    PersonFacts other{.id = id(2), .name = "John Smith", .born_on = "1991-08-22"};
    EXPECT_LT(likeness(one, other).score, score_suspected);

    other = {.id = id(2), .name = "Peter Jones", .born_on = "1984-03-07"};
    EXPECT_LT(likeness(one, other).score, score_suspected);
    other.name = "John Smith";
    EXPECT_GE(likeness(one, other).score, score_suspected);
}

TEST(Likeness, TwoNumbersOfThePoliceAreTwoPeople) {
    PersonFacts twin = jo();
    PersonFacts one = jo();
    one.crn = twin.crn = "";
    one.pnc = "84/1234A";
    twin.pnc = "84/1235B";

    EXPECT_LT(likeness(one, twin).score, score_suspected);
    twin.pnc = "84 1234a";
    EXPECT_GE(likeness(one, twin).score, score_suspected);
}

TEST(Likeness, RemembersAFormerName) {
    PersonFacts one = jo();
    PersonFacts other = jo();
    one.crn = "";
    one.former_names = {"Jo Marsh"};
    other.name = "Marsh, Jo";

    EXPECT_THAT(likeness(one, other).grounds, testing::Contains("former_name"));
}

TEST(LikelyDuplicates, AreFoundAmongManyEachPairOnceAndTheMostAlikeFirst) {
    std::vector<PersonFacts> people;
    for (std::uint8_t i = 10; i < 200; ++i)
        people.push_back(
            {.id = id(i),
             .name = "Name" + std::string(1, static_cast<char>('a' + i % 26)) + " Family" +
                     std::to_string(i),
             .born_on = "19" + std::to_string(60 + i % 40) + "-01-" + std::to_string(10 + i % 19)});
    people.push_back(jo());
    people.push_back(jo());
    people.back().id = id(9);
    people.push_back(jo());
    people.back().id = id(5);
    people.back().crn = "";
    people.back().phones = {};

    const std::vector<Likely> found = likely_duplicates(people);

    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].person, id(1));
    EXPECT_EQ(found[0].other, id(9));
    EXPECT_EQ(found[1].person, id(1));
    EXPECT_EQ(found[1].other, id(5));
    EXPECT_EQ(found[2].person, id(5));
    EXPECT_EQ(found[2].other, id(9));
}

}  // namespace
}  // namespace sanderling::practice::people
