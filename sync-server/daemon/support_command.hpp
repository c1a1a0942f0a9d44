// `sanderlingd support`: a bundle for whoever helps (docs/operations.md).
#pragma once

#include "sync-server/daemon/config.hpp"
#include "sync-server/daemon/working_folder.hpp"

namespace sanderling::server {

/// How a server is, and nothing of what is in it: versions, limits, counts, places, codes, times;
/// no address, path, name, id, key or word of an error. An id is the beginning of a keyed hash. The
/// server may run; the store is only read. Errors: not_found, corrupt, schema_mismatch, in_use, io.
Result<std::string> support_bundle(const WorkingFolder& folder, const Config& config, Instant now);

/// Into a new file that only its owner may read. Errors: already_exists, io.
Result<void> write_support_bundle(const std::filesystem::path& file, std::string_view bundle);

}  // namespace sanderling::server
