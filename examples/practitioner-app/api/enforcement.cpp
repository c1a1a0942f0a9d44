// Steps of enforcement because of one missed contact: a warning, a breach. Two people who both take
// one write one record, with a line of each.
#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/due_words.hpp"

namespace sanderling::app {

namespace {

/// The record of this step where somebody has taken it already.
Result<std::optional<RecordId>> step_of(const Call& call, const RecordId& contact,
                                        const std::string& action) {
    const auto row = read_row(
        call.store, "SELECT id FROM enforcement_step WHERE contact_id = ?1 AND action = ?2",
        {contact, action});
    if (!row) return row.error();
    if (row->is_null()) return std::optional<RecordId>{};
    return parse_id<RecordId>(row->value("id", ""));
}

}  // namespace

Reply enforcement_words(const Call& call, ScopeId scope) {
    return read_rows(call.store,
                     "SELECT id, contact_id, action, taken_on, account FROM enforcement_step WHERE "
                     "scope = ?1 ORDER BY taken_on DESC, id DESC LIMIT 100",
                     {to_scalar(scope)}, {"account"});
}

/// {"contact", "action", "date", "note"?}: taken on that day, as its author claims.
Reply save_enforcement(const Call& call) {
    const auto contact = call.id("contact");
    if (!contact) return contact.error();
    const auto me = call.me();
    if (!me) return me.error();
    const auto place = read_row(call.store, "SELECT scope FROM contact WHERE id = ?1", {*contact});
    if (!place) return place;
    if (place->is_null()) return fail(Errc::not_found, "no such contact");
    const ScopeId scope = to_scope(*parse_id<RecordId>(place->value("scope", "")));
    auto row = read_fields(call, "enforcement_step",
                           {{"action", call.text("action")}, {"taken_on", call.text("date")}},
                           {"action", "taken_on"});
    if (!row) return row.error();
    const auto taken = step_of(call, *contact, call.text("action"));
    if (!taken) return taken.error();
    const std::string note = call.text("note");
    const std::string line =
        call.name(*me) + ", " + call.text("date") + (note.empty() ? "" : ": " + note);
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        if (*taken) return tx.append("enforcement_step", **taken, "account", line);
        (*row)["contact_id"] = *contact;
        (*row)["account"] = List{line};
        const auto made = tx.insert(scope, "enforcement_step", *row);
        return made ? Result<void>{} : made.error();
    });
    if (!written) return written.error();
    return Json::object();
}

}  // namespace sanderling::app
