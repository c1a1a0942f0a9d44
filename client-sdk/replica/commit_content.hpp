// What a commit wrote, as rows to be shown: of own work that is not settled, and of others' that
// waits for a decision.
#pragma once

#include "client-sdk/vault/database.hpp"
#include "core/sealing/content.hpp"
#include "schema/model/schema.hpp"

#include <optional>

#include "sanderling/outbox.hpp"

namespace sanderling::replica {

/// Nothing if it is not here. Throws vault::SqliteError.
std::optional<sealing::EpochKey> epoch_key(vault::Database& database, ScopeId scope,
                                           KeyEpoch epoch);

/// Without a collection if the schema does not know it.
OutboxRecord record_of(const schema::Schema& schema, const commit::Patch& patch,
                       const sealing::Plaintext& opened);

}  // namespace sanderling::replica
