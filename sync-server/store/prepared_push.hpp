// A push, unpacked: work that needs no store, so that it is done before a push queues for one.
#pragma once

#include "core/commit/commit.hpp"
#include "core/wire/message.hpp"

namespace sanderling::server {

struct PreparedCommit {
    ScopeId scope;
    Bytes packed{};
    commit::Commit commit{};
};
struct PreparedPush {
    std::vector<std::vector<PreparedCommit>> transactions{};
};

/// Errors: malformed, too_large. A sender of such bytes is broken, whatever else is in the push.
Result<PreparedPush> prepare(const wire::Push& push, OrgId org);

/// What a sender is told when the store cannot take anything now: nothing happened, send it again.
std::vector<wire::CommitVerdict> all_busy(const PreparedPush& push);

}  // namespace sanderling::server
