#include "client-sdk/keyholder/policy.hpp"

#include "core/crypto/random.hpp"
#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gtest/gtest.h>

namespace sanderling::keyholder {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// Noon of a Tuesday, wherever the test runs.
LocalTime always_tuesday(Instant t) {
    return {2, static_cast<int>((t.ms - noon.ms) / 60'000 + 12 * 60) % (24 * 60)};
}

PolicyGate gate(std::string_view toml) {
    return {parse_policy(toml).value(), always_tuesday};
}

std::string problem(std::string_view toml) {
    const auto policy = parse_policy(toml);
    return policy ? "" : policy.error().detail;
}

TEST(Policy, NamesWhatIsWrongInIt) {
    EXPECT_NE(problem("[enrol]\nrolls = [\"officer\"]\n").find("enrol.rolls"), std::string::npos);
    EXPECT_NE(problem("[enrol]\nroles = []\n").find("enrol.roles is empty"), std::string::npos);
    EXPECT_NE(problem("[enrol]\nper_hour = 0\n").find("enrol.per_hour"), std::string::npos);
    EXPECT_NE(problem("[hours]\nfrom = \"7\"\n").find("hours.from"), std::string::npos);
    EXPECT_NE(problem("[hours]\ndays = [\"someday\"]\n").find("hours.days"), std::string::npos);
    EXPECT_NE(problem("[hours]\nfrom = \"18:00\"\nuntil = \"07:00\"\n").find("before"),
              std::string::npos);
    EXPECT_NE(problem("[enrol\n").find("line 1"), std::string::npos);
    EXPECT_EQ(problem(""), "");
}

TEST(Policy, EnrolsOnlyItsRoles) {
    crypto::SystemRandom random;
    const auto jo = random.id<PersonId>();
    PolicyGate g = gate("[enrol]\nroles = [\"officer\"]\n");

    EXPECT_TRUE(g.may_enrol(jo, "officer", noon));
    EXPECT_EQ(g.may_enrol(jo, "manager", noon).error().code, Errc::not_permitted);
}

TEST(Policy, CountsTheHourAndThePersonsDay) {
    crypto::SystemRandom random;
    const auto jo = random.id<PersonId>();
    const auto mo = random.id<PersonId>();
    PolicyGate g = gate("[enrol]\nper_hour = 2\nper_person_per_day = 1\n");

    ASSERT_TRUE(g.may_enrol(jo, "officer", noon));
    g.enrolled(jo, noon);
    EXPECT_EQ(g.may_enrol(jo, "officer", noon + minutes{20}).error().code, Errc::busy);
    ASSERT_TRUE(g.may_enrol(mo, "officer", noon + minutes{30}));
    g.enrolled(mo, noon + minutes{30});
    const auto full = g.may_enrol(random.id<PersonId>(), "officer", noon + minutes{59});
    ASSERT_FALSE(full);
    EXPECT_NE(full.error().detail.find(instant_text(noon + hours{1})), std::string::npos);

    EXPECT_TRUE(g.may_enrol(random.id<PersonId>(), "officer", noon + minutes{60}));
    EXPECT_TRUE(g.may_enrol(jo, "officer", noon + hours{24}));
}

TEST(Policy, CountsAllocationsByThemselves) {
    PolicyGate g = gate("[allocate]\nper_hour = 1\n");

    g.allocated("P1", noon);
    EXPECT_EQ(g.may_allocate("P2", noon).error().code, Errc::busy);
    EXPECT_TRUE(g.may_enrol(PersonId{}, "officer", noon));
    EXPECT_TRUE(g.may_allocate("P2", noon + hours{1}));
}

TEST(Policy, KeepsItsHours) {
    PolicyGate g =
        gate("[hours]\ndays = [\"mon\", \"tue\"]\nfrom = \"07:30\"\nuntil = \"18:00\"\n");

    EXPECT_TRUE(g.may_allocate("P1", noon));
    EXPECT_TRUE(g.may_allocate("P1", noon + minutes{359}));
    EXPECT_EQ(g.may_allocate("P1", noon + hours{6}).error().code, Errc::not_permitted);
    PolicyGate weekend = gate("[hours]\ndays = [\"sat\"]\n");
    EXPECT_EQ(weekend.may_enrol(PersonId{}, "officer", noon).error().code, Errc::not_permitted);
}

TEST(Policy, TakesOnlyItsVerbs) {
    const PolicyGate g = gate("[socket]\nverbs = [\"allocation_put\"]\n");

    EXPECT_TRUE(g.may_run("allocation_put"));
    EXPECT_EQ(g.may_run("purge").error().code, Errc::not_permitted);
}

}  // namespace
}  // namespace sanderling::keyholder
