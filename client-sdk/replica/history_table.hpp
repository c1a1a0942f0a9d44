// Values that were replaced, kept for a time: what history(record) shows besides what is live
// (docs/storage.md §16).
#pragma once

#include "client-sdk/replica/record_body.hpp"
#include "client-sdk/vault/database.hpp"

#include <chrono>
#include <vector>

namespace sanderling::replica {

/// For how long after it was replaced a value is kept here.
inline constexpr std::chrono::days history_kept{90};

/// One replaced value, and by what.
struct PastValue {
    CollectionNumber collection{};
    FieldNumber field{};
    Dot dot{};
    Seq seq{};
    HlcTime t_eff{};
    HlcTime claimed{};
    commit::Rule rule = commit::Rule::register_;
    commit::Operation operation = commit::Operation::put;
    merge::Standing standing = merge::Standing::effective;
    Bytes value{};
    Dot replaced_by{};
    HlcTime replaced_at{};
};

/// Prepared statements on one connection. Throws vault::SqliteError.
class HistoryTable {
  public:
    explicit HistoryTable(vault::Database& database) : database_(database) {}

    /// What `x` has replaced in a record, as far as it could be read and is not too old at `now`.
    void put(ScopeId scope, CollectionNumber collection, RecordId record,
             const std::vector<Superseded>& gone, const merge::WriteContext& x, Instant now);
    void prune(Instant now);

    /// In order of seq.
    std::vector<PastValue> of(ScopeId scope, RecordId record);

  private:
    vault::Database& database_;
    std::optional<vault::Statement> insert_{};
};

}  // namespace sanderling::replica
