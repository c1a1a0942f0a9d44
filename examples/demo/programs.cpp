#include "examples/demo/programs.hpp"

#include <fmt/format.h>

namespace sanderling::demo {

namespace {

constexpr std::chrono::seconds patience{90};

/// The last lines, which say what went wrong.
std::string tail(const std::string& text) {
    constexpr std::size_t most = 1200;
    return text.size() <= most ? text : "…" + text.substr(text.size() - most);
}

}  // namespace

fs::path own_folder() {
    return fs::read_symlink("/proc/self/exe").parent_path();
}

Programs::Programs(fs::path folder, const Workspace& workspace, std::stop_token stop)
    : folder_(std::move(folder)), workspace_(workspace), stop_(std::move(stop)) {
    for (const char* name :
         {"sanderlingd", "sanderling-keyholder", "sanderling", "sanderling-caseload"})
        if (!fs::exists(path_of(name)))
            throw Failure(
                fmt::format("{} is missing; `./dev demo` builds it", path_of(name).string()));
}

tests::ProcessCommand Programs::command_for(const ProgramCall& call) const {
    return {.program = path_of(call.program),
            .arguments = call.arguments,
            .input = call.input,
            .error_log = workspace_.log(call.log.empty() ? call.program : call.log),
            .stop = stop_};
}

int Programs::try_run(const ProgramCall& call, std::vector<json>& lines, std::string& error) const {
    const auto take = [&](const std::string& line) {
        json object = json::parse(line, nullptr, false);
        if (object.is_discarded()) return;  // words for people
        if (call.on_event) call.on_event(object);
        lines.push_back(std::move(object));
    };
    const auto output = tests::run_process(command_for(call), call.timeout, take);
    if (!output) throw Failure(fmt::format("{}: {}", call.program, output.error().message()));
    if (!output->exit.is_success())
        error = fmt::format("{} {}: {}\n{}", call.program, fmt::join(call.arguments, " "),
                            output->exit.text(), tail(output->error + output->out));
    return output->exit.signal != 0 ? 128 + output->exit.signal : output->exit.code;
}

std::vector<json> Programs::run(const ProgramCall& call) const {
    std::vector<json> lines;
    std::string error;
    if (try_run(call, lines, error) != 0) throw Failure(error);
    return lines;
}

tests::Process Programs::start(const ProgramCall& call) const {
    auto process = tests::Process::start(command_for(call));
    if (!process) throw Failure(fmt::format("{}: {}", call.program, process.error().message()));
    return std::move(*process);
}

std::string await_line(tests::Process& process, const std::string& program,
                       const std::function<bool(const std::string&)>& is_wanted) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        auto line = process.read_line(std::max(left, std::chrono::milliseconds{0}));
        if (!line)
            throw Failure(fmt::format("{} is not ready: {}\n{}", program, line.error().message(),
                                      tail(process.error_text())));
        if (is_wanted(*line)) return std::move(*line);
    }
}

}  // namespace sanderling::demo
