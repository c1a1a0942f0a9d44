#include "core/merge/live_set.hpp"

#include "core/types/fault.hpp"

#include <algorithm>

namespace sanderling::merge {

namespace {

bool contains(const std::vector<Dot>& dots, const Dot& dot) {
    return std::find(dots.begin(), dots.end(), dot) != dots.end();
}

bool claims(const PathWrite& write, const LiveEntry& v) {
    switch (write.coverage) {
        case Coverage::none:
            return false;
        case Coverage::named:
            return contains(write.dots, v.dot);
        case Coverage::all_known:
            return true;
    }
    return false;
}

// A cautious field with two or more live values is an open disagreement about risk: an ordinary
// write joins it and settles nothing, whatever its author knew.
bool is_disputed_caution(const LiveSet& set, const PathWrite& write) {
    if (write.operation == Operation::resolve) return false;
    const auto live = std::count_if(set.entries.begin(), set.entries.end(),
                                    [](const LiveEntry& e) { return e.rule == Rule::cautious; });
    return live >= 2;
}

// The sum of an increment and of those it replaces stands in its sealed value, so nobody but their
// own author can add it up: two who folded the same increment would count it twice.
bool is_fold_of(const PathWrite& write, const LiveEntry& v, const WriteContext& x) {
    return write.coverage == Coverage::named && v.dot.replica == x.dot.replica;
}

// Readers ignore a write that does not have its field's rule and authority class, so it must not
// remove what does.
bool is_alike(const PathWrite& write, const LiveEntry& v) {
    return v.rule == write.rule && v.authority == write.authority;
}

// What each rule lets go, of what a write claims and its author knew.
bool lets_go(const LiveSet& set, const PathWrite& write, const LiveEntry& v,
             const WriteContext& x) {
    switch (write.rule) {
        case Rule::cautious:
            return !is_disputed_caution(set, write);
        case Rule::log:
            return false;
        case Rule::counter:
            return is_fold_of(write, v, x);
        case Rule::immutable:
            return write.operation == Operation::resolve && &v != first_accepted(set);
        default:
            return true;
    }
}

// Authority: a write never removes what its author had no right to replace. For a cautious field
// the class is that of the resolver, so an ordinary change of a single value is open to any writer.
bool may_remove(const PathWrite& write, const LiveEntry& v, const WriteContext& x) {
    if (write.rule == Rule::cautious && write.operation != Operation::resolve) return true;
    return commit::holds(x.classes, v.authority);
}

Standing standing_of(const PathWrite& write, const WriteContext& x) {
    if (write.rule == Rule::cautious) return Standing::effective;
    return commit::holds(x.classes, write.authority) ? Standing::effective : Standing::proposal;
}

bool covers(const LiveSet& set, const PathWrite& write, const LiveEntry& v, const WriteContext& x) {
    return is_alike(write, v) && claims(write, v) && knows(x, v) && may_remove(write, v, x) &&
           lets_go(set, write, v, x);
}

// Written by its author, or by a replica that its own continues: known also before it is in the
// log.
bool knows_as_own(const WriteContext& x, const Dot& dot) {
    if (dot.replica == x.dot.replica)
        return dot.counter <= x.own || has_fault(Fault::own_without_own);
    return std::any_of(x.ancestry.begin(), x.ancestry.end(), [&](const Dot& parent) {
        return dot.replica == parent.replica && dot.counter <= parent.counter;
    });
}

// Whatever the numbers say.
bool knows_apart(const WriteContext& x, const Dot& dot) {
    return knows_as_own(x, dot) || (x.lost && x.lost->has(dot));
}

// What a write may still cover when it arrives later. Anything else in its list is either in the
// log before it or was not known to its author, who must not keep others' later writes out.
std::vector<Dot> covered_ahead(const PathWrite& write, const WriteContext& x) {
    std::vector<Dot> out;
    for (const Dot& dot : write.dots)
        if (knows_apart(x, dot)) out.push_back(dot);
    return out;
}

}  // namespace

const LiveEntry* first_accepted(const LiveSet& set) {
    const LiveEntry* first = nullptr;
    for (const LiveEntry& e : set.entries)
        if (e.rule == Rule::immutable && e.standing == Standing::effective &&
            (first == nullptr || e.seq < first->seq))
            first = &e;
    return first;
}

bool knows(const WriteContext& x, const LiveEntry& v) {
    if (number(v.seq) <= number(x.base)) return true;
    return knows_apart(x, v.dot);
}

PathChange apply(LiveSet& set, const PathWrite& write, std::uint32_t patch, const WriteContext& x) {
    PathChange change;
    std::vector<LiveEntry> kept;
    kept.reserve(set.entries.size() + 1);
    for (const LiveEntry& v : set.entries)
        (covers(set, write, v, x) ? change.removed : kept).push_back(v);

    // What an erase knew is among its names for the reading, and it covers nothing by them.
    const bool covered_already = std::any_of(kept.begin(), kept.end(), [&](const LiveEntry& w) {
        return w.operation != Operation::erase && contains(w.named, x.dot);
    });
    if (!covered_already) {
        kept.push_back({.dot = x.dot,
                        .seq = x.seq,
                        .t_eff = x.t_eff,
                        .base = x.base,
                        .own = x.own,
                        .patch = patch,
                        .rule = write.rule,
                        .operation = write.operation,
                        .authority = write.authority,
                        .standing = standing_of(write, x),
                        .named = covered_ahead(write, x)});
        change.joined = true;
    }
    set.entries = std::move(kept);
    return change;
}

}  // namespace sanderling::merge
