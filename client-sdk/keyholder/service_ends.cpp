// The keyholder's clock: whose access has come to its end is removed without anybody asking.
#include "client-sdk/keyholder/service.hpp"

#include <algorithm>

namespace sanderling::keyholder {

using nlohmann::ordered_json;

// While connected, and again and again: time passes, and rules are given.
void Service::look_for_ends() {
    if (options_.ends_every.count() == 0 || !std::holds_alternative<Live>(session_)) return;
    const auto is_end = [](const Job& job) {
        const auto* command = std::get_if<Command>(&job.what);
        return command != nullptr && std::holds_alternative<EndAccess>(*command);
    };
    const Instant at = options_.now() + -ahead_of_server_;
    if (std::none_of(queue_.begin(), queue_.end(), is_end))
        for (const ScopeId scope : keyholder_.ended(at)) end_access(scope, at);
    ends_timer_.expires_after(options_.ends_every);
    ends_timer_.async_wait([this](const boost::system::error_code& stopped) {
        if (!stopped) look_for_ends();
    });
}

void Service::end_access(ScopeId scope, Instant at) {
    submit(EndAccess{scope, at}, [this, scope](ordered_json answer) {
        const bool is_done = answer.value("ok", false);
        if (is_done) ends_refused_.erase(scope);
        // Without a connection it is tried again at the next one.
        if (is_done || !std::holds_alternative<Live>(session_)) return;
        if (!ends_refused_.insert(scope).second) return;
        report({{"event", "access_end_refused"},
                {"scope", to_text(scope)},
                {"error", answer.value("error", "")},
                {"message", answer.value("message", "")}});
    });
}

}  // namespace sanderling::keyholder
