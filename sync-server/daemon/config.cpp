#include "sync-server/daemon/config.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <sstream>

namespace sanderling::server {

namespace {

// What was expected, when it is not what was given.
using Problem = std::optional<std::string>;

struct Setting {
    std::string_view key;
    std::function<Problem(Config&, const std::string&)> apply;
};

std::optional<std::uint64_t> parse_number(const std::string& text) {
    std::uint64_t out = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}

Setting number_setting(std::string_view key, std::uint64_t least, std::uint64_t most,
                       std::function<void(Config&, std::uint64_t)> put) {
    return {key, [=](Config& config, const std::string& text) -> Problem {
                const auto n = parse_number(text);
                if (!n || *n < least || *n > most)
                    return "a number from " + std::to_string(least) + " to " + std::to_string(most);
                put(config, *n);
                return std::nullopt;
            }};
}

Setting seconds_setting(std::string_view key, std::function<std::chrono::seconds&(Config&)> at) {
    constexpr std::uint64_t day = 24 * 3600;
    return number_setting(key, 1, day, [at](Config& config, std::uint64_t n) {
        at(config) = std::chrono::seconds(static_cast<std::int64_t>(n));
    });
}

Problem put_listen(Config& config, const std::string& text) {
    const auto endpoint = parse_endpoint(text);
    if (!endpoint) return "an IP address and a port, such as 127.0.0.1:7443";
    config.listen = *endpoint;
    return std::nullopt;
}

Problem put_organisation(Config& config, const std::string& text) {
    const auto id = parse_id<OrgId>(text);
    if (!id) return "the organisation's UUID";
    config.organisation = *id;
    return std::nullopt;
}

Problem put_log_level(Config& config, const std::string& text) {
    static constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};
    if (std::find(levels.begin(), levels.end(), text) == levels.end())
        return "debug, info, warning or error";
    config.log_level = text;
    return std::nullopt;
}

// A device may be away for half a year and still follow the log.
Problem put_retention(Config& config, const std::string& text) {
    constexpr std::uint64_t least = 180;
    constexpr std::uint64_t most = 36'500;
    const auto days = parse_number(text);
    if (!days || *days > most || (*days != 0 && *days < least))
        return "0 (for ever), or a number of days from 180 to 36500";
    config.retention = std::chrono::days(static_cast<int>(*days));
    return std::nullopt;
}

// A regime that waits for a backup before it calls a commit safe has to exist before it may be
// promised.
Problem check_watermark(Config&, const std::string& text) {
    return text == "commit" ? Problem{} : "commit";
}

const std::vector<Setting>& settings() {
    static const std::vector<Setting> all{
        {"listen", put_listen},
        {"organisation", put_organisation},
        {"log_level", put_log_level},
        {"durability.watermark", check_watermark},
        {"retention.days", put_retention},
        number_setting("limits.connections", 1, 1'000'000,
                       [](Config& c, std::uint64_t n) { c.listen_limits.connections_max = n; }),
        number_setting("limits.accepts_per_second", 1, 100'000,
                       [](Config& c, std::uint64_t n) {
                           c.listen_limits.accepts_a_second = static_cast<std::uint32_t>(n);
                       }),
        number_setting("limits.store_bytes", 0, std::uint64_t{1} << 50U,
                       [](Config& c, std::uint64_t n) { c.store_bytes_max = n; }),
        seconds_setting(
            "timeouts.handshake_s",
            [](Config & c) -> auto& { return c.connection_limits.handshake; }),
        seconds_setting(
            "timeouts.idle_s", [](Config & c) -> auto& { return c.connection_limits.idle; }),
        seconds_setting(
            "timeouts.stall_s", [](Config & c) -> auto& { return c.connection_limits.stall; }),
        seconds_setting(
            "timeouts.drain_s", [](Config & c) -> auto& { return c.drain; }),
    };
    return all;
}

const Setting* find_setting(std::string_view key) {
    for (const Setting& setting : settings())
        if (setting.key == key) return &setting;
    return nullptr;
}

std::string variable_of(std::string_view key) {
    std::string name = "SANDERLINGD_";
    for (const char c : key)
        name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return name;
}

std::string text_of(const toml::node& node) {
    if (const auto text = node.value_exact<std::string>()) return *text;
    std::ostringstream out;
    node.visit([&](const auto& value) { out << value; });
    return out.str();
}

void flatten(const toml::table& table, const std::string& prefix, const std::string& file,
             ConfigLayer& out) {
    for (const auto& [name, node] : table) {
        const std::string key = prefix + std::string(name.str());
        if (const toml::table* inner = node.as_table())
            flatten(*inner, key + ".", file, out);
        else
            out[key] = {text_of(node), file + " line " + std::to_string(node.source().begin.line)};
    }
}

}  // namespace

