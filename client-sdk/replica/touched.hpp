// What the transaction under way has changed, as far as queries can tell: whose answers have to be
// looked at again after it (docs/sdk.md, "Watch").
#pragma once

#include "core/types/ids.hpp"
#include "schema/model/field.hpp"

#include <compare>
#include <set>

namespace sanderling::replica {

using schema::CollectionNumber;

/// The view sanderling_conflicts; no collection has this number.
inline constexpr CollectionNumber conflicts_number{0};

class Touched {
  public:
    struct Place {
        CollectionNumber collection{};
        ScopeId scope;
        friend auto operator<=>(const Place&, const Place&) = default;
    };

    void add(CollectionNumber collection, ScopeId scope) {
        const Place place{collection, scope};
        if (places_.empty() || place != last_) places_.insert(place);
        last_ = place;
    }
    void clear() { places_.clear(); }
    const std::set<Place>& places() const { return places_; }

  private:
    std::set<Place> places_{};
    Place last_{};  // a transaction mostly stays in one place
};

}  // namespace sanderling::replica
