#include "examples/demo/device.hpp"

#include <fmt/format.h>

namespace sanderling::demo {

Device::Device(const Programs& programs, const Workspace& workspace, DeviceInfo info)
    : programs_(programs),
      info_(std::move(info)),
      folder_(workspace.device(info_.folder)),
      passphrase_(workspace.make_passphrase(info_.folder)) {}

ProgramCall Device::call(std::vector<std::string> arguments) const {
    ProgramCall result{.program = "sanderling", .log = info_.folder};
    result.arguments = {"--store", folder_.string(), "--passphrase-file", passphrase_.string(),
                        "--json"};
    result.arguments.insert(result.arguments.end(), arguments.begin(), arguments.end());
    return result;
}

void Device::enrol(const std::string& invite) const {
    ProgramCall enrol = call({"enrol", "-"});
    enrol.input = invite + "\n";
    programs_.run(enrol);
}

int Device::try_enrol(const std::string& invite, const fs::path& folder, std::string& error) const {
    ProgramCall enrol = call({"enrol", "-"});
    enrol.arguments.at(1) = folder.string();
    enrol.input = invite + "\n";
    std::vector<json> lines;
    return programs_.try_run(enrol, lines, error);
}

json Device::sync() const {
    return programs_.run(call({"sync"})).back();
}

void Device::go_online(const std::function<void(const SyncStep&)>& on_step) {
    syncing_ = programs_.start(call({"sync", "--follow"}));
    await_line(*syncing_, info_.title, [&](const std::string& text) {
        const json line = json::parse(text, nullptr, false);
        if (!line.is_object() || line.value("type", "") != "progress") return false;
        on_step({line.value("records_done", std::uint64_t{0}),
                 line.value("records_total", std::uint64_t{0})});
        return line.value("phase", "") == "live";
    });
}

void Device::go_offline() {
    if (!syncing_) return;
    const auto exit = syncing_->stop();
    syncing_.reset();
    if (!exit.is_success())
        throw Failure(fmt::format("{} did not go offline in order: {}", info_.title, exit.text()));
}

std::vector<std::string> Device::write(const std::vector<json>& lines) const {
    ProgramCall write = call({"write", "--batch", std::to_string(lines.size())});
    for (const json& line : lines) write.input += line.dump() + "\n";
    std::vector<std::string> ids;
    for (const json& line : programs_.run(write))
        if (line.contains("id")) ids.push_back(line.at("id").get<std::string>());
    if (ids.size() != lines.size())
        throw Failure(fmt::format("{}: {} of {} records were written", info_.title, ids.size(),
                                  lines.size()));
    return ids;
}

void Device::add_to_set(const std::string& collection, const std::string& record,
                        const std::string& field, const std::vector<std::string>& elements) const {
    std::vector<std::string> arguments{"edit", collection, record};
    for (const std::string& element : elements)
        arguments.insert(arguments.end(), {"--add", field + "=" + element});
    programs_.run(call(arguments));
}

json Device::import(const fs::path& file, const fs::path& labels) const {
    return programs_.run(call({"import", file.string(), "--labels", labels.string()})).back();
}

std::vector<json> Device::query(const std::string& sql,
                                const std::vector<std::string>& parameters) const {
    std::vector<std::string> arguments{"query", sql};
    arguments.insert(arguments.end(), parameters.begin(), parameters.end());
    return programs_.run(call(arguments));
}

std::uint64_t Device::count(const std::string& sql,
                            const std::vector<std::string>& parameters) const {
    return query(sql, parameters).at(0).front().get<std::uint64_t>();
}

std::string Device::cell(const std::string& sql, const std::vector<std::string>& parameters) const {
    const auto rows = query(sql, parameters);
    if (rows.empty() || rows.front().front().is_null()) return {};
    const json& value = rows.front().front();
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::vector<json> Device::scopes() const {
    return programs_.run(call({"scopes"}));
}

json Device::status() const {
    return programs_.run(call({"status"})).at(0);
}

std::vector<json> Device::conflicts() const {
    return programs_.run(call({"conflicts"}));
}

void Device::resolve(const std::string& conflict, std::size_t choice,
                     const std::string& reason) const {
    programs_.run(
        call({"resolve", conflict, "--choose", std::to_string(choice), "--reason", reason}));
}

std::string Device::command_line(std::string_view verb_and_arguments) const {
    return fmt::format("sanderling --store devices/{0} --passphrase-file passphrases/{0} {1}",
                       info_.folder, verb_and_arguments);
}

}  // namespace sanderling::demo
