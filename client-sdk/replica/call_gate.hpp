// Calls into the application that can be ended: after close() none begins, and none is under way.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace sanderling::replica {

/// Any thread.
class CallGate {
  public:
    /// One call, while it lives. False if the gate is closed: do not call then.
    class Pass {
      public:
        explicit Pass(CallGate& gate) : gate_(gate), is_open_(gate.enter()) {}
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;
        ~Pass() {
            if (is_open_) gate_.leave();
        }
        explicit operator bool() const { return is_open_; }

      private:
        CallGate& gate_;
        bool is_open_;
    };

    /// Waits for calls of other threads to end. A call that this thread is within goes on.
    void close();

  private:
    bool enter();
    void leave();

    std::mutex mutex_;
    std::condition_variable left_;
    // Guarded by mutex_:
    bool is_closed_ = false;
    std::vector<std::thread::id> inside_{};
};

}  // namespace sanderling::replica
