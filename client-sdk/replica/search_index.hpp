// The full-text index of a collection's marked fields: an FTS5 table over the collection's rows,
// which triggers keep true (docs/storage.md, "Full text").
#pragma once

#include "client-sdk/replica/catalogue.hpp"
#include "client-sdk/vault/database.hpp"
#include "schema/model/schema.hpp"

#include <functional>
#include <string>
#include <vector>

namespace sanderling::replica {

/// The fields marked `full_text`, in the collection's order.
std::vector<const schema::Field*> searched_fields(const schema::Collection& collection);
/// The FTS5 table. Its columns are the marked fields, in order, then id and scope.
std::string search_table(const schema::Collection& collection);
/// A field's column in it.
std::string search_column(const schema::Field& field);

/// `sanderling_text(column)`: the entries of a set or log as plain text, a line each. Views and
/// triggers of the index call it, so every connection that writes rows or searches needs it.
void register_text_function(vault::Database& database);

/// Rows done, of how many.
using IndexProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Makes the index of this collection what the schema says: built if it is missing or over other
/// fields, dropped if nothing is marked any more. Inside a SQL transaction. Throws
/// vault::SqliteError, and what `progress` throws.
void bring_search_index(vault::Database& database, const Catalogue& present,
                        const schema::Collection& collection, const IndexProgress& progress);

/// Merges the index into one segment, without the words of rows that have gone.
void condense_search_index(vault::Database& database, const schema::Collection& collection);

}  // namespace sanderling::replica
