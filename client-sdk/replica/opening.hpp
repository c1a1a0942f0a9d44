// Recognising a replica when it is opened, and what its keeper is told while it is open
// (docs/storage.md §14).
#pragma once

#include "client-sdk/replica/freshness.hpp"
#include "client-sdk/replica/writer.hpp"

#include <memory>
#include <utility>

namespace sanderling::replica {

/// The open replica's stamp, and who keeps it. A value of its Replica, guarded by the same mutex.
class Opening {
  public:
    explicit Opening(std::shared_ptr<FreshnessKeeper> keeper) : keeper_(std::move(keeper)) {}

    /// Inside the SQL transaction of the opening, the first thing done with the writer: gives a new
    /// replica its id, a copied or rolled back one another, and makes the stamp of this opening.
    void settle(Writer& writer, Bytes database, Bytes place, Instant now);
    /// After that transaction is durable, and again whenever `written` has grown and it matters.
    void keep(Writer& writer);

    const OpenReport& report() const { return report_; }

  private:
    Found find(Writer& writer, Bytes database, Bytes place);

    std::shared_ptr<FreshnessKeeper> keeper_;  // shared with the application
    Stamp stamp_{};
    std::optional<std::pair<ReplicaId, Stamp>> kept_{};
    OpenReport report_{};
};

}  // namespace sanderling::replica
