// What judging and replaying a scope's log reads and writes. The server's store and a device's
// replica each implement it over their own tables, inside one transaction of theirs.
#pragma once

#include "core/commit/chain.hpp"
#include "core/commit/commit.hpp"
#include "core/merge/record_state.hpp"
#include "core/scope_log/entry.hpp"

#include <optional>

namespace sanderling::sync {

/// Where a scope's log stands.
struct ScopeHead {
    Seq seq{};
    crypto::Hash chain{};
    merge::Digest digest{};
    HlcTime time_max{};  // the greatest effective time so far
};

/// Where one replica's numbering stands in one scope.
struct ReplicaHead {
    Counter counter{};
    crypto::Hash hash{};  // of its last commit
    HlcTime t_eff{};
    std::optional<commit::Lineage> lineage{};
};

/// A stored place in the chain: what a base is compared with.
struct ChainPlace {
    crypto::Hash chain{};
    HlcTime time_max{};
};

/// A verdict given before, for idempotence.
struct StoredVerdict {
    commit::Link link{};
    Errc code = Errc::ok;
};

/// A commit that stands in the log, held for a decision.
struct LateWork {
    commit::Link link{};
    commit::Commit commit{};
};

class ScopeState {
  public:
    virtual ~ScopeState() = default;

    virtual ScopeHead head() = 0;
    virtual std::optional<ChainPlace> place(Seq seq) = 0;  // 1 ≤ seq ≤ head
    virtual std::optional<ReplicaHead> replica(ReplicaId id) = 0;
    virtual merge::RecordState record(RecordId id) = 0;  // empty if never written
    /// What the log says of histories that were lost before; null where there are none. Lives as
    /// long as this.
    virtual const commit::LostHistory* lost_history() { return nullptr; }

    virtual void put_head(const ScopeHead& head) = 0;
    virtual void put_replica(ReplicaId id, const ReplicaHead& head) = 0;
    virtual void put_record(RecordId id, const merge::RecordState& state) = 0;
};

/// What only a judge needs.
class JudgedScope : public ScopeState {
  public:
    virtual std::optional<StoredVerdict> verdict(const Dot& dot) = 0;
    /// The commit that carried this transaction into the scope, if any did.
    virtual std::optional<Dot> transaction(TransactionId id) = 0;
    /// By its commit hash; nothing if no undecided work of that hash is quarantined here.
    virtual std::optional<LateWork> late_work(const crypto::Hash&) { return std::nullopt; }
    /// Takes from `commit`, which the log has under this dot and hash and whose bodies are its own,
    /// those that are missing here and that somebody may want to see.
    virtual void take_bodies(const commit::Commit&) {}
    /// From now on the answer for that work is the decision's, which stands at `seq`. `bodies`: the
    /// work as it came with the decision, for a store that has only stubs of it.
    virtual void put_decision(Seq, const scope_log::Decide&, const commit::Commit*) {}
    /// Appends to the log. For a rejected commit only its header is to be kept.
    virtual void put_commit(const commit::Link& link, Errc code, const commit::Commit& commit,
                            const crypto::Hash& chain, HlcTime time_max) = 0;
};

/// What a signed base says here.
struct KnownBase {
    Seq seq{};                                // everything up to here was known
    HlcTime time_max{};                       // of all that was known
    std::optional<commit::LostSight> lost{};  // and this of a lost history
};
/// Told by its hash and never by its number alone: the place in this history, or in a lost one that
/// leaves this one at `seq`. Nothing if it is in none that is known here.
std::optional<KnownBase> known_base(const commit::Base& base, ScopeState& state);

/// Every replica that this one continues, each up to where it was continued.
std::vector<Dot> ancestry(ScopeState& state, const std::optional<commit::Lineage>& lineage);

/// What the author of a commit knew by these that is not in the log, and may come in again behind
/// it: a restored server is offered its lost history piece by piece.
std::vector<Dot> known_ahead(ScopeState& state, const std::vector<Dot>& ancestry,
                             const std::optional<commit::LostSight>& lost);

}  // namespace sanderling::sync
