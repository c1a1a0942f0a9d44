// What a commit of the outbox says, for when the key that it was sealed under is destroyed with its
// withdrawn scope: own work that was not accepted stays readable to whoever wrote it.
#pragma once

#include "client-sdk/replica/writer.hpp"
#include "core/sealing/content.hpp"

#include <optional>
#include <vector>

namespace sanderling::replica {

/// Before the scope's keys go, inside the SQL transaction that destroys them: keeps the content of
/// each of its commits that no server has accepted. Throws vault::SqliteError.
void keep_unaccepted_content(Writer& writer, Scope& scope);

/// In the order of the commit's patches. Nothing where none was kept, or it does not decode.
std::optional<std::vector<sealing::Plaintext>> kept_content(vault::Database& database,
                                                            OutboxPosition position);

}  // namespace sanderling::replica
