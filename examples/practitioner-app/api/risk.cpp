// Levels of risk: read with everybody who says something, written with a reason.
#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/conflict_words.hpp"
#include "examples/practitioner-app/risk_words.hpp"

#include <array>

namespace sanderling::app {

namespace {

constexpr std::array levels{"rosh",       "rosh_children",  "rosh_public",    "rosh_known_adult",
                            "rosh_staff", "rosh_prisoners", "mappa_category", "mappa_level"};

/// The newest write of each field: who said it last, and when.
Reply who_said(const Call& call, RecordId risk) {
    const auto history = call.store.history("risk_assessment", risk);
    if (!history) return history.error();
    Json out = Json::object();
    for (const HistoryEntry& entry : *history) {
        if (!entry.is_live || entry.row.empty()) continue;
        for (const auto& [field, value] : entry.row)
            out[field] = {{"who", call.name(entry.person)},
                          {"when", entry.claimed.ms},
                          {"pending", entry.is_pending}};
    }
    return out;
}

}  // namespace

Reply risk_words(const Call& call, ScopeId scope) {
    const auto found =
        read_row(call.store, "SELECT id FROM risk_assessment WHERE scope = ?1 ORDER BY id LIMIT 1",
                 {to_scalar(scope)});
    if (!found) return found;
    if (found->is_null()) return Json(nullptr);
    const RecordId id = *parse_id<RecordId>(found->value("id", ""));
    const auto row = call.store.get("risk_assessment", id);
    if (!row) return row.error();
    if (!*row) return Json(nullptr);
    Json fields = to_json(**row);
    Json out{{"id", to_text(id)}, {"levels", Json::object()}, {"disputed", Json::array()}};
    for (const char* level : levels)
        if (fields.contains(level)) out["levels"][level] = fields[level];
    for (const char* other : {"assessed_on", "reasons", "narrative", "management_plan"})
        out[other] = fields.contains(other) ? fields[other] : Json(nullptr);
    auto said = who_said(call, id);
    if (!said) return said;
    out["said"] = std::move(*said);
    const auto conflicts = call.store.conflicts();
    if (!conflicts) return conflicts.error();
    for (const Conflict& each : *conflicts)
        if (each.record == id) out["disputed"].push_back(conflict_words(call, each));
    return out;
}

/// {"scope", "id"?, "fields": {level…}, "reason", "form"?}
Reply save_risk(const Call& call) {
    const auto scope = call.scope();
    if (!scope) return scope.error();
    auto row = read_fields(
        call, "risk_assessment", call.body.contains("fields") ? call.body["fields"] : Json(nullptr),
        {"rosh", "rosh_children", "rosh_public", "rosh_known_adult", "rosh_staff", "rosh_prisoners",
         "rosh_since", "mappa_category", "mappa_level", "assessed_on"});
    if (!row) return row.error();
    // What is due each week counts from the day on which the level was set.
    if (row->contains("rosh") && !row->contains("rosh_since"))
        (*row)["rosh_since"] = practice::to_text(today_in_london());
    const std::string reason = call.text("reason");
    if (row->empty()) return fail(Errc::invalid_argument, "nothing was changed");
    if (reason.empty()) return fail(Errc::invalid_argument, "reason: say why");
    const auto form = call.form();
    if (!form) return form.error();
    std::string saved;
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        if (call.text("id").empty()) {
            Row first = *row;
            first["reasons"] = List{reason};
            const auto id = tx.insert(*scope, "risk_assessment", first);
            if (!id) return id.error();
            saved = to_text(*id);
            return {};
        }
        const auto id = call.id("id");
        if (!id) return id.error();
        saved = to_text(*id);
        if (auto done = tx.update("risk_assessment", *id, *row, {.token = *form}); !done)
            return done;
        return tx.append("risk_assessment", *id, "reasons", reason);
    });
    if (!written) return written.error();
    return Json{{"id", saved}};
}

}  // namespace sanderling::app
