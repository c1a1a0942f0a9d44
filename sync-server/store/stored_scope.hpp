// One scope inside one write transaction: what the judge reads is read once and kept, what it
// writes is written once, at `flush`.
#pragma once

#include "core/scope_log/entry.hpp"
#include "core/sync/offer.hpp"
#include "sync-server/store/schema.hpp"

#include <set>
#include <unordered_map>

namespace sanderling::server {

/// The statements of a StoredScope, prepared once for all of them.
struct ScopeStatements {
    explicit ScopeStatements(Database& database);

    Statement select_scope;
    Statement select_place;
    Statement select_verdict;
    Statement select_transaction;
    Statement select_replica;
    Statement select_record;
    Statement put_scope;
    Statement put_replica;
    Statement put_record;
    Statement insert_log;
    Statement mark_superseded;
    Statement note_superseded;
    Statement note_past;
    Statement select_lost_links;
    Statement select_late;
    Statement insert_decided;
    Statement delete_record;
    Statement select_commits;
    Statement put_content;
    Statement select_content;
    Statement delete_records;
    Statement delete_superseded;
    Statement delete_past;
    Statement delete_envelopes;
};

/// Throws SqliteFailure, also for stored values that do not decode.
class StoredScope final : public sync::RestoredScope {
  public:
    StoredScope(ScopeStatements& statements, OrgId org, ScopeId scope);

    /// Whether the scope has a first entry.
    bool exists() const { return exists_; }

    sync::ScopeHead head() override { return head_; }
    std::optional<sync::ChainPlace> place(Seq seq) override;
    std::optional<sync::ReplicaHead> replica(ReplicaId id) override;
    merge::RecordState record(RecordId id) override;
    std::optional<sync::StoredVerdict> verdict(const Dot& dot) override;
    std::optional<Dot> transaction(TransactionId id) override;
    std::optional<sync::LateWork> late_work(const crypto::Hash& commit) override;
    void put_decision(Seq seq, const scope_log::Decide& decide,
                      const commit::Commit* bodies) override;

    void take_bodies(const commit::Commit& commit) override;
    /// Whether any were taken, so that devices have something to fetch that is no item of the log.
    bool has_new_bodies() const { return has_new_bodies_; }

    void put_head(const sync::ScopeHead& head) override;
    void put_replica(ReplicaId id, const sync::ReplicaHead& head) override;
    void put_record(RecordId id, const merge::RecordState& state) override;
    void put_commit(const commit::Link& link, Errc code, const commit::Commit& commit,
                    const crypto::Hash& chain, HlcTime time_max) override;

    void purge(const scope_log::Purge& purge, merge::Digest& digest) override;

    const commit::LostHistory* lost_history() override;
    void put_entry(const commit::Link& link, ByteView signed_entry, const crypto::Hash& chain,
                   HlcTime time_max) override;
    void put_lost_links(const commit::Link& link, const commit::LostLinks& lost, ByteView content,
                        const crypto::Hash& chain, HlcTime time_max) override;

    /// The wire's bytes of the commit that is judged next, so that they are stored as they came.
    void set_packed(const Dot& dot, ByteView packed);
    /// Gives a signed entry the next place in the chain. Returns it.
    /// A purge is carried out with it. `base`: the effective base of work that the entry accepts.
    Seq put_control(const scope_log::ScopeLogEntry& entry, ByteView signed_entry, Instant now,
                    std::optional<Seq> base = {});
    void set_kind(scope_log::ScopeKind kind) { kind_ = kind; }

    /// Writes what changed, before the transaction is committed.
    void flush();

  private:
    template <class T>
    struct Cached {
        T value{};
        bool is_stored = false;  // there is a row, or will be
        bool is_dirty = false;
    };
    Cached<merge::RecordState>& cached(RecordId id);
    void purge_records(const std::vector<RecordId>& records, merge::Digest& digest);
    void purge_whole();
    void insert_row(const commit::Link& link, Errc code, TransactionId transaction, bool is_whole,
                    ByteView content, const crypto::Hash& chain, HlcTime time_max);

    ScopeStatements& sql_;
    OrgId org_;
    ScopeId scope_;
    int shard_ = 0;
    bool exists_ = false;
    bool is_head_dirty_ = false;
    bool has_new_bodies_ = false;
    scope_log::ScopeKind kind_{};
    sync::ScopeHead head_{};
    std::int64_t records_count_ = 0;  // records with a row
    std::int64_t bytes_ = 0;          // of the log's contents
    std::unordered_map<ReplicaId, Cached<std::optional<sync::ReplicaHead>>> replicas_;
    std::unordered_map<RecordId, Cached<merge::RecordState>> records_;
    std::set<Dot> superseded_;                 // commits of which some patch is not live any more
    std::set<std::pair<RecordId, Seq>> past_;  // which patches
    std::unordered_map<Dot, ByteView> packed_;
    std::optional<commit::LostHistory> lost_{};  // read on demand
};

}  // namespace sanderling::server
