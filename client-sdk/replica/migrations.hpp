// What an older version of this program wrote, brought to the form of this one: numbered steps,
// each from one format to the next, all in the one SQL transaction of the opening. Every format
// that was ever released stays here (docs/storage.md §13).
#pragma once

#include "client-sdk/vault/database.hpp"
#include "core/types/error.hpp"
#include "core/types/time.hpp"

#include <functional>

#include "sanderling/store.hpp"

namespace sanderling::replica {

/// Of the tables as this program makes them; meta `format` says which one a replica has.
inline constexpr std::int64_t current_format = 3;

/// May be empty.
using MigrationProgress = std::function<void(const OpenProgress&)>;

/// Before the tables are created, so that what is new in them is left to that. Nothing to do for a
/// database without tables. Throws vault::SqliteError. Errors: unsupported_version (made by a newer
/// program), corrupt.
Result<void> migrate(vault::Database& database, Instant now, const MigrationProgress& progress);

}  // namespace sanderling::replica
