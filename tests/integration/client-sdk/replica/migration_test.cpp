// A replica of an earlier format, made by hand from one of today: opened, and its outbox delivered
// (docs/storage.md §13). Real files of released versions are in tests/vectors/organisation.
#include "client-sdk/replica/migrations.hpp"
#include "client-sdk/replica/record_body.hpp"
#include "client-sdk/vault/vault.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"

namespace sanderling::tests {
namespace {

using replica::PendingPatch;
using replica::RecordBody;
using vault::Database;
using vault::Statement;

// As the first format had it: neither the id nor its ancestors.
Bytes encode_as_1(const RecordBody& body) {
    RecordBody confirmed = body;
    confirmed.pending.clear();
    Bytes out = encode(confirmed);
    out[0] = 1;
    out.resize(out.size() - 2);  // the number of pending patches
    commit::CanonicalWriter tail;
    tail.u16(static_cast<std::uint16_t>(body.pending.size()));
    for (const PendingPatch& p : body.pending) {
        tail.code(p.dot.counter).code(p.clock).code(p.base).code(p.own).u32(p.index);
        tail.u16(static_cast<std::uint16_t>(p.paths.size()));
        for (const auto& path : p.paths) {
            const commit::PathWrite& w = path.write;
            tail.id(w.token).code(path.field);
            tail.code(w.rule).code(w.operation).code(w.authority).code(w.coverage);
            tail.u16(static_cast<std::uint16_t>(w.dots.size()));
            for (const Dot& dot : w.dots) tail.dot(dot);
            tail.sized(path.value);
        }
    }
    append(out, tail.take());
    return out;
}

void rewrite_bodies(Database& database) {
    auto rows = database.prepare("SELECT rowid, _body FROM sanderling_rows_contact");
    auto update =
        database.prepare("UPDATE sanderling_rows_contact SET _body = ?2 WHERE rowid = ?1");
    while (rows.step() == Statement::Step::row) {
        const Bytes body = encode_as_1(replica::decode_record_body(rows.column_blob(1)).value());
        update.bind_int(1, rows.column_int(0)).bind_blob(2, body).run();
    }
}

constexpr const char* back_to_1 = R"sql(
CREATE TABLE old_outbox(
  position INTEGER PRIMARY KEY AUTOINCREMENT, scope BLOB NOT NULL, counter INTEGER NOT NULL,
  transaction_id BLOB NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL,
  clock INTEGER NOT NULL, hash BLOB NOT NULL, verdict INTEGER, code INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL DEFAULT 0, undone INTEGER NOT NULL DEFAULT 0,
  UNIQUE(scope, counter));
INSERT INTO old_outbox SELECT position, scope, counter, transaction_id, part, parts, clock, hash,
  verdict, code, seq, undone FROM sanderling_outbox;
DELETE FROM sqlite_sequence WHERE name = 'old_outbox';
INSERT INTO sqlite_sequence(name, seq) SELECT 'old_outbox', seq FROM sqlite_sequence
  WHERE name = 'sanderling_outbox';
DROP TABLE sanderling_outbox;
ALTER TABLE old_outbox RENAME TO sanderling_outbox;
CREATE INDEX sanderling_outbox_verdict ON sanderling_outbox(verdict);
DROP VIEW sanderling_conflicts;
ALTER TABLE sanderling_conflict DROP COLUMN version;
DROP TABLE sanderling_history;
DROP TABLE sanderling_incarnation;
DROP TABLE sanderling_lineage;
DELETE FROM sanderling_meta WHERE key IN ('stamp', 'stamp_before', 'was_kept', 'database',
  'place');
UPDATE sanderling_meta SET value = 1 WHERE key = 'format';
)sql";

class MigrationTest : public ReplicaTest {
  protected:
    template <class Work>
    void change(Work&& work) {
        officer.close();
        auto vault = vault::Vault::open(officer.directory(), Device::key());
        auto database = vault.value().open_connection();
        work(database.value());
    }
    std::int64_t read(const char* sql) {
        std::int64_t out = 0;
        change([&](Database& database) { out = database.query_int(sql); });
        return out;
    }
};

TEST_F(MigrationTest, CarriesTheOutboxAndTheOverlayOfTheFirstFormat) {
    const RecordId id = officer.insert(the_case, "contact", contact("sent"));
    officer.sync();
    officer.insert(the_case, "contact", contact("unsent"));
    officer.update("contact", id, {{"place", std::string("office")}});
    const ReplicaId before = officer.store().status().value().replica;
    const std::int64_t given =
        read("SELECT seq FROM sqlite_sequence WHERE name = 'sanderling_outbox'");
    change([](Database& database) {
        rewrite_bodies(database);
        database.execute(back_to_1);
    });
    std::vector<std::string> told;

    officer.reopen_telling([&](const OpenProgress& progress) { told.emplace_back(progress.step); });

    EXPECT_EQ(told,
              (std::vector<std::string>{"sanderling_rows_contact", "sanderling_rows_contact"}));
    EXPECT_EQ(officer.store().status().value().replica, before);
    EXPECT_EQ(text(officer.get("contact", id), "place"), "office");
    EXPECT_EQ(officer.store().status().value().unsent_transactions, 2U);
    sync_all();
    EXPECT_EQ(text(duty.get("contact", id), "place"), "office");
    EXPECT_EQ(duty.store().query("SELECT id FROM contact")->size(), 2U);
    EXPECT_EQ(officer.scope(the_case)->digest, duty.scope(the_case)->digest);
    const auto pending = officer.store().query("SELECT sum(pending) AS n FROM contact");
    EXPECT_EQ(pending.value().get<std::int64_t>(0, "n"), 0);
    EXPECT_EQ(read("SELECT value FROM sanderling_meta WHERE key = 'format'"),
              replica::current_format);
    EXPECT_EQ(read("SELECT seq FROM sqlite_sequence WHERE name = 'sanderling_outbox'"), given);
}

TEST_F(MigrationTest, KeepsThePositionsOfAnOutboxThatIsEmpty) {
    officer.insert(the_case, "contact", contact("sent"));
    sync_all();
    const char* positions = "SELECT seq FROM sqlite_sequence WHERE name = 'sanderling_outbox'";
    const std::int64_t given = read(positions);
    ASSERT_GT(given, 0);
    ASSERT_EQ(read("SELECT count(*) FROM sanderling_outbox"), 0);
    change([](Database& database) {
        rewrite_bodies(database);
        database.execute(back_to_1);
    });

    officer.reopen();

    EXPECT_EQ(read(positions), given);
}

TEST_F(MigrationTest, ChangesNothingWhenABodyCannotBeRead) {
    officer.insert(the_case, "contact", contact("unsent"));
    change([](Database& database) {
        rewrite_bodies(database);
        database.execute(back_to_1);
        database.execute("UPDATE sanderling_rows_contact SET _body = x'01FF'");
    });

    const auto opened = Store::open(officer.directory(), Device::key(), schema);

    EXPECT_EQ(opened.error().code, Errc::corrupt);
    EXPECT_EQ(read("SELECT value FROM sanderling_meta WHERE key = 'format'"), 1);
    EXPECT_EQ(read("SELECT count(*) FROM sanderling_outbox"), 1);
}

TEST_F(MigrationTest, RefusesANewerFormat) {
    change([](Database& database) {
        database.execute("UPDATE sanderling_meta SET value = 99 WHERE key = 'format'");
    });

    const auto opened = Store::open(officer.directory(), Device::key(), schema);

    EXPECT_EQ(opened.error().code, Errc::unsupported_version);
}

}  // namespace
}  // namespace sanderling::tests
