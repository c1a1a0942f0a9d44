#include "sync-server/store/schema.hpp"

#include "sync-server/store/device_orders.hpp"
#include "sync-server/store/record_past.hpp"
#include "sync-server/store/restore_tables.hpp"

namespace sanderling::server {

namespace {

constexpr int format_1 = 1;

constexpr const char* tables = R"sql(
CREATE TABLE organisation (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, format INTEGER NOT NULL,
    root BLOB NOT NULL, generation INTEGER NOT NULL,
    directory_head INTEGER NOT NULL, server_now INTEGER NOT NULL,
    PRIMARY KEY (org, shard_key));

CREATE TABLE scope (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL,
    kind INTEGER NOT NULL, head INTEGER NOT NULL, chain BLOB NOT NULL, digest BLOB NOT NULL,
    time_max INTEGER NOT NULL, records INTEGER NOT NULL, bytes INTEGER NOT NULL,
    PRIMARY KEY (org, shard_key, scope));

-- What stands at each seq. content: a packed commit (accepted, quarantined), a canonical header and
-- its signature (rejected), a signed scope log entry (control). whole: 1 while every patch of an
-- accepted commit is still live. bytes: of the contents up to and with this one, for progress.
CREATE TABLE log (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL, seq INTEGER NOT NULL,
    verdict INTEGER NOT NULL, replica BLOB NOT NULL, counter INTEGER NOT NULL, what BLOB NOT NULL,
    effective_base INTEGER NOT NULL, t_eff INTEGER NOT NULL, code INTEGER NOT NULL,
    chain BLOB NOT NULL, time_max INTEGER NOT NULL, tx BLOB NOT NULL, whole INTEGER NOT NULL,
    bytes INTEGER NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (org, shard_key, scope, seq));
CREATE UNIQUE INDEX log_dot ON log (org, shard_key, scope, replica, counter) WHERE verdict <> 4;
CREATE INDEX log_tx ON log (org, shard_key, scope, tx) WHERE verdict <> 4;
CREATE INDEX log_control ON log (org, shard_key, scope, seq) WHERE verdict = 4;

CREATE TABLE replica (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL, replica BLOB NOT NULL,
    counter INTEGER NOT NULL, hash BLOB NOT NULL, t_eff INTEGER NOT NULL,
    parent_replica BLOB, parent_counter INTEGER,
    PRIMARY KEY (org, shard_key, scope, replica)) WITHOUT ROWID;

CREATE TABLE record (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL, record BLOB NOT NULL,
    state BLOB NOT NULL,
    PRIMARY KEY (org, shard_key, scope, record)) WITHOUT ROWID;

-- Derived from the scope logs in the transaction that appends to them. A row stays when a person is
-- removed (is_member 0): it tells somebody who was in a scope from somebody who never was.
CREATE TABLE member (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL, person BLOB NOT NULL,
    is_member INTEGER NOT NULL, rights INTEGER NOT NULL,
    not_before INTEGER NOT NULL, until INTEGER NOT NULL,
    PRIMARY KEY (org, shard_key, scope, person)) WITHOUT ROWID;
CREATE INDEX member_person ON member (org, person);

-- In the order of position; device, person and scope are empty where they do not apply.
CREATE TABLE directory (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, position INTEGER NOT NULL,
    kind INTEGER NOT NULL, device BLOB NOT NULL, person BLOB NOT NULL, scope BLOB NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (org, shard_key, position)) WITHOUT ROWID;
CREATE INDEX directory_for ON directory (org, shard_key, kind, device, person, position);

CREATE TABLE invite (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, lookup BLOB NOT NULL,
    expires INTEGER NOT NULL, is_used INTEGER NOT NULL, offer BLOB NOT NULL,
    PRIMARY KEY (org, shard_key, lookup));

CREATE TABLE enrolment (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, lookup BLOB NOT NULL, request BLOB NOT NULL,
    PRIMARY KEY (org, shard_key, lookup));
)sql";

// superseded: commits of which a patch is not live, since when; what is trimmed leaves it. floor:
// the greatest seq whose content was dropped whole.
constexpr const char* later_tables = R"sql(
CREATE TABLE IF NOT EXISTS superseded (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL, seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (org, shard_key, scope, seq)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS superseded_at ON superseded (org, at);

CREATE TABLE IF NOT EXISTS floor (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (org, shard_key, scope)) WITHOUT ROWID;
)sql";

// decided: what became of quarantined work. seq: of the decision's entry; late: of the work; t_eff:
// with which it was merged if it was accepted.
constexpr const char* decision_tables = R"sql(
CREATE TABLE IF NOT EXISTS decided (
    org BLOB NOT NULL, shard_key INTEGER NOT NULL, scope BLOB NOT NULL, seq INTEGER NOT NULL,
    late INTEGER NOT NULL, decision INTEGER NOT NULL, t_eff INTEGER NOT NULL,
    PRIMARY KEY (org, shard_key, scope, seq)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS decided_late ON decided (org, shard_key, scope, late);
CREATE INDEX IF NOT EXISTS log_late ON log (org, shard_key, scope, seq) WHERE verdict = 3;
)sql";

// Of a store that has never noted since when: at the latest since the newest commit of the scope.
constexpr const char* note_older = R"sql(
INSERT INTO superseded (org, shard_key, scope, seq, at)
    SELECT l.org, l.shard_key, l.scope, l.seq, s.time_max >> 16 FROM log l JOIN scope s
    ON s.org = l.org AND s.shard_key = l.shard_key AND s.scope = l.scope
    WHERE l.whole = 0 AND l.verdict <> 3
)sql";

}  // namespace

