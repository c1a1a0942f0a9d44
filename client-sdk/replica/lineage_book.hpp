// The ids that this replica has had, and what each of them continued: a copied or restored file
// goes on under a new id (docs/storage.md §14, docs/protocol.md §5.6).
#pragma once

#include "client-sdk/vault/database.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"

#include <optional>
#include <vector>

#include "sanderling/identity.hpp"

namespace sanderling::replica {

/// A value of its Writer. Throws vault::SqliteError.
class LineageBook {
  public:
    explicit LineageBook(vault::Database& database);

    /// Oldest first; the last one writes. Empty only before `begin` was first called.
    const std::vector<Incarnation>& all() const { return all_; }
    ReplicaId current() const { return all_.back().replica; }
    bool is_own(ReplicaId replica) const { return order(replica).has_value(); }
    /// Its place among all; nothing for somebody else's id.
    std::optional<std::size_t> order(ReplicaId replica) const;

    void begin(const Incarnation& next);
    /// In this scope `child` continues `parent->replica` up to its counter, or nothing.
    void put_parent(ScopeId scope, ReplicaId child, const std::optional<Dot>& parent);
    /// Every own id that this one continues in the scope, nearest first, each up to its counter.
    std::vector<Dot> ancestry(ScopeId scope, ReplicaId replica);

    void reload();

  private:
    vault::Database& database_;
    std::vector<Incarnation> all_{};
};

}  // namespace sanderling::replica
