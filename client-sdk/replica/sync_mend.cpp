// Comparing a scope's live sets with the server's, and receiving those that differ
// (docs/protocol.md §5.10). What is received is put in place with its checkpoint (sync_apply.cpp).
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/sync_store.hpp"

namespace sanderling::replica {

namespace {

namespace client = sync::client;
using vault::Durability;

// The checkpoint that waits, when everything for it is here.
std::optional<wire::ScopeCheckpoint> ready(const Mending& mending) {
    if (!mending.is_complete || mending.checkpoint.seq < mending.newest) return std::nullopt;
    return mending.checkpoint;
}

void note_problem(Writer& writer, ScopeId id, const Error& problem) {
    writer.is_changed = true;
    Scope& scope = writer.scopes.add(id);
    scope.state = ScopeState::stopped;
    scope.problem = problem;
    writer.scopes.save(scope);
}

// What the server answers cannot be used; the scope stops, and is not asked about for a while.
client::LiveSetsStored give_up(Writer& writer, ScopeId scope, const Error& problem, Instant now) {
    writer.mending.note_failure(scope, now, problem);
    writer.mending.end(scope);
    writer.staging.clear(scope);
    note_problem(writer, scope, problem);
    return {.scope = scope, .problem = problem};
}

client::LiveSetsStored compare(Writer& writer, const wire::Buckets& buckets, Instant now) {
    const ScopeId scope = buckets.scope;
    Mending* const mending = writer.mending.find(scope);
    if (mending == nullptr || mending->asked) return {.scope = scope};  // of no use any more
    const auto theirs = merge::decode_bucket_sums(buckets.sums);
    if (!theirs) return give_up(writer, scope, theirs.error(), now);
    mending->asked = wire::RecordsGet{.scope = scope, .buckets = mending->own.differing(*theirs)};
    mending->newest = buckets.seq;
    return {.scope = scope, .ask = mending->asked};
}

client::LiveSetsStored keep_page(Writer& writer, const wire::Records& page, Instant now) {
    const ScopeId scope = page.scope;
    Mending* const mending = writer.mending.find(scope);
    if (mending == nullptr || !mending->asked || mending->is_complete) return {.scope = scope};
    const auto next = next_after(*mending->asked, page);
    if (!next) return give_up(writer, scope, next.error(), now);
    writer.mending.add_page(scope, *mending, page);
    client::LiveSetsStored out{.scope = scope};
    if (*next) {
        mending->asked = **next;
        out.ask = **next;
    } else {
        mending->is_complete = true;
        out.ready = ready(*mending);
    }
    return out;
}

}  // namespace

Result<client::LiveSetsStored> SyncStore::store_buckets(const wire::Buckets& buckets) {
    return replica_.write(Durability::normal,
                          [&](Writer& writer) -> Result<client::LiveSetsStored> {
                              return compare(writer, buckets, replica_.now());
                          });
}

Result<client::LiveSetsStored> SyncStore::store_records(const wire::Records& records) {
    return replica_.write(Durability::normal,
                          [&](Writer& writer) -> Result<client::LiveSetsStored> {
                              return keep_page(writer, records, replica_.now());
                          });
}

}  // namespace sanderling::replica
