#include "tests/integration/sync-server/daemon_process.hpp"

#include "core/crypto/random.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

namespace sanderling::server::testing {

namespace {

std::string read_text(const std::filesystem::path& path) {
    std::ostringstream out;
    out << std::ifstream(path).rdbuf();
    return out.str();
}

// Output and log of the process go to `output`.
pid_t launch(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
             const std::filesystem::path& output) {
    std::vector<std::string> words{SANDERLINGD_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const pid_t process = ::fork();
    if (process != 0) return process;
    const int file = ::open(output.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    ::dup2(file, STDOUT_FILENO);
    ::dup2(file, STDERR_FILENO);
    for (const std::string& variable : environment) ::putenv(::strdup(variable.c_str()));
    ::execv(argv[0], argv.data());
    ::_exit(127);
}

int wait_for(pid_t process) {
    int status = 0;
    if (::waitpid(process, &status, 0) != process) return -1;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

link::BlockingLink greeted(link::BlockingLink link, const Bytes& certificate,
                           const crypto::SigningKey& key, ReplicaId replica) {
    crypto::SystemRandom random;
    const link::Speaker speaker{certificate, key, replica, 0};
    EXPECT_TRUE(link::say_hello(link, speaker, random, patience));
    return link;
}

}  // namespace

Finished run_daemon(const std::vector<std::string>& arguments,
                    const std::vector<std::string>& environment) {
    const TemporaryFolder folder;
    const auto output = folder.path() / "output";
    Finished finished;
    finished.code = wait_for(launch(arguments, environment, output));
    finished.output = read_text(output);
    return finished;
}

std::filesystem::path write_organisation_file(const std::filesystem::path& folder,
                                              const Trust& trust) {
    const auto path = folder / "organisation.json";
    std::ofstream(path) << "{\"org\":\"" << to_text(trust.org())
                        << "\",\"name\":\"Northshire Probation\",\"root\":\""
                        << to_hex(trust.organisation().root.view()) << "\",\"registrar\":\""
                        << to_hex(trust.registrar_certificate()) << "\"}";
    return path;
}

DaemonProcess::DaemonProcess(const std::filesystem::path& folder, const Trust& trust,
                             std::vector<std::string> environment)
    : folder_(folder / "server"), log_(folder / "server.log") {
    if (!std::filesystem::exists(folder_)) {
        const auto made = run_daemon({"init", folder_.string(), "--organisation",
                                      write_organisation_file(folder, trust).string()});
        EXPECT_EQ(made.code, 0) << made.output;
    }
    const auto pin = run_daemon({"pin", folder_.string()});
    EXPECT_TRUE(from_hex(pin.output.substr(0, 64), pin_.bytes)) << pin.output;
    std::filesystem::remove(folder_ / "port");
    process_ = launch({"run", folder_.string(), "--listen", "127.0.0.1:0"}, environment, log_);
    const auto until = std::chrono::steady_clock::now() + patience;
    while (port_ == 0 && std::chrono::steady_clock::now() < until) {
        std::ifstream(folder_ / "port") >> port_;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_NE(port_, 0) << log();
}

DaemonProcess::~DaemonProcess() {
    if (process_ <= 0) return;
    kill(SIGKILL);
    wait();
}

link::LinkOptions DaemonProcess::options() const {
    link::LinkOptions options;
    options.server = {"127.0.0.1", port_};
    options.trust = link::Pinned{{pin_}};
    return options;
}

link::BlockingLink DaemonProcess::connect(const Colleague& as) const {
    return greeted(connect(), as.certificate, as.key, as.replica);
}

link::BlockingLink DaemonProcess::connect_registrar(const Trust& trust) const {
    return greeted(connect(), trust.registrar_certificate(), trust.registrar_key(), {});
}

void DaemonProcess::kill(int signal) {
    ::kill(process_, signal);
}

int DaemonProcess::wait() {
    return wait_for(std::exchange(process_, -1));
}

std::string DaemonProcess::log() const {
    return read_text(log_);
}

}  // namespace sanderling::server::testing
