// Deposits: records for a scope that this device's person may write and not read. Their values go
// from memory into the seal, and into no table (docs/protocol.md §6.11).
#include "client-sdk/replica/deposit_book.hpp"
#include "client-sdk/replica/draft_parts.hpp"
#include "client-sdk/replica/value_codec.hpp"
#include "core/sealing/token.hpp"
#include "schema/model/validate.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

using commit::Coverage;
using commit::Operation;
using commit::Rule;

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

// The token is set when it is sealed.
PendingPath path_for(Rule rule, Operation operation, commit::AuthorityClass authority,
                     FieldNumber field, Bytes value) {
    const bool covers = rule != Rule::log && rule != Rule::immutable;
    return {.write = {.rule = rule,
                      .operation = operation,
                      .authority = authority,
                      .coverage = covers ? Coverage::all_known : Coverage::none},
            .field = field,
            .value = std::move(value)};
}

/// The paths of a new record whose author will not see it again.
class DepositPaths {
  public:
    explicit DepositPaths(const Collection& collection) : collection_(collection) {
        out_.push_back(path_for(Rule::life, Operation::create, commit::any_writer,
                                schema::life_number, encode_scalar(schema::Null{})));
    }

    Result<void> add(const schema::Field& field, const Row& row) {
        if (!field.group.empty()) return add_group(*collection_.group(field.group), row);
        switch (field.rule) {
            case Rule::set:
                for (const Scalar& element : std::get<schema::List>(row.at(field.name)))
                    out_.push_back(path_for(Rule::set, Operation::add, field.authority,
                                            field.number, encode_scalar(element)));
                return {};
            case Rule::log:
                out_.push_back(
                    path_for(Rule::log, Operation::append, field.authority, field.number,
                             encode_entries(std::get<schema::List>(row.at(field.name)))));
                return {};
            case Rule::register_:
            case Rule::multi_value:
            case Rule::cautious:
            case Rule::immutable:
                out_.push_back(path_for(field.rule, Operation::put, field_ref(field).authority,
                                        field.number, encode_scalar(scalar_of(row, field.name))));
                return {};
            default:
                // Their later writes name what is there, and nobody here will know it.
                return fail(Errc::constraint, collection_.name + "." + field.name + " (" +
                                                  std::string(schema::to_text(field.rule)) +
                                                  "): cannot be deposited");
        }
    }
    std::vector<PendingPath> take() { return std::move(out_); }

  private:
    Result<void> add_group(const schema::Group& group, const Row& row) {
        if (std::find(groups_.begin(), groups_.end(), &group) != groups_.end()) return {};
        groups_.push_back(&group);
        GroupMembers members;
        for (const std::string& name : group.members)
            members.emplace_back(collection_.field(name)->number, scalar_of(row, name));
        out_.push_back(path_for(Rule::group, Operation::put, group.authority, group.number,
                                encode_group(members)));
        return {};
    }

    const Collection& collection_;
    std::vector<const schema::Group*> groups_{};
    std::vector<PendingPath> out_{};
};

}  // namespace

Result<Draft::ScopeDraft*> Draft::open_deposit(ScopeId id) {
    if (const auto known = scopes_.find(id); known != scopes_.end()) return known->second.get();
    if (!writer_.identity.is_enrolled())
        return fail(Errc::unauthenticated, "this replica is not enrolled");
    Scope* scope = writer_.scopes.find(id);
    if (scope == nullptr || scope->state == ScopeState::absent ||
        scope->state == ScopeState::revoked)
        return fail(Errc::not_found, "scope " + to_text(id) + " is not on this device");
    // A member with the key could open it at any time, so it would be no deposit.
    if (scope->state != ScopeState::deposit)
        return fail(Errc::not_permitted,
                    "scope " + to_text(id) + " is not one in which this person only deposits");
    const auto member = writer_.scopes.membership(*scope, now_);
    if (!may_only_deposit(member))
        return fail(Errc::not_permitted, "no right to deposit in scope " + to_text(id));
    auto draft = std::make_unique<ScopeDraft>(
        ScopeDraft{.scope = *scope, .member = *member, .is_deposit = true});
    if (const auto kind = writer_.scopes.log(*scope).kind())
        draft->kind = writer_.schema.scope_kind(schema::ScopeKindNumber{number(*kind)});
    draft->known = {.scope = id,
                    .base = deposit_base(writer_, *scope),
                    .replica = writer_.replica(),
                    .own = writer_.scopes.own(*scope).counter};
    return (scopes_[id] = std::move(draft)).get();
}

Result<RecordId> Draft::deposit(ScopeId scope_id, std::string_view name, const Row& row) {
    const auto collection = collection_named(name);
    if (!collection) return collection.error();
    if (!(*collection)->natural_key.empty())
        return fail(Errc::constraint,
                    (*collection)->name + ": its id follows from what only members know");
    if (auto valid = schema::validate(writer_.schema, **collection, row, schema::Change::create);
        !valid)
        return valid.error();
    const auto scope = open_deposit(scope_id);
    if (!scope) return scope.error();
    if (auto home = check_home(**scope, **collection); !home) return home.error();
    DepositPaths paths(**collection);
    for (const auto& [field_name, value] : row)
        if (!schema::is_null(value))
            if (auto added = paths.add(*(*collection)->field(field_name), row); !added)
                return added.error();
    const RecordId id = crypto::time_ordered_record_id(now_, writer_.random);
    auto& made = (*scope)->records.emplace_back(std::make_unique<RecordDraft>(
        RecordDraft{.home = **scope,
                    .collection = **collection,
                    .record = {.id = id, .scope = scope_id, .collection = (*collection)->number}}));
    made->paths = paths.take();
    return id;
}

Result<void> Draft::check_editable(const RecordDraft& record) const {
    const merge::LiveSet* life = record.visible ? record.visible->state().life() : nullptr;
    if (life == nullptr || life->token == writer_.scopes.field_token(
                                              record.home.scope, number(record.collection.number),
                                              number(schema::life_number)))
        return {};
    return fail(Errc::constraint, record.collection.name + " " + to_text(record.record.id) +
                                      ": was deposited, and stays as it is; write another record");
}

}  // namespace sanderling::replica
