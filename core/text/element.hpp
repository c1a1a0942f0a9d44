// What a text is made of: elements, one a code point, each with a name for ever
// (docs/protocol.md §4.2, docs/adr/0005-text.md).
#pragma once

#include "core/types/ids.hpp"

#include <compare>
#include <cstdint>
#include <limits>

namespace sanderling::text {

/// Unique in its text: a replica never uses a number twice, also not after a rejected commit.
struct ElementId {
    ReplicaId replica{};
    std::uint64_t number = 0;

    friend auto operator<=>(const ElementId&, const ElementId&) = default;
};

/// Each commit has a block of numbers for what it inserts. It consumes its counter even when it is
/// rejected, so no number is ever used twice.
constexpr std::uint64_t first_number(Counter commit) {
    return number(commit) << 20U;
}
constexpr Counter commit_of(std::uint64_t number) {
    return Counter{number >> 20U};
}

/// An element within one Document: its index in the order of arrival. Smaller than an id, and an
/// element's origins always have smaller ones.
enum class Handle : std::uint32_t {};
/// As an origin on the left: the text's beginning; on the right: its end.
inline constexpr Handle no_element{std::numeric_limits<std::uint32_t>::max()};

constexpr Handle operator+(Handle h, std::uint32_t n) {
    return Handle{static_cast<std::uint32_t>(h) + n};
}
constexpr std::uint32_t operator-(Handle a, Handle b) {
    return static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b);
}

constexpr Handle operator-(Handle h, std::uint32_t n) {
    return Handle{static_cast<std::uint32_t>(h) - n};
}

/// Elements that arrived one after the other, each with the one before it as its left origin and
/// all with the same right origin. They may be of several writers, one going on where another
/// ended.
struct Run {
    Handle first{};
    std::uint32_t count = 0;
    Handle left = no_element;  // of the first
    Handle right = no_element;
    bool is_erased = false;

    Handle end() const { return first + count; }
    Handle last() const { return first + (count - 1); }
    bool holds(Handle h) const { return h >= first && h - first < count; }
};

}  // namespace sanderling::text
