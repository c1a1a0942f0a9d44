// sanderling-app: the application of one practitioner on this machine (README.md).
#include "examples/practitioner-app/application.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>

namespace sanderling::app {
namespace {

namespace fs = std::filesystem;

struct Options {
    ApplicationOptions application{};
    fs::path passphrase{};
    int idle_seconds = 600;
};

/// Beside the program, as the build and an installation leave it.
fs::path own_page() {
    return fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "page";
}

Result<void> unlock_from(Application& application, const fs::path& file) {
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line)) return fail(Errc::not_found, file.string());
    return application.unlock(line);
}

int run(Options& options) {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before there are threads

    options.application.desk.idle_max = std::chrono::seconds(options.idle_seconds);
    options.application.on_link = [](const std::string& link) {
        std::cout << "open " << link << std::endl;
    };
    auto application = Application::start(std::move(options.application));
    if (!application) {
        std::cerr << application.error().message() << "\n";
        return EXIT_FAILURE;
    }
    if (!options.passphrase.empty()) {
        if (const auto done = unlock_from(**application, options.passphrase); !done) {
            std::cerr << done.error().message() << "\n";
            return EXIT_FAILURE;
        }
        std::cout << "unlocked" << std::endl;
    }
    constexpr timespec moment{.tv_sec = 1, .tv_nsec = 0};
    while (sigtimedwait(&signals, nullptr, &moment) < 0) (*application)->tend();
    return EXIT_SUCCESS;
}

}  // namespace
}  // namespace sanderling::app

int main(int argc, char** argv) {
    using sanderling::app::Options;
    Options options;
    options.application.page = sanderling::app::own_page();
    CLI::App app{
        "Serves the page of one practitioner's replica to a browser on this machine. Each "
        "line \"open http://…\" is an address that works once."};
    app.add_option("--store", options.application.desk.store, "The replica, which is enrolled")
        ->required();
    app.add_option("--port", options.application.port, "On 127.0.0.1; otherwise any that is free");
    app.add_option("--passphrase-file", options.passphrase,
                   "Unlock at the start; otherwise the page asks");
    app.add_option("--people", options.application.people,
                   "A JSON list of {person, name, staff, role}");
    app.add_option("--looks", options.application.looks,
                   "Where it is kept up to where the person has looked");
    app.add_option("--page", options.application.page, "The folder of the built page")
        ->capture_default_str();
    app.add_option("--idle", options.idle_seconds, "Seconds without a touch until it locks")
        ->check(CLI::Range(5, 86'400))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    return sanderling::app::run(options);
}
