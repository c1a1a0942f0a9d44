// Writing: everything that one call of Store::write does happens together, or not at all.
#pragma once

#include "core/commit/header.hpp"

#include <optional>
#include <string_view>
#include <vector>

#include "sanderling/list.hpp"
#include "sanderling/text_edit.hpp"
#include "sanderling/value.hpp"

namespace sanderling {

namespace replica {
class Draft;
}

/// What this device knew of a scope when a form was opened. Given to `update`, the write replaces
/// only what the form showed; what arrived or was written meanwhile stays as a conflict to resolve.
struct EditToken {
    ScopeId scope;
    commit::Base base{};
    ReplicaId replica;
    Counter own{};  // of that replica
};

struct UpdateOptions {
    std::optional<EditToken> token{};  // none: what this device knows now
};

struct InsertOptions {
    /// Of a record that comes from elsewhere under an id of its own, such as an import. None: made
    /// here.
    std::optional<RecordId> id{};
};

/// What was written where: one commit a scope, all under one transaction id.
struct Receipt {
    struct Part {
        ScopeId scope;
        Counter counter{};
    };
    TransactionId transaction;
    std::vector<Part> parts{};  // empty if nothing was written
};

template <class T>
concept RecordStruct = requires(const T& record) {
    { T::collection_name } -> std::convertible_to<std::string_view>;
    { record.to_row() } -> std::same_as<Row>;
    { T::from_row(Row{}) } -> std::same_as<T>;
};

/// Valid inside the function given to Store::write, on its thread. Every method refuses with:
/// constraint (naming collection and field), not_found (no such collection, record or scope),
/// no_key (the scope's key or content has not arrived), not_permitted (a reader's role, or another
/// kind of scope), too_large. After a refusal the transaction may go on; return the error to undo
/// everything.
class Transaction {
  public:
    explicit Transaction(replica::Draft& draft) : draft_(draft) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// A new record. Its id is time-ordered, or follows from the collection's natural key, or is
    /// given; in these two cases already_exists if it is there. Errors: invalid_argument for an id
    /// given beside a natural key.
    Result<RecordId> insert(ScopeId scope, std::string_view collection, const Row& row,
                            const InsertOptions& options = {});
    template <RecordStruct T>
    Result<RecordId> insert(ScopeId scope, const T& record) {
        return insert(scope, T::collection_name, record.to_row());
    }

    /// A new record in a scope that this person may write and not read (ScopeState::deposit):
    /// sealed to those who may, and from then on unreadable on this device. It is in no table here,
    /// so neither `get` nor a query finds it, and it cannot be changed. Errors: constraint (a
    /// natural key, or a field of a rule that cannot be deposited: text, counter, ordered list);
    /// not_permitted (a scope that this person reads, or may not write).
    Result<RecordId> deposit(ScopeId scope, std::string_view collection, const Row& row);
    template <RecordStruct T>
    Result<RecordId> deposit(ScopeId scope, const T& record) {
        return deposit(scope, T::collection_name, record.to_row());
    }

    /// Changes the fields that `changes` names; Null clears one. For a set, the list is what shall
    /// be in it (elements are added and removed); for a log, entries to append; for a text, the
    /// whole of it, of which what differs from the text known (with a token: then) is written. All
    /// members of a group or none; no counter and no ordered list, which have methods of their own;
    /// an immutable field only while it has no value. A deleted record comes back.
    Result<void> update(std::string_view collection, RecordId id, const Row& changes,
                        const UpdateOptions& options = {});

    /// One element of a set. Adding what is there is written too: it wins over a removal elsewhere.
    Result<void> add(std::string_view collection, RecordId id, std::string_view field,
                     const Scalar& element);
    Result<void> remove(std::string_view collection, RecordId id, std::string_view field,
                        const Scalar& element);
    /// One entry of a log.
    Result<void> append(std::string_view collection, RecordId id, std::string_view field,
                        const Scalar& entry);

    /// Adds to a counter, or with a negative number takes from it. Increments that were made apart
    /// are all counted.
    Result<void> increment(std::string_view collection, RecordId id, std::string_view field,
                           std::int64_t delta);

    /// A new element of an ordered list. In a list of ids, already_exists if it is there.
    /// not_found: the neighbour is not in the list.
    Result<ElementId> insert_at(std::string_view collection, RecordId id, std::string_view field,
                                const Scalar& element, const ListSpot& spot = AtEnd{});
    /// An element keeps its id wherever it goes. Whoever removes it without knowing of the move
    /// does not remove it.
    Result<void> move(std::string_view collection, RecordId id, std::string_view field,
                      ElementId element, const ListSpot& spot);
    Result<void> set_element(std::string_view collection, RecordId id, std::string_view field,
                             ElementId element, const Scalar& value);
    Result<void> remove_element(std::string_view collection, RecordId id, std::string_view field,
                                ElementId element);
    /// In the list's order, this transaction's writes included.
    Result<std::vector<ListElement>> elements(std::string_view collection, RecordId id,
                                              std::string_view field);

    /// One edit of a text, in the text as it is now, this transaction's edits included. What others
    /// write at the same time stays beside it. Errors: invalid_argument for a position beyond the
    /// end, for what is not UTF-8, and for a cut inside of a character; constraint for max_length.
    Result<void> edit_text(std::string_view collection, RecordId id, std::string_view field,
                           const TextEdit& edit, TextCut cut = TextCut::between_characters);

    Result<void> erase(std::string_view collection, RecordId id);
    Result<void> undelete(std::string_view collection, RecordId id);

    /// The record as it is now, this transaction's writes included. Nothing if it is not there or
    /// deleted.
    Result<std::optional<Row>> get(std::string_view collection, RecordId id);

  private:
    replica::Draft& draft_;
};

}  // namespace sanderling
