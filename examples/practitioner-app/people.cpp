#include "examples/practitioner-app/people.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace sanderling::app {

Result<People> People::read(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) return fail(Errc::not_found, file.string());
    const auto list = nlohmann::json::parse(in, nullptr, false);
    if (!list.is_array()) return fail(Errc::malformed, file.string());
    People people;
    for (const auto& line : list) {
        if (!line.is_object()) return fail(Errc::malformed, file.string());
        const auto id = parse_id<PersonId>(line.value("person", ""));
        if (!id) return fail(Errc::malformed, file.string());
        Colleague& colleague = people.known_[*id];
        colleague = {line.value("name", ""), line.value("staff", ""), line.value("role", "")};
        for (const auto& pair : line.value("pairs", nlohmann::json::array())) {
            const auto scope = parse_id<ScopeId>(pair.is_string() ? pair.get<std::string>() : "");
            if (!scope) return fail(Errc::malformed, file.string());
            colleague.pairs.insert(*scope);
        }
    }
    return people;
}

const Colleague* People::find(PersonId person) const {
    const auto found = known_.find(person);
    return found != known_.end() ? &found->second : nullptr;
}

std::string People::name(PersonId person) const {
    const Colleague* known = find(person);
    return known != nullptr ? known->name : to_text(person).substr(0, 8);
}

std::string People::staff_name(const std::string& staff) const {
    for (const auto& [id, colleague] : known_)
        if (colleague.staff == staff) return colleague.name;
    return staff;
}

}  // namespace sanderling::app
