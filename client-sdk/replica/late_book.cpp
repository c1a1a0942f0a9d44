#include "client-sdk/replica/late_book.hpp"

#include "client-sdk/replica/columns.hpp"
#include "core/sync/author.hpp"
#include "core/wire/packed_commit.hpp"

namespace sanderling::replica {

namespace {

using vault::Statement;

// Of a replica made before late work was kept: its logs may have told of some.
constexpr std::string_view is_known = "late_work_known";
constexpr std::string_view policy_key = "late_policy";

bool may_decide(Writer& writer, Scope& scope, Instant now) {
    if (scope.state != ScopeState::ready && scope.state != ScopeState::catching_up) return false;
    const auto member = writer.scopes.membership(scope, now);
    return member && scope_log::allows(member->rights, scope_log::Right::decide_quarantine);
}

Seq last_late(Writer& writer, ScopeId scope) {
    auto rows = writer.database.prepare("SELECT max(seq) FROM sanderling_late WHERE scope = ?1");
    rows.bind_blob(1, scope.view());
    return rows.step() == Statement::Step::row ? column_code<Seq>(rows, 0) : Seq{};
}

// Its author was taken out, so anything else that does not verify is not what it says.
bool is_genuine(Writer& writer, const scope_log::ScopeLog& log, const commit::Commit& commit,
                const wire::LiveCommit& at) {
    const auto author =
        sync::author_of(commit.header, commit.signature, writer.identity.directory(), log, at.seq,
                        instant_of(at.t_eff), at.effective_base);
    return author || (author.error().code != Errc::unauthenticated &&
                      author.error().code != Errc::bad_signature);
}

void insert_late(Writer& writer, const scope_log::ScopeLog& log, const wire::LiveCommit& at,
                 const commit::Commit& commit, Instant now) {
    const commit::Header& h = commit.header;
    const PersonId person = writer.identity.directory().device(h.device)->person;
    const auto ended = log.ended_after(person, at.effective_base);
    const crypto::Hash what = commit::commit_hash(h);
    auto insert = writer.database.prepare(
        "INSERT OR REPLACE INTO sanderling_late VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,"
        "?13,?14)");
    insert.bind_blob(1, h.scope.view()).bind_int(2, as_int(at.seq)).bind_blob(3, what.view());
    insert.bind_blob(4, h.replica.view()).bind_int(5, as_int(h.counter));
    insert.bind_blob(6, person.view()).bind_blob(7, h.device.view());
    insert.bind_blob(8, h.transaction.view()).bind_int(9, h.transaction_index);
    insert.bind_int(10, h.transaction_count).bind_int(11, as_int(h.clock));
    insert.bind_int(12, as_int(at.t_eff));
    if (ended)
        insert.bind_int(13, ended->ms);
    else
        insert.bind_null(13);
    insert.bind_blob(14, at.packed).run();
    auto seen =
        writer.database.prepare("INSERT OR IGNORE INTO sanderling_late_seen VALUES(?1, ?2, ?3)");
    seen.bind_blob(1, h.scope.view()).bind_int(2, as_int(at.seq)).bind_int(3, now.ms).run();
}

void keep_one(Writer& writer, Scope& scope, const wire::LiveCommit& at, Instant now) {
    const scope_log::ScopeLog& log = writer.scopes.log(scope);
    const auto commit = wire::unpack(at.packed, writer.identity.me().org, scope.id);
    if (!commit || commit->header.scope != scope.id || !is_genuine(writer, log, *commit, at))
        return;
    if (log.decision_on(commit::commit_hash(commit->header)) == nullptr)
        insert_late(writer, log, at, *commit, now);
}

}  // namespace

void begin_late_session(Writer& writer) {
    writer.late_asked.clear();
    writer.deciding.clear();
    writer.withdrawn.clear();
    writer.receipts_asked.clear();
    writer.purges_told.clear();
    writer.purges_unanswered.clear();
    writer.is_held_due = true;
    writer.is_held_asked = false;
    writer.is_late_due = true;
}

void mark_late_due(Writer& writer, ScopeId scope) {
    auto insert = writer.database.prepare("INSERT OR IGNORE INTO sanderling_late_due VALUES(?1)");
    insert.bind_blob(1, scope.view()).run();
    writer.late_asked.erase(scope);
    writer.is_late_due = true;
}

std::vector<wire::QuarantineGet> late_to_ask(Writer& writer, Instant now) {
    if (writer.meta.integer(is_known).value_or(0) == 0) {
        writer.database.execute(
            "INSERT OR IGNORE INTO sanderling_late_due SELECT id FROM sanderling_scope");
        writer.meta.put_integer(is_known, 1);
    }
    std::vector<ScopeId> due;
    {
        auto rows = writer.database.prepare("SELECT scope FROM sanderling_late_due");
        while (rows.step() == Statement::Step::row) due.push_back(column_fixed<ScopeId>(rows, 0));
    }
    std::vector<wire::QuarantineGet> out;
    for (const ScopeId id : due) {
        Scope* scope = writer.scopes.find(id);
        if (scope == nullptr || writer.late_asked.contains(id)) continue;
        if (!may_decide(writer, *scope, now)) continue;
        writer.late_asked.insert(id);
        out.push_back({id, last_late(writer, id)});
    }
    return out;
}

std::optional<wire::QuarantineGet> keep_late(Writer& writer, const wire::Quarantine& page,
                                             Instant now) {
    Scope* scope = writer.scopes.find(page.scope);
    if (scope == nullptr || !writer.late_asked.contains(page.scope)) return std::nullopt;
    for (const wire::LiveCommit& at : page.works) keep_one(writer, *scope, at, now);
    if (page.more != 0 && !page.works.empty())
        return wire::QuarantineGet{page.scope, page.works.back().seq};
    auto done = writer.database.prepare("DELETE FROM sanderling_late_due WHERE scope = ?1");
    done.bind_blob(1, page.scope.view()).run();
    writer.late_asked.erase(page.scope);
    return std::nullopt;
}

// What a registrar has revoked is looked at by a person, whatever it claims.
void accept_entries(Writer& writer, Instant now) {
    if (late_policy_of(writer) != LatePolicy::accept_entries) return;
    struct Found {
        crypto::Hash what{};
        ScopeId scope;
        DeviceId device;
    };
    std::vector<Found> entries;
    {
        auto rows = writer.database.prepare(
            "SELECT what, scope, device FROM sanderling_late l WHERE (claimed >> 16) < ended"
            " AND NOT EXISTS (SELECT 1 FROM sanderling_decision d WHERE d.what = l.what)");
        while (rows.step() == Statement::Step::row)
            entries.push_back({column_fixed<crypto::Hash>(rows, 0), column_fixed<ScopeId>(rows, 1),
                               column_fixed<DeviceId>(rows, 2)});
    }
    auto insert = writer.database.prepare(
        "INSERT INTO sanderling_decision(what, scope, decision, reason, note, made)"
        " VALUES(?1,?2,?3,?4,'',?5)");
    for (const Found& entry : entries) {
        Scope* scope = writer.scopes.find(entry.scope);
        if (scope == nullptr || !may_decide(writer, *scope, now)) continue;
        if (writer.scopes.log(*scope).revocation_of(entry.device) != nullptr) continue;
        insert.bind_blob(1, entry.what.view()).bind_blob(2, entry.scope.view());
        insert.bind_int(3, as_int(Decision::accept));
        insert.bind_int(4, as_int(DecisionReason::by_policy)).bind_int(5, now.ms).run();
        insert.reset();
    }
}

LatePolicy late_policy_of(Writer& writer) {
    return LatePolicy{static_cast<std::uint8_t>(writer.meta.integer(policy_key).value_or(0))};
}

void put_late_policy(Writer& writer, LatePolicy policy) {
    writer.meta.put_integer(policy_key, as_int(policy));
    writer.is_late_due = true;
}

wire::DecisionsGet held_to_ask(Writer& writer) {
    constexpr std::size_t asked_max = 1'000;
    wire::DecisionsGet out;
    for (const OutboxRow& row : writer.outbox.all()) {
        const Scope* scope = writer.scopes.find(row.scope);
        const bool is_followed = scope != nullptr && scope->state != ScopeState::revoked &&
                                 scope->state != ScopeState::leaving;
        if (is_followed || !row.verdict || *row.verdict == commit::Verdict::rejected) continue;
        if (out.commits.size() < asked_max) out.commits.push_back({row.scope, row.dot});
    }
    return out;
}

}  // namespace sanderling::replica
