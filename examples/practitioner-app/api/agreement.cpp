// Agreement to a plan as a signature over one version of it, and what was said of the service
// user's part in it: each voice for itself.
#include "client-sdk/practice/plans/agreement.hpp"

#include "examples/practitioner-app/agreement_words.hpp"
#include "examples/practitioner-app/api.hpp"
#include "schema/generated/probation/enums.hpp"

namespace sanderling::app {

namespace {

namespace plans = practice::plans;
using plans::AgreementState;

Json voice_words(const plans::VoiceAgreement& voice) {
    const auto& said = voice.said;
    return {{"standing", plans::to_text(voice.standing)},
            {"signer", said.signer ? Json(*said.signer) : Json(nullptr)},
            {"at", said.signed_at ? Json(said.signed_at->ms) : Json(nullptr)},
            {"reason", said.reason ? Json(*said.reason) : Json(nullptr)}};
}

bool is_waited_for(AgreementState own, AgreementState other) {
    if (own == AgreementState::changed_since_agreed) return true;
    return own == AgreementState::not_asked && other != AgreementState::not_asked;
}

Result<probation::Voice> voice_of(const Call& call) {
    probation::Voice voice{};
    if (!from_text(call.text("voice"), voice)) return fail(Errc::invalid_argument, "voice");
    return voice;
}

}  // namespace

Reply agreement_words(const Call& call, RecordId plan) {
    const auto content = plans::read_plan(call.store, plan);
    if (!content) return content.error();
    const auto agreement = plans::read_agreement(call.store, *content);
    if (!agreement) return agreement.error();
    Json waits = Json::array();
    if (is_waited_for(agreement->om.standing, agreement->su.standing)) waits.push_back("om");
    if (is_waited_for(agreement->su.standing, agreement->om.standing)) waits.push_back("su");
    Json out{{"version", to_hex(plans::version_hash(*content))},
             {"om", voice_words(agreement->om)},
             {"su", voice_words(agreement->su)},
             {"waits", std::move(waits)}};
    for (const char* voice : {"om", "su"})
        if (Json& signer = out[voice]["signer"]; signer.is_string())
            signer = call.people.staff_name(signer.get<std::string>());
    return out;
}

Reply waiting_agreements(const Call& call) {
    const auto found = read_rows(
        call.store,
        "SELECT pl.id, pl.scope, p.name AS person FROM plan pl JOIN person p ON p.scope = pl.scope "
        "WHERE EXISTS (SELECT 1 FROM agreement a WHERE a.plan_id = pl.id) AND NOT EXISTS (SELECT 1 "
        "FROM plan n WHERE n.scope = pl.scope AND (coalesce(n.window_starts_on, ''), n.id) > "
        "(coalesce(pl.window_starts_on, ''), pl.id)) ORDER BY p.name",
        {});
    if (!found) return found;
    Json out = Json::array();
    for (const Json& plan : *found) {
        const auto words = agreement_words(call, *parse_id<RecordId>(plan.value("id", "")));
        if (!words) return words;
        if ((*words)["waits"].empty()) continue;
        Json line = plan;
        line["waits"] = (*words)["waits"];
        line["changed"] = (*words)["om"]["standing"] == "changed_since_agreed" ||
                          (*words)["su"]["standing"] == "changed_since_agreed";
        out.push_back(std::move(line));
    }
    return out;
}

/// {"plan", "version", "voice", "status", "signer"?, "reason"?}: said of the version that the page
/// showed; of none other, for the plan may have changed while somebody was reading it out.
Reply save_agreement(const Call& call) {
    const auto plan = call.id("plan");
    if (!plan) return plan.error();
    const auto voice = voice_of(call);
    if (!voice) return voice.error();
    plans::Signing signing{.voice = *voice, .now = now()};
    if (!from_text(call.text("status"), signing.status) ||
        signing.status == probation::AgreementStatus::draft)
        return fail(Errc::invalid_argument, "status");
    const auto content = plans::read_plan(call.store, *plan);
    if (!content) return content.error();
    if (to_hex(plans::version_hash(*content)) != call.text("version"))
        return fail(Errc::conflict_closed, "the plan has changed meanwhile");
    const auto own = call.my_staff();
    if (!own) return own.error();
    signing.signer = *voice == probation::Voice::om ? *own : call.text("signer");
    if (signing.signer.empty()) return fail(Errc::invalid_argument, "signer: who signs");
    signing.reason = call.text("reason");
    const bool is_agreed = signing.status == probation::AgreementStatus::agreed;
    if (!is_agreed && signing.reason.empty())
        return fail(Errc::invalid_argument, "reason: say why");
    const auto signed_as = plans::sign(call.store, *content, signing);
    if (!signed_as) return signed_as.error();
    return Json::object();
}

/// {"plan", "voice", "involved", "date", "note"?, "skill"?, "mode"?}: the plan was discussed, as
/// one voice says; and a skill that was worked on.
Reply save_involvement(const Call& call) {
    const auto plan = call.id("plan");
    if (!plan) return plan.error();
    const auto voice = voice_of(call);
    if (!voice) return voice.error();
    const auto own = call.my_staff();
    if (!own) return own.error();
    auto row = read_fields(call, "involvement_entry",
                           {{"voice", call.text("voice")},
                            {"involved", call.text("involved")},
                            {"discussed_on", call.text("date")}},
                           {"voice", "involved", "discussed_on"});
    if (!row) return row.error();
    const auto scope = plans::scope_of(call.store, "plan", *plan);
    if (!scope) return scope.error();
    (*row)["plan_id"] = *plan;
    if (!call.text("note").empty()) (*row)["note"] = call.text("note");
    if (*voice == probation::Voice::om) (*row)["recorded_by"] = *own;
    Row skill;
    if (!call.text("skill").empty()) {
        auto read = read_fields(call, "skill_entry",
                                {{"skill", call.text("skill")},
                                 {"mode", call.text("mode")},
                                 {"voice", call.text("voice")},
                                 {"worked_on", call.text("date")}},
                                {"skill", "mode", "voice", "worked_on"});
        if (!read) return read.error();
        skill = std::move(*read);
    }
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto made = tx.insert(*scope, "involvement_entry", *row);
        if (!made) return made.error();
        if (skill.empty()) return {};
        const auto noted = tx.insert(*scope, "skill_entry", skill);
        return noted ? Result<void>{} : noted.error();
    });
    if (!written) return written.error();
    return Json::object();
}

}  // namespace sanderling::app
