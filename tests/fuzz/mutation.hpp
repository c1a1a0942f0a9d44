// Deterministic changes to an input, for the short run of the fuzz targets without libFuzzer.
#pragma once

#include "core/types/bytes.hpp"

#include <random>
#include <vector>

namespace sanderling::fuzz {

inline constexpr std::size_t mutated_bytes_max = 64 * 1024;

/// A copy of one of `pool` with one to eight changes: bits, bytes, numbers that are limits, pieces
/// cut, doubled, moved or taken from another of the pool. `pool` is not empty.
Bytes mutated(const std::vector<Bytes>& pool, std::mt19937_64& random);

}  // namespace sanderling::fuzz
