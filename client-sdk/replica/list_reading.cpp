#include "client-sdk/replica/list_reading.hpp"

#include "client-sdk/replica/value_codec.hpp"

#include <algorithm>
#include <tuple>

namespace sanderling::replica {

namespace {

bool is_effective(const Side& side) {
    return side.entry->standing == merge::Standing::effective;
}

}  // namespace

bool says_what(std::span<const Side> path) {
    return std::any_of(path.begin(), path.end(), [](const Side& side) {
        return side.entry->operation != commit::Operation::put;
    });
}

void ListReader::take(std::span<const Side> path) {
    if (!says_what(path)) return take_place(path);
    const Side* best = nullptr;
    for (const Side& side : path)
        if (merge::keeps_present(*side.entry) &&
            (best == nullptr || merge::says_element(*side.entry, *best->entry)))
            best = &side;
    if (best == nullptr) return;
    auto element = decode_element(best->value);
    if (!element) return;
    Found& found = found_[element->id];
    found.is_present = true;
    found.value = std::move(element->value);
}

void ListReader::take_place(std::span<const Side> path) {
    const Side* best = nullptr;
    for (const Side& side : path)
        if (is_effective(side) && (best == nullptr || merge::beats(*side.entry, *best->entry)))
            best = &side;
    if (best == nullptr) return;
    if (auto placed = decode_place(best->value))
        found_[placed->id].place = std::move(placed->place);
}

std::vector<PlacedElement> ListReader::elements() const {
    std::vector<PlacedElement> out;
    for (const auto& [id, found] : found_)
        if (found.is_present) out.push_back({id, found.value, found.place});
    std::sort(out.begin(), out.end(), [](const PlacedElement& a, const PlacedElement& b) {
        const bool a_is_lost = a.place.empty();
        const bool b_is_lost = b.place.empty();
        return std::tie(a_is_lost, a.place, a.id) < std::tie(b_is_lost, b.place, b.id);
    });
    return out;
}

}  // namespace sanderling::replica
