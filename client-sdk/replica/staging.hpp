// What the server sent of scopes before their checkpoint: invisible, and fetched again after a
// break of the session, because only a checkpoint is a causal point (docs/protocol.md §5).
#pragma once

#include "client-sdk/vault/database.hpp"
#include "core/wire/message.hpp"

#include <map>

namespace sanderling::replica {

/// In memory up to a budget, beyond it in the replica's file. Guarded by Replica's mutex. Throws
/// vault::SqliteError.
class Staging {
  public:
    explicit Staging(vault::Database& database) : database_(database) {}

    void add(wire::Data data);
    /// The items of a scope in order, each once, from `after` + 1 on; forgets them. Those that do
    /// not follow are left out, so that the checkpoint will not fit.
    std::vector<wire::FeedItem> take(ScopeId scope, Seq after);
    void clear(ScopeId scope);
    void clear();

  private:
    void spill(const wire::Data& data);
    std::vector<wire::Data> load(ScopeId scope);

    // A phone can spare this; most catching up never touches the file twice.
    static constexpr std::size_t memory_bytes_max = std::size_t{8} << 20U;

    vault::Database& database_;
    std::map<ScopeId, std::vector<wire::Data>> held_{};
    std::size_t held_bytes_ = 0;
    bool has_spilled_ = true;  // a file may hold what an earlier run left
};

}  // namespace sanderling::replica
