// Which audited scopes a call has read of, so that the audit notes it: one entry a call and scope
// (docs/storage.md §26).
#pragma once

#include "client-sdk/replica/reader_pool.hpp"
#include "schema/model/schema.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sanderling/rows.hpp"

namespace sanderling::replica {

/// A column of an answer that is the id or the scope of a table's rows.
struct ShownColumn {
    int column = 0;
    std::string table{};
    enum class Is : std::uint8_t { id, scope } is = Is::id;
};

/// What is known of a SELECT besides its answer.
struct QueryTrace {
    std::set<std::string> tables{};  // beneath the views
    std::vector<ShownColumn> shown{};
};

/// Scopes on this device of kinds that the schema marks `audited`. Throws vault::SqliteError, as
/// all here.
std::set<ScopeId> audited_scopes(Reader& reader, const schema::Schema& schema);

/// Of these, what the SELECT has read of: by the rows that it gave, where it gives their id or
/// scope; otherwise by what its parameters name; otherwise all that the tables have.
std::set<ScopeId> audited_scopes_read(Reader& reader, const schema::Schema& schema,
                                      const QueryTrace& trace, const Rows& rows,
                                      const std::vector<Scalar>& params);

/// The scope of a record, if it is audited.
std::optional<ScopeId> audited_scope_of(Reader& reader, const schema::Schema& schema,
                                        const schema::Collection& collection, RecordId id);

class Replica;
/// Notes that something of these scopes, or this record, is shown, as far as they are audited.
Result<void> note_shown(Replica& replica, const std::set<ScopeId>& scopes,
                        std::optional<RecordId> record = {});
/// As Store::get, without a note: for what is noted as a whole.
Result<std::optional<Row>> read_row(Replica& from, const schema::Collection& collection,
                                    RecordId id);

/// What the present thread reads for (sanderling::ReadingFor).
std::string& reading_purpose();

}  // namespace sanderling::replica
