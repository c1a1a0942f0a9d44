// What a record must look like by its live writes: the reading rules of docs/protocol.md §4,
// written once more and by themselves, as model.hpp is.
#pragma once

#include "schema/model/schema.hpp"
#include "schema/model/value.hpp"
#include "tests/sim/model.hpp"

#include <optional>
#include <set>
#include <string>

namespace sanderling::sim {

enum class ExpectedLife : std::uint8_t { alive, deleted, contested };
ExpectedLife expected_life(const LiveRecord& record);

/// What Store::get shall give. Nothing for a deleted record.
std::optional<schema::Row> expected_row(const schema::Schema& schema,
                                        const schema::Collection& collection,
                                        const LiveRecord& record);

/// The names of the fields and groups in conflict; the empty name for a contested delete.
std::set<std::string> expected_conflicts(const schema::Schema& schema,
                                         const schema::Collection& collection,
                                         const LiveRecord& record);

/// Of the collection that the record's writes name; 0 for a record with none.
std::uint16_t collection_of(const LiveRecord& record);

/// The write on this path whose value is in force; null if there is none.
const LiveWrite* expected_winner(const schema::Schema& schema, const schema::Collection& collection,
                                 const LivePath& path);

}  // namespace sanderling::sim
