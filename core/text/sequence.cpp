#include "core/text/sequence.hpp"

#include "core/types/assert.hpp"

#include <algorithm>
#include <iterator>

namespace sanderling::text {

namespace {

// Measured: half and double are a few per cent slower.
constexpr std::size_t runs_a_leaf = 24;

/// Whether `b`, which stands right behind `a`, is more of the same run.
bool goes_on(const Run& a, const Run& b) {
    return a.is_erased == b.is_erased && a.end() == b.first && b.left == a.last() &&
           a.right == b.right;
}

std::uint32_t visible_in(const Run& run) {
    return run.is_erased ? 0 : run.count;
}

}  // namespace

Sequence::Sequence() {
    leaves_.emplace_back().runs.reserve(runs_a_leaf);
    order_.push_back(LeafIndex{0});
    visible_of_.push_back(0);
}

void Sequence::integrate(const Run& run, const ElementTable& elements) {
    put(gap_for(run, elements), run);
}

void Sequence::insert_between(const Run& run) {
    put(gap_after(run.left), run);
}

Sequence::Place Sequence::place_of(Handle h) const {
    const LeafIndex leaf = leaf_of_[static_cast<std::uint32_t>(h)];
    const auto& runs = at(leaf).runs;
    std::uint32_t i = 0;
    while (!runs[i].holds(h)) ++i;
    return {leaf, i, h - runs[i].first};
}

Sequence::Place Sequence::place_at(std::size_t position) const {
    SANDERLING_ASSERT(position < visible_);
    Finger& f = finger_;
    while (position < f.before) f.before -= visible_of_[--f.rank];
    while (position >= f.before + visible_of_[f.rank]) f.before += visible_of_[f.rank++];
    auto rest = static_cast<std::uint32_t>(position - f.before);
    const LeafIndex leaf = order_[f.rank];
    const auto& runs = at(leaf).runs;
    std::uint32_t i = 0;
    for (; rest >= visible_in(runs[i]); ++i) rest -= visible_in(runs[i]);
    return {leaf, i, rest};
}

Sequence::Piece Sequence::piece_at(std::size_t position) const {
    const Place place = place_at(position);
    const Run& run = run_at(place);
    return {run.first + place.offset, run.count - place.offset};
}

Sequence::Place Sequence::gap_after(Handle left) const {
    if (left == no_element) return {order_.front(), 0, 0};
    Place place = place_of(left);
    ++place.offset;
    return place;
}

bool Sequence::settle(Place& place) const {
    if (place.run < at(place.leaf).runs.size() && place.offset < run_at(place).count) return true;
    if (place.run < at(place.leaf).runs.size()) ++place.run;
    place.offset = 0;
    std::uint32_t rank = at(place.leaf).rank;
    while (place.run >= at(place.leaf).runs.size()) {
        if (++rank >= order_.size()) return false;
        place.leaf = order_[rank];
        place.run = 0;
    }
    return true;
}

Handle Sequence::after(Handle h) const {
    Place place = gap_after(h);
    return settle(place) ? run_at(place).first + place.offset : no_element;
}

bool Sequence::is_before(Handle a, Handle b) const {
    const Place x = place_of(a);
    const Place y = place_of(b);
    if (x.leaf != y.leaf) return at(x.leaf).rank < at(y.leaf).rank;
    if (x.run != y.run) return x.run < y.run;
    return x.offset < y.offset;
}

// The list form of FugueMax (Weidner and Kleppmann, "The Art of the Fugue"; the same order as that
// of YjsMod). Within a run every element but the first stands right behind its left origin, so only
// where runs begin is there anything to compare.
Sequence::Place Sequence::gap_for(const Run& run, const ElementTable& elements) {
    Place gap = gap_after(run.left);
    Place here = gap;
    // What was passed since `gap` may yet turn out to stand behind the new run.
    bool is_undecided = false;
    while (settle(here)) {
        const Run& other = run_at(here);
        const Handle first = other.first + here.offset;
        if (first == run.right) break;
        ++comparisons_;
        const Handle left = here.offset == 0 ? other.left : first - 1;
        if (left != run.left) {
            const bool left_is_before =
                run.left != no_element && (left == no_element || is_before(left, run.left));
            if (left_is_before) break;
        } else if (other.right == run.right) {
            if (elements.id(run.first) < elements.id(first)) break;
            is_undecided = false;
        } else {
            is_undecided = other.right != no_element &&
                           (run.right == no_element || is_before(other.right, run.right));
        }
        const bool has_right = run.right > first && other.holds(run.right);
        here.offset = has_right ? run.right - other.first : other.count;
        if (!is_undecided) gap = here;
    }
    return gap;
}

void Sequence::lies_in(const Run& run, LeafIndex leaf) {
    const auto first = static_cast<std::uint32_t>(run.first);
    std::fill_n(leaf_of_.begin() + first, run.count, leaf);
}

void Sequence::add_visible(LeafIndex leaf, std::uint32_t count) {
    const std::uint32_t rank = at(leaf).rank;
    visible_of_[rank] += count;
    visible_ += count;
    if (rank < finger_.rank) finger_ = {};
}

void Sequence::remove_visible(LeafIndex leaf, std::uint32_t count) {
    const std::uint32_t rank = at(leaf).rank;
    visible_of_[rank] -= count;
    visible_ -= count;
    if (rank < finger_.rank) finger_ = {};
}

void Sequence::put(Place gap, const Run& run) {
    const auto end = static_cast<std::size_t>(run.end());
    if (leaf_of_.size() < end) leaf_of_.resize(end);
    auto* runs = &at(gap.leaf).runs;
    if (gap.offset > 0 && gap.offset == (*runs)[gap.run].count && goes_on((*runs)[gap.run], run)) {
        (*runs)[gap.run].count += run.count;
    } else {
        gap = make_room(gap);
        const std::size_t index = open_gap(gap);
        runs = &at(gap.leaf).runs;
        runs->insert(runs->begin() + static_cast<std::ptrdiff_t>(index), run);
    }
    lies_in(run, gap.leaf);
    add_visible(gap.leaf, visible_in(run));
}

std::size_t Sequence::open_gap(const Place& gap) {
    auto& runs = at(gap.leaf).runs;
    if (gap.offset == 0) return gap.run;
    Run& head = runs[gap.run];
    const std::size_t next = gap.run + std::size_t{1};
    if (gap.offset == head.count) return next;
    Run tail = head;
    tail.first = head.first + gap.offset;
    tail.count -= gap.offset;
    tail.left = tail.first - 1;
    head.count = gap.offset;
    runs.insert(runs.begin() + static_cast<std::ptrdiff_t>(next), tail);
    return next;
}

Sequence::Place Sequence::make_room(Place place) {
    if (at(place.leaf).runs.size() + 2 <= runs_a_leaf) return place;
    split_leaf(place.leaf);
    const auto kept = static_cast<std::uint32_t>(at(place.leaf).runs.size());
    if (place.run < kept) return place;
    return {order_[at(place.leaf).rank + 1], place.run - kept, place.offset};
}

void Sequence::split_leaf(LeafIndex full) {
    const auto fresh = LeafIndex{static_cast<std::uint32_t>(leaves_.size())};
    leaves_.push_back({});
    Leaf& low = at(full);
    Leaf& high = at(fresh);
    high.runs.reserve(runs_a_leaf);
    const auto middle = low.runs.begin() + static_cast<std::ptrdiff_t>(low.runs.size() / 2);
    high.runs.assign(middle, low.runs.end());
    low.runs.erase(middle, low.runs.end());

    std::uint32_t moved = 0;
    for (const Run& run : high.runs) {
        lies_in(run, fresh);
        moved += visible_in(run);
    }
    const std::uint32_t rank = low.rank + 1;
    order_.insert(order_.begin() + rank, fresh);
    visible_of_.insert(visible_of_.begin() + rank, moved);
    visible_of_[low.rank] -= moved;
    for (std::uint32_t r = rank; r < order_.size(); ++r) at(order_[r]).rank = r;
    if (finger_.rank >= rank) finger_ = {};
}

void Sequence::erase(Handle first, std::uint32_t count) {
    while (count > 0) {
        const Place place = place_of(first);
        const Run& run = run_at(place);
        const std::uint32_t here = std::min(count, run.count - place.offset);
        if (!run.is_erased) erase_piece(place, here);
        first = first + here;
        count -= here;
    }
}

bool Sequence::are_erased(Handle first, std::uint32_t count) const {
    while (count > 0) {
        const Place place = place_of(first);
        const Run& run = run_at(place);
        if (!run.is_erased) return false;
        const std::uint32_t here = std::min(count, run.count - place.offset);
        first = first + here;
        count -= here;
    }
    return true;
}

void Sequence::erase_piece(Place place, std::uint32_t count) {
    place = make_room(place);
    const std::size_t index = open_gap(place);
    open_gap({place.leaf, static_cast<std::uint32_t>(index), count});
    at(place.leaf).runs[index].is_erased = true;
    remove_visible(place.leaf, count);
    join_with_next(place.leaf, index);
    if (index > 0) join_with_next(place.leaf, index - 1);
}

void Sequence::join_with_next(LeafIndex leaf, std::size_t run) {
    auto& runs = at(leaf).runs;
    if (run + 1 >= runs.size() || !goes_on(runs[run], runs[run + 1])) return;
    runs[run].count += runs[run + 1].count;
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(run) + 1);
}

std::size_t Sequence::runs() const {
    std::size_t count = 0;
    for (const Leaf& leaf : leaves_) count += leaf.runs.size();
    return count;
}

}  // namespace sanderling::text
