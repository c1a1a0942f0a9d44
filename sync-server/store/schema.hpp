// The tables of a server's store (docs/storage.md). Every key begins with organisation, shard key
// and, where there is one, scope, so that the same tables can be spread over several databases.
#pragma once

#include "core/crypto/random.hpp"
#include "core/crypto/signature.hpp"
#include "core/types/error.hpp"
#include "core/types/ids.hpp"
#include "sync-server/store/sqlite.hpp"

namespace sanderling::server {

/// What `organisation.json` says, less the name: that is no business of a server.
struct Organisation {
    OrgId org;
    crypto::PublicKey root{};
};

/// The one row that says whose store this is and where its counters stand.
struct StoreHead {
    Organisation organisation{};
    Generation generation{};
    std::uint64_t directory_head = 0;  // position of the newest directory row
    Instant server_now{};              // the greatest time ever used here
};

/// Rows of one scope lie together, wherever they lie.
constexpr int shard_key(ScopeId scope) {
    return (scope.bytes[14] << 8) | scope.bytes[15];
}
/// For rows that belong to the organisation as a whole.
inline constexpr int organisation_shard = 0;

/// Rows of the table `directory`.
enum class DirectoryKind : std::uint8_t {
    certificate = 1,          // for everybody
    person_key_envelope = 2,  // for one device
    epoch_envelope = 3,       // for one person, of one scope
};

/// Makes the tables in an empty file.
void create_tables(Database& database, const Organisation& organisation, crypto::Random& random);

/// Tables that a store made by an earlier program may lack.
void create_later_tables(Database& database);

/// Errors: corrupt (not a store, or damaged), schema_mismatch (of a newer program).
Result<StoreHead> read_head(Database& database);

/// SQLite's own look at the file's pages; throws SqliteFailure when they are damaged.
void check_pages(Database& database);

}  // namespace sanderling::server
