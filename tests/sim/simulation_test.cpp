// The simulator itself: the same seed is the same run, a few seeds hold, and what was once found
// stays mended.
#include "tests/sim/campaign.hpp"
#include "tests/sim/every_rule.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace sanderling::sim {
namespace {

RunReport run(std::uint64_t seed, std::size_t steps) {
    return run_once(schema_for(seed), {.seed = seed, .steps = steps});
}

TEST(Simulation, GivesTheSameTraceForTheSameSeed) {
    for (const std::uint64_t seed : {1U, 2U}) {
        const RunReport first = run(seed, 150);
        const RunReport other = run(seed + 100, 150);
        const RunReport second = run(seed, 150);

        EXPECT_EQ(first.trace_hash, second.trace_hash) << "seed " << seed;
        EXPECT_EQ(first.trace_length, second.trace_length);
        EXPECT_NE(first.trace_hash, other.trace_hash);
    }
}

TEST(Simulation, CountsEveryStepByItself) {
    const RunOptions all{.seed = 7, .steps = 120};
    RunOptions fewer = all;
    for (std::size_t i = 10; i < 60; ++i) fewer.left_out.insert(i);

    const RunReport whole = run_once(schema_for(all.seed), all);
    const RunReport part = run_once(schema_for(all.seed), fewer);

    EXPECT_GT(whole.commits, part.commits);
    EXPECT_EQ(run_once(schema_for(all.seed), fewer).trace_hash, part.trace_hash);
}

TEST(Simulation, RememberedSignaturesChangeNothing) {
    RunOptions options{.seed = 20, .steps = 120};
    const RunReport remembered = run_once(schema_for(options.seed), options);
    options.signatures = SignatureMemory::unused;

    EXPECT_EQ(run_once(schema_for(options.seed), options).trace_hash, remembered.trace_hash);
}

TEST(Simulation, HoldsEveryInvariantForAWhile) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::seconds(12);
    std::uint64_t seed = 1'000;
    for (; Clock::now() < end || seed < 1'002; ++seed) {
        const RunReport report = run(seed, 400);
        ASSERT_FALSE(report.finding)
            << "seed " << seed << ": " << to_text(report.finding->invariant) << ": "
            << report.finding->text << "\n"
            << replay_command({.seed = seed, .steps = 400});
    }
}

// Each file: seed, steps, devices, the steps left out, people's habits; and what it found.
TEST(Simulation, KeepsWhatItFoundMended) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(SANDERLING_SEEDS)) {
        if (entry.path().extension() != ".seed") continue;
        std::ifstream file(entry.path());
        RunOptions options;
        std::string left_out;
        std::string habits;
        file >> options.seed >> options.steps >> options.devices >> left_out >> habits;
        ASSERT_TRUE(file) << entry.path();
        options.habits = parse_habits(habits);
        ASSERT_TRUE(options.habits) << entry.path() << ": " << habits;
        if (left_out != "-") options.left_out = parse_ranges(left_out);
        const RunReport report = run_once(schema_for(options.seed), options);
        EXPECT_FALSE(report.finding) << entry.path() << ": " << report.finding->text;
        ++count;
    }
    EXPECT_GT(count, 0U);
}

TEST(Ranges, AreReadAsTheyAreWritten) {
    const std::set<std::size_t> numbers{0, 3, 4, 5, 9};

    EXPECT_EQ(ranges(numbers), "0,3-5,9");
    EXPECT_EQ(parse_ranges("0,3-5,9"), numbers);
    EXPECT_TRUE(parse_ranges("").empty());
}

}  // namespace
}  // namespace sanderling::sim
