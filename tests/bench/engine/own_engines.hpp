// The engines that need no library of their own: the SQLite that is linked, in clear, and the same
// through the encrypting VFS.
#pragma once

#include "tests/bench/engine/engine.hpp"

#include <filesystem>

namespace sanderling::bench {

std::unique_ptr<Engine> make_plain_engine(const EngineOptions& options);
std::unique_ptr<Engine> make_vault_engine(const EngineOptions& options);

/// A peer that `peers.py` made; nothing if it is not there. Throws Failure if it cannot be used.
MakeEngine find_peer(const std::filesystem::path& library);

}  // namespace sanderling::bench
