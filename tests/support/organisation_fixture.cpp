#include "tests/support/organisation_fixture.hpp"

#include "client-sdk/keyholder/control_socket.hpp"
#include "tests/support/spawn.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <csignal>
#include <fstream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace sanderling::tests {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

namespace {

std::string content_of(const fs::path& path) {
    std::ifstream in(path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// Ends the shared organisation before the program does.
class SharedOrganisation final : public ::testing::Environment {
  public:
    OrganisationFixture& get() {
        if (!fixture_) fixture_ = std::make_unique<OrganisationFixture>(built_programs());
        return *fixture_;
    }
    void TearDown() override { fixture_.reset(); }

  private:
    std::unique_ptr<OrganisationFixture> fixture_{};
};

// GoogleTest owns it.
SharedOrganisation* const shared_organisation = [] {
    auto* made = new SharedOrganisation;
    ::testing::AddGlobalTestEnvironment(made);
    return made;
}();

bool is_free(std::uint16_t port) {
    const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

// Below those that the system gives to outgoing connections. While a server is dead, one of these
// could get its port, even one to that very port, which then connects to itself; and the server
// could not come back. 0, any port, if there are none below.
std::uint16_t port_that_stays_ours() {
    std::ifstream range("/proc/sys/net/ipv4/ip_local_port_range");
    unsigned given_from = 32768;
    range >> given_from;
    constexpr unsigned from = 10'000;
    if (given_from <= from) return 0;
    std::random_device random;
    for (int i = 0; i < 100; ++i) {
        const auto port = static_cast<std::uint16_t>(from + random() % (given_from - from));
        if (is_free(port)) return port;
    }
    return 0;
}

template <class IdType>
IdType id_in(const ordered_json& answer, const char* member) {
    const auto id = parse_id<IdType>(answer.at(member).get<std::string>());
    if (!id) throw std::runtime_error("no id in " + answer.dump());
    return *id;
}

}  // namespace

Programs built_programs() {
    return {SANDERLINGD_PROGRAM, SANDERLING_KEYHOLDER_PROGRAM};
}

bool wait_for(const std::function<bool()>& is_met, std::chrono::milliseconds timeout) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    while (!is_met()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return true;
}

OrganisationFixture::OrganisationFixture(Programs programs, fs::path server_folder)
    : programs_(std::move(programs)),
      server_folder_(server_folder.empty() ? folder() / "server" : std::move(server_folder)) {
    std::ofstream(folder() / "passphrase") << "seven sanderlings run along the tide\n";
    found_organisation();
    port_ = port_that_stays_ours();
    start_server();
    run(programs_.keyholder,
        {"connect", keyholder_folder().string(), "--server", "wss://" + address(), "--server-key",
         to_hex(server_key_.view()), "--passphrase-file", (folder() / "passphrase").string()});
    start_keyholder();
}

OrganisationFixture::~OrganisationFixture() = default;

void OrganisationFixture::found_organisation() {
    run(programs_.keyholder,
        {"init", keyholder_folder().string(), "--organisation", "Northfield Probation",
         "--passphrase-file", (folder() / "passphrase").string()});
    const std::string said =
        run(programs_.server, {"init", server_folder().string(), "--organisation",
                               (keyholder_folder() / "organisation.json").string(), "--listen",
                               "127.0.0.1:0", "--json"});
    const auto pin = ordered_json::parse(said).at("server_key").get<std::string>();
    if (!from_hex(pin, server_key_.bytes)) throw std::runtime_error("no pin: " + said);
}

std::string OrganisationFixture::run(const fs::path& program, std::vector<std::string> arguments) {
    const std::string verb = arguments.front();
    auto done = run_process({.program = program, .arguments = std::move(arguments)}, patience);
    if (!done) throw std::runtime_error(verb + ": " + done.error().message());
    if (!done->exit.is_success())
        throw std::runtime_error(verb + ": " + done->exit.text() + "\n" + done->error);
    return done->out;
}

// ---- The server --------------------------------------------------------------------------------

void OrganisationFixture::start_server(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"run", server_folder().string(), "--listen", address()});
    auto started = Process::start({.program = programs_.server,
                                   .arguments = std::move(arguments),
                                   .error_log = folder() / "server.log"});
    if (!started) throw std::runtime_error(started.error().message());
    server_.emplace(std::move(*started));
    const auto line = server_->read_line(patience);
    const std::string said = line ? *line : line.error().message() + "\n" + server_->error_text();
    const std::size_t colon = said.rfind(':');
    if (!line || said.rfind("listening on ", 0) != 0 || colon == std::string::npos)
        throw std::runtime_error("the server does not listen: " + said);
    port_ = static_cast<std::uint16_t>(std::stoul(said.substr(colon + 1)));
}

ProcessExit OrganisationFixture::stop_server() {
    const ProcessExit exit = server_->stop(patience);
    server_.reset();
    return exit;
}

void OrganisationFixture::kill_server() {
    server_->send_signal(SIGKILL);
    if (auto ended = server_->wait(patience); !ended)
        throw std::runtime_error(ended.error().message());
    server_.reset();
}

OrgId OrganisationFixture::organisation_id() const {
    const auto description =
        nlohmann::json::parse(content_of(keyholder_folder() / "organisation.json"));
    return parse_id<OrgId>(description.at("org").get<std::string>()).value();
}

void OrganisationFixture::back_up(const std::string& name) {
    run(programs_.server, {"backup", server_folder().string(), (folder() / name).string()});
}

std::string OrganisationFixture::server_log() const {
    return content_of(folder() / "server.log");
}

// ---- The keyholder -----------------------------------------------------------------------------

void OrganisationFixture::start_keyholder() {
    auto started =
        Process::start({.program = programs_.keyholder,
                        .arguments = {"serve", keyholder_folder().string(), "--json",
                                      "--passphrase-file", (folder() / "passphrase").string()},
                        .error_log = folder() / "keyholder.log"});
    if (!started) throw std::runtime_error(started.error().message());
    keyholder_.emplace(std::move(*started));
    for (std::string event; event != "connected";) {
        const auto line = keyholder_->read_line(patience);
        if (!line)
            throw std::runtime_error("the keyholder: " + line.error().message() + "\n" +
                                     keyholder_->error_text());
        event = ordered_json::parse(*line).value("event", "");
    }
}

void OrganisationFixture::stop_keyholder() {
    keyholder_->stop(patience);
    keyholder_.reset();
}

ordered_json OrganisationFixture::ask(const ordered_json& command) {
    ordered_json answer;
    const auto asked = keyholder::ask_running(keyholder_folder(), {command.dump()},
                                              [&](const ordered_json& result) { answer = result; });
    if (!asked) throw std::runtime_error(asked.error().message());
    return answer;
}

ordered_json OrganisationFixture::must(const ordered_json& command) {
    ordered_json answer;
    // A keyholder that has just lost its server is connected again in a moment.
    const bool is_done = wait_for([&] {
        answer = ask(command);
        const std::string error = answer.value("error", "");
        return error != "offline" && error != "closed" && error != "timeout";
    });
    if (!is_done || !answer.value("ok", false))
        throw std::runtime_error(command.dump() + ": " + answer.dump());
    return answer;
}

PersonId OrganisationFixture::hire(std::string_view name, std::string_view role) {
    return id_in<PersonId>(must({{"verb", "person_add"}, {"name", name}, {"role", role}}),
                           "person");
}

ScopeId OrganisationFixture::found(std::string_view kind, std::string_view name) {
    return id_in<ScopeId>(must({{"verb", "scope_create"}, {"kind", kind}, {"name", name}}),
                          "scope");
}

void OrganisationFixture::allocate(ScopeId scope, PersonId person, std::string_view role) {
    ordered_json command{
        {"verb", "allocate"}, {"scope", to_text(scope)}, {"person", to_text(person)}};
    if (!role.empty()) command["role"] = role;
    must(command);
}

void OrganisationFixture::withdraw(ScopeId scope, PersonId person) {
    must({{"verb", "withdraw"}, {"scope", to_text(scope)}, {"person", to_text(person)}});
}

OrganisationFixture::Invite OrganisationFixture::invite(PersonId person, std::string_view expires) {
    const auto answer =
        must({{"verb", "invite"}, {"person", to_text(person)}, {"expires", expires}});
    return {answer.at("text").get<std::string>(), answer.at("invite").get<std::string>()};
}

void OrganisationFixture::cancel(const Invite& invite) {
    must({{"verb", "invite_cancel"}, {"invite", invite.id}});
}

OrganisationFixture& organisation() {
    return shared_organisation->get();
}

}  // namespace sanderling::tests
