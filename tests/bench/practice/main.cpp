// sanderling-bench-practice: what it costs to know what is due in the caseload of an officer
// (docs/benchmarks.md).
#include "tests/bench/failure.hpp"
#include "tests/bench/practice/practice_run.hpp"
#include "tests/bench/rows.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

int main(int argc, char** argv) {
    using namespace sanderling::bench;
    CLI::App app{"Measures how what is due is derived, in 40 cases with 4,800 contacts"};
    bool as_json = false;
    std::size_t repetitions = 5;
    app.add_flag("--json", as_json, "An array of {name, value, unit, durability, …}");
    app.add_option("--repetitions", repetitions, "Rounds, of which medians are taken")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        const std::vector<Row> all = practice_rows();
        std::vector<const Row*> rows;
        for (const Row& row : all) rows.push_back(&row);
        const Figures figures = run_practice(repetitions);
        if (as_json)
            print_json(std::cout, rows, figures);
        else
            print_table(std::cout, rows, figures, Targets::shown);
    } catch (const std::exception& problem) {
        std::cerr << "sanderling-bench-practice: " << problem.what() << "\n";
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
