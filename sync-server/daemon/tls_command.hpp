// `sanderlingd tls`: another TLS key in place of the present one, without a device being locked out
// (docs/protocol.md §6.8, docs/operations.md).
#pragma once

#include "sync-server/daemon/working_folder.hpp"

namespace sanderling::server {

/// Makes the next key, which the keyholder has to announce before it is used. The server may run.
/// Returns its hash. Errors: already_exists (one is prepared already; its hash is in the error),
/// io.
Result<scope_log::TlsKeyHash> prepare_tls(const WorkingFolder& folder,
                                          const std::vector<std::string>& names);

/// Uses the prepared key from the next start on; the present one is kept beside it as
/// `tls-previous-*.pem`. Interrupted, it is done by doing it again. Errors: in_use (a server runs
/// there), not_found (none is prepared), not_permitted (it is not announced yet), io.
Result<scope_log::TlsKeyHash> switch_tls(const WorkingFolder& folder);

/// Before each start: the certificate carries the newest list that the store has. Errors: corrupt,
/// io.
Result<void> carry_newest_list(const WorkingFolder& folder);

}  // namespace sanderling::server
