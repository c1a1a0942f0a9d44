// The pictures that an officer and a service user talk over: the Web, Stepping Stones, node-link
// maps and small steps of a case's plans, and what a tap on one writes.
#include "client-sdk/practice/plans/drawings.hpp"
#include "client-sdk/practice/plans/editing.hpp"
#include "client-sdk/practice/plans/plan_content.hpp"
#include "examples/practitioner-app/api.hpp"

#include <algorithm>
#include <array>

namespace sanderling::app {

namespace {

namespace pictures = practice::pictures;
namespace plans = practice::plans;

const pictures::Words& words_of(const Call& call) {
    return pictures::Words::in(call.request.parameter("language") == "cy"
                                   ? pictures::Language::welsh
                                   : pictures::Language::english);
}

RecordId id_in(const Json& row) {
    return *parse_id<RecordId>(row.value("id", ""));
}

Json with_picture(Json of, const pictures::Picture& picture) {
    of["svg"] = picture.svg;
    of["alternative"] = picture.alternative;
    return of;
}

/// Begins every id in a picture, so that several stand on one page.
std::string own_name(const Json& row) {
    return "p" + row.value("id", "");
}

Reply items_of(const Call& call, const Json& form) {
    auto items = read_rows(call.store,
                           "SELECT id, label, score_om, score_su, reached_on FROM visual_item "
                           "WHERE form_id = ?1 ORDER BY id",
                           {id_in(form)});
    if (!items) return items;
    const auto record = call.store.get<probation::VisualForm>(id_in(form));
    if (!record) return record.error();
    if (!*record) return items;
    const auto& order = (*record)->item_order;
    const auto place = [&](const Json& item) {
        return std::find(order.begin(), order.end(), id_in(item)) - order.begin();
    };
    std::stable_sort(items->begin(), items->end(),
                     [&](const Json& a, const Json& b) { return place(a) < place(b); });
    return items;
}

/// Of each plan the newest Web with the one before it, and all stones.
Reply drawn_forms(const Call& call, ScopeId scope) {
    const auto forms =
        read_rows(call.store,
                  "SELECT id, plan_id, kind, title, drawn_on FROM visual_form WHERE scope = ?1 "
                  "ORDER BY coalesce(drawn_on, '') DESC, id DESC",
                  {to_scalar(scope)});
    if (!forms) return forms;
    Json out = Json::array();
    std::vector<std::string> webs;  // plans whose newest Web is there
    for (std::size_t i = 0; i < forms->size(); ++i) {
        Json form = (*forms)[i];
        auto items = items_of(call, form);
        if (!items) return items;
        form["items"] = std::move(*items);
        if (form["kind"] == "stones") {
            const auto stones = plans::read_stones(call.store, id_in(form));
            if (!stones) return stones.error();
            out.push_back(
                with_picture(form, pictures::draw_stones(*stones, words_of(call), own_name(form))));
            continue;
        }
        const std::string plan = form.value("plan_id", "");
        if (std::ranges::find(webs, plan) != webs.end()) continue;
        webs.push_back(plan);
        std::optional<RecordId> before;
        for (std::size_t n = i + 1; n < forms->size() && !before; ++n)
            if ((*forms)[n]["kind"] == "web" && (*forms)[n]["plan_id"] == form["plan_id"])
                before = id_in((*forms)[n]);
        const auto web = plans::read_web(call.store, id_in(form), before);
        if (!web) return web.error();
        out.push_back(with_picture(form, pictures::draw_web(*web, words_of(call), own_name(form))));
    }
    return out;
}

Reply drawn_maps(const Call& call, ScopeId scope) {
    const auto maps =
        read_rows(call.store,
                  "SELECT id, plan_id, 'map' AS kind, title, drawn_on FROM node_map WHERE "
                  "scope = ?1 ORDER BY id DESC",
                  {to_scalar(scope)});
    if (!maps) return maps;
    Json out = Json::array();
    for (Json map : *maps) {
        auto nodes = read_rows(call.store,
                               "SELECT id, words AS label FROM map_node WHERE map_id = ?1 "
                               "ORDER BY id",
                               {id_in(map)});
        if (!nodes) return nodes;
        map["items"] = std::move(*nodes);
        const auto read = plans::read_map(call.store, id_in(map));
        if (!read) return read.error();
        out.push_back(
            with_picture(map, pictures::draw_map(*read, words_of(call),
                                                 {.layout = pictures::MapLook::Layout::in_rows,
                                                  .columns = 2,
                                                  .id = own_name(map)})));
    }
    return out;
}

/// The goals of the newest plan, where it is one of small steps.
Reply drawn_steps(const Call& call, ScopeId scope) {
    const auto goals = read_rows(
        call.store,
        "SELECT g.id, g.plan_id, 'steps' AS kind, g.short_title AS title FROM goal g JOIN plan p "
        "ON p.id = g.plan_id WHERE g.scope = ?1 AND p.pilot = 'bite_sized' AND p.id = (SELECT id "
        "FROM plan WHERE scope = ?1 ORDER BY window_starts_on DESC, id DESC LIMIT 1) ORDER BY g.id",
        {to_scalar(scope)});
    if (!goals) return goals;
    const pictures::Words& words = words_of(call);
    const auto actor = [&](std::string_view name) {
        const std::string key = "actor_" + std::string(name);
        return words.has(key) ? words.say(key) : std::string(name);
    };
    Json out = Json::array();
    for (const Json& goal : *goals) {
        auto steps = plans::read_steps(call.store, id_in(goal), actor);
        if (!steps) return steps.error();
        for (auto& step : steps->steps) step.done_by = call.people.staff_name(step.done_by);
        Json line = goal;
        line["items"] = Json::array();
        line["drawn_on"] = nullptr;
        out.push_back(with_picture(line, pictures::draw_steps(*steps, words, own_name(goal))));
    }
    return out;
}

}  // namespace

/// ?scope&language=en|cy
Reply get_pictures(const Call& call) {
    const auto scope = call.scope();
    if (!scope) return scope.error();
    Json out = Json::array();
    for (const auto& part :
         {drawn_forms(call, *scope), drawn_maps(call, *scope), drawn_steps(call, *scope)}) {
        if (!part) return part.error();
        for (const Json& each : *part) out.push_back(each);
    }
    return Json{{"pictures", std::move(out)}};
}

namespace {

/// What people say of a deed on a picture; each is an operation of its own.
using Deed = Result<void> (*)(const Call&);

Result<void> begin_picture(const Call& call) {
    const auto plan = call.id("plan");
    if (!plan) return plan.error();
    const auto scope = plans::scope_of(call.store, "plan", *plan);
    if (!scope) return scope.error();
    const std::string kind = call.text("kind");
    const bool is_map = kind == "map";
    auto row = read_fields(call, is_map ? "node_map" : "visual_form",
                           {{"kind", is_map ? "free" : kind},
                            {"title", call.text("title")},
                            {"drawn_on", call.text("date")}},
                           {"kind", "title", "drawn_on"});
    if (!row) return row.error();
    (*row)["plan_id"] = *plan;
    const Json labels = call.body.contains("items") ? call.body["items"] : Json::array();
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto form = tx.insert(*scope, is_map ? "node_map" : "visual_form", *row);
        if (!form) return form.error();
        if (is_map) return {};
        for (const Json& label : labels) {
            if (!label.is_string()) return fail(Errc::invalid_argument, "items are words");
            const auto item = tx.insert(*scope, "visual_item",
                                        {{"form_id", *form}, {"label", label.get<std::string>()}});
            if (!item) return item.error();
            const auto listed = tx.insert_at("visual_form", *form, "item_order", *item);
            if (!listed) return listed.error();
        }
        return {};
    });
    return written ? Result<void>{} : written.error();
}

