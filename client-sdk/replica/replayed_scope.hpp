// A scope of this replica while its staged items are applied: what core/sync/replay.hpp reads and
// writes, over the replica's tables (docs/protocol.md §5).
#pragma once

#include "client-sdk/replica/live_pages.hpp"
#include "client-sdk/replica/writer.hpp"
#include "core/merge/bucket.hpp"
#include "core/sealing/content.hpp"
#include "core/sync/live_record.hpp"
#include "core/sync/replay.hpp"

#include <map>
#include <optional>
#include <unordered_map>

namespace sanderling::replica {

/// Lives inside one SQL transaction; `finish` writes what it has gathered. Throws
/// vault::SqliteError.
class ScopeReplay final : public sync::ReplayedScope {
  public:
    ScopeReplay(Writer& writer, Scope& scope, Instant now);

    sync::ScopeHead head() override { return scope_.head; }
    std::optional<sync::ChainPlace> place(Seq seq) override;
    std::optional<sync::ReplicaHead> replica(ReplicaId id) override;
    merge::RecordState record(RecordId id) override;
    void put_head(const sync::ScopeHead& head) override { scope_.head = head; }
    void put_replica(ReplicaId id, const sync::ReplicaHead& head) override;
    void put_record(RecordId id, const merge::RecordState& state) override;

    const commit::LostHistory* lost_history() override;
    void put_lost_links(Seq seq, const commit::LostLinks& lost, ByteView content) override;

    std::optional<commit::Commit> own_commit(Counter counter) override;
    Result<void> merge(const commit::Commit& commit, std::uint32_t patch,
                       const merge::WriteContext& x, merge::Digest& digest) override;
    void pass_remnant(DeviceId author) override;
    void purge(const std::vector<RecordId>& records, merge::Digest& digest) override;
    void put_link(const commit::Link& link, const crypto::Hash& chain, HlcTime time_max) override;
    void put_log_entry(Seq seq, ByteView signed_entry) override;
    void note_late(const commit::Link& link, const commit::Commit& commit) override;
    void note_decision(Seq seq, const scope_log::Decide& decide) override;

    /// From now on, records of these pages are not merged item by item: they become what the pages
    /// say, and what the log has after the page that covers them is merged then.
    void defer_to(const LivePages& pages) { pages_ = &pages; }
    /// After the last item. How many records were not as the pages say. Errors: those of
    /// sync::prove; malformed (an entry stands elsewhere in the log).
    Result<std::uint64_t> put_live_sets(const scope_log::ScopeLog& log);
    /// Of all that this replica holds of the scope, read from its tables. After `finish`.
    merge::BucketSums count();

    /// After the last item and the check.
    void finish();

    /// What tells, beside an error, that the server has other work under this replica's id.
    struct OwnItems {
        bool were_left_out = false;   // and taken from the outbox: a wrong chain may be theirs
        bool are_missing = false;     // left out, and not in the outbox
        bool are_due_again = false;   // an answer was wrong: pushed again, the server tells
        std::optional<Dot> forked{};  // stands in the log with another hash than here
    };
    const OwnItems& own_items() const { return own_items_; }

    /// What the items have purged, and whether anything of it was here.
    const std::set<RecordId>& purged() const { return purged_; }
    bool has_purged_words() const { return has_purged_words_; }

    /// Commits whose content the server has dropped.
    std::uint64_t remnants() const { return remnants_; }
    /// So far, those that cannot be read yet included.
    std::uint64_t merged_patches() const { return merged_patches_; }

  private:
    struct ReplicaRow {
        sync::ReplicaHead head{};
        DeviceId device;
        bool is_changed = false;
    };

    Result<sealing::Plaintext> open(const commit::Commit& commit, std::uint32_t index);
    OpenRecord& record_for(CollectionNumber collection, RecordId id);
    OpenRecord& unreadable_record(RecordId id);
    void keep_unreadable(const commit::Header& header, const commit::Patch& patch,
                         std::uint32_t index, Seq seq, Errc code);
    void keep_stub(const commit::Commit& commit, std::uint32_t index, Seq seq);
    void drop_superseded_stubs(const OpenRecord& record, const std::vector<Superseded>& gone);
    void write_stubs();
    void settle_own(const commit::Link& link);
    void drop_overlay(const OutboxRow& row);
    /// Whether the commit of an own id is the one in the outbox, if that has one with its number.
    bool is_as_written(const Dot& dot, const crypto::Hash& hash);
    bool is_as_written(const commit::Commit& commit);
    void purge_one(RecordId id, merge::Digest& digest);
    void write_records();
    void write_replicas();
    /// Whether the patch waits for the pages, or is in them already.
    bool is_deferred(const commit::Commit& commit, std::uint32_t index,
                     const merge::WriteContext& x);
    Result<void> check_decided(const wire::LiveCommit& at,
                               const scope_log::DecisionRecord& decision);
    Result<void> check_links(const wire::Records& page);
    Result<std::map<RecordId, std::vector<sync::ProvenEntry>>> prove_all(
        const scope_log::ScopeLog& log);
    std::map<CollectionNumber, RecordBody> bodies_of(const std::vector<sync::ProvenEntry>& entries,
                                                     const std::optional<OpenRecord>& held);
    std::uint64_t replace(RecordId record, const std::vector<sync::ProvenEntry>& entries);
    std::uint64_t replace_one(OpenRecord& record, RecordBody body);
    std::vector<std::pair<CollectionNumber, RecordId>> records_held();

    // Bounds the memory of a large scope; a flush only costs a later reading back.
    static constexpr std::size_t open_records_max = 8192;

    Writer& writer_;
    Scope& scope_;
    Instant now_;
    Self self_;
    bool has_other_;
    DeviceId author_{};  // of the commit being merged
    OwnItems own_items_{};
    std::optional<Dot> compared_{};  // with the outbox, and equal
    std::uint64_t merged_patches_ = 0;
    std::optional<commit::LostHistory> lost_{};  // read on demand
    std::uint64_t remnants_ = 0;
    bool is_remnant_ = false;  // the commit whose link is noted next
    struct Deferred {
        std::shared_ptr<const commit::Commit> commit;
        std::uint32_t index = 0;
        merge::WriteContext x{};
    };
    const LivePages* pages_ = nullptr;
    std::vector<Deferred> deferred_{};
    std::set<RecordId> purged_{};
    std::vector<RecordId> purged_later_{};  // after the pages and what was deferred
    bool has_purged_words_ = false;
    std::set<Dot> settled_{};  // own commits among the items
    struct Stub {
        commit::Header header{};
        commit::Patch patch{};
        std::uint32_t index = 0;
        Seq seq{};
    };
    // Live as far as the log has been followed; most are superseded a few items later.
    std::map<std::pair<RecordId, Dot>, Stub> stubs_{};
    std::map<std::pair<CollectionNumber, RecordId>, OpenRecord> records_{};
    std::unordered_map<ReplicaId, ReplicaRow> replicas_{};
};

/// Whether token, rule and value of each path belong together: an author cannot make a value of one
/// field stand for another. Those of a deposit are its own, and were checked when it was opened.
/// Errors: malformed.
Result<void> check_tokens(ScopeBook& scopes, Scope& scope, const commit::Patch& patch,
                          const sealing::Plaintext& opened);

/// In which something is live whose body has not come. Lets go of what was kept of others. Inside a
/// SQL transaction.
std::set<RecordId> records_without_body(Writer& writer, ScopeId scope, Instant now);

/// Opens what had no key before. Inside a SQL transaction.
void reopen_unreadable(Writer& writer, Scope& scope, Instant now);

}  // namespace sanderling::replica
