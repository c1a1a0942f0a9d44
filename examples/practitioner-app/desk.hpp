// The replica while it is open: opened by the passphrase, closed when nobody has touched the page
// for a while, online or not as the person says.
#pragma once

#include "core/types/error.hpp"
#include "examples/practitioner-app/changes.hpp"
#include "examples/practitioner-app/due_watch.hpp"
#include "examples/practitioner-app/forms.hpp"
#include "examples/practitioner-app/group_seat.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>

#include "sanderling/store.hpp"
#include "sanderling/sync.hpp"

namespace sanderling::app {

/// What the person has chosen, not whether there is signal.
enum class Network : std::uint8_t { allowed, off };

struct DeskOptions {
    std::filesystem::path store{};  // enrolled
    SyncOptions sync{};
    std::chrono::milliseconds idle_max = std::chrono::minutes(10);
    std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
};

/// All methods from any thread.
class Desk {
  public:
    Desk(Changes& changes, DeskOptions options);
    ~Desk();

    /// Errors: wrong_key, busy (too many wrong ones: wait), in_use (it is open), and those of
    /// Store::open and SyncAgent::start.
    Result<void> unlock(std::string_view passphrase);
    /// Waits for what is being done, then closes the vault: keys and content leave the memory.
    void lock();
    bool is_open() const;

    /// Somebody is there.
    void touch();
    /// Locks if nobody has been there for long enough; whether it did.
    bool lock_if_idle();

    struct Opened;
    /// The open replica for as long as this is held; do not keep it.
    class Use {
      public:
        Store& store() const;
        Forms& forms() const;
        GroupSeat& group_seat() const;
        DueWatch& due() const;
        Network network() const;
        /// Errors: those of SyncAgent::start. Off: within about two seconds.
        Result<void> set_network(Network network) const;
        SyncProgress progress() const;
        void wake() const;

      private:
        friend class Desk;
        Use(const Desk& desk, std::shared_lock<std::shared_mutex> lock)
            : desk_(&desk), lock_(std::move(lock)) {}
        const Desk* desk_;
        std::shared_lock<std::shared_mutex> lock_;
    };
    /// Nothing while it is locked.
    std::optional<Use> use() const;

  private:
    Result<void> go_online(Opened& opened) const;

    Changes& changes_;
    DeskOptions options_;
    mutable std::shared_mutex mutex_;  // guards opened_, exclusively only to open and close
    std::unique_ptr<Opened> opened_{};
    std::mutex unlocking_;  // one at a time; guards wrong_ and wrong_at_
    int wrong_ = 0;         // passphrases since a right one
    std::chrono::steady_clock::time_point wrong_at_{};
    std::atomic<std::chrono::steady_clock::time_point> touched_{};
};

}  // namespace sanderling::app
