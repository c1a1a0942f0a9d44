// The thread that keeps watched queries up to date. A commit only marks what it has touched; the
// queries run here, on connections that read, and so does the application's code.
#pragma once

#include "client-sdk/replica/audited_reads.hpp"
#include "client-sdk/replica/call_gate.hpp"
#include "client-sdk/replica/reader_pool.hpp"
#include "client-sdk/replica/touched.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "sanderling/watch.hpp"

namespace sanderling::replica {

/// A query, and what it reads.
struct WatchedQuery {
    std::string sql{};
    std::vector<Scalar> params{};
    std::set<CollectionNumber> reads{};
    WatchOptions options{};
    std::string purpose{};  // for the audit
};

/// Any thread, unless said otherwise.
class WatchThread {
  public:
    using Id = std::uint64_t;

    /// Told of what a watched query has read of audited scopes before anybody is shown it; without
    /// locks.
    using NoteReads = std::function<Result<void>(const std::set<ScopeId>&)>;

    WatchThread(ReaderPool& readers, const schema::Schema& schema, NoteReads note_reads)
        : readers_(readers), schema_(schema), note_reads_(std::move(note_reads)) {}
    WatchThread(const WatchThread&) = delete;
    WatchThread& operator=(const WatchThread&) = delete;
    ~WatchThread() { stop(); }

    /// Begins with a first run.
    Id add(WatchedQuery query, QueryObserver observer);
    /// After it no callback of this query begins or is under way, except one that calls this.
    void remove(Id id);
    /// After a commit. As much work as `touched` is long, however many watch.
    void mark(const Touched& touched);
    /// Ends the thread, and the query that runs. Not from a callback.
    void stop();

  private:
    using Clock = std::chrono::steady_clock;
    struct Watcher;
    using Watchers = std::vector<std::shared_ptr<Watcher>>;  // shared with the pass under way

    void run();
    void run_pass(const Watchers& due);
    void run_one(Reader& reader, Watcher& watcher);
    Result<void> note_new(Reader& reader, Watcher& watcher, const QueryTrace& trace,
                          const Rows& rows);
    static void tell(Watcher& watcher, const Result<QueryChange>& change);
    /// Those that `marks` concern are due; gives those whose time has come.
    Watchers take_due(const std::set<Touched::Place>& marks);
    Clock::time_point next_turn();

    ReaderPool& readers_;
    const schema::Schema& schema_;
    NoteReads note_reads_;

    std::mutex marking_;
    std::condition_variable marked_;
    // Guarded by marking_, which is never held for long, since writers take it:
    std::set<Touched::Place> marks_{};
    bool has_news_ = false;  // a watcher was added, or it is time to stop
    bool is_stopping_ = false;
    Reader* running_ = nullptr;

    std::mutex watching_;
    // Guarded by watching_:
    std::map<Id, std::shared_ptr<Watcher>> watchers_{};  // shared with the pass under way
    Id next_ = 1;
    std::thread thread_{};  // begun with the first watcher
};

}  // namespace sanderling::replica
