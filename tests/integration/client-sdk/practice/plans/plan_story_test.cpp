// Story 3, the co-edited plan, and the pictures of a plan: an officer and a programme tutor
// offline, and the service user with a device of their own.
#include "client-sdk/practice/plans/agreement.hpp"
#include "client-sdk/practice/plans/drawings.hpp"
#include "client-sdk/practice/plans/editing.hpp"
#include "client-sdk/practice/plans/window.hpp"
#include "schema/generated/probation/description.hpp"
#include "tests/support/device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::tests {
namespace {

using namespace practice::plans;
using probation::Voice;
using testing::HasSubstr;
using testing::UnorderedElementsAre;
namespace pictures = practice::pictures;

class PlanTest : public testing::Test {
  protected:
    PlanTest() {
        organisation.admit(shared, om.person(), "officer");
        organisation.admit(shared, tutor.person(), "duty_officer");
        organisation.admit(shared, su.person(), "service_user");
        sync_all();
        plan = om.insert(shared, "plan",
                         {{"kind", std::string("initial")},
                          {"pilot", std::string("stones")},
                          {"window_starts_on", std::string("2011-04-18")}});
        for (const char* title : {"Stay in my flat", "See the kids", "Get my CSCS card"})
            goals.push_back(add_goal(om, title));
        step = om.insert(shared, "step",
                         {{"goal_id", goals[0]},
                          {"short_description", std::string("Ring the housing office")},
                          {"actors", List{std::string("service_user")}},
                          {"due_on", std::string("2011-05-06")},
                          {"status", std::string("not_started")}});
        sync_all();
    }

    RecordId add_goal(Device& device, const char* title) {
        const RecordId goal = device.insert(shared, "goal",
                                            {{"plan_id", plan},
                                             {"short_title", std::string(title)},
                                             {"title", std::string(title)},
                                             {"status", std::string("active")}});
        EXPECT_TRUE(move_goal(device.store(), plan, goal, Position{99}));
        return goal;
    }
    void sync_all() {
        for (int round = 0; round < 2; ++round)
            for (Device* device : {&om, &tutor, &su}) device->sync();
    }
    PlanContent content(Device& device) { return read_plan(device.store(), plan).value(); }
    AgreementState standing(Device& device) {
        return read_agreement(device.store(), content(device))->su.standing;
    }
    std::vector<std::string> titles(Device& device) {
        std::vector<std::string> out;
        for (const GoalContent& goal : content(device).goals) out.push_back(goal.words());
        return out;
    }
    void sign_as_su(probation::AgreementStatus status, std::int64_t when) {
        ASSERT_TRUE(sign(su.store(), content(su),
                         {.status = status, .signer = "Jo Reed", .now = Instant{when}}));
    }

