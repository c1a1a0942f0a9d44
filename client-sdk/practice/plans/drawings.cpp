// Records to the plain structs of the pictures.
#include "client-sdk/practice/plans/drawings.hpp"

#include "client-sdk/practice/plans/plan_content.hpp"

#include <algorithm>

namespace sanderling::practice::plans {
namespace {

struct Form {
    probation::VisualForm record{};
    std::vector<RecordId> ids{};
    std::vector<probation::VisualItem> items{};
};

Result<Form> read_form(const Store& store, RecordId id) {
    auto record = store.get<probation::VisualForm>(id);
    if (!record) return record.error();
    if (!*record) return fail(Errc::not_found, "no such picture");
    Form out{.record = **std::move(record)};
    auto ids = ids_of(store, "SELECT id FROM visual_item WHERE form_id = ?1 ORDER BY id", id);
    if (!ids) return ids.error();
    for (const RecordId& item : in_order(out.record.item_order, *std::move(ids))) {
        auto read = store.get<probation::VisualItem>(item);
        if (!read) return read.error();
        if (!*read) continue;
        out.ids.push_back(item);
        out.items.push_back(**std::move(read));
    }
    return out;
}

std::optional<int> small(const std::optional<std::int64_t>& value) {
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

pictures::WebDrawing drawing_of(const Form& form) {
    pictures::WebDrawing out{.drawn_on = form.record.drawn_on.value_or("")};
    for (const auto& item : form.items)
        out.axes.push_back({item.label.value_or(""), small(item.score_om), small(item.score_su)});
    return out;
}

std::string name_of(const std::optional<RecordId>& id) {
    return id ? std::string(id->bytes.begin(), id->bytes.end()) : std::string();
}

pictures::StepState state_of(Progress progress) {
    using enum pictures::StepState;
    switch (progress) {
        case Progress::in_progress:
            return in_progress;
        case Progress::completed:
            return completed;
        case Progress::cannot_be_done_yet:
            return cannot_yet;
        case Progress::no_longer_needed:
            return no_longer_needed;
        case Progress::contested:
            return contested;
        case Progress::not_started:
            break;
    }
    return not_started;
}

pictures::MapKind kind_of(const probation::NodeMap& map) {
    switch (map.kind.value_or(probation::MapKind::free)) {
        case probation::MapKind::guide:
            return pictures::MapKind::guide;
        case probation::MapKind::information:
            return pictures::MapKind::information;
        case probation::MapKind::free:
            break;
    }
    return pictures::MapKind::free;
}

pictures::MapNode node_of(RecordId id, const probation::MapNode& node) {
    pictures::MapNode out{
        .id = name_of(id), .words = node.words.value_or(""), .prompt = node.prompt.value_or("")};
    if (node.x && node.y) out.at = pictures::Point{*node.x, *node.y};
    out.is_start = node.kind == probation::MapNodeKind::start;
    return out;
}

pictures::MapLink link_of(const probation::MapLink& link) {
    return {name_of(link.from_node), name_of(link.to_node),
            link.kind ? std::string(probation::to_text(*link.kind)) : std::string(),
            link.label.value_or("")};
}

}  // namespace

Result<pictures::Web> read_web(const Store& store, RecordId now, std::optional<RecordId> before) {
    auto form = read_form(store, now);
    if (!form) return form.error();
    pictures::Web out{.title = form->record.title.value_or(""), .now = drawing_of(*form)};
    if (!before) return out;
    auto earlier = read_form(store, *before);
    if (!earlier) return earlier.error();
    out.before = drawing_of(*earlier);
    return out;
}

Result<pictures::Stones> read_stones(const Store& store, RecordId form,
                                     const std::vector<RecordId>& earlier_order) {
    auto read = read_form(store, form);
    if (!read) return read.error();
    pictures::Stones out{.title = read->record.title.value_or("")};
    if (read->record.goal_id) {
        auto goal = store.get<probation::Goal>(*read->record.goal_id);
        if (!goal) return goal.error();
        if (*goal) out.goal = (*goal)->title.value_or((*goal)->short_title.value_or(""));
    }
    for (std::size_t i = 0; i < read->items.size(); ++i) {
        const probation::VisualItem& item = read->items[i];
        pictures::Stone stone{item.label.value_or(""), item.reached_on.has_value(),
                              item.reached_on.value_or(""), item.reached_by.value_or(""),
                              std::nullopt};
        const auto was = std::ranges::find(earlier_order, read->ids[i]);
        if (was != earlier_order.end())
            stone.was_place = static_cast<std::size_t>(was - earlier_order.begin()) + 1;
        out.stones.push_back(std::move(stone));
    }
    return out;
}

Result<pictures::NodeMap> read_map(const Store& store, RecordId map) {
    auto record = store.get<probation::NodeMap>(map);
    if (!record) return record.error();
    if (!*record) return fail(Errc::not_found, "no such map");
    pictures::NodeMap out{.title = (*record)->title.value_or(""), .kind = kind_of(**record)};
    auto nodes = ids_of(store, "SELECT id FROM map_node WHERE map_id = ?1 ORDER BY id", map);
    if (!nodes) return nodes.error();
    for (const RecordId& id : *nodes) {
        auto node = store.get<probation::MapNode>(id);
        if (!node) return node.error();
        if (*node) out.nodes.push_back(node_of(id, **node));
    }
    auto links = ids_of(store, "SELECT id FROM map_link WHERE map_id = ?1 ORDER BY id", map);
    if (!links) return links.error();
    for (const RecordId& id : *links) {
        auto link = store.get<probation::MapLink>(id);
        if (!link) return link.error();
        if (*link) out.links.push_back(link_of(**link));
    }
    return out;
}

Result<pictures::SmallSteps> read_steps(const Store& store, RecordId goal,
                                        const std::function<std::string(std::string_view)>& name) {
    auto record = store.get<probation::Goal>(goal);
    if (!record) return record.error();
    if (!*record || !(*record)->plan_id) return fail(Errc::not_found, "no such goal");
    auto plan = read_plan(store, *(*record)->plan_id);
    if (!plan) return plan.error();
    pictures::SmallSteps out;
    const auto found = std::ranges::find(plan->goals, goal, &GoalContent::id);
    if (found == plan->goals.end()) return out;
    out.title = found->words();
    for (const StepContent& step : found->steps) {
        pictures::SmallStep small{.description = step.words(), .state = state_of(step.progress)};
        for (const auto actor : step.record.actors)
            small.actors.push_back(name(probation::to_text(actor)));
        small.due_on = step.record.due_on.value_or("");
        small.done_on = step.record.done_on.value_or("");
        small.done_by = step.record.done_by.value_or("");
        out.steps.push_back(std::move(small));
    }
    return out;
}

}  // namespace sanderling::practice::plans
