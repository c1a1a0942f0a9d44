#include "tests/support/spawn.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

extern "C" {  // glibc 2.36 forgot to say so in this header
#include <sys/pidfd.h>
}

extern "C" char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it declared here

namespace sanderling::tests {

namespace {

Error system_error(Errc code, const std::string& what, int number) {
    return fail(code, what + ": " + std::generic_category().message(number));
}

struct Pipe {
    Descriptor read{};
    Descriptor write{};
};

Result<Pipe> make_pipe() {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0) return system_error(Errc::io, "pipe", errno);
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

void do_not_block(const Descriptor& descriptor) {
    const int flags = fcntl(descriptor.get(), F_GETFL);
    fcntl(descriptor.get(), F_SETFL, flags | O_NONBLOCK);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (std::string& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

std::vector<std::string> environment_of(const ProcessCommand& command) {
    std::vector<std::string> result;
    for (const auto& [name, value] : command.environment) result.push_back(name + "=" + value);
    for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
        const std::string_view inherited = *at;
        const auto is_same = [&](const auto& own) {
            return inherited.starts_with(own.first + "=");
        };
        if (std::none_of(command.environment.begin(), command.environment.end(), is_same))
            result.emplace_back(inherited);
    }
    return result;
}

/// What posix_spawn does between fork and exec.
struct SpawnPlan {
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};

    SpawnPlan() {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
        // Signals that we block or ignore, it must not.
        sigset_t none;
        sigset_t reset;
        sigemptyset(&none);
        sigfillset(&reset);
        sigdelset(&reset, SIGKILL);
        sigdelset(&reset, SIGSTOP);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &reset);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
};

}  // namespace

void Descriptor::reset() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
}

Result<Spawned> spawn(const ProcessCommand& command) {
    auto input = make_pipe();
    auto output = make_pipe();
    auto error = make_pipe();
    if (!input) return input.error();
    if (!output) return output.error();
    if (!error) return error.error();

    SpawnPlan plan;
    posix_spawn_file_actions_adddup2(&plan.actions, input->read.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&plan.actions, output->write.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&plan.actions, error->write.get(), STDERR_FILENO);

    std::vector<std::string> arguments{command.program.string()};
    arguments.insert(arguments.end(), command.arguments.begin(), command.arguments.end());
    std::vector<std::string> environment = environment_of(command);

    Spawned child;
    const int problem =
        posix_spawnp(&child.pid, command.program.c_str(), &plan.actions, &plan.attributes,
                     pointers(arguments).data(), pointers(environment).data());
    if (problem != 0)
        return system_error(problem == ENOENT ? Errc::not_found : Errc::io,
                            command.program.string(), problem);
    child.process = Descriptor(pidfd_open(child.pid, 0));
    if (!child.process.is_open()) {
        const int reason = errno;
        kill(child.pid, SIGKILL);
        waitpid(child.pid, nullptr, 0);
        return system_error(Errc::io, "pidfd_open", reason);
    }
    child.input = std::move(input->write);
    child.output = std::move(output->read);
    child.error = std::move(error->read);
    do_not_block(child.input);
    do_not_block(child.output);
    do_not_block(child.error);
    return child;
}

}  // namespace sanderling::tests
