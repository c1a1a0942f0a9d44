#include "client-sdk/replica/migrations.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/meta.hpp"
#include "client-sdk/replica/record_body.hpp"

#include <array>
#include <string>
#include <vector>

namespace sanderling::replica {

namespace {

using vault::Database;
using vault::Statement;

bool has_table(Database& database, std::string_view name) {
    auto rows = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1");
    rows.bind_text(1, name);
    return rows.step() == Statement::Step::row;
}

std::uint64_t count(Database& database, const std::string& table, const std::string& where) {
    return static_cast<std::uint64_t>(
        database.query_int("SELECT count(*) FROM \"" + table + "\"" + where));
}

// ---- 1 to 2: a replica may go on under another id ----------------------------------------------

/// Where bodies are, and which of them may have something pending.
struct BodyTable {
    std::string name{};
    std::string column{};
    std::string where{};
};

std::vector<BodyTable> body_tables(Database& database) {
    std::vector<BodyTable> out{{"sanderling_other", "body", ""}};
    auto rows = database.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'sanderling_rows_*'");
    while (rows.step() == Statement::Step::row)
        out.push_back({std::string(rows.column_text(0)), "_body", " WHERE _pending > 0"});
    return out;
}

// Pending patches now say under which id they were written.
Result<void> name_pending(Database& database, const BodyTable& table, ReplicaId replica,
                          const MigrationProgress& progress) {
    const std::uint64_t total = count(database, table.name, table.where);
    std::uint64_t done = 0;
    auto rows = database.prepare("SELECT rowid, " + table.column + " FROM \"" + table.name + "\"" +
                                 table.where + " ORDER BY rowid");
    auto update = database.prepare("UPDATE \"" + table.name + "\" SET " + table.column +
                                   " = ?2 WHERE rowid = ?1");
    while (rows.step() == Statement::Step::row) {
        auto body = decode_record_body(rows.column_blob(1));
        if (!body) return fail(Errc::corrupt, "a record's body in " + table.name);
        for (PendingPatch& pending : body->pending)
            if (pending.dot.replica.is_zero()) pending.dot.replica = replica;
        const Bytes encoded = encode(*body);
        update.bind_int(1, rows.column_int(0)).bind_blob(2, encoded).run();
        if (progress) progress({table.name, ++done, total});
    }
    return {};
}

constexpr const char* outbox_of_2 = R"sql(
CREATE TABLE sanderling_outbox_2(
  position INTEGER PRIMARY KEY AUTOINCREMENT, scope BLOB NOT NULL, replica BLOB NOT NULL,
  counter INTEGER NOT NULL, transaction_id BLOB NOT NULL, part INTEGER NOT NULL,
  parts INTEGER NOT NULL, clock INTEGER NOT NULL, hash BLOB NOT NULL, verdict INTEGER,
  code INTEGER NOT NULL DEFAULT 0, seq INTEGER NOT NULL DEFAULT 0,
  undone INTEGER NOT NULL DEFAULT 0, UNIQUE(scope, replica, counter));
)sql";

// Positions stay, and never come again: what was sent is told by them.
void rebuild_outbox(Database& database, ReplicaId replica) {
    database.execute(outbox_of_2);
    auto copy = database.prepare(
        "INSERT INTO sanderling_outbox_2 SELECT position, scope, ?1, counter, transaction_id, part,"
        " parts, clock, hash, verdict, code, seq, undone FROM sanderling_outbox ORDER BY position");
    copy.bind_blob(1, replica.view()).run();
    database.execute(
        "DELETE FROM sqlite_sequence WHERE name = 'sanderling_outbox_2';"
        "INSERT INTO sqlite_sequence(name, seq) SELECT 'sanderling_outbox_2', seq"
        "  FROM sqlite_sequence WHERE name = 'sanderling_outbox';"
        "DROP TABLE sanderling_outbox;"
        "ALTER TABLE sanderling_outbox_2 RENAME TO sanderling_outbox");
}

Result<void> from_1(Database& database, Instant now, const MigrationProgress& progress) {
    ReplicaId replica;
    const auto known = Meta(database).bytes(meta::replica);
    if (!known || known->size() != replica.bytes.size())
        return fail(Errc::corrupt, "the replica has no id");
    std::copy(known->begin(), known->end(), replica.bytes.begin());
    rebuild_outbox(database, replica);
    for (const BodyTable& table : body_tables(database))
        if (auto named = name_pending(database, table, replica, progress); !named) return named;
    database.execute(
        "CREATE TABLE sanderling_incarnation("
        "  position INTEGER PRIMARY KEY, replica BLOB NOT NULL UNIQUE, reason INTEGER NOT NULL,"
        "  since INTEGER NOT NULL)");
    auto first = database.prepare(
        "INSERT INTO sanderling_incarnation(replica, reason, since) VALUES(?1, 0, ?2)");
    first.bind_blob(1, replica.view()).bind_int(2, now.ms).run();
    return {};
}

// ---- 2 to 3: conflicts say when their candidates change ----------------------------------------

Result<void> from_2(Database& database, Instant, const MigrationProgress&) {
    database.execute(
        "DROP VIEW IF EXISTS sanderling_conflicts;"
        "ALTER TABLE sanderling_conflict ADD COLUMN version INTEGER NOT NULL DEFAULT 0");
    return {};
}

using Step = Result<void> (*)(Database&, Instant, const MigrationProgress&);

/// steps[n] leads from format n + 1 to n + 2.
constexpr std::array<Step, current_format - 1> steps{from_1, from_2};

}  // namespace

Result<void> migrate(Database& database, Instant now, const MigrationProgress& progress) {
    if (!has_table(database, "sanderling_meta")) return {};
    Meta values(database);
    const std::int64_t format = values.integer(meta::format).value_or(current_format);
    if (format > current_format)
        return fail(Errc::unsupported_version, "a replica made by a newer version");
    if (format < 1) return fail(Errc::corrupt, "a replica of no known format");
    for (std::int64_t at = format; at < current_format; ++at) {
        if (auto done = steps[static_cast<std::size_t>(at - 1)](database, now, progress); !done)
            return done;
        values.put_integer(meta::format, at + 1);
    }
    return {};
}

}  // namespace sanderling::replica
