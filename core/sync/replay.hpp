// A device's half of what judge.hpp does: it follows the server's log item by item, checks every
// signature, membership, link and effective time for itself, and merges with the same code. It
// believes no server about who wrote what or who may (docs/protocol.md §5).
#pragma once

#include "core/scope_log/directory.hpp"
#include "core/scope_log/scope_log.hpp"
#include "core/sync/scope_state.hpp"
#include "core/wire/message.hpp"

namespace sanderling::sync {

/// A scope of a replica while its staged items are being applied, inside one transaction.
class ReplayedScope : public ScopeState {
  public:
    /// This replica's own commit, from its outbox; for items whose content was left out.
    virtual std::optional<commit::Commit> own_commit(Counter counter) = 0;

    /// Merges one patch of an accepted commit and keeps its values: opens the body, checks that
    /// tokens and fields belong together, applies it to the record's live sets. A body that does
    /// not open or makes no sense to this schema is kept verbatim and shown as unreadable; it is
    /// not an error, or one bad writer could stop every reader.
    virtual Result<void> merge(const commit::Commit& commit, std::uint32_t patch,
                               const merge::WriteContext& x, merge::Digest& digest) = 0;

    /// Of the next commit the server has dropped the content: what it wrote is not merged, so the
    /// live sets may be others than the log's until they have been compared.
    virtual void pass_remnant(DeviceId author) = 0;

    /// Leaves nothing of these records but what its own author has not yet had a verdict on; keeps
    /// `digest` true.
    virtual void purge(const std::vector<RecordId>& records, merge::Digest& digest) = 0;

    /// Notes where the chain stands after this link, and what the verdict means for an own commit.
    virtual void put_link(const commit::Link& link, const crypto::Hash& chain,
                          HlcTime time_max) = 0;
    virtual void put_log_entry(Seq seq, ByteView signed_entry) = 0;
    /// A commit that is held for a decision, without its bodies; after its link was noted.
    virtual void note_late(const commit::Link&, const commit::Commit&) {}
    /// A decision that has effect (not one without its work); after the accepted was merged.
    virtual void note_decision(Seq, const scope_log::Decide&) {}
    /// Adds to what `lost_history` gives from now on.
    virtual void put_lost_links(Seq, const commit::LostLinks&, ByteView) {}
};

class Replay {
  public:
    /// All references outlive the Replay. `log` is advanced as entries come by. `generation` is the
    /// server's.
    Replay(OrgId org, ScopeId scope, ReplicaId own_replica, ReplayedScope& state,
           scope_log::ScopeLog& log, const scope_log::Directory& directory,
           Generation generation = {});

    /// The item at the seq after the head. Errors stop the scope: malformed, bad_signature,
    /// unauthenticated, not_a_member, scope_log_invalid … each meaning a server (or an author
    /// admitted by it) that broke the rules; nothing of the transaction is to be kept.
    Result<void> take(const wire::FeedItem& item);

    /// After the last item: that this device came to the same place. Errors: corrupt.
    Result<void> check(const wire::ScopeCheckpoint& checkpoint);
    /// Its two halves: the same log, and the same live sets.
    Result<void> check_chain(const wire::ScopeCheckpoint& checkpoint);
    bool has_digest(const wire::ScopeCheckpoint& checkpoint) const {
        return checkpoint.digest == head_.digest;
    }

  private:
    Result<void> take_entry(const wire::FeedItem& item);
    Result<void> merge_accepted(const wire::FeedItem& item, const scope_log::Decide* decide);
    Result<void> take_commit(const wire::FeedItem& item);
    Result<void> take_remnant(const wire::FeedItem& item);
    Result<commit::Commit> commit_of(const wire::FeedItem& item);
    Result<void> take_lost_links(const wire::FeedItem& item);
    Result<std::optional<commit::LostSight>> check_base(const commit::Base& base, Seq effective);
    HlcTime time_of(const commit::Base& base);
    Result<void> merge_all(const commit::Commit& commit, const merge::WriteContext& x);
    void advance(const commit::Link& link);

    OrgId org_{};
    ScopeId scope_{};
    ReplicaId own_replica_{};
    ReplayedScope& state_;
    scope_log::ScopeLog& log_;
    const scope_log::Directory& directory_;
    Generation generation_{};
    ScopeHead head_;
};

/// What to say of a scope whose live sets are not the server's.
Error digest_differs(const wire::ScopeCheckpoint& checkpoint);

}  // namespace sanderling::sync
