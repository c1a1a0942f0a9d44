// Scores of questionnaires; see questionnaire.hpp.
#include "client-sdk/practice/research/questionnaire.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sanderling::practice {

Result<Answers> parse_answers(std::string_view json) {
    const auto object = nlohmann::json::parse(json, nullptr, false);
    if (!object.is_object()) return fail(Errc::malformed, "answers are no JSON object");
    Answers out;
    for (const auto& [item, answer] : object.items()) {
        if (answer.is_null()) continue;
        if (!answer.is_number_integer()) return fail(Errc::malformed, "no whole number: " + item);
        const auto value = answer.get<std::int64_t>();
        if (value < 0 || value > 1'000) return fail(Errc::malformed, "out of range: " + item);
        out.emplace(item, static_cast<int>(value));
    }
    return out;
}

Result<std::map<std::string, SubscaleScore>> scores(const Instrument& instrument,
                                                    const Answers& answers) {
    for (const auto& [code, answer] : answers) {
        const bool is_known = std::any_of(
            instrument.items.begin(), instrument.items.end(),
            [&, &name = code](const InstrumentItem& item) { return item.code == name; });
        if (!is_known) return fail(Errc::invalid_argument, "no such item: " + code);
        if (answer < instrument.scale_min || answer > instrument.scale_max)
            return fail(Errc::invalid_argument, "outside of the scale: " + code);
    }
    std::map<std::string, SubscaleScore> out;
    for (const InstrumentItem& item : instrument.items) {
        if (item.subscale.empty()) continue;
        SubscaleScore& score = out[item.subscale];
        ++score.items;
        const auto answer = answers.find(item.code);
        if (answer == answers.end()) continue;
        ++score.answered;
        score.mean += item.is_reversed
                          ? instrument.scale_min + instrument.scale_max - answer->second
                          : answer->second;
    }
    std::erase_if(out, [](const auto& each) {
        return each.second.answered == 0 || each.second.answered * 3 < each.second.items * 2;
    });
    for (auto& [subscale, score] : out) score.mean /= score.answered;
    return out;
}

}  // namespace sanderling::practice
