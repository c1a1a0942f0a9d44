// A small TLS WebSocket server for tests: it does to a client what its script says, good or bad.
#pragma once

#include "core/scope_log/certificate.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sanderling::tests {

/// How far the server goes along before the script begins.
enum class Welcome : std::uint8_t {
    websocket,          // all the way
    silent_tcp,         // accepts, and says nothing
    http_404,           // TLS, but no WebSocket there
    http_503,           // asks to come later
    other_subprotocol,  // a WebSocket of somebody else
};

class TlsServer {
  public:
    /// One connected client, for the script, on the server's thread.
    class Peer {
      public:
        void send(ByteView frame);
        void send_text(std::string_view text);
        /// Under the WebSocket: bytes that are no frame.
        void send_raw(ByteView bytes);
        /// The next binary frame; nothing once the client has gone.
        std::optional<Bytes> receive();
        /// Reads and answers nothing any more, until the server is destroyed.
        void hold();
        /// Cuts the connection without a farewell.
        void cut();
        /// 0 for the first connection.
        std::size_t index() const { return index_; }

      private:
        friend class TlsServer;
        struct Socket;
        Peer(Socket& socket, std::size_t index) : socket_(socket), index_(index) {}
        Socket& socket_;
        std::size_t index_;
    };
    using Script = std::function<void(Peer&)>;

    explicit TlsServer(Script script, Welcome welcome = Welcome::websocket);
    ~TlsServer();

    std::uint16_t port() const;
    const scope_log::TlsKeyHash& key() const;
    std::size_t connections() const;
    /// Bytes that clients sent inside TLS, the WebSocket's request included.
    std::size_t bytes_heard() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sanderling::tests
