#include "sync-server/store/restore_tables.hpp"

namespace sanderling::server {

void add_restore_tables(Database& database) {
    database.execute(R"sql(
CREATE TABLE IF NOT EXISTS backup (
    position INTEGER PRIMARY KEY, name TEXT NOT NULL, taken_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS backup_mark (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (org, shard_key, scope)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS restored (
    position INTEGER PRIMARY KEY, source TEXT NOT NULL, restored_at INTEGER NOT NULL,
    generation_before INTEGER NOT NULL, generation_after INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS log_lost_links ON log (org, shard_key, scope, seq) WHERE verdict = 5;
)sql");
}

sync::History history_of(Database& database) {
    Statement select(database, "SELECT EXISTS (SELECT 1 FROM restored)");
    Rows row = select.query();
    return row.next() && row->integer(0) != 0 ? sync::History::restored : sync::History::whole;
}

Watermarks::Watermarks(Database& database)
    : select_(database,
              "SELECT EXISTS (SELECT 1 FROM backup), coalesce((SELECT seq FROM backup_mark "
              "WHERE org = ? AND shard_key = ? AND scope = ?), 0)") {}

Seq Watermarks::of(OrgId org, ScopeId scope, Seq head) {
    Rows row = select_.query(org, shard_key(scope), scope);
    if (!row.next() || row->integer(0) == 0) return head;
    return std::min(row->code<Seq>(1), head);
}

void note_restored(Database& database, const Restoration& restoration) {
    Statement generation(database, "UPDATE organisation SET generation = ? WHERE shard_key = ?");
    generation.run(restoration.after, organisation_shard);
    Statement insert(database,
                     "INSERT INTO restored (source, restored_at, generation_before, "
                     "generation_after) VALUES (CAST(? AS TEXT), ?, ?, ?)");
    insert.run(as_bytes(restoration.from), restoration.at.ms, restoration.before,
               restoration.after);
}

void note_backed_up(Database& database, Database& copy, const std::string& name, Instant at) {
    Statement insert(database, "INSERT INTO backup (name, taken_at) VALUES (CAST(? AS TEXT), ?)");
    insert.run(as_bytes(name), at.ms);
    Statement mark(database,
                   "INSERT INTO backup_mark (org, shard_key, scope, seq) VALUES (?, ?, ?, ?) "
                   "ON CONFLICT (org, shard_key, scope) DO UPDATE SET "
                   "seq = max(seq, excluded.seq)");
    Statement heads(copy, "SELECT org, shard_key, scope, head FROM scope");
    Rows row = heads.query();
    while (row.next())
        mark.run(row->id<OrgId>(0), row->integer(1), row->id<ScopeId>(2), row->integer(3));
}

}  // namespace sanderling::server
