#include "examples/demo/canary_list.hpp"

#include <fmt/format.h>

#include <map>

namespace sanderling::demo {

void CanaryList::add(std::string text, const Device& device, std::string table,
                     std::string column) {
    canaries_.push_back({std::move(text), &device, std::move(table), std::move(column)});
}

std::vector<std::string> CanaryList::texts() const {
    std::vector<std::string> texts;
    for (const Canary& canary : canaries_) texts.push_back(canary.text);
    return texts;
}

std::vector<std::string> CanaryList::unreadable() const {
    // One query a device: opening a replica takes as long as its passphrase is dear to guess.
    std::map<const Device*, std::vector<const Canary*>> by_device;
    for (const Canary& canary : canaries_) by_device[canary.device].push_back(&canary);
    std::vector<std::string> missing;
    for (const auto& [device, canaries] : by_device) {
        std::string sql;
        std::vector<std::string> parameters;
        for (const Canary* canary : canaries) {
            parameters.push_back(canary->text);
            sql +=
                fmt::format("{}SELECT {} AS place, count(*) AS found FROM {} WHERE instr({}, ?{})",
                            sql.empty() ? "" : " UNION ALL ", parameters.size() - 1, canary->table,
                            canary->column, parameters.size());
        }
        for (const json& row : device->query(sql, parameters))
            if (row.at("found").get<std::uint64_t>() == 0)
                missing.push_back(canaries.at(row.at("place").get<std::size_t>())->text);
    }
    return missing;
}

}  // namespace sanderling::demo
