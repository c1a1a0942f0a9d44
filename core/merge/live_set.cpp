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
    if (write.rule != Rule::cautious || write.operation == Operation::resolve) return false;
    const auto live = std::count_if(set.entries.begin(), set.entries.end(),
                                    [](const LiveEntry& e) { return e.rule == Rule::cautious; });
    return live >= 2;
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
    return v.rule == write.rule && claims(write, v) && knows(x, v) && may_remove(write, v, x) &&
           !is_disputed_caution(set, write);
}

}  // namespace

bool knows(const WriteContext& x, const LiveEntry& v) {
    if (number(v.seq) <= number(x.base)) return true;
    if (v.dot.replica == x.dot.replica)
        return v.dot.counter <= x.own || has_fault(Fault::own_without_own);
    return std::any_of(x.ancestry.begin(), x.ancestry.end(), [&](const Dot& parent) {
        return v.dot.replica == parent.replica && v.dot.counter <= parent.counter;
    });
}

PathChange apply(LiveSet& set, const PathWrite& write, std::uint32_t patch, const WriteContext& x) {
    PathChange change;
    std::vector<LiveEntry> kept;
    kept.reserve(set.entries.size() + 1);
    for (const LiveEntry& v : set.entries)
        (covers(set, write, v, x) ? change.removed : kept).push_back(v);

    const bool covered_already = std::any_of(
        kept.begin(), kept.end(), [&](const LiveEntry& w) { return contains(w.named, x.dot); });
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
                        .named = write.dots});
        change.joined = true;
    }
    set.entries = std::move(kept);
    return change;
}

}  // namespace sanderling::merge
