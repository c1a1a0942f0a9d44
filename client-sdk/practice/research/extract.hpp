// What a research project is given: pseudonyms of its own, months in place of days, and no row that
// stands out (docs/practice.md, "Engagement research").
#pragma once

#include "client-sdk/practice/calendar/day.hpp"
#include "core/crypto/secret.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::practice {

/// Of one project; whoever has it can tell who is who, so the project itself never does.
using ProjectKey = crypto::Secret<32>;

/// 32 hexadecimal digits: the same for a person in a project, another in every other project.
std::string pseudonym(const ProjectKey& key, std::string_view person);
/// "2011-04".
std::string month_of(Day day);

struct ExtractRow {
    std::string pseudonym{};
    std::vector<std::string> attributes{};  // of the columns, the least important last
    std::map<std::string, double, std::less<>> scores{};
};
struct Extract {
    std::vector<ExtractRow> rows{};  // in order of pseudonym, which tells nothing
    int withheld = 0;                // rows that stood out however much was left out of them
    int blanked = 0;                 // attributes left out
};
/// Each combination of attributes that is left occurs in at least `group_min` rows: attributes are
/// blanked from the last to the first, and what still stands out is withheld.
Extract safe_extract(std::vector<ExtractRow> rows, int group_min = 10);

}  // namespace sanderling::practice
