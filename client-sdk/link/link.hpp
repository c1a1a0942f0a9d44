// One connection to a sync server: TLS with a pinned key, WebSocket, frames in and out
// (docs/protocol.md §5). It reads no message; what the frames mean is for the session behind it.
#pragma once

#include "client-sdk/link/address.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace sanderling::link {

struct LinkOptions {
    ServerAddress server{};
    Trust trust = Learn{};
    /// From the look-up of the name to the end of the WebSocket handshake.
    std::chrono::milliseconds connect_timeout{15'000};
    /// Without a byte from the server for half of it a ping is sent, for all of it the link is
    /// taken as dead: so a half-open connection is noticed.
    std::chrono::milliseconds idle_timeout{60'000};
    /// What close() waits at most for what was sent to leave and for the server to agree.
    std::chrono::milliseconds close_timeout{2'000};
    /// Frames that wait to be written. A session keeps at most a push window in flight, so more
    /// means that the server takes nothing.
    std::size_t send_queue_bytes_max = std::size_t{8} << 20U;
};

/// Bytes through the TCP connection: TLS records and handshakes with what they carry.
struct Traffic {
    std::uint64_t sent = 0;
    std::uint64_t received = 0;

    friend Traffic operator+(Traffic a, Traffic b) {
        return {a.sent + b.sent, a.received + b.received};
    }
};

/// Called on the thread that runs the io_context, never from within a call of Link. Any of them
/// may destroy the Link. After `down` nothing follows.
struct Callbacks {
    /// Connected; `seen` is the key of the server, which is one of the pinned ones if there are
    /// any.
    std::function<void(const TlsKeyHash& seen)> up{};
    /// One whole binary frame, at most wire::limits::frame_bytes_max; valid during the call.
    std::function<void(ByteView frame)> frame{};
    /// Errors: wrong_server (nothing was sent), offline (no such host, refused, unreachable),
    /// timeout (no answer, or silence), too_large, malformed (no WebSocket of ours), busy (the
    /// server asks to come later), closed.
    std::function<void(Error reason)> down{};
};

/// Used on the thread that runs the io_context, or before it runs. One writer, one reader.
class Link {
  public:
    /// Starts to connect at once.
    Link(boost::asio::io_context& io, LinkOptions options, Callbacks callbacks);
    /// Drops the connection without ceremony. No callback comes any more.
    ~Link();
    Link(Link&&) noexcept;
    Link& operator=(Link&&) noexcept;

    /// Queues one frame, in order. Before `up` and after the end it is dropped. A queue over its
    /// limit ends the link with `down(timeout)`.
    void send(Bytes frame);

    /// Ends the link after what was sent has left. No callback comes any more; it goes on by
    /// itself, as long as the io_context runs, for close_timeout at most.
    void close();

    Traffic traffic() const;

  private:
    class Connection;
    std::shared_ptr<Connection> connection_;  // shared with its own pending operations
    Traffic last_traffic_{};                  // of a link that was closed
};

}  // namespace sanderling::link
