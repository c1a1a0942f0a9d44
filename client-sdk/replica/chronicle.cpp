#include "client-sdk/replica/chronicle.hpp"

#include "client-sdk/replica/record_reader.hpp"
#include "client-sdk/replica/value_codec.hpp"

#include <algorithm>
#include <tuple>

namespace sanderling::replica {

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
          me_(read_me(database)) {}

    HistoryEntry entry_of(const Written& w, ByteView value) const {
        HistoryEntry out{.collection = collection_.name, .record = id_};
        out.deed = deed_of(w.rule, w.operation);
        if (w.operation == Operation::resolve)
            if (const auto resolved = decode_resolved(value)) {
                out.reason = resolved->reason;
                value = resolved->value;
            }
        if (const auto ref = field_ref(collection_, w.field)) out.field = ref->name();
        if (w.rule == Rule::ordered_list)
            if (const auto element = decode_element(value)) out.element = element->id;
        out.row = row_of(collection_, w.field, value);
        out.dot = w.dot;
        out.claimed = instant_of(w.claimed);
        out.effective = instant_of(w.t_eff);
        out.is_proposal = w.standing == merge::Standing::proposal;
        return out;
    }
    void name(HistoryEntry& entry) const {
        const Author author =
            entry.is_pending ? own_author(me_) : read_author(database_, scope_, entry.dot.replica);
        entry.person = author.person;
        entry.device = author.device;
    }

  private:
    vault::Database& database_;
    const schema::Collection& collection_;
    RecordId id_;
    ScopeId scope_;
    std::optional<Me> me_;
};

bool is_place(Rule rule, Operation operation) {
    return rule == Rule::ordered_list && operation == Operation::put;
}

// What readers ignore has no part in the history either.
bool counts(const schema::Collection& collection, schema::FieldNumber field, Rule rule) {
    if (field == schema::life_number) return rule == Rule::life;
    const auto ref = field_ref(collection, field);
    return ref && ref->rule == rule;
}

void add_live(const Chronicle& chronicle, const schema::Collection& collection,
              const Visible& record, std::vector<HistoryEntry>& out) {
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
            entry.is_pending = is_provisional(e.seq);
            entry.seq = entry.is_pending ? Seq{0} : e.seq;
            chronicle.name(entry);
            out.push_back(std::move(entry));
        }
}

// What own pending writes have replaced, as far as this device is concerned.
void add_overlaid(const Chronicle& chronicle, const schema::Collection& collection,
                  const RecordBody& body, const Visible& record, std::vector<HistoryEntry>& out) {
    for (const merge::LiveSet& set : body.confirmed.sets()) {
        const merge::LiveSet* shown = record.state().find(set.token);
        for (const merge::LiveEntry& e : set.entries) {
            const auto same = [&](const merge::LiveEntry& s) { return s.dot == e.dot; };
            if (shown == nullptr || std::any_of(shown->entries.begin(), shown->entries.end(), same))
                continue;
            const LiveValue* held = body.value(set.token, e.dot);
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
              const std::vector<PastValue>& past, std::vector<HistoryEntry>& out) {
    for (const PastValue& p : past) {
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
        if (p.replaced_by != Dot{}) entry.replaced_by = p.replaced_by;
        entry.replaced_at = instant_of(p.replaced_at);
        chronicle.name(entry);
        out.push_back(std::move(entry));
    }
}

bool is_earlier(const HistoryEntry& a, const HistoryEntry& b) {
    return std::tuple(a.is_pending, a.seq, a.dot.counter, a.field) <
           std::tuple(b.is_pending, b.seq, b.dot.counter, b.field);
}

// Those of them that nothing here has.
std::vector<PastValue> only_fetched(const std::vector<PastValue>& fetched,
                                    const std::vector<PastValue>& past, const RecordBody& body) {
    std::vector<PastValue> out;
    for (const PastValue& f : fetched) {
        const auto is_same = [&](const auto& held) {
            return held.dot == f.dot && held.field == f.field && held.value == f.value;
        };
        const bool is_past = std::any_of(past.begin(), past.end(), [&](const PastValue& p) {
            return is_same(p) && p.operation == f.operation;
        });
        if (!is_past && std::none_of(body.values.begin(), body.values.end(), is_same))
            out.push_back(f);
    }
    return out;
}

}  // namespace

Result<std::vector<HistoryEntry>> read_history(vault::Database& database,
                                               const Collection& collection, RecordId id,
                                               const std::vector<PastValue>& fetched) {
    const auto record = read_record(database, collection, id);
    if (!record) return fail(Errc::not_found, "no " + collection.name + " " + to_text(id));
    const ScopeId scope = record->stored.scope;
    const RecordBody& body = record->stored.body;
    const Chronicle chronicle(database, collection, id, scope);
    std::vector<HistoryEntry> out;
    const std::vector<PastValue> past = HistoryTable(database).of(scope, id);
    add_past(chronicle, collection, past, out);
    add_past(chronicle, collection, only_fetched(fetched, past, body), out);
    const Visible visible(body, record->self);
    add_overlaid(chronicle, collection, body, visible, out);
    add_live(chronicle, collection, visible, out);
    std::stable_sort(out.begin(), out.end(), is_earlier);
    return out;
}

}  // namespace sanderling::replica
