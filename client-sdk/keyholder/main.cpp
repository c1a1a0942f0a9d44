// sanderling-keyholder: the organisation's own program. Every verb but init, connect and serve is
// one line of a batch: done by a running `serve`, or else here (docs/operations.md).
#include "client-sdk/keyholder/control_socket.hpp"
#include "client-sdk/keyholder/present.hpp"
#include "client-sdk/keyholder/prompt.hpp"
#include "client-sdk/link/address.hpp"
#include "schema/generated/probation/description.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <fstream>
#include <iostream>

namespace sanderling::keyholder {
namespace {

using nlohmann::ordered_json;
namespace fs = std::filesystem;

/// Exit codes, as --help lists them.
enum class Exit : int {
    good = 0,
    refused = 1,
    usage = 2,
    try_again = 3,
    wrong_key = 4,
    in_use = 5
};

Exit exit_for(std::string_view error_name) {
    for (const Errc code : {Errc::offline, Errc::timeout, Errc::busy, Errc::closed})
        if (traits(code).name == error_name) return Exit::try_again;
    if (traits(Errc::invalid_argument).name == error_name) return Exit::usage;
    if (traits(Errc::wrong_key).name == error_name) return Exit::wrong_key;
    if (traits(Errc::in_use).name == error_name) return Exit::in_use;
    return Exit::refused;
}

struct Options {
    fs::path directory{};
    fs::path passphrase_file{};
    bool as_json = false;
    std::string organisation{};
    std::string server{};
    std::string server_key{};
    fs::path batch{};
    ordered_json command = ordered_json::object();
};

Instant wall_clock() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

/// Prints results and remembers the first that went wrong.
class Output {
  public:
    explicit Output(const Options& options) : as_json_(options.as_json) {}

    void result(const ordered_json& r) {
        const bool is_good = r.value("ok", false);
        if (!is_good && exit_ == Exit::good) exit_ = exit_for(r.value("error", ""));
        if (as_json_)
            std::cout << r.dump() << std::endl;
        else if (is_good)
            std::cout << in_words(r) << std::endl;
        else
            std::cerr << "sanderling-keyholder: " << in_words(r) << std::endl;
    }
    void event(const ordered_json& e, std::ostream& to) const {
        to << (as_json_ ? e.dump() : in_words(e)) << std::endl;
    }
    Exit exit() const { return exit_; }

