// Records of all collections, with the conflicts that follow from them. What this schema cannot
// place is kept in sanderling_other, body and all, until one can.
#pragma once

#include "client-sdk/replica/record_table.hpp"
#include "client-sdk/replica/touched.hpp"

#include <memory>
#include <optional>
#include <unordered_map>

namespace sanderling::replica {

/// A record while it is worked on, inside a SQL transaction.
struct OpenRecord {
    RecordId id;
    ScopeId scope;
    CollectionNumber collection{};  // 0: not known, since nothing of it could be opened
    RecordTable* table = nullptr;   // null: kept in sanderling_other
    bool exists = false;            // a row is there
    bool was_aside = false;      // without its collection, which leaves it there until it is saved
    std::int64_t conflicts = 0;  // as stored
    RecordBody body{};
    std::optional<Reading> before{};  // what the row's columns say
    /// They say what our pending writes made of it under the classes that we had then, which need
    /// not be those of `before`.
    bool is_overlaid = false;
};

/// Throws vault::SqliteError.
class RecordStore {
  public:
    RecordStore(vault::Database& database, const Schema& schema);

    /// With an empty body if there is no such record. A record of another scope under the same id
    /// is not touched: this scope's own is kept apart. What is kept of it without a collection,
    /// since nothing of that could be opened, is part of it from here on.
    OpenRecord open(ScopeId scope, CollectionNumber collection, RecordId id, const Self& self);
    /// What was loaded from the table of a collection that the schema has.
    OpenRecord open_stored(StoredRecord stored, CollectionNumber collection, RecordId id,
                           const Self& self);
    /// In whichever collection it is.
    std::optional<OpenRecord> find(ScopeId scope, RecordId id, const Self& self);
    /// Writes what changed; removes the row if nothing of the record is left.
    void save(OpenRecord& record, const Self& self, Seq updated);
    /// A record whose first readable patch names its collection goes there when it is saved.
    void move(OpenRecord& record, CollectionNumber collection, const Self& self);

    /// A record kept aside moves to the table of its collection, now that the schema has it.
    void adopt(ScopeId scope, CollectionNumber collection, RecordId id, const Self& self);

    RecordTable* table(CollectionNumber collection);
    /// Whether the scope has records in sanderling_other.
    bool has_other(ScopeId scope);

    /// What was written since it was cleared.
    Touched& touched() { return touched_; }

  private:
    std::optional<OpenRecord> open_other(ScopeId scope, CollectionNumber collection, RecordId id);
    void save_other(OpenRecord& record);
    void remove_other(ScopeId scope, CollectionNumber collection, RecordId id);
    void remove(OpenRecord& record);
    std::int64_t put_conflicts(const OpenRecord& record, const Collection& collection,
                               const Visible& visible);
    void note_unknown_fields(const OpenRecord& record, const Collection& collection);

    vault::Database& database_;
    const Schema& schema_;
    std::unordered_map<std::uint16_t, std::unique_ptr<RecordTable>> tables_{};
    Touched touched_{};
};

}  // namespace sanderling::replica
