#include "tests/sim/scheduler.hpp"

#include <algorithm>

namespace sanderling::sim {

Instant Scheduler::true_time() const {
    constexpr Instant beginning{1'303'117'200'000};
    return beginning + std::chrono::duration_cast<std::chrono::milliseconds>(now_);
}

Scheduler::TaskId Scheduler::after(Duration delay, Task task) {
    const std::uint64_t id = ++last_;
    const Duration due = now_ + std::max(delay, Duration::zero());
    tasks_.emplace(Place{due, id}, std::move(task));
    due_.emplace(id, due);
    return TaskId{id};
}

void Scheduler::cancel(TaskId id) {
    const auto found = due_.find(static_cast<std::uint64_t>(id));
    if (found == due_.end()) return;
    tasks_.erase({found->second, found->first});
    due_.erase(found);
}

void Scheduler::run_until(Duration when) {
    while (!tasks_.empty() && tasks_.begin()->first.first <= when) {
        auto next = tasks_.extract(tasks_.begin());
        due_.erase(next.key().second);
        now_ = std::max(now_, next.key().first);
        ++tasks_run_;
        next.mapped()();
    }
    now_ = std::max(now_, when);
}

}  // namespace sanderling::sim
