#include "sync-server/net/connection.hpp"

#include "core/wire/limits.hpp"
#include "core/wire/message.hpp"
#include "sync-server/net/tcp_progress.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <deque>

namespace sanderling::server {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using TlsStream = asio::ssl::stream<beast::tcp_stream>;

constexpr std::size_t http_header_bytes_max = 8 * 1024;
constexpr std::size_t buffer_bytes_kept = 64 * 1024;  // an idle connection holds no more
constexpr std::chrono::seconds tick{5};
constexpr std::chrono::seconds close_patience{2};

websocket::close_code code_for(Errc reason) {
    switch (reason) {
        case Errc::ok:
            return websocket::close_code::normal;
        case Errc::closed:
            return websocket::close_code::going_away;
        case Errc::too_large:
            return websocket::close_code::too_big;
        case Errc::malformed:
        case Errc::unknown_message:
        case Errc::unexpected_message:
            return websocket::close_code::protocol_error;
        case Errc::busy:
        case Errc::timeout:
            return websocket::close_code::try_again_later;
        case Errc::internal:
            return websocket::close_code::internal_error;
        default:
            return websocket::close_code::policy_error;
    }
}

class Connection final : public Link, public std::enable_shared_from_this<Connection> {
  public:
    Connection(asio::ip::tcp::socket socket, ConnectionServices& services,
               std::shared_ptr<void> ticket)
        : services_(services),
          ticket_(std::move(ticket)),
          stream_(std::move(socket), services.tls),
          timer_(stream_.get_executor()) {}

    void start();

    void send(Bytes frame) override;
    void close(const Error& reason) override;
    void receive() override;
    std::size_t queued_bytes() const override { return queued_bytes_; }

  private:
    // Before a WebSocket is there, beast's own deadline on the socket holds.
    struct Handshaking {};
    struct AwaitingFirstFrame {
        Clock::time_point since{};
    };
    struct Live {};
    struct Closing {
        Clock::time_point since{};
        websocket::close_reason reason{};
    };
    struct Ended {};
    using State = std::variant<Handshaking, AwaitingFirstFrame, Live, Closing, Ended>;

    beast::tcp_stream& tcp() { return beast::get_lowest_layer(stream_); }
    template <class Method, class... Arguments>
    auto bound(Method method, Arguments&&... arguments) {
        return beast::bind_front_handler(method, shared_from_this(),
                                         std::forward<Arguments>(arguments)...);
    }

    void read_request();
    void on_request(error_code ec, std::size_t);
    std::string refusal(const http::request<http::empty_body>& request) const;
    void upgrade();
    void on_upgraded(error_code ec);
    void answer(const HttpAnswer& content);
    void on_answered(std::shared_ptr<void> response, error_code ec, std::size_t);

    void on_read(error_code ec, std::size_t);
    void write_next();
    void on_written(error_code ec, std::size_t);
    void start_close();
    void wait(Clock::duration delay);
    void on_tick(error_code ec);
    void drop();
    void end();

