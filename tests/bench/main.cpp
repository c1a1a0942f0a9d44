// sanderling-bench: what the product costs, beside the same work on plain SQLite. Which rows there
// are and how to read them: docs/benchmarks.md.
#include "tests/bench/cold_reader.hpp"
#include "tests/bench/run.hpp"
#include "tests/bench/second_device.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <ctime>
#include <iostream>
#include <thread>

namespace {

using namespace sanderling::bench;

constexpr std::size_t records_of_targets = 10'000;

/// Turns SIGINT and SIGTERM into a request to stop, so that files and processes are cleared away.
class Signals {
  public:
    /// Before any other thread is started, which then inherits that they are blocked.
    Signals() {
        sigemptyset(&wanted_);
        sigaddset(&wanted_, SIGINT);
        sigaddset(&wanted_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &wanted_, nullptr);
        watcher_ = std::jthread([this](const std::stop_token& end) { watch(end); });
    }
    std::stop_token stop() const { return source_.get_token(); }

  private:
    void watch(const std::stop_token& end) {
        constexpr timespec a_moment{.tv_sec = 0, .tv_nsec = 200'000'000};
        while (!end.stop_requested())
            if (sigtimedwait(&wanted_, nullptr, &a_moment) > 0) source_.request_stop();
    }

    sigset_t wanted_{};
    std::stop_source source_{};
    std::jthread watcher_{};
};

CLI::Validator known_row() {
    return {[](std::string& name) {
                const bool is_known = name == replica_group || find_row(name) != nullptr;
                return is_known ? std::string() : "there is no row " + name;
            },
            "ROW"};
}

std::string list_of_rows() {
    std::string out = "Rows, at 10,000 records; `replica` is all of vault_… and sdk_…:\n";
    for (const Row& row : all_rows()) out += "  " + row.name + ": " + row.work + "\n";
    return out;
}

struct Command {
    Plan plan{};
    bool as_json = false;
    std::filesystem::path second_device{};  // set: be that
    std::filesystem::path cold_reader{};    // set: be that
};

/// The exit code, if there is nothing more to do.
std::optional<int> parse(int argc, char** argv, Command& command) {
    CLI::App app{"Measures the SDK and the server on this machine, beside plain SQLite"};
    app.footer(list_of_rows());
    std::vector<std::string> names;
    app.add_option("rows", names, "Which; otherwise all but those of `replica`")
        ->check(known_row());
    app.add_flag("--json", command.as_json, "An array of {name, value, unit, durability, …}");
    app.add_option("--records", command.plan.sizes.records, "How many")
        ->check(CLI::Range(200, 1'000'000))
        ->capture_default_str();
    app.add_option("--repetitions", command.plan.repetitions, "Rounds, of which medians are taken")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    app.add_option("--seed", command.plan.seed, "Of the records")->capture_default_str();
    app.add_option("--dir", command.plan.folder, "Where to put files; a folder on a disk");
    app.add_option("--peers", command.plan.peers, "Where the libraries of peers are");
    CLI::App* second = app.add_subcommand(SecondDevice::verb, "Used by this program itself");
    second->group("")->add_option("folder", command.second_device)->required();
    CLI::App* reader = app.add_subcommand(ColdReader::verb, "Used by this program itself");
    reader->group("")->add_option("folder", command.cold_reader)->required();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    }
    const auto is_named = [&](std::string_view name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const Row& row : all_rows()) {
        const bool is_wanted_group =
            is_of_replica_group(row) ? is_named(replica_group) : names.empty();
        if (is_wanted_group || is_named(row.name)) command.plan.rows.push_back(&row);
    }
    return std::nullopt;
}

void print(const Command& command, const Figures& figures) {
    if (command.as_json) {
        print_json(std::cout, command.plan.rows, figures);
        return;
    }
    const bool are_comparable = command.plan.sizes.records == records_of_targets;
    print_table(std::cout, command.plan.rows, figures,
                are_comparable ? Targets::shown : Targets::left_out);
}

}  // namespace

int main(int argc, char** argv) {
    Command command;
    if (const auto exit = parse(argc, argv, command)) return *exit;
    const Signals signals;
    try {
        if (!command.second_device.empty())
            return SecondDevice::be(command.second_device, signals.stop());
        if (!command.cold_reader.empty()) return ColdReader::be(command.cold_reader);
        print(command, run(command.plan, signals.stop()));
    } catch (const std::exception& problem) {
        std::cerr << "sanderling-bench: " << problem.what() << "\n";
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
