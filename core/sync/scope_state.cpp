#include "core/sync/scope_state.hpp"

#include "core/types/fault.hpp"

#include <algorithm>

namespace sanderling::sync {

std::optional<KnownBase> known_base(const commit::Base& base, ScopeState& state) {
    if (base.seq == Seq{0}) return KnownBase{};
    const auto here = base.seq <= state.head().seq ? state.place(base.seq) : std::nullopt;
    const bool is_by_number = has_fault(Fault::numeric_base_after_restore);
    if (here && (is_by_number || commit::chain_prefix(here->chain) == base.chain))
        return KnownBase{.seq = base.seq, .time_max = here->time_max};
    const commit::LostHistory* history = state.lost_history();
    const auto there = history != nullptr ? history->find(base.seq, base.chain) : std::nullopt;
    if (!there) return std::nullopt;
    const bool has_common = there->common != Seq{0} && there->common <= state.head().seq;
    const auto common = has_common ? state.place(there->common) : std::nullopt;
    return KnownBase{.seq = there->common,
                     .time_max = std::max(common ? common->time_max : HlcTime{}, there->time_max),
                     .lost = commit::LostSight{.history = history, .place = *there}};
}

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

std::vector<Dot> known_ahead(ScopeState& state, const std::vector<Dot>& ancestry,
                             const std::optional<commit::LostSight>& lost) {
    // A number that somebody signed is no reason to count up to it. What is left out is taken as
    // not known, and a delete is contested.
    constexpr std::size_t earlier_max = 1'000;
    std::vector<Dot> out;
    const auto last_here = [&](ReplicaId id) {
        const auto head = state.replica(id);
        return head ? number(head->counter) : 0;
    };
    for (const Dot& parent : ancestry)
        for (std::uint64_t n = last_here(parent.replica) + 1;
             n <= number(parent.counter) && out.size() < earlier_max; ++n)
            out.push_back({parent.replica, Counter{n}});
    if (!lost) return out;
    for (const Dot& dot : lost->accepted())
        if (number(dot.counter) > last_here(dot.replica)) out.push_back(dot);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace sanderling::sync
