// The inbox of conflicts: listed from the records themselves, settled by an ordinary transaction.
#include "client-sdk/replica/audit_book.hpp"
#include "client-sdk/replica/audited_reads.hpp"
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/draft.hpp"
#include "client-sdk/replica/identity_book.hpp"
#include "client-sdk/replica/inbox.hpp"
#include "client-sdk/replica/reading.hpp"
#include "client-sdk/replica/record_reader.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/tables.hpp"
#include "client-sdk/replica/value_codec.hpp"
#include "schema/model/validate.hpp"

#include <algorithm>

#include "sanderling/store.hpp"

namespace sanderling {

namespace {

using replica::as_int;
using replica::column_code;
using replica::column_fixed;
using replica::Self;
using vault::Statement;

// What describing a conflict needs besides the record.
struct Inbox {
    vault::Database& database;
    const Schema& schema;
    std::optional<replica::Me> me;
};

Inbox inbox_of(vault::Database& database, const Schema& schema) {
    return {database, schema, replica::read_me(database)};
}

Candidate candidate_of(const Inbox& inbox, const Conflict& conflict,
                       const schema::Collection& collection, const replica::OpenConflict& open,
                       const replica::Side& side, const replica::Visible& record) {
    const merge::LiveEntry& e = *side.entry;
    Candidate out;
    out.row = replica::row_of(collection, open.field, side.value);
    out.dot = e.dot;
    out.claimed = instant_of(record.claimed(e));
    out.effective = instant_of(e.t_eff);
    out.is_pending = replica::is_provisional(e.seq);
    out.seq = out.is_pending ? Seq{0} : e.seq;
    out.base = e.base;
    out.own = e.own;
    out.is_proposal = e.standing == merge::Standing::proposal;
    out.is_in_force = &side == &open.sides.front() && !out.is_proposal;
    const replica::Author author =
        out.is_pending ? replica::own_author(inbox.me)
                       : replica::read_author(inbox.database, conflict.scope, out.dot.replica);
    out.person = author.person;
    out.device = author.device;
    return out;
}

Conflict describe(const Inbox& inbox, ScopeId scope, RecordId id,
                  const schema::Collection& collection, const replica::OpenConflict& open,
                  const replica::Visible& record, const Self& self) {
    Conflict out;
    out.id = replica::conflict_id(scope, id, open.token);
    out.kind = open.kind;
    out.scope = scope;
    out.collection = collection.name;
    out.record = id;
    out.since = instant_of(open.since);
    out.is_resolvable_here = true;
    if (const auto ref = replica::field_ref(collection, open.field)) {
        out.field = ref->name();
        const auto wanted = ref->resolver != commit::any_writer ? ref->resolver : ref->authority;
        if (const auto* role = inbox.schema.authority_class(wanted)) out.resolver = role->name;
        out.is_resolvable_here = commit::holds(self.classes, ref->resolver) &&
                                 commit::holds(self.classes, ref->authority);
        if (ref->rule == commit::Rule::ordered_list)
            if (const auto element = replica::decode_element(open.sides.front().value))
                out.element = element->id;
    }
    for (const replica::Side& side : open.sides)
        out.candidates.push_back(candidate_of(inbox, out, collection, open, side, record));
    return out;
}

struct Listed {
    ConflictId id;
    ScopeId scope;
    RecordId record;
    schema::CollectionNumber collection{};
};

std::vector<Listed> listed(vault::Database& database) {
    std::vector<Listed> out;
    auto rows = database.prepare(
        "SELECT id, scope, record, collection FROM sanderling_conflict ORDER BY since, id");
    while (rows.step() == Statement::Step::row)
        out.push_back({column_fixed<ConflictId>(rows, 0), column_fixed<ScopeId>(rows, 1),
                       column_fixed<RecordId>(rows, 2),
                       column_code<schema::CollectionNumber>(rows, 3)});
    return out;
}

// With no row or another conflict by now: nothing.
std::optional<Conflict> conflict_of(const Inbox& inbox, const Listed& entry) {
    const auto* collection = inbox.schema.collection(entry.collection);
    if (collection == nullptr) return std::nullopt;
    const auto stored = replica::RecordTable(inbox.database, *collection).load(entry.record);
    if (!stored) return std::nullopt;
    const Self self = replica::read_self(inbox.database, entry.scope);
    const replica::Visible record(stored->body, self);
    for (const auto& open : replica::open_conflicts(inbox.schema, *collection, record))
        if (replica::conflict_id(entry.scope, entry.record, open.token) == entry.id)
            return describe(inbox, entry.scope, entry.record, *collection, open, record, self);
    return std::nullopt;
}

Result<Conflict> find_open(replica::Writer& writer, ConflictId wanted) {
    const Inbox inbox = inbox_of(writer.database, writer.schema);
    for (const Listed& entry : listed(writer.database))
        if (entry.id == wanted)
            if (auto conflict = conflict_of(inbox, entry)) return std::move(*conflict);
    return fail(Errc::conflict_closed, "no open conflict " + to_text(wanted));
}

// Of an element of an ordered list: the row holds the one value.
Result<Bytes> encode_chosen_element(const Schema& schema, const schema::Field& field, ElementId id,
                                    const Row& row) {
    const auto given = row.find(field.name);
    if (given == row.end() || row.size() != 1)
        return fail(Errc::invalid_argument, field.name + ": one value is to be given");
    const Scalar value = std::visit(
        [](const auto& held) -> Scalar {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, List>)
                return Null{};
            else
                return held;
        },
        given->second);
    if (auto valid = schema::validate_scalar(schema, field, value); !valid) return valid.error();
    return replica::encode_element(id, value);
}

// The encoding of what the resolver chose, for the field or group of the conflict.
Result<Bytes> encode_choice(const Schema& schema, const schema::Collection& collection,
                            const replica::FieldRef& ref, const Row& row) {
    if (auto valid = schema::validate(schema, collection, row, schema::Change::edit); !valid)
        return valid.error();
    const auto scalar = [&](const std::string& name) -> Scalar {
        const auto given = row.find(name);
        if (given == row.end()) return Null{};
        return std::visit(
            [](const auto& held) -> Scalar {
                if constexpr (std::is_same_v<std::decay_t<decltype(held)>, List>)
                    return Null{};
                else
                    return held;
            },
            given->second);
    };
    std::vector<std::string> wanted{ref.name()};
    if (ref.group != nullptr) wanted = ref.group->members;
    for (const auto& [name, value] : row)
        if (std::find(wanted.begin(), wanted.end(), name) == wanted.end())
            return fail(Errc::invalid_argument,
                        collection.name + "." + name + ": is not what the conflict is about");
    if (row.size() != wanted.size())
        return fail(Errc::invalid_argument,
                    collection.name + "." + ref.name() + ": no value given");
    if (ref.group == nullptr) return replica::encode_scalar(scalar(ref.name()));
    replica::GroupMembers members;
    for (const std::string& name : wanted)
        members.emplace_back(collection.field(name)->number, scalar(name));
    return replica::encode_group(members);
}

Result<void> settle_value(replica::Draft& draft, const Schema& schema, const Conflict& conflict,
                          const Resolution& resolution, std::string_view reason) {
    const auto* collection = schema.collection(conflict.collection);
    const schema::Group* group = collection->group(conflict.field);
    const schema::Field* field = collection->field(conflict.field);
    const replica::FieldRef ref =
        group != nullptr ? replica::field_ref(*group) : replica::field_ref(*field);
    const schema::FieldNumber number = group != nullptr ? group->number : field->number;
    Row row;
    if (const auto* choice = std::get_if<Choice>(&resolution)) {
        if (choice->index >= conflict.candidates.size())
            return fail(Errc::invalid_argument, "no candidate " + std::to_string(choice->index));
        row = conflict.candidates[choice->index].row;
    } else {
        row = std::get<Row>(resolution);
    }
    if (ref.rule == commit::Rule::immutable && row != conflict.candidates.front().row)
        return fail(Errc::constraint, collection->name + "." + ref.name() +
                                          " (immutable): keeps the value that was first");
    auto value = conflict.element ? encode_chosen_element(schema, *field, *conflict.element, row)
                                  : encode_choice(schema, *collection, ref, row);
    if (!value) return value.error();
    return draft.resolve(*collection, conflict.scope, conflict.record, number, conflict.element,
                         std::move(*value), reason);
}

Result<void> settle_delete(replica::Draft& draft, const Conflict& conflict,
                           const Resolution& resolution) {
    const auto* choice = std::get_if<Choice>(&resolution);
    if (choice == nullptr || choice->index > 1)
        return fail(Errc::invalid_argument, "a contested delete: 0 keeps, 1 deletes");
    return draft.set_life(
        conflict.collection, conflict.record,
        choice->index == 0 ? commit::Operation::undelete : commit::Operation::erase);
}

}  // namespace

