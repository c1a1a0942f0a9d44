#include "examples/practitioner-app/http_server.hpp"

#include "examples/practitioner-app/changes.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <chrono>

namespace sanderling::app {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using HttpResponse = http::response<http::string_body>;

constexpr std::chrono::seconds quiet_max{30};   // for a request to come, or an answer to go
constexpr std::chrono::seconds heartbeat{15};   // of an event stream without events
constexpr std::chrono::milliseconds pace{150};  // at least, between two events
constexpr std::size_t threads = 4;

/// Everything comes from here: no script, style, picture or form from or to anywhere else, in no
/// frame, kept in no cache. What is not answered to this page is not readable by another.
void protect(HttpResponse& response) {
    response.set("Content-Security-Policy",
                 "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                 "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
                 "form-action 'none'; frame-ancestors 'none'; "
                 "require-trusted-types-for 'script'; trusted-types lit-html pictures");
    response.set("X-Content-Type-Options", "nosniff");
    response.set("X-Frame-Options", "DENY");
    response.set("Referrer-Policy", "no-referrer");
    response.set("Cross-Origin-Opener-Policy", "same-origin");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    response.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    response.set(http::field::cache_control, "no-store");
}

Request read_request(const http::request<http::string_body>& from) {
    const auto header = [&](auto name) { return std::string(from[name]); };
    Request request{.method = std::string(from.method_string()),
                    .host = header(http::field::host),
                    .origin = header(http::field::origin),
                    .fetch_site = header("Sec-Fetch-Site"),
                    .authorization = header(http::field::authorization),
                    .content_type = header(http::field::content_type),
                    .body = from.body()};
    read_target(std::string(from.target()), request);
    return request;
}

HttpResponse to_http(const Response& from, unsigned version) {
    HttpResponse response{static_cast<http::status>(from.status), version};
    protect(response);
    response.set(http::field::content_type, from.type);
    response.body() = from.body;
    response.prepare_payload();
    return response;
}

/// Counts a connection while it is there.
class Place {
  public:
    explicit Place(std::atomic<std::size_t>& count) : count_(&count) { ++*count_; }
    Place(Place&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
        if (count_ != nullptr) --*count_;
    }

  private:
    std::atomic<std::size_t>* count_;
};

/// Wakes a timer at changes, for as long as it is there.
class Listening {
  public:
    Listening(Changes& changes, const std::shared_ptr<asio::steady_timer>& timer)
        : changes_(changes), id_(changes.listen([timer] {
              asio::post(timer->get_executor(), [timer] { timer->cancel(); });
          })) {}
    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;
    ~Listening() { changes_.forget(id_); }

