#include "tests/integration/client-sdk/keyholder/running.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace sanderling::keyholder {

namespace {

pid_t spawn(const std::vector<std::string>& command, const std::filesystem::path& output) {
    std::vector<char*> arguments;
    for (const std::string& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t pid = -1;
    const int problem =
        posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0) throw std::runtime_error("cannot start " + command[0]);
    return pid;
}

int wait_for_exit(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::uint16_t free_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd, reinterpret_cast<const sockaddr*>(&address), size);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(fd);
    return ntohs(address.sin_port);
}

Finished run(const std::vector<std::string>& command, const std::filesystem::path& output) {
    Finished finished;
    finished.code = wait_for_exit(spawn(command, output));
    std::ifstream in(output);
    for (std::string line; std::getline(in, line);)
        finished.lines.push_back(nlohmann::json::parse(line));
    return finished;
}

}  // namespace

Daemon::Daemon(const std::vector<std::string>& command, const std::filesystem::path& output)
    : pid_(spawn(command, output)) {}

int Daemon::stop() {
    if (pid_ < 0) return 0;
    const pid_t pid = std::exchange(pid_, -1);
    ::kill(pid, SIGTERM);
    return wait_for_exit(pid);
}

Running::Running(const std::string& name)
    : folder(std::filesystem::path(testing::TempDir()) /
             ("running_" + name + "_" + std::to_string(::getpid()))),
      port(free_port()) {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    ::setenv("SANDERLING_KEYHOLDER_PASSPHRASE", "of the test", 1);
    if (keyholder({"init", "--organisation", "Riverside"}).code != 0)
        throw std::runtime_error("keyholder init");
    const std::string address = "127.0.0.1:" + std::to_string(port);
    const Finished made =
        run({SANDERLINGD, "init", (folder / "server").string(), "--organisation",
             (folder / "keyholder" / "organisation.json").string(), "--listen", address, "--json"},
            folder / "init.out");
    if (made.code != 0) throw std::runtime_error("sanderlingd init");
    const auto pin = made.lines.at(0)["server_key"].get<std::string>();
    if (keyholder({"connect", "--server", "wss://" + address, "--server-key", pin}).code != 0)
        throw std::runtime_error("keyholder connect");
}

Running::~Running() {
    std::filesystem::remove_all(folder);
}

Finished Running::keyholder(const std::vector<std::string>& arguments) const {
    std::vector<std::string> command{SANDERLING_KEYHOLDER, "--json", "--dir",
                                     (folder / "keyholder").string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run(command, folder / "keyholder.out");
}

std::vector<std::string> Running::server_command() const {
    return {SANDERLINGD, "run", (folder / "server").string()};
}

std::vector<std::string> Running::serve_command() const {
    return {SANDERLING_KEYHOLDER, "--json", "serve", (folder / "keyholder").string()};
}

bool Running::wait_for(const std::filesystem::path& file, const std::string& word) {
    using Clock = std::chrono::steady_clock;
    for (const auto until = Clock::now() + std::chrono::seconds{10}; Clock::now() < until;) {
        std::ifstream in(file);
        const std::string text{std::istreambuf_iterator<char>(in),
                               std::istreambuf_iterator<char>()};
        if (text.find(word) != std::string::npos) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return false;
}

}  // namespace sanderling::keyholder
