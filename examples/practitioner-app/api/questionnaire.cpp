// Questionnaires: whoever hands one in seals it to the project that reads it. From then on neither
// this device nor the officer whose device it is can open it.
#include "examples/practitioner-app/api.hpp"
#include "schema/generated/probation/records.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace sanderling::app {

namespace {

/// The research project that this person hands in to; nothing where there is none.
Result<std::optional<ScopeId>> project_of(const Call& call) {
    const auto scopes = call.store.scopes();
    if (!scopes) return scopes.error();
    for (const ScopeInfo& scope : *scopes)
        if (scope.kind == "research" && scope.state == ScopeState::deposit)
            return std::optional(scope.id);
    return std::optional<ScopeId>{};
}

/// Joins the two voices of one case, questionnaire and wave. Scopes are named by random ids that a
/// project never sees, so the token leads nobody to a case.
std::string pair_token(ScopeId scope, const std::string& what) {
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(what.data()), what.size(),
                       scope.bytes.data(), scope.bytes.size());
    return to_hex(hash);
}

/// In the order in which they are asked; what is in no order comes last.
Reply items_of(const Call& call, const Json& instrument) {
    const RecordId id = *parse_id<RecordId>(instrument.value("id", ""));
    auto items = read_rows(call.store,
                           "SELECT id, code, wording, wording_cy FROM instrument_item WHERE "
                           "instrument_id = ?1 ORDER BY code",
                           {id});
    if (!items) return items;
    const auto record = call.store.get<probation::Instrument>(id);
    if (!record) return record.error();
    if (!*record) return items;
    const auto& order = (*record)->item_order;
    const auto place = [&](const Json& item) {
        const RecordId which = *parse_id<RecordId>(item.value("id", ""));
        return std::find(order.begin(), order.end(), which) - order.begin();
    };
    std::stable_sort(items->begin(), items->end(),
                     [&](const Json& a, const Json& b) { return place(a) < place(b); });
    return items;
}

}  // namespace

/// What can be filled in here, and whether there is a project to hand it in to.
Reply get_questionnaires(const Call& call) {
    const auto project = project_of(call);
    if (!project) return project.error();
    auto instruments = read_rows(
        call.store,
        "SELECT id, code, edition, title, scale_min, scale_max FROM instrument ORDER BY code", {});
    if (!instruments) return instruments;
    for (Json& each : *instruments) {
        auto items = items_of(call, each);
        if (!items) return items;
        each["items"] = std::move(*items);
    }
    return Json{{"instruments", std::move(*instruments)}, {"open", project->has_value()}};
}

/// {"scope", "code", "edition", "wave", "respondent", "answers": {"q1": 5, …}}
Reply hand_in_questionnaire(const Call& call) {
    const auto scope = call.scope();
    if (!scope) return scope.error();
    const auto project = project_of(call);
    if (!project) return project.error();
    if (!*project) return fail(Errc::not_found, "no project takes questionnaires here");
    const Json edition = call.body.contains("edition") ? call.body["edition"] : Json(1);
    auto row = read_fields(call, "questionnaire_response",
                           {{"instrument_code", call.text("code")},
                            {"instrument_edition", edition},
                            {"wave", call.text("wave")},
                            {"respondent", call.text("respondent")}},
                           {"instrument_code", "instrument_edition", "wave", "respondent"});
    if (!row) return row.error();
    const auto answers = call.body.find("answers");
    const bool are_numbers =
        answers != call.body.end() && answers->is_object() && !answers->empty() &&
        std::ranges::all_of(*answers, [](const Json& each) { return each.is_number_integer(); });
    if (!are_numbers) return fail(Errc::invalid_argument, "answers: a number for each item");
    (*row)["answers"] = answers->dump();
    (*row)["pair_token"] =
        pair_token(*scope, call.text("code") + edition.dump() + call.text("wave"));
    (*row)["submitted_at"] = now().ms;
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto made = tx.deposit(**project, "questionnaire_response", *row);
        return made ? Result<void>{} : made.error();
    });
    if (!written) return written.error();
    return Json::object();
}

}  // namespace sanderling::app
