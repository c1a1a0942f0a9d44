// How alike two records of people are (docs/plans.md, "People recorded twice"). Functions of
// plain values.
#pragma once

#include "core/types/ids.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sanderling::practice::people {

struct PersonFacts {
    RecordId id;
    std::string name{};
    std::vector<std::string> former_names{};
    std::string born_on{};  // yyyy-mm-dd; may be empty, as the rest
    std::string crn{};
    std::string pnc{};
    std::vector<std::string> phones{};
    std::vector<std::string> addresses{};
};

struct Likeness {
    int score = 0;                       // 0 to 100
    std::vector<std::string> grounds{};  // such as "same_birth_date", for person_link.grounds
};

/// From this on two records are shown as possibly of one person.
inline constexpr int score_suspected = 60;

/// Symmetric. A number of the police computer or of the case system that both have and that differs
/// speaks against; a name or a birth date alone is never enough.
Likeness likeness(const PersonFacts& one, const PersonFacts& other);

struct Likely {
    RecordId person;  // the lower id
    RecordId other;
    Likeness likeness{};
};

/// All pairs from `score_suspected` on, the most alike first, then by id. Compares only records
/// that share a number, a birth date, a telephone or a part of a name.
std::vector<Likely> likely_duplicates(const std::vector<PersonFacts>& people);

/// Lower-case letters without accents and digits; everything else parts words.
std::vector<std::string> name_parts(std::string_view name);

}  // namespace sanderling::practice::people
