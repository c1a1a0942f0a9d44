#include "examples/demo/trust.hpp"

#include <fmt/format.h>

namespace sanderling::demo {

namespace {

bool is_event(const std::string& line, std::string_view name) {
    const json event = json::parse(line, nullptr, false);
    return event.is_object() && event.value("event", "") == name;
}

}  // namespace

Trust::Trust(const Programs& programs, const Workspace& workspace, std::string name)
    : programs_(programs), workspace_(workspace), name_(std::move(name)) {}

std::vector<std::string> Trust::keyholder_flags() const {
    return {"--json", "--dir", workspace_.keyholder().string(), "--passphrase-file",
            workspace_.passphrase("keyholder").string()};
}

/// The keyholder's and the server's folders; gives the pin of the server's key.
std::string Trust::make() {
    workspace_.make_passphrase("keyholder");
    std::vector<std::string> found = keyholder_flags();
    found.insert(found.end(), {"init", "--organisation", name_});
    const auto made =
        programs_.run({.program = "sanderling-keyholder", .arguments = found, .log = "keyholder"});
    const std::string organisation = made.at(0).at("public").get<std::string>();

    const auto pinned = programs_.run({.program = "sanderlingd",
                                       .arguments = {"init", workspace_.server().string(),
                                                     "--organisation", organisation, "--json"},
                                       .log = "server"});
    return pinned.at(0).at("server_key").get<std::string>();
}

void Trust::listen(const std::string& address) {
    server_ =
        programs_.start({.program = "sanderlingd",
                         .arguments = {"run", workspace_.server().string(), "--listen", address},
                         .log = "server"});
    constexpr std::string_view greeting = "listening on ";
    const std::string line = await_line(*server_, "sanderlingd", [&](const std::string& text) {
        return text.starts_with(greeting);
    });
    address_ = line.substr(greeting.size());
}

void Trust::open() {
    const std::string pin = make();
    listen("127.0.0.1:0");

    std::vector<std::string> connect = keyholder_flags();
    connect.insert(connect.end(),
                   {"connect", "--server", "wss://" + address_, "--server-key", pin});
    programs_.run({.program = "sanderling-keyholder", .arguments = connect, .log = "keyholder"});

    std::vector<std::string> serve = keyholder_flags();
    serve.emplace_back("serve");
    keyholder_ = programs_.start(
        {.program = "sanderling-keyholder", .arguments = serve, .log = "keyholder"});
    await_line(*keyholder_, "sanderling-keyholder",
               [](const std::string& text) { return is_event(text, "connected"); });
}

void Trust::stop_server() {
    if (server_) server_->stop();
    server_.reset();
}

void Trust::start_server() {
    if (!server_) listen(address_);
}

void Trust::close() {
    if (keyholder_) keyholder_->stop();
    if (server_) server_->stop();
    keyholder_.reset();
    server_.reset();
}

std::vector<json> Trust::ask(const std::vector<json>& commands) const {
    std::string lines;
    for (const json& command : commands) lines += command.dump() + "\n";
    std::vector<std::string> arguments = keyholder_flags();
    arguments.insert(arguments.end(), {"batch", "-"});
    auto results = programs_.run({.program = "sanderling-keyholder",
                                  .arguments = arguments,
                                  .input = lines,
                                  .log = "keyholder"});
    if (results.size() != commands.size())
        throw Failure(fmt::format("the keyholder answered {} of {} commands", results.size(),
                                  commands.size()));
    return results;
}

std::string Trust::invite(const std::string& person) const {
    const auto results = ask({{{"verb", "invite"}, {"person", person}, {"expires", "30m"}}});
    return results.at(0).at("text").get<std::string>();
}

void Trust::await_enrolled() {
    await_line(*keyholder_, "sanderling-keyholder",
               [](const std::string& text) { return is_event(text, "enrolled"); });
}

}  // namespace sanderling::demo
