#include "examples/practitioner-app/changes.hpp"

namespace sanderling::app {

void Changes::tell(std::uint64_t ChangeCounts::*what) {
    const std::lock_guard lock(mutex_);
    ++(counts_.*what);
    for (const auto& [id, wake] : listeners_) wake();
}

void Changes::wake() {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, wake] : listeners_) wake();
}

ChangeCounts Changes::counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
}

std::uint64_t Changes::listen(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    if (!is_closed_) listeners_[next_] = std::move(wake);
    return next_++;
}

void Changes::forget(std::uint64_t listener) {
    const std::lock_guard lock(mutex_);
    listeners_.erase(listener);
}

void Changes::close() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    listeners_.clear();
}

}  // namespace sanderling::app
