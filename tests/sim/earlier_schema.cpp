#include "tests/sim/earlier_schema.hpp"

#include "tests/sim/dice.hpp"

#include <algorithm>

namespace sanderling::sim {

namespace {

using schema::Collection;
using schema::Field;

// A group's list is fixed for ever, a record's id may be made of fields, and who had no parent did
// not have the record.
bool may_be_new(const Collection& collection, const Field& field) {
    const auto& key = collection.natural_key;
    return !field.required && field.group.empty() && field.name != collection.parent &&
           std::find(key.begin(), key.end(), field.name) == key.end();
}

bool is_pointed_at(const std::vector<Collection>& collections, const std::string& name) {
    return std::any_of(collections.begin(), collections.end(), [&](const Collection& collection) {
        return std::any_of(collection.fields.begin(), collection.fields.end(),
                           [&](const Field& field) { return field.target == name; });
    });
}

}  // namespace

schema::Schema earlier(const schema::Schema& now, std::uint64_t seed) {
    Dice dice(seed);
    schema::SchemaParts parts{.name = now.name(),
                              .version = SchemaVersion{number(now.version()) - 1},
                              .roles = now.roles(),
                              .classes = now.classes(),
                              .scope_kinds = now.scope_kinds(),
                              .enums = now.enums(),
                              .collections = now.collections()};
    for (Collection& collection : parts.collections)
        std::erase_if(collection.fields, [&](const Field& field) {
            return may_be_new(collection, field) && dice.one_in(3);
        });
    if (dice.one_in(2))
        std::erase_if(parts.collections, [&](const Collection& collection) {
            return !is_pointed_at(now.collections(), collection.name) && dice.one_in(3);
        });
    return schema::Schema(std::move(parts));
}

}  // namespace sanderling::sim
