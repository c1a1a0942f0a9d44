// How each kind of field is written: operation, coverage and value of its path.
#include "client-sdk/replica/draft_parts.hpp"
#include "client-sdk/replica/value_codec.hpp"
#include "core/sealing/token.hpp"
#include "core/types/fault.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

using commit::Coverage;
using commit::Operation;
using commit::Rule;

const Bytes& nil_value() {
    static const Bytes nil = encode_scalar(schema::Null{});
    return nil;
}

Scalar scalar_of(const Row& row, std::string_view name) {
    const auto given = row.find(name);
    if (given == row.end()) return schema::Null{};
    return std::visit(
        [](const auto& held) -> Scalar {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, schema::List>)
                return schema::Null{};
            else
                return held;
        },
        given->second);
}

}  // namespace

Result<void> Draft::write_fields(RecordDraft& record, const Row& row, const EditToken& known) {
    const bool is_new = record.is_new();
    std::vector<const schema::Group*> groups;
    for (const auto& [name, value] : row) {
        const schema::Field& field = *record.collection.field(name);
        const bool is_absent = schema::is_null(value) && is_new;
        if (!field.group.empty()) {
            const schema::Group* group = record.collection.group(field.group);
            if (!is_absent && std::find(groups.begin(), groups.end(), group) == groups.end())
                groups.push_back(group);
        } else if (field.rule == Rule::set) {
            write_set(record, field, std::get<schema::List>(value));
        } else if (field.rule == Rule::log) {
            write_log(record, field, std::get<schema::List>(value));
        } else if (field.rule == Rule::ordered_list) {
            write_new_list(record, field, std::get<schema::List>(value));
        } else if (field.rule == Rule::text) {
            const auto* given = std::get_if<std::string>(&value);
            if (auto done = write_text(record, field, given != nullptr ? *given : "", known); !done)
                return done;
        } else if (field.rule == Rule::counter) {
            if (const auto* first = std::get_if<std::int64_t>(&value))
                write_increment(record, field, *first);
        } else if (field.rule == Rule::immutable) {
            auto given = encode_scalar(scalar_of(row, name));
            if (is_absent) continue;
            if (auto done = write_immutable(record, field, std::move(given)); !done) return done;
        } else if (!is_absent) {
            write_value(record, field_ref(field), field.number, encode_scalar(scalar_of(row, name)),
                        known);
        }
    }
    for (const schema::Group* group : groups) write_group(record, *group, row, known);
    return {};
}

void Draft::write_group(RecordDraft& record, const schema::Group& group, const Row& row,
                        const EditToken& known) {
    GroupMembers members;
    for (const std::string& name : group.members)
        members.emplace_back(record.collection.field(name)->number, scalar_of(row, name));
    write_value(record, field_ref(group), group.number, encode_group(members), known);
}

void Draft::write_value(RecordDraft& record, const FieldRef& ref, FieldNumber field, Bytes value,
                        const EditToken& known) {
    PendingPath path{.field = field, .value = std::move(value)};
    path.write = {.token = writer_.scopes.field_token(
                      record.home.scope, number(record.collection.number), number(field)),
                  .rule = ref.rule,
                  .operation = Operation::put,
                  .authority = ref.authority,
                  .coverage = Coverage::all_known};
    const merge::LiveSet* set =
        record.visible ? record.visible->state().find(path.write.token) : nullptr;
    const bool settles_nothing = ref.rule == Rule::register_ || ref.rule == Rule::group;
    if (set != nullptr && settles_nothing) {
        // With siblings, an edit replaces the value that its author saw, and leaves the others to
        // be resolved.
        const merge::WriteContext x = context_of(record, known);
        merge::LiveSet seen{.token = set->token};
        for (const merge::LiveEntry& e : set->entries)
            if (merge::knows(x, e)) seen.entries.push_back(e);
        const std::size_t alone = has_fault(Fault::single_superseded_version) ? 0 : 1;
        if (seen.entries.size() > alone) {
            path.write.coverage = Coverage::named;
            path.write.dots = {merge::winner(seen)->dot};
        }
    }
    record.put(std::move(path));
}

// Given again, it would be a conflict from the start; so it is said here, where it can be mended.
Result<void> Draft::write_immutable(RecordDraft& record, const schema::Field& field, Bytes value) {
    const Token token = writer_.scopes.field_token(
        record.home.scope, number(record.collection.number), number(field.number));
    const RecordBody body = body_now(record);
    const auto known =
        live_values(writer_.schema, record.collection, field, Visible(body, record.home.self));
    if (!known.empty()) {
        if (encode_scalar(known.front()) == value) return {};
        return fail(Errc::constraint,
                    record.collection.name + "." + field.name + " (immutable): has its value");
    }
    record.put({.write = {.token = token,
                          .rule = Rule::immutable,
                          .operation = Operation::put,
                          .authority = field.authority,
                          .coverage = Coverage::none},
                .field = field.number,
                .value = std::move(value)});
    return {};
}

merge::WriteContext Draft::context_of(const RecordDraft& record, const EditToken& known) {
    OwnKnowledge had = writer_.scopes.knowledge(record.home.scope, known).value();
    return {.dot = {writer_.replica(), Counter{}},
            .base = known.base.seq,
            .own = had.own,
            .ancestry = std::move(had.ancestry)};
}

