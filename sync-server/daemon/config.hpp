// The configuration of `sanderlingd`: flags before environment before file, checked once
// (docs/operations.md).
#pragma once

#include "core/types/error.hpp"
#include "core/types/ids.hpp"
#include "sync-server/net/connection.hpp"
#include "sync-server/net/listener.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sanderling::server {

struct Config {
    boost::asio::ip::tcp::endpoint listen{};
    OrgId organisation;
    std::string log_level = "info";
    ListenLimits listen_limits{};
    ConnectionLimits connection_limits{};
    std::chrono::seconds drain{10};     // for sessions to end when the server stops
    std::uint64_t store_bytes_max = 0;  // 0: as the disk allows
    std::chrono::days retention{0};     // of what was replaced; 0: for ever
};

/// One value and where it came from, for errors.
struct ConfigValue {
    std::string value{};
    std::string origin{};
};
/// By key, "limits.connections" for a key in a table. A later layer replaces an earlier one.
using ConfigLayer = std::map<std::string, ConfigValue>;

/// Errors: not_found, invalid_argument naming file, line or key.
Result<ConfigLayer> read_config_file(const std::filesystem::path& file);
/// Of `variables` ("NAME=value") those that begin with SANDERLINGD_. A key in a table is spelled
/// with an underscore: SANDERLINGD_LIMITS_CONNECTIONS. Errors: invalid_argument.
Result<ConfigLayer> config_of_environment(const std::vector<std::string>& variables);
/// `layers` in ascending precedence. Errors: invalid_argument, naming the key, what was expected,
/// and where the value came from.
Result<Config> make_config(const std::vector<ConfigLayer>& layers);

/// "127.0.0.1:7443", "[::1]:7443"; port 0 takes any. Errors: invalid_argument.
Result<boost::asio::ip::tcp::endpoint> parse_endpoint(std::string_view text);

/// What `init` writes.
std::string config_file_text(const std::string& listen, OrgId organisation);

}  // namespace sanderling::server
