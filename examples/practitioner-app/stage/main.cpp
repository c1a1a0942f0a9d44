// sanderling-app-stage: a trust on this machine with a caseload, and the applications of an
// officer, of a manager and of a service-user group's shared tablet over three enrolled replicas.
// For a look (`./dev app`) and for the tests in a browser, which cut the network by telling it to
// stop the server.
#include "examples/demo/cast.hpp"
#include "examples/demo/narrator.hpp"
#include "examples/demo/newsletter.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>

namespace sanderling::app_stage {
namespace {

using demo::Cast;
using demo::Device;
using demo::Failure;
using demo::json;
namespace fs = std::filesystem;

enum class Form : std::uint8_t { words, lines };

struct Options {
    fs::path folder{};
    fs::path page{};
    std::uint32_t cases = 12;
    int idle_seconds = 1800;
    Form form = Form::words;
};

/// Ended by a signal, in order.
volatile std::sig_atomic_t is_ending = 0;

/// One person's application as a process.
struct Seat {
    std::string name{};  // "officer"
    std::string title{};
    std::string passphrase{};
    tests::Process process;
    std::string link{};

    /// The newest of the addresses that it has printed; waits for it at the start.
    void read_link(std::chrono::milliseconds patience) {
        constexpr std::string_view word = "open ";
        for (;;) {
            const auto line = process.read_line(patience);
            if (!line) return;
            if (line->starts_with(word)) link = line->substr(word.size());
            if (*line == "unlocked") return;
        }
    }
};

/// Everything that is set up, in the order of its making.
class Stage {
  public:
    explicit Stage(const Options& options)
        : options_(options),
          workspace_(options.folder),
          programs_(demo::own_folder(), workspace_, {}),
          trust_(programs_, workspace_, "Aldermere and District Probation Trust") {}

    void set() {
        note("Founding a trust, and writing its caseload …");
        cast_ = demo::write_caseload(programs_, workspace_, options_.cases);
        trust_.open();
        demo::introduce(cast_, trust_, workspace_);
        share();
        Device manager = enrol("manager", cast_.manager);
        Device officer = enrol("officer", cast_.officer);
        note("The caseload comes in …");
        const fs::path labels = demo::write_labels(cast_, workspace_);
        manager.sync();
        manager.import(workspace_.caseload() / "records.ndjson", labels);
        manager.import(demo::write_newsletter(cast_, workspace_).file, labels);
        plan_today(manager);
        load_questionnaire(manager);
        manager.sync();
        officer.sync();
        Device tablet =
            enrol("tablet", {.reference = "", .name = demo::tablet_person, .role = "tablet"});
        tablet.sync();
        write_people();
        seats_.emplace_back(open(officer, cast_.officer.name));
        seats_.emplace_back(open(manager, cast_.manager.name));
        seats_.emplace_back(open(tablet, demo::tablet_person));
    }

    void show() {
        for (Seat& seat : seats_) {
            if (options_.form == Form::lines) {
                std::cout << json{{"seat", seat.name},
                                  {"person", seat.title},
                                  {"link", seat.link},
                                  {"passphrase", seat.passphrase}}
                                 .dump()
                          << std::endl;
            } else {
                std::cout << fmt::format("\n{} ({})\n  {}\n  passphrase after a lock: {}\n",
                                         seat.title, seat.name, seat.link, seat.passphrase)
                          << std::flush;
            }
        }
        say({{"ready", true}},
            "\nEach address works once, in one window. Commands: \"links\" for new addresses, "
            "\"server stop\" and \"server start\" to cut the network, \"quit\".");
    }

    /// Until "quit", the end of the input, or a signal.
    void obey() {
        std::string line;
        while (is_ending == 0) {
            pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
            if (poll(&input, 1, 500) <= 0) continue;
            if (!std::getline(std::cin, line) || line == "quit") break;
            if (line == "server stop") trust_.stop_server();
            if (line == "server start") trust_.start_server();
            if (line == "links") {
                for (Seat& seat : seats_) seat.read_link(std::chrono::milliseconds{300});
                show();
                continue;
            }
            say({{"done", line}}, "done: " + line);
        }
        for (Seat& seat : seats_) seat.process.stop();
        trust_.close();
    }

  private:
    void note(const std::string& text) const {
        if (options_.form == Form::words) std::cout << text << std::endl;
    }
    void say(const json& object, const std::string& words) const {
        std::cout << (options_.form == Form::lines ? object.dump() : words) << std::endl;
    }

    Device enrol(const std::string& folder, const demo::Staff& staff) {
        Device device(programs_, workspace_, {folder, staff.name, staff.name, staff.role});
        device.enrol(trust_.invite(staff.name));
        trust_.await_enrolled();
        return device;
    }

    /// Four home visits in the officer's diary of today.
    void plan_today(const Device& manager) {
        constexpr std::array<const char*, 4> clocks{"09:30", "11:15", "13:30", "15:00"};
        const auto people = manager.query("SELECT scope FROM person ORDER BY name LIMIT 4");
        std::vector<json> lines;
        for (std::size_t i = 0; i < people.size(); ++i)
            lines.push_back({{"scope", people[i].at("scope")},
                             {"collection", "contact"},
                             {"fields",
                              {{"type", "home_visit"},
                               {"category", "supervision"},
                               {"place", "home"},
                               {"staff", cast_.officer.reference},
                               {"planned", true},
                               {"ns_flag", true},
                               {"starts", demo::today_at(clocks.at(i))},
                               {"ends", nullptr}}}});
        manager.write(lines);
    }

