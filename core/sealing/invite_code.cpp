#include "core/sealing/invite_code.hpp"

#include "core/crypto/hash.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace sanderling::sealing {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view scheme = "sanderling://";
constexpr std::string_view uri_version = "?v=1";
constexpr std::size_t group_characters = 5;
constexpr std::size_t last_hyphen_at = 20;  // the last group has six

/// What is hashed out of the secret: part of the format.
enum class Derived : std::uint8_t { lookup = 1, key = 2 };

std::optional<std::uint8_t> digit(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'I' || c == 'L') c = '1';
    if (c == 'O') c = '0';
    const std::size_t at = alphabet.find(c);
    if (at == std::string_view::npos) return std::nullopt;
    return static_cast<std::uint8_t>(at);
}

std::string spelled(char c) {
    if (c >= '!' && c <= '~') return std::string("'") + c + "'";
    return "a character outside A to Z and 0 to 9";
}

/// Over the 26 canonical characters.
crypto::Hash derive(Derived what, const crypto::Secret<invite_characters>& digits) {
    crypto::Secret<invite_characters> letters;
    for (std::size_t i = 0; i < invite_characters; ++i)
        letters.fill()[i] = static_cast<std::uint8_t>(alphabet[digits.view()[i]]);
    const std::array<std::uint8_t, 1> tag{number(what)};
    return crypto::hash(crypto::HashType::invite, {tag, letters.view()});
}

Error no_invite(std::string why) {
    return fail(Errc::invalid_argument, std::move(why));
}

struct HostAndPort {
    std::string_view host;
    std::string_view port;
};

Result<HostAndPort> split_host(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    const bool in_brackets = text.starts_with('[');
    if (colon == std::string_view::npos || (in_brackets && text.find(']') > colon))
        return no_invite("the invite's address lacks its port, as in HOST:PORT");
    std::string_view host = text.substr(0, colon);
    if (in_brackets) {
        if (!host.ends_with(']')) return no_invite("the invite's address lacks its port");
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return no_invite("an IPv6 address stands in brackets, as in [::1]:PORT");
    }
    if (host.empty()) return no_invite("the invite's address lacks its host");
    return HostAndPort{host, text.substr(colon + 1)};
}

Result<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (problem != std::errc{} || end != text.data() + text.size() || port == 0)
        return no_invite("the port of the invite's address is not a number from 1 to 65535");
    return port;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

InviteSecret InviteSecret::generate(crypto::Random& random) {
    InviteSecret invite;
    random.fill(invite.digits_.fill());
    for (std::uint8_t& d : invite.digits_.fill()) d &= 31U;
    return invite;
}

Result<InviteSecret> InviteSecret::parse(std::string_view text) {
    InviteSecret invite;
    std::size_t count = 0;
    for (const char c : text) {
        if (c == '-' || c == ' ') continue;
        const auto value = digit(c);
        if (!value) return no_invite(spelled(c) + " does not occur in an invite");
        if (count < invite_characters) invite.digits_.fill()[count] = *value;
        ++count;
    }
    if (count != invite_characters)
        return no_invite("an invite has 26 characters, this one has " + std::to_string(count));
    return invite;
}

InviteSecret InviteSecret::clone() const {
    InviteSecret copy;
    copy.digits_ = digits_.clone();
    return copy;
}

std::string InviteSecret::text() const {
    std::string out;
    for (std::size_t i = 0; i < invite_characters; ++i) {
        if (i != 0 && i <= last_hyphen_at && i % group_characters == 0) out += '-';
        out += alphabet[digits_.view()[i]];
    }
    return out;
}

InviteId InviteSecret::id() const {
    const crypto::Hash h = derive(Derived::lookup, digits_);
    InviteId id;
    std::copy_n(h.bytes.begin(), id.bytes.size(), id.bytes.begin());
    return id;
}

crypto::Secret<32> InviteSecret::key() const {
    crypto::Hash h = derive(Derived::key, digits_);
    crypto::Secret<32> key{std::span<const std::uint8_t, 32>(h.bytes)};
    h = {};
    return key;
}

std::string invite_text(const InviteAddress& invite) {
    const bool is_ipv6 = invite.host.find(':') != std::string::npos;
    const std::string host = is_ipv6 ? "[" + invite.host + "]" : invite.host;
    return std::string(scheme) + host + ":" + std::to_string(invite.port) + "/" +
           invite.secret.text();
}

std::string invite_uri(const InviteAddress& invite) {
    return invite_text(invite) + std::string(uri_version);
}

Result<InviteAddress> parse_invite(std::string_view text) {
    text = trimmed(text);
    if (!text.starts_with(scheme)) return no_invite("an invite begins with sanderling://");
    text.remove_prefix(scheme.size());
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos)
        return no_invite("the invite lacks its 26 characters after the address");
    const auto address = split_host(text.substr(0, slash));
    if (!address) return address.error();
    const auto port = parse_port(address->port);
    if (!port) return port.error();
    std::string_view code = text.substr(slash + 1);
    if (const std::size_t query = code.find('?'); query != std::string_view::npos) {
        if (code.substr(query) != uri_version)
            return fail(Errc::unsupported_version,
                        "the invite is of a later form than version 1; update this program");
        code = code.substr(0, query);
    }
    auto secret = InviteSecret::parse(code);
    if (!secret) return secret.error();
    return InviteAddress{std::string(address->host), *port, std::move(*secret)};
}

}  // namespace sanderling::sealing
