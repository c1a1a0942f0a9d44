// Bodies that a restored server lacks of commits that its log has (docs/protocol.md §5.9).
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "sync-server/store/stored_scope.hpp"

#include <algorithm>

namespace sanderling::server {

namespace {

using commit::Verdict;

const commit::Patch* whole_patch(const commit::Commit& commit, const commit::Patch& stub) {
    const auto at = std::find_if(commit.patches.begin(), commit.patches.end(),
                                 [&](const commit::Patch& p) { return p.record == stub.record; });
    const bool fits =
        at != commit.patches.end() && at->ciphertext && at->body_hash == stub.body_hash;
    return fits ? &*at : nullptr;
}

}  // namespace

// What is superseded stays a stub: retention has dropped it, or it will. Of work that is held
// everything is taken, since without its bodies it cannot be accepted.
void StoredScope::take_bodies(const commit::Commit& commit) {
    const Dot dot = commit.header.dot();
    Seq seq{};
    Bytes filled;
    {
        Rows row = sql_.select_content.query(org_, shard_, scope_, dot.replica, dot.counter);
        if (!row.next() || wire::is_remnant(row->blob(2))) return;
        const auto verdict = row->code<Verdict>(1);
        if (verdict != Verdict::accepted && verdict != Verdict::quarantined) return;
        auto known = wire::unpack(row->blob(2), org_, scope_);
        if (!known) throw SqliteFailure(FailureKind::damaged, known.error().message());
        bool is_filled = false;
        for (commit::Patch& patch : known->patches) {
            if (patch.ciphertext) continue;
            const commit::Patch* whole = whole_patch(commit, patch);
            const bool is_wanted =
                verdict == Verdict::quarantined || cached(patch.record).value.is_live(dot);
            if (whole == nullptr || !is_wanted) continue;
            patch = *whole;
            is_filled = true;
        }
        if (!is_filled) return;
        seq = row->code<Seq>(0);
        filled = wire::pack(*known);
    }
    sql_.put_content.run(filled, org_, shard_, scope_, seq);
    has_new_bodies_ = true;
}

}  // namespace sanderling::server
