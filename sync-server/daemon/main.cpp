// `sanderlingd`: makes a working folder, tells its key, runs in it (docs/operations.md).
#include "sync-server/daemon/backup_command.hpp"
#include "sync-server/daemon/log.hpp"
#include "sync-server/daemon/server.hpp"
#include "sync-server/daemon/support_command.hpp"
#include "sync-server/daemon/tls_command.hpp"

#include <CLI/CLI.hpp>

#include <fstream>
#include <iostream>

extern char** environ;

namespace {

using namespace sanderling;
using namespace sanderling::server;

constexpr int exit_failed = 1;
constexpr int exit_usage = 2;  // flags, environment or file are wrong

enum class Form : std::uint8_t { text, json };

int complain(const Error& error) {
    std::cerr << "sanderlingd: " << error.message() << "\n";
    return error.code == Errc::invalid_argument ? exit_usage : exit_failed;
}

int print_pin(const Result<scope_log::TlsKeyHash>& pin, Form form) {
    if (!pin) return complain(pin.error());
    if (form == Form::json)
        std::cout << "{\"server_key\":\"" << to_hex(pin->view()) << "\"}\n";
    else
        std::cout << to_hex(pin->view()) << "\n";
    return EXIT_SUCCESS;
}

// A line when another tenth is done: enough for a person, and little in a log.
class ProgressLines {
  public:
    void operator()(CopyProgress progress) {
        const std::uint64_t tenth =
            progress.pages_total == 0 ? 10 : progress.pages_done * 10 / progress.pages_total;
        if (tenth == told_) return;
        told_ = tenth;
        std::cerr << "copied " << progress.pages_done << " of " << progress.pages_total
                  << " pages\n";
    }

  private:
    std::uint64_t told_ = 0;
};

int print_backup(const Result<BackupDone>& done, Form form) {
    if (!done) return complain(done.error());
    const CopyContent& content = done->content;
    const std::string numbers[] = {std::to_string(content.scopes), std::to_string(content.items),
                                   std::to_string(content.bytes)};
    if (form == Form::json)
        std::cout << "{\"backup\":\"complete\",\"scopes\":" << numbers[0]
                  << ",\"items\":" << numbers[1] << ",\"bytes\":" << numbers[2] << "}\n";
    else
        std::cout << "backup complete and read back: " << numbers[0] << " scopes, " << numbers[1]
                  << " log items, " << numbers[2] << " bytes in " << done->target.string() << "\n";
    return EXIT_SUCCESS;
}

std::string generation_text(Generation generation) {
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(number(generation) >> (56 - 8 * i));
    return to_hex(bytes);
}

int print_restoration(const Result<Restoration>& done, Form form) {
    if (!done) return complain(done.error());
    const std::string before = generation_text(done->before);
    const std::string after = generation_text(done->after);
    if (form == Form::json)
        std::cout << "{\"generation_before\":\"" << before << "\",\"generation\":\"" << after
                  << "\"}\n";
    else
        std::cout << "restored from " << done->from << "\ngeneration " << after << ", before "
                  << before << "\n";
    return EXIT_SUCCESS;
}

Result<Config> load_config(const WorkingFolder& folder, const ConfigLayer& flags) {
    const auto file = read_config_file(folder.config());
    if (!file) return file.error();
    std::vector<std::string> variables;
    for (char** variable = environ; *variable != nullptr; ++variable)
        variables.emplace_back(*variable);
    const auto environment = config_of_environment(variables);
    if (!environment) return environment.error();
    return make_config({*file, *environment, flags});
}

int support(const WorkingFolder& folder, const std::string& file, Form form) {
    const auto config = load_config(folder, {});
    if (!config) return complain(config.error());
    const auto bundle = support_bundle(folder, *config, wall_clock());
    if (!bundle) return complain(bundle.error());
    if (auto written = write_support_bundle(file, *bundle); !written)
        return complain(written.error());
    if (form == Form::json)
        std::cout << "{\"support\":\"written\",\"bytes\":" << bundle->size() << "}\n";
    else
        std::cout << file
                  << ": numbers, states and codes, nothing of what is in the store; read it "
                  << "before you send it\n";
    return EXIT_SUCCESS;
}

// Scripts that let the system choose a port read it here; the name appears with its content.
void write_port(const WorkingFolder& folder, std::uint16_t port) {
    const auto fresh = folder.port().string() + ".new";
    std::ofstream(fresh) << port << "\n";
    std::error_code ignored;
    std::filesystem::rename(fresh, folder.port(), ignored);
}

int run(const WorkingFolder& folder, const ConfigLayer& flags) {
    const auto config = load_config(folder, flags);
    if (!config) return complain(config.error());
    const WriteLog log = open_log(config->log_level);
    std::error_code ignored;
    std::filesystem::remove(folder.port(), ignored);  // of a run that was killed
    auto server = Server::open(folder, *config, log);
    if (!server) return complain(server.error());
    const auto endpoint = (*server)->endpoint();
    write_port(folder, endpoint.port());
    std::cout << "listening on " << endpoint << std::endl;
    log({.event = "started"});
    (*server)->run();
    std::filesystem::remove(folder.port(), ignored);
    return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"The sync server: it orders, stores and delivers what it cannot read."};
    app.require_subcommand(1);
    std::string folder;
    bool json = false;
    InitOptions init;

