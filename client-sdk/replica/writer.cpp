#include "client-sdk/replica/writer.hpp"

#include "client-sdk/replica/columns.hpp"
#include "core/wire/packed_commit.hpp"

namespace sanderling::replica {

Writer::Writer(vault::Database connection, const Schema& schema_of_store)
    : database(std::move(connection)),
      schema(schema_of_store),
      meta(database),
      identity(database),
      lineage(database),
      scopes(database, identity, lineage),
      records(database, schema),
      outbox(database),
      dismissed(database),
      history(database),
      staging(database),
      mending(database, meta) {
    clock.observe(outbox.newest_clock());
    for (const Scope* scope : scopes.all()) clock.observe(scope->head.time_max);
}

void Writer::set_durability(vault::Durability wanted) {
    if (durability == wanted) return;
    database.execute(wanted == vault::Durability::full ? "PRAGMA synchronous = FULL"
                                                       : "PRAGMA synchronous = NORMAL");
    durability = wanted;
}

Self Writer::self(Scope& scope, Instant now) {
    const auto member = scopes.membership(scope, now);
    return {.replica = replica(), .classes = member ? member->classes : commit::ClassMask{0}};
}

void Writer::undo(OutboxRow& row) {
    if (row.is_undone) return;
    row.is_undone = true;
    Scope* scope = scopes.find(row.scope);
    if (scope == nullptr || scope->state == ScopeState::revoked) return;  // purged already
    const Bytes packed = outbox.packed(row.position);
    const auto commit = wire::unpack(packed, identity.me().org, row.scope);
    if (!commit) throw vault::SqliteError(SQLITE_CORRUPT, "an outbox commit");
    const Self me = self(*scope, instant_of(row.clock));
    for (const commit::Patch& patch : commit->patches) {
        auto record = records.find(row.scope, patch.record, me);
        if (record && record->body.drop_pending(row.dot))
            records.save(*record, me, scope->head.seq);
    }
}

void Writer::forget_if_changed() {
    if (!is_changed) return;
    identity.reload();
    lineage.reload();
    scopes.reload_all();
    is_changed = false;  // a reading that failed is done again before the next write
}

}  // namespace sanderling::replica
