// What a store remembers of its backups and of being restored from one (docs/operations.md,
// docs/protocol.md §5.9), and the off-site watermark that follows from it.
#pragma once

#include "core/sync/judge.hpp"
#include "sync-server/store/schema.hpp"

#include <string>

namespace sanderling::server {

/// Makes the tables where there are none; a store of an earlier program has none.
void add_restore_tables(Database& database);

/// Whether this store was ever restored.
sync::History history_of(Database& database);

/// Up to where the commits of a scope are safe outside of this machine, so that devices may forget
/// their bytes: as far as the last backup goes. Before the first backup, what is committed here is
/// taken to be as safe as it gets.
class Watermarks {
  public:
    explicit Watermarks(Database& database);
    Seq of(OrgId org, ScopeId scope, Seq head);

  private:
    Statement select_;
};

/// In the copy that becomes the store: a new generation, and what it was restored from.
struct Restoration {
    std::string from{};  // the backup's path
    Instant at{};
    Generation before{};
    Generation after{};
};
void note_restored(Database& database, const Restoration& restoration);
/// Everything of `copy` is in a backup now. Inside a transaction of `database`.
void note_backed_up(Database& database, Database& copy, const std::string& name, Instant at);

}  // namespace sanderling::server
