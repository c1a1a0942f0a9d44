#include "tests/sim/places.hpp"

namespace sanderling::sim {

namespace {

bool is_written(const schema::Schema& schema, const schema::ScopeKind& kind) {
    bool has_collection = false;
    for (const schema::Collection& collection : schema.collections())
        has_collection = has_collection || collection.lives_in(kind.name);
    bool has_writer = false;
    for (const schema::RoleGrant& grant : kind.roles)
        has_writer = has_writer || (schema::has(grant.rights, schema::Right::write) &&
                                    schema::has(grant.rights, schema::Right::read));
    return has_collection && has_writer;
}

}  // namespace

std::vector<const schema::ScopeKind*> usable_kinds(const schema::Schema& schema) {
    std::vector<const schema::ScopeKind*> out;
    for (const schema::ScopeKind& kind : schema.scope_kinds())
        if (is_written(schema, kind)) out.push_back(&kind);
    return out;
}

schema::RoleNumber draw_role(const schema::ScopeKind& kind, Dice& dice) {
    std::vector<schema::RoleNumber> writers;
    std::vector<schema::RoleNumber> readers;
    for (const schema::RoleGrant& grant : kind.roles) {
        if (!schema::has(grant.rights, schema::Right::read)) continue;
        const bool may_write = schema::has(grant.rights, schema::Right::write);
        (may_write ? writers : readers).push_back(grant.role);
    }
    return readers.empty() || !dice.one_in(12) ? dice.of(writers) : dice.of(readers);
}

}  // namespace sanderling::sim
