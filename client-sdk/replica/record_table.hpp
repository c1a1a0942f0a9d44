// The rows of one collection: typed columns for SQL, and the body beside them.
#pragma once

#include "client-sdk/replica/reading.hpp"
#include "client-sdk/replica/record_body.hpp"
#include "client-sdk/vault/database.hpp"

#include <optional>
#include <unordered_map>

namespace sanderling::replica {

struct StoredRecord {
    ScopeId scope;
    std::int64_t conflicts = 0;
    RecordBody body{};
};

/// What a row says besides its fields.
struct RowFlags {
    std::int64_t conflicts = 0;
    Seq updated{};
};

/// Prepared statements on one connection, used by its thread. Everything throws
/// vault::SqliteError; a body that does not decode is SQLITE_CORRUPT.
class RecordTable {
  public:
    RecordTable(vault::Database& database, const Collection& collection);

    const Collection& collection() const { return collection_; }

    std::optional<StoredRecord> load(RecordId id);
    void insert(RecordId id, ScopeId scope, const RecordBody& body, const Reading& reading,
                const RowFlags& flags);
    /// Writes the columns that differ from `before`, so that indexes of the others stay untouched;
    /// all of them when it is null.
    void update(RecordId id, const RecordBody& body, const Reading& reading, const Reading* before,
                const RowFlags& flags);
    void remove(RecordId id);

  private:
    using Mask = std::vector<bool>;  // of the fields, and whether the record's life changed

    vault::Statement& update_statement(const Mask& changed);
    void bind_value(vault::Statement& statement, int parameter, const Value& value);
    void bind_flags(vault::Statement& statement, int parameter, const RecordBody& body,
                    const Reading& reading, const RowFlags& flags);

    vault::Database& database_;
    const Collection& collection_;
    std::optional<vault::Statement> load_{};
    std::optional<vault::Statement> insert_{};
    std::optional<vault::Statement> remove_{};
    std::unordered_map<Mask, vault::Statement> updates_{};
};

/// Bound to a parameter of any statement, by the type it has in a column.
void bind_scalar(vault::Statement& statement, int parameter, const Scalar& value);

}  // namespace sanderling::replica