    /// What the officer shares with the manager alone, and a research project that both hand in
    /// to and neither reads.
    void share() {
        const auto made = trust_.ask(
            {{{"verb", "scope_create"}, {"kind", "pair"}, {"name", "Officer and manager"}},
             {{"verb", "scope_create"}, {"kind", "research"}, {"name", "Getting on"}}});
        pair_ = made.at(0).at("scope");
        std::vector<json> commands;
        for (const json& scope : made)
            for (const demo::Staff& staff : {cast_.officer, cast_.manager})
                commands.push_back({{"verb", "allocate"},
                                    {"scope", scope.at("scope")},
                                    {"person", staff.name},
                                    {"role", staff.role}});
        trust_.ask(commands);
    }

    /// Written for this stage; whoever holds the licence of a real one loads it in the same way.
    void load_questionnaire(const Device& manager) const {
        const std::string& org = cast_.scope("org");
        const auto instrument = manager.write({{{"scope", org},
                                                {"collection", "instrument"},
                                                {"fields",
                                                 {{"code", "GETTING-ON"},
                                                  {"edition", 1},
                                                  {"title", "Getting on"},
                                                  {"scale_min", 1},
                                                  {"scale_max", 7}}}}});
        constexpr std::array<std::array<const char*, 2>, 4> items{
            {{"We both know what the plan is for.",
              "Mae'r ddau ohonom yn gwybod beth yw diben y "
              "cynllun."},
             {"I am listened to.", "Mae rhywun yn gwrando arnaf."},
             {"What is agreed is done.", "Mae'r hyn a gytunir yn cael ei wneud."},
             {"I can say when something is wrong.", "Gallaf ddweud pan fydd rhywbeth o'i le."}}};
        std::vector<json> lines;
        for (std::size_t i = 0; i < items.size(); ++i)
            lines.push_back({{"scope", org},
                             {"collection", "instrument_item"},
                             {"fields",
                              {{"instrument_id", instrument.at(0)},
                               {"code", "q" + std::to_string(i + 1)},
                               {"wording", items.at(i).at(0)},
                               {"wording_cy", items.at(i).at(1)}}}});
        manager.write(lines);
    }

    /// Whose ids are whose, as the keyholder knows.
    void write_people() {
        std::map<std::string, demo::Staff> staff;
        for (const auto& each : {cast_.officer, cast_.duty, cast_.manager}) staff[each.name] = each;
        json list = json::array();
        const auto answer = trust_.ask({{{"verb", "person_list"}}}).at(0);
        for (const json& person : answer.at("people")) {
            const std::string name = person.at("name");
            const bool shares = name == cast_.officer.name || name == cast_.manager.name;
            list.push_back({{"person", person.at("person")},
                            {"name", name},
                            {"staff", staff[name].reference},
                            {"role", person.at("role")},
                            {"pairs", shares ? json{pair_} : json::array()}});
        }
        demo::write_file(people(), list.dump(1) + "\n");
    }
    fs::path people() const { return workspace_.paper("people.json"); }

    Seat open(const Device& device, const std::string& title) {
        const std::string& name = device.info().folder;
        std::string passphrase = demo::read_file(device.passphrase());
        passphrase.erase(passphrase.find_last_not_of('\n') + 1);
        std::vector<std::string> arguments{"--store",
                                           device.folder(),
                                           "--people",
                                           people(),
                                           "--looks",
                                           workspace_.paper(name + ".looks"),
                                           "--idle",
                                           std::to_string(options_.idle_seconds),
                                           "--passphrase-file",
                                           device.passphrase()};
        if (!options_.page.empty())
            arguments.insert(arguments.end(), {"--page", options_.page.string()});
        Seat seat{name, title, std::move(passphrase),
                  programs_.start(
                      {.program = "sanderling-app", .arguments = arguments, .log = name + "-app"})};
        seat.read_link(std::chrono::seconds{30});
        if (seat.link.empty())
            throw Failure("the application did not start: " + seat.process.error_text());
        return seat;
    }

    Options options_;
    demo::Workspace workspace_;
    demo::Programs programs_;
    demo::Trust trust_;
    Cast cast_{};
    std::string pair_{};  // what the officer and the manager share
    std::vector<Seat> seats_{};
};

int run(const Options& options) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        std::signal(signal, [](int) { is_ending = 1; });
    try {
        Stage stage(options);
        stage.set();
        stage.show();
        stage.obey();
    } catch (const std::exception& problem) {
        std::cerr << problem.what() << "\n";
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

}  // namespace
}  // namespace sanderling::app_stage

int main(int argc, char** argv) {
    using namespace sanderling::app_stage;
    Options options;
    CLI::App app{
        "A trust on this machine, with the applications of an officer, a manager and a group's "
        "tablet."};
    app.add_option("--dir", options.folder, "The folder to work in; otherwise a new temporary one");
    app.add_option("--page", options.page, "The folder of the built page");
    app.add_option("--cases", options.cases, "Cases in the caseload")
        ->check(CLI::Range(4, 400))
        ->capture_default_str();
    app.add_option("--idle", options.idle_seconds, "Seconds until an application locks by itself")
        ->capture_default_str();
    app.add_flag_callback(
        "--json", [&options] { options.form = Form::lines; }, "Lines of JSON for programs");
    CLI11_PARSE(app, argc, argv);
    return run(options);
}
