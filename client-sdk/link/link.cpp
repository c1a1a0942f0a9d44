// The one file of the client that includes Beast: it takes 20 s to compile.
#include "client-sdk/link/link.hpp"

#include "client-sdk/link/tls_pin.hpp"
#include "core/types/check.hpp"
#include "core/wire/limits.hpp"
#include "core/wire/message.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>

namespace sanderling::link {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;
using tcp = asio::ip::tcp;

// Beast ends a failed read with TLS's farewell and then reports how that went, not what had failed.
// So there is none: the WebSocket's own farewell has said that nothing is missing.
class TlsStream : public asio::ssl::stream<tcp::socket> {
  public:
    using asio::ssl::stream<tcp::socket>::stream;
};

template <class Handler>
void async_teardown(beast::role_type, TlsStream& stream, Handler&& handler) {
    asio::post(stream.get_executor(),
               beast::bind_front_handler(std::forward<Handler>(handler), error_code{}));
}

namespace {

// False: sealed bytes do not compress, and what compresses before it is encrypted tells by its
// size.
using Stream = websocket::stream<TlsStream, false>;

// A server that announces more is cut off before the frame is held in memory.
std::size_t frame_bytes_taken() {
    constexpr std::size_t anything = std::size_t{64} << 20U;
    return is_removed(Check::frame_size) ? anything : wire::limits::frame_bytes_max;
}

enum class Step : std::uint8_t { resolve, connect, tls, websocket, open, closing };

Error error_of_close(const websocket::close_reason& reason) {
    const auto code = static_cast<std::uint16_t>(reason.code);
    const std::string detail = "the server closed the connection (" + std::to_string(code) +
                               (reason.reason.empty() ? "" : " ") +
                               std::string(reason.reason.data(), reason.reason.size()) + ")";
    if (reason.code == websocket::close_code::try_again_later) return fail(Errc::busy, detail);
    if (reason.code == websocket::close_code::too_big) return fail(Errc::too_large, detail);
    return fail(Errc::closed, detail);
}

Error error_of_answer(const websocket::response_type& answer) {
    const std::string status = std::to_string(answer.result_int());
    if (answer.result() == http::status::service_unavailable ||
        answer.result() == http::status::too_many_requests)
        return fail(Errc::busy, "the server answered " + status);
    return fail(Errc::malformed, "no sync server answers there: HTTP " + status);
}

}  // namespace

class Link::Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(asio::io_context& io, LinkOptions options, Callbacks callbacks)
        : options_(std::move(options)),
          callbacks_(std::move(callbacks)),
          pin_(options_.trust),
          resolver_(io),
          timer_(io),
          stream_(tcp::socket(io), configured(pin_, context_)) {}

    void start();
    void send(Bytes frame);
    void close();
    void drop();
    Traffic traffic() const;

  private:
    static asio::ssl::context& configured(PinnedTls& pin, asio::ssl::context& context) {
        pin.apply_to(context.native_handle());
        return context;
    }
    tcp::socket& socket() { return stream_.next_layer().next_layer(); }

    void on_resolved(const tcp::resolver::results_type& endpoints);
    void on_connected();
    void on_tls();
    void on_websocket();
    void read();
    void on_read();
    void write();
    void on_written();
    void finish_closing();
    void limit(std::chrono::milliseconds delay);
    void end(Error reason);
    void end(error_code why);
    Error error_of(error_code why) const;

    // Wraps a continuation: an error ends the link, and after the end nothing goes on.
    template <class Next>
    auto then(Next next) {
        return [self = shared_from_this(), next](error_code why, auto&&... rest) {
            if (self->ended_) return;
            if (why) return self->end(why);
            next(*self, std::forward<decltype(rest)>(rest)...);
        };
    }