    ConnectionServices& services_;
    std::shared_ptr<void> ticket_;  // counts this connection; shared with the listener
    websocket::stream<TlsStream> stream_;
    asio::steady_timer timer_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::empty_body>> request_;
    std::unique_ptr<LinkUser> user_;
    State state_;
    std::deque<Bytes> queue_;
    std::size_t queued_bytes_ = 0;
    Clock::time_point progress_at_{};
    std::uint64_t acknowledged_ = 0;
};

// ---- TLS and HTTP
// --------------------------------------------------------------------------------

void Connection::start() {
    tcp().socket().set_option(asio::ip::tcp::no_delay(true));
    const auto stall = std::chrono::milliseconds(services_.limits.stall).count();
    set_tcp_user_timeout(tcp().socket().native_handle(), static_cast<unsigned>(stall));
    tcp().expires_after(services_.limits.handshake);
    auto self = shared_from_this();
    stream_.next_layer().async_handshake(asio::ssl::stream_base::server, [self](error_code ec) {
        if (!ec) self->read_request();
    });
}

void Connection::read_request() {
    request_.emplace();
    request_->header_limit(http_header_bytes_max);
    request_->body_limit(0);
    http::async_read(stream_.next_layer(), buffer_, *request_, bound(&Connection::on_request));
}

void Connection::on_request(error_code ec, std::size_t) {
    if (ec) return;  // the deadline, the peer, or not HTTP: there is nobody to answer
    const auto& request = request_->get();
    const std::string_view target(request.target().data(), request.target().size());
    if (target != wire::endpoint) {
        if (request.method() != http::verb::get) return answer({405, "only GET\n", "text/plain"});
        return answer(services_.answer(target));
    }
    if (!websocket::is_upgrade(request))
        return answer({426, "this is a WebSocket endpoint\n", "text/plain"});
    if (const std::string why = refusal(request); !why.empty())
        return answer({400, why, "text/plain"});
    upgrade();
}

std::string Connection::refusal(const http::request<http::empty_body>& request) const {
    // A page in a browser has no business here: devices speak for themselves.
    if (request.count(http::field::origin) != 0) return "browser origins are not served\n";
    const auto offered = request[http::field::sec_websocket_protocol];
    for (const auto& name : http::token_list(offered))
        if (name == wire::subprotocol) return {};
    return std::string("the subprotocol has to be ") + wire::subprotocol + "\n";
}

void Connection::answer(const HttpAnswer& content) {
    auto response = std::make_shared<http::response<http::string_body>>();
    response->result(content.status);
    response->set(http::field::content_type, content.content_type);
    response->set(http::field::cache_control, "no-store");
    if (content.status == 426) response->set(http::field::upgrade, "websocket");
    response->keep_alive(false);
    response->body() = content.body;
    response->prepare_payload();
    tcp().expires_after(services_.limits.handshake);
    auto& sent = *response;
    http::async_write(stream_.next_layer(), sent,
                      bound(&Connection::on_answered, std::shared_ptr<void>(response)));
}

void Connection::on_answered(std::shared_ptr<void>, error_code ec, std::size_t) {
    if (ec) return;
    auto self = shared_from_this();
    stream_.next_layer().async_shutdown([self](error_code) {});
}

void Connection::upgrade() {
    tcp().expires_never();
    websocket::stream_base::timeout timeout{};
    timeout.handshake_timeout = services_.limits.handshake;
    timeout.idle_timeout = services_.limits.idle;
    timeout.keep_alive_pings = true;
    stream_.set_option(timeout);
    stream_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
        response.set(http::field::sec_websocket_protocol, wire::subprotocol);
    }));
    stream_.read_message_max(wire::limits::frame_bytes_max);
    stream_.auto_fragment(false);
    stream_.binary(true);
    stream_.async_accept(request_->get(), bound(&Connection::on_upgraded));
}

void Connection::on_upgraded(error_code ec) {
    if (ec) return;
    request_.reset();
    buffer_.clear();
    state_ = AwaitingFirstFrame{Clock::now()};
    wait(services_.limits.handshake);
    user_ = services_.make_user(*this);
    user_->on_open();
}

// ---- Frames
// --------------------------------------------------------------------------------------

void Connection::receive() {
    stream_.async_read(buffer_, bound(&Connection::on_read));
}

void Connection::on_read(error_code ec, std::size_t) {
    if (std::holds_alternative<Ended>(state_)) return;
    if (ec == websocket::error::message_too_big) {
        // Beast has answered with code 1009 and reads no further.
        user_->on_bad_frame(fail(Errc::too_large, "a frame over the limit"));
        return end();
    }
    if (ec) return end();
    if (std::holds_alternative<AwaitingFirstFrame>(state_)) state_ = Live{};
    if (!stream_.got_binary()) {
        user_->on_bad_frame(fail(Errc::malformed, "a text frame"));
        return;
    }
    const auto data = buffer_.cdata();
    Bytes frame = to_bytes({static_cast<const std::uint8_t*>(data.data()), data.size()});
    buffer_.consume(buffer_.size());
    if (buffer_.capacity() > buffer_bytes_kept) buffer_.shrink_to_fit();
    user_->on_frame(std::move(frame));
}

