#include "client-sdk/replica/draft.hpp"

#include "client-sdk/replica/draft_parts.hpp"
#include "client-sdk/replica/premature.hpp"
#include "client-sdk/replica/value_codec.hpp"
#include "core/sealing/token.hpp"
#include "core/types/fault.hpp"
#include "schema/model/validate.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

using commit::Operation;

Error no_such_record(const Collection& collection, RecordId id) {
    return fail(Errc::not_found, "no " + collection.name + " " + to_text(id));
}

Scalar scalar_of(const Value& value) {
    return std::visit(
        [](const auto& held) -> Scalar {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, schema::List>)
                return schema::Null{};
            else
                return held;
        },
        value);
}

}  // namespace

Draft::Draft(Writer& writer, Instant now) : writer_(writer), now_(now) {}
Draft::~Draft() = default;

Result<const Collection*> Draft::collection_named(std::string_view name) const {
    const Collection* collection = writer_.schema.collection(name);
    if (collection == nullptr) return fail(Errc::not_found, "no collection " + std::string(name));
    return collection;
}

Result<const schema::Field*> Draft::field_with_rule(std::string_view name,
                                                    std::string_view field_name,
                                                    commit::Rule rule) const {
    const auto collection = collection_named(name);
    if (!collection) return collection.error();
    const schema::Field* field = (*collection)->field(field_name);
    if (field != nullptr && field->rule == rule) return field;
    return fail(Errc::constraint, (*collection)->name + "." + std::string(field_name) +
                                      ": has not the rule " + std::string(schema::to_text(rule)));
}

Result<Draft::ScopeDraft*> Draft::open_scope(ScopeId id) {
    if (const auto known = scopes_.find(id); known != scopes_.end()) return known->second.get();
    if (!writer_.identity.is_enrolled())
        return fail(Errc::unauthenticated, "this replica is not enrolled");
    Scope* scope = writer_.scopes.find(id);
    if (scope == nullptr || scope->state == ScopeState::absent ||
        scope->state == ScopeState::revoked)
        return fail(Errc::not_found, "scope " + to_text(id) + " is not on this device");
    if (scope->state == ScopeState::leaving)
        return fail(Errc::access_ended, "scope " + to_text(id));
    if (scope->state == ScopeState::deposit)
        return fail(Errc::not_permitted, "in scope " + to_text(id) + " this person only deposits");
    if (scope->head.seq == Seq{0} || writer_.scopes.token_key(*scope) == nullptr)
        return fail(Errc::no_key, "scope " + to_text(id) + " has not been received yet");
    const auto member = writer_.scopes.membership(*scope, now_);
    if (!member || !scope_log::allows(member->rights, scope_log::Right::write))
        return fail(Errc::not_permitted, "no right to write in scope " + to_text(id));
    auto draft = std::make_unique<ScopeDraft>(ScopeDraft{.scope = *scope, .member = *member});
    if (const auto kind = writer_.scopes.log(*scope).kind())
        draft->kind = writer_.schema.scope_kind(schema::ScopeKindNumber{number(*kind)});
    draft->self = {.replica = writer_.replica(), .classes = member->classes};
    draft->known = {.scope = id,
                    .base = {.generation = scope->generation,
                             .seq = scope->head.seq,
                             .chain = commit::chain_prefix(scope->head.chain)},
                    .replica = writer_.replica(),
                    .own = writer_.scopes.own(*scope).counter};
    if constexpr (faults_are_built)
        if (has_fault(Fault::page_as_base)) claim_pages(writer_, *scope, draft->known.base);
    return (scopes_[id] = std::move(draft)).get();
}

// The server would refuse all of the transaction.
Result<void> Draft::check_purged(ScopeDraft& scope, RecordId id) const {
    if (writer_.scopes.log(scope.scope).purge_of(id) == nullptr) return {};
    return fail(Errc::purged, "record " + to_text(id));
}

Result<void> Draft::check_home(const ScopeDraft& scope, const Collection& collection) const {
    if (scope.kind == nullptr || collection.lives_in(scope.kind->name)) return {};
    return fail(Errc::constraint,
                collection.name + ": does not live in a scope of kind " + scope.kind->name);
}

Draft::RecordDraft& Draft::add_record(ScopeDraft& scope, OpenRecord record,
                                      const Collection& collection) {
    auto& made = scope.records.emplace_back(std::make_unique<RecordDraft>(
        RecordDraft{.home = scope, .collection = collection, .record = std::move(record)}));
    if (made->record.exists) made->visible.emplace(made->record.body, scope.self);
    by_id_[{collection.number, made->record.id}] = made.get();
    return *made;
}

