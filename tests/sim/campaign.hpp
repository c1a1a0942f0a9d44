// Many runs: their sum in plain words, and for a run that fails the shortest one that still does.
#pragma once

#include "tests/sim/simulation.hpp"

#include <functional>
#include <string>
#include <vector>

namespace sanderling::sim {

/// What many runs came to.
struct Totals {
    std::uint64_t runs = 0;
    std::uint64_t devices = 0;
    std::uint64_t path_writes = 0;
    std::uint64_t commits = 0;
    std::uint64_t transactions = 0;
    std::uint64_t raised = 0;
    std::uint64_t settled = 0;
    std::uint64_t open = 0;
    std::uint64_t crashes = 0;
    std::uint64_t lies = 0;
    std::uint64_t restores = 0;
    std::uint64_t bytes = 0;
    std::uint64_t virtual_seconds = 0;
    std::uint64_t convergence_ms = 0;      // all together
    std::uint64_t convergence_ms_max = 0;  // the longest
    std::uint64_t findings = 0;
    double run_seconds =
        0;  // in runs, not in making failed ones shorter; of all processes together

    void add(const RunReport& report);
    void add(const Totals& other);
};

/// "values lost: 0 …", for people; the speed is that of so many processes together.
std::string in_words(const Totals& totals, unsigned processes);

/// A run with fewer faults, devices and steps that breaks the same invariant; at most so many
/// tries.
struct Shrunk {
    RunOptions options{};
    RunReport report{};
    std::size_t tries = 0;
};
Shrunk shrink(const schema::Schema& schema, const RunOptions& options, const RunReport& failed,
              std::size_t tries_max);

/// What to type to see the same run again.
std::string replay_command(const RunOptions& options);
/// "3,17,40-52" ↔ a set.
std::string ranges(const std::set<std::size_t>& numbers);
std::set<std::size_t> parse_ranges(std::string_view text);

RunReport run_once(const schema::Schema& schema, const RunOptions& options);

}  // namespace sanderling::sim
