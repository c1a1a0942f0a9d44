// The list of server keys in a store, for whoever starts the server (docs/protocol.md §6.8).
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/error.hpp"

#include <filesystem>

namespace sanderling::server {

/// The newest list as it was put, also in a store of an earlier program; empty before the first.
/// Errors: those of Store::open.
Result<Bytes> newest_server_keys(const std::filesystem::path& store);

}  // namespace sanderling::server
