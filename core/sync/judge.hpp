// The server's decision about pushed transactions (docs/protocol.md §5): accept, reject or
// quarantine, once and for good. Pure: the same inputs give the same log.
#pragma once

#include "core/commit/commit.hpp"
#include "core/scope_log/directory.hpp"
#include "core/scope_log/scope_log.hpp"
#include "core/sync/scope_state.hpp"

#include <span>
#include <vector>

namespace sanderling::sync {

/// Whether a store was ever put back to an earlier state, so that bases of other generations are to
/// be expected.
enum class History : std::uint8_t { whole, restored };

/// One scope as the judge meets it, inside the store's transaction.
struct ScopeCourt {
    JudgedScope& state;
    const scope_log::ScopeLog& log;
    Generation generation{};
    History history = History::whole;
};

/// One part of a transaction and the scope it is for. `court` is null for a scope that does not
/// exist here: the transaction is refused without telling more.
struct Part {
    const commit::Commit& commit;
    ScopeCourt* court = nullptr;
};

struct Judgement {
    Dot dot{};
    commit::Verdict verdict = commit::Verdict::accepted;
    Errc code = Errc::ok;
    Seq seq{};            // 0 when there is no verdict yet: counter_gap, incomplete_transaction
    bool is_new = false;  // false: the stored answer of an earlier push
};

/// No record twice, no token twice in a patch, and each path of a form that its rule has.
bool is_well_formed(const commit::Commit& commit);

/// Whether it writes to a record that `log` has purged, or to a scope that is purged whole.
bool writes_purged(const commit::Commit& commit, const scope_log::ScopeLog& log);

/// Judges the parts of one transaction together, and enters them into their scopes. `server_now`
/// must not decrease from call to call.
std::vector<Judgement> judge(std::span<const Part> parts, const scope_log::Directory& directory,
                             Instant server_now);

/// How accepted work is merged where the decision stands, at `position`; nothing of refused work.
/// `court.log` has the decision already. Errors: scope_log_invalid (no such work is held here);
/// malformed, bad_leaves, base_unknown, stale_epoch, undelete_required, not_permitted, not_a_member
/// (work that cannot be accepted, only refused).
Result<std::optional<merge::WriteContext>> weigh(const scope_log::Decide& decide,
                                                 const LateWork* work, ScopeCourt& court,
                                                 const scope_log::Directory& directory,
                                                 Seq position);

/// All patches of a commit, into the records' live sets.
void merge_patches(const commit::Commit& commit, const merge::WriteContext& x, ScopeState& state,
                   merge::Digest& digest);

}  // namespace sanderling::sync
