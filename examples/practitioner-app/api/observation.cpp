// A session that a manager sat in on: the checklist and the feedback, and what the colleague thinks
// of it. Both are in what the two share, and nobody else reads it.
#include "examples/practitioner-app/api.hpp"

#include <map>

namespace sanderling::app {

namespace {

/// Where this person and a colleague keep what they share, by the colleague's staff reference: of
/// everybody with whom something is shared on this device.
Result<std::map<std::string, ScopeId>> pairs_of(const Call& call) {
    const auto scopes = call.store.scopes();
    if (!scopes) return scopes.error();
    const auto me = call.me();
    if (!me) return me.error();
    std::map<std::string, ScopeId> out;
    for (const ScopeInfo& scope : *scopes) {
        if (scope.kind != "pair" || scope.state == ScopeState::absent) continue;
        for (const auto& [person, colleague] : call.people.all())
            if (person != *me && colleague.pairs.contains(scope.id))
                out.emplace(colleague.staff, scope.id);
    }
    return out;
}

void name_staff(const Call& call, Json& row, const char* field) {
    if (row[field].is_string()) row[field] = call.people.staff_name(row[field].get<std::string>());
}

}  // namespace

Reply get_observations(const Call& call) {
    const auto pairs = pairs_of(call);
    if (!pairs) return pairs.error();
    auto rows = read_rows(call.store,
                          "SELECT id, scope, observed_on, observer, observed, contact_type, "
                          "feedback FROM observation ORDER BY observed_on DESC, id DESC LIMIT 100",
                          {}, {"feedback"});
    if (!rows) return rows;
    const auto own = call.my_staff();
    if (!own) return own.error();
    auto marks = read_rows(
        call.store, "SELECT observation_id, area, present FROM observation_mark ORDER BY id", {});
    if (!marks) return marks;
    auto thoughts = read_rows(
        call.store, "SELECT about, written_on, body FROM reflection ORDER BY id", {}, {"body"});
    if (!thoughts) return thoughts;
    for (Json& row : *rows) {
        row["marks"] = Json::array();
        row["reflections"] = Json::array();
        for (const Json& mark : *marks)
            if (mark["observation_id"] == row["id"]) row["marks"].push_back(mark);
        for (const Json& thought : *thoughts)
            if (thought["about"] == row["id"]) row["reflections"].push_back(thought);
        row["mine"] = row["observed"] == *own;
        name_staff(call, row, "observer");
        name_staff(call, row, "observed");
    }
    Json colleagues = Json::array();
    for (const auto& [staff, scope] : *pairs)
        colleagues.push_back({{"staff", staff}, {"name", call.people.staff_name(staff)}});
    return Json{{"observations", std::move(*rows)}, {"colleagues", std::move(colleagues)}};
}

/// {"date", "observed": staff reference, "contact_type", "marks": {"set_up": true, …}, "feedback"}:
/// kept in what the two share, and nowhere else.
Reply save_observation(const Call& call) {
    const auto own = call.my_staff();
    if (!own) return own.error();
    const auto pairs = pairs_of(call);
    if (!pairs) return pairs.error();
    const auto shared = pairs->find(call.text("observed"));
    if (shared == pairs->end())
        return fail(Errc::not_found, "nothing is shared with this colleague on this device");
    const ScopeId scope = shared->second;
    auto row = read_fields(call, "observation",
                           {{"observed_on", call.text("date")},
                            {"contact_type", call.text("contact_type")},
                            {"observed", call.text("observed")}},
                           {"observed_on", "contact_type", "observed"});
    if (!row) return row.error();
    (*row)["observer"] = *own;
    const std::string feedback = call.text("feedback");
    if (feedback.empty()) return fail(Errc::invalid_argument, "feedback: say what you saw");
    (*row)["feedback"] = List{feedback};
    std::vector<Row> seen;
    const Json marks = call.body.contains("marks") ? call.body["marks"] : Json::object();
    for (const auto& [area, present] : marks.items()) {
        auto mark = read_fields(call, "observation_mark", {{"area", area}, {"present", present}},
                                {"area", "present"});
        if (!mark) return mark.error();
        seen.push_back(std::move(*mark));
    }
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto made = tx.insert(scope, "observation", *row);
        if (!made) return made.error();
        for (Row& mark : seen) {
            mark["observation_id"] = *made;
            if (const auto done = tx.insert(scope, "observation_mark", mark); !done)
                return done.error();
        }
        return {};
    });
    if (!written) return written.error();
    return Json::object();
}

/// {"about", "body", "date"}: the observed colleague's own thoughts, shared with the observer.
Reply save_reflection(const Call& call) {
    const auto about = call.id("about");
    if (!about) return about.error();
    const std::string body = call.text("body");
    if (body.empty()) return fail(Errc::invalid_argument, "body: say what you think");
    const auto place =
        read_row(call.store, "SELECT scope FROM observation WHERE id = ?1", {*about});
    if (!place) return place;
    if (place->is_null()) return fail(Errc::not_found, "no such observation");
    const ScopeId scope = to_scope(*parse_id<RecordId>(place->value("scope", "")));
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto made =
            tx.insert(scope, "reflection",
                      {{"about", *about}, {"written_on", call.text("date")}, {"body", List{body}}});
        return made ? Result<void>{} : made.error();
    });
    if (!written) return written.error();
    return Json::object();
}

}  // namespace sanderling::app
