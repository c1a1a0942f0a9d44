#include "client-sdk/replica/call_gate.hpp"

#include <algorithm>

namespace sanderling::replica {

bool CallGate::enter() {
    const std::lock_guard lock(mutex_);
    if (is_closed_) return false;
    inside_.push_back(std::this_thread::get_id());
    return true;
}

void CallGate::leave() {
    const std::lock_guard lock(mutex_);
    inside_.erase(std::find(inside_.begin(), inside_.end(), std::this_thread::get_id()));
    left_.notify_all();
}

void CallGate::close() {
    std::unique_lock lock(mutex_);
    is_closed_ = true;
    left_.wait(lock, [&] {
        return std::all_of(inside_.begin(), inside_.end(), [](std::thread::id thread) {
            return thread == std::this_thread::get_id();
        });
    });
}

}  // namespace sanderling::replica
