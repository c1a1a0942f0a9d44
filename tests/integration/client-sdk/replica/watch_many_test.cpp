// A thousand watchers: each is told, and the writer does not wait for them.
#include "tests/integration/client-sdk/replica/watching.hpp"

#include <algorithm>
#include <cstdio>

namespace sanderling::tests {
namespace {

using Clock = std::chrono::steady_clock;

class ManyWatchersTest : public WatchTest {
  protected:
    static constexpr std::size_t watchers = 1000;
    static constexpr int writes = 60;

    std::chrono::microseconds median_write() {
        std::vector<Clock::duration> times;
        for (int i = 0; i < writes; ++i) {
            const auto begin = Clock::now();
            officer.insert(the_case, "contact", contact("om-" + std::to_string(i % 10)));
            times.push_back(Clock::now() - begin);
        }
        std::nth_element(times.begin(), times.begin() + writes / 2, times.end());
        return std::chrono::duration_cast<std::chrono::microseconds>(times[writes / 2]);
    }
};

TEST_F(ManyWatchersTest, AreToldAndDoNotHoldTheWriterUp) {
    const auto alone = median_write();
    std::vector<std::unique_ptr<Told>> told;
    std::vector<Subscription> watching;
    for (std::size_t i = 0; i < watchers; ++i) {
        told.push_back(std::make_unique<Told>());
        watching.push_back(officer.store()
                               .watch("SELECT id, starts, staff FROM contact WHERE staff = ?1",
                                      {"om-" + std::to_string(i % 10)}, told.back()->observer())
                               .value());
    }
    for (auto& one : told) one->wait_for_rows(writes / 10);

    const auto watched = median_write();

    for (auto& one : told) one->wait_for_rows(2 * writes / 10);
    std::printf("a write: %lld us alone, %lld us with %zu watchers that run after each\n",
                static_cast<long long>(alone.count()), static_cast<long long>(watched.count()),
                watchers);
}

}  // namespace
}  // namespace sanderling::tests
