// The end of a person's access to a scope on a device: what is seen no more at once, and what is
// destroyed when the server has signed for the work that was written here (docs/protocol.md §6.10,
// docs/storage.md §23).
#pragma once

#include "client-sdk/replica/writer.hpp"
#include "core/wire/message.hpp"

namespace sanderling::replica {

/// Verifies that the log says so. With own work that no log shows here the scope is `leaving`;
/// otherwise it is destroyed. `now` is the time that counts for covers. Inside a SQL transaction,
/// as all here. Errors: scope_log_invalid, those of decoding.
Result<void> revoke(Writer& writer, const wire::Revoked& revoked, Instant now);

/// Covers whose time is over are `leaving`, whatever the server says. The scopes that changed.
std::vector<ScopeId> end_covers(Writer& writer, Instant now);
/// When the next cover ends that can still be read; nothing if there is none.
std::optional<Instant> next_cover_end(Writer& writer);

/// Rows of a scope that is `leaving` show nowhere: not in views, search, conflicts or watched
/// queries. Done again, it hides what was written since.
void hide_rows(Writer& writer, ScopeId scope);
/// Of all such scopes, after rows were made anew.
void hide_leaving(Writer& writer);

/// The server lists a scope that was left: it is received anew, and seen with its first checkpoint.
void come_back(Writer& writer, Scope& scope);

/// Scopes that the server has withdrawn in this session, and all of whose work is answered.
std::vector<wire::ReceiptGet> receipts_to_ask(Writer& writer);

/// Keeps a receipt whose signature was found good, and destroys the scope when all own work of it
/// is accounted for. What is wrong with a receipt is the scope's problem.
void take_receipt(Writer& writer, const wire::Receipt& receipt);

}  // namespace sanderling::replica
