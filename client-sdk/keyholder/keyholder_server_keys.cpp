// The server's TLS keys: announced before they are used, and retired, in lists that the root signs
// (docs/protocol.md §6.8).
#include "client-sdk/keyholder/keyholder.hpp"
#include "core/types/assert.hpp"

#include <algorithm>

namespace sanderling::keyholder {

namespace {

using scope_log::ServerKey;
using scope_log::ServerKeyList;
using scope_log::TlsKeyHash;

// A key ends by being left out of the next list.
constexpr scope_log::Validity unlimited{{0}, {253'402'300'799'000}};

auto place_of(std::vector<ServerKey>& keys, const TlsKeyHash& key) {
    return std::find_if(keys.begin(), keys.end(),
                        [&](const ServerKey& one) { return one.key == key; });
}

}  // namespace

ServerKeyList server_key_list(const State& state) {
    if (!state.server_keys.empty()) {
        const auto decoded = scope_log::decode_certificate(state.server_keys);
        SANDERLING_ASSERT(decoded.has_value());
        return std::get<scope_log::Signed<ServerKeyList>>(*decoded).body;
    }
    ServerKeyList list;
    list.org = state.org;
    if (state.server) list.keys.push_back({state.server->key, unlimited});
    return list;
}

std::vector<TlsKeyHash> server_keys(const State& state) {
    std::vector<TlsKeyHash> out;
    for (const ServerKey& key : server_key_list(state).keys) out.push_back(key.key);
    // What `connect` was told last counts, whatever was announced before.
    if (state.server && std::find(out.begin(), out.end(), state.server->key) == out.end())
        out.push_back(state.server->key);
    return out;
}

Result<Plan> Keyholder::run(const ChangeServerKeys& command, Instant) {
    if (!state_.server) return fail(Errc::offline, "no server is set; `connect` sets it");
    ServerKeyList list = server_key_list(state_);
    const auto at = place_of(list.keys, command.key);
    const bool is_there = at != list.keys.end();
    const bool announces = command.deed == ChangeServerKeys::Deed::announce;
    if (!announces && !is_there) return fail(Errc::not_found, "a server key that was announced");
    if (!announces && command.key == state_.server->key)
        return fail(Errc::not_permitted,
                    "the server shows this key now, so no device would reach it any more");
    if (announces && !is_there && list.keys.size() >= scope_log::limits::server_keys)
        return fail(Errc::too_large, "so many server keys; retire some first");
    const bool changes = announces != is_there;
    if (changes) {
        if (announces)
            list.keys.push_back({command.key, unlimited});
        else
            list.keys.erase(at);
        if (place_of(list.keys, state_.server->key) == list.keys.end())
            list.keys.push_back({state_.server->key, unlimited});
        ++list.serial;
        state_.server_keys = encode(scope_log::sign_certificate(list, state_.root));
    }
    Plan plan = put_server_keys();
    plan.changes_state = changes;
    plan.result = {{"server_keys", server_keys_shown(list)}, {"serial", list.serial}};
    return plan;
}

Result<Plan> Keyholder::run(const ListServerKeys&, Instant) {
    const ServerKeyList list = server_key_list(state_);
    Plan plan;
    plan.result = {{"server_keys", server_keys_shown(list)}, {"serial", list.serial}};
    return plan;
}

nlohmann::ordered_json Keyholder::server_keys_shown(const ServerKeyList& list) const {
    auto out = nlohmann::ordered_json::array();
    for (const ServerKey& key : list.keys)
        out.push_back({{"key", to_hex(key.key.view())},
                       {"is_shown", state_.server && key.key == state_.server->key}});
    return out;
}

Plan Keyholder::put_server_keys() {
    Plan plan;
    if (state_.server_keys.empty()) return plan;
    wire::DirectoryPut put;
    put.request = next_request();
    put.certificates.push_back(state_.server_keys);
    plan.messages.emplace_back(std::move(put));
    return plan;
}

}  // namespace sanderling::keyholder
