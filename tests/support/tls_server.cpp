#include "tests/support/tls_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <sys/socket.h>

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace sanderling::tests {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {

// A fresh key and a certificate over it, signed by itself.
scope_log::TlsKeyHash install_identity(SSL_CTX* context) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);

    std::uint8_t* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    scope_log::TlsKeyHash out;
    SHA256(der, static_cast<std::size_t>(size), out.bytes.data());
    OPENSSL_free(der);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return out;
}

}  // namespace

struct TlsServer::Peer::Socket {
    Socket(tcp::socket raw, asio::ssl::context& context, State& server)
        : stream(std::move(raw), context), owner(server) {}

    websocket::stream<asio::ssl::stream<tcp::socket>> stream;
    State& owner;
};

struct TlsServer::State {
    Script script;
    Welcome welcome;
    asio::io_context io{};
    asio::ssl::context context{asio::ssl::context::tls_server};
    scope_log::TlsKeyHash key = install_identity(context.native_handle());
    tcp::acceptor acceptor{io, {asio::ip::make_address("127.0.0.1"), 0}};
    std::uint16_t port = acceptor.local_endpoint().port();
    std::atomic<std::size_t> accepted{0};
    std::atomic<std::size_t> heard{0};

    std::mutex mutex;  // guards what follows
    std::condition_variable ending;
    bool is_ending = false;
    std::set<int> open{};

    std::vector<std::thread> sessions{};  // of the accepting thread, then of the destructor
    std::thread accepting{};

    void accept_all();
    void serve(tcp::socket raw, std::size_t index);
    void greet(Peer::Socket& socket, std::size_t index);
    void answer_http(Peer::Socket& socket, http::status status);
    void hold();
};

void TlsServer::State::accept_all() {
    while (true) {
        error_code why;
        tcp::socket raw(io);
        acceptor.accept(raw, why);
        const std::lock_guard lock(mutex);
        if (why || is_ending) return;
        open.insert(raw.native_handle());
        const std::size_t index = accepted++;
        sessions.emplace_back([this, index, s = std::move(raw)]() mutable {
            const int fd = s.native_handle();
            serve(std::move(s), index);
            const std::lock_guard closing(mutex);
            open.erase(fd);
        });
    }
}

void TlsServer::State::serve(tcp::socket raw, std::size_t index) {
    if (welcome == Welcome::silent_tcp) return hold();
    Peer::Socket socket(std::move(raw), context, *this);
    try {
        socket.stream.next_layer().handshake(asio::ssl::stream_base::server);
        greet(socket, index);
    } catch (const boost::system::system_error&) {
        // The client has gone, which is what many tests are about.
    }
}

void TlsServer::State::greet(Peer::Socket& socket, std::size_t index) {
    if (welcome == Welcome::http_404) return answer_http(socket, http::status::not_found);
    if (welcome == Welcome::http_503) return answer_http(socket, http::status::service_unavailable);
    beast::flat_buffer buffer;
    http::request<http::empty_body> request;
    heard += http::read(socket.stream.next_layer(), buffer, request);
    const bool ours = welcome == Welcome::websocket;
    socket.stream.set_option(
        websocket::stream_base::decorator([ours](websocket::response_type& answer) {
            answer.set(http::field::sec_websocket_protocol, ours ? "sanderling.v1" : "chat");
        }));
    socket.stream.accept(request);
    socket.stream.binary(true);
    Peer peer(socket, index);
    script(peer);
    error_code ignored;
    socket.stream.close(websocket::close_code::normal, ignored);
}

void TlsServer::State::answer_http(Peer::Socket& socket, http::status status) {
    beast::flat_buffer buffer;
    http::request<http::empty_body> request;
    http::read(socket.stream.next_layer(), buffer, request);
    http::response<http::empty_body> answer(status, 11);
    answer.prepare_payload();
    http::write(socket.stream.next_layer(), answer);
}

void TlsServer::State::hold() {
    std::unique_lock lock(mutex);
    ending.wait(lock, [this] { return is_ending; });
}

TlsServer::TlsServer(Script script, Welcome welcome)
    : state_(std::make_unique<State>(std::move(script), welcome)) {
    state_->accepting = std::thread([s = state_.get()] { s->accept_all(); });
}

TlsServer::~TlsServer() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->is_ending = true;
        ::shutdown(state_->acceptor.native_handle(), SHUT_RDWR);
        for (const int fd : state_->open) ::shutdown(fd, SHUT_RDWR);
    }
    state_->ending.notify_all();
    state_->accepting.join();
    for (std::thread& session : state_->sessions) session.join();
}

std::uint16_t TlsServer::port() const {
    return state_->port;
}

const scope_log::TlsKeyHash& TlsServer::key() const {
    return state_->key;
}

std::size_t TlsServer::connections() const {
    return state_->accepted;
}

std::size_t TlsServer::bytes_heard() const {
    return state_->heard;
}

// ---- Peer ------------------------------------------------------------------------------------

void TlsServer::Peer::send(ByteView frame) {
    socket_.stream.write(asio::buffer(frame.data(), frame.size()));
}

void TlsServer::Peer::send_text(std::string_view text) {
    socket_.stream.text(true);
    socket_.stream.write(asio::buffer(text));
    socket_.stream.binary(true);
}

void TlsServer::Peer::send_raw(ByteView bytes) {
    asio::write(socket_.stream.next_layer(), asio::buffer(bytes.data(), bytes.size()));
}

std::optional<Bytes> TlsServer::Peer::receive() {
    beast::flat_buffer buffer;
    error_code why;
    socket_.stream.read(buffer, why);
    if (why) return std::nullopt;
    const auto data = buffer.cdata();
    socket_.owner.heard += data.size();
    return to_bytes({static_cast<const std::uint8_t*>(data.data()), data.size()});
}

void TlsServer::Peer::hold() {
    socket_.owner.hold();
}

void TlsServer::Peer::cut() {
    error_code ignored;
    socket_.stream.next_layer().next_layer().close(ignored);
}

}  // namespace sanderling::tests