Result<std::vector<Conflict>> replica::list_conflicts(Replica& replica) {
    auto reader = replica.reader();
    if (!reader) return reader.error();
    try {
        vault::Database& database = (*reader)->database();
        sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
        const vault::Transaction snapshot(database, vault::Transaction::Begin::deferred);
        const Inbox inbox = inbox_of(database, replica.schema());
        std::vector<Conflict> out;
        for (const Listed& entry : listed(database))
            if (auto conflict = conflict_of(inbox, entry)) out.push_back(std::move(*conflict));
        return out;
    } catch (...) {
        return replica::error_of_exception();
    }
}

Result<std::vector<Conflict>> Store::conflicts() const {
    auto listed = replica::list_conflicts(*replica_);
    if (!listed) return listed;
    std::set<ScopeId> shown;
    for (const Conflict& conflict : *listed) shown.insert(conflict.scope);
    if (auto noted = replica::note_shown(*replica_, shown); !noted) return noted.error();
    return listed;
}

Result<Receipt> Store::resolve(ConflictId id, const Resolution& resolution,
                               std::string_view reason) {
    if (auto open = replica_->check_open(); !open) return open.error();
    const auto run = [&](replica::Writer& writer) -> Result<Receipt> {
        const auto conflict = find_open(writer, id);
        if (!conflict) return conflict.error();
        replica::Draft draft(writer, replica_->now());
        auto settled = conflict->kind == ConflictKind::contested_delete
                           ? settle_delete(draft, *conflict, resolution)
                           : settle_value(draft, schema(), *conflict, resolution, reason);
        if (!settled) return settled.error();
        if (auto noted = note_if_audited(writer, AuditDeed::resolution, conflict->scope,
                                         conflict->record, replica_->now());
            !noted)
            return noted.error();
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

}  // namespace sanderling
