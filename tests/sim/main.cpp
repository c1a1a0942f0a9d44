// sanderling-sim: runs the simulator over many seeds, on a schema of one's own if wished, and says
// in plain words what came of it (docs/simulator.md).
#include "schema/language/load.hpp"
#include "tests/sim/campaign.hpp"
#include "tests/sim/every_rule.hpp"

#include <CLI/CLI.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <sstream>
#include <thread>

namespace {

using namespace sanderling;
using Clock = std::chrono::steady_clock;

struct Wanted {
    sim::RunOptions run{};
    std::string schema_file{};
    std::vector<std::string> without{};
    std::string leave_out{};
    std::string habits{};
    std::uint64_t seeds = 1;
    double minutes = 0;
    unsigned processes = 0;
    std::size_t shrink_tries = 300;
    bool shows_trace = false;
    bool verifies_all = false;
};

/// Somebody's own, or by the seed.
using Schemas = std::function<const schema::Schema&(std::uint64_t seed)>;

std::optional<Schemas> schemas_of(const Wanted& wanted) {
    if (wanted.schema_file.empty()) return Schemas(sim::schema_for);
    std::ifstream file(wanted.schema_file);
    std::stringstream text;
    text << file.rdbuf();
    if (!file) {
        std::cerr << "cannot read " << wanted.schema_file << "\n";
        return std::nullopt;
    }
    auto loaded = schema::load_schema(text.str(), wanted.schema_file);
    if (loaded) {
        const auto own = std::make_shared<const schema::Schema>(std::move(*loaded));
        return Schemas([own](std::uint64_t) -> const schema::Schema& { return *own; });
    }
    std::cerr << loaded.error().detail << "\n";
    return std::nullopt;
}

void tell(const schema::Schema& schema, const sim::RunOptions& options,
          const sim::RunReport& failed, std::size_t tries) {
    std::cout << "seed " << options.seed << " breaks invariant "
              << static_cast<int>(failed.finding->invariant) << " ("
              << to_text(failed.finding->invariant) << "):\n  " << failed.finding->text << "\n"
              << std::flush;
    const sim::Shrunk shrunk = sim::shrink(schema, options, failed, tries);
    const std::size_t left = shrunk.options.steps - shrunk.options.left_out.size();
    std::cout << "the shortest trace found has " << left << " steps:\n";
    for (const std::string& line : shrunk.report.lines) std::cout << "  " << line << "\n";
    if (shrunk.report.finding) std::cout << "  " << shrunk.report.finding->text << "\n";
    std::cout << "again: " << sim::replay_command(shrunk.options) << "\n" << std::flush;
}

/// Tells once a minute how far a process has come; what comes of it is told at the end.
class Progress {
  public:
    explicit Progress(std::uint64_t seeds) : seeds_(seeds) {}

    void tell(const sim::Totals& totals, std::uint64_t seed) {
        if (Clock::now() < next_) return;
        next_ = Clock::now() + std::chrono::minutes(1);
        std::cerr << "at seed " << seed << ": " << totals.runs << " runs"
                  << (seeds_ != 0 ? " of " + std::to_string(seeds_) : "") << ", " << totals.findings
                  << " found\n";
    }

