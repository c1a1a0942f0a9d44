// Refused commits that somebody has seen and put away: out of sight, and kept with their content
// for as long as history is (docs/storage.md, "The tables").
#pragma once

#include "client-sdk/replica/outbox_table.hpp"
#include "core/text/rewrite.hpp"
#include "core/types/time.hpp"

#include <map>
#include <optional>
#include <vector>

namespace sanderling::replica {

struct Dismissal {
    Instant at{};
    std::optional<Dot> became{};  // the commit that carries its content now, in the same scope
};

/// On one connection. Throws vault::SqliteError.
class DismissedTable {
  public:
    explicit DismissedTable(vault::Database& database) : database_(database) {}

    void put(OutboxPosition position, const Dismissal& dismissal);
    std::map<OutboxPosition, Dismissal> all() const;
    /// What was written again in the scope: each refused commit with what it became.
    std::vector<text::MovedCommit> rewritten(ScopeId scope) const;
    /// Those that were put away too long ago leave the outbox too.
    void prune(OutboxTable& outbox, Instant now);

  private:
    vault::Database& database_;
};

}  // namespace sanderling::replica
