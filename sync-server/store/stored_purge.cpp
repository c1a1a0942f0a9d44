// A purge in the tables of its scope: live sets and bodies go in the transaction that enters it;
// what later devices need to follow the chain stays, as it does after retention (docs/protocol.md
// §5.13).
#include "core/commit/header.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "sync-server/store/stored_scope.hpp"

namespace sanderling::server {

namespace {

using commit::Verdict;

SqliteFailure damaged(const Error& error) {
    return SqliteFailure(FailureKind::damaged, error.message());
}

/// One row whose content is to be another.
struct Rest {
    Seq seq{};
    Bytes content{};
};

// A rejected commit is its canonical header and its signature.
Result<commit::Header> header_of(Verdict verdict, ByteView content, OrgId org, ScopeId scope) {
    constexpr std::size_t signature_bytes = 64;
    if (verdict == Verdict::rejected) {
        if (content.size() < signature_bytes) return fail(Errc::malformed, "no header");
        return commit::decode_header(content.first(content.size() - signature_bytes));
    }
    auto commit = wire::unpack(content, org, scope);
    if (!commit) return commit.error();
    return std::move(commit->header);
}

}  // namespace

void StoredScope::purge(const scope_log::Purge& purge, merge::Digest& digest) {
    if (purge.target == scope_log::PurgeTarget::records)
        return purge_records(purge.records, digest);
    purge_whole();
    digest = {};
}

void StoredScope::purge_records(const std::vector<RecordId>& ids, merge::Digest& digest) {
    for (const RecordId id : ids) {
        Cached<merge::RecordState>& record = cached(id);
        if (record.is_stored) --records_count_;
        record.value.clear(id, digest);
        record.is_stored = false;
        record.is_dirty = true;
    }
    const std::set<RecordId> gone(ids.begin(), ids.end());
    std::vector<Rest> rests;
    {
        Rows row = sql_.select_commits.query(org_, shard_, scope_);
        while (row.next()) {
            const auto verdict = row->code<Verdict>(1);
            if (verdict == Verdict::rejected || wire::is_remnant(row->blob(2))) continue;
            auto commit = wire::unpack(row->blob(2), org_, scope_);
            if (!commit) throw damaged(commit.error());
            bool is_changed = false;
            for (commit::Patch& patch : commit->patches) {
                if (!gone.contains(patch.record) || !patch.ciphertext) continue;
                patch.ciphertext.reset();
                is_changed = true;
            }
            if (!is_changed) continue;
            rests.push_back({row->code<Seq>(0), wire::pack(*commit)});
            if (verdict == Verdict::accepted) superseded_.insert(commit->header.dot());
        }
    }
    for (const Rest& rest : rests)
        sql_.put_content.run(rest.content, org_, shard_, scope_, rest.seq);
    // From here on the tables are what is stored; those bytes are not to be written again.
    packed_.clear();
}

// Nothing is served of it any more but its scope log, so no floor is needed.
void StoredScope::purge_whole() {
    std::vector<Rest> rests;
    {
        Rows row = sql_.select_commits.query(org_, shard_, scope_);
        while (row.next()) {
            if (wire::is_remnant(row->blob(2))) continue;
            const auto header = header_of(row->code<Verdict>(1), row->blob(2), org_, scope_);
            if (!header) throw damaged(header.error());
            rests.push_back({row->code<Seq>(0), wire::encode(wire::remnant_of(*header))});
        }
    }
    for (const Rest& rest : rests)
        sql_.put_content.run(rest.content, org_, shard_, scope_, rest.seq);
    sql_.delete_records.run(org_, shard_, scope_);
    sql_.delete_superseded.run(org_, shard_, scope_);
    sql_.delete_past.run(org_, shard_, scope_);
    sql_.delete_envelopes.run(org_, scope_);
    records_.clear();
    superseded_.clear();
    packed_.clear();
    records_count_ = 0;
}

}  // namespace sanderling::server
