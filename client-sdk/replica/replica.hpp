// The inside of a Store: vault, writer, readers, observers.
#pragma once

#include "client-sdk/replica/call_gate.hpp"
#include "client-sdk/replica/opening.hpp"
#include "client-sdk/replica/reader_pool.hpp"
#include "client-sdk/replica/standing.hpp"
#include "client-sdk/replica/watch_thread.hpp"
#include "client-sdk/replica/writer.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "sanderling/store.hpp"

namespace sanderling::replica {

/// Says which thread writes, while it does.
class WritingThread {
  public:
    explicit WritingThread(std::atomic<std::thread::id>& thread) : thread_(thread) {
        thread_ = std::this_thread::get_id();
    }
    WritingThread(const WritingThread&) = delete;
    WritingThread& operator=(const WritingThread&) = delete;
    ~WritingThread() { thread_ = std::thread::id(); }

  private:
    std::atomic<std::thread::id>& thread_;
};

class Replica {
  public:
    ~Replica();

    static Result<std::unique_ptr<Replica>> open(const std::filesystem::path& directory,
                                                 const Key& key, const Schema& schema,
                                                 const OpenOptions& options);

    const Schema& schema() const { return *schema_; }
    Instant now() const { return clock_(); }
    Result<ReaderPool::Lease> reader(ReaderPool::Wanted wanted = ReaderPool::Wanted::content) {
        return readers_.take(wanted);
    }
    StandingBook& standing() { return standing_; }
    /// Whether content may be read and written now. Tells of a change. Errors: device_locked,
    /// device_revoked, device_wiped. Outside all locks.
    Result<void> check_open();
    /// When the next cover ends, after a log may have said something new. Inside `write`.
    void note_covers(Writer& writer);
    /// Hides scopes whose cover is over by the time that counts. Outside all locks.
    Result<void> end_covers_if_due();
    void on_standing(StandingObserver observer);
    void tell_standing();
    /// Key slots first, then every file. Errors: io (then something is left, without its keys).
    Result<void> obliterate();
    vault::Vault& vault() { return vault_; }

    /// Runs `work(Writer&)` alone, inside one SQL transaction that survives what `durability` says,
    /// and commits it unless `work` returns an error. The one seam where the adapter's exceptions
    /// become values.
    template <class Work>
    auto write(vault::Durability durability, Work&& work)
        -> decltype(work(std::declval<Writer&>()));

    /// As `write`, durably; then every page is written anew and the log emptied, so that nothing of
    /// what was deleted stays in the files.
    template <class Work>
    Result<void> destroy(Work&& work);
    /// Writes the files anew if something was deleted for good and is not out of them yet, also
    /// after a crash or a full disk. Not inside `write`.
    Result<void> sweep();

    /// What the opening found.
    OpenReport open_report();
    /// Tells the keeper of this replica's freshness how far it is. Not inside `write`.
    void keep_freshness();

    /// Whether late work may give something to ask or tell; asked once.
    bool take_late_due() { return writer_->is_late_due.exchange(false); }
    std::size_t late_unanswered() const { return writer_->late_unanswered; }
    /// In the audit, one entry a scope. Errors: those of `note`.
    Result<void> note_reads(const std::set<ScopeId>& scopes, std::optional<RecordId> record = {});
    /// Outside all locks.
    void notify(const Change& change);
    Subscription observe(Observer observer);
    Subscription watch(WatchedQuery query, QueryObserver observer);
    void on_outbox_grew(std::function<void()> callback);
    /// Tells the one who listens to the outbox that there is something to take.
    void ring();

  private:
    Replica(vault::Vault vault, const Schema& schema, const OpenOptions& options);
    Result<void> start(const OpenOptions& options);

    std::unique_ptr<const Schema> schema_;
    std::function<Instant()> clock_;
    vault::Vault vault_;
    ReaderPool readers_;
    StandingBook standing_;
    std::mutex telling_;
    // Guarded by telling_:
    StandingObserver standing_observer_{};
    std::optional<DeviceStanding> standing_told_{};

    std::atomic<std::int64_t> next_cover_end_ = INT64_MAX;
    std::atomic<std::thread::id> writing_thread_{};  // a call within a write waits for nobody

    std::mutex writing_;
    // Guarded by writing_:
    std::unique_ptr<Writer> writer_{};
    Opening opening_;

    /// Shared with subscriptions, which may outlive the Store.
    struct Observers;
    std::shared_ptr<Observers> observers_;
    std::shared_ptr<WatchThread> watching_;  // likewise
};

/// What an exception of the adapters, or of a caller's function, says as a value.
Error error_of_exception();

template <class Work>
auto Replica::write(vault::Durability durability, Work&& work)
    -> decltype(work(std::declval<Writer&>())) {
    const std::lock_guard lock(writing_);
    const WritingThread here(writing_thread_);
    if (standing_.is_wiped()) return fail(Errc::device_wiped);
    try {
        writer_->forget_if_changed();
        writer_->set_durability(durability);
        writer_->records.touched().clear();
        vault::Transaction transaction(writer_->database);
        auto result = work(*writer_);
        if (result) {
            transaction.commit();
            writer_->is_changed = false;
            watching_->mark(writer_->records.touched());
            return result;
        }
        writer_->database.execute("ROLLBACK");
        writer_->forget_if_changed();
        return result;
    } catch (...) {
        // What was being read into memory may be there by half.
        writer_->is_changed = true;
        return error_of_exception();
    }
}

template <class Work>
Result<void> Replica::destroy(Work&& work) {
    auto done = write(vault::Durability::full, std::forward<Work>(work));
    if (!done) return done;
    return sweep();
}

}  // namespace sanderling::replica
