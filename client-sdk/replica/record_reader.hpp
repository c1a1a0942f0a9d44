// One record as a reader's connection finds it, for what the columns do not say: elements, values
// beside the one in force, conflicts.
#pragma once

#include "client-sdk/replica/identity_book.hpp"
#include "client-sdk/replica/record_table.hpp"
#include "client-sdk/replica/visible.hpp"

#include <optional>

namespace sanderling::replica {

struct ReadRecord {
    StoredRecord stored{};
    Self self{};
};

/// Who writes here, for reading what is pending in the scope. Throws vault::SqliteError.
Self read_self(vault::Database& database, ScopeId scope);

/// Of a commit, as far as this device knows.
struct Author {
    PersonId person;
    DeviceId device;
};
/// By the log of the scope. Throws vault::SqliteError.
Author read_author(vault::Database& database, ScopeId scope, ReplicaId replica);
/// Of what is pending.
Author own_author(const std::optional<Me>& me);

/// Whether the person's access to it has ended: nothing of it is shown.
bool is_left(vault::Database& database, ScopeId scope);

/// Nothing if it is not there, or not to be seen any more. Inside one SQL transaction; throws
/// vault::SqliteError.
std::optional<ReadRecord> read_record(vault::Database& database, const Collection& collection,
                                      RecordId id);

}  // namespace sanderling::replica
