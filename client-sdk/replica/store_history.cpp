// The history of a record, and one call to go back in it.
#include "client-sdk/replica/draft.hpp"
#include "client-sdk/replica/history_table.hpp"
#include "client-sdk/replica/reading.hpp"
#include "client-sdk/replica/record_reader.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/value_codec.hpp"

#include <algorithm>
#include <tuple>

#include "sanderling/store.hpp"

namespace sanderling {

namespace {

using commit::Operation;
using commit::Rule;

Deed deed_of(Rule rule, Operation operation) {
    switch (operation) {
        case Operation::put:
            return Deed::wrote;
        case Operation::resolve:
            return Deed::resolved;
        case Operation::add:
            return Deed::added;
        case Operation::remove:
            return Deed::removed;
        case Operation::append:
            return rule == Rule::counter ? Deed::counted : Deed::appended;
        case Operation::create:
            return Deed::created;
        case Operation::erase:
            return Deed::deleted;
        case Operation::undelete:
            return Deed::undeleted;
        case Operation::touch:
            return rule == Rule::ordered_list ? Deed::moved : Deed::touched;
    }
    return Deed::wrote;
}

// What is said of a write besides its value, live or past.
struct Written {
    schema::FieldNumber field{};
    Rule rule = Rule::register_;
    Operation operation = Operation::put;
    Dot dot{};
    HlcTime claimed{};
    HlcTime t_eff{};
    merge::Standing standing = merge::Standing::effective;
};

class Chronicle {
  public:
    Chronicle(vault::Database& database, const schema::Collection& collection, RecordId id,
              ScopeId scope)
        : database_(database),
          collection_(collection),
          id_(id),
          scope_(scope),
          me_(replica::read_me(database)) {}

    HistoryEntry entry_of(const Written& w, ByteView value) const {
        HistoryEntry out{.collection = collection_.name, .record = id_};
        out.deed = deed_of(w.rule, w.operation);
        if (w.operation == Operation::resolve)
            if (const auto resolved = replica::decode_resolved(value)) {
                out.reason = resolved->reason;
                value = resolved->value;
            }
        if (const auto ref = replica::field_ref(collection_, w.field)) out.field = ref->name();
        if (w.rule == Rule::ordered_list)
            if (const auto element = replica::decode_element(value)) out.element = element->id;
        out.row = replica::row_of(collection_, w.field, value);
        out.dot = w.dot;
        out.claimed = instant_of(w.claimed);
        out.effective = instant_of(w.t_eff);
        out.is_proposal = w.standing == merge::Standing::proposal;
        return out;
    }
    void name(HistoryEntry& entry) const {
        const replica::Author author =
            entry.is_pending ? replica::own_author(me_)
                             : replica::read_author(database_, scope_, entry.dot.replica);
        entry.person = author.person;
        entry.device = author.device;
    }

