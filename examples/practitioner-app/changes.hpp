// Tells open pages that there is something new to fetch: never what, which the page asks for itself
// with its session.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>

namespace sanderling::app {

/// How often each has changed since the start.
struct ChangeCounts {
    std::uint64_t data = 0;  // records, written here or received
    std::uint64_t sync = 0;  // what is said of the connection
    friend bool operator==(const ChangeCounts&, const ChangeCounts&) = default;
};

/// All methods from any thread.
class Changes {
  public:
    void data_changed() { tell(&ChangeCounts::data); }
    void sync_changed() { tell(&ChangeCounts::sync); }
    /// Wakes listeners without a change, so that they ask whether they may go on.
    void wake();
    ChangeCounts counts() const;

    /// `wake` is called under a lock, on the thread that makes the change: it only posts.
    std::uint64_t listen(std::function<void()> wake);
    /// After this it is not called any more.
    void forget(std::uint64_t listener);
    /// Nobody listens any more, nor can.
    void close();

  private:
    void tell(std::uint64_t ChangeCounts::*what);

    mutable std::mutex mutex_;  // guards what is below
    ChangeCounts counts_{};
    std::map<std::uint64_t, std::function<void()>> listeners_{};
    std::uint64_t next_ = 1;
    bool is_closed_ = false;
};

}  // namespace sanderling::app
