#include "client-sdk/agent/board.hpp"

namespace sanderling::agent {

using sync::client::Phase;

void Board::post(const Progress& progress) {
    std::function<void(const Progress&)> callback;
    {
        const std::lock_guard lock(mutex_);
        if (progress == progress_) return;
        progress_ = progress;
        callback = callback_;
    }
    changed_.notify_all();
    if (callback) callback(progress);
}

void Board::post_unsent(std::uint64_t transactions) {
    {
        const std::lock_guard lock(mutex_);
        unsent_ = transactions;
    }
    changed_.notify_all();
}

void Board::post_traffic(BoardTraffic traffic) {
    const std::lock_guard lock(mutex_);
    traffic_ = traffic;
}

bool Board::is_unsent_wanted() const {
    const std::lock_guard lock(mutex_);
    return drain_waiters_ != 0;
}

Board::Progress Board::progress() const {
    const std::lock_guard lock(mutex_);
    return progress_;
}

BoardTraffic Board::traffic() const {
    const std::lock_guard lock(mutex_);
    return traffic_;
}

void Board::on_progress(std::function<void(const Progress&)> callback) {
    const std::lock_guard lock(mutex_);
    callback_ = std::move(callback);
}

// Waiting longer would not help: the session retries, but somebody has to change something first.
bool Board::needs_a_person() const {
    if (progress_.phase == Phase::stopped) return true;
    return progress_.phase == Phase::offline && progress_.problem &&
           traits(progress_.problem->code).tell_user;
}

template <class Reached>
Result<void> Board::wait(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds timeout,
                         Reached reached) const {
    changed_.wait_for(lock, timeout, [&] { return reached() || needs_a_person(); });
    if (reached()) return {};
    if (progress_.problem) return *progress_.problem;
    return fail(Errc::timeout, "still " + std::string(to_text(progress_.phase)));
}

Result<void> Board::wait_until_live(std::chrono::milliseconds timeout) const {
    std::unique_lock lock(mutex_);
    return wait(lock, timeout, [&] { return progress_.phase == Phase::live; });
}

Result<void> Board::wait_until_drained(std::chrono::milliseconds timeout,
                                       const std::function<void()>& ask) const {
    {
        const std::lock_guard lock(mutex_);
        ++drain_waiters_;
        unsent_.reset();
    }
    ask();
    std::unique_lock lock(mutex_);
    auto done =
        wait(lock, timeout, [&] { return progress_.phase == Phase::live && unsent_ == 0U; });
    --drain_waiters_;
    if (!done && done.error().code == Errc::timeout && unsent_.value_or(0) != 0)
        return fail(Errc::timeout, std::to_string(*unsent_) + " transactions without an answer");
    return done;
}

}  // namespace sanderling::agent
