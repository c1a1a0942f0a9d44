// A device to measure: an enrolled store in a folder of its own, and its agent while it is online.
#pragma once

#include "tests/bench/contacts.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "sanderling/store.hpp"
#include "sanderling/sync.hpp"

namespace sanderling::bench {

class Stopwatch {
  public:
    double milliseconds() const {
        const auto elapsed = std::chrono::steady_clock::now() - start_;
        return std::chrono::duration<double, std::milli>(elapsed).count();
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// A contact of the workload and where it goes.
struct Placed {
    const Contact* contact = nullptr;
    ScopeId scope;
};

/// Of every store here. As from a platform's keystore: no time goes into a passphrase.
RawKey store_key();

/// Everything throws Failure.
class Device {
  public:
    /// Opens an empty store and enrols it; still offline then.
    Device(const std::filesystem::path& folder, const std::string& invite, std::stop_token stop);

    Store& store() { return store_; }

    void connect();
    /// What the server has is here and can be queried.
    void await_live();
    /// The server has acknowledged everything that was written here.
    void await_acknowledged();
    /// Beyond that, everything written here has come back in the feed.
    void await_settled();
    void disconnect() { agent_.reset(); }
    SyncTraffic traffic() const { return agent_->traffic(); }

    /// One transaction; the ids of the new records in their order.
    std::vector<RecordId> insert(const Placed* first, std::size_t count);

    std::int64_t count();
    /// Of every scope, in order.
    std::string digests();

  private:
    template <class Wait>
    void wait(const Wait& wait_for, const std::string& what);

    Store store_;
    std::stop_token stop_;
    std::optional<SyncAgent> agent_{};
};

}  // namespace sanderling::bench
