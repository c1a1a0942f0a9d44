// Batches made out of batches: what a writer needs beside editing (docs/protocol.md §4.2).
#pragma once

#include "core/text/batch.hpp"

#include <span>

namespace sanderling::text {

/// One batch that does `first` and `then` what follows: a snapshot, and the edits that its commit
/// makes too.
Batch joined(const Batch& first, const Batch& then);

/// A commit that moved to another replica's number.
struct MovedCommit {
    Dot before{};
    Dot after{};
};
/// The same with the elements of moved commits as those of the commits that they became: another
/// copy of the database may have used the same numbers.
Batch moved(const Batch& batch, std::span<const MovedCommit> moves);

/// How much of a text lies in commits of its live set.
struct LiveBatches {
    std::size_t batches = 0;
    std::size_t operations = 0;
};
/// Whether the next writer should put a snapshot beside its edits, which covers by name the commits
/// that it contains. Snapshots cost the whole text, so they come seldom; reading goes through all
/// live commits, so they come.
constexpr bool snapshot_is_due(const LiveBatches& live) {
    constexpr std::size_t batches_kept = 64;
    constexpr std::size_t operations_kept = 8192;
    return live.batches > batches_kept || (live.batches > 1 && live.operations > operations_kept);
}

}  // namespace sanderling::text
