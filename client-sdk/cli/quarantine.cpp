// quarantine: work of people who had been taken out of a scope by the time it came; shown,
// accepted, refused.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/field_text.hpp"
#include "client-sdk/cli/words.hpp"

#include "sanderling/late_policy.hpp"

namespace sanderling::cli {

namespace {

Json json_of(const LateWork& work) {
    Json records = Json::array();
    for (const LateRecord& record : work.records)
        records.push_back(Json{{"collection", record.collection},
                               {"record", to_text(record.record)},
                               {"before", to_json(record.before)},
                               {"after", to_json(record.after)}});
    Json decision = nullptr;
    if (work.decision)
        decision = Json{{"decision", to_text(work.decision->decision)},
                        {"made", work.decision->made.ms},
                        {"code", traits(work.decision->problem.code).name},
                        {"detail", work.decision->problem.detail}};
    return {{"type", "late_work"},
            {"transaction", to_text(work.transaction)},
            {"scope", to_text(work.scope)},
            {"replica", to_text(work.replica)},
            {"counter", number(work.counter)},
            {"part", work.part},
            {"parts", work.parts},
            {"kind", to_text(work.kind)},
            {"person", to_text(work.person)},
            {"device", to_text(work.device)},
            {"claimed", work.claimed.ms},
            {"effective", work.effective.ms},
            {"received", work.received.ms},
            {"ended", work.ended ? Json(work.ended->ms) : Json(nullptr)},
            {"revoked_since", work.revoked_since ? Json(work.revoked_since->ms) : Json(nullptr)},
            {"decision", std::move(decision)},
            {"records", std::move(records)}};
}

std::string_view kind_text(LateKind kind) {
    if (kind == LateKind::lost_device)
        return "FROM A DEVICE REPORTED LOST, perhaps not by its person; in the name";
    return kind == LateKind::entry ? "late entry" : "proposal";
}

std::string words_of(const Context& context, const LateWork& work) {
    std::string out = std::string(kind_text(work.kind)) + " of person " + to_text(work.person) +
                      ", written " + time_text(work.claimed) + " by their clock";
    if (work.ended) out += ", in office until " + time_text(*work.ended);
    if (work.revoked_since)
        out +=
            ", device " + to_text(work.device) + " revoked since " + time_text(*work.revoked_since);
    out += "\n  transaction " + to_text(work.transaction) + ", scope " + to_text(work.scope);
    if (work.parts > 1)
        out += ", part " + std::to_string(work.part) + " of " + std::to_string(work.parts);
    out += "\n";
    for (const LateRecord& record : work.records) {
        const auto* collection = context.schema().collection(record.collection);
        out += "  " + record.collection + " " + to_text(record.record) +
               "\n    writes: " + plain_text(collection, record.after) +
               "\n    now:    " + plain_text(collection, record.before) + "\n";
    }
    if (work.decision && work.decision->problem.code == Errc::ok)
        out +=
            "  " + std::string(to_text(work.decision->decision)) + ": on its way to the server\n";
    else if (work.decision)
        out += "  " + std::string(to_text(work.decision->decision)) +
               " was not taken: " + work.decision->problem.message() + "\n";
    return out;
}

Result<DecisionReason> reason_of(const std::string& text) {
    for (const auto reason :
         {DecisionReason::none_given, DecisionReason::written_elsewhere, DecisionReason::mistaken,
          DecisionReason::not_the_authors, DecisionReason::other})
        if (to_text(reason) == text) return reason;
    return fail(Errc::invalid_argument,
                "reasons are written_elsewhere, mistaken, not_the_authors and other");
}

}  // namespace

Result<Exit> run_quarantine_list(Context& context, const QuarantineOptions& options) {
    auto store = context.open();
    if (!store) return store.error();
    const auto works = store->quarantine();
    if (!works) return works.error();
    bool is_found = options.transaction.empty();
    for (const LateWork& work : *works) {
        if (!to_text(work.transaction).starts_with(options.transaction)) continue;
        is_found = true;
        context.out.result(json_of(work), words_of(context, work));
    }
    if (!is_found) return fail(Errc::not_found, "no transaction " + options.transaction);
    if (works->empty()) context.out.words("nothing waits for a decision");
    return Exit::ok;
}

Result<Exit> run_quarantine_decide(Context& context, const QuarantineOptions& options) {
    const auto reason = reason_of(options.reason);
    if (!reason) return reason.error();
    auto store = context.open();
    if (!store) return store.error();
    const auto works = store->quarantine();
    if (!works) return works.error();
    std::vector<const LateWork*> chosen;
    for (const LateWork& work : *works) {
        const bool is_named = options.transaction.size() >= 4 &&
                              to_text(work.transaction).starts_with(options.transaction);
        if (!is_named) continue;
        if (!chosen.empty() && chosen.front()->transaction != work.transaction)
            return fail(Errc::invalid_argument,
                        "several transactions begin with " + options.transaction);
        chosen.push_back(&work);
    }
    if (chosen.empty()) return fail(Errc::not_found, "no transaction " + options.transaction);
    for (const LateWork* work : chosen) {
        const auto done = store->decide(work->scope, work->dot(), options.decision,
                                        {.reason = *reason, .note = options.note});
        if (!done) return done.error();
        context.out.result(Json{{"type", "decided"},
                                {"transaction", to_text(work->transaction)},
                                {"scope", to_text(work->scope)},
                                {"decision", to_text(options.decision)}},
                           std::string(to_text(options.decision)) + ": goes with the next sync");
    }
    return Exit::ok;
}

Result<Exit> run_quarantine_policy(Context& context, const QuarantineOptions& options) {
    const bool is_asked = options.policy.empty();
    const bool accepts = options.policy == "accept-entries";
    if (!is_asked && !accepts && options.policy != "ask")
        return fail(Errc::invalid_argument, "a policy is ask or accept-entries");
    auto store = context.open();
    if (!store) return store.error();
    if (!is_asked) {
        const auto put =
            set_late_policy(*store, accepts ? LatePolicy::accept_entries : LatePolicy::ask);
        if (!put) return put.error();
    }
    const auto policy = late_policy(*store);
    if (!policy) return policy.error();
    const bool is_automatic = *policy == LatePolicy::accept_entries;
    context.out.result(
        Json{{"type", "late_policy"}, {"policy", is_automatic ? "accept-entries" : "ask"}},
        is_automatic ? "late entries are accepted as they come" : "each waits for a decision");
    return Exit::ok;
}

}  // namespace sanderling::cli
