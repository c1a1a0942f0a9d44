#include "client-sdk/link/address.hpp"

#include "core/wire/message.hpp"

#include <charconv>

namespace sanderling::link {

namespace {

constexpr std::size_t host_bytes_max = 253;  // of a name in DNS

Result<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0)
        return fail(Errc::invalid_argument, "the port must be a number from 1 to 65535");
    return port;
}

}  // namespace

Result<ServerAddress> parse_server(std::string_view text) {
    constexpr std::string_view scheme = "wss://";
    if (text.starts_with(scheme)) {
        text.remove_prefix(scheme.size());
    } else if (text.find("://") != std::string_view::npos) {
        return fail(Errc::invalid_argument, "the server's address must begin with wss://");
    }
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos) {
        const std::string_view path = text.substr(slash);
        if (path != "/" && path != wire::endpoint)
            return fail(Errc::invalid_argument, "the server's address must end with /sync");
        text = text.substr(0, slash);
    }
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return fail(Errc::invalid_argument, "the server's address needs a port: HOST:PORT");
    std::string_view host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return fail(Errc::invalid_argument, "write an IPv6 address in brackets: [::1]:PORT");
    }
    if (host.empty() || host.size() > host_bytes_max ||
        host.find_first_of(" \t\r\n@?#\\") != std::string_view::npos)
        return fail(Errc::invalid_argument, "the server's host name is not valid");
    auto port = parse_port(text.substr(colon + 1));
    if (!port) return port.error();
    return ServerAddress{std::string(host), *port};
}

std::string to_text(const ServerAddress& server) {
    const bool is_ipv6 = server.host.find(':') != std::string::npos;
    const std::string host = is_ipv6 ? "[" + server.host + "]" : server.host;
    return "wss://" + host + ":" + std::to_string(server.port) + wire::endpoint;
}

}  // namespace sanderling::link
