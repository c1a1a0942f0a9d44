// What became of a record, put together from what is live, what own pending writes cover, and what
// was replaced (docs/sdk.md, "Differences and history").
#pragma once

#include "client-sdk/replica/history_table.hpp"
#include "client-sdk/replica/reading.hpp"

#include <vector>

#include "sanderling/history.hpp"

namespace sanderling::replica {

/// Oldest first, pending writes last. `fetched` are values that a server still had; those that are
/// held here too come once. Inside one SQL transaction; throws vault::SqliteError. Errors:
/// not_found.
Result<std::vector<HistoryEntry>> read_history(vault::Database& database,
                                               const Collection& collection, RecordId id,
                                               const std::vector<PastValue>& fetched = {});

}  // namespace sanderling::replica
