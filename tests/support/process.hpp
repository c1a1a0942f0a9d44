// A program run as a process of its own: started, read line by line, waited for and ended by its
// process id, never by its name. Used by integration tests and by the demonstration.
#pragma once

#include "core/types/error.hpp"

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace sanderling::tests {

struct ProcessCommand {
    std::filesystem::path program{};
    std::vector<std::string> arguments{};
    /// Beyond those of this process, which they replace.
    std::vector<std::pair<std::string, std::string>> environment{};
    std::string input{};  // its standard input, which then ends
    /// What it says on standard error is appended here as well. Empty: only kept.
    std::filesystem::path error_log{};
    /// Ends every wait for it early.
    std::stop_token stop{};
};

/// How a process ended.
struct ProcessExit {
    int code = 0;    // its exit code, if no signal ended it
    int signal = 0;  // 0: it ended by itself

    bool is_success() const { return code == 0 && signal == 0; }
    /// "exit code 3", "signal 9"
    std::string text() const;
};

struct ProcessOutput {
    ProcessExit exit{};
    std::string out{};
    std::string error{};
};

/// A running child, in a process group of its own so that Ctrl-C reaches only us. A thread takes
/// what it says, so that it never blocks on a full pipe. One owner thread.
class Process {
  public:
    /// Errors: not_found (no such program), io.
    static Result<Process> start(ProcessCommand command);

    Process(Process&&) noexcept;
    Process& operator=(Process&&) noexcept;
    /// Ends it like stop().
    ~Process();

    pid_t pid() const;
    bool is_running() const;

    /// The next line of standard output, without its ending. Errors: timeout; closed, when it ended
    /// or the wait was stopped.
    Result<std::string> read_line(std::chrono::milliseconds timeout);

    /// Until it has ended and all it said was taken. Errors: timeout; closed (stopped).
    Result<ProcessExit> wait(std::chrono::milliseconds timeout);

    /// Nothing happens if it has ended.
    void send_signal(int signal);

    /// SIGTERM, and SIGKILL if it is still there after the grace.
    ProcessExit stop(std::chrono::milliseconds grace = std::chrono::seconds{5});

    /// The last 64 KiB of standard error so far.
    std::string error_text() const;

  private:
    class Child;
    explicit Process(std::shared_ptr<Child> child);
    std::shared_ptr<Child> child_;  // shared with the thread that takes what it says
};

/// Runs a command to its end; `on_line` hears each line of standard output as it comes, on the
/// caller's thread. Errors: those of start and wait; after an error the process is gone.
Result<ProcessOutput> run_process(ProcessCommand command, std::chrono::milliseconds timeout,
                                  const std::function<void(const std::string&)>& on_line = {});

}  // namespace sanderling::tests
