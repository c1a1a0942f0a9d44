#include "tests/bench/organisation.hpp"

#include "tests/bench/failure.hpp"

#include <fstream>

namespace sanderling::bench {

namespace fs = std::filesystem;
using tests::Process;

namespace {

constexpr std::chrono::seconds patience{120};
constexpr std::string_view officer = "Officer of the benchmark";

std::string await_line(Process& process, const std::string& what, std::string_view part) {
    for (;;) {
        auto line = process.read_line(patience);
        if (!line)
            throw Failure(what + ": " + line.error().message() + "\n" + process.error_text());
        if (line->find(part) != std::string::npos) return *line;
    }
}

}  // namespace

fs::path own_program() {
    return fs::read_symlink("/proc/self/exe");
}

Organisation::Organisation(fs::path folder, std::size_t cases, std::stop_token stop)
    : folder_(std::move(folder)), stop_(std::move(stop)) {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "passphrase") << "only for measuring\n";
    found();
    allocate(cases);
}

std::vector<Organisation::Json> Organisation::run(const std::string& program,
                                                  std::vector<std::string> arguments,
                                                  const std::string& input) const {
    tests::ProcessCommand command{.program = own_program().parent_path() / program,
                                  .arguments = std::move(arguments),
                                  .input = input,
                                  .stop = stop_};
    const auto output = must(tests::run_process(std::move(command), patience), program);
    if (!output.exit.is_success())
        throw Failure(program + ": " + output.exit.text() + "\n" + output.out + output.error);
    std::vector<Json> lines;
    for (std::size_t at = 0; at < output.out.size();) {
        const std::size_t end = output.out.find('\n', at);
        lines.push_back(Json::parse(output.out.substr(at, end - at)));
        at = end + 1;
    }
    return lines;
}

Process Organisation::start(const std::string& program, std::vector<std::string> arguments) const {
    return must(Process::start({.program = own_program().parent_path() / program,
                                .arguments = std::move(arguments),
                                .stop = stop_}),
                program);
}

std::vector<std::string> Organisation::keyholder(std::vector<std::string> arguments) const {
    std::vector<std::string> all{"--json", "--dir", (folder_ / "keyholder").string(),
                                 "--passphrase-file", (folder_ / "passphrase").string()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return all;
}

std::vector<Organisation::Json> Organisation::ask(const std::vector<Json>& commands) const {
    std::string lines;
    for (const Json& command : commands) lines += command.dump() + "\n";
    auto answers = run("sanderling-keyholder", keyholder({"batch", "-"}), lines);
    if (answers.size() != commands.size()) throw Failure("the keyholder left commands unanswered");
    return answers;
}

void Organisation::found() {
    const std::string server = (folder_ / "server").string();
    const Json made =
        run("sanderling-keyholder", keyholder({"init", "--organisation", "A trust to measure"}))
            .at(0);
    const Json pinned = run("sanderlingd", {"init", server, "--organisation",
                                            made.at("public").get<std::string>(), "--json"})
                            .at(0);

    constexpr std::string_view greeting = "listening on ";
    server_ = start("sanderlingd", {"run", server, "--listen", "127.0.0.1:0"});
    const std::string address =
        await_line(*server_, "sanderlingd", greeting).substr(greeting.size());

    run("sanderling-keyholder",
        keyholder({"connect", "--server", "wss://" + address, "--server-key",
                   pinned.at("server_key").get<std::string>()}));
    keyholder_ = start("sanderling-keyholder", keyholder({"serve"}));
    await_line(*keyholder_, "sanderling-keyholder", "\"connected\"");
}

void Organisation::allocate(std::size_t cases) {
    std::vector<Json> commands{{{"verb", "person_add"}, {"name", officer}, {"role", "officer"}}};
    for (std::size_t i = 0; i < cases; ++i) {
        const std::string name = "case " + std::to_string(i);
        commands.push_back({{"verb", "scope_create"}, {"kind", "case"}, {"name", name}});
        commands.push_back({{"verb", "allocate"}, {"scope", name}, {"person", officer}});
    }
    for (const Json& answer : ask(commands)) {
        if (!answer.contains("kind")) continue;
        const auto id = parse_id<ScopeId>(answer.at("scope").get<std::string>());
        if (!id) throw Failure("the keyholder named a case in an unknown way");
        cases_.push_back(*id);
    }
}

std::string Organisation::invite() {
    return ask({{{"verb", "invite"}, {"person", officer}}}).at(0).at("text").get<std::string>();
}

}  // namespace sanderling::bench
