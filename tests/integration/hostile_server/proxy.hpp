// The server that lies: it ends the device's TLS connection with the real server's own key, takes
// every frame apart, lets an attack rewrite it, and passes it on to the real server and back.
#pragma once

#include "core/scope_log/certificate.hpp"
#include "core/wire/message.hpp"
#include "sync-server/net/tls_identity.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sanderling::tests {

/// Who has sent a message.
enum class From : std::uint8_t { client, server };

/// What goes on in its place, in both directions.
struct Passed {
    std::vector<wire::Message> to_client{};
    std::vector<wire::Message> to_server{};

    /// As it was.
    static Passed on(From from, wire::Message message);
    static Passed nothing() { return {}; }
};

using Rewrite = std::function<Passed(From, wire::Message)>;

struct ProxyOptions {
    std::uint16_t server_port = 0;
    scope_log::TlsKeyHash server_key{};
    server::TlsFiles tls{};  // what clients are shown
};

/// Has a thread of its own, on which rewriting happens. All methods may be called from any thread.
class HostileProxy {
  public:
    explicit HostileProxy(const ProxyOptions& options);
    ~HostileProxy();
    HostileProxy(const HostileProxy&) = delete;
    HostileProxy& operator=(const HostileProxy&) = delete;

    std::uint16_t port() const;
    std::string address() const { return "127.0.0.1:" + std::to_string(port()); }
    /// From the next message on, of whatever connection. Returns when the one before is no more in
    /// use.
    void rewrite(Rewrite attack);
    /// Passes everything on as it is.
    void be_honest() { rewrite(Passed::on); }

  private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace sanderling::tests
