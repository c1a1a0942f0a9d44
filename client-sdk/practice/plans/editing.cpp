#include "client-sdk/practice/plans/editing.hpp"

#include "client-sdk/practice/plans/plan_content.hpp"

#include <algorithm>
#include <span>

// Writers of single operations; docs/plans.md, "Editing".
namespace sanderling::practice::plans {
namespace {

Result<void> written(const Result<Receipt>& receipt) {
    if (!receipt) return receipt.error();
    return {};
}

struct OrderedField {
    std::string_view collection{};
    RecordId record;
    std::string_view field{};
};

// A move of what is in the list, an insert of what is not.
Result<void> place(Transaction& tx, const OrderedField& list, RecordId wanted, Position to) {
    auto elements = tx.elements(list.collection, list.record, list.field);
    if (!elements) return elements.error();
    std::vector<ListElement> others = *elements;
    const auto found = std::ranges::find_if(others, [&](const ListElement& element) {
        const auto* id = std::get_if<RecordId>(&element.value);
        return id != nullptr && *id == wanted;
    });
    std::optional<ElementId> element;
    if (found != others.end()) {
        element = found->id;
        others.erase(found);
    }
    const auto index = static_cast<std::size_t>(to);
    ListSpot spot = AtEnd{};
    if (index < others.size()) spot = Before{others[index].id};
    if (element) return tx.move(list.collection, list.record, list.field, *element, spot);
    auto made = tx.insert_at(list.collection, list.record, list.field, wanted, spot);
    if (!made) return made.error();
    return {};
}

Result<void> place(Store& store, const OrderedField& list, RecordId wanted, Position to) {
    return written(store.write([&](Transaction& tx) { return place(tx, list, wanted, to); }));
}

// What nobody has put in order yet stands behind the list, as it was made. What is to be before
// `wanted` and is in no order is listed first, where it is shown; of the rest nothing is said, so
// that it stays for whoever moves it at the same time.
Result<void> place_among(Store& store, const OrderedField& list, std::string_view children,
                         RecordId wanted, Position to) {
    return written(store.write([&](Transaction& tx) -> Result<void> {
        const auto elements = tx.elements(list.collection, list.record, list.field);
        if (!elements) return elements.error();
        std::vector<RecordId> listed;
        for (const ListElement& element : *elements)
            if (const auto* id = std::get_if<RecordId>(&element.value)) listed.push_back(*id);
        auto all = ids_of(store, children, list.record);
        if (!all) return all.error();
        std::vector<RecordId> shown = in_order(listed, *std::move(all));
        std::erase(shown, wanted);
        const auto count = std::min(shown.size(), static_cast<std::size_t>(to));
        for (const RecordId& before : std::span(shown).first(count)) {
            if (std::ranges::find(listed, before) != listed.end()) continue;
            const auto made =
                tx.insert_at(list.collection, list.record, list.field, before, AtEnd{});
            if (!made) return made.error();
        }
        return place(tx, list, wanted, to);
    }));
}

Result<void> update(Store& store, std::string_view collection, RecordId id, const Row& changes) {
    return written(
        store.write([&](Transaction& tx) { return tx.update(collection, id, changes); }));
}

template <class T>
Result<RecordId> insert(Store& store, ScopeId scope, const T& record) {
    RecordId id;
    auto receipt = store.write([&](Transaction& tx) -> Result<void> {
        auto made = tx.insert(scope, record);
        if (!made) return made.error();
        id = *made;
        return {};
    });
    if (!receipt) return receipt.error();
    return id;
}

}  // namespace

Result<void> move_goal(Store& store, RecordId plan, RecordId goal, Position to) {
    return place_among(store, {"plan", plan, probation::Plan::key::goal_order},
                       "SELECT id FROM goal WHERE plan_id = ?1 ORDER BY id", goal, to);
}

Result<void> move_step(Store& store, RecordId goal, RecordId step, Position to) {
    return place_among(store, {"goal", goal, probation::Goal::key::step_order},
                       "SELECT id FROM step WHERE goal_id = ?1 ORDER BY id", step, to);
}

Result<void> move_item(Store& store, RecordId form, RecordId item, Position to) {
    return place(store, {"visual_form", form, probation::VisualForm::key::item_order}, item, to);
}

Result<void> tick_step(Store& store, RecordId step, const Tick& tick) {
    return update(
        store, "step", step,
        {{"status", std::string("completed")}, {"done_on", tick.day}, {"done_by", tick.who}});
}

Result<void> tick_stone(Store& store, RecordId item, const Tick& tick) {
    return update(store, "visual_item", item, {{"reached_on", tick.day}, {"reached_by", tick.who}});
}

Result<void> score(Store& store, RecordId item, probation::Voice voice, int score) {
    const char* field = voice == probation::Voice::om ? "score_om" : "score_su";
    return update(store, "visual_item", item, {{field, std::int64_t{score}}});
}

Result<RecordId> add_item(Store& store, RecordId form, std::string_view label) {
    auto scope = scope_of(store, "visual_form", form);
    if (!scope) return scope.error();
    probation::VisualItem item;
    item.form_id = form;
    item.label = std::string(label);
    RecordId id;
    auto receipt = store.write([&](Transaction& tx) -> Result<void> {
        auto made = tx.insert(*scope, item);
        if (!made) return made.error();
        id = *made;
        auto listed = tx.insert_at("visual_form", form, probation::VisualForm::key::item_order, id);
        if (!listed) return listed.error();
        return {};
    });
    if (!receipt) return receipt.error();
    return id;
}

Result<RecordId> add_node(Store& store, RecordId map, std::string_view words, Place at) {
    auto scope = scope_of(store, "node_map", map);
    if (!scope) return scope.error();
    probation::MapNode node;
    node.map_id = map;
    node.words = std::string(words);
    node.x = at.x;
    node.y = at.y;
    return insert(store, *scope, node);
}

Result<void> move_node(Store& store, RecordId node, Place to) {
    return update(store, "map_node", node, {{"x", to.x}, {"y", to.y}});
}

Result<RecordId> add_link(Store& store, RecordId map, RecordId from, RecordId to,
                          probation::MapLinkKind kind) {
    if (from == to) return fail(Errc::invalid_argument, "a link leads to another node");
    auto scope = scope_of(store, "node_map", map);
    if (!scope) return scope.error();
    probation::MapLink link;
    link.map_id = map;
    link.from_node = from;
    link.to_node = to;
    link.kind = kind;
    return insert(store, *scope, link);
}

}  // namespace sanderling::practice::plans
