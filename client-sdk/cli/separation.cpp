// audit, reclassify, subject-access: what is kept apart, moved and looked at (docs/sdk.md).
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/words.hpp"

#include <fstream>

#include "sanderling/audit.hpp"
#include "sanderling/reclassify.hpp"
#include "sanderling/subject_access.hpp"

namespace sanderling::cli {

namespace {

Json to_json(const AuditEntry& entry) {
    Json out{{"type", "audit"},
             {"position", entry.position},
             {"deed", std::string(to_text(entry.note.deed))},
             {"claimed", entry.claimed.ms},
             {"not_before", entry.not_before.ms}};
    out["scope"] = entry.note.scope ? Json(to_text(*entry.note.scope)) : Json(nullptr);
    out["record"] = entry.note.record ? Json(to_text(*entry.note.record)) : Json(nullptr);
    out["purpose"] = entry.note.purpose;
    out["hash"] = entry.hash;
    out["sent"] = entry.is_sent;
    return out;
}

Result<void> write_file(const std::string& name, const std::string& content) {
    std::ofstream out(name, std::ios::binary | std::ios::trunc);
    out << content;
    out.close();
    if (!out) return fail(Errc::io, "cannot write " + name);
    return {};
}

}  // namespace

Result<Exit> run_audit_log(Context& context) {
    auto store = context.open();
    if (!store) return store.error();
    const auto log = audit_log(*store);
    if (!log) return log.error();
    for (const AuditEntry& entry : *log)
        context.out.result(to_json(entry), std::to_string(entry.position) + "  " +
                                               std::string(to_text(entry.note.deed)) + "  " +
                                               (entry.is_sent ? "handed in" : "here only") + "  " +
                                               entry.note.purpose);
    return Exit::ok;
}

Result<Exit> run_audit_hand_in(Context& context) {
    auto store = context.open();
    if (!store) return store.error();
    std::size_t count = 0;
    while (true) {
        const auto some = hand_in_audit(*store);
        if (!some) return some.error();
        if (*some == 0) break;
        count += *some;
    }
    context.out.result(Json{{"type", "handed_in"}, {"entries", count}},
                       std::to_string(count) + " entries leave with the next sync");
    return Exit::ok;
}

Result<Exit> run_audit_verify(Context& context) {
    auto store = context.open();
    if (!store) return store.error();
    const auto report = verify_audit(*store);
    if (!report) return report.error();
    for (const AuditTimes& times : report->times)
        context.out.object(Json{{"type", "audit_times"},
                                {"device", to_text(times.device)},
                                {"position", times.position},
                                {"claimed", times.claimed.ms},
                                {"received", times.received.ms},
                                {"not_before", times.not_before.ms},
                                {"plausible", times.is_plausible}});
    for (const AuditFinding& finding : report->findings)
        context.out.result(Json{{"type", "audit_finding"},
                                {"device", to_text(finding.device)},
                                {"position", finding.position},
                                {"what", finding.what}},
                           "device " + to_text(finding.device) + ", entry " +
                               std::to_string(finding.position) + ": " + finding.what);
    context.out.result(Json{{"type", "audit_verified"},
                            {"entries", report->entries},
                            {"devices", report->devices},
                            {"findings", report->findings.size()}},
                       std::to_string(report->entries) + " entries of " +
                           std::to_string(report->devices) + " devices, " +
                           std::to_string(report->findings.size()) + " things wrong");
    return report->findings.empty() ? Exit::ok : Exit::failed;
}

Result<Exit> run_reclassify(Context& context, const ReclassifyOptions& options) {
    const auto record = parse_record(options.record);
    if (!record) return record.error();
    auto store = context.open();
    if (!store) return store.error();
    const auto to = find_scope(*store, options.scope);
    if (!to) return to.error();
    const auto done = reclassify(*store, options.collection, *record, *to);
    if (!done) return done.error();
    context.out.result(Json{{"type", "reclassified"},
                            {"transaction", to_text(done->receipt.transaction)},
                            {"source", to_text(*record)},
                            {"copy", to_text(done->copy)}},
                       "copied to " + to_text(done->copy) +
                           "; the source is hidden, and goes when the keyholder purges it");
    return Exit::ok;
}

Result<Exit> run_reclassified(Context& context) {
    auto store = context.open();
    if (!store) return store.error();
    const auto all = reclassifications(*store);
    if (!all) return all.error();
    for (const Reclassification& one : *all)
        context.out.result(Json{{"type", "reclassification"},
                                {"from", to_text(one.from)},
                                {"source", to_text(one.source)},
                                {"to", to_text(one.to)},
                                {"copy", to_text(one.copy)},
                                {"at", one.at.ms},
                                {"state", std::string(to_text(one.state))}},
                           std::string(to_text(one.state)) + "  record " + to_text(one.source) +
                               " of scope " + to_text(one.from) + " -> " + to_text(one.copy));
    return Exit::ok;
}

Result<Exit> run_subject_access(Context& context, const SubjectAccessOptionsGiven& options) {
    auto store = context.open();
    if (!store) return store.error();
    SubjectAccessOptions wanted{.purpose = options.purpose};
    for (const std::string& name : options.scopes) {
        const auto scope = find_scope(*store, name);
        if (!scope) return scope.error();
        wanted.scopes.push_back(*scope);
    }
    const auto held = subject_access(*store, wanted);
    if (!held) return held.error();
    if (auto done = write_file(options.out + ".json", held->json); !done) return done.error();
    if (auto done = write_file(options.out + ".txt", held->text); !done) return done.error();
    context.out.result(
        Json{{"type", "subject_access"}, {"records", held->records}, {"out", options.out}},
        std::to_string(held->records) + " records in " + options.out + ".json and .txt, in clear");
    return Exit::ok;
}

}  // namespace sanderling::cli