Result<Draft::RecordDraft*> Draft::open_record(std::string_view name, RecordId id) {
    const auto collection = collection_named(name);
    if (!collection) return collection.error();
    if (const auto known = by_id_.find({(*collection)->number, id}); known != by_id_.end())
        return known->second;
    auto stored = writer_.records.table((*collection)->number)->load(id);
    if (!stored) return no_such_record(**collection, id);
    const auto scope = open_scope(stored->scope);
    if (!scope) return scope.error();
    OpenRecord record =
        writer_.records.open_stored(std::move(*stored), (*collection)->number, id, (*scope)->self);
    return &add_record(**scope, std::move(record), **collection);
}

Result<Draft::RecordDraft*> Draft::open_for_write(std::string_view name, RecordId id) {
    auto record = open_record(name, id);
    if (!record) return record;
    if (auto there = check_purged((*record)->home, id); !there) return there.error();
    if (auto can = check_editable(**record); !can) return can.error();
    keep_alive(**record);
    return record;
}

Result<RecordId> Draft::new_id(ScopeDraft& scope, const Collection& collection, const Row& row) {
    if (collection.natural_key.empty()) return crypto::time_ordered_record_id(now_, writer_.random);
    Bytes key;
    for (const std::string& name : collection.natural_key) {
        const auto given = row.find(name);
        if (given == row.end() || schema::is_null(given->second))
            return fail(Errc::constraint,
                        collection.name + "." + name + ": is part of the natural key");
        sanderling::append(key, encode_scalar(scalar_of(given->second)));
    }
    return sealing::natural_record_id(*writer_.scopes.token_key(scope.scope),
                                      number(collection.number), key);
}

Result<RecordId> Draft::insert(ScopeId scope_id, std::string_view name, const Row& row,
                               const std::optional<RecordId>& given) {
    const auto collection = collection_named(name);
    if (!collection) return collection.error();
    if (given && !(*collection)->natural_key.empty())
        return fail(Errc::invalid_argument,
                    (*collection)->name + ": the id follows from the natural key");
    if (auto valid = schema::validate(writer_.schema, **collection, row, schema::Change::create);
        !valid)
        return valid.error();
    const auto scope = open_scope(scope_id);
    if (!scope) return scope.error();
    if (auto home = check_home(**scope, **collection); !home) return home.error();
    const auto id = given ? Result<RecordId>(*given) : new_id(**scope, **collection, row);
    if (!id) return id.error();
    if (auto there = check_purged(**scope, *id); !there) return there.error();

    RecordDraft* record = nullptr;
    OpenRecord fresh{.id = *id, .scope = scope_id, .collection = (*collection)->number};
    fresh.table = writer_.records.table((*collection)->number);
    if (given || !(*collection)->natural_key.empty()) {
        const auto stored = fresh.table->load(*id);
        const bool is_elsewhere = stored && stored->scope != scope_id;
        if (is_elsewhere || by_id_.contains({(*collection)->number, *id}))
            return fail(Errc::already_exists, (*collection)->name + " " + to_text(*id));
        fresh = writer_.records.open(scope_id, (*collection)->number, *id, (*scope)->self);
        if (fresh.exists && fresh.before && fresh.before->life != merge::Life::deleted)
            return fail(Errc::already_exists, (*collection)->name + " " + to_text(*id));
    }
    record = &add_record(**scope, std::move(fresh), **collection);
    if (record->is_new())
        write_life(*record, Operation::create);
    else
        keep_alive(*record);
    if (auto written = write_fields(*record, row, (*scope)->known); !written)
        return written.error();
    touch_parent(**scope, **collection, row);
    return *id;
}

Result<void> Draft::update(std::string_view name, RecordId id, const Row& changes,
                           const std::optional<EditToken>& token) {
    const auto collection = collection_named(name);
    if (!collection) return collection.error();
    if (auto valid = schema::validate(writer_.schema, **collection, changes, schema::Change::edit);
        !valid)
        return valid.error();
    if (changes.empty()) return {};
    const auto record = open_for_write(name, id);
    if (!record) return record.error();
    ScopeDraft& scope = (*record)->home;
    if (!token) return write_fields(**record, changes, scope.known);
    const auto place = writer_.lineage.order(token->replica);
    const bool is_current = token->replica == scope.known.replica;
    if (token->scope != scope.scope.id || token->base.generation != scope.known.base.generation ||
        token->base.seq > scope.known.base.seq || !place ||
        (is_current && token->own > scope.known.own))
        return fail(Errc::invalid_argument, "an edit token of another scope or store");
    // A commit has one base: the least that any of its writes was made on. Knowing less never
    // loses anything.
    if (!scope.given) scope.given = scope.known;
    if (token->base.seq < scope.given->base.seq) scope.given->base = token->base;
    const auto given = std::tuple(*writer_.lineage.order(scope.given->replica), scope.given->own);
    if (std::tuple(*place, token->own) < given) {
        scope.given->replica = token->replica;
        scope.given->own = token->own;
    }
    return write_fields(**record, changes, *token);
}

