// A trust is founded, four devices are enrolled, and a caseload comes in.
#include "examples/demo/stories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace sanderling::demo {

namespace {

std::map<std::string, std::uint64_t> count_collections(const std::vector<json>& lines) {
    std::map<std::string, std::uint64_t> counts;
    for (const json& line : lines) ++counts[line.at("collection").get<std::string>()];
    return counts;
}

/// Sentences of the export that nobody but the team may ever read.
void choose_canaries(Stage& stage, const std::vector<json>& lines) {
    std::string name;
    std::string address;
    std::string note;
    for (const json& line : lines) {
        const json& fields = line.at("fields");
        if (line.at("collection") == "person" && name.empty() &&
            fields.at("name").get<std::string>().size() >= 10 && fields.contains("main_address")) {
            name = fields.at("name");
            address = fields.at("main_address");
        }
        if (line.at("collection") != "contact" || !note.empty() || !fields.contains("notes"))
            continue;
        const std::string text = fields.at("notes").at(0);
        const std::string first = text.substr(0, text.find('.'));
        const bool is_plain = first.find_first_of("\"\\") == std::string::npos;
        if (first.size() > 40 && is_plain) note = first;
    }
    stage.canaries.add(name, stage.phone, "person", "name");
    stage.canaries.add(address, stage.phone, "person", "main_address");
    stage.canaries.add(note, stage.phone, "contact", "notes");
}

}  // namespace

void open_trust(Stage& stage) {
    Narrator& tell = stage.narrator;
    tell.heading("A probation trust on this machine");
    stage.trust.open();
    tell.act("The server", fmt::format("listens on {}. It orders, keeps and passes on what it "
                                       "cannot read.",
                                       stage.trust.address()));
    introduce(stage.cast, stage.trust, stage.workspace);
    const Cast& cast = stage.cast;
    tell.act("The keyholder",
             fmt::format("of {} holds its keys apart from the server. It has "
                         "signed who belongs to each of {} cases, to the team, the "
                         "trust and the {}.",
                         stage.trust.name(), cast.cases.size(), group_name));
}

void enrol_devices(Stage& stage) {
    Narrator& tell = stage.narrator;
    for (Device* device : {&stage.phone, &stage.duty, &stage.manager, &stage.tablet}) {
        const std::string invite = stage.trust.invite(device->info().person);
        device->enrol(invite);
        stage.trust.await_enrolled();
        if (device != &stage.tablet) continue;
        std::string error;
        const fs::path fifth = stage.workspace.root() / "fifth-device";
        const int code = device->try_enrol(invite, fifth, error);
        fs::remove_all(fifth);
        tell.check(code != 0 && error.find("invite_used") != std::string::npos,
                   "Four devices are enrolled, each by an invite that works once: tried again from "
                   "a fifth, the last one is refused.",
                   "exit code " + std::to_string(code) + "\n" + error);
    }
    const auto title = [](const Device& device) { return device.info().title; };
    tell.say(fmt::format("They are {}, {}, {} and {}.", title(stage.phone), title(stage.duty),
                         title(stage.manager), title(stage.tablet)));
}

void bring_in_caseload(Stage& stage, Afternoon& afternoon) {
    Narrator& tell = stage.narrator;
    tell.heading("The caseload comes in");
    const auto lines = read_lines(stage.workspace.caseload() / "records.ndjson");
    auto counts = count_collections(lines);
    tell.say(
        fmt::format("An export of {} invented cases over two years: {} records, of which {} "
                    "are contacts.",
                    stage.cast.cases.size(), grouped(lines.size()), grouped(counts["contact"])));
    stage.manager.sync();
    const fs::path labels = write_labels(stage.cast, stage.workspace);
    const json tally = stage.manager.import(stage.workspace.caseload() / "records.ndjson", labels);
    tell.check(tally.at("imported") == lines.size() && tally.at("rejected") == 0,
               fmt::format("{} imports it; no line is rejected.", stage.manager.info().title),
               tally.dump());

    afternoon.newsletter = write_newsletter(stage.cast, stage.workspace);
    stage.manager.import(afternoon.newsletter.file, labels);
    const json synced = stage.manager.sync();
    tell.check(synced.at("unsent_transactions") == 0 && synced.at("refused_transactions") == 0,
               fmt::format("The server has taken all of it, sealed: {:.1f} MB.",
                           static_cast<double>(synced.at("bytes_sent").get<std::uint64_t>()) / 1e6),
               synced.dump());
    choose_canaries(stage, lines);
}

void bootstrap_phone(Stage& stage) {
    Narrator& tell = stage.narrator;
    const std::uint64_t wanted = stage.manager.count("SELECT count(*) AS n FROM contact");
    tell.act(stage.phone.info().title, "fetches its cases for the first time.");
    const auto before = tell.elapsed();
    stage.phone.go_online([&](const SyncStep& step) {
        tell.progress("records", step.records_done, step.records_expected);
    });
    const auto took = tell.elapsed() - before;
    stage.phone.go_offline();
    const std::uint64_t cases = stage.phone.count("SELECT count(*) AS n FROM person");
    const std::uint64_t contacts = stage.phone.count("SELECT count(*) AS n FROM contact");
    tell.check(cases == stage.cast.cases.size() && contacts == wanted,
               fmt::format("All {} cases with {} contacts are on the phone, after {:.1f} seconds.",
                           cases, grouped(contacts), static_cast<double>(took.count()) / 1000.0),
               fmt::format("{} cases, {} contacts", cases, contacts));
    stage.duty.sync();
    stage.tablet.sync();
}

void read_newsletter(Stage& stage, const Afternoon& afternoon) {
    Narrator& tell = stage.narrator;
    const Newsletter& newsletter = afternoon.newsletter;
    const std::uint64_t bulletins = stage.phone.count("SELECT count(*) AS n FROM bulletin");
    const std::uint64_t threads = stage.phone.count("SELECT count(*) AS n FROM thread");
    const std::uint64_t issues = stage.tablet.count("SELECT count(*) AS n FROM issue");
    tell.check(
        bulletins == newsletter.bulletins && threads == newsletter.threads &&
            issues == newsletter.issues,
        fmt::format("The programme's newsletter is there too: {} bulletins to read without "
                    "signal, {} discussions for the team, {} findings on the group's tablet.",
                    bulletins, threads, issues),
        fmt::format("{} bulletins, {} discussions, {} findings", bulletins, threads, issues));
    stage.canaries.add(newsletter.sentence, stage.phone, "bulletin", "body");
}

}  // namespace sanderling::demo
