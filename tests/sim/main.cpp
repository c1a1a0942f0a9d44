#include "schema/generated/probation/description.hpp"
#include "tests/sim/simulation.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    using namespace sanderling;
    const auto& schema = probation::schema();
    std::uint64_t first = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
    std::uint64_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    std::size_t steps = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 600;
    std::uint64_t writes = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        sim::RunOptions options{.seed = seed, .steps = steps, .lines = argc > 4 ? 200U : 0U};
        auto run = std::make_unique<sim::Simulation>(schema, options);
        const auto r = run->run();
        writes += r.path_writes;
        std::printf("seed %lu hash %016lx len %lu dev %zu writes %lu commits %lu conf %lu crash %lu virt %lds conv %lds %s\n",
                    seed, r.trace_hash, r.trace_length, r.devices, r.path_writes, r.commits,
                    r.open_conflicts, r.crashes, r.virtual_time.count() / 1000000,
                    r.convergence.count() / 1000000,
                    r.finding ? r.finding->text.c_str() : "ok");
        if (r.finding) for (auto& l : r.lines) std::printf("%s\n", l.c_str());
        std::fflush(stdout);
    }
    const double s = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::printf("%.1f writes/s\n", static_cast<double>(writes) / s);
}
