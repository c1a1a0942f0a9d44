// Sentence plans: goals and steps, ticked at the door.
#include "client-sdk/practice/plans/editing.hpp"
#include "examples/practitioner-app/agreement_words.hpp"
#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/plan_words.hpp"

#include <algorithm>

namespace sanderling::app {

namespace {

/// Those in the list first, in its order; the rest as they were made.
void put_in_order(Json& items, const Json& order) {
    const auto place = [&](const Json& item) {
        for (std::size_t i = 0; i < order.size(); ++i)
            if (order[i] == item["id"]) return i;
        return order.size();
    };
    std::stable_sort(items.begin(), items.end(),
                     [&](const Json& a, const Json& b) { return place(a) < place(b); });
}

Json of_parent(const Json& items, const char* member, const Json& parent) {
    Json out = Json::array();
    for (const Json& item : items)
        if (item[member] == parent) out.push_back(item);
    return out;
}

}  // namespace

Reply plan_words(const Call& call, ScopeId scope) {
    const std::vector<Scalar> here{to_scalar(scope)};
    auto plans = read_rows(call.store,
                           "SELECT id, kind, pilot, window_starts_on, involvement, goal_order FROM "
                           "plan WHERE scope = ?1 ORDER BY window_starts_on DESC, id DESC",
                           here, {"involvement", "goal_order"});
    if (!plans) return plans;
    auto goals =
        read_rows(call.store,
                  "SELECT id, plan_id, short_title, title, area, status, target_on, step_order, "
                  "contested FROM goal WHERE scope = ?1 ORDER BY id",
                  here, {"step_order"});
    if (!goals) return goals;
    auto steps = read_rows(call.store,
                           "SELECT id, goal_id, short_description, actors, status, done_on, "
                           "done_by, pending FROM step WHERE scope = ?1 ORDER BY id",
                           here, {"actors"});
    if (!steps) return steps;
    for (Json& step : *steps)
        if (step["done_by"].is_string())
            step["done_by"] = call.people.staff_name(step["done_by"].get<std::string>());
    for (Json& goal : *goals) {
        goal["steps"] = of_parent(*steps, "goal_id", goal["id"]);
        put_in_order(goal["steps"], goal["step_order"]);
    }
    auto involved = read_rows(call.store,
                              "SELECT plan_id, voice, discussed_on, involved, note, recorded_by "
                              "FROM involvement_entry WHERE scope = ?1 ORDER BY discussed_on, id",
                              here);
    if (!involved) return involved;
    for (Json& entry : *involved)
        if (entry["recorded_by"].is_string())
            entry["recorded_by"] = call.people.staff_name(entry["recorded_by"].get<std::string>());
    for (Json& plan : *plans) {
        plan["involved"] = of_parent(*involved, "plan_id", plan["id"]);
        plan["goals"] = of_parent(*goals, "plan_id", plan["id"]);
        put_in_order(plan["goals"], plan["goal_order"]);
    }
    if (!plans->empty()) {
        Json& newest = plans->front();
        auto agreement = agreement_words(call, *parse_id<RecordId>(newest.value("id", "")));
        if (!agreement) return agreement;
        newest["agreement"] = std::move(*agreement);
    }
    return plans;
}

/// {"id", "status", "date", "form"?}: a step that was done, or was not after all.
Reply save_step(const Call& call) {
    const auto id = call.id("id");
    if (!id) return id.error();
    const auto by = call.my_staff();
    if (!by) return by.error();
    const auto form = call.form();
    if (!form) return form.error();
    const Json status = call.body.contains("status") ? call.body["status"] : Json(nullptr);
    auto row = read_fields(call, "step", {{"status", status}}, {"status"});
    if (!row) return row.error();
    const bool is_done = status == "completed";
    (*row)["done_on"] = is_done ? schema::Value(call.text("date")) : schema::Value(Null{});
    (*row)["done_by"] = is_done ? schema::Value(*by) : schema::Value(Null{});
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        return tx.update("step", *id, *row, {.token = *form});
    });
    if (!written) return written.error();
    return Json::object();
}

/// {"id", "status", "form"?} or {"id", "plan", "to"}: how far a goal has come, or its place in the
/// order of the plan, from 0. What several write of it together is a note (`/api/text`).
Reply save_goal(const Call& call) {
    const auto id = call.id("id");
    if (!id) return id.error();
    if (const auto to = call.body.find("to"); to != call.body.end()) {
        const auto plan = call.id("plan");
        if (!plan) return plan.error();
        if (!to->is_number_unsigned()) return fail(Errc::invalid_argument, "to: a place from 0");
        const auto moved = practice::plans::move_goal(
            call.store, *plan, *id, practice::plans::Position{to->get<std::size_t>()});
        if (!moved) return moved.error();
        return Json::object();
    }
    const auto form = call.form();
    if (!form) return form.error();
    const Json status = call.body.contains("status") ? call.body["status"] : Json(nullptr);
    if (!status.is_string()) return fail(Errc::invalid_argument, "status");
    const auto row = read_fields(call, "goal", {{"status", status}}, {"status"});
    if (!row) return row.error();
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        return tx.update("goal", *id, *row, {.token = *form});
    });
    if (!written) return written.error();
    return Json::object();
}

}  // namespace sanderling::app
