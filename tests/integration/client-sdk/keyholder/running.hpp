// The real sanderlingd and sanderling-keyholder, as processes in a folder of the test.
#pragma once

#include "core/types/error.hpp"

#include <nlohmann/json.hpp>
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace sanderling::keyholder {

/// A child that is told to end, and waited for, when this goes.
class Daemon {
  public:
    Daemon(const std::vector<std::string>& command, const std::filesystem::path& output);
    ~Daemon() { stop(); }
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    /// The exit code; a second call does nothing.
    int stop();

  private:
    pid_t pid_ = -1;
};

struct Finished {
    int code = 0;
    std::vector<nlohmann::json> lines{};  // of standard output
};

/// An organisation with its server on a free port of this machine.
class Running {
  public:
    explicit Running(const std::string& name);
    ~Running();

    /// Runs `sanderling-keyholder --json --dir … arguments`.
    Finished keyholder(const std::vector<std::string>& arguments) const;
    std::vector<std::string> server_command() const;
    std::vector<std::string> serve_command() const;
    /// Until `word` stands in a file, at most ten seconds.
    static bool wait_for(const std::filesystem::path& file, const std::string& word);

    std::filesystem::path folder{};
    std::uint16_t port = 0;
};

}  // namespace sanderling::keyholder
