// The history of a record, and one call to go back in it.
#include "client-sdk/replica/audited_reads.hpp"
#include "client-sdk/replica/chronicle.hpp"
#include "client-sdk/replica/draft.hpp"
#include "client-sdk/replica/inbox.hpp"
#include "client-sdk/replica/replica.hpp"

#include "sanderling/store.hpp"

namespace sanderling {

namespace {

using commit::Operation;
using commit::Rule;

Scalar single(const Value& value) {
    return std::visit(
        [](const auto& held) -> Scalar {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, List>)
                return Null{};
            else
                return held;
        },
        value);
}

// The value of a field that has one, given again.
Result<void> write_again(replica::Draft& draft, const Schema& schema, const HistoryEntry& entry) {
    const auto* collection = schema.collection(entry.collection);
    const auto* field = collection != nullptr ? collection->field(entry.field) : nullptr;
    const bool is_group = collection != nullptr && collection->group(entry.field) != nullptr;
    const Error no_value = fail(Errc::invalid_argument,
                                entry.collection + "." + entry.field + ": has no value to restore");
    if (field == nullptr && !is_group) return no_value;
    if (is_group) return draft.update(entry.collection, entry.record, entry.row, {});
    const auto held = entry.row.find(entry.field);
    if (held == entry.row.end()) return no_value;
    const Scalar value = single(held->second);
    switch (field->rule) {
        case Rule::set:
            return draft.change_element(entry.collection, entry.record, entry.field, value,
                                        Operation::add);
        case Rule::ordered_list:
            if (!entry.element || schema::is_null(held->second)) return no_value;
            return draft.restore_element(entry.collection, entry.record, entry.field,
                                         *entry.element, value);
        case Rule::log:
        case Rule::counter:
        case Rule::text:  // what was typed then is a piece of it
            return no_value;
        default:
            return draft.update(entry.collection, entry.record, entry.row, {});
    }
}

}  // namespace

Result<std::vector<HistoryEntry>> Store::history(std::string_view name, RecordId id) const {
    const schema::Collection* collection = schema().collection(name);
    if (collection == nullptr) return fail(Errc::not_found, "no collection " + std::string(name));
    auto reader = replica_->reader();
    if (!reader) return reader.error();
    try {
        if (const auto scope = replica::audited_scope_of(**reader, schema(), *collection, id))
            if (auto noted = replica_->note_reads({*scope}, id); !noted) return noted.error();
        vault::Database& database = (*reader)->database();
        sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
        const vault::Transaction snapshot(database, vault::Transaction::Begin::deferred);
        return replica::read_history(database, *collection, id);
    } catch (...) {
        return replica::error_of_exception();
    }
}

Result<Receipt> Store::restore(const HistoryEntry& entry, std::string_view reason) {
    if (auto open = replica_->check_open(); !open) return open.error();
    const auto open = replica::list_conflicts(*replica_);
    if (!open) return open.error();
    for (const Conflict& conflict : *open)
        if (conflict.record == entry.record && conflict.field == entry.field &&
            conflict.collection == entry.collection && conflict.element == entry.element &&
            conflict.kind == ConflictKind::value)
            return resolve(conflict.id, entry.row, reason);
    const auto run = [&](replica::Writer& writer) -> Result<Receipt> {
        replica::Draft draft(writer, replica_->now());
        if (auto written = write_again(draft, schema(), entry); !written) return written.error();
        return draft.commit();
    };
    auto receipt = replica_->write(vault::Durability::full, run);
    if (receipt && !receipt->parts.empty()) {
        Change change{.origin = Change::Origin::local};
        for (const auto& part : receipt->parts) change.scopes.push_back(part.scope);
        replica_->notify(change);
    }
    return receipt;
}

std::string_view to_text(Deed deed) {
    switch (deed) {
        case Deed::wrote:
            return "wrote";
        case Deed::resolved:
            return "resolved";
        case Deed::added:
            return "added";
        case Deed::removed:
            return "removed";
        case Deed::moved:
            return "moved";
        case Deed::appended:
            return "appended";
        case Deed::counted:
            return "counted";
        case Deed::created:
            return "created";
        case Deed::deleted:
            return "deleted";
        case Deed::undeleted:
            return "undeleted";
        case Deed::touched:
            return "touched";
    }
    return "unknown";
}

}  // namespace sanderling
