// sanderling-bench-text: what the text type costs, by the key strokes of a whole paper
// (docs/benchmarks.md).
#include "tests/bench/failure.hpp"
#include "tests/bench/rows.hpp"
#include "tests/bench/text/text_run.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

int main(int argc, char** argv) {
    using namespace sanderling::bench;
    CLI::App app{"Measures the text type by an editing trace of 259,778 edits"};
    bool as_json = false;
    std::size_t repetitions = 5;
    app.add_flag("--json", as_json, "An array of {name, value, unit, durability, …}");
    app.add_option("--repetitions", repetitions, "Rounds, of which medians are taken")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        const std::vector<Row> all = text_rows();
        std::vector<const Row*> rows;
        for (const Row& row : all) rows.push_back(&row);
        const Figures figures = run_text(repetitions);
        if (as_json)
            print_json(std::cout, rows, figures);
        else
            print_table(std::cout, rows, figures, Targets::shown);
    } catch (const std::exception& problem) {
        std::cerr << "sanderling-bench-text: " << problem.what() << "\n";
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