  private:
    bool as_json_;
    Exit exit_ = Exit::good;
};

struct Opened {
    StateFile file;
    std::unique_ptr<State> state;  // at a fixed address
};

Result<Opened> open_state(const Options& options) {
    auto secret = passphrase(options.passphrase_file, Ask::once);
    if (!secret) return secret.error();
    auto state = std::make_unique<State>();
    auto file = StateFile::open(options.directory, *secret, *state);
    sealing::wipe({reinterpret_cast<std::uint8_t*>(secret->data()), secret->size()});
    if (!file) return file.error();
    return Opened{std::move(*file), std::move(state)};
}

Result<void> init(const Options& options, Output& out) {
    auto secret = passphrase(options.passphrase_file, Ask::twice);
    if (!secret) return secret.error();
    crypto::SystemRandom random;
    const State state = found_organisation(options.organisation, wall_clock(), random);
    auto file = StateFile::create(options.directory, *secret, state, Cost{}, random);
    sealing::wipe({reinterpret_cast<std::uint8_t*>(secret->data()), secret->size()});
    if (!file) return file.error();
    out.result({{"ok", true},
                {"directory", file->directory().string()},
                {"organisation", to_text(state.org)},
                {"public", (file->directory() / "organisation.json").string()}});
    return {};
}

Result<void> set_server(const Options& options, Output& out) {
    const auto address = link::parse_server(options.server);
    if (!address) return address.error();
    Server server{address->host, address->port, {}};
    if (!from_hex(options.server_key, server.key.bytes))
        return fail(Errc::invalid_argument,
                    "the server's key has 64 hexadecimal digits; `sanderlingd init` prints it");
    auto opened = open_state(options);
    if (!opened) return opened.error();
    opened->state->server = server;
    crypto::SystemRandom random;
    if (auto saved = opened->file.save(*opened->state, random); !saved) return saved.error();
    out.result({{"ok", true}, {"server", link::to_text(*address)}});
    return {};
}

void run_here(Opened& opened, const std::vector<std::string>& lines, Output& out) {
    boost::asio::io_context io{1};
    crypto::SystemRandom random;
    ServiceOptions service_options;
    service_options.now = wall_clock;
    service_options.report = [&](const ordered_json& e) { out.event(e, std::cerr); };
    Service service(io, opened.file, *opened.state, probation::schema(), random, service_options);
    service.connect();
    std::size_t next = 0;
    const std::function<void()> submit_next = [&] {
        for (; next < lines.size(); ++next) {
            auto command = parse_command_line(lines[next]);
            if (!command) {
                out.result(to_json(command.error()));
                continue;
            }
            ++next;
            return service.submit(std::move(*command), [&](const ordered_json& r) {
                out.result(r);
                submit_next();
            });
        }
    };
    submit_next();
    while ((next < lines.size() || !service.is_idle()) && io.run_one() != 0) {
    }
    io.poll();
    service.stop();
    io.restart();
    io.run();  // the link's orderly end, which has a time limit
}

Result<void> run_lines(const Options& options, const std::vector<std::string>& lines, Output& out) {
    if (is_locked(options.directory))
        return ask_running(options.directory, lines, [&](const ordered_json& r) { out.result(r); });
    auto opened = open_state(options);
    if (!opened) return opened.error();
    run_here(*opened, lines, out);
    return {};
}

Result<std::vector<std::string>> read_batch(const fs::path& path) {
    std::ifstream file;
    if (path != "-") file.open(path);
    std::istream& in = path == "-" ? std::cin : file;
    if (!in) return fail(Errc::not_found, path.string());
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) lines.push_back(line);
    return lines;
}

Result<void> serve(const Options& options, const Output& out) {
    auto opened = open_state(options);
    if (!opened) return opened.error();
    boost::asio::io_context io{1};
    crypto::SystemRandom random;
    ServiceOptions service_options;
    service_options.when_down = ServiceOptions::WhenDown::reconnect;
    service_options.now = wall_clock;
    service_options.report = [&](const ordered_json& e) { out.event(e, std::cout); };
    Service service(io, opened->file, *opened->state, probation::schema(), random, service_options);
    auto socket = ControlSocket::listen(io, options.directory, service);
    if (!socket) return socket.error();
    boost::asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](const boost::system::error_code&, int) {
        socket->stop();
        service.stop();
    });
    out.event({{"event", "listening"}, {"directory", options.directory.string()}}, std::cout);
    service.connect();
    io.run();
    return {};
}

CLI::App* add_verb(CLI::App& app, const std::string& name, const std::string& text, Options& o) {
    CLI::App* verb = app.add_subcommand(name, text);
    verb->fallthrough();
    verb->parse_complete_callback([&o, name] {
        if (!o.command.contains("verb")) o.command["verb"] = name;
    });
    return verb;
}

void add_member(CLI::App* verb, const std::string& flag, const char* member, Options& o,
                const std::string& text, bool is_required) {
    CLI::Option* option = verb->add_option_function<std::string>(
        flag, [&o, member](const std::string& value) { o.command[member] = value; }, text);
    option->required(is_required);
}

void add_person_verbs(CLI::App& app, Options& o) {
    CLI::App* person = app.add_subcommand("person", "People of the organisation");
    person->fallthrough()->require_subcommand(1);
    CLI::App* add = person->add_subcommand("add", "Certify a person");
    add->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "person_add"; });
    add_member(add, "name", "name", o, "Never leaves this directory", true);
    add_member(add, "--role", "role", o, "What they are allocated as", true);
    add_member(add, "--id", "id", o, "A UUID; otherwise a random one", false);
    CLI::App* list = person->add_subcommand("list", "People and how many devices they have");
    list->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "person_list"; });
}

void add_invite_verbs(CLI::App& app, Options& o) {
    CLI::App* invite =
        app.add_subcommand("invite", "Invite one device of a person; or: cancel, list");
    invite->fallthrough();
    invite->parse_complete_callback([&o] {
        if (!o.command.contains("verb")) o.command["verb"] = "invite";
    });
    add_member(invite, "person", "person", o, "Name or id", false);
    add_member(invite, "--expires", "expires", o, "90m, 24h, 7d", false);
    CLI::App* cancel = invite->add_subcommand("cancel", "Withdraw an invite that was not used");
    cancel->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "invite_cancel"; });
    add_member(cancel, "invite", "invite", o, "Its id, or its person", true);
    CLI::App* list = invite->add_subcommand("list", "Invites and what became of them");
    list->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "invite_list"; });
}

