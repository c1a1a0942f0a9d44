#include "client-sdk/replica/purge_book.hpp"

#include "client-sdk/replica/columns.hpp"
#include "core/scope_log/purge_receipt.hpp"

namespace sanderling::replica {

namespace {

using vault::Statement;

// A device that was away for years says it in parts, the rest after the next checkpoint or in the
// next session.
constexpr std::size_t receipts_at_once = 200;

void insert(Writer& writer, ScopeId scope, std::uint32_t index, const crypto::Hash& hash) {
    writer.database
        .prepare(
            "INSERT OR REPLACE INTO sanderling_purge_done(scope, entry, hash)"
            " VALUES(?1, ?2, ?3)")
        .bind_blob(1, scope.view())
        .bind_int(2, index)
        .bind_blob(3, hash.view())
        .run();
}

// Of a replica that carried them out before it could tell.
void list_older(Writer& writer) {
    if (writer.meta.integer(meta::purges_listed)) return;
    for (Scope* scope : writer.scopes.all())
        for (const scope_log::PurgeRecord& purge : writer.scopes.log(*scope).purges())
            insert(writer, scope->id, purge.index, purge.hash);
    writer.meta.put_integer(meta::purges_listed, 1);
}

// Of a scope that is being left, rows stay until the server has signed for the work in it.
bool is_gone(Writer& writer, ScopeId id) {
    const Scope* scope = writer.scopes.find(id);
    return scope == nullptr || scope->state != ScopeState::leaving;
}

}  // namespace

void note_purge(Writer& writer, ScopeId scope, const scope_log::ScopeLogEntry& entry) {
    if (!std::holds_alternative<scope_log::Purge>(entry.body)) return;
    insert(writer, scope, entry.index, scope_log::entry_hash(entry));
    writer.is_late_due = true;
}

std::vector<wire::Purged> purges_to_tell(Writer& writer, Instant now) {
    std::vector<wire::Purged> out;
    if (!writer.identity.is_enrolled()) return out;
    list_older(writer);
    const std::int64_t generation = writer.meta.integer(meta::generation).value_or(0);
    if (writer.meta.integer(meta::unswept).value_or(0) != 0) return out;
    std::vector<scope_log::PurgeReceipt> due;
    {
        auto rows = writer.database.prepare(
            "SELECT scope, entry, hash, at FROM sanderling_purge_done"
            " WHERE taken_by IS NOT ?1 ORDER BY scope, entry");
        rows.bind_int(1, generation);
        while (rows.step() == Statement::Step::row && due.size() < receipts_at_once) {
            scope_log::PurgeReceipt receipt{.org = writer.identity.me().org,
                                            .device = writer.identity.me().device,
                                            .scope = column_fixed<ScopeId>(rows, 0)};
            receipt.index = static_cast<std::uint32_t>(rows.column_int(1));
            receipt.entry = column_fixed<crypto::Hash>(rows, 2);
            receipt.at = rows.is_null(3) ? now : Instant{rows.column_int(3)};
            const bool is_told = writer.purges_told.contains({receipt.scope, receipt.index});
            if (!is_told && is_gone(writer, receipt.scope)) due.push_back(receipt);
        }
    }
    for (const scope_log::PurgeReceipt& receipt : due) {
        writer.database
            .prepare("UPDATE sanderling_purge_done SET at = ?3 WHERE scope = ?1 AND entry = ?2")
            .bind_blob(1, receipt.scope.view())
            .bind_int(2, receipt.index)
            .bind_int(3, receipt.at.ms)
            .run();
        writer.purges_told.insert({receipt.scope, receipt.index});
        writer.purges_unanswered.insert({receipt.scope, receipt.index});
        out.push_back(
            {encode(scope_log::sign_purge_receipt(receipt, writer.identity.device_keys().sign))});
    }
    return out;
}

void take_purged(Writer& writer, const wire::PurgedTaken& taken) {
    writer.purges_unanswered.erase({taken.scope, taken.index});
    if (taken.code != Errc::ok) return;
    writer.database
        .prepare("UPDATE sanderling_purge_done SET taken_by = ?3 WHERE scope = ?1 AND entry = ?2")
        .bind_blob(1, taken.scope.view())
        .bind_int(2, taken.index)
        .bind_int(3, writer.meta.integer(meta::generation).value_or(0))
        .run();
    writer.is_late_due = true;  // there may be more
}

}  // namespace sanderling::replica
