// Where a server listens, and which TLS keys it may show (docs/protocol.md §5). The host's name
// proves nothing here: the key does.
#pragma once

#include "core/scope_log/certificate.hpp"
#include "core/types/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sanderling::link {

using scope_log::TlsKeyHash;

struct ServerAddress {
    std::string host{};  // a name or an address; IPv6 without brackets
    std::uint16_t port = 0;

    friend bool operator==(const ServerAddress&, const ServerAddress&) = default;
};

/// wss://HOST:PORT/sync; the scheme and the path may be left out.
/// Errors: invalid_argument, in words for whoever typed it; ws:// is refused as well.
Result<ServerAddress> parse_server(std::string_view text);

/// "wss://host:port/sync", with brackets around IPv6.
std::string to_text(const ServerAddress& server);

/// Whose list of keys may name others, and the least serial that it has to have.
struct KeyAnnouncer {
    OrgId org;
    crypto::PublicKey root;
    std::uint32_t serial_min = 0;
};
/// Nothing is sent to a server that shows another key than one of these, or than one in the list
/// that its certificate carries, if an announcer is given and has signed it.
struct Pinned {
    std::vector<TlsKeyHash> keys{};
    std::optional<KeyAnnouncer> announcer{};
};
/// For an enrolment, which learns from the keyholder's offer whether the key it sees is the right
/// one: until then the caller sends nothing but ENROL_LOOKUP.
struct Learn {};

using Trust = std::variant<Pinned, Learn>;

}  // namespace sanderling::link
