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

/// Of a set element.
bool is_present(const LiveSet& set);

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
