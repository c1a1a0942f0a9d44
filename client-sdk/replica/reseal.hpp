// Work that was sealed under a key which a newer one has replaced since, and that never left the
// device, is sealed again under the newer one (docs/protocol.md §5.7).
#pragma once

#include "client-sdk/replica/writer.hpp"

namespace sanderling::replica {

/// Nothing that may have left has a place above the answer. Durable before the first byte leaves.
OutboxPosition handed_out(Writer& writer);
/// Notes that everything up to `position` may leave. Inside the SQL transaction that takes it.
void note_handed_out(Writer& writer, OutboxPosition position);

/// Seals the scope's commits that never left again, under the newest key at hand: key epoch,
/// nonces, ciphertexts, and with them hashes and signature are new; all that says what their author
/// had seen stays. All of them or none. Inside a SQL transaction. Returns how many.
std::size_t reseal_unsent(Writer& writer, Scope& scope);

}  // namespace sanderling::replica
