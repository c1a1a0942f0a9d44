// People recorded twice: found, linked, merged, and the merge undone, on two devices.
#include "client-sdk/practice/people/links.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <gmock/gmock.h>

namespace sanderling::tests {
namespace {

using practice::people::Decider;
using practice::people::Pair;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

class PeopleTest : public ReplicaTest {
  protected:
    PeopleTest() {
        organisation.admit(other_case, officer.person(), "officer");
        organisation.admit(other_case, manager.person(), "manager");
        sync_all();
    }
    static Row person(const char* name, const char* phone) {
        return {{"name", std::string(name)},
                {"born_on", std::string("1984-03-07")},
                {"crn", std::string("X123456")},
                {"phones", List{std::string(phone)}}};
    }
    std::vector<std::string> list(Device& device, RecordId id, std::string_view field) {
        const Row row = device.get("person", id);
        std::vector<std::string> out;
        const auto found = row.find(field);
        if (found == row.end()) return out;
        for (const Scalar& each : std::get<List>(found->second))
            out.push_back(std::get<std::string>(each));
        return out;
    }
    practice::people::Likely only_pair(Device& device) {
        const auto found = practice::people::find_duplicates(device.store()).value();
        EXPECT_EQ(found.size(), 1U);
        return found.at(0);
    }

    ScopeId other_case = organisation.create_scope("case");
    const Decider decider{"spo-1", "Same photograph"};
};

TEST_F(PeopleTest, OfOneCaseAreMergedAndTheMergeIsUndoneExactly) {
    const RecordId kept = officer.insert(the_case, "person", person("Jo Reed", "0161 496 0001"));
    const RecordId twin = duty.insert(the_case, "person", person("Jo Marsh", "0161 496 0002"));
    sync_all();
    const Pair pair{kept, twin, the_case};

    ASSERT_TRUE(practice::people::suspect(officer.store(), only_pair(officer), the_case));
    ASSERT_TRUE(practice::people::merge(manager.store(), pair, kept, decider));
    sync_all();

    EXPECT_EQ(practice::people::shown_as(duty.store()).value(),
              (std::map<RecordId, RecordId>{{twin, kept}}));
    EXPECT_THAT(list(duty, kept, "phones"), UnorderedElementsAre("0161 496 0001", "0161 496 0002"));
    EXPECT_THAT(list(duty, kept, "former_names"), ElementsAre("Jo Marsh"));
    EXPECT_THAT(list(duty, twin, "phones"), ElementsAre("0161 496 0002")) << "nothing is moved";
    EXPECT_TRUE(practice::people::find_duplicates(duty.store()).value().empty());

    // What others learn meanwhile stays when it is undone.
    officer.update("person", kept,
                   {{"phones", List{std::string("0161 496 0001"), std::string("0161 496 0002"),
                                    std::string("0161 496 0003")}}});
    sync_all();
    ASSERT_TRUE(practice::people::unmerge(manager.store(), pair, {"spo-1", "Two sisters"}));
    sync_all();

    EXPECT_TRUE(practice::people::shown_as(duty.store()).value().empty());
    EXPECT_THAT(list(duty, kept, "phones"), UnorderedElementsAre("0161 496 0001", "0161 496 0003"));
    EXPECT_TRUE(list(duty, kept, "former_names").empty());
    EXPECT_EQ(practice::people::unmerge(manager.store(), pair, decider).error().code,
              Errc::invalid_argument);
}

TEST_F(PeopleTest, OfTwoCasesAreShownAsOneAndNothingCrosses) {
    const RecordId one = officer.insert(the_case, "person", person("Jo Reed", "0161 496 0001"));
    const RecordId other = officer.insert(other_case, "person", person("Jo Reed", "0161 496 0002"));
    sync_all();

    ASSERT_TRUE(practice::people::merge(manager.store(), {one, other, the_case}, other, decider));
    sync_all();

    EXPECT_EQ(practice::people::shown_as(officer.store()).value(),
              (std::map<RecordId, RecordId>{{one, other}}));
    EXPECT_THAT(list(officer, other, "phones"), ElementsAre("0161 496 0002"));
    EXPECT_FALSE(duty.store().get("person", other)->has_value()) << "no member of the other case";
}

TEST_F(PeopleTest, OnWhomTwoDecideDifferentlyAreShownApartUntilTheManagerDecides) {
    const RecordId one = officer.insert(the_case, "person", person("Jo Reed", "0161 496 0001"));
    const RecordId other = officer.insert(the_case, "person", person("Jo Reed", "0161 496 0002"));
    sync_all();
    const Pair pair{one, other, the_case};

    ASSERT_TRUE(practice::people::merge(officer.store(), pair, one, {"om-1", ""}));
    ASSERT_TRUE(practice::people::say_different(duty.store(), pair, {"duty-2", ""}));
    sync_all();

    EXPECT_EQ(officer.store().query("SELECT id FROM person_link").value().size(), 1U);
    EXPECT_TRUE(practice::people::shown_as(officer.store()).value().empty());
    const auto conflicts = manager.store().conflicts().value();
    ASSERT_EQ(conflicts.size(), 1U);
    EXPECT_EQ(conflicts[0].resolver, "manager");
    ASSERT_TRUE(manager.store().resolve(conflicts[0].id, Row{{"status", std::string("merged")}},
                                        "Asked them"));
    sync_all();
    EXPECT_EQ(practice::people::shown_as(duty.store()).value().size(), 1U);
}

}  // namespace
}  // namespace sanderling::tests
