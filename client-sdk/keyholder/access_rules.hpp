// Who may not be admitted to a scope, whatever anybody asks: people barred by name, and scopes that
// only named people may enter. The keyholder's own rules: they are in no scope log, so the server
// and the members learn of them only what they lead to.
#pragma once

#include "core/commit/canonical.hpp"
#include "core/types/error.hpp"
#include "core/types/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sanderling::keyholder {

enum class AccessKind : std::uint8_t {
    barred = 1,  // this person, from this scope
    named = 2,   // one of those who alone may enter
};

struct AccessRule {
    AccessKind kind = AccessKind::barred;
    PersonId person;
    std::string message{};  // for whoever is refused
    std::string reason{};   // for the file
    Instant from{};         // zero: always
    Instant until{};        // the first moment after it; zero: open-ended

    /// Whether it says anything about a stretch of time; zero as its end: open-ended.
    bool concerns(Instant begin, Instant end) const;
    friend bool operator==(const AccessRule&, const AccessRule&) = default;
};

/// Each person once a kind.
using AccessRules = std::vector<AccessRule>;

/// In place of an earlier one about the same person and of the same kind.
void put_rule(AccessRules& rules, AccessRule rule);

/// The rule that keeps a person out in this stretch of time; of a scope for named people that does
/// not name this one, the first of those who are named. Nothing: they may be admitted.
const AccessRule* refusal(const AccessRules& rules, PersonId person, Instant begin, Instant end);

/// The end of the keyholder's file: nothing if there are no rules.
void write(commit::CanonicalWriter& out, const std::map<ScopeId, AccessRules>& access);
std::map<ScopeId, AccessRules> read_access(commit::CanonicalReader& in);

}  // namespace sanderling::keyholder