    LinkOptions options_;
    Callbacks callbacks_;  // emptied when nobody listens any more
    PinnedTls pin_;
    asio::ssl::context context_{asio::ssl::context::tls_client};
    tcp::resolver resolver_;
    asio::steady_timer timer_;  // while connecting, and while closing
    Stream stream_;
    beast::flat_buffer incoming_{frame_bytes_taken()};
    websocket::response_type answer_{};
    std::deque<Bytes> outgoing_{};  // the first one is being written
    std::size_t outgoing_bytes_ = 0;
    Step step_ = Step::resolve;
    bool ended_ = false;  // the socket is closed; pending operations come back to nothing
};

// ---- Connecting ------------------------------------------------------------------------------

void Link::Connection::start() {
    limit(options_.connect_timeout);
    resolver_.async_resolve(
        options_.server.host, std::to_string(options_.server.port),
        then([](Connection& self, const auto& endpoints) { self.on_resolved(endpoints); }));
}

void Link::Connection::on_resolved(const tcp::resolver::results_type& endpoints) {
    step_ = Step::connect;
    asio::async_connect(socket(), endpoints,
                        then([](Connection& self, const auto&) { self.on_connected(); }));
}

void Link::Connection::on_connected() {
    step_ = Step::tls;
    error_code ignored;
    socket().set_option(tcp::no_delay(true), ignored);
    asio::ip::make_address(options_.server.host, ignored);
    if (ignored)  // a name, which a gateway in front of several servers goes by
        SSL_ctrl(stream_.next_layer().native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME,
                 TLSEXT_NAMETYPE_host_name, options_.server.host.data());
    stream_.next_layer().async_handshake(asio::ssl::stream_base::client,
                                         then([](Connection& self) { self.on_tls(); }));
}

void Link::Connection::on_tls() {
    step_ = Step::websocket;
    if (!pin_.seen() || pin_.refused()) return end(fail(Errc::wrong_server));
    stream_.read_message_max(frame_bytes_taken());
    stream_.auto_fragment(false);
    stream_.binary(true);
    stream_.set_option(websocket::stream_base::timeout{
        options_.connect_timeout, options_.idle_timeout, /*keep_alive_pings=*/true});
    stream_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
        request.set(http::field::sec_websocket_protocol, wire::subprotocol);
        request.set(http::field::user_agent, "sanderling");
    }));
    stream_.async_handshake(answer_, options_.server.host, wire::endpoint,
                            then([](Connection& self) { self.on_websocket(); }));
}

void Link::Connection::on_websocket() {
    if (answer_[http::field::sec_websocket_protocol] != wire::subprotocol)
        return end(fail(Errc::malformed, "the server does not speak sanderling.v1"));
    step_ = Step::open;
    timer_.cancel();
    read();
    const auto up = callbacks_.up;  // a copy, as the call may end the link and empty the member
    if (up) up(*pin_.seen());
}

// ---- Reading and writing ---------------------------------------------------------------------

void Link::Connection::read() {
    stream_.async_read(incoming_, then([](Connection& self, std::size_t) { self.on_read(); }));
}

void Link::Connection::on_read() {
    if (step_ == Step::closing) {  // still read: the server's agreement to close comes this way
        incoming_.clear();
        return read();
    }
    if (!stream_.got_binary()) return end(fail(Errc::malformed, "a text frame"));
    const auto frame = callbacks_.frame;  // a copy, as above
    if (frame) {
        const auto data = incoming_.cdata();
        frame({static_cast<const std::uint8_t*>(data.data()), data.size()});
    }
    incoming_.clear();
    if (!ended_) read();
}

void Link::Connection::send(Bytes frame) {
    if (ended_ || step_ != Step::open) return;
    outgoing_bytes_ += frame.size();
    if (outgoing_bytes_ > options_.send_queue_bytes_max) {
        asio::post(timer_.get_executor(), [self = shared_from_this()] {
            self->end(fail(Errc::timeout, "the server takes no more data"));
        });
        return;
    }
    outgoing_.push_back(std::move(frame));
    if (outgoing_.size() == 1) write();
}

void Link::Connection::write() {
    stream_.async_write(asio::buffer(outgoing_.front()),
                        then([](Connection& self, std::size_t) { self.on_written(); }));
}