    const schema::Schema& schema = probation::schema();
    Organisation organisation{schema};
    ScopeId shared = organisation.create_scope("case_su");
    Device om{organisation, organisation.add_person(), schema};
    Device tutor{organisation, organisation.add_person(), schema};
    Device su{organisation, organisation.add_person(), schema};
    RecordId plan;
    std::vector<RecordId> goals{};
    RecordId step;
};

TEST_F(PlanTest, StoryThreeEditedByTwoOfflineKeepsEverybodysWork) {
    sign_as_su(probation::AgreementStatus::agreed, 1'304'000'000'000);
    const RecordId voice = su.insert(
        shared, "su_voice", {{"plan_id", plan}, {"words", std::string("I want my own door.")}});
    sync_all();
    ASSERT_EQ(standing(om), AgreementState::agreed);

    ASSERT_TRUE(move_goal(om.store(), plan, goals[2], Position{0}));
    om.update("goal", goals[0], {{"title", std::string("Stay in my own flat")}});
    om.update("goal", goals[1], {{"status", std::string("achieved")}});
    ASSERT_TRUE(tick_step(om.store(), step, {"om-1", "2011-05-05"}));
    ASSERT_TRUE(move_goal(tutor.store(), plan, goals[0], Position{99}));
    tutor.update("goal", goals[0], {{"title", std::string("Stay in my flat past Christmas")}});
    tutor.update("goal", goals[1], {{"status", std::string("removed")}});
    add_goal(tutor, "Clear the rent arrears");
    EXPECT_EQ(standing(tutor), AgreementState::changed_since_agreed)
        << "at once, on the device itself";
    sync_all();

    for (Device* device : {&om, &tutor, &su}) {
        EXPECT_THAT(titles(*device),
                    UnorderedElementsAre("Stay in my own flat past Christmas", "See the kids",
                                         "Get my CSCS card", "Clear the rent arrears"));
        EXPECT_EQ(titles(*device), titles(om));
        EXPECT_EQ(titles(*device).front(), "Get my CSCS card") << "the officer's move";
        EXPECT_EQ(version_hash(content(*device)), version_hash(content(om)));
        EXPECT_EQ(standing(*device), AgreementState::changed_since_agreed);
        const PlanContent now = content(*device);
        EXPECT_TRUE(std::ranges::find(now.goals, goals[1], &GoalContent::id)->is_contested());
        EXPECT_EQ(std::get<std::string>(device->get("su_voice", voice).at("words")),
                  "I want my own door.");
    }
    sign_as_su(probation::AgreementStatus::updated_agreed, 1'304'100'000'000);
    sync_all();
    EXPECT_EQ(standing(tutor), AgreementState::agreed);
    EXPECT_EQ(read_agreement(tutor.store(), content(tutor))->om.standing,
              AgreementState::not_asked);
}

TEST_F(PlanTest, AGoalIsMovedAmongThoseThatNobodyHasPutInOrder) {
    const RecordId fresh = om.insert(
        shared, "plan",
        {{"kind", std::string("review")}, {"window_starts_on", std::string("2011-08-01")}});
    std::vector<RecordId> made;
    for (const char* words : {"Sleep", "Work", "Sing"})
        made.push_back(
            om.insert(shared, "goal", {{"plan_id", fresh}, {"short_title", std::string(words)}}));
    std::ranges::sort(made);  // as they are shown, made within one millisecond
    sync_all();

    ASSERT_TRUE(move_goal(om.store(), fresh, made[0], Position{1}));
    const PlanContent here = read_plan(om.store(), fresh).value();
    EXPECT_EQ(here.goals.at(0).id, made[1]);
    EXPECT_EQ(here.goals.at(1).id, made[0]);
    ASSERT_TRUE(move_goal(tutor.store(), fresh, made[2], Position{0}));
    sync_all();

    std::vector<std::vector<RecordId>> orders;
    for (Device* device : {&om, &tutor, &su}) {
        const PlanContent both = read_plan(device->store(), fresh).value();
        for (orders.emplace_back(); const GoalContent& goal : both.goals)
            orders.back().push_back(goal.id);
    }
    EXPECT_THAT(orders.front(), testing::UnorderedElementsAreArray(made));
    EXPECT_THAT(orders, testing::Each(orders.front()));
    const auto place = [&](RecordId id) { return std::ranges::find(orders.front(), id); };
    EXPECT_LT(place(made[1]), place(made[0])) << "the officer's move, which the other knew not of";
}

TEST_F(PlanTest, AnAgreementIsToWhatTheSignerSaw) {
    const PlanContent seen = content(su);
    om.update("goal", goals[0], {{"target_on", std::string("2011-09-01")}});
    sync_all();

    ASSERT_TRUE(sign(su.store(), seen, {.signer = "Jo Reed", .now = Instant{1}}));
    sync_all();

    EXPECT_EQ(standing(om), AgreementState::changed_since_agreed);
    EXPECT_EQ(standing(su), AgreementState::changed_since_agreed);
}

TEST_F(PlanTest, ATickIsProgressAndNoOtherPlan) {
    sign_as_su(probation::AgreementStatus::agreed, 1);
    ASSERT_TRUE(tick_step(su.store(), step, {"Jo Reed", "2011-05-05"}));
    tutor.update("step", step, {{"status", std::string("in_progress")}});
    sync_all();

    const auto steps = read_steps(om.store(), goals[0], [](auto who) { return std::string(who); });
    ASSERT_TRUE(steps);
    EXPECT_EQ(steps->steps.at(0).state, pictures::StepState::completed) << "the furthest on";
    EXPECT_EQ(steps->steps[0].done_by, "Jo Reed");
    EXPECT_EQ(steps->steps[0].actors, std::vector<std::string>{"service_user"});
    EXPECT_EQ(standing(om), AgreementState::agreed);

    om.update("step", step, {{"status", std::string("completed")}});
    tutor.update("step", step, {{"status", std::string("no_longer_needed")}});
    sync_all();
    EXPECT_EQ(read_steps(su.store(), goals[0], [](auto who) { return std::string(who); })
                  ->steps.at(0)
                  .state,
              pictures::StepState::contested);
}

TEST_F(PlanTest, NobodyElseWritesTheServiceUsersOwnWords) {
    const RecordId voice =
        su.insert(shared, "su_voice", {{"plan_id", plan}, {"words", std::string("My own door.")}});
    sync_all();

    const auto refused = om.store().write([&](Transaction& tx) {
        return tx.update("su_voice", voice, {{"words", std::string("A tidy flat.")}});
    });
    sync_all();

    // Whether it is refused on the spot or kept as a proposal, it has no effect anywhere.
    for (Device* device : {&om, &tutor, &su})
        EXPECT_EQ(std::get<std::string>(device->get("su_voice", voice).at("words")), "My own door.")
            << (refused ? "proposed" : refused.error().message());
}

TEST_F(PlanTest, StonesMovedByTwoAreAllThereOnceWithTheirTicks) {
    const RecordId form =
        om.insert(shared, "visual_form",
                  {{"plan_id", plan}, {"kind", std::string("stones")}, {"goal_id", goals[0]}});
    std::vector<RecordId> stones;
    for (const char* label : {"Ring", "Letter", "Bank", "Landlord"})
        stones.push_back(add_item(om.store(), form, label).value());
    sync_all();

    ASSERT_TRUE(move_item(om.store(), form, stones[3], Position{0}));
    ASSERT_TRUE(move_item(tutor.store(), form, stones[3], Position{1}));
    ASSERT_TRUE(move_item(tutor.store(), form, stones[0], Position{99}));
    ASSERT_TRUE(tick_stone(su.store(), stones[1], {"Jo Reed", "2011-05-12"}));
    sync_all();

    const auto drawn = read_stones(om.store(), form, stones);
    ASSERT_TRUE(drawn);
    std::vector<std::string> labels;
    for (const auto& stone : drawn->stones) labels.push_back(stone.label);
    EXPECT_THAT(labels, UnorderedElementsAre("Ring", "Letter", "Bank", "Landlord"));
    EXPECT_EQ(labels.back(), "Ring");
    EXPECT_EQ(drawn->goal, "Stay in my flat");
    EXPECT_EQ(drawn->stones.back().was_place, 1U);
    for (Device* device : {&tutor, &su})
        EXPECT_EQ(
            pictures::draw_stones(*read_stones(device->store(), form, stones),
                                  pictures::Words::in(pictures::Language::english))
                .svg,
            pictures::draw_stones(*drawn, pictures::Words::in(pictures::Language::english)).svg);
    const auto letter = std::ranges::find(drawn->stones, "Letter", &pictures::Stone::label);
    EXPECT_EQ(letter->reached_by, "Jo Reed");
}

TEST_F(PlanTest, EachVoiceScoresForItself) {
    const RecordId web = om.insert(
        shared, "visual_form",
        {{"plan_id", plan}, {"kind", std::string("web")}, {"drawn_on", std::string("2011-05-03")}});
    const RecordId axis = add_item(om.store(), web, "Money").value();
    sync_all();

    ASSERT_TRUE(score(om.store(), axis, Voice::om, 5));
    ASSERT_TRUE(score(su.store(), axis, Voice::su, 3));
    EXPECT_EQ(score(su.store(), axis, Voice::su, 11).error().code, Errc::constraint);
    sync_all();

    const auto drawn = read_web(tutor.store(), web, web);
    ASSERT_TRUE(drawn);
    EXPECT_EQ(drawn->now.axes.at(0).om, 5);
    EXPECT_EQ(drawn->now.axes[0].su, 3);
    EXPECT_EQ(drawn->before->drawn_on, "2011-05-03");
    EXPECT_TRUE(tutor.store().conflicts().value().empty()) << "to differ is no conflict";
}

TEST_F(PlanTest, ALinkToANodeThatSomebodyDeletedIsFlaggedAndNotLost) {
    const RecordId map = om.insert(
        shared, "node_map", {{"kind", std::string("free")}, {"title", std::string("Friday")}});
    const RecordId first = add_node(om.store(), map, "Pay day", {10, 10}).value();
    const RecordId second = add_node(om.store(), map, "The pub", {200, 10}).value();
    sync_all();

    const RecordId third = add_node(su.store(), map, "Walk away", {10, 200}).value();
    ASSERT_TRUE(add_link(su.store(), map, second, third, probation::MapLinkKind::instead_i_could));
    ASSERT_TRUE(move_node(su.store(), first, {50, 50}));
    ASSERT_TRUE(om.store().write([&](Transaction& tx) { return tx.erase("map_node", second); }));
    add_node(om.store(), map, "Ring Dean", {300, 300}).value();
    EXPECT_EQ(add_link(om.store(), map, first, first, probation::MapLinkKind::next).error().code,
              Errc::invalid_argument);
    sync_all();

    const auto drawn = read_map(tutor.store(), map);
    ASSERT_TRUE(drawn);
    EXPECT_EQ(drawn->nodes.size(), 3U) << "both teams' additions, without the deleted one";
    ASSERT_EQ(drawn->links.size(), 1U);
    const auto picture =
        pictures::draw_map(*drawn, pictures::Words::in(pictures::Language::english));
    EXPECT_THAT(picture.svg, HasSubstr("1 link leads to a deleted note"));
    EXPECT_THAT(picture.alternative.back(), HasSubstr("instead I could"));
}

// P1 and P2 of the dated cases.
TEST(PlanWindow, CountsSixWeeksAndEndsOnAWorkingDay) {
    using practice::day_of;
    const auto& days = practice::WorkingDays::of_england_and_wales();

    const PlanWindow first = plan_window(day_of(2011, 5, 3), day_of(2011, 5, 10), days);
    const PlanWindow second = plan_window(day_of(2011, 4, 18), day_of(2011, 5, 28), days);

    EXPECT_EQ(practice::to_text(first.ends), "2011-06-14");
    EXPECT_EQ(first.day, 7);
    EXPECT_EQ(first.days_left, 35);
    EXPECT_EQ(practice::to_text(second.ends), "2011-05-27");
    EXPECT_EQ(second.days_left, -1);
}

}  // namespace
}  // namespace sanderling::tests
