// A replica meets a server that was restored from a backup: what it offers, and where it goes on
// (docs/protocol.md §5.9).
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/late_book.hpp"
#include "client-sdk/replica/log_tail.hpp"
#include "client-sdk/replica/overlay.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/sync_store.hpp"
#include "core/wire/limits.hpp"

namespace sanderling::replica {

namespace {

namespace client = sync::client;
using vault::Durability;

// Answers for what has not come back in the feed are the lost server's: they are asked for again.
// That its place is one that was applied proves nothing, if it was a place of another history.
void forget_answers(Writer& writer, ScopeId scope, Seq above) {
    auto update = writer.database.prepare(
        "UPDATE sanderling_outbox AS o SET verdict = NULL, code = 0, seq = 0"
        " WHERE scope = ?1 AND +verdict IS NOT NULL AND seq > 0 AND (seq > ?2 OR NOT EXISTS"
        " (SELECT 1 FROM sanderling_replica r"
        " WHERE r.scope = o.scope AND r.replica = o.replica AND r.counter >= o.counter))");
    update.bind_blob(1, scope.view()).bind_int(2, as_int(above)).run();
    writer.database
        .prepare(
            "DELETE FROM sanderling_receipted WHERE position IN"
            " (SELECT position FROM sanderling_outbox WHERE scope = ?1 AND verdict IS NULL)")
        .bind_blob(1, scope.view())
        .run();
}

// Of scopes that are gone from here no feed tells what the restored server has: what is held for a
// decision, and what was accepted after its last backup, is pushed again for it to say.
void ask_again_of_the_gone(Writer& writer) {
    writer.database.execute(
        "UPDATE sanderling_outbox AS o SET verdict = NULL, code = 0, seq = 0"
        " WHERE +verdict IN (1, 3) AND seq > 0"
        " AND (verdict = 3 OR (parts = 1 AND seq > (SELECT s.watermark FROM sanderling_scope s"
        " WHERE s.id = o.scope)))"
        " AND scope IN (SELECT id FROM sanderling_scope WHERE state = 5)"
        " AND position NOT IN (SELECT position FROM sanderling_dismissed)");
}

// A watermark counts places of the history that it was told of. A scope of which nothing is here is
// received, if at all, from another one.
void forget_watermarks(Writer& writer) {
    for (Scope* scope : writer.scopes.all()) {
        if (scope->head.seq != Seq{0} || scope->watermark == Seq{0}) continue;
        scope->watermark = {};
        writer.scopes.save(*scope);
    }
}

void begin(Writer& writer) {
    writer.staging.clear();
    writer.mending.clear();
    begin_late_session(writer);
}

client::GenerationNoted note(Writer& writer, Generation generation) {
    client::GenerationNoted out;
    const auto before = writer.meta.integer(meta::generation);
    const auto now = static_cast<std::int64_t>(number(generation));
    if (before != now) writer.meta.put_integer(meta::generation, now);
    out.stale = stale_scopes(writer);
    if (before == now || (!before && out.stale.empty())) return out;
    writer.is_changed = true;
    writer.meta.put_integer(meta::directory_cursor, 0);
    if (before) ask_again_of_the_gone(writer);
    forget_watermarks(writer);
    for (const ScopeId scope : out.stale)
        forget_answers(writer, scope, writer.scopes.find(scope)->head.seq);
    out.change = client::GenerationNoted::Change::begins_anew;
    return out;
}

wire::Subscription position_of(const Scope& scope) {
    return {.scope = scope.id,
            .generation = scope.generation,
            .after = scope.head.seq,
            .chain = commit::chain_prefix(scope.head.chain),
            .own_from = {}};
}

// What was received is received anew from its beginning; what is seen until then stays, and own
// commits are pushed again, for the server to say which it has.
void receive_anew(Writer& writer, Scope& scope) {
    mark_leftover(writer, scope.id);
    writer.staging.clear(scope.id);
    forget_answers(writer, scope.id, Seq{0});
    scope.head = {};
    scope.watermark = {};
    scope.own.reset();
    scope.state = ScopeState::bootstrap;
    scope.problem.reset();
    writer.scopes.save(scope);
}

client::OfferEnded end(Writer& writer, const wire::Offered& answer) {
    client::OfferEnded out{.scope = answer.scope};
    Scope* scope = writer.scopes.find(answer.scope);
    if (scope == nullptr) return out;
    writer.is_changed = true;
    if (answer.code != Errc::ok) {
        // Nothing is thrown away that might be taken another time.
        scope->state = ScopeState::stopped;
        scope->problem = Error{answer.code, "offered to the restored server: " + answer.detail};
        writer.scopes.save(*scope);
        return out;
    }
    if (answer.standing != wire::OfferStanding::continues) receive_anew(writer, *scope);
    out.position = position_of(*scope);
    return out;
}

}  // namespace

Result<void> SyncStore::begin_session() {
    return replica_.write(Durability::normal, [](Writer& writer) -> Result<void> {
        begin(writer);
        return {};
    });
}

Result<client::GenerationNoted> SyncStore::note_generation(Generation generation) {
    return replica_.write(Durability::full, [&](Writer& writer) -> Result<client::GenerationNoted> {
        begin(writer);
        return note(writer, generation);
    });
}

Result<client::OfferTaken> SyncStore::take_offer(const client::TakeOffer& wanted) {
    return replica_.write(Durability::normal, [&](Writer& writer) -> Result<client::OfferTaken> {
        client::OfferTaken out{.scope = wanted.scope};
        const Scope* scope = writer.scopes.find(wanted.scope);
        if (scope != nullptr && writer.identity.is_enrolled())
            out.offer = read_tail(writer, *scope, wanted.from, wire::limits::batch_bytes);
        return out;
    });
}

Result<client::OfferEnded> SyncStore::end_offer(const wire::Offered& answer) {
    auto ended = replica_.write(
        Durability::full,
        [&](Writer& writer) -> Result<client::OfferEnded> { return end(writer, answer); });
    if (!ended) return ended;
    replica_.notify({.origin = Change::Origin::server, .scopes = {answer.scope}});
    // A scope that is received anew is not held back any more.
    if (ended->position && ended->position->after == Seq{0}) replica_.ring();
    return ended;
}

}  // namespace sanderling::replica
