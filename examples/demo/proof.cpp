// What it comes to: the devices agree, nothing lies in clear, and how to look for oneself.
#include "examples/demo/canary_scan.hpp"
#include "examples/demo/stories.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

namespace sanderling::demo {

namespace {

constexpr std::size_t canaries_wanted = 20;

/// seq and digest by scope.
std::map<std::string, std::string> digests_of(const Device& device) {
    std::map<std::string, std::string> result;
    for (const json& scope : device.scopes())
        result[scope.at("scope")] = fmt::format("{}:{}", scope.at("seq").get<std::uint64_t>(),
                                                scope.at("digest").get<std::string>());
    return result;
}

/// The files on which the scanner shows that it finds what is there.
void write_control(const fs::path& folder, const std::vector<std::string>& texts) {
    fs::create_directory(folder);
    std::map<std::string, std::string> files;
    for (const std::string& text : texts) {
        files["plain.txt"] += "…" + text + "…\n";
        files["utf16.txt"] += utf16_little_endian(text + "\n");
        files["hexadecimal.txt"] += hexadecimal(text) + "\n";
        files["base64.txt"] += base64("from the middle of a line: " + text) + "\n";
    }
    for (const auto& [name, content] : files) write_file(folder / name, content);
}

std::string seen_where(const CanaryReport& report, const std::vector<std::string>& texts) {
    std::string result;
    for (const CanarySighting& sighting : report.sightings)
        result += fmt::format("\"{}\" {} in {}\n", texts.at(sighting.canary), sighting.form,
                              sighting.file.string());
    return result;
}

}  // namespace

void compare_digests(Stage& stage) {
    Narrator& tell = stage.narrator;
    tell.heading("Do the devices agree?");
    for (const Device* device : {&stage.manager, &stage.phone, &stage.duty, &stage.tablet})
        device->sync();  // what each wrote last comes back to it in the common order
    const auto reference = digests_of(stage.manager);
    for (const Device* device : {&stage.phone, &stage.duty, &stage.tablet}) {
        const auto own = digests_of(*device);
        std::size_t equal = 0;
        for (const auto& [scope, digest] : own) {
            const auto there = reference.find(scope);
            equal += there != reference.end() && there->second == digest;
        }
        const std::size_t wanted = device == &stage.tablet ? 1 : stage.cast.scope_ids.size() - 1;
        tell.check(own.size() == wanted && equal == wanted,
                   fmt::format("{}: {} of {} scopes have the same digest as on {}.",
                               device->info().title, equal, own.size(), stage.manager.info().title),
                   fmt::format("{} of {} agree, {} were expected", equal, own.size(), wanted));
    }
}

void look_for_canaries(Stage& stage) {
    Narrator& tell = stage.narrator;
    tell.heading("Can anybody else read it?");
    const auto texts = stage.canaries.texts();
    const auto unreadable = stage.canaries.unreadable();
    tell.check(
        texts.size() == canaries_wanted && unreadable.empty(),
        "Twenty sentences, names and places that were written today are readable where they "
        "belong.",
        fmt::format("{} sentences, not readable: {}", texts.size(), fmt::join(unreadable, " / ")));
    const CanaryScan scan(texts);
    write_control(stage.workspace.control(), texts);
    const auto control = scan.look_beneath(stage.workspace.control());
    std::set<std::pair<std::string, std::size_t>> found;  // by file: UTF-16 shows in both orders
    for (const CanarySighting& sighting : control.sightings)
        found.insert({sighting.file.string(), sighting.canary});
    tell.check(control.files == 4 && found.size() == control.files * texts.size(),
               "The scanner works: in four files made to be found it finds all twenty, as plain "
               "text, UTF-16, hexadecimal and Base64.",
               fmt::format("{} of {}", found.size(), 4 * texts.size()));
    for (const auto& [what, folder] :
         {std::pair{"the server's directory", stage.workspace.server()},
          std::pair{"the four devices' files", stage.workspace.devices()}}) {
        const auto report = scan.look_beneath(folder);
        tell.check(report.files > 0 && report.sightings.empty(),
                   fmt::format("In {} ({} files, {:.1f} MB) it finds none, in any form.", what,
                               report.files, static_cast<double>(report.bytes) / 1e6),
                   seen_where(report, texts));
    }
}

}  // namespace sanderling::demo
