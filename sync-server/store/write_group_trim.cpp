// Retention: what nobody can see any more is dropped when it has been so for long enough, and the
// scope's floor rises (docs/protocol.md §5.11, docs/operations.md).
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "sync-server/store/store.hpp"

namespace sanderling::server {

namespace {

using commit::Verdict;

struct Due {
    ScopeId scope;
    Seq seq{};
};

std::vector<Due> due_before(Database& database, OrgId org, Instant before, std::size_t rows) {
    std::vector<Due> out;
    Statement select(database,
                     "SELECT scope, seq FROM superseded WHERE org = ? AND at < ? "
                     "ORDER BY at, scope, seq LIMIT ?");
    Rows row = select.query(org, before.ms, static_cast<std::int64_t>(rows));
    while (row.next()) out.push_back({row->id<ScopeId>(0), row->code<Seq>(1)});
    return out;
}

// A rejected commit is its canonical header and its signature.
Result<commit::Header> header_of(ByteView content) {
    constexpr std::size_t signature_bytes = 64;
    if (content.size() < signature_bytes) return fail(Errc::malformed, "no header");
    return commit::decode_header(content.first(content.size() - signature_bytes));
}

SqliteFailure damaged(const Error& error) {
    return SqliteFailure(FailureKind::damaged, error.message());
}

/// The statements of one trimming.
class Trimming {
  public:
    Trimming(Database& database, OrgId org, ScopeStatements& scopes)
        : org_(org),
          scopes_(scopes),
          select_(database,
                  "SELECT verdict, content FROM log "
                  "WHERE org = ? AND shard_key = ? AND scope = ? AND seq = ?"),
          put_(database,
               "UPDATE log SET content = ? "
               "WHERE org = ? AND shard_key = ? AND scope = ? AND seq = ?"),
          done_(database,
                "DELETE FROM superseded "
                "WHERE org = ? AND shard_key = ? AND scope = ? AND seq = ?"),
          wait_(database,
                "UPDATE superseded SET at = ? "
                "WHERE org = ? AND shard_key = ? AND scope = ? AND seq = ?"),
          raise_(database,
                 "INSERT INTO floor (org, shard_key, scope, seq) VALUES (?, ?, ?, ?) "
                 "ON CONFLICT (org, shard_key, scope) DO UPDATE SET seq = max(seq, excluded.seq)"),
          decided_(database,
                   "SELECT seq, decision FROM decided "
                   "WHERE org = ? AND shard_key = ? AND scope = ? AND late = ?") {}

    // Looked at again when it would be due if it had been replaced today.
    void wait(const Due& due, Instant now) {
        wait_.run(now.ms, org_, shard_key(due.scope), due.scope, due.seq);
    }

    void trim(const Due& due, Trimmed& out) {
        const int shard = shard_key(due.scope);
        done_.run(org_, shard, due.scope, due.seq);
        Bytes rest;
        {
            Rows row = select_.query(org_, shard, due.scope, due.seq);
            if (!row.next()) return;
            rest = rest_of(row->code<Verdict>(0), row->blob(1), due);
            if (rest.empty() || rest.size() >= row->blob(1).size()) return;
            out.bytes += row->blob(1).size() - rest.size();
        }
        put_.run(rest, org_, shard, due.scope, due.seq);
        ++out.commits;
        if (wire::is_remnant(rest)) raise_.run(org_, shard, due.scope, merged_at(due));
    }

  private:
    // Empty: nothing of it may go.
    Bytes rest_of(Verdict verdict, ByteView content, const Due& due) {
        const ScopeId scope = due.scope;
        if (wire::is_remnant(content)) return {};
        if (verdict == Verdict::rejected) {
            const auto header = header_of(content);
            if (!header) throw damaged(header.error());
            return wire::encode(wire::remnant_of(*header));
        }
        const bool is_kept = verdict == Verdict::quarantined && !is_decided(due);
        const bool is_commit = verdict == Verdict::accepted || verdict == Verdict::quarantined;
        if (!is_commit || is_kept) return {};
        auto commit = wire::unpack(content, org_, scope);
        if (!commit) throw damaged(commit.error());
        bool is_live = false;
        for (commit::Patch& patch : commit->patches) {
            const bool is_seen = is_live_in(scope, patch.record, commit->header.dot());
            if (!is_seen) patch.ciphertext.reset();
            is_live = is_live || is_seen;
        }
        return is_live ? wire::pack(*commit) : wire::encode(wire::remnant_of(commit->header));
    }

    bool is_decided(const Due& due) {
        Rows row = decided_.query(org_, shard_key(due.scope), due.scope, due.seq);
        return row.next();
    }

    // Where what is gone had its effect: late work where it was accepted.
    Seq merged_at(const Due& due) {
        Rows row = decided_.query(org_, shard_key(due.scope), due.scope, due.seq);
        return row.next() ? row->code<Seq>(0) : due.seq;
    }

    bool is_live_in(ScopeId scope, RecordId record, const Dot& dot) {
        Rows row = scopes_.select_record.query(org_, shard_key(scope), scope, record);
        if (!row.next()) return false;
        const auto state = merge::decode_record_state(row->blob(0));
        if (!state) throw damaged(state.error());
        return state->is_live(dot);
    }

    OrgId org_;
    ScopeStatements& scopes_;
    Statement select_;
    Statement put_;
    Statement done_;
    Statement wait_;
    Statement raise_;
    Statement decided_;
};

}  // namespace

Trimmed WriteGroup::trim(Instant before, std::size_t rows) {
    const OrgId org = store_.head_.organisation.org;
    Trimmed out;
    const std::vector<Due> due = due_before(store_.database_, org, before, rows);
    out.has_more = due.size() == rows;
    if (due.empty()) return out;
    Trimming trimming(store_.database_, org, store_.scope_sql_);
    for (const Due& one : due) {
        if (store_.control_.log(one.scope).standing_hold() != nullptr)
            trimming.wait(one, now_);
        else
            trimming.trim(one, out);
    }
    return out;
}

}  // namespace sanderling::server
