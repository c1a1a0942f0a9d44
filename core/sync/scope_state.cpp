#include "core/sync/scope_state.hpp"

namespace sanderling::sync {

std::vector<Dot> ancestry(ScopeState& state, const std::optional<commit::Lineage>& lineage) {
    // A replica copied a thousand times is not a history but an attack on whoever walks it.
    constexpr std::size_t generations_max = 64;
    std::vector<Dot> out;
    std::optional<commit::Lineage> next = lineage;
    while (next && out.size() < generations_max) {
        out.push_back(*next);
        const std::optional<ReplicaHead> parent = state.replica(next->replica);
        next = parent ? parent->lineage : std::nullopt;
    }
    return out;
}

}  // namespace sanderling::sync
