#include "core/text/element_table.hpp"

#include "core/types/assert.hpp"

#include <algorithm>
#include <iterator>

namespace sanderling::text {

ElementTable::ReplicaIndex ElementTable::index_of(const ReplicaId& replica) {
    const auto fresh = ReplicaIndex{static_cast<std::uint32_t>(replicas_.size())};
    const auto [place, is_new] = index_.try_emplace(replica, fresh);
    if (is_new) replicas_.push_back({.id = replica});
    return place->second;
}

std::optional<ElementTable::ReplicaIndex> ElementTable::known(const ReplicaId& replica) const {
    const auto found = index_.find(replica);
    if (found == index_.end()) return std::nullopt;
    return found->second;
}

Handle ElementTable::add(ReplicaIndex replica, std::uint64_t number, std::uint32_t count) {
    const Handle first{size_};
    size_ += count;
    auto& spans = at(replica).spans;
    auto next = spans.upper_bound(number);
    if (next != spans.begin()) {
        auto& [start, span] = *std::prev(next);
        SANDERLING_ASSERT(start + span.count <= number);
        if (start + span.count == number && span.first + span.count == first) {
            span.count += count;
            return first;
        }
    }
    spans.emplace_hint(next, number, Span{first, count});
    arrivals_.push_back({first, replica, number});
    return first;
}

std::optional<Handle> ElementTable::find(ReplicaIndex replica, std::uint64_t number) const {
    return stretch(replica, number, 1).first;
}

ElementTable::Stretch ElementTable::stretch(ReplicaIndex replica, std::uint64_t number,
                                            std::uint64_t count) const {
    const auto& spans = at(replica).spans;
    const auto next = spans.upper_bound(number);
    if (next != spans.begin()) {
        const auto& [start, span] = *std::prev(next);
        const std::uint64_t into = number - start;
        if (into < span.count)
            return {span.first + static_cast<std::uint32_t>(into),
                    std::min(count, span.count - into)};
    }
    if (next == spans.end()) return {std::nullopt, count};
    return {std::nullopt, std::min(count, next->first - number)};
}

ElementTable::Name ElementTable::name(Handle h) const {
    SANDERLING_ASSERT(static_cast<std::uint32_t>(h) < size_);
    const auto next = std::upper_bound(
        arrivals_.begin(), arrivals_.end(), h,
        [](Handle wanted, const Arrival& arrival) { return wanted < arrival.first; });
    const Arrival& arrival = *std::prev(next);
    const Handle end = next != arrivals_.end() ? next->first : Handle{size_};
    return {arrival.replica, arrival.number + (h - arrival.first), end - h - 1};
}

ElementId ElementTable::id(Handle h) const {
    const Name found = name(h);
    return {replica(found.replica), found.number};
}

std::uint64_t ElementTable::next_number(const ReplicaId& replica) const {
    const auto index = known(replica);
    if (!index || at(*index).spans.empty()) return 0;
    const auto& [start, span] = *at(*index).spans.rbegin();
    return start + span.count;
}

}  // namespace sanderling::text
