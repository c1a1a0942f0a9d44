// Late work of others as it is shown and decided on here.
#include "client-sdk/replica/audited_reads.hpp"
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/commit_content.hpp"
#include "client-sdk/replica/identity_book.hpp"
#include "client-sdk/replica/late_book.hpp"
#include "client-sdk/replica/reading.hpp"
#include "client-sdk/replica/replica.hpp"
#include "core/sealing/note.hpp"
#include "core/wire/packed_commit.hpp"

#include "sanderling/late_policy.hpp"
#include "sanderling/store.hpp"

namespace sanderling {

namespace {

using replica::as_int;
using replica::column_code;
using replica::column_fixed;
using vault::Statement;

Instant column_instant(const Statement& row, int column) {
    return instant_of(HlcTime{static_cast<std::uint64_t>(row.column_int(column))});
}

std::vector<LateRecord> records_of(vault::Database& database, const Schema& schema, OrgId org,
                                   ScopeId scope, ByteView packed) {
    std::vector<LateRecord> out;
    const auto commit = wire::unpack(packed, org, scope);
    if (!commit) return out;
    const auto key = replica::epoch_key(database, scope, commit->header.epoch);
    for (std::uint32_t i = 0; i < commit->patches.size(); ++i) {
        const commit::Patch& patch = commit->patches[i];
        LateRecord& record = out.emplace_back(LateRecord{.record = patch.record});
        if (!key) continue;
        const auto opened = sealing::open_patch(patch, commit->header, i, *key);
        if (!opened) continue;
        OutboxRecord written = replica::record_of(schema, patch, *opened);
        record.collection = std::move(written.collection);
        record.after = std::move(written.row);
    }
    return out;
}

LateWork work_of(vault::Database& database, const Schema& schema, OrgId org, const Statement& row) {
    LateWork out;
    out.scope = column_fixed<ScopeId>(row, 0);
    out.replica = column_fixed<ReplicaId>(row, 1);
    out.counter = column_code<Counter>(row, 2);
    out.transaction = column_fixed<TransactionId>(row, 3);
    out.part = static_cast<std::uint16_t>(row.column_int(4) + 1);
    out.parts = static_cast<std::uint16_t>(row.column_int(5));
    out.person = column_fixed<PersonId>(row, 6);
    out.device = column_fixed<DeviceId>(row, 7);
    out.claimed = column_instant(row, 8);
    out.effective = column_instant(row, 9);
    if (!row.is_null(10)) out.ended = Instant{row.column_int(10)};
    out.kind = out.ended && out.claimed < *out.ended ? LateKind::entry : LateKind::proposal;
    out.records = records_of(database, schema, org, out.scope, row.column_blob(11));
    if (!row.is_null(16)) out.received = Instant{row.column_int(16)};
    if (row.is_null(12)) return out;
    out.decision =
        WaitingDecision{.decision = column_code<Decision>(row, 12),
                        .made = Instant{row.column_int(13)},
                        .problem = {column_code<Errc>(row, 14), std::string(row.column_text(15))}};
    return out;
}

Result<std::vector<LateWork>> read_all(replica::Replica& store) {
    auto reader = store.reader();
    if (!reader) return reader.error();
    try {
        vault::Database& database = (*reader)->database();
        sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
        const vault::Transaction snapshot(database, vault::Transaction::Begin::deferred);
        std::vector<LateWork> out;
        const auto me = replica::read_me(database);
        if (!me) return out;
        auto rows = database.prepare(
            "SELECT l.scope, l.replica, l.counter, l.transaction_id, l.part, l.parts, l.person,"
            " l.device, l.claimed, l.t_eff, l.ended, l.packed, d.decision, d.made, d.code, "
            "d.detail,"
            " (SELECT at FROM sanderling_late_seen n WHERE n.scope = l.scope AND n.seq = l.seq)"
            " FROM sanderling_late l LEFT JOIN sanderling_decision d ON d.what = l.what"
            " WHERE l.scope NOT IN (SELECT id FROM sanderling_scope WHERE state = 7)");
        while (rows.step() == Statement::Step::row)
            out.push_back(work_of(database, store.schema(), me->org, rows));
        return out;
    } catch (...) {
        return replica::error_of_exception();
    }
}

// The claimed time of a lost device is that of whoever has it, so it sorts nothing.
Result<void> mark_revoked(replica::Replica& store, std::vector<LateWork>& works) {
    if (works.empty()) return {};
    const auto mark = [&](replica::Writer& writer) -> Result<void> {
        for (LateWork& work : works) {
            replica::Scope* scope = writer.scopes.find(work.scope);
            const auto* revoked =
                scope == nullptr ? nullptr : writer.scopes.log(*scope).revocation_of(work.device);
            if (revoked == nullptr) continue;
            work.revoked_since = revoked->body.since;
            if (revoked->body.reason != scope_log::RevocationReason::retired)
                work.kind = LateKind::lost_device;
            else if (!work.ended && work.claimed < revoked->body.since)
                work.kind = LateKind::entry;
        }
        return {};
    };
    return store.write(vault::Durability::normal, mark);
}

bool is_before(const LateWork& a, const LateWork& b) {
    return std::tie(a.kind, a.claimed.ms, a.scope, a.counter) <
           std::tie(b.kind, b.claimed.ms, b.scope, b.counter);
}

// What is asked for, of work that waits here.
Result<crypto::Hash> find_late(replica::Writer& writer, ScopeId scope, const Dot& dot) {
    auto rows = writer.database.prepare(
        "SELECT what FROM sanderling_late WHERE scope = ?1 AND replica = ?2 AND counter = ?3");
    rows.bind_blob(1, scope.view()).bind_blob(2, dot.replica.view());
    rows.bind_int(3, as_int(dot.counter));
    if (rows.step() == Statement::Step::done)
        return fail(Errc::not_found, "no such work waits for a decision");
    return column_fixed<crypto::Hash>(rows, 0);
}

Result<void> check_right(replica::Writer& writer, ScopeId id, Instant now) {
    replica::Scope* scope = writer.scopes.find(id);
    const auto member = scope == nullptr ? std::nullopt : writer.scopes.membership(*scope, now);
    if (!member || !scope_log::allows(member->rights, scope_log::Right::decide_quarantine))
        return fail(Errc::not_permitted, "your role in this scope does not decide on late work");
    return {};
}

}  // namespace

Result<std::vector<LateWork>> Store::quarantine() const {
    auto all = read_all(*replica_);
    if (!all) return all;
    if (auto marked = mark_revoked(*replica_, *all); !marked) return marked.error();
    std::set<ScopeId> shown;
    for (const LateWork& work : *all) shown.insert(work.scope);
    if (auto noted = replica::note_shown(*replica_, shown); !noted) return noted.error();
    for (LateWork& work : *all)
        for (LateRecord& record : work.records) {
            if (record.collection.empty()) continue;
            const auto* collection = schema().collection(record.collection);
            if (collection == nullptr) continue;
            auto now = replica::read_row(*replica_, *collection, record.record);
            if (!now) return now.error();
            if (!*now) continue;
            for (const auto& [field, value] : record.after)
                if (const auto held = (*now)->find(field); held != (*now)->end())
                    record.before.insert_or_assign(field, held->second);
        }
    std::sort(all->begin(), all->end(), is_before);
    return all;
}

Result<void> Store::decide(ScopeId scope, const Dot& commit, Decision decision,
                           const DecisionOptions& options) {
    if (auto open = replica_->check_open(); !open) return open.error();
    if (options.note.size() > sealing::note_text_max)
        return fail(Errc::too_large,
                    "a note of more than " + std::to_string(sealing::note_text_max) + " bytes");
    const auto run = [&](replica::Writer& writer) -> Result<void> {
        const auto what = find_late(writer, scope, commit);
        if (!what) return what.error();
        if (auto may = check_right(writer, scope, replica_->now()); !may) return may;
        const auto put = writer.deciding.find(scope);
        if (put != writer.deciding.end() && put->second.commit == *what)
            return fail(Errc::busy, "a decision on it is on its way");
        auto insert = writer.database.prepare(
            "INSERT OR REPLACE INTO sanderling_decision(what, scope, decision, reason, note, made)"
            " VALUES(?1,?2,?3,?4,?5,?6)");
        insert.bind_blob(1, what->view()).bind_blob(2, scope.view());
        insert.bind_int(3, as_int(decision)).bind_int(4, as_int(options.reason));
        insert.bind_text(5, options.note).bind_int(6, replica_->now().ms).run();
        writer.is_late_due = true;
        return {};
    };
    auto kept = replica_->write(vault::Durability::full, run);
    if (!kept) return kept;
    replica_->ring();
    return kept;
}

Result<void> set_late_policy(Store& store, LatePolicy policy) {
    if (auto open = store.replica().check_open(); !open) return open.error();
    auto put = store.replica().write(vault::Durability::full,
                                     [&](replica::Writer& writer) -> Result<void> {
                                         replica::put_late_policy(writer, policy);
                                         return {};
                                     });
    if (put) store.replica().ring();
    return put;
}

Result<LatePolicy> late_policy(Store& store) {
    return store.replica().write(vault::Durability::normal,
                                 [](replica::Writer& writer) -> Result<LatePolicy> {
                                     return replica::late_policy_of(writer);
                                 });
}

}  // namespace sanderling