  private:
    Changes& changes_;
    std::uint64_t id_;
};

asio::awaitable<error_code> write_text(beast::tcp_stream& stream, std::string text) {
    error_code problem;
    stream.expires_after(quiet_max);
    const auto buffer = asio::buffer(text);
    co_await asio::async_write(stream, buffer, asio::redirect_error(asio::use_awaitable, problem));
    co_return problem;
}

asio::awaitable<void> stream_events(beast::tcp_stream& stream, EventStream events,
                                    unsigned version) {
    http::response<http::empty_body> head{http::status::ok, version};
    HttpResponse guarded{http::status::ok, version};
    protect(guarded);
    for (const auto& field : guarded) head.set(field.name_string(), field.value());
    head.set(http::field::content_type, "text/event-stream");
    head.keep_alive(false);
    http::response_serializer<http::empty_body> serializer{head};
    error_code problem;
    stream.expires_after(quiet_max);
    co_await http::async_write_header(stream, serializer,
                                      asio::redirect_error(asio::use_awaitable, problem));
    // Shared with what changes have posted, which may come after the stream's end.
    const auto timer = std::make_shared<asio::steady_timer>(stream.get_executor());
    const Listening listening(*events.changes, timer);
    ChangeCounts told{};
    bool is_first = true;
    while (!problem) {
        if (!events.may_go_on()) {
            problem = co_await write_text(stream, "event: locked\ndata: {}\n\n");
            break;
        }
        const ChangeCounts now = events.changes->counts();
        std::string text;
        if (is_first || now.data != told.data) text += "event: data\ndata: {}\n\n";
        if (is_first || now.sync != told.sync) text += "event: sync\ndata: {}\n\n";
        const bool is_quiet = text.empty();
        if (is_quiet) text = ": still here\n\n";
        is_first = false;
        told = now;
        problem = co_await write_text(stream, std::move(text));
        if (problem) break;
        stream.expires_never();
        error_code ignored;
        timer->expires_after(pace);  // several changes in short order are one event
        co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        if (events.changes->counts() != told || !events.may_go_on()) continue;
        timer->expires_after(heartbeat);
        co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

}  // namespace

struct HttpServer::State {
    explicit State(const HttpLimits& given) : limits(given) {}

    HttpLimits limits;
    std::uint16_t port = 0;
    Handler handler{};
    std::atomic<std::size_t> connections{0};
    asio::thread_pool pool{threads};  // last: what runs in it uses the rest
    tcp::acceptor acceptor{asio::make_strand(pool)};

    asio::awaitable<void> accept();
    asio::awaitable<void> converse(tcp::socket socket, Place place);
};

asio::awaitable<void> HttpServer::State::converse(tcp::socket socket, Place) {
    beast::tcp_stream stream(std::move(socket));
    beast::flat_buffer buffer;
    error_code problem;
    for (;;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(limits.body_bytes);
        parser.header_limit(8192);
        stream.expires_after(quiet_max);
        co_await http::async_read(stream, buffer, parser,
                                  asio::redirect_error(asio::use_awaitable, problem));
        if (problem) break;
        const bool goes_on = parser.get().keep_alive();
        const unsigned version = parser.get().version();
        Answer answer = handler(read_request(parser.get()));
        if (auto* events = std::get_if<EventStream>(&answer)) {
            EventStream taken = std::move(*events);
            co_await stream_events(stream, std::move(taken), version);
            break;
        }
        HttpResponse response = to_http(std::get<Response>(answer), version);
        response.keep_alive(goes_on);
        stream.expires_after(quiet_max);
        co_await http::async_write(stream, response,
                                   asio::redirect_error(asio::use_awaitable, problem));
        if (problem || !goes_on) break;
    }
    error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> HttpServer::State::accept() {
    while (acceptor.is_open()) {
        error_code problem;
        tcp::socket socket(asio::make_strand(pool));
        co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, problem));
        if (problem == asio::error::operation_aborted) break;
        if (problem || connections >= limits.connections) continue;  // the socket closes
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        const auto executor = socket.get_executor();
        Place place(connections);
        // Whatever ends a conversation ends only that.
        asio::co_spawn(executor, converse(std::move(socket), std::move(place)), asio::detached);
    }
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpServer::~HttpServer() {
    stop();
}

Result<std::unique_ptr<HttpServer>> HttpServer::listen(std::uint16_t port,
                                                       const HttpLimits& limits) {
    auto state = std::make_unique<State>(limits);
    const tcp::endpoint here(asio::ip::address_v4::loopback(), port);
    error_code problem;
    state->acceptor.open(here.protocol(), problem);
    if (!problem) state->acceptor.set_option(tcp::acceptor::reuse_address(true), problem);
    if (!problem) state->acceptor.bind(here, problem);
    if (!problem) state->acceptor.listen(asio::socket_base::max_listen_connections, problem);
    if (problem)
        return fail(Errc::io, "127.0.0.1:" + std::to_string(port) + ": " + problem.message());
    state->port = state->acceptor.local_endpoint(problem).port();
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

std::uint16_t HttpServer::port() const {
    return state_->port;
}

void HttpServer::serve(Handler handler) {
    state_->handler = std::move(handler);
    asio::co_spawn(state_->acceptor.get_executor(), state_->accept(), asio::detached);
}

void HttpServer::stop() {
    state_->pool.stop();
    state_->pool.join();
}

}  // namespace sanderling::app
