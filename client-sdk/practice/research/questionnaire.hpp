// Questionnaires as content: items are loaded, none is shipped. Scores by subscale
// (docs/practice.md, "Engagement research").
#pragma once

#include "core/types/error.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::practice {

struct InstrumentItem {
    std::string code{};      // in the answers, such as "q17"
    std::string subscale{};  // empty: counts in none
    bool is_reversed = false;
};

/// One questionnaire in one fixed edition.
struct Instrument {
    std::string code{};
    int edition = 1;
    int scale_min = 1;
    int scale_max = 7;
    std::vector<InstrumentItem> items{};
};

/// Item → answer. Items that were left out are not in it.
using Answers = std::map<std::string, int, std::less<>>;

/// From a JSON object {"q1": 7, …}. Errors: malformed.
Result<Answers> parse_answers(std::string_view json);

struct SubscaleScore {
    double mean = 0;   // in the scale of the answers, reversed items turned
    int answered = 0;  // of `items`
    int items = 0;
};
/// By subscale; one of which less than two thirds were answered is left out. Errors:
/// invalid_argument for an answer to an item that is not there, or outside of the scale.
Result<std::map<std::string, SubscaleScore>> scores(const Instrument& instrument,
                                                    const Answers& answers);

}  // namespace sanderling::practice