Result<void> add_label(const Call& call) {
    const auto form = call.id("form");
    if (!form) return form.error();
    const std::string label = call.text("label");
    if (label.empty()) return fail(Errc::invalid_argument, "label: what stands there");
    const bool is_map = call.text("kind") == "map";
    const auto made = is_map ? plans::add_node(call.store, *form, label, {})
                             : plans::add_item(call.store, *form, label);
    return made ? Result<void>{} : made.error();
}

Result<void> score_item(const Call& call) {
    const auto item = call.id("item");
    if (!item) return item.error();
    probation::Voice voice{};
    if (!from_text(call.text("voice"), voice)) return fail(Errc::invalid_argument, "voice");
    const auto score = call.body.find("score");
    if (score == call.body.end() || !score->is_number_integer() || *score < 0 || *score > 10)
        return fail(Errc::invalid_argument, "score: 0 to 10");
    return plans::score(call.store, *item, voice, score->get<int>());
}

Result<void> tick_item(const Call& call) {
    const auto item = call.id("item");
    if (!item) return item.error();
    const auto me = call.me();
    if (!me) return me.error();
    return plans::tick_stone(call.store, *item, {call.name(*me), call.text("date")});
}

Result<void> move_item(const Call& call) {
    const auto form = call.id("form");
    if (!form) return form.error();
    const auto item = call.id("item");
    if (!item) return item.error();
    const auto to = call.body.find("to");
    if (to == call.body.end() || !to->is_number_unsigned())
        return fail(Errc::invalid_argument, "to: a place from 0");
    return plans::move_item(call.store, *form, *item, plans::Position{to->get<std::size_t>()});
}

Result<void> link_nodes(const Call& call) {
    const auto map = call.id("form");
    const auto from = call.id("from");
    const auto to = call.id("to");
    if (!map) return map.error();
    if (!from) return from.error();
    if (!to) return to.error();
    probation::MapLinkKind kind{};
    if (!from_text(call.text("link"), kind)) return fail(Errc::invalid_argument, "link");
    const auto made = plans::add_link(call.store, *map, *from, *to, kind);
    return made ? Result<void>{} : made.error();
}

constexpr std::array<std::pair<std::string_view, Deed>, 6> deeds{{{"begin", begin_picture},
                                                                  {"add", add_label},
                                                                  {"score", score_item},
                                                                  {"tick", tick_item},
                                                                  {"move", move_item},
                                                                  {"link", link_nodes}}};

}  // namespace

/// {"deed": begin | add | score | tick | move | link, …}
Reply draw(const Call& call) {
    for (const auto& [name, deed] : deeds) {
        if (name != call.text("deed")) continue;
        const auto done = deed(call);
        if (!done) return done.error();
        return Json::object();
    }
    return fail(Errc::invalid_argument, "deed");
}

}  // namespace sanderling::app
