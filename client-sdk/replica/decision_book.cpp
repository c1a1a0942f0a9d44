// Decisions: made here and on their way, and those on this device's own work.
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/late_book.hpp"
#include "core/sealing/note.hpp"
#include "core/types/check.hpp"

namespace sanderling::replica {

namespace {

using scope_log::Decide;
using vault::Statement;

struct Waiting {
    crypto::Hash what{};
    ScopeId scope;
    Decide body{};
    std::string note{};
};

// Those that the server has neither taken nor refused, with the place of the work.
std::vector<Waiting> waiting_decisions(Writer& writer) {
    std::vector<Waiting> out;
    auto rows = writer.database.prepare(
        "SELECT d.what, d.scope, d.decision, d.reason, d.note, l.seq, l.t_eff"
        " FROM sanderling_decision d JOIN sanderling_late l ON l.scope = d.scope"
        " AND l.what = d.what WHERE d.state = 0 ORDER BY d.made");
    while (rows.step() == Statement::Step::row) {
        Waiting& one = out.emplace_back();
        one.what = column_fixed<crypto::Hash>(rows, 0);
        one.scope = column_fixed<ScopeId>(rows, 1);
        one.body.commit = one.what;
        one.body.decision = column_code<scope_log::Decision>(rows, 2);
        one.body.reason = column_code<scope_log::DecisionReason>(rows, 3);
        one.note = std::string(rows.column_text(4));
        one.body.seq = column_code<Seq>(rows, 5);
        one.body.t_eff = HlcTime{static_cast<std::uint64_t>(rows.column_int(6))};
    }
    return out;
}

void put_state(Writer& writer, const crypto::Hash& what, const Error& problem) {
    auto update = writer.database.prepare(
        "UPDATE sanderling_decision SET state = ?2, code = ?3, detail = ?4 WHERE what = ?1");
    update.bind_blob(1, what.view()).bind_int(2, 1).bind_int(3, as_int(problem.code));
    update.bind_text(4, problem.detail).run();
}

Result<wire::LogPut> sign(Writer& writer, Scope& scope, Waiting waiting, std::uint64_t request,
                          Instant now) {
    const scope_log::ScopeLog& log = writer.scopes.log(scope);
    if (!waiting.note.empty()) {
        const KeyEpoch epoch = log.current_epoch();
        const sealing::EpochKey* key = writer.scopes.key(scope, epoch);
        if (key == nullptr) return fail(Errc::no_key, "the newest key of the scope");
        auto note =
            sealing::seal_note(waiting.note, {scope.id, epoch, waiting.what}, *key, writer.random);
        if (!note) return note.error();
        waiting.body.note = std::move(*note);
    }
    scope_log::ScopeLogEntry entry;
    entry.org = writer.identity.me().org;
    entry.scope = scope.id;
    entry.index = log.head()->index + 1;
    entry.previous = log.head()->hash;
    entry.issuer = scope_log::Issuer::of(writer.identity.me().device);
    entry.claimed = hlc_at(now);
    entry.body = std::move(waiting.body);
    wire::LogPut put{.request = request, .scope = scope.id};
    put.entries.push_back(scope_log::encode(
        scope_log::sign_entry(std::move(entry), writer.identity.device_keys().sign)));
    return put;
}

// In words, where the key is here; a note that cannot be opened says nothing.
std::string note_of(Writer& writer, ScopeId id, const Decide& decide) {
    Scope* scope = writer.scopes.find(id);
    const auto epoch = sealing::note_epoch(decide.note);
    if (scope == nullptr || !epoch) return {};
    const sealing::EpochKey* key = writer.scopes.key(*scope, *epoch);
    if (key == nullptr) return {};
    const auto text = sealing::open_note(decide.note, {id, *epoch, decide.commit}, *key);
    return text ? *text : std::string();
}

void note_decided(Writer& writer, ScopeId scope, const Decide& decide, HlcTime claimed) {
    const std::string note = note_of(writer, scope, decide);
    auto insert =
        writer.database.prepare("INSERT OR REPLACE INTO sanderling_decided VALUES(?1,?2,?3,?4,?5)");
    insert.bind_blob(1, decide.commit.view()).bind_int(2, as_int(decide.decision));
    insert.bind_int(3, as_int(decide.reason)).bind_text(4, note);
    insert.bind_int(5, instant_of(claimed).ms).run();
}

void settle_row(Writer& writer, OutboxRow row, Seq seq, const Decide& decide, HlcTime claimed) {
    const bool is_accepted = decide.decision == scope_log::Decision::accept;
    row.verdict = is_accepted ? commit::Verdict::accepted : commit::Verdict::rejected;
    row.code = is_accepted ? Errc::ok : Errc::late_work_refused;
    row.seq = seq;
    writer.outbox.put_verdict(row);
    note_decided(writer, row.scope, decide, claimed);
}

std::optional<OutboxRow> own_row(Writer& writer, ScopeId scope, const crypto::Hash& what) {
    for (const OutboxRow& row : writer.outbox.all())
        if (row.scope == scope && row.hash == what) return row;
    return std::nullopt;
}

// The server has sent what cannot be believed.
void tell(Writer& writer, ScopeId id, Error problem) {
    Scope* const scope = writer.scopes.find(id);
    if (scope == nullptr) return;
    writer.is_changed = true;
    scope->problem = std::move(problem);
    writer.scopes.save(*scope);
}

bool is_signed(Writer& writer, const scope_log::SignedEntry& entry) {
    if (is_removed(Check::decision_signature)) return true;
    const scope_log::Directory& directory = writer.identity.directory();
    const scope_log::Issuer& issuer = entry.entry.issuer;
    if (issuer.kind == scope_log::IssuerKind::registrar) {
        const auto* registrar = directory.registrar(RegistrarId{issuer.id});
        return registrar != nullptr && scope_log::verify_entry(entry, registrar->sign_key);
    }
    const auto* device = directory.device(DeviceId{issuer.id});
    return device != nullptr && scope_log::verify_entry(entry, device->sign_key);
}

}  // namespace

std::vector<wire::LogPut> decisions_to_put(Writer& writer, Instant now) {
    std::vector<wire::LogPut> out;
    for (Waiting& waiting : waiting_decisions(writer)) {
        Scope* scope = writer.scopes.find(waiting.scope);
        if (scope == nullptr || scope->head.seq == Seq{0} || writer.deciding.contains(scope->id))
            continue;
        const crypto::Hash what = waiting.what;
        auto put = sign(writer, *scope, std::move(waiting), ++writer.last_request, now);
        if (!put) {
            put_state(writer, what, put.error());
            continue;
        }
        writer.deciding[scope->id] = {put->request, what, writer.scopes.log(*scope).head()->hash};
        out.push_back(std::move(*put));
    }
    return out;
}

void note_result(Writer& writer, const wire::ResultOf& result) {
    const auto at =
        std::find_if(writer.deciding.begin(), writer.deciding.end(),
                     [&](const auto& put) { return put.second.request == result.request; });
    if (at == writer.deciding.end() || result.code == Errc::ok) return;
    const PutDecision put = at->second;
    Scope* scope = writer.scopes.find(at->first);
    writer.deciding.erase(at);
    if (!traits(result.code).retry) {
        put_state(writer, put.commit, {result.code, result.detail});
    } else if (scope != nullptr && writer.scopes.log(*scope).head()->hash != put.head) {
        writer.is_late_due = true;  // the log has moved here too: again at once
    }
}

void keep_decision(Writer& writer, const wire::DecidedCommit& decided) {
    const auto row = writer.outbox.find(decided.scope, decided.dot);
    const auto entry = scope_log::decode_entry(decided.entry);
    if (!row || !row->verdict || !entry || entry->entry.scope != decided.scope) return;
    const auto* decide = std::get_if<Decide>(&entry->entry.body);
    if (decide == nullptr) return;
    if (!is_signed(writer, *entry))
        return tell(writer, decided.scope, {Errc::bad_signature, "a decision on late work"});
    if (decide->commit != row->hash && !is_removed(Check::decision_commit))
        return tell(writer, decided.scope, {Errc::malformed, "a decision on other work"});
    settle_row(writer, *row, decided.seq, *decide, entry->entry.claimed);
    // Nothing of this scope will come here any more, so what is safe with the server may go.
    const bool is_safe = decided.seq <= decided.watermark;
    if (decide->decision == scope_log::Decision::accept && is_safe)
        writer.outbox.remove(row->position);
}

void settle_decision(Writer& writer, Scope& scope, Seq seq, const Decide& decide) {
    auto forget =
        writer.database.prepare("DELETE FROM sanderling_late WHERE scope = ?1 AND what = ?2");
    forget.bind_blob(1, scope.id.view()).bind_blob(2, decide.commit.view()).run();
    auto settle = writer.database.prepare("DELETE FROM sanderling_decision WHERE what = ?1");
    settle.bind_blob(1, decide.commit.view()).run();
    writer.deciding.erase(scope.id);
    writer.is_late_due = true;
    const auto* record = writer.scopes.log(scope).decision_on(decide.commit);
    if (const auto row = own_row(writer, scope.id, decide.commit))
        settle_row(writer, *row, seq, decide, record != nullptr ? record->claimed : HlcTime{});
}

}  // namespace sanderling::replica
