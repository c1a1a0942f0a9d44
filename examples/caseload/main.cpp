// sanderling-caseload: writes a caseload of invented people as NDJSON
// (examples/caseload/README.md).
#include "examples/caseload/generate.hpp"
#include "examples/caseload/ndjson.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>

namespace sanderling::caseload {
namespace {

struct Command {
    CaseloadOptions options{};
    std::string from{};
    std::filesystem::path out{};
};

class Output {
  public:
    explicit Output(const std::filesystem::path& folder, const std::string& name)
        : path_(folder / name), file_(path_, std::ios::binary | std::ios::trunc) {}

    void line(const std::string& text) {
        file_ << text << '\n';
        bytes_ += text.size() + 1;
        ++lines_;
    }
    bool finish() {
        file_.close();
        if (!file_) fmt::print(stderr, "{}: could not be written whole\n", path_.string());
        return !file_.fail();
    }
    bool good() const { return file_.good(); }
    std::uint64_t bytes() const { return bytes_; }
    std::uint64_t lines() const { return lines_; }

  private:
    std::filesystem::path path_;
    std::ofstream file_;
    std::uint64_t bytes_ = 0;
    std::uint64_t lines_ = 0;
};

// For the person who waits; a file or a pipe gets nothing.
void show_progress(std::uint32_t done, std::uint32_t total, const Output& records) {
    static const bool watched = isatty(STDERR_FILENO) == 1;
    if (!watched || (done % 16 != 0 && done != total)) return;
    fmt::print(stderr, "\r{} of {} cases, {} records, {} MB{}", done, total, records.lines(),
               records.bytes() / 1'000'000, done == total ? "\n" : "");
    std::fflush(stderr);
}

int run(const Command& command) {
    std::error_code failed;
    std::filesystem::create_directories(command.out, failed);
    if (failed) {
        fmt::print(stderr, "{}: {}\n", command.out.string(), failed.message());
        return 1;
    }
    Output people(command.out, "people.ndjson");
    Output scopes(command.out, "scopes.ndjson");
    Output records(command.out, "records.ndjson");
    CaseloadSinks sinks;
    sinks.staff = [&](const Staff& staff) { people.line(json_line(staff)); };
    sinks.scope = [&](const GeneratedScope& scope) { scopes.line(json_line(scope)); };
    sinks.record = [&](const GeneratedRecord& record) { records.line(json_line(record)); };
    sinks.progress = [&](std::uint32_t done) {
        show_progress(done, command.options.cases, records);
    };
    generate(command.options, sinks);
    const bool people_fine = people.finish();
    const bool scopes_fine = scopes.finish();
    const bool records_fine = records.finish();
    return people_fine && scopes_fine && records_fine ? 0 : 1;
}

void describe(CLI::App& app, Command& command) {
    CaseloadOptions& options = command.options;
    auto* cases =
        app.add_option("--cases", options.cases, "Cases to make")->check(CLI::Range(1, 1'000'000));
    app.add_flag_callback(
           "--trust", [&options] { options.cases = trust_cases; },
           "As many cases as a mean trust has: 6,900")
        ->excludes(cases);
    app.add_option("--years", options.years, "Years of contacts")->check(CLI::Range(1, 20));
    app.add_option("--seed", options.seed, "The same seed gives the same files, on any machine");
    app.add_option("--from", command.from, "First day, as yyyy-mm-dd (2009-06-01)");
    app.add_option("--team", options.team, "One team of this name holds all cases");
    app.add_flag_callback(
        "--shared-plans", [&options] { options.plans = PlanScope::shared; },
        "Plans live in case_su:<n>, which the service user could read, not in the case");
    app.add_option("--out", command.out, "Folder for people, scopes and records (.ndjson)")
        ->required();
}

}  // namespace
}  // namespace sanderling::caseload

int main(int argc, char** argv) {
    CLI::App app{"Writes a caseload of invented people as NDJSON."};
    sanderling::caseload::Command command;
    sanderling::caseload::describe(app, command);
    CLI11_PARSE(app, argc, argv);
    if (!command.from.empty()) {
        const auto day = sanderling::caseload::parse_date(command.from);
        if (!day) {
            fmt::print(stderr, "--from: '{}' is not a day as yyyy-mm-dd\n", command.from);
            return 2;
        }
        command.options.from = *day;
    }
    return sanderling::caseload::run(command);
}
