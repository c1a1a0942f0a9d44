#include "tests/support/process.hpp"

#include "tests/support/spawn.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>

extern "C" {  // glibc 2.36 forgot to say so in this header
#include <sys/pidfd.h>
}

namespace sanderling::tests {

namespace {

constexpr std::size_t error_bytes_max = std::size_t{64} * 1024;

}  // namespace

std::string ProcessExit::text() const {
    if (signal != 0) return "signal " + std::to_string(signal);
    return "exit code " + std::to_string(code);
}

class Process::Child {
  public:
    Child(ProcessCommand command, Spawned spawned)
        : stop_(std::move(command.stop)),
          spawned_(std::move(spawned)),
          input_(std::move(command.input)) {
        if (!command.error_log.empty()) log_.open(command.error_log, std::ios::app);
        thread_ = std::thread([this] { take_all(); });
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() { thread_.join(); }

    pid_t pid() const { return spawned_.pid; }

    bool is_running() const {
        const std::lock_guard lock(mutex_);
        return !exit_.has_value();
    }

    Result<std::string> read_line(std::chrono::milliseconds timeout) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, stop_, timeout, [&] { return !lines_.empty() || exit_; });
        if (!lines_.empty()) {
            std::string line = std::move(lines_.front());
            lines_.pop_front();
            return line;
        }
        if (exit_) return fail(Errc::closed, "the process ended with " + exit_->text());
        if (stop_.stop_requested()) return fail(Errc::closed, "stopped");
        return fail(Errc::timeout, "the process said nothing");
    }

    Result<ProcessExit> wait(std::chrono::milliseconds timeout) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, stop_, timeout, [&] { return exit_.has_value(); });
        if (exit_) return *exit_;
        if (stop_.stop_requested()) return fail(Errc::closed, "stopped");
        return fail(Errc::timeout, "the process did not end");
    }

    void send_signal(int signal) {
        pidfd_send_signal(spawned_.process.get(), signal, nullptr, 0);  // ended: ESRCH, ignored
    }

    ProcessExit stop(std::chrono::milliseconds grace) {
        send_signal(SIGTERM);
        std::unique_lock lock(mutex_);
        const auto has_ended = [&] { return exit_.has_value(); };
        if (!changed_.wait_for(lock, grace, has_ended)) {
            send_signal(SIGKILL);
            changed_.wait(lock, has_ended);
        }
        return *exit_;
    }

    std::string error_text() const {
        const std::lock_guard lock(mutex_);
        return error_;
    }

  private:
    /// The thread: pipes in and out until the process has ended.
    void take_all() {
        bool has_ended = false;
        while (!has_ended) {
            if (input_.empty()) spawned_.input.reset();
            std::array<pollfd, 4> wanted{{{spawned_.process.get(), POLLIN, 0},
                                          {spawned_.output.get(), POLLIN, 0},
                                          {spawned_.error.get(), POLLIN, 0},
                                          {spawned_.input.get(), POLLOUT, 0}}};
            if (poll(wanted.data(), wanted.size(), -1) < 0 && errno != EINTR) break;
            has_ended = wanted[0].revents != 0;
            if (wanted[1].revents != 0 || has_ended) take(spawned_.output, &Child::on_output);
            if (wanted[2].revents != 0 || has_ended) take(spawned_.error, &Child::on_error);
            if (wanted[3].revents != 0) give_input();
        }
        end();
    }

    void take(Descriptor& from, void (Child::*on_text)(std::string_view)) {
        std::array<char, 16384> buffer{};
        while (from.is_open()) {
            const ssize_t size = read(from.get(), buffer.data(), buffer.size());
            if (size > 0) {
                (this->*on_text)({buffer.data(), static_cast<std::size_t>(size)});
            } else {
                if (size == 0 || (errno != EAGAIN && errno != EINTR)) from.reset();
                return;
            }
        }
    }

    void give_input() {
        const ssize_t size = write(spawned_.input.get(), input_.data(), input_.size());
        if (size > 0)
            input_.erase(0, static_cast<std::size_t>(size));
        else if (errno != EAGAIN && errno != EINTR)
            input_.clear();  // it does not want the rest
    }

    void on_output(std::string_view text) {
        const std::lock_guard lock(mutex_);
        for (const char c : text) {
            if (c != '\n') {
                line_.push_back(c);
            } else {
                lines_.push_back(std::exchange(line_, {}));
            }
        }
        changed_.notify_all();
    }

    void on_error(std::string_view text) {
        if (log_.is_open()) log_ << text << std::flush;
        const std::lock_guard lock(mutex_);
        error_ += text;
        if (error_.size() > error_bytes_max) error_.erase(0, error_.size() - error_bytes_max);
    }

    void end() {
        int status = 0;
        while (waitpid(spawned_.pid, &status, 0) < 0 && errno == EINTR) {
        }
        const std::lock_guard lock(mutex_);
        if (!line_.empty()) lines_.push_back(std::exchange(line_, {}));
        exit_ = WIFSIGNALED(status) ? ProcessExit{.signal = WTERMSIG(status)}
                                    : ProcessExit{.code = WEXITSTATUS(status)};
        changed_.notify_all();
    }

    const std::stop_token stop_;
    Spawned spawned_;
    std::string input_;         // of the thread: what is still to be given
    std::ofstream log_;         // of the thread
    mutable std::mutex mutex_;  // guards what follows, down to exit_
    std::condition_variable_any changed_;
    std::deque<std::string> lines_;
    std::string line_;  // its end has not come yet
    std::string error_;
    std::optional<ProcessExit> exit_;
    std::thread thread_;
};

Process::Process(std::shared_ptr<Child> child) : child_(std::move(child)) {}
Process::Process(Process&&) noexcept = default;
Process& Process::operator=(Process&& other) noexcept {
    std::swap(child_, other.child_);
    return *this;
}
Process::~Process() {
    if (child_) child_->stop(std::chrono::seconds{5});
}

Result<Process> Process::start(ProcessCommand command) {
    // A child that ends before it has read its input must not end us.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    auto spawned = spawn(command);
    if (!spawned) return spawned.error();
    return Process(std::make_shared<Child>(std::move(command), std::move(*spawned)));
}

pid_t Process::pid() const {
    return child_->pid();
}
bool Process::is_running() const {
    return child_->is_running();
}
Result<std::string> Process::read_line(std::chrono::milliseconds timeout) {
    return child_->read_line(timeout);
}
Result<ProcessExit> Process::wait(std::chrono::milliseconds timeout) {
    return child_->wait(timeout);
}
void Process::send_signal(int signal) {
    child_->send_signal(signal);
}
ProcessExit Process::stop(std::chrono::milliseconds grace) {
    return child_->stop(grace);
}
std::string Process::error_text() const {
    return child_->error_text();
}

Result<ProcessOutput> run_process(ProcessCommand command, std::chrono::milliseconds timeout,
                                  const std::function<void(const std::string&)>& on_line) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    auto process = Process::start(std::move(command));
    if (!process) return process.error();
    ProcessOutput output;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        auto line = process->read_line(std::max(left, std::chrono::milliseconds{0}));
        if (!line && process->is_running()) return line.error();
        if (!line) break;
        output.out += *line + "\n";
        if (on_line) on_line(*line);
    }
    auto exit = process->wait(std::chrono::seconds{1});
    if (!exit) return exit.error();
    output.exit = *exit;
    output.error = process->error_text();
    return output;
}

}  // namespace sanderling::tests