  private:
    vault::Database& database_;
    const schema::Collection& collection_;
    RecordId id_;
    ScopeId scope_;
    std::optional<replica::Me> me_;
};

bool is_place(Rule rule, Operation operation) {
    return rule == Rule::ordered_list && operation == Operation::put;
}

// What readers ignore has no part in the history either.
bool counts(const schema::Collection& collection, schema::FieldNumber field, Rule rule) {
    if (field == schema::life_number) return rule == Rule::life;
    const auto ref = replica::field_ref(collection, field);
    return ref && ref->rule == rule;
}

void add_live(const Chronicle& chronicle, const schema::Collection& collection,
              const replica::Visible& record, std::vector<HistoryEntry>& out) {
    for (const merge::LiveSet& set : record.state().sets())
        for (const merge::LiveEntry& e : set.entries) {
            const auto held = record.value(set.token, e);
            if (!held || !held->is_readable || is_place(e.rule, e.operation)) continue;
            if (!counts(collection, held->field, e.rule)) continue;
            HistoryEntry entry = chronicle.entry_of({.field = held->field,
                                                     .rule = e.rule,
                                                     .operation = e.operation,
                                                     .dot = e.dot,
                                                     .claimed = record.claimed(e),
                                                     .t_eff = e.t_eff,
                                                     .standing = e.standing},
                                                    held->value);
            entry.is_live = true;
            entry.is_pending = replica::is_provisional(e.seq);
            entry.seq = entry.is_pending ? Seq{0} : e.seq;
            chronicle.name(entry);
            out.push_back(std::move(entry));
        }
}

// What own pending writes have replaced, as far as this device is concerned.
void add_overlaid(const Chronicle& chronicle, const schema::Collection& collection,
                  const replica::RecordBody& body, const replica::Visible& record,
                  std::vector<HistoryEntry>& out) {
    for (const merge::LiveSet& set : body.confirmed.sets()) {
        const merge::LiveSet* shown = record.state().find(set.token);
        for (const merge::LiveEntry& e : set.entries) {
            const auto same = [&](const merge::LiveEntry& s) { return s.dot == e.dot; };
            if (shown == nullptr || std::any_of(shown->entries.begin(), shown->entries.end(), same))
                continue;
            const replica::LiveValue* held = body.value(set.token, e.dot);
            if (held == nullptr || !held->is_readable || is_place(e.rule, e.operation) ||
                !counts(collection, held->field, e.rule))
                continue;
            HistoryEntry entry = chronicle.entry_of({.field = held->field,
                                                     .rule = e.rule,
                                                     .operation = e.operation,
                                                     .dot = e.dot,
                                                     .claimed = record.claimed(e),
                                                     .t_eff = e.t_eff,
                                                     .standing = e.standing},
                                                    held->value);
            entry.seq = e.seq;
            entry.replaced_by = shown->entries.back().dot;  // the last one to be laid over
            entry.replaced_at = instant_of(shown->entries.back().t_eff);
            chronicle.name(entry);
            out.push_back(std::move(entry));
        }
    }
}

void add_past(const Chronicle& chronicle, const schema::Collection& collection,
              const std::vector<replica::PastValue>& past, std::vector<HistoryEntry>& out) {
    for (const replica::PastValue& p : past) {
        if (p.collection != collection.number || !counts(collection, p.field, p.rule)) continue;
        HistoryEntry entry = chronicle.entry_of({.field = p.field,
                                                 .rule = p.rule,
                                                 .operation = p.operation,
                                                 .dot = p.dot,
                                                 .claimed = p.claimed,
                                                 .t_eff = p.t_eff,
                                                 .standing = p.standing},
                                                p.value);
        entry.seq = p.seq;
        entry.replaced_by = p.replaced_by;
        entry.replaced_at = instant_of(p.replaced_at);
        chronicle.name(entry);
        out.push_back(std::move(entry));
    }
}

bool is_earlier(const HistoryEntry& a, const HistoryEntry& b) {
    return std::tuple(a.is_pending, a.seq, a.dot.counter, a.field) <
           std::tuple(b.is_pending, b.seq, b.dot.counter, b.field);
}

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
        vault::Database& database = (*reader)->database();
        sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
        const vault::Transaction snapshot(database, vault::Transaction::Begin::deferred);
        const auto record = replica::read_record(database, *collection, id);
        if (!record) return fail(Errc::not_found, "no " + collection->name + " " + to_text(id));
        const Chronicle chronicle(database, *collection, id, record->stored.scope);
        std::vector<HistoryEntry> out;
        add_past(chronicle, *collection,
                 replica::HistoryTable(database).of(record->stored.scope, id), out);
        const replica::Visible visible(record->stored.body, record->self);
        add_overlaid(chronicle, *collection, record->stored.body, visible, out);
        add_live(chronicle, *collection, visible, out);
        std::stable_sort(out.begin(), out.end(), is_earlier);
        return out;
    } catch (...) {
        return replica::error_of_exception();
    }
}

Result<Receipt> Store::restore(const HistoryEntry& entry, std::string_view reason) {
    const auto open = conflicts();
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
