// Who holds how many cases.
#include "examples/caseload/staffing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace sanderling::caseload {
namespace {

TEST(Staffing, SharesATrustsCasesAsPractised) {
    const Staffing staffing = make_staffing({.cases = trust_cases});

    double sum = 0;
    double squares = 0;
    std::uint32_t next = 1;
    for (const Caseload& caseload : staffing.caseloads) {
        EXPECT_EQ(caseload.first_case, next);
        EXPECT_GE(caseload.cases, 15U);
        EXPECT_LE(caseload.cases, 70U);
        next += caseload.cases;
        sum += caseload.cases;
        squares += double{1} * caseload.cases * caseload.cases;
    }
    EXPECT_EQ(next, trust_cases + 1);
    const auto officers = static_cast<double>(staffing.caseloads.size());
    const double mean = sum / officers;
    EXPECT_NEAR(mean, 38, 2.5);
    EXPECT_NEAR(std::sqrt(squares / officers - mean * mean), 10, 1.7);
}

TEST(Staffing, FillsTeamsOfEightToTwelve) {
    const Staffing staffing = make_staffing({.cases = trust_cases});

    for (std::size_t i = 0; i + 1 < staffing.teams.size(); ++i) {
        EXPECT_GE(staffing.teams[i].officers.size(), 8U);
        EXPECT_LE(staffing.teams[i].officers.size(), 12U);
    }
    std::set<std::string> references;
    std::size_t people = 0;
    for (const Team& team : staffing.teams) {
        for (const Staff& officer : team.officers) {
            references.insert(officer.reference);
            ++people;
        }
    }
    EXPECT_EQ(references.size(), people);
    EXPECT_EQ(people, staffing.caseloads.size());
}

TEST(Staffing, FindsTheOfficerOfACase) {
    const Staffing staffing = make_staffing({.cases = 500});

    for (std::uint32_t number = 1; number <= 500; ++number) {
        const Caseload& caseload = staffing.caseload_of(number);
        EXPECT_GE(number, caseload.first_case);
        EXPECT_LT(number, caseload.first_case + caseload.cases);
    }
}

TEST(Staffing, GivesOneOfficerWhatOneCanHold) {
    EXPECT_EQ(make_staffing({.cases = 40}).caseloads.size(), 1U);
    EXPECT_EQ(make_staffing({.cases = 70}).caseloads.size(), 1U);
    EXPECT_GT(make_staffing({.cases = 71}).caseloads.size(), 1U);
}

TEST(Staffing, PutsAllIntoATeamThatIsNamed) {
    const Staffing staffing = make_staffing({.cases = 2000, .team = "Marbury Central"});

    ASSERT_EQ(staffing.teams.size(), 1U);
    EXPECT_EQ(staffing.teams[0].name, "Marbury Central");
    EXPECT_EQ(staffing.teams[0].officers.size(), staffing.caseloads.size());
}

}  // namespace
}  // namespace sanderling::caseload
