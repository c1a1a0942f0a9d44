// What a watched query told, for a test that waits for it.
#pragma once

#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace sanderling::tests {

class Told {
  public:
    QueryObserver observer() {
        return [this](const Result<QueryChange>& change) {
            const std::lock_guard lock(mutex_);
            changes_.push_back(change);
            came_.notify_all();
        };
    }
    /// The nth, from 1; the test fails if it takes long.
    Result<QueryChange> wait_for(std::size_t n) {
        std::unique_lock lock(mutex_);
        const bool has =
            came_.wait_for(lock, std::chrono::seconds(20), [&] { return changes_.size() >= n; });
        if (!has) {
            ADD_FAILURE() << "told " << changes_.size() << " times instead of " << n;
            return fail(Errc::timeout, "the watcher");
        }
        return changes_[n - 1];
    }
    /// Until the newest answer has so many rows.
    void wait_for_rows(std::size_t rows) {
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(came_.wait_for(lock, std::chrono::seconds(60), [&] {
            return !changes_.empty() && changes_.back() && changes_.back()->rows->size() == rows;
        }));
    }
    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return changes_.size();
    }

  private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<Result<QueryChange>> changes_{};
};

class WatchTest : public ReplicaTest {
  protected:
    /// Every run of it gives another answer, so that each is told.
    static constexpr std::string_view each_run = "SELECT random() AS r, count(*) AS n FROM contact";
};

}  // namespace sanderling::tests
