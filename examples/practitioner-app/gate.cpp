#include "examples/practitioner-app/gate.hpp"

#include <algorithm>
#include <array>

namespace sanderling::app {

namespace {

/// Tabs of one person; the oldest makes room.
constexpr std::size_t sessions_max = 8;

std::optional<crypto::Secret<32>> read_secret(std::string_view hex) {
    crypto::Secret<32> secret;
    if (!from_hex(hex, secret.fill())) return std::nullopt;
    return secret;
}

}  // namespace

Gate::Gate(crypto::Random& random, std::uint16_t port) : random_(random), port_(port) {}

Gate::Secret Gate::draw() {
    Secret secret;
    random_.fill(secret.fill());
    return secret;
}

std::string Gate::new_link() {
    const std::lock_guard lock(mutex_);
    link_ = draw();
    return "http://127.0.0.1:" + std::to_string(port_) + "/#" + to_hex(link_->view());
}

Result<std::string> Gate::redeem(std::string_view secret) {
    const auto given = read_secret(secret);
    {
        const std::lock_guard lock(mutex_);
        if (!given || !link_ || !(*given == *link_))
            return fail(Errc::unauthenticated, "the link was used, or is not the newest");
        link_.reset();
    }
    return new_session();
}

std::string Gate::new_session() {
    const std::lock_guard lock(mutex_);
    if (sessions_.size() == sessions_max) sessions_.erase(sessions_.begin());
    sessions_.push_back(draw());
    return to_hex(sessions_.back().view());
}

bool Gate::is_let_in(const Request& request) const {
    constexpr std::string_view scheme = "Bearer ";
    if (!request.authorization.starts_with(scheme)) return false;
    const auto given = read_secret(std::string_view(request.authorization).substr(scheme.size()));
    if (!given) return false;
    const std::lock_guard lock(mutex_);
    bool is_found = false;
    for (const Secret& session : sessions_) is_found = (session == *given) || is_found;
    return is_found;
}

void Gate::end_sessions() {
    const std::lock_guard lock(mutex_);
    sessions_.clear();
}

bool Gate::is_own_page(const Request& request) const {
    const std::string port = ":" + std::to_string(port_);
    const std::array<std::string, 2> hosts{"127.0.0.1" + port, "localhost" + port};
    const bool is_our_name = std::ranges::find(hosts, request.host) != hosts.end();
    const bool is_our_origin = request.origin.empty() || request.origin == "http://" + request.host;
    const bool is_our_site = request.fetch_site.empty() || request.fetch_site == "same-origin" ||
                             request.fetch_site == "none";
    return is_our_name && is_our_origin && is_our_site;
}

}  // namespace sanderling::app
