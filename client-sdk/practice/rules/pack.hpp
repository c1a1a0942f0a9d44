// Rule packs: the numbers of the standards of one time, as data (docs/practice.md, "Rule packs").
#pragma once

#include "client-sdk/practice/calendar/day.hpp"
#include "client-sdk/practice/rules/term.hpp"

#include <array>
#include <string>
#include <vector>

namespace sanderling::practice {

struct Parameter {
    Kind kind = Kind::advisory;
    int value = 0;
    Unit unit = Unit::working_days;
    std::string source{};  // where the number comes from, or that it is judgement
};

struct RulePack {
    std::string name{};
    std::string title{};
    std::string source{};
    Day effective_from{};
    std::array<std::optional<Parameter>, term_count> parameters{};

    /// Null where this pack does not ask it.
    const Parameter* find(Term term) const {
        const auto& found = parameters[static_cast<std::size_t>(term)];
        return found ? &*found : nullptr;
    }
};

/// One JSON object. Errors: malformed, naming what is wrong: an unknown term, kind or unit, a unit
/// that the term cannot take, a parameter without a source, a value out of range.
Result<RulePack> parse_pack(std::string_view json);

/// Packs by the day from which they hold. A value; may be read from any thread.
class RuleBook {
  public:
    /// NS2007, NS2011 and `today`.
    static const RuleBook& shipped();

    /// A pack of the same name is replaced. Errors: already_exists (another begins that day).
    Result<void> add(RulePack pack);

    /// The one in force on that day: the latest that had begun; the first one before all of them.
    /// The book must not be empty.
    const RulePack& at(Day day) const;
    /// Null if there is none of this name.
    const RulePack* find(std::string_view name) const;
    const std::vector<RulePack>& packs() const { return packs_; }

  private:
    std::vector<RulePack> packs_{};  // in order of effective_from
};

}  // namespace sanderling::practice