void Connection::send(Bytes frame) {
    if (std::holds_alternative<Closing>(state_) || std::holds_alternative<Ended>(state_)) return;
    queued_bytes_ += frame.size();
    queue_.push_back(std::move(frame));
    if (queue_.size() == 1) write_next();
}

void Connection::write_next() {
    progress_at_ = Clock::now();
    if (!std::holds_alternative<AwaitingFirstFrame>(state_)) wait(tick);
    stream_.async_write(asio::buffer(queue_.front()), bound(&Connection::on_written));
}

void Connection::on_written(error_code ec, std::size_t) {
    if (std::holds_alternative<Ended>(state_)) return;
    if (ec) return end();
    queued_bytes_ -= queue_.front().size();
    queue_.pop_front();
    if (!queue_.empty())
        write_next();
    else if (std::holds_alternative<Closing>(state_))
        start_close();
    user_->on_sent();
}

void Connection::close(const Error& reason) {
    if (std::holds_alternative<Closing>(state_) || std::holds_alternative<Ended>(state_)) return;
    constexpr std::size_t reason_bytes_max = 120;  // of a close frame, with its code
    const std::string_view name = traits(reason.code).name;
    state_ = Closing{Clock::now(),
                     {code_for(reason.code), std::string(name.substr(0, reason_bytes_max))}};
    wait(close_patience);
    if (queue_.empty()) start_close();
}

void Connection::start_close() {
    auto self = shared_from_this();
    const auto reason = std::get<Closing>(state_).reason;
    stream_.async_close(reason, [self](error_code) { self->end(); });
}

// ---- Deadlines
// -----------------------------------------------------------------------------------

void Connection::wait(Clock::duration delay) {
    timer_.expires_after(delay);
    timer_.async_wait(bound(&Connection::on_tick));
}

void Connection::on_tick(error_code ec) {
    if (ec || std::holds_alternative<Ended>(state_)) return;
    if (std::holds_alternative<AwaitingFirstFrame>(state_))
        return close(fail(Errc::timeout, "no first frame"));
    const auto now = Clock::now();
    const std::uint64_t acknowledged = tcp_acknowledged_bytes(tcp().socket().native_handle());
    if (acknowledged != acknowledged_) progress_at_ = now;
    acknowledged_ = acknowledged;
    if (!queue_.empty() && now - progress_at_ >= services_.limits.stall) return drop();
    // A peer that takes the rest is given its time; one that only fails to say goodbye is not.
    if (std::holds_alternative<Closing>(state_) && queue_.empty() &&
        now - std::get<Closing>(state_).since >= close_patience)
        return drop();
    if (!queue_.empty() || std::holds_alternative<Closing>(state_)) wait(tick);
}

// The socket is closed under whatever waits on it, which then fails.
void Connection::drop() {
    error_code ignored;
    tcp().socket().close(ignored);
    asio::post(stream_.get_executor(), bound(&Connection::end));
}

void Connection::end() {
    if (std::holds_alternative<Ended>(state_)) return;
    state_ = Ended{};
    timer_.cancel();
    error_code ignored;
    tcp().socket().close(ignored);  // whatever still waits on it fails, and lets go of this
    if (!user_) return;
    user_->on_closed();
    user_.reset();
}

}  // namespace

void serve_connection(asio::ip::tcp::socket socket, ConnectionServices& services,
                      std::shared_ptr<void> ticket) {
    std::make_shared<Connection>(std::move(socket), services, std::move(ticket))->start();
}

}  // namespace sanderling::server
