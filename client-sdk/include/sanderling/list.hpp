// Ordered lists: elements that keep their identity wherever they are moved (schema/README.md,
// "Rules").
#pragma once

#include <variant>

#include "sanderling/value.hpp"

namespace sanderling {

/// Names an element, on every device and for ever. In a list of ids it is the id itself.
using ElementId = Id<struct ElementTag>;

struct ListElement {
    ElementId id;
    Scalar value{};

    friend bool operator==(const ListElement&, const ListElement&) = default;
};

struct AtStart {};
struct AtEnd {};
/// Beside an element, which has to be in the list as this device sees it.
struct Before {
    ElementId element;
};
struct After {
    ElementId element;
};
using ListSpot = std::variant<AtEnd, AtStart, Before, After>;

}  // namespace sanderling
