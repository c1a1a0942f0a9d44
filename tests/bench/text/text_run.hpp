// The rows of the text type, and how each is measured (docs/benchmarks.md).
#pragma once

#include "tests/bench/rows.hpp"

#include <cstddef>
#include <vector>

namespace sanderling::bench {

std::vector<Row> text_rows();

/// Applies the trace again and again, and checks each time that the text comes out as it must.
/// Throws Failure.
Figures run_text(std::size_t repetitions);

}  // namespace sanderling::bench