void add_scope_verbs(CLI::App& app, Options& o) {
    CLI::App* scope = app.add_subcommand("scope", "Cases, groups and other units of access");
    scope->fallthrough()->require_subcommand(1);
    CLI::App* create = scope->add_subcommand("create", "Make a scope and its first key");
    create->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "scope_create"; });
    add_member(create, "--kind", "kind", o, "A scope kind of the schema, such as case", true);
    add_member(create, "--name", "name", o, "A label; never leaves this directory", true);
    add_member(create, "--id", "id", o, "A UUID; otherwise a random one", false);
    add_verb(app, "scopes", "Scopes with their members", o);
    CLI::App* allocate = add_verb(app, "allocate", "Admit a person to a scope", o);
    add_member(allocate, "scope", "scope", o, "Name or id", true);
    add_member(allocate, "person", "person", o, "Name or id", true);
    add_member(allocate, "--role", "role", o, "Otherwise the person's own", false);
    add_member(allocate, "--from", "from", o, "2026-11-22 or 2026-11-22T09:00:00Z", false);
    add_member(allocate, "--until", "until", o, "The first moment outside", false);
    CLI::App* withdraw = add_verb(app, "withdraw", "Remove a person and change the key", o);
    add_member(withdraw, "scope", "scope", o, "Name or id", true);
    add_member(withdraw, "person", "person", o, "Name or id", true);
}

void add_access_verb(CLI::App& app, Options& o, const char* verb, const char* help) {
    CLI::App* rule = add_verb(app, verb, help, o);
    add_member(rule, "scope", "scope", o, "Name or id", true);
    rule->add_option_function<std::vector<std::string>>(
            "people",
            [&o](const std::vector<std::string>& people) { o.command["people"] = people; },
            "Names or ids")
        ->required();
    add_member(rule, "--message", "message", o, "For whoever is refused", false);
    add_member(rule, "--reason", "reason", o, "For the file", true);
    add_member(rule, "--from", "from", o, "2026-11-22 or 2026-11-22T09:00:00Z", false);
    add_member(rule, "--until", "until", o, "The first moment after it", false);
}

void add_access_verbs(CLI::App& app, Options& o) {
    add_access_verb(app, o, "bar", "Keep people out of a scope by name");
    add_access_verb(app, o, "restrict", "Name the people who alone may enter a scope");
    CLI::App* lift = add_verb(app, "lift", "Take rules of a scope back", o);
    add_member(lift, "scope", "scope", o, "Name or id", true);
    add_member(lift, "person", "person", o, "Name or id; without one: all", false);
    add_verb(app, "access_list", "Scopes that are not for everybody", o);
}

void add_purge_verb(CLI::App& app, Options& o) {
    CLI::App* purge =
        add_verb(app, "purge", "Erase records or a whole scope for good, on every device", o);
    add_member(purge, "scope", "scope", o, "Name or id", true);
    purge->add_option_function<std::vector<std::string>>(
        "--record", [&o](const std::vector<std::string>& ids) { o.command["records"] = ids; },
        "Its id; may be given several times. Without one: the whole scope");
    add_member(purge, "--reason", "reason", o, "retention, request, mistaken or reclassified",
               true);
    purge->add_flag_callback(
        "--yes", [&o] { o.command["yes"] = true; },
        "There is no way back; without this nothing is done");
}

void add_device_verbs(CLI::App& app, Options& o) {
    CLI::App* revoke =
        add_verb(app, "revoke", "Serve a device nothing more, and change every key that it had", o);
    add_member(revoke, "device", "device", o, "Its id, or its person where that has only one",
               true);
    revoke->add_flag_callback(
        "--lost", [&o] { o.command["lost"] = true; }, "Whoever has it now may be anybody");
    add_member(revoke, "--since", "since", o, "When it was lost: 2026-11-22T12:05:00Z", false);
    revoke->add_flag_callback(
        "--wipe", [&o] { o.command["wipe"] = true; },
        "It destroys its replica when it next connects, unsent work included");
    CLI::App* lease =
        add_verb(app, "lease", "Lock devices that had no contact for so many days; 0: none", o);
    add_member(lease, "days", "days", o, "Since the last contact", true);
    add_member(lease, "--warn", "warn", o, "So many days before, people are told", false);
    add_verb(app, "devices", "Devices with their last contact, and what became of orders", o);
}

