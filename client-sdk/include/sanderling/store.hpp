// The replica of one person on one device: an encrypted database that is read by SQL, written by
// transactions, and brought together with everybody else's in the background.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "sanderling/conflict.hpp"
#include "sanderling/history.hpp"
#include "sanderling/identity.hpp"
#include "sanderling/key.hpp"
#include "sanderling/late_work.hpp"
#include "sanderling/outbox.hpp"
#include "sanderling/rows.hpp"
#include "sanderling/scope.hpp"
#include "sanderling/search.hpp"
#include "sanderling/standing.hpp"
#include "sanderling/transaction.hpp"
#include "sanderling/value.hpp"
#include "sanderling/watch.hpp"

namespace sanderling {

namespace replica {
class Replica;
}

enum class OpenMode : std::uint8_t { open_existing, create, open_or_create };

/// Work that opening has to do once, after an update of the application.
struct OpenProgress {
    std::string_view step{};  // such as "search index of contact", or a table of an older version
    std::uint64_t done = 0;   // records
    std::uint64_t total = 0;
};

struct OpenOptions {
    OpenMode mode = OpenMode::open_or_create;
    KdfCost kdf{};  // of a passphrase, when the replica is created
    /// Milliseconds since 1970 UTC; the system's clock unless given. Called from any thread.
    std::function<Instant()> clock{};
    /// How long the machine has been up, asleep or not; its own unless given. Never goes back.
    /// Called from any thread.
    std::function<std::chrono::milliseconds()> uptime{};
    /// Called on the opening thread, within `open`, when something takes long. Must not throw.
    std::function<void(const OpenProgress&)> progress{};
    /// Knows the newest state of this replica from outside of its folder; see FreshnessKeeper.
    /// Without one a rolled back file is noticed only by the server.
    std::shared_ptr<FreshnessKeeper> freshness{};
};

/// What has changed, after it was committed.
struct Change {
    enum class Origin : std::uint8_t { local, server };
    Origin origin = Origin::local;
    std::vector<ScopeId> scopes{};
};
/// Runs on the thread that made the change (that of `write`, or the sync agent's), after the commit
/// and outside all locks. It may read, and must not write or take long.
using Observer = std::function<void(const Change&)>;

/// Runs on the thread that noticed: a caller's or the sync agent's, outside all locks. It may read
/// the status, and must not take long.
using StandingObserver = std::function<void(const DeviceStanding&)>;

/// As QueryObserver (watch.hpp), with the conflicts in order of `since`.
using ConflictObserver = std::function<void(const Result<std::vector<Conflict>>&)>;

/// Ends the observation when it goes: after that no callback begins, and none is under way on
/// another thread (which is waited for; so hold no lock that the callback takes). A callback may
/// end its own subscription. May outlive the Store.
class Subscription {
  public:
    Subscription() = default;
    explicit Subscription(std::function<void()> end) : end_(std::move(end)) {}
    Subscription(Subscription&& other) noexcept : end_(std::exchange(other.end_, nullptr)) {}
    Subscription& operator=(Subscription&& other) noexcept {
        std::swap(end_, other.end_);
        return *this;
    }
    ~Subscription() {
        if (end_) end_();
    }

  private:
    std::function<void()> end_{};
};

/// All methods may be called from any thread. Readers never wait for a writer; writers wait for
/// each other, and for a checkpoint of one scope being applied. Nothing throws.
class Store {
  public:
    /// Opens or creates the replica in `directory`, and brings its tables to this schema.
    /// Errors: wrong_key, not_found or already_exists (by mode), in_use (another process has it
    /// open), corrupt, schema_mismatch (another schema, or one older than what is there),
    /// disk_full, io.
    static Result<Store> open(const std::filesystem::path& directory, const Key& key,
                              const Schema& schema, const OpenOptions& options = {});

    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    /// Runs `work` once and commits what it wrote: durable (power may fail) when this returns. On
    /// an error or exception of `work` nothing has happened. Must not be nested. Errors: those of
    /// `work`; internal for an exception, too_large, disk_full, io.
    Result<Receipt> write(const std::function<Result<void>(Transaction&)>& work);

    /// One SELECT, with `params` for ?1, ?2 … Tables are the collections' (deleted records are not
    /// in them), with columns id, scope, the fields, and contested (deleted by somebody), pending
    /// (own writes not yet confirmed) and updated_seq. Errors: invalid_argument (the SQL, with
    /// SQLite's words), not_permitted (anything but reading the schema's tables).
    Result<Rows> query(std::string_view sql, const std::vector<Scalar>& params = {}) const;

    /// Records in whose marked fields all words of `text` stand, the best first. The text is no
    /// query language: quotes, asterisks and the like part words. Without a word there are no
    /// hits. Errors: too_large (4096 bytes, 64 words), not_found (no such collection),
    /// invalid_argument (one without marked fields, or a limit out of range).
    Result<std::vector<SearchHit>> search(std::string_view text,
                                          const SearchOptions& options = {}) const;

    /// Null fields are left out; sets and logs are Lists. Nothing if it is not there or deleted.
    Result<std::optional<Row>> get(std::string_view collection, RecordId id) const;
    template <RecordStruct T>
    Result<std::optional<T>> get(RecordId id) const {
        auto row = get(T::collection_name, id);
        if (!row) return row.error();
        if (!*row) return std::optional<T>{};
        return std::optional<T>(T::from_row(**row));
    }

