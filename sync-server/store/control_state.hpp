// The organisation's certificates and the scope logs, verified and kept in memory for the writer.
#pragma once

#include "core/scope_log/scope_log.hpp"
#include "sync-server/store/schema.hpp"

#include <set>
#include <unordered_map>

namespace sanderling::server {

/// Follows the tables of one Database. One owner thread. Throws SqliteFailure; a stored certificate
/// or entry that does not verify counts as damage.
class ControlState {
  public:
    ControlState(Database& database, const Organisation& organisation);

    /// Forgets what was not committed.
    void reload();

    const scope_log::Directory& directory() const { return directory_; }
    /// Takes in one more. True: it is new, and is to be stored. Errors: those of Directory::add.
    Result<bool> add_certificate(ByteView certificate);

    /// Replayed from the log table on first use.
    const scope_log::ScopeLog& log(ScopeId scope);
    void replace_log(ScopeId scope, scope_log::ScopeLog log);

  private:
    Organisation organisation_;
    Statement select_certificates_;
    Statement select_entries_;
    scope_log::Directory directory_;
    std::set<crypto::Hash> certificates_;  // of those that are stored
    std::unordered_map<ScopeId, scope_log::ScopeLog> logs_;
};

}  // namespace sanderling::server
