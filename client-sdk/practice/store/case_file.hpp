// What is read of one case from a Store, for the rules and for whoever shows them.
#pragma once

#include "client-sdk/practice/rules/activity.hpp"
#include "client-sdk/practice/rules/case_facts.hpp"
#include "client-sdk/practice/rules/responsible_officer.hpp"

#include <map>

namespace sanderling::practice {

/// The register of one activity requirement.
struct ActivityRegister {
    RecordId requirement{};
    RecordId order{};
    int allowed = 0;
    std::vector<ActivityEntry> entries{};
};

struct CaseFile {
    ScopeId scope{};  // of the case, or of a victim
    std::string name{};
    std::string crn{};
    std::optional<Day> born{};
    std::optional<probation::Sex> sex{};
    std::optional<bool> took_part{};  // in the plan, as the service user says, or else the officer
    CaseFacts facts{};
    std::vector<Spell> spells{};
    std::vector<ActivityRegister> registers{};
};

/// In full years; nothing if the day of birth is not known.
std::optional<int> age_on(const CaseFile& file, Day day);

/// The responsible officer of an order on a day.
Holder holder_of(const CaseFile& file, const OrderFacts& order, Day day,
                 const Standards& standards);

}  // namespace sanderling::practice
