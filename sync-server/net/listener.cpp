#include "sync-server/net/listener.hpp"

#include <algorithm>

namespace sanderling::server {

namespace {

using boost::system::error_code;
namespace ip = boost::asio::ip;

std::string text(const ip::tcp::endpoint& at) {
    return at.address().to_string() + ":" + std::to_string(at.port());
}

}  // namespace

Result<std::unique_ptr<Listener>> Listener::open(boost::asio::io_context& io,
                                                 const ip::tcp::endpoint& at,
                                                 ConnectionServices& services,
                                                 const ListenLimits& limits) {
    std::unique_ptr<Listener> listener(new Listener(io, services, limits));
    ip::tcp::acceptor& acceptor = listener->acceptor_;
    error_code ec;
    acceptor.open(at.protocol(), ec);
    if (!ec) acceptor.set_option(boost::asio::socket_base::reuse_address(true), ec);
    if (!ec) acceptor.bind(at, ec);
    if (!ec) acceptor.listen(boost::asio::socket_base::max_listen_connections, ec);
    if (ec == boost::asio::error::address_in_use)
        return fail(Errc::in_use, "another program listens on " + text(at));
    if (ec)
        return fail(Errc::invalid_argument, "cannot listen on " + text(at) + ": " + ec.message());
    return listener;
}

Listener::Listener(boost::asio::io_context& io, ConnectionServices& services,
                   const ListenLimits& limits)
    : acceptor_(io), timer_(io), services_(services), limits_(limits) {}

void Listener::stop() {
    error_code ignored;
    acceptor_.close(ignored);
    timer_.cancel();
}

void Listener::accept() {
    if (!acceptor_.is_open()) return;
    if (!take_turn()) return accept_later(std::chrono::milliseconds(10));
    acceptor_.async_accept([this](error_code ec, ip::tcp::socket socket) {
        if (ec == boost::asio::error::operation_aborted) return;
        on_accepted(ec, std::move(socket));
    });
}

void Listener::on_accepted(error_code ec, ip::tcp::socket socket) {
    // Out of descriptors or memory: what is there goes on, and newcomers wait in the kernel.
    if (ec) return accept_later(std::chrono::milliseconds(100));
    // Over the limit the socket is closed before a handshake costs anything.
    if (connections() < limits_.connections_max)
        serve_connection(std::move(socket), services_, open_);
    accept();
}

void Listener::accept_later(std::chrono::milliseconds delay) {
    timer_.expires_after(delay);
    timer_.async_wait([this](error_code ec) {
        if (!ec) accept();
    });
}

bool Listener::take_turn() {
    const auto now = std::chrono::steady_clock::now();
    const double rate = limits_.accepts_a_second;
    const std::chrono::duration<double> passed = now - turns_at_;
    turns_at_ = now;
    turns_ = std::min(rate, turns_ + passed.count() * rate);
    if (turns_ < 1) return false;
    turns_ -= 1;
    return true;
}

}  // namespace sanderling::server