void Draft::write_element(RecordDraft& record, const schema::Field& field, const Scalar& element,
                          Operation operation) {
    Bytes value = encode_scalar(element);
    const Token token =
        sealing::element_token(*writer_.scopes.token_key(record.home.scope),
                               number(record.collection.number), number(field.number), value);
    record.put({.write = {.token = token,
                          .rule = Rule::set,
                          .operation = operation,
                          .authority = field.authority,
                          .coverage = Coverage::all_known},
                .field = field.number,
                .value = std::move(value)});
}

void Draft::write_set(RecordDraft& record, const schema::Field& field, const schema::List& wanted) {
    schema::List present;
    if (!record.is_new() || !record.paths.empty()) {
        const Reading reading = current(record);
        const auto at = static_cast<std::size_t>(&field - record.collection.fields.data());
        if (const auto* list = std::get_if<schema::List>(&reading.columns[at])) present = *list;
    }
    const auto is_in = [](const schema::List& list, const Scalar& element) {
        return std::find(list.begin(), list.end(), element) != list.end();
    };
    for (const Scalar& element : wanted)
        if (!is_in(present, element)) write_element(record, field, element, Operation::add);
    for (const Scalar& element : present)
        if (!is_in(wanted, element)) write_element(record, field, element, Operation::remove);
}

void Draft::write_log(RecordDraft& record, const schema::Field& field,
                      const schema::List& entries) {
    if (entries.empty()) return;
    const Token token = writer_.scopes.field_token(
        record.home.scope, number(record.collection.number), number(field.number));
    // A commit has one write a path, so what it appends to one log travels together.
    schema::List all;
    if (const PendingPath* earlier = record.find(token))
        if (auto before = decode_entries(earlier->value)) all = std::move(*before);
    all.insert(all.end(), entries.begin(), entries.end());
    record.put({.write = {.token = token,
                          .rule = Rule::log,
                          .operation = Operation::append,
                          .authority = field.authority,
                          .coverage = Coverage::none},
                .field = field.number,
                .value = encode_entries(all)});
}

void Draft::write_life(RecordDraft& record, Operation operation) {
    const Token token = writer_.scopes.field_token(
        record.home.scope, number(record.collection.number), number(schema::life_number));
    record.put({.write = {.token = token,
                          .rule = Rule::life,
                          .operation = operation,
                          .authority = commit::any_writer,
                          .coverage = Coverage::all_known},
                .field = schema::life_number,
                .value = nil_value()});
}

// A write that knows of a delete brings the record back; hidden writes would be lost ones.
void Draft::keep_alive(RecordDraft& record) {
    for (const PendingPath& path : record.paths)
        if (path.write.rule == Rule::life) {
            if (path.write.operation == Operation::erase) write_life(record, Operation::undelete);
            return;
        }
    const merge::LiveSet* life = record.visible ? record.visible->state().life() : nullptr;
    if (life != nullptr && std::any_of(life->entries.begin(), life->entries.end(),
                                       [](auto& e) { return e.operation == Operation::erase; }))
        write_life(record, Operation::undelete);
}

// So that deleting the parent elsewhere, without knowing of this child, is contested.
void Draft::touch_parent(ScopeDraft& scope, const Collection& collection, const Row& row) {
    if (collection.parent.empty()) return;
    const schema::Field* field = collection.field(collection.parent);
    const Collection* target =
        field != nullptr ? writer_.schema.collection(field->target) : nullptr;
    const auto given = row.find(collection.parent);
    const auto* id = given != row.end() ? std::get_if<RecordId>(&given->second) : nullptr;
    if (target == nullptr || id == nullptr) return;
    auto known = by_id_.find({target->number, *id});
    if (known == by_id_.end()) {
        OpenRecord record = writer_.records.open(scope.scope.id, target->number, *id, scope.self);
        if (!record.exists || record.table == nullptr) return;
        if (!check_purged(scope, *id)) return;
        if (record.before->life == merge::Life::deleted) return;
        add_record(scope, std::move(record), *target);
        known = by_id_.find({target->number, *id});
    }
    RecordDraft& parent = *known->second;
    if (&parent.home != &scope) return;
    const bool says_life =
        std::any_of(parent.paths.begin(), parent.paths.end(),
                    [](const PendingPath& path) { return path.write.rule == Rule::life; });
    if (!says_life && !parent.is_new()) write_life(parent, Operation::touch);
}

RecordBody Draft::body_now(const RecordDraft& record) const {
    RecordBody body = record.record.body;
    if (!record.paths.empty())
        body.pending.push_back(
            {.dot = {writer_.replica(), Counter{number(record.home.known.own) + 1}},
             .clock = std::max(writer_.clock.last(), hlc_at(now_)),
             .base = record.home.known.base.seq,
             .own = record.home.known.own,
             .ancestry = writer_.scopes.own(record.home.scope).ancestry,
             .paths = record.paths});
    return body;
}

Reading Draft::current(const RecordDraft& record) const {
    const RecordBody body = body_now(record);
    return read(writer_.schema, record.collection, Visible(body, record.home.self));
}

}  // namespace sanderling::replica
