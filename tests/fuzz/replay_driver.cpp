// A target without libFuzzer, in the run of tests (docs/suites.md): its seeds, the inputs that are
// kept in tests/fuzz/corpus, and deterministic changes to them; or the files that are named.
#include "tests/fuzz/mutation.hpp"
#include "tests/fuzz/target.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

// Sanitizers ask for these. A single allocation of 256 MiB is more than any decoder may want.
// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming)
extern "C" __attribute__((visibility("default"))) const char* __asan_default_options() {
    return "max_allocation_size_mb=256:hard_rss_limit_mb=1500:detect_leaks=1";
}
extern "C" __attribute__((visibility("default"))) const char* __ubsan_default_options() {
    return "halt_on_error=1:print_stacktrace=1";
}
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)

namespace {

using namespace sanderling;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr unsigned seconds_an_input = 20;  // of a busy machine, with sanitizers

/// What is being tried: a signal handler has to find it.
ByteView current{};        // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
std::string crash_file{};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void keep_input() {
    const int file = ::open(crash_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0 || ::write(file, current.data(), current.size()) < 0) return;
    constexpr std::string_view words = "\nThe input is kept; to try it again, give its name: ";
    static_cast<void>(::write(STDERR_FILENO, words.data(), words.size()));
    static_cast<void>(::write(STDERR_FILENO, crash_file.data(), crash_file.size()));
    static_cast<void>(::write(STDERR_FILENO, "\n", 1));
}

extern "C" void on_signal(int signal) {
    constexpr std::string_view slow = "\nWRONG: an input takes too long\n";
    if (signal == SIGALRM) static_cast<void>(::write(STDERR_FILENO, slow.data(), slow.size()));
    keep_input();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

bool is_right(ByteView input) {
    current = input;
    alarm(seconds_an_input);
    const std::string_view problem = fuzz::problem_with(input);
    alarm(0);
    if (problem.empty()) return true;
    std::cerr << "WRONG: " << problem << std::endl;
    keep_input();
    return false;
}

Bytes read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    return to_bytes(as_bytes(text));
}

std::vector<Bytes> starting_points(const fs::path& corpus) {
    std::vector<Bytes> pool = fuzz::seeds();
    std::vector<fs::path> kept;
    if (fs::is_directory(corpus))
        for (const auto& entry : fs::directory_iterator(corpus)) kept.push_back(entry.path());
    std::ranges::sort(kept);
    for (const fs::path& path : kept) pool.push_back(read_file(path));
    return pool;
}

/// Arguments: files to try, or nothing for the whole short run.
int run(const std::vector<std::string>& files) {
    if (!files.empty()) {
        const auto is_fine = [](const std::string& f) { return is_right(read_file(f)); };
        return std::ranges::all_of(files, is_fine) ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    const std::vector<Bytes> pool = starting_points(SANDERLING_CORPUS);
    for (const Bytes& input : pool)
        if (!is_right(input)) return EXIT_FAILURE;
    const auto until = Clock::now() + std::chrono::seconds{2};
    std::mt19937_64 random(pool.size());
    int runs = 0;
    for (; runs < 20'000 && Clock::now() < until; ++runs)
        if (!is_right(fuzz::mutated(pool, random))) return EXIT_FAILURE;
    std::cout << pool.size() << " starting points, " << runs << " changes to them" << std::endl;
    return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
    const fs::path program = argv[0];
    crash_file = fs::absolute("crash-" + program.filename().string()).string();
    for (const int signal : {SIGABRT, SIGALRM}) std::signal(signal, on_signal);
    if (__sanitizer_set_death_callback != nullptr)
        __sanitizer_set_death_callback(keep_input);  // it reports the other signals better
    else
        for (const int signal : {SIGSEGV, SIGBUS, SIGFPE}) std::signal(signal, on_signal);
    return run({argv + 1, argv + argc});
}
