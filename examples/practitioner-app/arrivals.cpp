#include "examples/practitioner-app/arrivals.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace sanderling::app {

namespace {

constexpr std::size_t shown_max = 30;

/// What people write; by SQL name where that is another.
struct Watched {
    std::string_view collection;
    std::string_view table;
};
constexpr std::array watched{
    Watched{"contact", "contact"},
    Watched{"risk_assessment", "risk_assessment"},
    Watched{"goal", "goal"},
    Watched{"step", "step"},
    Watched{"plan", "plan"},
    Watched{"evidence", "evidence"},
    Watched{"issue", "issue"},
    Watched{"response", "response"},
    Watched{"post", "post"},
    Watched{"bulletin", "bulletin"},
    Watched{"allocation", "allocation"},
    Watched{"register_flag", "register_flag"},
};

struct Arrived {
    std::string_view collection{};
    RecordId record{};
    ScopeId scope{};
    Seq seen{};
};

Result<Look> begin(const Call& call) {
    const auto scopes = call.store.scopes();
    if (!scopes) return scopes.error();
    Look look{.at = now()};
    for (const ScopeInfo& scope : *scopes) look.seen[scope.id] = scope.seq;
    call.looks.keep(look);
    return look;
}

/// Scopes that have moved since, with the number up to which they were seen.
Result<std::vector<std::pair<ScopeId, Seq>>> moved(const Call& call, const Look& look) {
    const auto scopes = call.store.scopes();
    if (!scopes) return scopes.error();
    std::vector<std::pair<ScopeId, Seq>> out;
    for (const ScopeInfo& scope : *scopes) {
        const auto found = look.seen.find(scope.id);
        const Seq seen = found != look.seen.end() ? found->second : Seq{};
        if (scope.seq > seen) out.emplace_back(scope.id, seen);
    }
    return out;
}

Result<std::vector<Arrived>> changed_in(const Call& call, ScopeId scope, Seq seen) {
    std::vector<Arrived> out;
    for (const Watched& in : watched) {
        const auto rows = call.store.query(
            "SELECT id FROM " + std::string(in.table) + " WHERE scope = ?1 AND updated_seq > ?2",
            {to_scalar(scope), static_cast<std::int64_t>(number(seen))});
        if (!rows) return rows.error();
        for (std::size_t i = 0; i < rows->size(); ++i)
            out.push_back({in.collection, std::get<RecordId>(rows->at(i, 0)), scope, seen});
    }
    return out;
}

/// What others did to the record since; null if it was all this person's own doing.
Reply describe(const Call& call, const Arrived& at, PersonId me) {
    const auto history = call.store.history(at.collection, at.record);
    if (!history) return history.error();
    std::set<std::string> fields;
    std::set<std::string> people;
    Instant when{};
    Json now_says = Json::object();
    bool is_new = false;
    for (const HistoryEntry& entry : *history) {
        if (entry.seq <= at.seen || entry.person == me || entry.deed == Deed::touched) continue;
        if (!entry.field.empty()) fields.insert(entry.field);
        is_new = is_new || entry.deed == Deed::created;
        people.insert(call.name(entry.person));
        when = std::max(when, entry.claimed);
        for (const auto& [name, value] : entry.row) now_says[name] = to_json(value);
    }
    if (people.empty()) return Json(nullptr);
    return Json{{"collection", at.collection},
                {"record", to_text(at.record)},
                {"scope", to_text(at.scope)},
                {"person", call.case_name(at.scope)},
                {"fields", fields},
                {"who", people},
                {"when", when.ms},
                {"new", is_new},
                {"values", std::move(now_says)}};
}

}  // namespace

Reply arrivals(const Call& call) {
    auto look = call.looks.last();
    if (!look) {
        auto first = begin(call);
        if (!first) return first.error();
        look = std::move(*first);
    }
    const auto me = call.me();
    if (!me) return me.error();
    const auto scopes = moved(call, *look);
    if (!scopes) return scopes.error();
    Json items = Json::array();
    std::size_t more = 0;
    for (const auto& [scope, seen] : *scopes) {
        const auto changed = changed_in(call, scope, seen);
        if (!changed) return changed.error();
        for (const Arrived& each : *changed) {
            if (items.size() >= shown_max) {
                ++more;
                continue;
            }
            auto item = describe(call, each, *me);
            if (!item) return item.error();
            if (!item->is_null()) items.push_back(std::move(*item));
        }
    }
    std::sort(items.begin(), items.end(),
              [](const Json& a, const Json& b) { return a["when"] > b["when"]; });
    return Json{{"since", look->at.ms}, {"items", std::move(items)}, {"more", more}};
}

}  // namespace sanderling::app
