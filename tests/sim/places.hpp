// The scopes of a simulation, who is meant to be in them, and which records were made there.
#pragma once

#include "schema/model/schema.hpp"
#include "tests/sim/dice.hpp"

#include <map>
#include <string>
#include <vector>

namespace sanderling::sim {

struct KnownRecord {
    const schema::Collection* collection = nullptr;
    RecordId id;
    std::size_t made_by = 0;  // a device
};

struct Place {
    ScopeId scope;
    const schema::ScopeKind* kind = nullptr;
    std::vector<const schema::Collection*> collections{};
    std::map<PersonId, schema::RoleNumber> members{};
    std::vector<KnownRecord> records{};
    unsigned burst =
        0;  // steps for which people still write to the same records: a transfer, cover

    const KnownRecord* find(RecordId id) const {
        for (const KnownRecord& known : records)
            if (known.id == id) return &known;
        return nullptr;
    }
};

/// Kinds of scope in which somebody may write to some collection.
std::vector<const schema::ScopeKind*> usable_kinds(const schema::Schema& schema);
/// Mostly one that may write; sometimes any.
schema::RoleNumber draw_role(const schema::ScopeKind& kind, Dice& dice);

}  // namespace sanderling::sim
