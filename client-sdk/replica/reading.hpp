// Reading rules with values: what a record's live sets say in columns, and where they disagree
// (docs/protocol.md §4). Never changes anything.
#pragma once

#include "client-sdk/replica/list_reading.hpp"
#include "client-sdk/replica/visible.hpp"
#include "core/merge/reading.hpp"
#include "schema/model/schema.hpp"
#include "schema/model/value.hpp"

#include <string>
#include <vector>

#include "sanderling/conflict.hpp"

namespace sanderling::replica {

using schema::Collection;
using schema::Schema;
using schema::Value;

/// A field or group by its number, and what the schema says of every write to it.
struct FieldRef {
    const schema::Field* field = nullptr;
    const schema::Group* group = nullptr;
    commit::Rule rule = commit::Rule::register_;
    commit::AuthorityClass authority{};  // the authority byte that its writes carry
    commit::AuthorityClass resolver{};

    const std::string& name() const { return field != nullptr ? field->name : group->name; }
};
/// Nothing for a number that the schema does not have, and for members of groups.
std::optional<FieldRef> field_ref(const Collection& collection, FieldNumber number);
FieldRef field_ref(const schema::Field& field);
FieldRef field_ref(const schema::Group& group);

struct Reading {
    std::vector<Value> columns{};  // parallel to the collection's fields
    merge::Life life = merge::Life::alive;
};
Reading read(const Schema& schema, const Collection& collection, const Visible& record);

/// A path on which live values differ, or a contested delete (`field` is life_number).
struct OpenConflict {
    Token token;
    ConflictKind kind = ConflictKind::value;
    FieldNumber field{};
    std::vector<Side> sides{};  // the one in force first; for a delete: kept, deleted
    HlcTime since{};
};
/// Points into `record`.
std::vector<OpenConflict> open_conflicts(const Schema& schema, const Collection& collection,
                                         const Visible& record);

/// The elements of an ordered list, in its order.
std::vector<PlacedElement> read_list(const Collection& collection, const schema::Field& field,
                                     const Visible& record);
/// What counts of a field with one path.
std::vector<Side> sides_of(const Collection& collection, const schema::Field& field,
                           const Visible& record);
/// All values of a field that count, the one in force first.
std::vector<Scalar> live_values(const Schema& schema, const Collection& collection,
                                const schema::Field& field, const Visible& record);

/// The fields and their values that one side holds, by name.
schema::Row row_of(const Collection& collection, FieldNumber field, ByteView value);

ConflictId conflict_id(ScopeId scope, RecordId record, Token token);

}  // namespace sanderling::replica
