// Which purges this device has carried out, and which the server knows of (docs/protocol.md §6.13,
// docs/storage.md §25).
#pragma once

#include "client-sdk/replica/writer.hpp"
#include "core/wire/message.hpp"

namespace sanderling::replica {

/// If this entry of the scope's log, which has just been taken in, is a purge, the server is to
/// hear of it. Inside a SQL transaction, as all here.
void note_purge(Writer& writer, ScopeId scope, const scope_log::ScopeLogEntry& entry);

/// A receipt for each purge that is carried out, files and all, and that the present server has not
/// taken; each once in a session.
std::vector<wire::Purged> purges_to_tell(Writer& writer, Instant now);

void take_purged(Writer& writer, const wire::PurgedTaken& taken);

}  // namespace sanderling::replica
