#include "client-sdk/cli/follow.hpp"

#include <csignal>
#include <ctime>

namespace sanderling::cli {

namespace {

sigset_t ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

void hold_ending_signals() {
    const sigset_t signals = ending_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Result<Exit> follow(const SyncAgent& agent) {
    const sigset_t signals = ending_signals();
    const timespec pause{.tv_sec = 0, .tv_nsec = 250'000'000};
    while (sigtimedwait(&signals, nullptr, &pause) < 0) {
        const SyncProgress progress = agent.progress();
        if (progress.phase == SyncPhase::stopped)
            return progress.problem.value_or(fail(Errc::internal, "the session stopped"));
    }
    return Exit::ok;
}

}  // namespace sanderling::cli
