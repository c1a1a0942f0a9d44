// Contacts: the timeline a page at a time, one contact with its history, and saving the form.
#include "examples/practitioner-app/api.hpp"

#include <algorithm>
#include <charconv>

namespace sanderling::app {

namespace {

constexpr std::int64_t page_size = 50;

/// "<starts>.<id>" of the last row of the page before; null where it is the first.
struct Place {
    std::int64_t starts = 0;
    RecordId id{};
};

Result<std::optional<Place>> read_place(const std::string& text) {
    if (text.empty()) return std::optional<Place>{};
    const std::size_t dot = text.find('.');
    Place place;
    const auto read =
        std::from_chars(text.data(), text.data() + std::min(dot, text.size()), place.starts);
    const auto id =
        dot == std::string::npos ? std::nullopt : parse_id<RecordId>(text.substr(dot + 1));
    if (read.ec != std::errc{} || !id) return fail(Errc::invalid_argument, "before");
    place.id = *id;
    return std::optional<Place>(place);
}

constexpr std::string_view columns =
    "SELECT id, type, category, starts, ends, place, staff, outcome, planned, ns_flag, notes, "
    "enforcement_action, contested, pending FROM contact WHERE scope = ?1 ";

Json said_of(const Call& call, const HistoryEntry& entry) {
    return {{"field", entry.field},      {"deed", to_text(entry.deed)},
            {"row", to_json(entry.row)}, {"who", call.name(entry.person)},
            {"when", entry.claimed.ms},  {"reason", entry.reason},
            {"live", entry.is_live},     {"pending", entry.is_pending}};
}

}  // namespace

Reply get_contacts(const Call& call) {
    const auto scope = call.scope();
    if (!scope) return scope.error();
    const auto before = read_place(call.request.parameter("before"));
    if (!before) return before.error();
    std::vector<Scalar> params{to_scalar(*scope), page_size + 1};
    std::string sql(columns);
    if (*before) {
        sql += "AND (coalesce(starts, 0), id) < (?3, ?4) ";
        params.insert(params.end(), {(*before)->starts, (*before)->id});
    }
    sql += "ORDER BY coalesce(starts, 0) DESC, id DESC LIMIT ?2";
    auto rows = read_rows(call.store, sql, params, {"notes", "enforcement_action"});
    if (!rows) return rows;
    const bool goes_on = rows->size() > static_cast<std::size_t>(page_size);
    if (goes_on) rows->erase(rows->size() - 1);
    for (Json& row : *rows)
        if (row["staff"].is_string())
            row["staff_name"] = call.people.staff_name(row["staff"].get<std::string>());
    Json next = nullptr;
    if (goes_on) {
        const Json& last = rows->back();
        const std::int64_t starts =
            last["starts"].is_null() ? 0 : last["starts"].get<std::int64_t>();
        next = std::to_string(starts) + "." + last.value("id", "");
    }
    return Json{{"contacts", std::move(*rows)}, {"next", std::move(next)}};
}

Reply get_contact(const Call& call) {
    const auto id = call.id("id");
    if (!id) return id.error();
    const auto row = call.store.get("contact", *id);
    if (!row) return row.error();
    if (!*row) return fail(Errc::not_found, "it is not on this device, or was deleted");
    const auto place = read_row(call.store, "SELECT scope FROM contact WHERE id = ?1", {*id});
    if (!place) return place;
    const ScopeId scope = to_scope(*parse_id<RecordId>(place->value("scope", "")));
    const auto form = call.new_form(scope);
    if (!form) return form.error();
    const auto history = call.store.history("contact", *id);
    if (!history) return history.error();
    const auto outcomes = call.store.values("contact", *id, "outcome");
    if (!outcomes) return outcomes.error();
    Json out = to_json(**row);
    out["id"] = to_text(*id);
    out["scope"] = to_text(scope);
    out["person"] = call.case_name(scope);
    out["form"] = *form;
    out["outcomes"] = to_json(Value(*outcomes));
    out["history"] = Json::array();
    for (const HistoryEntry& entry : *history) out["history"].push_back(said_of(call, entry));
    if (out.contains("staff")) out["staff_name"] = call.people.staff_name(out.value("staff", ""));
    return out;
}

/// {"scope", "id"?, "fields": {…}, "note"?, "form"?}: a new contact, or changes to one.
Reply save_contact(const Call& call) {
    auto row = read_fields(
        call, "contact", call.body.contains("fields") ? call.body["fields"] : Json(nullptr),
        {"type", "category", "starts", "ends", "place", "staff", "planned", "ns_flag", "outcome"});
    if (!row) return row.error();
    const std::string note = call.text("note");
    if (row->empty() && note.empty()) return fail(Errc::invalid_argument, "nothing was changed");
    const auto form = call.form();
    if (!form) return form.error();
    const auto me = call.me();
    if (!me) return me.error();
    std::string saved;
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        if (call.text("id").empty()) {
            const auto scope = call.scope();
            if (!scope) return scope.error();
            const Colleague* known = call.people.find(*me);
            if (!row->contains("staff") && known != nullptr && !known->staff.empty())
                (*row)["staff"] = known->staff;
            if (!note.empty()) (*row)["notes"] = List{note};
            const auto id = tx.insert(*scope, "contact", *row);
            if (!id) return id.error();
            saved = to_text(*id);
            return {};
        }
        const auto id = call.id("id");
        if (!id) return id.error();
        saved = to_text(*id);
        if (!row->empty()) {
            if (auto done = tx.update("contact", *id, *row, {.token = *form}); !done) return done;
        }
        return note.empty() ? Result<void>{} : tx.append("contact", *id, "notes", note);
    });
    if (!written) return written.error();
    return Json{{"id", saved}};
}

}  // namespace sanderling::app
