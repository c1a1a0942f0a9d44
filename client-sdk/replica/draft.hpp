// One transaction being written: what it does to which records, as the paths of patches; and its
// sealing into commits, one a scope (docs/protocol.md §4, "Coverage").
#pragma once

#include "client-sdk/replica/writer.hpp"

#include <map>
#include <memory>
#include <set>
#include <vector>

#include "sanderling/text_edit.hpp"
#include "sanderling/transaction.hpp"

namespace sanderling::text {
class Document;
}

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
    Result<RecordId> deposit(ScopeId scope, std::string_view collection, const Row& row);
    Result<void> update(std::string_view collection, RecordId id, const Row& changes,
                        const std::optional<EditToken>& token);
    Result<void> change_element(std::string_view collection, RecordId id, std::string_view field,
                                const Scalar& element, commit::Operation operation);
    Result<void> append(std::string_view collection, RecordId id, std::string_view field,
                        const Scalar& entry);
    Result<void> increment(std::string_view collection, RecordId id, std::string_view field,
                           std::int64_t delta);
    Result<ElementId> insert_element(std::string_view collection, RecordId id,
                                     std::string_view field, const Scalar& value,
                                     const ListSpot& spot);
    Result<void> move_element(std::string_view collection, RecordId id, std::string_view field,
                              ElementId element, const ListSpot& spot);
    Result<void> set_element(std::string_view collection, RecordId id, std::string_view field,
                             ElementId element, const Scalar& value);
    Result<void> remove_element(std::string_view collection, RecordId id, std::string_view field,
                                ElementId element);
    /// Puts an element of an ordered list back as it was, also one that was removed.
    Result<void> restore_element(std::string_view collection, RecordId id, std::string_view field,
                                 ElementId element, const Scalar& value);
    Result<std::vector<ListElement>> elements(std::string_view collection, RecordId id,
                                              std::string_view field);
    Result<void> edit_text(std::string_view collection, RecordId id, std::string_view field,
                           const TextEdit& edit, TextCut cut);
    Result<void> set_life(std::string_view collection, RecordId id, commit::Operation operation);
    Result<std::optional<Row>> get(std::string_view collection, RecordId id);
    /// For whoever is shown something of it by this transaction (docs/storage.md §26).
    Result<void> note_read(std::string_view collection, RecordId id);

    /// A value that settles a conflict on a path: covers all that is known here. `element`: of an
    /// ordered list.
    Result<void> resolve(const Collection& collection, ScopeId scope, RecordId id,
                         FieldNumber field, const std::optional<ElementId>& element, Bytes value,
                         std::string_view reason);

    /// Seals, signs and writes rows and outbox. Nothing in memory is good after an error.
    Result<Receipt> commit();

  private:
    struct RecordDraft;
    struct ScopeDraft;
    struct TextDraft;
    struct ListDraft {
        RecordDraft& record;
        const schema::Field& field;
    };
    enum class Access : std::uint8_t { read, write };

    Result<const Collection*> collection_named(std::string_view name) const;
    /// Errors: not_found for the collection, constraint for a field of another rule.
    Result<const schema::Field*> field_with_rule(std::string_view collection,
                                                 std::string_view field, commit::Rule rule) const;
    Result<ScopeDraft*> open_scope(ScopeId id);
    Result<ScopeDraft*> open_deposit(ScopeId id);
    /// What somebody deposited has paths of its own, which no later write could name.
    Result<void> check_editable(const RecordDraft& record) const;
    Result<void> check_purged(ScopeDraft& scope, RecordId id) const;
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
    Result<void> write_immutable(RecordDraft& record, const schema::Field& field, Bytes value);
    void write_increment(RecordDraft& record, const schema::Field& field, std::int64_t delta);
    void fold_increments(RecordDraft& record, Seq watermark) const;

    Result<ListDraft> open_list(std::string_view collection, RecordId id, std::string_view field,
                                Access access);
    std::vector<PlacedElement> elements_of(const ListDraft& list) const;
    void write_new_list(RecordDraft& record, const schema::Field& field,
                        const schema::List& values);
    void write_element_value(const ListDraft& list, ElementId id, commit::Operation operation,
                             Bytes value);
    void write_touch(const ListDraft& list, const PlacedElement& element);
    void write_place(const ListDraft& list, ElementId id, const ListPlace& place);
    Token element_token(const ListDraft& list, ElementId id) const;
    Dot next_dot(const RecordDraft& record) const;

    TextDraft& open_text(RecordDraft& record, const schema::Field& field);
    void put_text(RecordDraft& record, const schema::Field& field, TextDraft& draft);
    static Result<void> check_length(const schema::Field& field, const text::Document& document,
                                     const TextEdit& edit);
    Result<std::optional<text::Document>> text_as_seen(const RecordDraft& record,
                                                       const schema::Field& field,
                                                       const EditToken& known);
    Result<void> write_text(RecordDraft& record, const schema::Field& field,
                            std::string_view wanted, const EditToken& known);

    /// What a write made with `known` knows.
    merge::WriteContext context_of(const RecordDraft& record, const EditToken& known);
    void write_life(RecordDraft& record, commit::Operation operation);
    void keep_alive(RecordDraft& record);
    void touch_parent(ScopeDraft& scope, const Collection& collection, const Row& row);
    /// With this transaction's writes as the last pending ones.
    RecordBody body_now(const RecordDraft& record) const;
    Reading current(const RecordDraft& record) const;

    static Result<void> check_separate(const std::vector<ScopeDraft*>& written);
    Result<Receipt::Part> seal(ScopeDraft& scope, TransactionId transaction, std::uint16_t index,
                               std::uint16_t count, HlcTime clock);
    Result<void> seal_record(ScopeDraft& scope, std::uint32_t index, commit::Commit& commit);
    void keep_pending(ScopeDraft& scope, const commit::Header& h, const OwnKnowledge& had);

    Writer& writer_;
    Instant now_;
    std::set<ScopeId> noted_{};     // as read by this transaction
    std::size_t sealed_bytes_ = 0;  // of all parts so far
    std::map<ScopeId, std::unique_ptr<ScopeDraft>> scopes_;
    std::map<std::pair<CollectionNumber, RecordId>, RecordDraft*> by_id_;
};

}  // namespace sanderling::replica
