// The runtime description of a schema: what the SDK makes tables from, and what it checks writes
// against. Made by the loader from YAML or by generated code; the same either way
// (schema/README.md).
#pragma once

#include "core/commit/path.hpp"
#include "core/types/ids.hpp"
#include "schema/model/field.hpp"
#include "schema/model/lookup.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::schema {

enum class RoleNumber : std::uint8_t {};
enum class ScopeKindNumber : std::uint16_t {};

/// The rights of the scope log (core/scope_log/entry.hpp, which schemas do not see); a test holds
/// the numbers equal.
enum class Right : std::uint8_t {
    read = 1,
    write = 2,
    manage = 4,
    mint_epoch = 8,
    decide_quarantine = 16,
};
using RightMask = std::uint8_t;

constexpr bool has(RightMask mask, Right wanted) {
    return (mask & static_cast<RightMask>(wanted)) != 0;
}

struct Role {
    std::string name{};
    RoleNumber number{};  // from 1
    std::string documentation{};
};

struct AuthorityClassDef {
    std::string name{};
    AuthorityClass number{};  // from 1 to 32
    std::string documentation{};
};

/// What a member with this role may do in a scope, unless its scope log says otherwise.
struct RoleGrant {
    RoleNumber role{};
    ClassMask classes = 0;  // bit (n − 1) for authority class n
    RightMask rights = 0;
};

struct ScopeKind {
    std::string name{};
    ScopeKindNumber number{};  // from 1
    bool separate = false;     // no transaction joins a scope of this kind to another scope
    bool audited = false;      // who reads a record in it is noted
    std::string documentation{};
    std::vector<RoleGrant> roles{};  // in ascending order of roles

    /// Nothing for a role that has no part in scopes of this kind.
    std::optional<RoleGrant> grant(RoleNumber role) const;
};

struct EnumValue {
    std::string name{};
    std::uint16_t number = 0;  // from 1, never reused
    std::string code{};        // a reference code of another system; may be empty
    std::string label{};       // for people
};

struct Enum {
    std::string name{};
    bool protective = false;          // the values are in protective order, the least first
    std::vector<EnumValue> values{};  // as declared
    std::string documentation{};

    const EnumValue* value(std::string_view wanted) const;
    const EnumValue* value_by_number(std::uint16_t wanted) const;
    const EnumValue* value_by_code(std::string_view wanted) const;
};

/// Greater protects more. Nothing for an unknown value, which a newer schema may have added: read
/// it as the most protective.
std::optional<std::size_t> protective_rank(const Enum& in, std::string_view value);

struct Collection {
    std::string name{};
    CollectionNumber number{};               // from 1
    std::string table{};                     // its SQL name, which needs no quotes
    std::vector<std::string> scope_kinds{};  // where its records may live
    std::string parent{};                    // the id field that names the parent; may be empty
    std::vector<std::string> natural_key{};  // fields the record id is derived from; may be empty
    std::string documentation{};
    std::vector<Field> fields{};  // as declared
    std::vector<Group> groups{};
    Lookup field_lookup{};  // built by Schema
    Lookup group_lookup{};  // built by Schema

    const Field* field(std::string_view key) const { return field_lookup.by_name(fields, key); }
    const Field* field(FieldNumber key) const { return field_lookup.by_number(fields, key); }
    const Group* group(std::string_view key) const { return group_lookup.by_name(groups, key); }
    const Group* group(FieldNumber key) const { return group_lookup.by_number(groups, key); }
    bool lives_in(std::string_view scope_kind) const;
};

/// The lists of which a schema is made.
struct SchemaParts {
    std::string name{};
    SchemaVersion version{};
    std::vector<Role> roles{};
    std::vector<AuthorityClassDef> classes{};
    std::vector<ScopeKind> scope_kinds{};
    std::vector<Enum> enums{};
    std::vector<Collection> collections{};
};

/// Immutable, so it is read from any thread. Returned pointers live as long as the schema.
class Schema {
  public:
    Schema() = default;
    explicit Schema(SchemaParts parts);

    const std::string& name() const { return parts_.name; }
    SchemaVersion version() const { return parts_.version; }
    const std::vector<Role>& roles() const { return parts_.roles; }
    const std::vector<AuthorityClassDef>& classes() const { return parts_.classes; }
    const std::vector<ScopeKind>& scope_kinds() const { return parts_.scope_kinds; }
    const std::vector<Enum>& enums() const { return parts_.enums; }
    const std::vector<Collection>& collections() const { return parts_.collections; }

    const Role* role(std::string_view name) const;
    const Role* role(RoleNumber number) const;
    const AuthorityClassDef* authority_class(std::string_view name) const;
    const AuthorityClassDef* authority_class(AuthorityClass number) const;
    const ScopeKind* scope_kind(std::string_view name) const;
    const ScopeKind* scope_kind(ScopeKindNumber number) const;
    const Enum* enumeration(std::string_view name) const;
    const Collection* collection(std::string_view name) const;
    const Collection* collection(CollectionNumber number) const;

  private:
    SchemaParts parts_{};
    Lookup roles_{};
    Lookup classes_{};
    Lookup scope_kinds_{};
    Lookup collections_{};
};

}  // namespace sanderling::schema