void Link::Connection::on_written() {
    outgoing_bytes_ -= outgoing_.front().size();
    outgoing_.pop_front();
    if (!outgoing_.empty()) return write();
    if (step_ == Step::closing) finish_closing();
}

// ---- The end ---------------------------------------------------------------------------------

void Link::Connection::limit(std::chrono::milliseconds delay) {
    timer_.expires_after(delay);
    timer_.async_wait([self = shared_from_this()](error_code why) {
        // A timer that was set again or cancelled too late for its handler says so by its expiry.
        if (why || self->ended_ || self->step_ == Step::open) return;
        if (self->timer_.expiry() > asio::steady_timer::clock_type::now()) return;
        self->end(fail(Errc::timeout, "the server does not answer"));
    });
}

void Link::Connection::close() {
    callbacks_ = {};
    if (ended_) return;
    if (step_ != Step::open) return drop();
    step_ = Step::closing;
    limit(options_.close_timeout);
    if (outgoing_.empty()) finish_closing();
}

void Link::Connection::finish_closing() {
    stream_.async_close(websocket::close_code::normal,
                        [self = shared_from_this()](error_code) { self->drop(); });
}

void Link::Connection::drop() {
    callbacks_ = {};
    ended_ = true;
    resolver_.cancel();
    timer_.cancel();
    error_code ignored;
    socket().close(ignored);
}

void Link::Connection::end(Error reason) {
    if (ended_) return;
    const auto down = std::move(callbacks_.down);
    drop();
    if (down) down(std::move(reason));
}

void Link::Connection::end(error_code why) {
    end(error_of(why));
}

Error Link::Connection::error_of(error_code why) const {
    if (step_ == Step::resolve || step_ == Step::connect)
        return fail(why == asio::error::timed_out ? Errc::timeout : Errc::offline,
                    to_text(options_.server) + ": " + why.message());
    if (step_ == Step::tls) {
        if (pin_.refused())
            return fail(Errc::wrong_server, to_text(options_.server) + " shows the key " +
                                                to_hex(pin_.seen()->view()).substr(0, 16) + "…");
        return fail(Errc::closed, "no TLS connection: " + why.message());
    }
    if (why == websocket::error::upgrade_declined) return error_of_answer(answer_);
    if (why == websocket::error::closed) return error_of_close(stream_.reason());
    if (why == beast::error::timeout) return fail(Errc::timeout, "the server went silent");
    if (why == websocket::error::message_too_big || why == websocket::error::buffer_overflow)
        return fail(Errc::too_large, "a frame of the server over 1 MiB");
    if (why.category() == make_error_code(websocket::error::closed).category())
        return fail(Errc::malformed, "not a WebSocket of ours: " + why.message());
    return fail(Errc::closed, why.message());
}

Traffic Link::Connection::traffic() const {
    // OpenSSL counts what passes between its engine and the socket.
    SSL* ssl = const_cast<Stream&>(stream_).next_layer().native_handle();
    return {BIO_number_written(SSL_get_wbio(ssl)), BIO_number_read(SSL_get_rbio(ssl))};
}

// ---- The handle ------------------------------------------------------------------------------

Link::Link(asio::io_context& io, LinkOptions options, Callbacks callbacks)
    : connection_(std::make_shared<Connection>(io, std::move(options), std::move(callbacks))) {
    connection_->start();
}

Link::~Link() {
    if (connection_) connection_->drop();
}

Link::Link(Link&&) noexcept = default;

Link& Link::operator=(Link&& other) noexcept {
    std::swap(connection_, other.connection_);
    std::swap(last_traffic_, other.last_traffic_);
    return *this;
}

void Link::send(Bytes frame) {
    if (connection_) connection_->send(std::move(frame));
}

void Link::close() {
    if (!connection_) return;
    last_traffic_ = connection_->traffic();
    std::exchange(connection_, nullptr)->close();
}

Traffic Link::traffic() const {
    return connection_ ? connection_->traffic() : last_traffic_;
}

}  // namespace sanderling::link
