// Own writes laid over their records once more, from the commits in the outbox, where the records
// were received or saved without them.
#pragma once

#include "client-sdk/replica/writer.hpp"

namespace sanderling::replica {

/// Every commit of the scope that is in the outbox, not refused, and not in the log applied here.
/// Patches that are laid over already stay; those without a key here are left for later. Inside a
/// SQL transaction.
void overlay_again(Writer& writer, Scope& scope, Instant now);

/// Marks a scope whose rows were saved from a damaged replica without being complete.
void mark_leftover(Writer& writer, ScopeId scope);
bool is_leftover(Writer& writer, ScopeId scope);
/// Before such a scope is received from its beginning: what was saved of it goes, keys and outbox
/// apart.
void clear_leftover(Writer& writer, ScopeId scope);

}  // namespace sanderling::replica
