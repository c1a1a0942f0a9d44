// One transaction being written: what it does to which records, as the paths of patches; and its
// sealing into commits, one a scope (docs/protocol.md §4, "Coverage").
#pragma once

#include "client-sdk/replica/writer.hpp"

#include <map>
#include <memory>
#include <vector>

#include "sanderling/transaction.hpp"

namespace sanderling::replica {

/// Lives inside one SQL transaction on the writer's connection. Throws vault::SqliteError.
class Draft {
  public:
    Draft(Writer& writer, Instant now);
    ~Draft();
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    Result<RecordId> insert(ScopeId scope, std::string_view collection, const Row& row,
                            const std::optional<RecordId>& given);
    Result<void> update(std::string_view collection, RecordId id, const Row& changes,
                        const std::optional<EditToken>& token);
    Result<void> change_element(std::string_view collection, RecordId id, std::string_view field,
                                const Scalar& element, commit::Operation operation);
    Result<void> append(std::string_view collection, RecordId id, std::string_view field,
                        const Scalar& entry);
    Result<void> set_life(std::string_view collection, RecordId id, commit::Operation operation);
    Result<std::optional<Row>> get(std::string_view collection, RecordId id);

    /// A value that settles a conflict on a path: covers all that is known here.
    Result<void> resolve(const Collection& collection, ScopeId scope, RecordId id,
                         FieldNumber field, Bytes value, std::string_view reason);

    /// Seals, signs and writes rows and outbox. Nothing in memory is good after an error.
    Result<Receipt> commit();

  private:
    struct RecordDraft;
    struct ScopeDraft;

    Result<const Collection*> collection_named(std::string_view name) const;
    Result<ScopeDraft*> open_scope(ScopeId id);
    Result<void> check_home(const ScopeDraft& scope, const Collection& collection) const;
    /// An existing record, in whatever scope it lives; written to, so alive from here on.
    Result<RecordDraft*> open_record(std::string_view collection, RecordId id);
    Result<RecordDraft*> open_for_write(std::string_view collection, RecordId id);
    Result<RecordId> new_id(ScopeDraft& scope, const Collection& collection, const Row& row);
    RecordDraft& add_record(ScopeDraft& scope, OpenRecord record, const Collection& collection);

    Result<void> write_fields(RecordDraft& record, const Row& row, const EditToken& known);
    void write_value(RecordDraft& record, const FieldRef& ref, FieldNumber field, Bytes value,
                     const EditToken& known);
    void write_group(RecordDraft& record, const schema::Group& group, const Row& row,
                     const EditToken& known);
    void write_set(RecordDraft& record, const schema::Field& field, const schema::List& wanted);
    void write_element(RecordDraft& record, const schema::Field& field, const Scalar& element,
                       commit::Operation operation);
    void write_log(RecordDraft& record, const schema::Field& field, const schema::List& entries);
    void write_life(RecordDraft& record, commit::Operation operation);
    void keep_alive(RecordDraft& record);
    void touch_parent(ScopeDraft& scope, const Collection& collection, const Row& row);
    Reading current(const RecordDraft& record) const;

    Result<Receipt::Part> seal(ScopeDraft& scope, TransactionId transaction, std::uint16_t index,
                               std::uint16_t count, HlcTime clock);

    Writer& writer_;
    Instant now_;
    std::map<ScopeId, std::unique_ptr<ScopeDraft>> scopes_;
    std::map<std::pair<CollectionNumber, RecordId>, RecordDraft*> by_id_;
};

}  // namespace sanderling::replica