    /// The elements of an ordered list, in its order. Errors: not_found, constraint (no such list).
    Result<std::vector<ListElement>> elements(std::string_view collection, RecordId id,
                                              std::string_view field) const;
    /// All that count of a field that holds one value, the one in force, which is in the column,
    /// first: more than one while people differ, and of a multi-value field for as long as it may
    /// be so. Empty for sets, logs, lists, counters and members of groups. Errors: not_found,
    /// constraint (no such field).
    Result<List> values(std::string_view collection, RecordId id, std::string_view field) const;

    /// Take it when a form is opened, give it to Transaction::update when it is saved.
    Result<EditToken> edit_token(ScopeId scope) const;

    /// What was found when it was opened.
    OpenReport open_report() const;

    /// All that this replica knows of, by id. Counting reads an index of every collection: whoever
    /// wants states and places alone leaves it out.
    Result<std::vector<ScopeInfo>> scopes(ScopeCounts counts = ScopeCounts::taken) const;
    Result<Status> status() const;

    /// Whether this device may show and take content: while it may not, all but `status`, `scopes`
    /// and the sync agent answers device_locked, device_revoked or device_wiped. Nothing that waits
    /// to be sent is lost by a lock.
    DeviceStanding standing() const;
    /// Called with the standing as it is, and then when it or the days left have changed, as a call
    /// or the agent notices. Replaces the one before; empty ends it.
    void on_standing(StandingObserver observer);

    /// In order of `since`.
    Result<std::vector<Conflict>> conflicts() const;
    /// Settles a conflict with what this device knows now, as a transaction of its own. The reason
    /// goes with it, sealed. Errors: conflict_closed (no such open conflict), not_permitted (naming
    /// the authority class), constraint, invalid_argument (no such candidate).
    Result<Receipt> resolve(ConflictId conflict, const Resolution& resolution,
                            std::string_view reason = {});

    /// Called as a QueryObserver is, with all open conflicts, first as they are and then after
    /// every change of one: opened, closed, or another candidate.
    [[nodiscard]] Result<Subscription> watch_conflicts(ConflictObserver observer,
                                                       const std::optional<ScopeId>& scope = {});

    /// Everything that this device still holds of a record, oldest first: what is live, and for 90
    /// days after it was replaced on this device what no longer is. Errors: not_found.
    Result<std::vector<HistoryEntry>> history(std::string_view collection, RecordId id) const;
    /// Writes an earlier value again, as a transaction of its own: as a resolution with this reason
    /// where the field is in conflict. Errors: those of Transaction and `resolve`; invalid_argument
    /// for a deed that has no value (counters, logs, and what was done to the record itself).
    Result<Receipt> restore(const HistoryEntry& entry, std::string_view reason = {});

    /// Opens a settled conflict again: each value that the resolution set aside, and that this
    /// device still holds, is written beside it as a transaction of its own, so that all are in
    /// conflict as before. `resolution` is an entry of `history`, in force. Errors:
    /// invalid_argument (no resolution of a field or group), conflict_closed (replaced since),
    /// not_found (nothing is kept of what it set aside), and those of Transaction.
    Result<std::vector<Receipt>> reopen(const HistoryEntry& resolution);

    /// In local order; settled ones disappear.
    Result<std::vector<OutboxItem>> outbox(OutboxListing listing = OutboxListing::open) const;
    /// Puts a refused commit away after it was seen; its content is kept for 90 days more. Errors:
    /// not_found, invalid_argument (not refused), busy (the log has not told of it yet).
    Result<void> dismiss(ScopeId scope, const Dot& commit);
    /// Writes a rejected transaction again, all its parts, as a new one under the newest keys. It
    /// knows of the others' work what it knew then: what came meanwhile is not replaced, but in
    /// conflict with it. The refused one is put away. Errors: not_found, invalid_argument (it was
    /// not rejected), busy (held for a decision), not_permitted, no_key, constraint, too_large.
    Result<Receipt> retry(TransactionId transaction);

    /// What waits for a decision in scopes where this person may decide: late entries first, then
    /// proposals, each in order of the time claimed.
    Result<std::vector<LateWork>> quarantine() const;
    /// Accepts or refuses such a commit, once and for good. Kept here until the server has taken
    /// it; works offline. Errors: not_found (no such work waits), not_permitted, no_key, too_large
    /// (the note), busy (a decision on it is on its way).
    Result<void> decide(ScopeId scope, const Dot& commit, Decision decision,
                        const DecisionOptions& options = {});

    [[nodiscard]] Subscription on_change(Observer observer);

    /// Keeps the answer to a SELECT up to date: `observer` gets it, and then every change of it.
    /// Nothing is polled: a commit that touches a collection which the query reads, also through
    /// sanderling_conflicts or a search table, runs it again. What else an answer depends on, such
    /// as the time of day, does not. Errors: those of `query` that show before it runs; others go
    /// to the observer.
    [[nodiscard]] Result<Subscription> watch(std::string_view sql,
                                             const std::vector<Scalar>& params,
                                             QueryObserver observer,
                                             const WatchOptions& options = {});

    const Schema& schema() const;

    /// For the rooms of the SDK: sync agent, enrolment.
    replica::Replica& replica() const { return *replica_; }

  private:
    explicit Store(std::unique_ptr<replica::Replica> replica);

    Result<Receipt> write_beside(const HistoryEntry& resolution, const Row& row);

    std::unique_ptr<replica::Replica> replica_;
};

}  // namespace sanderling
