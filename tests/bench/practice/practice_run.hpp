// What it costs to know what is due.
#pragma once

#include "tests/bench/rows.hpp"

namespace sanderling::bench {

/// The rows of `./dev bench practice`.
std::vector<Row> practice_rows();

/// Throws std::exception where what is due does not follow the edits.
Figures run_practice(std::size_t repetitions);

}  // namespace sanderling::bench
