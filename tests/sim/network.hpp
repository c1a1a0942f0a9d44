// The network between devices and the server: connections that delay, break at any moment, leave
// one side believing that they stand, and overtake each other. Within one connection frames keep
// their order, as under TLS; a frame that was cut anywhere does not arrive.
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/error.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/scheduler.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace sanderling::sim {

enum class ConnectionId : std::uint64_t { none = 0 };
enum class Side : std::uint8_t { client = 0, server = 1 };

/// One side of a connection. Called by the scheduler only, never from within a call of Network.
struct LinkEnd {
    std::function<void()> up{};  // of the client's side
    std::function<void(ByteView)> frame{};
    std::function<void(const Error&)> down{};
    std::function<void()> sent{};  // something of what was queued has left
};

/// What a device's network is like just now.
struct Weather {
    bool is_offline = false;
    Duration latency{40'000};
    std::uint64_t bytes_per_second = 2'000'000;
    unsigned cuts_per_mille = 0;  // of frames, each ending its connection
};

class Network {
  public:
    /// The server's side of a new connection; without `frame` it is not listening.
    using Accept = std::function<LinkEnd(ConnectionId)>;
    /// May change, drop or add to what travels to a client.
    using Tamper = std::function<std::vector<Bytes>(std::size_t device, ByteView frame)>;

    Network(Scheduler& time, std::uint64_t seed) : time_(time), dice_(seed) {}

    void listen(Accept accept) { accept_ = std::move(accept); }
    /// From its next connection on this device comes to another server; empty: to the one that
    /// listens.
    void send_elsewhere(std::size_t device, Accept accept) {
        elsewhere_[device] = std::move(accept);
    }
    void tamper_with(Tamper tamper) { tamper_ = std::move(tamper); }
    Weather& weather(std::size_t device) { return weather_[device]; }

    ConnectionId connect(std::size_t device, LinkEnd client);
    void send(ConnectionId id, Side from, Bytes frame);
    /// An orderly end: what was sent arrives, then the other side hears of it.
    void close(ConnectionId id, Side by);
    std::size_t queued_bytes(ConnectionId id, Side from) const;

    /// Both sides lose it, each in its own time.
    void cut(ConnectionId id);
    void cut_device(std::size_t device);
    /// A process has gone: it hears nothing any more, and the others learn of it in their time.
    void abandon(ConnectionId id, Side gone);

    std::uint64_t bytes_sent() const { return bytes_sent_; }
    std::uint64_t connections() const { return last_; }

  private:
    struct Direction {
        Duration last_arrival{};
        Duration lost_after = Duration::max();
        std::size_t queued = 0;
    };
    struct Connection {
        std::size_t device = 0;
        LinkEnd ends[2]{};
        bool is_open[2]{true, false};
        Direction to[2]{};  // by the receiving side
    };

    Connection* find(ConnectionId id);
    void deliver(ConnectionId id, Side to, const Bytes& frame);
    void accept(ConnectionId id);
    void end(ConnectionId id, Side side, const Error& reason, Duration delay);
    Duration time_to_notice();
    void forget_if_over(ConnectionId id);

    Scheduler& time_;
    Dice dice_;
    Accept accept_{};
    std::map<std::size_t, Accept> elsewhere_{};
    Tamper tamper_{};
    std::map<std::size_t, Weather> weather_{};
    std::map<std::uint64_t, Connection> connections_{};
    std::uint64_t last_ = 0;
    std::uint64_t bytes_sent_ = 0;
};

}  // namespace sanderling::sim
