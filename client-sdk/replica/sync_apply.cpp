// Applying a checkpoint.
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/deposit_book.hpp"
#include "client-sdk/replica/leaving.hpp"
#include "client-sdk/replica/log_tail.hpp"
#include "client-sdk/replica/overlay.hpp"
#include "client-sdk/replica/purging.hpp"
#include "client-sdk/replica/renewal.hpp"
#include "client-sdk/replica/replayed_scope.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/reseal.hpp"
#include "client-sdk/replica/sync_store.hpp"
#include "core/types/check.hpp"
#include "core/types/fault.hpp"
#include "core/wire/accepted_work.hpp"

namespace sanderling::replica {

namespace {

namespace client = sync::client;
using vault::Durability;

// Before anything is replayed, the entries among the items are followed on a copy of the log, so
// that commits of earlier epochs can be opened as they come.
bool open_keys_ahead(Writer& writer, Scope& scope, const std::vector<wire::FeedItem>& items) {
    scope_log::ScopeLog ahead = writer.scopes.log(scope);
    std::uint64_t seq = number(scope.head.seq);
    bool has_entries = false;
    for (const wire::FeedItem& item : items) {
        ++seq;
        if (item.verdict != commit::Verdict::control) continue;
        const auto entry = scope_log::decode_entry(wire::signed_entry_of(item.content));
        // What is wrong here the replay finds again, and says where.
        if (!entry || !ahead.append(*entry, Seq{seq}, writer.identity.directory())) return false;
        has_entries = true;
    }
    return has_entries && writer.scopes.open_keys(scope, ahead);
}

/// One attempt to come to a checkpoint, and what is known when it fails.
struct Attempt {
    ScopeReplay::OwnItems own{};
    std::vector<wire::FeedItem> items{};
    std::optional<LivePages> pages{};         // in place of what the items say
    std::optional<merge::BucketSums> sums{};  // of what is here, where it is not what it should be
    std::uint64_t merged = 0;                 // patches
    std::optional<ReplicaId> renewed{};
    bool is_answered = false;  // with live sets, and nothing was said since
};

/// Whether the tables hold what the checkpoint says, by counting them where that is due or in
/// doubt; if not, `attempt` has the sums.
Result<void> check_tables(Writer& writer, Scope& scope, const wire::ScopeCheckpoint& checkpoint,
                          Instant now, ScopeReplay& state, Attempt& attempt) {
    const bool is_doubtful = scope.head.digest != checkpoint.digest;
    if (!is_doubtful && !writer.mending.is_recount_due(scope.id, now)) return {};
    const merge::BucketSums sums = state.count();
    if (sums.total() == checkpoint.digest) {
        // What was wrong was only the sum kept beside them.
        if (is_doubtful) writer.mending.report(scope.id, now, MendOutcome::recounted, {}, 0, {});
        scope.head.digest = sums.total();
        writer.mending.note_recount(scope.id, now);
        return {};
    }
    attempt.sums = sums;
    return sync::digest_differs(checkpoint);
}

Result<void> take_live_sets(Writer& writer, Scope& scope, const wire::ScopeCheckpoint& checkpoint,
                            Instant now, ScopeReplay& state, Attempt& attempt) {
    const auto replaced = state.put_live_sets(writer.scopes.log(scope));
    if (!replaced) return replaced.error();
    state.finish();
    const merge::BucketSums sums = state.count();
    const Mending& mending = *writer.mending.find(scope.id);
    const bool is_comparing = mending.purpose == Mending::Purpose::compare;
    if (sums.total() != checkpoint.digest && !is_comparing) {
        attempt.sums = sums;  // of records that nobody has asked for
        return sync::digest_differs(checkpoint);
    }
    if (sums.total() != checkpoint.digest && !is_removed(Check::live_sets_digest))
        return fail(Errc::corrupt,
                    "scope " + to_text(scope.id) +
                        ": what the server has sent of its live sets does not come to its digest");
    scope.head.digest = sums.total();
    if (is_comparing)
        writer.mending.report(scope.id, now, MendOutcome::mended, attempt.pages->wanted(),
                              *replaced, state.remnants() != 0 ? "below the floor" : "");
    writer.mending.note_recount(scope.id, now);
    return {};
}

void forget_purged(Writer& writer, ScopeId scope, const ScopeReplay& state) {
    const bool had_bodies = strip_bodies(writer, scope, state.purged());
    if (had_bodies || state.has_purged_words()) condense(writer);
}

Result<void> replay(Writer& writer, Scope& scope, const wire::ScopeCheckpoint& checkpoint,
                    Instant now, Attempt& attempt) {
    const Seq before = scope.head.seq;
    attempt.items = writer.staging.take(scope.id, before);
    const bool has_new_keys = open_keys_ahead(writer, scope, attempt.items);
    scope_log::ScopeLog& log = writer.scopes.log(scope);
    ScopeReplay state(writer, scope, now);
    attempt.pages = writer.mending.pages(scope.id);
    if (attempt.pages) state.defer_to(*attempt.pages);
    sync::Replay replaying(writer.identity.me().org, scope.id, writer.replica(), state, log,
                           writer.identity.directory(), checkpoint.generation);
    Result<void> fits;
    for (const wire::FeedItem& item : attempt.items)
        if (fits) fits = replaying.take(item);
    if (fits) fits = replaying.check_chain(checkpoint);
    attempt.own = state.own_items();
    if (fits && attempt.own.forked) fits = fail(Errc::replica_fork);
    if (!fits) return fits;
    if (attempt.pages) {
        fits = take_live_sets(writer, scope, checkpoint, now, state, attempt);
    } else {
        state.finish();
        fits = check_tables(writer, scope, checkpoint, now, state, attempt);
    }
    if (!fits) return fits;
    keep_tail(writer, scope.id, {before, attempt.items}, checkpoint.watermark);
    if (!state.purged().empty()) forget_purged(writer, scope.id, state);
    if (has_new_keys) {
        reopen_unreadable(writer, scope, now);
        reseal_unsent(writer, scope);
    }
    attempt.merged = state.merged_patches();
    return {};
}

Counter numbers_given(Writer& writer, const Scope& scope) {
    return writer.scopes.position_of(scope, writer.replica()).counter;
}

// A server that acknowledges what it does not take is told again, and people are told of it. The
// log counts, not the answer.
void send_again_unlogged(Writer& writer, Scope& scope, Attempt& attempt) {
    if (is_removed(Check::acknowledged_in_log)) return;
    const std::size_t count = writer.outbox.take_back_unlogged(scope.id, scope.head.seq);
    if (count == 0) return;
    scope.problem =
        fail(Errc::corrupt, "the server acknowledged " + std::to_string(count) +
                                " commits that are not in its log; they are sent again");
    writer.scopes.save(scope);
    attempt.own.are_due_again = true;
}

Result<void> apply(Writer& writer, const wire::ScopeCheckpoint& checkpoint, Instant now,
                   Attempt& attempt) {
    if (!writer.identity.is_enrolled())
        return fail(Errc::unauthenticated, "this replica is not enrolled");
    writer.is_changed = true;
    Scope& scope = writer.scopes.add(checkpoint.scope);
    writer.scopes.save(scope);  // keys are kept in its row
    const bool begins = scope.head.seq == Seq{0} && is_leftover(writer, scope.id);
    const Counter given = begins ? numbers_given(writer, scope) : Counter{0};
    if (begins) {
        clear_leftover(writer, scope.id);
        scope.log.reset();
    }
    if (auto replayed = replay(writer, scope, checkpoint, now, attempt); !replayed) return replayed;
    const Mending* const mending = writer.mending.find(scope.id);
    attempt.is_answered = mending != nullptr && !mending->was_told_again;
    writer.mending.end(scope.id);
    scope.generation = checkpoint.generation;
    scope.watermark = std::max(scope.watermark, checkpoint.watermark);
    scope.problem = writer.scopes.forged_key(scope);
    scope.state =
        writer.scopes.token_key(scope) != nullptr ? ScopeState::ready : ScopeState::keyless;
    writer.scopes.save(scope);
    if (begins) {
        scope.own.reset();
        overlay_again(writer, scope, now);
        // What had the numbers that a restored server lacks may come in from somebody who was shown
        // it. Given again, they would keep it out.
        if (numbers_given(writer, scope) < given)
            attempt.renewed = renew(writer, RenewalReason::rolled_back, now);
    }
    writer.clock.observe(scope.head.time_max);
    writer.outbox.drop_settled(scope.id, scope.head.seq, scope.watermark);
    send_again_unlogged(writer, scope, attempt);
    if (attempt.own.are_due_again) {
        writer.last_taken = {};
        writer.taken_beyond.clear();
    }
    writer.history.prune(now);
    writer.dismissed.prune(writer.outbox, now);
    prune_purged_work(writer, now);
    prune_tail(writer, scope.id, scope.watermark);
    auto prune =
        writer.database.prepare("DELETE FROM sanderling_link WHERE scope = ?1 AND seq < ?2");
    // The head's own link stays, and what is not safe off-site.
    prune.bind_blob(1, scope.id.view());
    prune.bind_int(2, as_int(std::min(scope.watermark, scope.head.seq))).run();
    return {};
}

// What is live and came as a stub: a restored server may have been given its body since.
std::optional<wire::RecordsGet> fetch_bodies(Writer& writer,
                                             const wire::ScopeCheckpoint& checkpoint, Instant now) {
    const std::set<RecordId> records = records_without_body(writer, checkpoint.scope, now);
    if (records.empty() || writer.mending.has_failed(checkpoint.scope, now)) return std::nullopt;
    merge::BucketSet buckets{};
    for (const RecordId record : records) merge::add_bucket(buckets, merge::bucket_of(record));
    return writer.mending.begin_fetching(checkpoint, buckets);
}

// A problem of this device ends the session; one of what was sent stops the scope.
bool is_of_this_device(Errc code) {
    return code == Errc::disk_full || code == Errc::io || code == Errc::busy ||
           code == Errc::internal;
}

// A server may be restored more than once between two openings of a replica; one that lies does not
// make it change its id without end.
constexpr unsigned ways_given_max = 4;

// Another commit under this replica's number was signed by this device. That content was left out
// is only the server's word: under a fresh id there is nothing to leave out.
bool is_another_copy(Writer& writer, ScopeId scope, const ScopeReplay::OwnItems& own) {
    if (has_fault(Fault::replica_id_kept)) return false;
    if (own.forked) return true;
    if (!own.are_missing && !own.were_left_out) return false;
    return writer.gave_way_in[scope]++ < ways_given_max;
}

// The server has other work under this replica's id. With a fresh one it leaves nothing out, and
// what then still does not fit is no fork.
Result<ReplicaId> leave_id(Writer& writer, ScopeId scope, const ScopeReplay::OwnItems& own,
                           Instant now) {
    if (own.forked)
        move_stranded(writer, {.scope = scope, .from = *own.forked}, now);
    else
        renew(writer, own.are_missing ? RenewalReason::rolled_back : RenewalReason::forked, now);
    return writer.replica();
}

Result<void> stop_scope(Writer& writer, ScopeId id, const Error& problem) {
    writer.is_changed = true;
    writer.staging.clear(id);
    writer.mending.end(id);
    Scope& scope = writer.scopes.add(id);
    // A late page of a scope that was withdrawn: there is nothing left to stop, and what says that
    // it was withdrawn has to stay.
    if (scope.state == ScopeState::revoked || scope.state == ScopeState::leaving) return {};
    scope.state = ScopeState::stopped;
    scope.problem = problem;
    writer.scopes.save(scope);
    return {};
}

// A late page, or one of before that a server repeats, does not bring back what has ended; whoever
// is admitted again receives the scope from its beginning.
bool is_being_left(Writer& writer, ScopeId id) {
    const Scope* scope = writer.scopes.find(id);
    return scope != nullptr && scope->state == ScopeState::leaving;
}

// The log is the server's, the live sets are not: what came waits until they have been compared.
void begin_mending(Writer& writer, const wire::ScopeCheckpoint& checkpoint, Attempt& attempt) {
    writer.is_changed = true;
    Scope& scope = writer.scopes.add(checkpoint.scope);
    writer.staging.clear(scope.id);
    writer.staging.add({.scope = scope.id,
                        .first = Seq{number(scope.head.seq) + 1},
                        .head = checkpoint.seq,
                        .items = std::move(attempt.items)});
    writer.mending.begin(checkpoint, *attempt.sums);
    scope.problem = sync::digest_differs(checkpoint);
    writer.scopes.save(scope);
}

Result<void> settle_failure(Writer& writer, const wire::ScopeCheckpoint& checkpoint, Error problem,
                            Attempt& attempt, Instant now, client::CheckpointApplied& out) {
    const ScopeId scope = checkpoint.scope;
    if (attempt.sums && !writer.mending.has_failed(scope, now)) {
        begin_mending(writer, checkpoint, attempt);
        out.is_deferred = true;
        out.ask = wire::BucketsGet{scope};
        return {};
    }
    out.problem = problem;
    if (writer.mending.find(scope) != nullptr) {
        // Once is enough: asked the same, such a server says the same.
        writer.mending.note_failure(scope, now, problem);
        return stop_scope(writer, scope, problem);
    }
    // The log fits the chain, so a digest that does not is no sign of another copy's work.
    if (attempt.sums || !is_another_copy(writer, scope, attempt.own))
        return stop_scope(writer, scope, problem);
    auto fresh = leave_id(writer, scope, attempt.own, now);
    if (!fresh) return fresh.error();
    out.renewed = *fresh;
    return {};
}

}  // namespace

Result<client::CheckpointApplied> SyncStore::apply_checkpoint(
    const wire::ScopeCheckpoint& checkpoint) {
    // What came from the server can be fetched again, so this need not reach the disk now; the next
    // full commit, of a write here, takes it along before the write counts as kept.
    client::CheckpointApplied out{.scope = checkpoint.scope};
    Attempt attempt;
    bool is_released = false;
    auto applied = replica_.write(Durability::normal, [&](Writer& writer) -> Result<void> {
        if (writer.mending.holds(checkpoint)) {
            out.is_deferred = true;
            return {};
        }
        is_released = stale_scopes(writer).contains(checkpoint.scope);
        if (is_being_left(writer, checkpoint.scope)) {
            writer.staging.clear(checkpoint.scope);
            return {};
        }
        if (is_deposit_place(writer, checkpoint)) {
            keep_deposit_place(writer, checkpoint);
            return {};
        }
        if (auto done = apply(writer, checkpoint, replica_.now(), attempt); !done) return done;
        replica_.note_covers(writer);
        is_released = is_released || attempt.own.are_due_again;
        out.records = attempt.merged;
        out.renewed = attempt.renewed;
        if (!attempt.is_answered) out.fetch = fetch_bodies(writer, checkpoint, replica_.now());
        return {};
    });
    if (!applied) {
        if (is_of_this_device(applied.error().code)) return applied.error();
        auto answered = replica_.write(Durability::full, [&](Writer& writer) {
            return settle_failure(writer, checkpoint, applied.error(), attempt, replica_.now(),
                                  out);
        });
        if (!answered) return answered.error();
        if (out.renewed) return out;  // nothing was applied
    } else if (is_released) {
        replica_.ring();  // what was held back may leave
    }
    // What was purged is out of the tables; that it is out of the files, too, may wait for room.
    static_cast<void>(replica_.sweep());
    if (!out.is_deferred || out.ask)
        replica_.notify({.origin = Change::Origin::server, .scopes = {checkpoint.scope}});
    return out;
}

}  // namespace sanderling::replica
