// Reading a plan, and its hash.
#include "client-sdk/practice/plans/plan_content.hpp"

#include <sodium.h>

#include <algorithm>

namespace sanderling::practice::plans {
namespace {

constexpr std::size_t hash_bytes = 32;

// Each part with its length, so that no two contents run together into the same bytes.
class Canonical {
  public:
    void add(std::string_view part) {
        text_ += std::to_string(part.size()) + ":";
        text_ += part;
    }
    void add(const RecordId& id) {
        text_ += "16:";
        text_.append(id.bytes.begin(), id.bytes.end());
    }
    const std::string& text() const { return text_; }

  private:
    std::string text_ = "sanderling plan version 1;";
};

bool has(const List& statuses, std::string_view wanted) {
    return std::ranges::any_of(statuses, [&](const Scalar& status) {
        const auto* text = std::get_if<std::string>(&status);
        return text != nullptr && *text == wanted;
    });
}

template <class T>
const std::string& first_of(const T& one, const T& other) {
    static const std::string none;
    if (one && !one->empty()) return *one;
    return other ? *other : none;
}

Result<std::vector<StepContent>> read_steps(const Store& store, RecordId goal,
                                            const std::vector<RecordId>& order) {
    auto ids = ids_of(store, "SELECT id FROM step WHERE goal_id = ?1 ORDER BY id", goal);
    if (!ids) return ids.error();
    std::vector<StepContent> out;
    for (const RecordId& id : in_order(order, *std::move(ids))) {
        auto record = store.get<probation::Step>(id);
        if (!record) return record.error();
        if (!*record) continue;
        auto statuses = store.values("step", id, "status");
        if (!statuses) return statuses.error();
        out.push_back({id, **std::move(record), progress_of(*statuses)});
    }
    return out;
}

void add_step(Canonical& text, const StepContent& step) {
    text.add(step.id);
    text.add(step.words());
    text.add(step.record.due_on.value_or(""));
    std::vector<std::string> actors;
    for (const auto actor : step.record.actors) actors.emplace_back(probation::to_text(actor));
    std::ranges::sort(actors);
    text.add(std::to_string(actors.size()));
    for (const std::string& actor : actors) text.add(actor);
    text.add(step.progress == Progress::no_longer_needed ? "dropped" : "kept");
}

}  // namespace

Progress progress_of(const List& statuses) {
    const bool is_dropped = has(statuses, "no_longer_needed");
    if (is_dropped) return statuses.size() > 1 ? Progress::contested : Progress::no_longer_needed;
    if (has(statuses, "completed")) return Progress::completed;
    if (has(statuses, "in_progress")) return Progress::in_progress;
    if (has(statuses, "cannot_be_done_yet")) return Progress::cannot_be_done_yet;
    return Progress::not_started;
}

const std::string& StepContent::words() const {
    return first_of(record.description, record.short_description);
}

const std::string& GoalContent::words() const {
    return first_of(record.title, record.short_title);
}

bool GoalContent::is_removed() const {
    return has(statuses, "removed");
}

Result<PlanContent> read_plan(const Store& store, RecordId plan) {
    auto record = store.get<probation::Plan>(plan);
    if (!record) return record.error();
    if (!*record) return fail(Errc::not_found, "no such plan");
    auto scope = scope_of(store, "plan", plan);
    if (!scope) return scope.error();
    PlanContent out{.id = plan, .scope = *scope, .record = **std::move(record)};
    auto ids = ids_of(store, "SELECT id FROM goal WHERE plan_id = ?1 ORDER BY id", plan);
    if (!ids) return ids.error();
    for (const RecordId& id : in_order(out.record.goal_order, *std::move(ids))) {
        auto goal = store.get<probation::Goal>(id);
        if (!goal) return goal.error();
        if (!*goal) continue;
        auto statuses = store.values("goal", id, "status");
        if (!statuses) return statuses.error();
        auto steps = read_steps(store, id, (*goal)->step_order);
        if (!steps) return steps.error();
        out.goals.push_back({id, **std::move(goal), *std::move(statuses), *std::move(steps)});
    }
    return out;
}

Bytes version_hash(const PlanContent& plan) {
    Canonical text;
    text.add(plan.id);
    text.add(std::to_string(plan.goals.size()));
    for (const GoalContent& goal : plan.goals) {
        text.add(goal.id);
        text.add(goal.words());
        text.add(goal.record.area ? probation::to_text(*goal.record.area) : std::string_view());
        text.add(goal.record.target_on.value_or(""));
        text.add(goal.is_removed() ? "removed" : "kept");
        text.add(std::to_string(goal.steps.size()));
        for (const StepContent& step : goal.steps) add_step(text, step);
    }
    Bytes out(hash_bytes);
    const std::string& content = text.text();
    crypto_generichash(out.data(), out.size(),
                       reinterpret_cast<const unsigned char*>(content.data()), content.size(),
                       nullptr, 0);
    return out;
}

Result<ScopeId> scope_of(const Store& store, std::string_view table, RecordId record) {
    auto rows = store.query("SELECT scope FROM " + std::string(table) + " WHERE id = ?1", {record});
    if (!rows) return rows.error();
    const auto found = rows->empty() ? std::nullopt : rows->get<RecordId>(0, "scope");
    if (!found) return fail(Errc::not_found, "no such record in " + std::string(table));
    return ScopeId{found->bytes};
}

Result<std::vector<RecordId>> ids_of(const Store& store, std::string_view sql, RecordId parameter) {
    auto rows = store.query(sql, {parameter});
    if (!rows) return rows.error();
    std::vector<RecordId> out;
    for (std::size_t i = 0; i < rows->size(); ++i)
        if (const auto id = rows->get<RecordId>(i, "id")) out.push_back(*id);
    return out;
}

std::vector<RecordId> in_order(const std::vector<RecordId>& order, std::vector<RecordId> all) {
    std::vector<RecordId> out;
    for (const RecordId& id : order) {
        const auto found = std::ranges::find(all, id);
        if (found == all.end()) continue;
        all.erase(found);
        out.push_back(id);
    }
    out.insert(out.end(), all.begin(), all.end());
    return out;
}

}  // namespace sanderling::practice::plans