    CLI::App* const init_command =
        app.add_subcommand("init", "Make a working folder: TLS key, configuration, store");
    init_command->add_option("DIR", folder, "The folder to make")->required();
    init_command->add_option("--organisation", init.organisation_file, "The keyholder's file")
        ->required();
    init_command->add_option("--listen", init.listen, "Address and port")->capture_default_str();
    init_command->add_option("--name", init.names, "Names for the certificate")
        ->capture_default_str();
    init_command->add_flag("--json", json, "Print the key's pin as JSON");

    CLI::App* const pin_command = app.add_subcommand("pin", "Print the TLS key's pin");
    pin_command->add_option("DIR", folder, "The working folder")->required();
    pin_command->add_flag("--json", json, "As JSON");

    CLI::App* const tls_command =
        app.add_subcommand("tls", "Change the TLS key without locking a device out");
    tls_command->require_subcommand(1);
    CLI::App* const prepare_command = tls_command->add_subcommand(
        "prepare", "Make the next key and print its pin, for the keyholder to announce");
    prepare_command->add_option("DIR", folder, "The working folder")->required();
    prepare_command->add_option("--name", init.names, "Names for the certificate")
        ->capture_default_str();
    prepare_command->add_flag("--json", json, "Print the key's pin as JSON");
    CLI::App* const switch_command = tls_command->add_subcommand(
        "switch", "Use the prepared key from the next start on; it has to be announced");
    switch_command->add_option("DIR", folder, "The working folder; no server may run in it")
        ->required();
    switch_command->add_flag("--json", json, "Print the key's pin as JSON");

    std::string backup;
    CLI::App* const backup_command =
        app.add_subcommand("backup", "Copy the store, also while it serves");
    backup_command->add_option("DIR", folder, "The working folder")->required();
    backup_command
        ->add_option("FILE_OR_DIR", backup,
                     "Where to; must not exist. A name ending in .sqlite is a file with the store "
                     "alone, any other a folder with configuration and TLS key too")
        ->required();
    backup_command->add_flag("--json", json, "As JSON");

    Existing existing = Existing::refuse;
    CLI::App* const restore_command =
        app.add_subcommand("restore", "Make the store from a backup, as a new generation");
    restore_command->add_option("DIR", folder, "The working folder; no server may run in it")
        ->required();
    restore_command->add_option("--from", backup, "What `backup` wrote")->required();
    restore_command->add_flag_callback(
        "--replace", [&existing] { existing = Existing::replace; },
        "Move a store that is there aside, into DIR/replaced-N");
    restore_command->add_flag("--json", json, "As JSON");

    CLI::App* const support_command = app.add_subcommand(
        "support", "A file for whoever helps: versions, limits, counts, codes; no content, no id");
    support_command->add_option("DIR", folder, "The working folder; a server may run in it")
        ->required();
    support_command->add_option("--out", backup, "A new file")->required();
    support_command->add_flag("--json", json, "As JSON");

    ConfigLayer flags;
    const auto flag = [&flags](const char* key, const char* name) {
        return [&flags, key, name](const std::string& value) {
            flags[key] = {value, std::string("flag ") + name};
        };
    };
    CLI::App* const run_command = app.add_subcommand("run", "Serve until told to stop");
    run_command->add_option("DIR", folder, "The working folder")->required();
    run_command->add_option_function<std::string>("--listen", flag("listen", "--listen"),
                                                  "Address and port; port 0 takes any");
    run_command->add_option_function<std::string>("--log-level", flag("log_level", "--log-level"),
                                                  "debug, info, warning or error");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? EXIT_SUCCESS : exit_usage;
    }
    const WorkingFolder working(folder);
    const Form form = json ? Form::json : Form::text;
    try {
        if (*init_command) return print_pin(init_working_folder(working, init), form);
        if (*pin_command) return print_pin(tls_key_hash(working.tls().certificate), form);
        if (*prepare_command) return print_pin(prepare_tls(working, init.names), form);
        if (*switch_command) return print_pin(switch_tls(working), form);
        if (*backup_command)
            return print_backup(back_up(working, backup, wall_clock(), ProgressLines()), form);
        if (*restore_command)
            return print_restoration(restore(working, backup, existing, wall_clock()), form);
        if (*support_command) return support(working, backup, form);
        return run(working, flags);
    } catch (const std::exception& error) {
        return complain(fail(Errc::internal, error.what()));
    }
}
