// Plans with three to five goals, each with two to four steps.
#include "examples/caseload/case_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sanderling::caseload {
namespace {

using probation::GoalStatus;
using probation::StepStatus;

constexpr std::chrono::days one_day{1};

std::string voice(CaseFile& file, const char* whose, Day on) {
    Random& random = file.random;
    const bool officer = std::string_view(whose) == "om";
    const char* involved = random.chance(700) ? "yes" : random.chance(700) ? "no" : "unable";
    const std::string list = officer ? "involvement_om" : "involvement_su";
    return nlohmann::json{{"voice", whose},
                          {"discussed_on", date_text(on)},
                          {"involved", involved},
                          {"note", file.notes.phrase(random, list)}}
        .dump();
}

void add_step(CaseFile& file, const RecordId& goal, Day on, GoalStatus goal_status) {
    Random& random = file.random;
    probation::Step step;
    step.goal_id = goal;
    step.short_description = random.pick(vocabulary().steps);
    step.actors = {probation::StepActor::service_user};
    if (random.chance(300)) step.actors = {probation::StepActor::officer};
    if (random.chance(150)) step.actors.push_back(probation::StepActor::partner);
    const bool done = goal_status == GoalStatus::achieved || random.chance(350);
    if (goal_status == GoalStatus::future) {
        step.status = StepStatus::not_started;
    } else if (done) {
        step.status = StepStatus::completed;
        const Day ticked = on + std::chrono::days{random.between(8, 120)};
        step.done_on = date_text(working_day(std::min(ticked, file.options.to() - one_day)));
        step.done_by = file.staff_on(on);
    } else {
        const auto other = random.below(10);
        step.status = other < 5   ? StepStatus::in_progress
                      : other < 8 ? StepStatus::not_started
                      : other < 9 ? StepStatus::cannot_be_done_yet
                                  : StepStatus::no_longer_needed;
    }
    file.add(step, on);
}

void add_goal(CaseFile& file, const RecordId& plan, const GoalIdea& idea, Day on) {
    Random& random = file.random;
    probation::Goal goal;
    goal.plan_id = plan;
    goal.short_title = idea.title;
    goal.area = idea.area;
    const auto drawn = random.below(100);
    goal.status = drawn < 50   ? GoalStatus::active
                  : drawn < 75 ? GoalStatus::achieved
                  : drawn < 90 ? GoalStatus::future
                               : GoalStatus::removed;
    goal.target_on = date_text(working_day(on + std::chrono::days{random.between(42, 270)}));
    const RecordId id = file.add(goal, on);
    const std::int64_t steps = random.between(2, 4);
    for (std::int64_t i = 0; i < steps; ++i) add_step(file, id, on, *goal.status);
}

void add_plan(CaseFile& file, probation::PlanKind kind, Day window, Day on) {
    Random& random = file.random;
    probation::Plan plan;
    plan.kind = kind;
    plan.pilot = random.chance(600) ? probation::PlanPilot::none
                                    : static_cast<probation::PlanPilot>(random.between(2, 5));
    plan.window_starts_on = date_text(window);
    plan.involvement = {voice(file, "om", on)};
    if (random.chance(600)) plan.involvement.push_back(voice(file, "su", on));
    const RecordId id = file.add(plan, on);
    std::vector<GoalIdea> ideas = vocabulary().goals;
    random.shuffle(ideas);
    const auto goals = static_cast<std::size_t>(random.between(3, 5));
    for (std::size_t i = 0; i < goals; ++i) add_goal(file, id, ideas[i], on);
}

}  // namespace

void add_plans(CaseFile& file) {
    const Day last = file.options.to() - one_day;
    for (const OrderSpell& spell : file.orders) {
        const Day made = working_day(spell.starts + std::chrono::days{file.random.between(10, 42)});
        if (made <= last) add_plan(file, probation::PlanKind::initial, spell.starts, made);
        const Day review = working_day(months_after(made, 9));
        if (review <= last && review <= spell.ends) {
            add_plan(file, probation::PlanKind::review, review, review);
        }
    }
}

}  // namespace sanderling::caseload