Result<void> Draft::change_element(std::string_view name, RecordId id, std::string_view field_name,
                                   const Scalar& element, Operation operation) {
    const auto collection = collection_named(name);
    if (!collection) return collection.error();
    const schema::Field* field = (*collection)->field(field_name);
    if (field == nullptr || field->rule != commit::Rule::set)
        return fail(Errc::constraint,
                    (*collection)->name + "." + std::string(field_name) + ": is not a set");
    if (auto valid = schema::validate_scalar(writer_.schema, *field, element); !valid)
        return fail(valid.error().code, (*collection)->name + "." + valid.error().detail);
    const auto record = open_for_write(name, id);
    if (!record) return record.error();
    write_element(**record, *field, element, operation);
    return {};
}

Result<void> Draft::append(std::string_view name, RecordId id, std::string_view field_name,
                           const Scalar& entry) {
    const auto collection = collection_named(name);
    if (!collection) return collection.error();
    const schema::Field* field = (*collection)->field(field_name);
    if (field == nullptr || field->rule != commit::Rule::log)
        return fail(Errc::constraint,
                    (*collection)->name + "." + std::string(field_name) + ": is not a log");
    if (auto valid = schema::validate_scalar(writer_.schema, *field, entry); !valid)
        return fail(valid.error().code, (*collection)->name + "." + valid.error().detail);
    const auto record = open_for_write(name, id);
    if (!record) return record.error();
    write_log(**record, *field, {entry});
    return {};
}

Result<void> Draft::set_life(std::string_view name, RecordId id, Operation operation) {
    const auto record = open_record(name, id);
    if (!record) return record.error();
    if (auto there = check_purged((*record)->home, id); !there) return there.error();
    if (auto can = check_editable(**record); !can) return can.error();
    write_life(**record, operation);
    return {};
}

Result<std::optional<Row>> Draft::get(std::string_view name, RecordId id) {
    const auto record = open_record(name, id);
    if (!record) {
        if (record.error().code == Errc::not_found && writer_.schema.collection(name) != nullptr)
            return std::optional<Row>{};
        return record.error();
    }
    const Reading reading = current(**record);
    if (reading.life == merge::Life::deleted) return std::optional<Row>{};
    Row row;
    const Collection& collection = (*record)->collection;
    for (std::size_t i = 0; i < collection.fields.size(); ++i)
        if (!schema::is_null(reading.columns[i]))
            row.insert_or_assign(collection.fields[i].name, reading.columns[i]);
    return std::optional<Row>(std::move(row));
}

Result<void> Draft::resolve(const Collection& collection, ScopeId scope_id, RecordId id,
                            FieldNumber field, const std::optional<ElementId>& element, Bytes value,
                            std::string_view reason) {
    const auto scope = open_scope(scope_id);
    if (!scope) return scope.error();
    const auto record = open_for_write(collection.name, id);
    if (!record) return record.error();
    const auto ref = field_ref(collection, field);
    if (!ref) return fail(Errc::invalid_argument, collection.name + ": no such field");
    if (!commit::holds((*scope)->member.classes, ref->resolver) ||
        !commit::holds((*scope)->member.classes, ref->authority)) {
        const auto wanted =
            commit::holds((*scope)->member.classes, ref->resolver) ? ref->authority : ref->resolver;
        const auto* role = writer_.schema.authority_class(wanted);
        return fail(Errc::not_permitted, collection.name + "." + ref->name() + ": is resolved by " +
                                             (role != nullptr ? role->name : "another role"));
    }
    const Token token = element ? element_token({**record, *ref->field}, *element)
                                : writer_.scopes.field_token(
                                      (*scope)->scope, number(collection.number), number(field));
    (*record)->put({.write = {.token = token,
                              .rule = ref->rule,
                              .operation = Operation::resolve,
                              .authority = ref->authority,
                              .coverage = commit::Coverage::all_known},
                    .field = field,
                    .value = encode_resolved(value, reason)});
    return {};
}

}  // namespace sanderling::replica
