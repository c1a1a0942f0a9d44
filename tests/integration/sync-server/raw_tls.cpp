#include "tests/integration/sync-server/raw_tls.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <sys/socket.h>

namespace sanderling::server::testing {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

tcp::endpoint here(std::uint16_t port) {
    return {asio::ip::address_v4::loopback(), port};
}

void limit_waits(tcp::socket& socket, std::chrono::seconds limit) {
    const timeval wait{limit.count(), 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
}

}  // namespace

struct RawTls::Stream {
    asio::io_context io{};
    asio::ssl::context tls{asio::ssl::context::tls_client};
    asio::ssl::stream<tcp::socket> stream{io, tls};
};

RawTls::RawTls(std::uint16_t port) : stream_(std::make_unique<Stream>()) {
    stream_->stream.lowest_layer().connect(here(port));
    limit_waits(stream_->stream.next_layer(), std::chrono::seconds(20));
    stream_->stream.handshake(asio::ssl::stream_base::client);
}

RawTls::~RawTls() = default;

bool RawTls::fill(std::size_t bytes) {
    std::array<char, 4096> buffer{};
    while (received_.size() < bytes && !is_over_) {
        boost::system::error_code ec;
        const std::size_t n = stream_->stream.read_some(asio::buffer(buffer), ec);
        received_.append(buffer.data(), n);
        is_over_ = bool(ec);
    }
    return received_.size() >= bytes;
}

std::string RawTls::exchange(const std::string& request) {
    asio::write(stream_->stream, asio::buffer(request));
    while (received_.find("\r\n\r\n") == std::string::npos && fill(received_.size() + 1)) {
    }
    const std::size_t body_at = received_.find("\r\n\r\n");
    const std::size_t length_at = received_.find("Content-Length: ");
    if (body_at != std::string::npos && length_at != std::string::npos)
        fill(body_at + 4 + std::stoul(received_.substr(length_at + 16)));
    return std::exchange(received_, {});
}

void RawTls::upgrade() {
    exchange(
        "GET /sync HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: sanderling.v1\r\n\r\n");
}

void RawTls::send_frame(Opcode opcode, ByteView content) {
    // Final, masked with zeros, shorter than 126 bytes.
    std::string frame{static_cast<char>(0x80U | static_cast<unsigned>(opcode)),
                      static_cast<char>(0x80U | content.size()),
                      0,
                      0,
                      0,
                      0};
    frame += as_text(content);
    asio::write(stream_->stream, asio::buffer(frame));
}

void RawTls::announce_frame(std::uint64_t bytes) {
    std::string header{static_cast<char>(0x82), static_cast<char>(0xFF)};
    for (int shift = 56; shift >= 0; shift -= 8)
        header += static_cast<char>((bytes >> static_cast<unsigned>(shift)) & 0xFFU);
    header.append(4, '\0');
    asio::write(stream_->stream, asio::buffer(header));
}

std::string RawTls::receive_frame() {
    if (!fill(2)) return {};
    const auto opcode = static_cast<std::uint8_t>(received_[0]) & 0x0FU;
    std::size_t size = static_cast<std::uint8_t>(received_[1]);
    std::size_t header = 2;
    if (size == 126 && fill(4)) {
        size = static_cast<std::size_t>(static_cast<std::uint8_t>(received_[2])) << 8U |
               static_cast<std::uint8_t>(received_[3]);
        header = 4;
    }
    if (!fill(header + size)) return {};
    std::string content = received_.substr(header, size);
    received_.erase(0, header + size);
    if (opcode == 8 && content.size() >= 2) {
        close_code_ =
            static_cast<std::uint8_t>(content[0]) << 8 | static_cast<std::uint8_t>(content[1]);
        is_over_ = true;
    }
    return content;
}

std::string RawTls::receive_until_close() {
    std::string all;
    while (!is_over_ || !received_.empty()) {
        const std::string next = receive_frame();
        if (next.empty()) break;
        all += next;
    }
    return all;
}

bool RawTls::is_dropped_without_tls(std::uint16_t port, std::chrono::seconds within) {
    asio::io_context io;
    tcp::socket socket(io);
    socket.connect(here(port));
    limit_waits(socket, within);
    std::array<char, 1> buffer{};
    return ::recv(socket.native_handle(), buffer.data(), buffer.size(), 0) == 0;
}

}  // namespace sanderling::server::testing
