// A refused transaction written again: its content as a new transaction under the key of today,
// knowing of the others' work what its author knew then (docs/sdk.md, "Refused work").
#pragma once

#include "client-sdk/replica/writer.hpp"

#include "sanderling/transaction.hpp"

namespace sanderling::replica {

/// What it would have replaced unseen stays, as a conflict. The refused commits are put away.
/// Inside a SQL transaction; nothing in memory is good after an error. Errors: not_found,
/// invalid_argument (it was not refused, or came through under another number), busy (held for a
/// decision), not_permitted, no_key, constraint (increments that cannot be told apart), too_large.
Result<Receipt> write_again(Writer& writer, TransactionId transaction, Instant now);

}  // namespace sanderling::replica
