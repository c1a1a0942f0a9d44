#include "client-sdk/replica/watch_thread.hpp"

#include "client-sdk/replica/query.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/row_diff.hpp"

#include <algorithm>
#include <utility>

#include "sanderling/audit.hpp"

namespace sanderling::replica {

struct WatchThread::Watcher {
    Watcher(WatchedQuery wanted, QueryObserver callback)
        : query(std::move(wanted)), observer(std::move(callback)) {}

    bool is_concerned_by(const Touched::Place& place) const {
        return query.reads.contains(place.collection) &&
               (!query.options.scope || *query.options.scope == place.scope);
    }

    const WatchedQuery query;
    const QueryObserver observer;
    CallGate gate{};

    std::set<ScopeId> noted{};  // in the audit; of the thread only

    // Guarded by watching_:
    bool is_due = true;
    Clock::time_point not_before{};

    // Of the watch thread:
    std::shared_ptr<const Rows> last{};  // shared with whom it was told
    std::optional<Error> last_error{};
};

WatchThread::Id WatchThread::add(WatchedQuery query, QueryObserver observer) {
    Id id = 0;
    {
        const std::lock_guard lock(watching_);
        id = next_++;
        watchers_[id] = std::make_shared<Watcher>(std::move(query), std::move(observer));
        if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
    }
    const std::lock_guard lock(marking_);
    has_news_ = true;
    marked_.notify_one();
    return id;
}

void WatchThread::remove(Id id) {
    std::shared_ptr<Watcher> watcher;
    {
        const std::lock_guard lock(watching_);
        const auto found = watchers_.find(id);
        if (found == watchers_.end()) return;
        watcher = std::move(found->second);
        watchers_.erase(found);
    }
    watcher->gate.close();
}

void WatchThread::mark(const Touched& touched) {
    if (touched.places().empty()) return;
    const std::lock_guard lock(marking_);
    marks_.insert(touched.places().begin(), touched.places().end());
    marked_.notify_one();
}

void WatchThread::stop() {
    {
        const std::lock_guard lock(marking_);
        is_stopping_ = true;
        has_news_ = true;
        if (running_ != nullptr) running_->database().interrupt();
        marked_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void WatchThread::run() {
    std::set<Touched::Place> marks;
    while (true) {
        const auto turn = next_turn();
        {
            std::unique_lock lock(marking_);
            const auto has_work = [&] { return has_news_ || !marks_.empty(); };
            if (turn == Clock::time_point::max())
                marked_.wait(lock, has_work);
            else
                marked_.wait_until(lock, turn, has_work);
            if (is_stopping_) return;
            has_news_ = false;
            marks.clear();
            marks.swap(marks_);
        }
        run_pass(take_due(marks));
    }
}

WatchThread::Clock::time_point WatchThread::next_turn() {
    const std::lock_guard lock(watching_);
    auto turn = Clock::time_point::max();
    for (const auto& [id, watcher] : watchers_)
        if (watcher->is_due) turn = std::min(turn, watcher->not_before);
    return turn;
}

WatchThread::Watchers WatchThread::take_due(const std::set<Touched::Place>& marks) {
    const std::lock_guard lock(watching_);
    const auto now = Clock::now();
    Watchers out;
    for (const auto& [id, watcher] : watchers_) {
        Watcher& w = *watcher;
        w.is_due = w.is_due || std::any_of(marks.begin(), marks.end(), [&](const auto& place) {
                       return w.is_concerned_by(place);
                   });
        if (!w.is_due || w.not_before > now) continue;
        w.is_due = false;
        w.not_before = now + w.query.options.min_interval;
        out.push_back(watcher);
    }
    return out;
}

void WatchThread::run_pass(const Watchers& due) {
    if (due.empty()) return;
    auto reader = readers_.take();
    if (!reader) {
        for (const auto& watcher : due) tell(*watcher, reader.error());
        return;
    }
    for (const auto& watcher : due) {
        {
            const std::lock_guard lock(marking_);
            if (is_stopping_) return;
            running_ = &**reader;
        }
        run_one(**reader, *watcher);
    }
}

void WatchThread::run_one(Reader& reader, Watcher& watcher) {
    QueryTrace trace;
    auto rows = run_query(reader, watcher.query.sql, watcher.query.params, trace);
    {
        const std::lock_guard lock(marking_);
        running_ = nullptr;
        if (is_stopping_) return;
    }
    if (!rows) return tell(watcher, rows.error());
    // After an error the same answer is news.
    const bool has_failed = std::exchange(watcher.last_error, std::nullopt).has_value();
    if (!has_failed && watcher.last != nullptr && *watcher.last == *rows) return;
    if (auto noted = note_new(reader, watcher, trace, *rows); !noted)
        return tell(watcher, noted.error());
    auto now = std::make_shared<const Rows>(std::move(*rows));
    auto before = watcher.last != nullptr ? watcher.last : std::make_shared<const Rows>();
    watcher.last = now;
    tell(watcher, compare(std::move(before), std::move(now)));
}

// A screen that stays open is one read of each scope, however often it changes.
Result<void> WatchThread::note_new(Reader& reader, Watcher& watcher, const QueryTrace& trace,
                                   const Rows& rows) {
    try {
        auto read = audited_scopes_read(reader, schema_, trace, rows, watcher.query.params);
        for (const ScopeId known : watcher.noted) read.erase(known);
        const ReadingFor reading(watcher.query.purpose);
        if (auto noted = note_reads_(read); !noted) return noted;
        watcher.noted.insert(read.begin(), read.end());
        return {};
    } catch (...) {
        return error_of_exception();
    }
}

void WatchThread::tell(Watcher& watcher, const Result<QueryChange>& change) {
    if (!change) {
        if (watcher.last_error == change.error()) return;
        watcher.last_error = change.error();
    }
    if (const CallGate::Pass pass(watcher.gate); pass) watcher.observer(change);
}

}  // namespace sanderling::replica
