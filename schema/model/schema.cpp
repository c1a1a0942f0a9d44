#include "schema/model/schema.hpp"

#include <algorithm>
#include <utility>

namespace sanderling::schema {
namespace {

template <class Items, class Key, class Wanted>
auto* find(const Items& items, Key key, const Wanted& wanted) {
    const auto found = std::ranges::find(items, wanted, key);
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::optional<RoleGrant> ScopeKind::grant(RoleNumber role) const {
    const RoleGrant* found = find(roles, &RoleGrant::role, role);
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

const EnumValue* Enum::value(std::string_view wanted) const {
    return find(values, &EnumValue::name, wanted);
}
const EnumValue* Enum::value_by_number(std::uint16_t wanted) const {
    return find(values, &EnumValue::number, wanted);
}
const EnumValue* Enum::value_by_code(std::string_view wanted) const {
    return wanted.empty() ? nullptr : find(values, &EnumValue::code, wanted);
}

std::optional<std::size_t> protective_rank(const Enum& in, std::string_view value) {
    const EnumValue* found = in.protective ? in.value(value) : nullptr;
    if (found == nullptr) return std::nullopt;
    return static_cast<std::size_t>(found - in.values.data());
}

bool Collection::lives_in(std::string_view scope_kind) const {
    return std::ranges::find(scope_kinds, scope_kind) != scope_kinds.end();
}

Schema::Schema(SchemaParts parts) : parts_(std::move(parts)) {
    for (Collection& collection : parts_.collections) {
        collection.field_lookup.build(collection.fields);
        collection.group_lookup.build(collection.groups);
    }
    roles_.build(parts_.roles);
    classes_.build(parts_.classes);
    scope_kinds_.build(parts_.scope_kinds);
    collections_.build(parts_.collections);
}

const Role* Schema::role(std::string_view name) const {
    return roles_.by_name(roles(), name);
}
const Role* Schema::role(RoleNumber number) const {
    return roles_.by_number(roles(), number);
}

const AuthorityClassDef* Schema::authority_class(std::string_view name) const {
    return classes_.by_name(classes(), name);
}
const AuthorityClassDef* Schema::authority_class(AuthorityClass number) const {
    return classes_.by_number(classes(), number);
}

const ScopeKind* Schema::scope_kind(std::string_view name) const {
    return scope_kinds_.by_name(scope_kinds(), name);
}
const ScopeKind* Schema::scope_kind(ScopeKindNumber number) const {
    return scope_kinds_.by_number(scope_kinds(), number);
}

const Enum* Schema::enumeration(std::string_view name) const {
    return find(enums(), &Enum::name, name);
}

const Collection* Schema::collection(std::string_view name) const {
    return collections_.by_name(collections(), name);
}
const Collection* Schema::collection(CollectionNumber number) const {
    return collections_.by_number(collections(), number);
}

}  // namespace sanderling::schema
