// The vault beside plain SQLite and beside libraries that encrypt by themselves: the same SQL in
// small parts, in turns, so that a slow moment of the machine meets all (docs/benchmarks.md).
#pragma once

#include "tests/bench/engine/engine.hpp"
#include "tests/bench/rows.hpp"
#include "tests/bench/workload.hpp"

#include <filesystem>
#include <stop_token>

namespace sanderling::bench {

/// The contacts of a workload as columns, in its order.
EngineInput engine_input(const Workload& work);

struct Contender {
    std::string name{};
    MakeEngine make = nullptr;
};

/// The vault, plain SQLite, and the peers whose libraries are in the folder. Says on standard error
/// which are not.
std::vector<Contender> contenders(const std::filesystem::path& peers);

/// How one run is set up; the end of its rows' names says the same.
struct EngineSetting {
    Synchronous synchronous = Synchronous::full;
    std::int64_t cache_bytes = 0;

    std::string suffix() const;
};
const std::vector<EngineSetting>& engine_settings();

class EngineRun {
  public:
    /// All outlive it. `round` decides who goes first.
    EngineRun(const EngineInput& input, const std::vector<Contender>& contenders,
              std::filesystem::path folder, const std::stop_token& stop, Figures& figures);

    /// Every work in one setting. Throws Failure.
    void run(const EngineSetting& setting, std::size_t round);

  private:
    struct Running {
        std::string name{};
        std::unique_ptr<Engine> engine{};
        double milliseconds = 0;
    };
    enum class Cache : std::uint8_t { as_it_is, emptied };
    struct Measure {
        std::string_view row;
        Work work;
        std::size_t parts = 0;  // in turns of the engines
        Cache cache = Cache::as_it_is;
    };

    void start(const EngineSetting& setting);
    void run_reads();
    void run_index();
    void measure(const Measure& measure);
    void untimed(Work work, std::size_t parts);
    void end();
    void note(std::string_view row);

    const EngineInput& input_;
    const std::vector<Contender>& contenders_;
    std::filesystem::path folder_;
    const std::stop_token& stop_;
    Figures& figures_;
    EngineSetting setting_{};
    std::size_t first_ = 0;  // whose turn it is
    std::vector<Running> running_{};
};

}  // namespace sanderling::bench
