// Accepts sockets, no more at once and no faster than the machine can greet them.
#pragma once

#include "core/types/error.hpp"
#include "sync-server/net/connection.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>

namespace sanderling::server {

struct ListenLimits {
    std::size_t connections_max = 10'000;
    std::uint32_t accepts_a_second = 400;  // a TLS handshake costs 0.7 ms
};

/// Used on the thread of the sockets only.
class Listener {
  public:
    /// Errors: invalid_argument (not an address of this machine), in_use (the port is taken).
    static Result<std::unique_ptr<Listener>> open(boost::asio::io_context& io,
                                                  const boost::asio::ip::tcp::endpoint& at,
                                                  ConnectionServices& services,
                                                  const ListenLimits& limits);

    boost::asio::ip::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }
    void start() { accept(); }
    void stop();
    std::size_t connections() const { return static_cast<std::size_t>(open_.use_count() - 1); }

  private:
    Listener(boost::asio::io_context& io, ConnectionServices& services, const ListenLimits& limits);
    void accept();
    void accept_later(std::chrono::milliseconds delay);
    void on_accepted(boost::system::error_code ec, boost::asio::ip::tcp::socket socket);
    bool take_turn();

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer timer_;
    ConnectionServices& services_;
    ListenLimits limits_;
    std::shared_ptr<void> open_ = std::make_shared<int>(0);  // each connection shares it: a count
    double turns_ = 0;
    std::chrono::steady_clock::time_point turns_at_{};
};

}  // namespace sanderling::server
