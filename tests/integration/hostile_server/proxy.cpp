#include "tests/integration/hostile_server/proxy.hpp"

#include "client-sdk/link/link.hpp"
#include "core/wire/codec.hpp"
#include "sync-server/net/listener.hpp"

#include <boost/asio/post.hpp>

#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

namespace sanderling::tests {

namespace asio = boost::asio;

Passed Passed::on(From from, wire::Message message) {
    Passed out;
    (from == From::client ? out.to_server : out.to_client).push_back(std::move(message));
    return out;
}

namespace {

/// The attack in force, which a test replaces while connections use it.
class Attack {
  public:
    Passed pass(From from, wire::Message message) {
        const std::lock_guard lock(mutex_);
        return rewrite_(from, std::move(message));
    }
    void set(Rewrite rewrite) {
        const std::lock_guard lock(mutex_);
        rewrite_ = std::move(rewrite);
    }

  private:
    std::mutex mutex_;
    Rewrite rewrite_ = Passed::on;  // guarded by mutex_
};

/// One device's connection, and ours to the real server.
class Relay final : public server::LinkUser {
  public:
    Relay(asio::io_context& io, server::Link& client, const ProxyOptions& options, Attack& attack)
        : io_(io), client_(client), options_(options), attack_(attack) {}

    void on_open() override {
        link::LinkOptions to;
        to.server = {"127.0.0.1", options_.server_port};
        to.trust = link::Pinned{{options_.server_key}};
        link::Callbacks callbacks;
        // Nothing is taken from the device before there is somebody to pass it on to.
        callbacks.up = [this](const link::TlsKeyHash&) { client_.receive(); };
        callbacks.frame = [this](ByteView frame) { take(From::server, frame); };
        callbacks.down = [this](Error reason) { client_.close(reason); };
        upstream_.emplace(io_, std::move(to), std::move(callbacks));
    }
    void on_frame(Bytes frame) override {
        take(From::client, frame);
        client_.receive();
    }
    void on_bad_frame(Error error) override { client_.close(error); }
    void on_sent() override {}
    void on_closed() override { upstream_.reset(); }

  private:
    void take(From from, ByteView frame) {
        auto message = wire::decode(frame);
        if (!message) return client_.close(message.error());
        const Passed passed = attack_.pass(from, std::move(*message));
        for (const wire::Message& m : passed.to_client) client_.send(wire::encode(m));
        for (const wire::Message& m : passed.to_server) upstream_->send(wire::encode(m));
    }

    asio::io_context& io_;
    server::Link& client_;
    const ProxyOptions& options_;
    Attack& attack_;
    std::optional<link::Link> upstream_{};
};

template <class T>
T taken(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
}

}  // namespace

class HostileProxy::Loop {
  public:
    explicit Loop(const ProxyOptions& options)
        : options_(options),
          tls_(taken(server::load_tls(options_.tls))),
          services_{.tls = *tls_,
                    .make_user =
                        [this](server::Link& client) {
                            return std::make_unique<Relay>(io_, client, options_, attack_);
                        },
                    .answer = [](std::string_view) { return server::HttpAnswer{.status = 404}; }},
          listener_(taken(server::Listener::open(io_, {asio::ip::make_address("127.0.0.1"), 0},
                                                 services_, {}))),
          port_(listener_->endpoint().port()) {
        listener_->start();
        thread_ = std::thread([this] { io_.run(); });
    }
    ~Loop() {
        io_.stop();
        thread_.join();
    }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    std::uint16_t port() const { return port_; }
    Attack& attack() { return attack_; }

  private:
    ProxyOptions options_;
    Attack attack_{};
    std::unique_ptr<asio::ssl::context> tls_;
    server::ConnectionServices services_;
    asio::io_context io_{1};
    std::unique_ptr<server::Listener> listener_;
    std::uint16_t port_ = 0;
    std::thread thread_{};
};

HostileProxy::HostileProxy(const ProxyOptions& options) : loop_(std::make_unique<Loop>(options)) {}
HostileProxy::~HostileProxy() = default;

std::uint16_t HostileProxy::port() const {
    return loop_->port();
}

void HostileProxy::rewrite(Rewrite attack) {
    loop_->attack().set(std::move(attack));
}

}  // namespace sanderling::tests