Result<boost::asio::ip::tcp::endpoint> parse_endpoint(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    const Error wrong =
        fail(Errc::invalid_argument, "not an address and port: " + std::string(text));
    if (colon == std::string_view::npos) return wrong;
    std::string host(text.substr(0, colon));
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    const auto port = parse_number(std::string(text.substr(colon + 1)));
    boost::system::error_code ec;
    const auto address = boost::asio::ip::make_address(host, ec);
    if (ec || !port || *port > 65535) return wrong;
    return boost::asio::ip::tcp::endpoint(address, static_cast<std::uint16_t>(*port));
}

Result<ConfigLayer> read_config_file(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) return fail(Errc::not_found, file.string());
    try {
        ConfigLayer out;
        flatten(toml::parse_file(file.string()), "", file.string(), out);
        return out;
    } catch (const toml::parse_error& error) {
        return fail(Errc::invalid_argument, file.string() + " line " +
                                                std::to_string(error.source().begin.line) + ": " +
                                                std::string(error.description()));
    }
}

Result<ConfigLayer> config_of_environment(const std::vector<std::string>& variables) {
    ConfigLayer out;
    for (const std::string& variable : variables) {
        if (variable.rfind("SANDERLINGD_", 0) != 0) continue;
        const std::size_t equals = variable.find('=');
        const std::string name = variable.substr(0, equals);
        const Setting* known = nullptr;
        for (const Setting& setting : settings())
            if (variable_of(setting.key) == name) known = &setting;
        if (known == nullptr || equals == std::string::npos)
            return fail(Errc::invalid_argument, "no setting is called by environment " + name);
        out[std::string(known->key)] = {variable.substr(equals + 1), "environment " + name};
    }
    return out;
}

Result<Config> make_config(const std::vector<ConfigLayer>& layers) {
    ConfigLayer all;
    for (const ConfigLayer& layer : layers)
        for (const auto& [key, value] : layer) {
            if (find_setting(key) == nullptr)
                return fail(Errc::invalid_argument,
                            "unknown key " + key + " (" + value.origin + ")");
            all[key] = value;
        }
    for (const char* const needed : {"listen", "organisation"})
        if (!all.contains(needed))
            return fail(Errc::invalid_argument, std::string(needed) + " is not set");
    Config config;
    for (const auto& [key, value] : all)
        if (const Problem expected = find_setting(key)->apply(config, value.value))
            return fail(Errc::invalid_argument, key + ": expected " + *expected + ", got '" +
                                                    value.value + "' (" + value.origin + ")");
    return config;
}

std::string config_file_text(const std::string& listen, OrgId organisation) {
    return "# sanderlingd. Flags and SANDERLINGD_* variables override what stands here.\n"
           "organisation = \"" +
           to_text(organisation) + "\"\nlisten = \"" + listen +
           "\"\nlog_level = \"info\"  # debug, info, warning, error\n\n"
           "[durability]\n"
           "watermark = \"commit\"  # a commit counts as safe once this server's disk has it\n\n"
           "[retention]\n"
           "days = 0  # of what was replaced; 0: for ever\n\n"
           "[limits]\n"
           "connections = 10000\n"
           "accepts_per_second = 400\n"
           "store_bytes = 0  # 0: as the disk allows\n\n"
           "[timeouts]\n"
           "handshake_s = 10\n"
           "idle_s = 300\n"
           "stall_s = 30\n"
           "drain_s = 10\n";
}

}  // namespace sanderling::server
