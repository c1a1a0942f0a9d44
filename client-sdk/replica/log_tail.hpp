// What a replica keeps of a scope's log beyond its live sets, so that a server restored from a
// backup can be given back what it lacks: the items above the off-site watermark, as they were
// received, and what the log says of histories that were lost (docs/protocol.md §5.9).
#pragma once

#include "client-sdk/replica/writer.hpp"
#include "core/commit/lost_history.hpp"
#include "core/wire/message.hpp"

#include <set>
#include <vector>

namespace sanderling::replica {

/// Items that were just applied, the first of them after `before`.
struct AppliedItems {
    Seq before{};
    const std::vector<wire::FeedItem>& items;
};
/// After their links were kept, and before the outbox lets go of own commits among them. Inside a
/// SQL transaction.
void keep_tail(Writer& writer, ScopeId scope, const AppliedItems& applied, Seq watermark);
void prune_tail(Writer& writer, ScopeId scope, Seq watermark);
/// At most about `bytes` of it from `from` on (0: all), with the certificates of its authors.
/// Nothing when there is no more.
std::optional<wire::Offer> read_tail(Writer& writer, const Scope& scope, Seq from,
                                     std::size_t bytes);

void keep_lost_links(Writer& writer, ScopeId scope, Seq seq, ByteView content);
commit::LostHistory read_lost_history(Writer& writer, ScopeId scope);

/// Where a base that was signed under any generation stands in what was applied here: its own seq,
/// the last seq before a lost history, or 0 if it cannot be told.
Seq base_here(Writer& writer, const Scope& scope, const commit::Base& base);

/// Scopes whose place was given by another generation of the server than the one last met.
std::set<ScopeId> stale_scopes(Writer& writer);

}  // namespace sanderling::replica
