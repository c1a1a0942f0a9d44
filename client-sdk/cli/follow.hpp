// Commands that go on until somebody ends them.
#pragma once

#include "client-sdk/cli/exit_code.hpp"

#include "sanderling/sync.hpp"

namespace sanderling::cli {

/// SIGINT and SIGTERM wait for `follow`, in threads begun later too.
void hold_ending_signals();

/// Until one of them comes, or until only a person can mend what stopped the agent.
Result<Exit> follow(const SyncAgent& agent);

}  // namespace sanderling::cli
