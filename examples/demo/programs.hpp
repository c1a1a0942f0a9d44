// The programs of the product, as processes: found beside this one, run to their end or started and
// left running. What goes wrong in one ends the demonstration with its own words.
#pragma once

#include "examples/demo/narrator.hpp"
#include "examples/demo/workspace.hpp"
#include "tests/support/process.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace sanderling::demo {

using nlohmann::json;

struct ProgramCall {
    std::string program{};  // "sanderlingd"
    std::vector<std::string> arguments{};
    std::string input{};
    std::string log{};  // its error output goes to this log of the workspace
    std::chrono::milliseconds timeout{60'000};
    std::function<void(const json&)> on_event{};  // each line of its output as it comes
};

class Programs {
  public:
    /// Throws Failure if they were not built.
    Programs(fs::path folder, const Workspace& workspace, std::stop_token stop);

    /// Runs it; its lines of JSON. Throws Failure unless its exit code is 0.
    std::vector<json> run(const ProgramCall& call) const;
    /// The same, giving back its exit code and, where that is not 0, its error in `error`.
    int try_run(const ProgramCall& call, std::vector<json>& lines, std::string& error) const;

    tests::Process start(const ProgramCall& call) const;

    fs::path path_of(const std::string& program) const { return folder_ / program; }

  private:
    tests::ProcessCommand command_for(const ProgramCall& call) const;

    fs::path folder_;
    const Workspace& workspace_;
    std::stop_token stop_;
};

/// The folder of the program that is running.
fs::path own_folder();

/// The next line of a running program that `is_wanted` takes. Throws Failure.
std::string await_line(tests::Process& process, const std::string& program,
                       const std::function<bool(const std::string&)>& is_wanted);

}  // namespace sanderling::demo