void add_server_key_verbs(CLI::App& app, Options& o) {
    CLI::App* keys = app.add_subcommand("server-key", "TLS keys that devices may find");
    keys->fallthrough()->require_subcommand(1);
    for (const auto& [name, text] :
         {std::pair{"announce", "Sign and send a list with one more key"},
          std::pair{"retire", "Sign and send a list without this key"}}) {
        CLI::App* verb = keys->add_subcommand(name, text);
        verb->fallthrough()->parse_complete_callback(
            [&o, verb_name = std::string("server_key_") + name] { o.command["verb"] = verb_name; });
        add_member(verb, "key", "key", o, "As `sanderlingd tls prepare` prints it", true);
    }
    CLI::App* list = keys->add_subcommand("list", "The newest list");
    list->fallthrough()->parse_complete_callback([&o] { o.command["verb"] = "server_key_list"; });
}

Exit run(const CLI::App& app, const Options& options) {
    Output out(options);
    Result<void> done;
    if (app.got_subcommand("init")) {
        done = init(options, out);
    } else if (app.got_subcommand("connect")) {
        done = set_server(options, out);
    } else if (app.got_subcommand("serve")) {
        done = serve(options, out);
    } else if (app.got_subcommand("batch")) {
        const auto lines = read_batch(options.batch);
        done = lines ? run_lines(options, *lines, out) : Result<void>(lines.error());
    } else {
        done = run_lines(options, {options.command.dump()}, out);
    }
    if (!done) out.result(to_json(done.error()));
    return out.exit();
}

}  // namespace
}  // namespace sanderling::keyholder

int main(int argc, char** argv) {
    using namespace sanderling::keyholder;
    Options o;
    CLI::App app{"The keyholder: certifies people and devices, allocates scopes, holds the keys"};
    app.footer(
        "Every verb works on a keyholder's directory, given first or by --dir.\n"
        "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 no connection (try again),\n"
        "            4 wrong passphrase, 5 in use by another process.");
    app.require_subcommand(1);
    app.add_option("--dir", o.directory, "The keyholder's directory")
        ->envname("SANDERLING_KEYHOLDER");
    app.add_option("--passphrase-file", o.passphrase_file, "Its first line is the passphrase");
    app.add_flag("--json", o.as_json, "One JSON object a line");

    CLI::App* init = app.add_subcommand("init", "Found an organisation");
    init->fallthrough()->add_option("directory", o.directory);
    init->add_option("--organisation", o.organisation, "Its name")->required();
    CLI::App* connect = app.add_subcommand("connect", "Set the server and its key");
    connect->fallthrough()->add_option("directory", o.directory);
    connect->add_option("--server", o.server, "wss://HOST:PORT")->required();
    connect->add_option("--server-key", o.server_key, "As `sanderlingd init` prints it")
        ->required();
    CLI::App* serve = app.add_subcommand("serve", "Stay connected and answer enrolments");
    serve->fallthrough()->add_option("directory", o.directory);
    CLI::App* batch = app.add_subcommand("batch", "Commands from a file, one JSON object a line");
    batch->fallthrough()->add_option("file", o.batch, "- for standard input")->required();
    add_person_verbs(app, o);
    add_invite_verbs(app, o);
    add_scope_verbs(app, o);
    add_access_verbs(app, o);
    add_purge_verb(app, o);
    add_device_verbs(app, o);
    add_server_key_verbs(app, o);
    CLI11_PARSE(app, argc, argv);
    if (o.directory.empty()) {
        std::cerr << "sanderling-keyholder: which keyholder? Give --dir\n";
        return static_cast<int>(Exit::usage);
    }
    try {
        return static_cast<int>(run(app, o));
    } catch (const std::exception& problem) {
        std::cerr << "sanderling-keyholder: " << problem.what() << "\n";
        return static_cast<int>(Exit::refused);
    }
}
