// Reading rules: what a live set says, without ever changing it (docs/protocol.md §4).
#pragma once

#include "core/merge/record_state.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace sanderling::merge {

/// Whether `a` beats `b` as the value of a register: the greater (effective time, seq).
bool beats(const LiveEntry& a, const LiveEntry& b);

/// The winning entry of a register or group; proposals never win over an effective write. Null for
/// an empty set.
const LiveEntry* winner(const LiveSet& set);

/// The entries that stand against each other: all effective values and proposals beside the winner.
std::vector<const LiveEntry*> losers(const LiveSet& set);

/// Whether a live entry holds its element in a set or ordered list. Moving an element holds it too:
/// a delete that did not know of the move does not take it.
bool keeps_present(const LiveEntry& entry);
/// Of an element of a set, or of an ordered list by the path that says what it is.
bool is_present(const LiveSet& set);
/// Whether `a` says rather than `b` what an element of an ordered list is. A touch repeats what its
/// author saw, so it speaks only where nothing else is left.
bool says_element(const LiveEntry& a, const LiveEntry& b);

/// Of a log: effective entries in the one order that every reader shows.
std::vector<const LiveEntry*> in_log_order(const LiveSet& set);

enum class Life : std::uint8_t {
    alive = 1,
    deleted = 2,  // every live write of the record was known to a delete
    contested =
        3,  // deleted by somebody, and written by somebody who did not know: visible, flagged
};
Life life(const RecordState& state);

/// Whether an entry's author knew `v` (for life, and for telling a resolver what each had seen).
bool entry_knows(const LiveEntry& x, const LiveEntry& v);

}  // namespace sanderling::merge
