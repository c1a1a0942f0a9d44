// Synchronising in the background: one agent beside a Store connects, catches up, sends, and comes
// back by itself after every interruption (docs/protocol.md §5).
#pragma once

#include "core/sync/client_session.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "sanderling/store.hpp"

namespace sanderling {

/// offline → connecting → control → catching_up → live; stopped needs a person.
using SyncPhase = sync::client::Phase;
/// Phase, records and bytes done and expected, scopes ready, and the last problem.
using SyncProgress = sync::client::Progress;

struct SyncOptions {
    /// HOST:PORT or wss://HOST:PORT/sync, where the server of the enrolment has moved to; its TLS
    /// key must still be the enrolled one. Empty: the address of the enrolment.
    std::string server{};
    /// How soon a lost connection is tried again (with full jitter), and how long the server may
    /// take to answer.
    sync::client::Patience patience{};
    std::function<Instant()> clock{};  // for Status; the system's unless given. Agent's thread.
};

/// Bytes through TCP since the start, over all connections.
struct SyncTraffic {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
};

/// Has a thread of its own. All methods may be called from any thread except from within the
/// callback, which may call `progress` only. Nothing throws.
class SyncAgent {
  public:
    /// Starts to connect. The store must outlive the agent, and has at most one.
    /// Errors: unauthenticated (not enrolled), invalid_argument (the address), the store's.
    static Result<SyncAgent> start(Store& store, const SyncOptions& options = {});

    SyncAgent(SyncAgent&&) noexcept;
    SyncAgent& operator=(SyncAgent&&) noexcept;
    /// Like stop().
    ~SyncAgent();

    /// Takes leave of the server and ends the thread: within about two seconds.
    void stop();

    /// Try now, whatever the backoff: the network came back, a person asked.
    void wake();

    SyncProgress progress() const;

    /// Runs on the agent's thread at each change of progress, beginning with the next one; it must
    /// not take long. Replaces the one before; empty ends it.
    void on_progress(std::function<void(const SyncProgress&)> callback);

    /// Until everything that the server had has arrived. Errors: the problem, at once if it is one
    /// that somebody has to do something about (wrong_server, disk_full, certificate_expired …),
    /// otherwise after the timeout; timeout.
    Result<void> wait_until_live(std::chrono::milliseconds timeout) const;

    /// Until, beyond that, everything written here has the server's verdict, and what was accepted
    /// has come back and is no longer pending. Errors: as above.
    Result<void> wait_until_drained(std::chrono::milliseconds timeout) const;

    SyncTraffic traffic() const;

    /// What became of a record, also what this device no longer holds or never did: fetched from
    /// the server, verified, and shown with what is here, as Store::history shows it; `restore`
    /// takes its entries. Nothing of it is kept on the device. One question at a time; waits for
    /// the network up to `timeout` in all. Errors: offline (older history needs the network),
    /// timeout, busy (asked too often), not_found, constraint (no such field), invalid_argument
    /// (the limit), no_key, unknown_scope (no right to read), base_unknown (the server was
    /// restored: sync first), and what is wrong with an answer: malformed, bad_signature,
    /// unauthenticated, not_a_member, removed_member, not_permitted.
    Result<OlderHistory> history(std::string_view collection, RecordId id,
                                 const HistoryRange& range = {},
                                 std::chrono::milliseconds timeout = std::chrono::seconds(30));

  private:
    struct State;
    explicit SyncAgent(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace sanderling
