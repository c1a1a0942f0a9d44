#include "client-sdk/practice/rules/responsible_officer.hpp"

#include "client-sdk/practice/rules/activity.hpp"
#include "tests/unit/client-sdk/practice/rules/case_maker.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sanderling::practice {
namespace {

Spell spell(std::uint8_t id, std::string staff, std::string_view starts, std::string_view ends = {},
            AllocationRole role = AllocationRole::om) {
    Spell out{id_of(id), std::move(staff), role, on(starts), {}};
    if (!ends.empty()) out.ends = on(ends);
    return out;
}

Holder held_on(const std::vector<Spell>& spells, std::string_view day) {
    return responsible_officer(spells, OfficerKind::probation, on(day));
}

TEST(ResponsibleOfficer, IsOfTheKindThatTheStatuteSays) {
    OrderFacts order = order_from("2011-04-18");
    const auto kind = [&](std::vector<RequirementType> types, std::optional<int> age = 30) {
        order.requirements.clear();
        for (const RequirementType type : types) order.requirements.push_back({{}, type, {}});
        return officer_kind(order, age, shipped());
    };
    EXPECT_EQ(kind({RequirementType::supervision}), OfficerKind::probation);
    EXPECT_EQ(kind({}), OfficerKind::probation);
    EXPECT_EQ(kind({RequirementType::curfew}), OfficerKind::probation) << "nobody monitors it";
    order.has_electronic_monitoring = true;
    EXPECT_EQ(kind({RequirementType::curfew}), OfficerKind::monitoring_provider);
    EXPECT_EQ(kind({RequirementType::curfew, RequirementType::exclusion}),
              OfficerKind::monitoring_provider);
    EXPECT_EQ(kind({RequirementType::curfew, RequirementType::activity}), OfficerKind::probation);
    EXPECT_EQ(kind({RequirementType::attendance_centre}), OfficerKind::attendance_centre);
    EXPECT_EQ(kind({RequirementType::attendance_centre}, 18), OfficerKind::attendance_centre);
    EXPECT_EQ(kind({RequirementType::attendance_centre}, 17), OfficerKind::probation);
}

TEST(ResponsibleOfficer, ChangesWithTheTransfer) {
    const std::vector<Spell> spells{spell(1, "anna", "2011-04-18", "2011-06-30"),
                                    spell(2, "ben", "2011-07-01")};

    EXPECT_EQ(held_on(spells, "2011-06-30").staff, "anna");
    EXPECT_EQ(held_on(spells, "2011-07-01").staff, "ben");
    EXPECT_EQ(held_on(spells, "2011-07-01").basis, Basis::allocated);
}

TEST(ResponsibleOfficer, IsNeverBlankAndNeverDouble) {
    const std::vector<Spell> spells{spell(1, "anna", "2011-04-18", "2011-06-30"),
                                    spell(2, "ben", "2011-07-11"), spell(3, "carol", "2011-08-01")};

    EXPECT_EQ(held_on(spells, "2011-07-05"),
              (Holder{OfficerKind::probation, "anna", id_of(1), Basis::carried}));
    EXPECT_EQ(held_on(spells, "2011-08-01"),
              (Holder{OfficerKind::probation, "carol", id_of(3), Basis::overlapping}));
    EXPECT_EQ(held_on(spells, "2011-01-01").basis, Basis::before);
    EXPECT_EQ(held_on({}, "2011-01-01").basis, Basis::unallocated);
}

TEST(ResponsibleOfficer, ProviderHoldsOnlyWhatStatuteGivesThem) {
    const std::vector<Spell> spells{
        spell(1, "anna", "2011-04-18"),
        spell(2, "tags", "2011-04-19", {}, AllocationRole::em_provider)};

    EXPECT_EQ(responsible_officer(spells, OfficerKind::probation, on("2011-05-01")).staff, "anna");
    EXPECT_EQ(responsible_officer(spells, OfficerKind::monitoring_provider, on("2011-05-01")).staff,
              "tags");
}

TEST(ResponsibleOfficer, CoverSeesThePersonAndDoesNotHoldTheCase) {
    const std::vector<Spell> spells{
        spell(1, "anna", "2011-04-18"),
        spell(2, "duty", "2011-05-03", "2011-05-06", AllocationRole::cover)};

    EXPECT_EQ(held_on(spells, "2011-05-04").staff, "anna");
    EXPECT_EQ(officer_today(spells, OfficerKind::probation, on("2011-05-04")).staff, "duty");
    EXPECT_EQ(officer_today(spells, OfficerKind::probation, on("2011-05-07")).staff, "anna");
}

RC_GTEST_PROP(ResponsibleOfficerProperty, IsOneWhateverTheOrderOfTheRecords, ()) {
    const auto count = *rc::gen::inRange<std::size_t>(1, 6);
    std::vector<Spell> spells;
    for (std::size_t i = 0; i < count; ++i) {
        const Day starts = on("2011-01-03") + Days{*rc::gen::inRange(0, 200)};
        Spell made = spell(static_cast<std::uint8_t>(i + 1),
                           std::string(1, *rc::gen::element('a', 'b', 'c')), to_text(starts));
        if (*rc::gen::arbitrary<bool>()) made.ends = starts + Days{*rc::gen::inRange(0, 90)};
        spells.push_back(made);
    }
    const Day day = on("2011-01-03") + Days{*rc::gen::inRange(-20, 320)};

    const Holder holder = responsible_officer(spells, OfficerKind::probation, day);
    std::reverse(spells.begin(), spells.end());

    RC_ASSERT(!holder.staff.empty());
    RC_ASSERT(responsible_officer(spells, OfficerKind::probation, day) == holder);
}

TEST(Continuity, IsSaidInWords) {
    const std::vector<Spell> one{spell(1, "anna", "2011-04-18")};
    EXPECT_EQ(to_text(continuity(one, on("2011-04-18"), on("2011-11-15"))), "1 officer, 212 days");

    const std::vector<Spell> three{
        spell(1, "anna", "2011-04-18", "2011-06-30"), spell(2, "ben", "2011-07-01", "2011-08-31"),
        spell(3, "carol", "2011-09-01"),
        spell(4, "duty", "2011-05-01", "2011-05-23", AllocationRole::cover)};
    EXPECT_EQ(to_text(continuity(three, on("2011-04-18"), on("2011-11-15"))),
              "3 officers; 23 days cover");
    EXPECT_EQ(continuity(three, on("2011-04-18"), on("2011-11-15")).longest_days, 76);
    EXPECT_EQ(to_text(continuity({}, on("2011-04-18"), on("2011-11-15"))), "no officer yet");
}

TEST(Continuity, OneOfficerAgainIsOneOfficer) {
    const std::vector<Spell> spells{spell(1, "anna", "2011-04-18", "2011-04-30"),
                                    spell(2, "anna", "2011-05-01")};

    EXPECT_EQ(to_text(continuity(spells, on("2011-04-18"), on("2011-05-17"))),
              "1 officer, 30 days");
}

TEST(ActivityDays, AreCountedOnceHoweverManyRecordedThem) {
    const std::vector<ActivityEntry> entries{
        {on("2011-05-03")}, {on("2011-05-03")}, {on("2011-05-10")}, {on("2011-05-17"), false}};

    const ActivityUse use = activity_use(entries, 20);
    EXPECT_EQ(use.used, 2);
    EXPECT_EQ(use.left, 18);
    EXPECT_EQ(activity_use(entries, 1).left, 0);
}

TEST(ActivityDays, MoreThanStatuteAllowsAreRefusedByName) {
    const std::vector<int> days{10, 20, 31};
    const auto total = check_activity_days(days, on("2011-04-18"), shipped());

    ASSERT_FALSE(total);
    EXPECT_EQ(total.error().code, Errc::constraint);
    EXPECT_NE(total.error().detail.find("section 201(5)"), std::string::npos);
    EXPECT_TRUE(check_activity_days(std::vector<int>{60}, on("2011-04-18"), shipped()));
    EXPECT_EQ(check_activity_days(std::vector<int>{-1}, on("2011-04-18"), shipped()).error().code,
              Errc::invalid_argument);
}

}  // namespace
}  // namespace sanderling::practice
