// Where the agent's thread puts up how far it is, and other threads read it or wait for it.
#pragma once

#include "core/sync/client_session.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

namespace sanderling::agent {

struct BoardTraffic {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
};

class Board {
  public:
    using Progress = sync::client::Progress;

    /// The agent's thread.
    void post(const Progress& progress);
    void post_unsent(std::uint64_t transactions);
    void post_traffic(BoardTraffic traffic);
    bool is_unsent_wanted() const;

    /// Any thread.
    Progress progress() const;
    BoardTraffic traffic() const;
    void on_progress(std::function<void(const Progress&)> callback);
    Result<void> wait_until_live(std::chrono::milliseconds timeout) const;
    /// `ask` makes the agent's thread count what is unsent; called without the lock.
    Result<void> wait_until_drained(std::chrono::milliseconds timeout,
                                    const std::function<void()>& ask) const;

  private:
    template <class Reached>
    Result<void> wait(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds timeout,
                      Reached reached) const;
    bool needs_a_person() const;

    mutable std::mutex mutex_;  // guards everything below
    mutable std::condition_variable changed_;
    Progress progress_{};
    BoardTraffic traffic_{};
    std::function<void(const Progress&)> callback_{};
    mutable std::size_t drain_waiters_ = 0;
    mutable std::optional<std::uint64_t> unsent_{};  // as of the last count; nothing: count anew
};

}  // namespace sanderling::agent
