// What a purge leaves on a device, and for how long: nothing of what was erased, and the person's
// own refused work on it until it is put away (docs/protocol.md §5.13, docs/storage.md).
#pragma once

#include "client-sdk/replica/writer.hpp"

#include <chrono>
#include <set>

namespace sanderling::replica {

/// For how long refused work on something purged is shown when nobody puts it away.
inline constexpr std::chrono::days purged_work_kept{90};

/// Takes the bodies of these records out of what is kept besides live sets: the log's tail and own
/// commits that were accepted. After the tail was kept, inside a SQL transaction. True if there
/// were any. Throws vault::SqliteError.
bool strip_bodies(Writer& writer, ScopeId scope, const std::set<RecordId>& purged);

/// After rows were deleted for good: the words are out of the index, and the pages are written anew
/// by the next `sweep`.
void condense(Writer& writer);

/// Own commits of a scope that is purged whole leave the outbox, unless they wait for a verdict or
/// were refused.
void drop_accepted(Writer& writer, ScopeId scope);

/// From now on the time of this refused commit runs, by this device's clock and by the times that
/// the server gives: a clock that jumps destroys nothing.
void note_purged_work(Writer& writer, const OutboxRow& row, Instant now);
/// Removes a commit that was refused as purged, and the plaintext kept beside it.
void remove_purged_work(Writer& writer, OutboxPosition position);
/// Removes what is too old; true if there was any. Inside a SQL transaction.
bool prune_purged_work(Writer& writer, Instant now);

/// Whether the log of the scope says that all of it was purged.
bool is_purged(Writer& writer, Scope& scope);

}  // namespace sanderling::replica
