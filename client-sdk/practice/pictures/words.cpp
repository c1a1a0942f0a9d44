// The files of words, and how a sentence is filled in.
#include "client-sdk/practice/pictures/words.hpp"

#include "client-sdk/practice/pictures/embedded.hpp"
#include "core/types/assert.hpp"

#include <nlohmann/json.hpp>

namespace sanderling::practice::pictures {
namespace {

bool is_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (const std::size_t at : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U})
        if (!is_digit(text[at])) return false;
    return true;
}

}  // namespace

Words::Words(std::string tag, std::string_view json) : tag_(std::move(tag)) {
    const auto file = nlohmann::json::parse(json);
    for (const auto& [key, sentence] : file.items())
        sentences_.emplace(key, sentence.get<std::string>());
}

const Words& Words::in(Language language) {
    static const Words english("en", embedded::english);
    static const Words welsh("cy", embedded::welsh);
    return language == Language::welsh ? welsh : english;
}

std::string Words::say(std::string_view key, Blanks blanks) const {
    const auto found = sentences_.find(key);
    SANDERLING_ASSERT(found != sentences_.end());
    const std::string& sentence = found->second;
    std::string out;
    for (std::size_t at = 0; at < sentence.size();) {
        const std::size_t end = sentence[at] == '{' ? sentence.find('}', at) : std::string::npos;
        if (end == std::string::npos) {
            out += sentence[at++];
            continue;
        }
        const std::string_view name = std::string_view(sentence).substr(at + 1, end - at - 1);
        for (const auto& [blank, value] : blanks)
            if (blank == name) out += value;
        at = end + 1;
    }
    return out;
}

std::string Words::date(std::string_view day) const {
    if (!is_day(day)) return std::string(day);
    const std::string month = "month_" + std::string(day.substr(5, 2));
    if (!has(month)) return std::string(day);
    const std::string_view number = day[8] == '0' ? day.substr(9) : day.substr(8);
    return std::string(number) + " " + say(month) + " " + std::string(day.substr(0, 4));
}

}  // namespace sanderling::practice::pictures
