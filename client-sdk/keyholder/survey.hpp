// Everything that the server has of the organisation, as a keyholder asked for it: certificates,
// scopes, whole scope logs (docs/protocol.md §6.9). Nothing in it is believed before it verifies.
#pragma once

#include "client-sdk/keyholder/state.hpp"
#include "core/wire/message.hpp"
#include "schema/model/schema.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace sanderling::keyholder {

struct Survey {
    enum class Purpose : std::uint8_t {
        audit,     // to be compared with the state, which stays
        catch_up,  // the state is of an old backup
        purges,    // which devices have carried them out
    };
    Purpose purpose = Purpose::audit;
    std::vector<Bytes> certificates{};
    std::set<ScopeId> scopes{};  // that the server lists
    std::map<ScopeId, std::vector<Bytes>> logs{};
    std::map<ScopeId, std::vector<Bytes>> envelopes{};
    std::map<ScopeId, std::vector<Bytes>> purged{};  // each `u64 received` and a receipt
    std::map<DeviceId, wire::DeviceState> devices{};
    std::uint64_t bytes = 0;
};

/// What is wrong, replayed by the code that devices use. {"audited": scopes, "entries": number,
/// "certificates": number, "sound": yes or no, "findings": [{"finding": code, …ids, "message":
/// what it means and what to do}]}.
nlohmann::ordered_json audit(const State& state, const Survey& survey, const schema::Schema& schema,
                             Instant now);

/// Everything of the survey that verifies to the state's root, and how many do not.
struct Verified {
    scope_log::Directory directory;
    std::vector<std::size_t> refused{};  // places in the survey's certificates, ascending

    bool has_refused(std::size_t place) const {
        return std::binary_search(refused.begin(), refused.end(), place);
    }
};
Verified verify_certificates(const State& state, const Survey& survey);

}  // namespace sanderling::keyholder
