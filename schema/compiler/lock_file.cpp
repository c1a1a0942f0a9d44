// The lock as a YAML file: one line a number, so that a review sees what was added.
#include "schema/compiler/lock.hpp"

#include <yaml-cpp/yaml.h>

namespace sanderling::schema {
namespace {

LockEntry entry_of(const YAML::Node& node) {
    LockEntry entry;
    entry.name = node["name"].as<std::string>();
    entry.meaning = node["is"].as<std::string>("");
    entry.since = node["since"].as<std::uint32_t>();
    entry.retired = node["retired"].as<std::uint32_t>(0);
    return entry;
}

Lock lock_of_document(const YAML::Node& root) {
    Lock lock;
    lock.schema = root["schema"].as<std::string>();
    for (const auto& section : root["used"]) {
        Lock::Section& made = lock.sections[section.first.as<std::string>()];
        for (const auto& entry : section.second) {
            made.emplace(entry.first.as<std::uint32_t>(), entry_of(entry.second));
        }
    }
    for (const auto& order : root["protective_orders"]) {
        lock.orders.emplace(order.first.as<std::string>(),
                            order.second.as<std::vector<std::string>>());
    }
    return lock;
}

std::string line_of(std::uint32_t used, const LockEntry& entry) {
    std::string out = "    " + std::to_string(used) + ": {name: " + entry.name;
    if (!entry.meaning.empty()) out += ", is: \"" + entry.meaning + "\"";
    out += ", since: " + std::to_string(entry.since);
    if (entry.retired != 0) out += ", retired: " + std::to_string(entry.retired);
    return out + "}\n";
}

}  // namespace

Result<Lock> parse_lock(std::string_view text, const std::string& file_name) {
    try {
        return lock_of_document(YAML::Load(std::string(text)));
    } catch (const YAML::Exception& error) {
        return fail(Errc::malformed, file_name + " is not a lock file: " + error.what());
    }
}

std::string to_text(const Lock& lock) {
    std::string out =
        "# Every number the schema has ever used, and what it means for good. Written by\n"
        "# sanderling-schemac --update-lock; never edited, never deleted (schema/README.md).\n"
        "schema: " +
        lock.schema + "\nused:\n";
    for (const auto& [name, section] : lock.sections) {
        out += "  " + name + ":\n";
        for (const auto& [used, entry] : section) out += line_of(used, entry);
    }
    if (!lock.orders.empty()) out += "protective_orders:\n";
    for (const auto& [name, order] : lock.orders) {
        std::string words;
        for (const std::string& word : order) words += (words.empty() ? "" : ", ") + word;
        out += "  " + name + ": [" + words + "]\n";
    }
    return out;
}

}  // namespace sanderling::schema