  private:
    std::uint64_t seeds_;  // 0: as many as there is time for
    Clock::time_point next_ = Clock::now() + std::chrono::minutes(1);
};

/// Seeds first, first + stride, …, until the time is over or so many were run.
sim::Totals run_seeds(const Schemas& schemas, const Wanted& wanted, std::uint64_t first,
                      std::uint64_t stride) {
    sim::Totals totals;
    const auto end = Clock::now() + std::chrono::duration<double>(wanted.minutes * 60);
    const bool is_by_time = wanted.minutes > 0;
    Progress progress(is_by_time ? 0 : (wanted.seeds + stride - 1 - first) / stride);
    for (std::uint64_t i = first; is_by_time ? Clock::now() < end : i < wanted.seeds; i += stride) {
        sim::RunOptions options = wanted.run;
        options.seed += i;
        // One in twenty checks every signature itself.
        const bool verifies = wanted.verifies_all || options.seed % 20 == 0;
        options.signatures = verifies ? sim::SignatureMemory::unused : sim::SignatureMemory::used;
        options.lines = wanted.shows_trace ? 100'000 : 0;
        const schema::Schema& schema = schemas(options.seed);
        const auto begin = Clock::now();
        const sim::RunReport report = sim::run_once(schema, options);
        totals.run_seconds += std::chrono::duration<double>(Clock::now() - begin).count();
        totals.add(report);
        progress.tell(totals, options.seed);
        if (wanted.shows_trace) {
            for (const std::string& line : report.lines) std::cout << line << "\n";
            std::cout << "seed " << options.seed << " trace " << std::hex << report.trace_hash
                      << std::dec << " of " << report.trace_length << " events\n";
        }
        if (report.finding) tell(schema, options, report, wanted.shrink_tries);
    }
    return totals;
}

// libsodium and SQLite draw from generators of the whole process, so each process is one simulation
// at a time.
sim::Totals run_processes(const Schemas& schemas, const Wanted& wanted, unsigned count) {
    std::vector<int> pipes;
    std::vector<pid_t> children;
    for (unsigned i = 0; i < count; ++i) {
        int ends[2];
        if (pipe(ends) != 0) break;
        const pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            const sim::Totals totals = run_seeds(schemas, wanted, i, count);
            const bool written = write(ends[1], &totals, sizeof totals) == sizeof totals;
            _exit(written ? 0 : 2);
        }
        close(ends[1]);
        pipes.push_back(ends[0]);
        children.push_back(child);
    }
    sim::Totals all;
    for (std::size_t i = 0; i < children.size(); ++i) {
        sim::Totals totals;
        const bool came = read(pipes[i], &totals, sizeof totals) == sizeof totals;
        close(pipes[i]);
        int status = 0;
        waitpid(children[i], &status, 0);
        if (!came || status != 0) {
            std::cout << "a process of the simulator ended with status " << status << "\n";
            totals.findings = 1;
        }
        all.add(totals);
    }
    return all;
}

}  // namespace

int main(int argc, char** argv) {
    Wanted wanted;
    CLI::App app{"Many devices, a server and everything that can go wrong between them."};
    app.add_option("--schema", wanted.schema_file, "a schema of your own, as YAML");
    app.add_option("--seed", wanted.run.seed, "the first seed");
    app.add_option("--seeds", wanted.seeds, "how many seeds");
    app.add_option("--minutes", wanted.minutes, "as many seeds as that takes");
    app.add_option("--steps", wanted.run.steps, "steps of each run");
    app.add_option("--devices", wanted.run.devices, "devices of each run; else by the seed");
    app.add_option("--without", wanted.without, "kinds of fault to leave out");
    app.add_option("--leave-out", wanted.leave_out, "steps to leave out: 3,17,40-52");
    app.add_option("--habits", wanted.habits,
                   "of people: recording, meeting or reviewing; else by the schema");
    app.add_option("--processes", wanted.processes, "at the same time; else one a processor");
    app.add_option("--shrink-tries", wanted.shrink_tries, "runs to spend on a shorter trace");
    app.add_flag("--trace", wanted.shows_trace, "print what happens");
    app.add_flag("--verify-all", wanted.verifies_all, "check every signature on every device");
    CLI11_PARSE(app, argc, argv);

    for (const std::string& name : wanted.without) {
        const auto kind = sim::parse_fault_kind(name);
        if (!kind) {
            std::cerr << "no kind of fault is called " << name << "\n";
            return 2;
        }
        wanted.run.without.insert(*kind);
    }
    wanted.run.habits = sim::parse_habits(wanted.habits);
    if (!wanted.habits.empty() && !wanted.run.habits) {
        std::cerr << "people have no habits called " << wanted.habits << "\n";
        return 2;
    }
    wanted.run.left_out = sim::parse_ranges(wanted.leave_out);
    const auto schemas = schemas_of(wanted);
    if (!schemas) return 2;
    const bool is_many = wanted.minutes > 0 || wanted.seeds > 1;
    unsigned processes = wanted.processes != 0 ? wanted.processes
                                               : std::max(1U, std::thread::hardware_concurrency());
    if (!is_many || wanted.shows_trace) processes = 1;
    const sim::Totals totals = processes > 1 ? run_processes(*schemas, wanted, processes)
                                             : run_seeds(*schemas, wanted, 0, 1);
    std::cout << sim::in_words(totals, processes);
    return totals.findings == 0 ? 0 : 1;
}
