// The elements of one text in their order, erased ones included. The order is FugueMax: a function
// of the elements' origins and ids alone, so it does not matter how they arrived
// (docs/adr/0005-text.md).
#pragma once

#include "core/text/element.hpp"
#include "core/text/element_table.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace sanderling::text {

/// Runs in leaves of some dozens, leaves in a list. For an element the leaf is one look-up; for a
/// position, a walk over the leaves from the last place used, which in typing is no walk at all.
class Sequence {
  public:
    Sequence();

    /// New elements, whose origins are there, at the place that their origins give them; between
    /// concurrent ones with the same origins their ids decide.
    void integrate(const Run& run, const ElementTable& elements);
    /// New elements that were written here, right after their left origin; nothing lies between
    /// their origins.
    void insert_between(const Run& run);

    /// Those that are not erased already become so.
    void erase(Handle first, std::uint32_t count);

    /// How many are not erased.
    std::size_t visible() const { return visible_; }

    /// The part of a run that begins at a position among the visible ones.
    struct Piece {
        Handle first{};
        std::uint32_t count = 0;
    };
    /// `position` is smaller than visible().
    Piece piece_at(std::size_t position) const;
    /// The element after this one, erased or not; no_element at the end. Of no_element: the first.
    Handle after(Handle h) const;

    bool are_erased(Handle first, std::uint32_t count) const;

    /// Every run, from the text's beginning to its end.
    template <class Visit>
    void for_each(Visit visit) const {
        for (const LeafIndex leaf : order_)
            for (const Run& run : at(leaf).runs) visit(run);
    }
    /// The visible pieces from a position on, until the visitor returns false.
    template <class Visit>
    void for_each_from(std::size_t position, Visit visit) const;

    std::size_t runs() const;
    /// How many pieces of text were looked at to find places: what concurrent writing costs.
    std::uint64_t comparisons() const { return comparisons_; }

  private:
    enum class LeafIndex : std::uint32_t {};
    struct Leaf {
        std::uint32_t rank = 0;  // its index in order_
        std::vector<Run> runs{};
    };
    /// An element, or with `offset` equal to the run's count the gap behind it.
    struct Place {
        LeafIndex leaf{};
        std::uint32_t run = 0;
        std::uint32_t offset = 0;
    };

    Leaf& at(LeafIndex index) { return leaves_[static_cast<std::uint32_t>(index)]; }
    const Leaf& at(LeafIndex index) const { return leaves_[static_cast<std::uint32_t>(index)]; }
    const Run& run_at(const Place& place) const { return at(place.leaf).runs[place.run]; }

    /// The index in its leaf from which a run put into the gap stands; splits a run for it.
    std::size_t open_gap(const Place& gap);

    Place place_of(Handle h) const;
    Place place_at(std::size_t position) const;
    /// The gap right after an element, or the text's beginning.
    Place gap_after(Handle left) const;
    /// To the element at or after a gap. False at the end.
    bool settle(Place& place) const;
    bool is_before(Handle a, Handle b) const;
    /// FugueMax's choice between what others wrote after the same left origin.
    Place gap_for(const Run& run, const ElementTable& elements);

    void put(Place gap, const Run& run);
    /// A leaf that is nearly full is split first; the place moves along.
    Place make_room(Place place);
    void split_leaf(LeafIndex full);
    void erase_piece(Place place, std::uint32_t count);
    void join_with_next(LeafIndex leaf, std::size_t run);
    void lies_in(const Run& run, LeafIndex leaf);
    void add_visible(LeafIndex leaf, std::uint32_t count);
    void remove_visible(LeafIndex leaf, std::uint32_t count);

    std::vector<Leaf> leaves_{};
    std::vector<LeafIndex> order_{};
    std::vector<std::uint32_t> visible_of_{};  // by rank
    std::vector<LeafIndex> leaf_of_{};         // by handle
    std::size_t visible_ = 0;
    std::uint64_t comparisons_ = 0;

    // Where the last position was looked up: `before` visible elements precede the leaf.
    struct Finger {
        std::uint32_t rank = 0;
        std::size_t before = 0;
    };
    mutable Finger finger_{};
};

template <class Visit>
void Sequence::for_each_from(std::size_t position, Visit visit) const {
    if (position >= visible_) return;
    Place place = place_at(position);
    for (std::uint32_t rank = at(place.leaf).rank; rank < order_.size(); ++rank) {
        const auto& runs = at(order_[rank]).runs;
        for (; place.run < runs.size(); ++place.run, place.offset = 0) {
            const Run& run = runs[place.run];
            if (run.is_erased) continue;
            if (!visit(Piece{run.first + place.offset, run.count - place.offset})) return;
        }
        place.run = 0;
    }
}

}  // namespace sanderling::text
