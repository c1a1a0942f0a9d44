// Which commits have touched a record and are no longer live in it: with those that are, which its
// state names, the record's history (docs/storage.md §19, docs/protocol.md §5.12).
#pragma once

#include "sync-server/store/schema.hpp"

namespace sanderling::server {

/// record: zero for a commit of which nobody knows any more what it touched.
inline constexpr const char* record_past_table = R"sql(
CREATE TABLE record_past (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL, record BLOB NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (org, shard_key, scope, record, seq)) WITHOUT ROWID
)sql";

/// Where a store made by an earlier program lacks the table: makes it, and fills it from the log.
/// Throws SqliteFailure.
void add_record_past(Database& database, OrgId org);

}  // namespace sanderling::server
