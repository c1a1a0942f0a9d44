#include "tests/sim/network.hpp"

#include <algorithm>

namespace sanderling::sim {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t index(Side side) {
    return static_cast<std::size_t>(side);
}
constexpr Side other(Side side) {
    return side == Side::client ? Side::server : Side::client;
}

}  // namespace

Network::Connection* Network::find(ConnectionId id) {
    const auto found = connections_.find(static_cast<std::uint64_t>(id));
    return found == connections_.end() ? nullptr : &found->second;
}

ConnectionId Network::connect(std::size_t device, LinkEnd client) {
    const ConnectionId id{++last_};
    Connection& made = connections_[static_cast<std::uint64_t>(id)];
    made.device = device;
    made.ends[0] = std::move(client);
    const Weather& weather = weather_[device];
    if (weather.is_offline) {
        end(id, Side::client, fail(Errc::offline, "no network"), 200ms);
        return id;
    }
    time_.after(weather.latency + dice_.between(0us, weather.latency), [this, id] { accept(id); });
    return id;
}

void Network::accept(ConnectionId id) {
    Connection* connection = find(id);
    if (connection == nullptr || !connection->is_open[0]) return;
    LinkEnd server;
    const auto elsewhere = elsewhere_.find(connection->device);
    const bool is_elsewhere = elsewhere != elsewhere_.end() && elsewhere->second;
    const Accept& accepts = is_elsewhere ? elsewhere->second : accept_;
    if (!weather_[connection->device].is_offline && accepts) server = accepts(id);
    connection = find(id);
    if (!server.frame) return end(id, Side::client, fail(Errc::offline, "nobody listens"), 100ms);
    connection->ends[1] = std::move(server);
    connection->is_open[1] = true;
    if (connection->ends[0].up) connection->ends[0].up();
    if (Connection* still = find(id); still != nullptr && still->ends[1].up) still->ends[1].up();
}

void Network::send(ConnectionId id, Side from, Bytes frame) {
    Connection* connection = find(id);
    if (connection == nullptr || !connection->is_open[index(from)]) return;
    bytes_sent_ += frame.size();
    std::vector<Bytes> frames;
    if (from == Side::server && tamper_)
        frames = tamper_(connection->device, frame);
    else
        frames.push_back(std::move(frame));
    const Weather& weather = weather_[connection->device];
    const Side to = other(from);
    for (Bytes& each : frames) {
        Direction& way = connection->to[index(to)];
        const Duration size_time(static_cast<std::int64_t>(
            each.size() * 1'000'000 / std::max<std::uint64_t>(weather.bytes_per_second, 1)));
        const Duration delay = weather.latency + dice_.between(0us, weather.latency) + size_time;
        way.last_arrival = std::max(way.last_arrival + 1us + size_time, time_.now() + delay);
        way.queued += each.size();
        time_.after(way.last_arrival - time_.now(),
                    [this, id, to, bytes = std::move(each)] { deliver(id, to, bytes); });
    }
    if (weather.is_offline || dice_.per_mille(weather.cuts_per_mille)) cut(id);
}

void Network::deliver(ConnectionId id, Side to, const Bytes& frame) {
    Connection* connection = find(id);
    if (connection == nullptr) return;
    Direction& way = connection->to[index(to)];
    way.queued -= std::min(way.queued, frame.size());
    if (time_.now() > way.lost_after || !connection->is_open[index(to)]) return;
    const auto receive = connection->ends[index(to)].frame;
    receive(frame);
    connection = find(id);
    const Side from = other(to);
    if (connection == nullptr || !connection->is_open[index(from)]) return;
    if (const auto sent = connection->ends[index(from)].sent) sent();
}

std::size_t Network::queued_bytes(ConnectionId id, Side from) const {
    const auto found = connections_.find(static_cast<std::uint64_t>(id));
    return found == connections_.end() ? 0 : found->second.to[index(other(from))].queued;
}

void Network::end(ConnectionId id, Side side, const Error& reason, Duration delay) {
    time_.after(delay, [this, id, side, reason] {
        Connection* connection = find(id);
        if (connection == nullptr || !connection->is_open[index(side)]) return;
        connection->is_open[index(side)] = false;
        const auto down = connection->ends[index(side)].down;
        forget_if_over(id);
        if (down) down(reason);
    });
}

void Network::close(ConnectionId id, Side by) {
    Connection* connection = find(id);
    if (connection == nullptr || !connection->is_open[index(by)]) return;
    connection->is_open[index(by)] = false;
    const Side peer = other(by);
    const Duration last = connection->to[index(peer)].last_arrival;
    end(id, peer, fail(Errc::closed, "the other side closed"),
        std::max(last - time_.now(), Duration::zero()) + 1ms);
    forget_if_over(id);
}

// Mostly soon; sometimes only when its own patience ends, and until then the link is half open.
Duration Network::time_to_notice() {
    switch (dice_.under(8)) {
        case 0:
            return dice_.between(60s, 180s);
        case 1:
        case 2:
            return dice_.between(2s, 30s);
        default:
            return dice_.between(1ms, 2s);
    }
}

void Network::cut(ConnectionId id) {
    Connection* connection = find(id);
    if (connection == nullptr) return;
    const Duration latency = weather_[connection->device].latency;
    for (Direction& way : connection->to)
        way.lost_after = std::min(way.lost_after, time_.now() + dice_.between(0us, 2 * latency));
    end(id, Side::client, fail(Errc::closed, "the link broke"), time_to_notice());
    end(id, Side::server, fail(Errc::closed, "the link broke"), time_to_notice());
}

void Network::cut_device(std::size_t device) {
    std::vector<ConnectionId> all;
    for (const auto& [id, connection] : connections_)
        if (connection.device == device) all.push_back(ConnectionId{id});
    for (const ConnectionId id : all) cut(id);
}

void Network::abandon(ConnectionId id, Side gone) {
    Connection* connection = find(id);
    if (connection == nullptr) return;
    connection->is_open[index(gone)] = false;
    connection->ends[index(gone)] = {};
    const Side peer = other(gone);
    if (connection->is_open[index(peer)])
        end(id, peer, fail(Errc::closed, "the other side has gone"), time_to_notice());
    forget_if_over(id);
}

void Network::forget_if_over(ConnectionId id) {
    const Connection* connection = find(id);
    if (connection == nullptr || connection->is_open[0] || connection->is_open[1]) return;
    connections_.erase(static_cast<std::uint64_t>(id));
}

}  // namespace sanderling::sim
