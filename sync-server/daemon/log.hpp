// Structured logs: one JSON object a line on standard error, ids and no content.
#pragma once

#include "sync-server/host/session_host.hpp"

#include <string>

namespace sanderling::server {

/// Lines below `level` (debug, info, warning, error) are left out. Safe from every thread.
WriteLog open_log(const std::string& level);

}  // namespace sanderling::server
