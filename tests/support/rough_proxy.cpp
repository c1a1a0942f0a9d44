#include "tests/support/rough_proxy.hpp"

#include "tests/support/rough_link.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <list>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace sanderling::tests {

namespace {

sockaddr_in local(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

Descriptor tcp_socket() {
    return Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

/// Connecting on one machine answers at once, so it may block.
Descriptor connected_to(std::uint16_t port) {
    Descriptor socket = tcp_socket();
    const sockaddr_in to = local(port);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        socket.reset();
    return socket;
}

std::uint16_t port_of(const Descriptor& socket) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

}  // namespace

class RoughProxy::Loop {
  public:
    Loop(std::uint16_t target, std::uint64_t seed) : target_(target), random_(seed) {
        const sockaddr_in any = local(0);
        if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any) != 0 ||
            ::listen(listener_.get(), 16) != 0)
            throw std::runtime_error("the proxy cannot listen");
        port_ = port_of(listener_);
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }
    ~Loop() {
        thread_.request_stop();
        const std::uint64_t one = 1;
        static_cast<void>(::write(wake_.get(), &one, sizeof one));
    }

    std::uint16_t port() const { return port_; }
    RoughFigures figures() const {
        const std::lock_guard lock(mutex_);
        return figures_;
    }

  private:
    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            wait();
            accept_one();
            const auto now = ProxyClock::now();
            for (auto at = links_.begin(); at != links_.end();) {
                const bool goes_on = at->turn(now, random_);
                if (!goes_on) settle(*at);
                at = goes_on ? std::next(at) : links_.erase(at);
            }
        }
    }

    void wait() {
        std::vector<pollfd> sockets{{listener_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}};
        auto until = ProxyClock::now() + std::chrono::milliseconds{50};
        for (const RoughLink& link : links_) {
            if (link.client() >= 0 && !link.has_met_its_fate())
                sockets.push_back({link.client(), POLLIN, 0});
            if (link.server() >= 0 && !link.has_met_its_fate())
                sockets.push_back({link.server(), POLLIN, 0});
            if (const auto due = link.next_due(); due && *due < until) until = *due;
        }
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - ProxyClock::now());
        ::poll(sockets.data(), sockets.size(), std::max(1, static_cast<int>(left.count())));
    }

    void accept_one() {
        Descriptor client(
            ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!client.is_open()) return;
        Descriptor server = connected_to(target_);
        const std::lock_guard lock(mutex_);
        ++figures_.connections;
        if (!server.is_open()) {
            ++figures_.refused;
            return;
        }
        links_.emplace_back(std::move(client), std::move(server), draw_plan(random_),
                            figures_.connections);
    }

    void settle(const RoughLink& link) {
        const std::lock_guard lock(mutex_);
        figures_.bytes += link.passed();
        if (!link.has_met_its_fate()) return;
        if (link.plan().fate == Fate::cut) ++figures_.cut;
        if (link.plan().fate == Fate::half_open) ++figures_.half_open;
        if (link.has_delivered_late() && link.number() < figures_.connections) ++figures_.overtaken;
    }

    std::uint16_t target_;
    std::mt19937_64 random_;
    Descriptor listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    Descriptor wake_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    std::uint16_t port_ = 0;
    std::list<RoughLink> links_{};
    mutable std::mutex mutex_;
    RoughFigures figures_{};  // guarded by mutex_
    std::jthread thread_{};   // ends before what it uses
};

std::string RoughFigures::text() const {
    return std::to_string(connections) + " connections, " + std::to_string(bytes) + " bytes, " +
           std::to_string(cut) + " cut, " + std::to_string(half_open) + " half open, " +
           std::to_string(overtaken) + " overtaken, " + std::to_string(refused) + " refused";
}

RoughProxy::RoughProxy(std::uint16_t target, std::uint64_t seed)
    : loop_(std::make_unique<Loop>(target, seed)) {}
RoughProxy::~RoughProxy() = default;

std::string RoughProxy::address() const {
    return "127.0.0.1:" + std::to_string(loop_->port());
}

RoughFigures RoughProxy::figures() const {
    return loop_->figures();
}

}  // namespace sanderling::tests
