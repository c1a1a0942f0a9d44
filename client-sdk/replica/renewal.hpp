// A replica going on under a new id, and its undelivered commits moving there when their old
// numbers can no longer be delivered (docs/protocol.md §5.6).
#pragma once

#include "client-sdk/replica/writer.hpp"

namespace sanderling::replica {

/// From now on this replica writes under a fresh id that continues the old one in every scope.
/// Commits in the outbox stay as they are and are sent first. Inside a SQL transaction.
ReplicaId renew(Writer& writer, RenewalReason reason, Instant now);

/// Commits of a scope that the server cannot take under their numbers: `from` and what was written
/// here after it, as far as it has no verdict.
struct Stranded {
    ScopeId scope;
    Dot from{};
    RenewalReason reason = RenewalReason::forked;
};
/// Makes them anew in local order under an id that the server has not seen in this scope: base,
/// clock, transaction and what their authors knew stay; replica, counter, key epoch and seal are
/// new. One that cannot be opened here any more is refused locally, and kept. Inside a SQL
/// transaction.
void move_stranded(Writer& writer, const Stranded& stranded, Instant now);

}  // namespace sanderling::replica
