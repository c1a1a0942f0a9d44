// The SQL of a replica: the SDK's own tables (prefix sanderling_), and for each collection a table
// of rows with a view under the collection's name (docs/storage.md, "Tables").
#pragma once

#include "client-sdk/replica/catalogue.hpp"
#include "client-sdk/vault/database.hpp"
#include "schema/model/schema.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::replica {

/// The table beneath the view: rows of deleted records included, with the record's body.
std::string row_table(const schema::Collection& collection);
/// The field's column in both.
std::string column_name(const schema::Field& field);

inline constexpr std::string_view conflicts_view = "sanderling_conflicts";
inline constexpr std::string_view conflicts_table = "sanderling_conflict";  // beneath it

/// Makes what is missing. Throws vault::SqliteError.
void create_internal_tables(vault::Database& database, const Catalogue& present);
/// Records done, of how many, in building something for a collection.
using BuildProgress = std::function<void(const schema::Collection& collection, std::uint64_t done,
                                         std::uint64_t total)>;
/// Tables, columns, indexes and views of this schema. A new field adds a column, which rewrites
/// nothing; a field that is newly marked for search has its words indexed. True if something of an
/// existing collection was added.
bool create_collection_tables(vault::Database& database, const Catalogue& present,
                              const schema::Schema& schema, const BuildProgress& progress);

}  // namespace sanderling::replica
