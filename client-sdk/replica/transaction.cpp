#include "sanderling/transaction.hpp"

#include "client-sdk/replica/draft.hpp"
#include "core/text/diff.hpp"

namespace sanderling {

using commit::Operation;

Result<RecordId> Transaction::insert(ScopeId scope, std::string_view collection, const Row& row,
                                     const InsertOptions& options) {
    return draft_.insert(scope, collection, row, options.id);
}

Result<RecordId> Transaction::deposit(ScopeId scope, std::string_view collection, const Row& row) {
    return draft_.deposit(scope, collection, row);
}

Result<void> Transaction::update(std::string_view collection, RecordId id, const Row& changes,
                                 const UpdateOptions& options) {
    return draft_.update(collection, id, changes, options.token);
}

Result<void> Transaction::add(std::string_view collection, RecordId id, std::string_view field,
                              const Scalar& element) {
    return draft_.change_element(collection, id, field, element, Operation::add);
}

Result<void> Transaction::remove(std::string_view collection, RecordId id, std::string_view field,
                                 const Scalar& element) {
    return draft_.change_element(collection, id, field, element, Operation::remove);
}

Result<void> Transaction::append(std::string_view collection, RecordId id, std::string_view field,
                                 const Scalar& entry) {
    return draft_.append(collection, id, field, entry);
}

Result<void> Transaction::increment(std::string_view collection, RecordId id,
                                    std::string_view field, std::int64_t delta) {
    return draft_.increment(collection, id, field, delta);
}

Result<ElementId> Transaction::insert_at(std::string_view collection, RecordId id,
                                         std::string_view field, const Scalar& element,
                                         const ListSpot& spot) {
    return draft_.insert_element(collection, id, field, element, spot);
}

Result<void> Transaction::move(std::string_view collection, RecordId id, std::string_view field,
                               ElementId element, const ListSpot& spot) {
    return draft_.move_element(collection, id, field, element, spot);
}

Result<void> Transaction::set_element(std::string_view collection, RecordId id,
                                      std::string_view field, ElementId element,
                                      const Scalar& value) {
    return draft_.set_element(collection, id, field, element, value);
}

Result<void> Transaction::remove_element(std::string_view collection, RecordId id,
                                         std::string_view field, ElementId element) {
    return draft_.remove_element(collection, id, field, element);
}

Result<std::vector<ListElement>> Transaction::elements(std::string_view collection, RecordId id,
                                                       std::string_view field) {
    if (auto noted = draft_.note_read(collection, id); !noted) return noted.error();
    return draft_.elements(collection, id, field);
}

Result<void> Transaction::edit_text(std::string_view collection, RecordId id,
                                    std::string_view field, const TextEdit& edit, TextCut cut) {
    return draft_.edit_text(collection, id, field, edit, cut);
}

Result<std::vector<TextEdit>> text_edits(std::string_view before, std::string_view after) {
    const auto edits = text::diff(before, after);
    if (!edits) return fail(Errc::invalid_argument, "not UTF-8");
    std::vector<TextEdit> out;
    for (const text::Edit& each : *edits)
        out.push_back({each.position, each.erased, each.inserted});
    return out;
}

Result<void> Transaction::erase(std::string_view collection, RecordId id) {
    return draft_.set_life(collection, id, Operation::erase);
}

Result<void> Transaction::undelete(std::string_view collection, RecordId id) {
    return draft_.set_life(collection, id, Operation::undelete);
}

Result<std::optional<Row>> Transaction::get(std::string_view collection, RecordId id) {
    if (auto noted = draft_.note_read(collection, id); !noted) return noted.error();
    return draft_.get(collection, id);
}

}  // namespace sanderling
