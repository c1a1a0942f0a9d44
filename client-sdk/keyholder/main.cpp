// sanderling-keyholder: the organisation's own program. Every verb but init, connect and serve is
// one line of a batch: done by a running `serve`, or else here (docs/operations.md).
#include "client-sdk/keyholder/control_socket.hpp"
#include "client-sdk/keyholder/own_files.hpp"
#include "client-sdk/keyholder/present.hpp"
#include "client-sdk/keyholder/prompt.hpp"
#include "client-sdk/keyholder/qr_picture.hpp"
#include "client-sdk/keyholder/verbs.hpp"
#include "schema/generated/probation/description.hpp"

#include <boost/asio/signal_set.hpp>
#include <unistd.h>

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

/// Prints results and remembers the first that went wrong.
class Output {
  public:
    explicit Output(const Options& options) : as_json_(options.as_json), options_(options) {}

    void result(const ordered_json& r) {
        const bool is_good = r.value("ok", false);
        if (!is_good && exit_ == Exit::good) exit_ = exit_for(r.value("error", ""));
        if (!r.value("sound", true) && exit_ == Exit::good) exit_ = Exit::refused;
        if (r.contains("import") && r["rejected"] != 0) exit_ = Exit::refused;
        if (r.contains("import") && r["not_reached"] != 0) exit_ = Exit::try_again;
        if (as_json_)
            std::cout << r.dump() << std::endl;
        else if (is_good)
            std::cout << in_words(r) << std::endl;
        else
            std::cerr << "sanderling-keyholder: " << in_words(r) << std::endl;
        if (is_good && r.contains("uri")) show_invite(r["uri"].get<std::string>());
    }
    void event(const ordered_json& e, std::ostream& to) const {
        to << (as_json_ ? e.dump() : in_words(e)) << std::endl;
    }
    Exit exit() const { return exit_; }

  private:
    // The invite stands, whatever becomes of its picture: its text has been printed.
    void show_invite(const std::string& uri) {
        const auto picture = QrPicture::of(uri);
        if (!picture) return result(to_json(picture.error()));
        const bool is_wanted = options_.qr_code == QrCode::always || ::isatty(STDOUT_FILENO) == 1;
        if (is_wanted && !as_json_) std::cout << picture->for_terminal() << std::flush;
        if (options_.png.empty()) return;
        if (const auto saved = picture->save_png(options_.png); !saved)
            result(to_json(saved.error()));
    }

    bool as_json_;
    const Options& options_;
    Exit exit_ = Exit::good;
};

using OnResult = std::function<void(const ordered_json&)>;

void run_here(Opened& opened, const std::vector<std::string>& lines, const Output& out,
              const OnResult& on_result) {
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
                on_result(to_json(command.error()));
                continue;
            }
            ++next;
            return service.submit(std::move(*command), [&](const ordered_json& r) {
                on_result(r);
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

Result<void> run_lines(const Options& options, const std::vector<std::string>& lines,
                       const Output& out, const OnResult& on_result) {
    if (is_locked(options.directory)) return ask_running(options.directory, lines, on_result);
    auto opened = open_state(options);
    if (!opened) return opened.error();
    run_here(*opened, lines, out, on_result);
    return {};
}

Result<void> run_lines(const Options& options, const std::vector<std::string>& lines, Output& out) {
    return run_lines(options, lines, out, [&](const ordered_json& r) { out.result(r); });
}

// Never over somebody's file: what was rejected last time may be being mended.
Result<void> keep_rejected(const Import& import, ordered_json& summary) {
    for (const auto& [file, text] : import.rejected()) {
        fs::path path = file + ".rejected.csv";
        for (int n = 2; fs::exists(path); ++n)
            path = file + ".rejected-" + std::to_string(n) + ".csv";
        std::ofstream out(path, std::ios::binary);
        out << text << std::flush;
        if (!out) return fail(Errc::io, "writing " + path.string());
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
        summary["rejected_files"].push_back(path.string());
    }
    return {};
}

Result<void> import_files(const Options& options, Output& out) {
    Import import(options.import);
    for (const fs::path& file : options.import_files) {
        auto table = read_csv(file);
        if (!table) return table.error();
        if (auto added = import.add(file.string(), std::move(*table)); !added) return added.error();
    }
    std::size_t done = 0;
    const OnResult take = [&](const ordered_json& answer) {
        if (const auto shown = import.take(answer); !shown.is_null()) out.event(shown, std::cout);
        ++done;
        if (done * 10 / import.size() != (done - 1) * 10 / import.size())
            std::cerr << "import: " << done << " of " << import.size() << " rows" << std::endl;
    };
    auto ran = run_lines(options, import.commands(), out, take);
    if (ran && import.wants_withdrawals()) {
        ran = run_lines(options, {R"({"verb":"scopes"})"}, out, [&](const ordered_json& answer) {
            if (answer.contains("scopes")) import.add_withdrawals(answer["scopes"]);
        });
        if (ran) ran = run_lines(options, import.commands(), out, take);
    }
    ordered_json summary = import.summary();
    if (auto kept = keep_rejected(import, summary); !kept) return kept.error();
    out.result(summary);
    return ran;
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
    std::optional<PolicyGate> gate;
    if (!options.policy.empty()) {
        auto policy = read_policy(options.policy);
        if (!policy) return policy.error();
        gate.emplace(std::move(*policy), local_time);
    }
    auto opened = open_state(options);
    if (!opened) return opened.error();
    boost::asio::io_context io{1};
    crypto::SystemRandom random;
    ServiceOptions service_options;
    service_options.gate = gate ? &*gate : nullptr;
    service_options.when_down = ServiceOptions::WhenDown::reconnect;
    service_options.ends_every = std::chrono::seconds{5};
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

/// Done here even while another process serves, or refused by the lock.
using OwnDeed = Result<void> (*)(const Options&, ordered_json&);
OwnDeed own_deed(const CLI::App& app) {
    if (app.got_subcommand("init")) return &init;
    if (app.got_subcommand("connect")) return &set_server;
    if (app.got_subcommand("backup")) return &back_up;
    if (app.got_subcommand("restore")) return &restore;
    if (app.got_subcommand("passphrase")) return &change_passphrase;
    return nullptr;
}

Exit run(const CLI::App& app, const Options& options) {
    Output out(options);
    Result<void> done;
    if (const OwnDeed deed = own_deed(app); deed != nullptr) {
        ordered_json told;
        done = deed(options, told);
        if (done) out.result(told);
    } else if (app.got_subcommand("serve")) {
        done = serve(options, out);
    } else if (app.got_subcommand("batch")) {
        const auto lines = read_batch(options.batch);
        done = lines ? run_lines(options, *lines, out) : Result<void>(lines.error());
    } else if (app.got_subcommand("import")) {
        done = import_files(options, out);
    } else if (!options.png.empty() && fs::exists(options.png)) {
        // Before there is an invite that nobody could scan.
        done = fail(Errc::already_exists, options.png.string() + "; give --png another name");
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

    add_verbs(app, o);
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
