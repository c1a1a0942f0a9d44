#include "examples/caseload/vocabulary.hpp"

#include "core/types/assert.hpp"
#include "examples/caseload/embedded.hpp"
#include "schema/generated/probation/description.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace sanderling::caseload {
namespace {

using nlohmann::json;

// The files are compiled in and tested, so a mistake in them is ours.
std::uint32_t millionths(const json& share) {
    return static_cast<std::uint32_t>(std::llround(share.get<double>() * 1'000'000));
}

ContactKind contact_kind(const json& row) {
    ContactKind kind{.code = row.at(0), .label = row.at(1), .share = millionths(row.at(2))};
    const schema::Enum* types = probation::schema().enumeration("contact_type");
    SANDERLING_ASSERT(types != nullptr);
    const schema::EnumValue* value = types->value_by_code(kind.code);
    SANDERLING_ASSERT(value != nullptr);
    SANDERLING_ASSERT(probation::from_text(value->name, kind.type));
    return kind;
}

void read_phrases(const json& phrases, Vocabulary& into) {
    phrases.at("slots").get_to(into.slots);
    for (const json& topic : phrases.at("topics")) {
        into.topics.push_back({topic.at("heading"), topic.at("sentences")});
    }
    for (const json& goal : phrases.at("goals")) {
        GoalIdea idea{.title = goal.at("title")};
        SANDERLING_ASSERT(probation::from_text(goal.at("area").get<std::string>(), idea.area));
        into.goals.push_back(idea);
    }
    for (const auto& [key, list] : phrases.items()) {
        if (list.is_array() && list.at(0).is_string()) into.phrases[key] = list.get<Words>();
    }
}

Vocabulary read_all() {
    Vocabulary out;
    const json shared = json::parse(embedded::vocabulary_json());
    for (const json& row : shared.at("contact_types")) {
        out.contact_kinds.push_back(contact_kind(row));
    }
    for (const json& row : shared.at("rosh")) out.rosh_shares.push_back(millionths(row.at(1)));
    shared.at("note_openers_own").get_to(out.note_openers);
    json::parse(embedded::names_json()).get_to(out.names);
    read_phrases(json::parse(embedded::phrases_json()), out);
    shared.at("bite_sized_own").get_to(out.steps);
    for (const auto& step : out.phrases.at("steps")) out.steps.push_back(step);
    return out;
}

}  // namespace

const Vocabulary& vocabulary() {
    static const Vocabulary once = read_all();
    return once;
}

}  // namespace sanderling::caseload
