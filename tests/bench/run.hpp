// One whole benchmark: organisations made and ended, rounds repeated, rows filled
// (docs/benchmarks.md).
#pragma once

#include "tests/bench/rows.hpp"
#include "tests/bench/workload.hpp"

#include <filesystem>
#include <stop_token>
#include <vector>

namespace sanderling::bench {

struct Plan {
    std::vector<const Row*> rows{};
    Sizes sizes{};
    std::size_t repetitions = 3;
    std::uint64_t seed = 1;
    std::filesystem::path peers{};   // where their libraries are
    std::filesystem::path folder{};  // beneath it a scratch folder is made; empty: chosen
};

/// Tells on standard error how far it is. Throws Failure.
Figures run(const Plan& plan, const std::stop_token& stop);

}  // namespace sanderling::bench
