// Virtual time: what shall happen when, in one order that follows from the seed.
#pragma once

#include "core/types/time.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace sanderling::sim {

using Duration = std::chrono::microseconds;

class Scheduler {
  public:
    using Task = std::function<void()>;
    /// Names a task until it has run; never given again.
    enum class TaskId : std::uint64_t { none = 0 };

    Duration now() const { return now_; }
    /// What a clock that is right shows: the simulation begins on a Monday in April 2011.
    Instant true_time() const;

    TaskId after(Duration delay, Task task);
    void cancel(TaskId id);
    /// Runs what is due up to then, and goes there.
    void run_until(Duration when);
    void run_for(Duration span) { run_until(now_ + span); }
    std::uint64_t tasks_run() const { return tasks_run_; }

  private:
    using Place = std::pair<Duration, std::uint64_t>;

    Duration now_{};
    std::uint64_t last_ = 0;
    std::uint64_t tasks_run_ = 0;
    std::map<Place, Task> tasks_{};
    std::map<std::uint64_t, Duration> due_{};  // of each waiting task
};

}  // namespace sanderling::sim
