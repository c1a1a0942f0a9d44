// A target under libFuzzer (`./dev fuzz`, docs/suites.md). `--write-seeds=FOLDER` writes the
// target's seeds there and ends.
#include "tests/fuzz/target.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

constexpr std::string_view write_seeds = "--write-seeds=";

int write_all(const std::string& folder) {
    int n = 0;
    for (const sanderling::Bytes& seed : sanderling::fuzz::seeds()) {
        std::ofstream out(folder + "/seed-" + std::to_string(++n), std::ios::binary);
        out << sanderling::as_text(seed);
        if (!out.flush()) return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

}  // namespace

// The names are libFuzzer's.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" __attribute__((visibility("default"))) int LLVMFuzzerInitialize(int* argc,
                                                                           char*** argv) {
    for (int i = 1; i < *argc; ++i) {
        const std::string_view argument = (*argv)[i];
        if (argument.starts_with(write_seeds))
            std::exit(write_all(std::string(argument.substr(write_seeds.size()))));
    }
    return 0;
}

extern "C" __attribute__((visibility("default"))) int LLVMFuzzerTestOneInput(
    const std::uint8_t* data, std::size_t size) {
    const std::string_view problem = sanderling::fuzz::problem_with({data, size});
    if (problem.empty()) return 0;
    std::fprintf(stderr, "WRONG: %.*s\n", static_cast<int>(problem.size()), problem.data());
    std::abort();
}
// NOLINTEND(readability-identifier-naming)
