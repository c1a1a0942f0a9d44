// Where an element of an ordered list stands: a byte string, compared byte by byte, that no two
// writers choose alike (docs/protocol.md §4.1).
#pragma once

#include "core/types/ids.hpp"

namespace sanderling::replica {

using ListPlace = Bytes;

// As long as a place becomes when thousands of elements are each put between the two before.
inline constexpr std::size_t place_bytes_max = 1024;

/// A place after `lower` and before `upper`; an empty one stands for that end of the list. Ends in
/// `writer`, so it is nobody else's. Neighbours with no room between them (equal, or in the wrong
/// order) do not hinder it: then it is only after `lower`. Beyond `place_bytes_max` it is near.
ListPlace place_between(ByteView lower, ByteView upper, const Dot& writer);

}  // namespace sanderling::replica
