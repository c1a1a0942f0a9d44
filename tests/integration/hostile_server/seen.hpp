// What a hostile server has heard, kept on the proxy's thread and asked for on the test's.
#pragma once

#include "core/wire/message.hpp"

#include <mutex>
#include <vector>

namespace sanderling::tests {

class Seen {
  public:
    void keep(const wire::Message& message) {
        const std::lock_guard lock(mutex_);
        messages_.push_back(message);
    }
    template <class M>
    std::vector<M> all() const {
        const std::lock_guard lock(mutex_);
        std::vector<M> out;
        for (const wire::Message& message : messages_)
            if (const auto* m = std::get_if<M>(&message)) out.push_back(*m);
        return out;
    }
    template <class M>
    bool has() const {
        return !all<M>().empty();
    }

  private:
    mutable std::mutex mutex_;
    std::vector<wire::Message> messages_{};  // guarded by mutex_
};

}  // namespace sanderling::tests
