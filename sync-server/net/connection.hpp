// One accepted socket: TLS, one HTTP request, then a WebSocket or an answer. Beast lives behind
// this header.
#pragma once

#include "sync-server/net/link.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <memory>

namespace sanderling::server {

struct ConnectionLimits {
    std::chrono::seconds handshake{10};  // TLS and HTTP together; then again for the first frame
    std::chrono::seconds idle{300};
    std::chrono::seconds stall{30};  // without the peer taking anything of what is queued
};

struct HttpAnswer {
    unsigned status = 200;
    std::string body{};
    std::string content_type = "application/json";
};

/// What connections share. Outlives them; used on the thread of the sockets only.
struct ConnectionServices {
    boost::asio::ssl::context& tls;
    ConnectionLimits limits{};
    MakeLinkUser make_user;
    /// The answer to GET of a path other than the endpoint's; status 404 for an unknown one.
    std::function<HttpAnswer(std::string_view path)> answer;
};

/// Runs until the connection ends; `ticket` is released then.
void serve_connection(boost::asio::ip::tcp::socket socket, ConnectionServices& services,
                      std::shared_ptr<void> ticket);

}  // namespace sanderling::server
