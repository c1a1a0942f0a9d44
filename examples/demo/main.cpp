// sanderling-demo: an afternoon of visits on four devices, a server and a keyholder, all on this
// machine (examples/demo/README.md). Every claim it prints was checked; it ends with 1 at the first
// that does not hold.
#include "examples/demo/stories.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <thread>

namespace sanderling::demo {
namespace {

constexpr int exit_failed = 1;
constexpr int exit_interrupted = 130;

struct Options {
    fs::path folder{};
    bool is_kept = true;
    std::uint32_t cases = 40;
};

sigset_t ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
    return signals;
}

/// Turns Ctrl-C into a request to stop, so that everything is put away in order. To be made before
/// any other thread.
class Interruption {
  public:
    Interruption() : signals_(ending_signals()) {
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        watcher_ = std::jthread([this](const std::stop_token& over) {
            constexpr timespec moment{.tv_sec = 0, .tv_nsec = 50'000'000};
            while (!over.stop_requested())
                if (sigtimedwait(&signals_, nullptr, &moment) > 0) source_.request_stop();
        });
    }
    std::stop_token token() const { return source_.get_token(); }

  private:
    sigset_t signals_;
    std::stop_source source_;
    std::jthread watcher_;
};

Look look_of_output() {
    const bool is_plain = std::getenv("NO_COLOR") != nullptr || isatty(STDOUT_FILENO) == 0;
    return is_plain ? Look::plain : Look::terminal;
}

Stage set_stage(Narrator& narrator, const Programs& programs, const Workspace& workspace,
                Trust& trust, std::uint32_t cases) {
    const Cast cast = write_caseload(programs, workspace, cases);
    const auto device = [&](const char* folder, const char* what, const Staff& staff) {
        return Device(programs, workspace,
                      {folder, staff.given_name() + "'s " + what, staff.name, staff.role});
    };
    return {.narrator = narrator,
            .programs = programs,
            .workspace = workspace,
            .trust = trust,
            .cast = cast,
            .phone = device("phone", "phone", cast.officer),
            .duty = device("duty-laptop", "laptop", cast.duty),
            .manager = device("manager-laptop", "laptop", cast.manager),
            .tablet = Device(programs, workspace,
                             {"tablet", "the group's tablet", tablet_person, "tablet"})};
}

void introduce_cast(const Stage& stage) {
    const Cast& cast = stage.cast;
    stage.narrator.say(fmt::format(
        "{} is an offender manager in the team {}, with a phone; {} is on duty at the office today "
        "and {} manages the team, each with a laptop; and the {} of service users shares a tablet. "
        "All of them, and all they write about, are invented.",
        cast.officer.name, cast.team_name, cast.duty.name, cast.manager.name, group_name));
}

void play(Stage& stage, Folder afterwards) {
    Afternoon afternoon;
    open_trust(stage);
    enrol_devices(stage);
    bring_in_caseload(stage, afternoon);
    bootstrap_phone(stage);
    read_newsletter(stage, afternoon);
    plan_visits(stage, afternoon);

    make_visits(stage, afternoon);
    work_at_the_office(stage, afternoon);
    meet_group(stage, afternoon);

    meet_again(stage, afternoon);
    show_what_differs(stage, afternoon);
    show_group_answer(stage, afternoon);
    resolve(stage, afternoon);

    compare_digests(stage);
    look_for_canaries(stage);
    stage.trust.close();
    show_where_to_look(stage, afternoon, afterwards);
}

int run(const Options& options) {
    const Interruption interruption;
    Narrator narrator(std::cout, look_of_output());
    std::optional<Workspace> workspace;
    int code = EXIT_SUCCESS;
    try {
        workspace.emplace(options.folder);
        narrator.say(fmt::format("Working in {}", workspace->root().string()));
        const Programs programs(own_folder(), *workspace, interruption.token());
        Trust trust(programs, *workspace, "Aldermere and District Probation Trust");
        Stage stage = set_stage(narrator, programs, *workspace, trust, options.cases);
        introduce_cast(stage);
        play(stage, options.is_kept ? Folder::kept : Folder::removed);
        const double seconds = static_cast<double>(narrator.elapsed().count()) / 1000.0;
        narrator.end(
            fmt::format("All {} claims hold. It took {:.0f} seconds.", narrator.claims(), seconds));
    } catch (const std::exception& problem) {
        narrator.progress_done();
        const bool is_stopped = interruption.token().stop_requested();
        code = is_stopped ? exit_interrupted : exit_failed;
        std::cerr << (is_stopped
                          ? "\nStopped. Every process that was started has ended."
                          : fmt::format("\nThe demonstration ends here.\n{}", problem.what()))
                  << "\n";
    }
    if (!workspace) return code;
    if (!options.is_kept && code != exit_failed) {
        workspace->remove();
    } else if (code != EXIT_SUCCESS) {
        std::cerr << "What there is lies in " << workspace->root().string() << ", logs in "
                  << (workspace->root() / "logs").string() << "\n";
    }
    return code;
}

}  // namespace
}  // namespace sanderling::demo

int main(int argc, char** argv) {
    sanderling::demo::Options options;
    CLI::App app{
        "Plays an afternoon of visits on four devices, a server and a keyholder, on this machine, "
        "and checks everything that it says."};
    app.add_option("--dir", options.folder, "The folder to work in; otherwise a new temporary one");
    app.add_flag("--keep,!--no-keep", options.is_kept,
                 "Leave the folder for a look afterwards (it does, unless told --no-keep)");
    app.add_option("--cases", options.cases, "Cases in the caseload")
        ->check(CLI::Range(4, 70))
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    return sanderling::demo::run(options);
}
