#include "sync-server/store/record_past.hpp"

#include "core/merge/record_state.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"

namespace sanderling::server {

namespace {

SqliteFailure damaged(const Error& error) {
    return SqliteFailure(FailureKind::damaged, error.message());
}

/// Goes through the log of all scopes once.
class Filling {
  public:
    Filling(Database& database, OrgId org)
        : org_(org),
          select_log_(database,
                      "SELECT scope, seq, content FROM log "
                      "WHERE org = ? AND verdict = 1 AND whole = 0"),
          select_record_(database,
                         "SELECT state FROM record "
                         "WHERE org = ? AND shard_key = ? AND scope = ? AND record = ?"),
          insert_(database,
                  "INSERT OR IGNORE INTO record_past (org, shard_key, scope, record, seq) "
                  "VALUES (?, ?, ?, ?, ?)") {}

    void run() {
        Rows row = select_log_.query(org_);
        while (row.next()) add(row->id<ScopeId>(0), row->code<Seq>(1), row->blob(2));
    }

  private:
    void add(ScopeId scope, Seq seq, ByteView content) {
        if (wire::is_remnant(content)) return note(scope, RecordId{}, seq);
        const auto commit = wire::unpack(content, org_, scope);
        if (!commit) throw damaged(commit.error());
        for (const commit::Patch& patch : commit->patches)
            if (!is_live_in(scope, patch.record, commit->header.dot()))
                note(scope, patch.record, seq);
    }

    bool is_live_in(ScopeId scope, RecordId record, const Dot& dot) {
        Rows row = select_record_.query(org_, shard_key(scope), scope, record);
        if (!row.next()) return false;
        const auto state = merge::decode_record_state(row->blob(0));
        if (!state) throw damaged(state.error());
        return state->is_live(dot);
    }

    void note(ScopeId scope, RecordId record, Seq seq) {
        insert_.run(org_, shard_key(scope), scope, record, seq);
    }

    OrgId org_;
    Statement select_log_;
    Statement select_record_;
    Statement insert_;
};

}  // namespace

void add_record_past(Database& database, OrgId org) {
    {
        Statement find(database, "SELECT 1 FROM sqlite_schema WHERE name = 'record_past'");
        Rows row = find.query();
        if (row.next()) return;
    }
    Transaction transaction(database, Transaction::Kind::write);
    database.execute(record_past_table);
    Filling(database, org).run();
    transaction.commit();
}

}  // namespace sanderling::server
