// The caseload, and one case with everything but its contacts.
#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/due_words.hpp"
#include "examples/practitioner-app/plan_words.hpp"
#include "examples/practitioner-app/risk_words.hpp"

namespace sanderling::app {

Reply get_cases(const Call& call) {
    auto cases = read_rows(
        call.store,
        "SELECT p.scope, p.name AS person, p.crn, r.rosh, "
        "(SELECT staff FROM allocation a WHERE a.scope = p.scope AND a.role = 'om' AND a.ends_on "
        "IS NULL ORDER BY a.starts_on DESC LIMIT 1) AS staff, "
        "(SELECT max(starts) FROM contact c WHERE c.scope = p.scope AND c.starts < ?1) AS last, "
        "(SELECT min(starts) FROM contact c WHERE c.scope = p.scope AND c.starts >= ?1) AS next "
        "FROM person p LEFT JOIN risk_assessment r ON r.scope = p.scope ORDER BY p.name",
        {now().ms});
    if (!cases) return cases;
    const auto conflicts = call.store.conflicts();
    if (!conflicts) return conflicts.error();
    std::map<std::string, int> open;
    for (const Conflict& each : *conflicts) ++open[to_text(each.scope)];
    for (Json& each : *cases) {
        each["conflicts"] = open[each.value("scope", "")];
        if (each["staff"].is_string())
            each["staff"] = call.people.staff_name(each["staff"].get<std::string>());
    }
    return Json{{"cases", std::move(*cases)}};
}

namespace {

Reply person_of(const Call& call, ScopeId scope) {
    return read_row(call.store, "SELECT * FROM person WHERE scope = ?1 LIMIT 1", {to_scalar(scope)},
                    {"phones", "addresses", "accessibility_needs", "interpreters"});
}

Reply allocations_of(const Call& call, ScopeId scope) {
    auto rows = read_rows(call.store,
                          "SELECT staff, role, starts_on, ends_on FROM allocation WHERE scope = ?1 "
                          "ORDER BY starts_on DESC",
                          {to_scalar(scope)});
    if (!rows) return rows;
    for (Json& row : *rows)
        if (row["staff"].is_string())
            row["staff"] = call.people.staff_name(row["staff"].get<std::string>());
    return rows;
}

/// How current this device's copy of the case is.
Reply freshness_of(const Call& call, ScopeId scope) {
    const auto scopes = call.store.scopes();
    if (!scopes) return scopes.error();
    const auto status = call.store.status();
    if (!status) return status.error();
    for (const ScopeInfo& each : *scopes) {
        if (each.id != scope) continue;
        return Json{{"state", to_text(each.state)},
                    {"unsent", each.unsent},
                    {"role", each.role},
                    {"last_contact",
                     status->last_contact ? Json(status->last_contact->ms) : Json(nullptr)}};
    }
    return fail(Errc::unknown_scope);
}

}  // namespace

Reply get_case(const Call& call) {
    const auto scope = call.scope();
    if (!scope) return scope.error();
    auto person = person_of(call, *scope);
    if (!person) return person;
    if (person->is_null()) return fail(Errc::not_found, "no such case on this device");
    const auto form = call.new_form(*scope);
    if (!form) return form.error();
    Json out{{"form", *form}, {"scope", to_text(*scope)}, {"person", std::move(*person)}};
    const std::vector<Scalar> here{to_scalar(*scope)};
    const std::pair<const char*, Reply> parts[] = {
        {"fresh", freshness_of(call, *scope)},
        {"risk", risk_words(call, *scope)},
        {"plans", plan_words(call, *scope)},
        {"due", due_of_case(call, *scope)},
        {"enforcement", enforcement_words(call, *scope)},
        {"skills", read_rows(call.store,
                             "SELECT skill, mode, voice, worked_on FROM skill_entry WHERE scope = "
                             "?1 ORDER BY worked_on DESC, id DESC LIMIT 20",
                             here)},
        {"allocations", allocations_of(call, *scope)},
        {"orders", read_rows(call.store,
                             "SELECT type, court, sentenced_on, starts_on, ends_on FROM orders "
                             "WHERE scope = ?1 ORDER BY starts_on DESC",
                             here)},
        {"flags", read_rows(call.store,
                            "SELECT id, type, status, starts_on, review_on FROM register_flag "
                            "WHERE scope = ?1 AND status = 'active' ORDER BY starts_on DESC",
                            here)},
        {"contacts",
         read_row(call.store, "SELECT count(*) AS n FROM contact WHERE scope = ?1", here)},
    };
    for (const auto& [name, part] : parts) {
        if (!part) return part.error();
        out[name] = *part;
    }
    return out;
}

}  // namespace sanderling::app