void create_later_tables(Database& database) {
    database.execute(decision_tables);
    {
        Statement find(database, "SELECT 1 FROM sqlite_schema WHERE name = 'superseded'");
        Rows row = find.query();
        if (row.next()) return;
    }
    Transaction transaction(database, Transaction::Kind::write);
    database.execute(later_tables);
    database.execute(note_older);
    transaction.commit();
}

void create_tables(Database& database, const Organisation& organisation, crypto::Random& random) {
    std::array<std::uint8_t, 8> generation{};
    random.fill(generation);
    std::uint64_t number_of_generation = 0;
    for (const std::uint8_t byte : generation)
        number_of_generation = number_of_generation << 8U | byte;

    Transaction transaction(database, Transaction::Kind::write);
    database.execute(tables);
    database.execute(later_tables);
    database.execute(record_past_table);
    database.execute(decision_tables);
    add_restore_tables(database);
    add_device_tables(database);
    Statement insert(database,
                     "INSERT INTO organisation (org, shard_key, format, root, generation, "
                     "directory_head, server_now) VALUES (?, ?, ?, ?, ?, 0, 0)");
    insert.run(organisation.org, organisation_shard, format_1, organisation.root.view(),
               number_of_generation);
    transaction.commit();
}

Result<StoreHead> read_head(Database& database) {
    Statement select(database,
                     "SELECT org, format, root, generation, directory_head, server_now "
                     "FROM organisation WHERE shard_key = ?");
    Rows row = select.query(organisation_shard);
    if (!row.next()) return fail(Errc::corrupt, "the store names no organisation");
    if (row->integer(1) != format_1)
        return fail(Errc::schema_mismatch,
                    "the store has format " + std::to_string(row->integer(1)));
    StoreHead head;
    head.organisation.org = row->id<OrgId>(0);
    head.organisation.root.bytes = row->hash(2).bytes;
    head.generation = row->code<Generation>(3);
    head.directory_head = static_cast<std::uint64_t>(row->integer(4));
    head.server_now = Instant{row->integer(5)};
    return head;
}

void check_pages(Database& database) {
    Statement check(database, "PRAGMA quick_check(1)");
    Rows row = check.query();
    if (!row.next() || as_text(row->blob(0)) != "ok")
        throw SqliteFailure(FailureKind::damaged, "the store's pages do not hold together");
}

}  // namespace sanderling::server
