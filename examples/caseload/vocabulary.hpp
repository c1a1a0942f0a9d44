// The word lists that a caseload is made of: vocabulary.json (reference codes and their shares),
// names.json and phrases.json, all compiled into the program.
#pragma once

#include "schema/generated/probation/enums.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sanderling::caseload {

struct ContactKind {
    probation::ContactType type{};
    std::string code{};
    std::string label{};
    std::uint32_t share = 0;  // of all contacts, in millionths
};

struct Topic {
    std::string heading{};
    std::vector<std::string> sentences{};
};

struct GoalIdea {
    probation::NeedArea area{};
    std::string title{};
};

using Words = std::vector<std::string>;

struct Vocabulary {
    std::vector<ContactKind> contact_kinds{};
    std::vector<std::uint32_t> rosh_shares{};  // low to very high, in millionths
    Words note_openers{};
    Words steps{};
    std::vector<GoalIdea> goals{};
    std::vector<Topic> topics{};
    std::map<std::string, Words> names{};    // names.json: "female", "male", "family", …
    std::map<std::string, Words> phrases{};  // lists of phrases.json: "enders", "absent", …
    std::map<std::string, Words> slots{};    // what fills "{agency}" and the like

    const Words& name_list(const std::string& list) const { return names.at(list); }
    const Words& phrase_list(const std::string& list) const { return phrases.at(list); }
};

/// Read once, on first use; from any thread.
const Vocabulary& vocabulary();

}  // namespace sanderling::caseload
