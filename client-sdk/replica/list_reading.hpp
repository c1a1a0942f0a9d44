// An ordered list from its live sets: what each element is, and where it stands (docs/protocol.md
// §4.1).
#pragma once

#include "client-sdk/replica/list_place.hpp"
#include "core/merge/reading.hpp"

#include <map>
#include <span>
#include <vector>

#include "sanderling/list.hpp"

namespace sanderling::replica {

/// A live entry and what it says.
struct Side {
    const merge::LiveEntry* entry = nullptr;
    ByteView value{};  // without the wrapping of a resolution
};

struct PlacedElement {
    ElementId id;
    Scalar value{};
    ListPlace place{};  // empty: none was readable
};

class ListReader {
  public:
    /// The sides of one path of the list.
    void take(std::span<const Side> path);

    /// Those that are in it, in its order.
    std::vector<PlacedElement> elements() const;

  private:
    struct Found {
        bool is_present = false;
        Scalar value{};
        ListPlace place{};
    };
    void take_place(std::span<const Side> path);

    std::map<ElementId, Found> found_{};
};

/// Of one path of a list: whether it says what an element is, and not where it stands.
bool says_what(std::span<const Side> path);

}  // namespace sanderling::replica
