// R10: who is the responsible officer of an order, and who holds the case on a day: never nobody,
// never two (docs/practice.md, "R10").
#pragma once

#include "client-sdk/practice/rules/case_facts.hpp"
#include "client-sdk/practice/rules/standards.hpp"

namespace sanderling::practice {

using probation::AllocationRole;

enum class OfficerKind : std::uint8_t { probation, monitoring_provider, attendance_centre };
std::string_view to_text(OfficerKind kind);

/// What the statute says; `age` on the day of sentence, not known: an adult.
OfficerKind officer_kind(const OrderFacts& order, std::optional<int> age,
                         const Standards& standards);

/// A spell of the allocation history.
struct Spell {
    RecordId id{};
    std::string staff{};
    AllocationRole role = AllocationRole::om;
    Day starts{};
    std::optional<Day> ends{};  // with it; none while it runs
};

enum class Basis : std::uint8_t {
    allocated,    // one spell says so
    overlapping,  // several do: the one that began last holds
    carried,      // none does: the last one before goes on holding until somebody is allocated
    before,       // none had begun: the first one to come
    unallocated,  // there never was one: the probation service itself
};
std::string_view to_text(Basis basis);

struct Holder {
    OfficerKind kind = OfficerKind::probation;
    std::string staff{};  // empty only if unallocated
    std::optional<RecordId> spell{};
    Basis basis = Basis::unallocated;
    friend bool operator==(const Holder&, const Holder&) = default;
};

/// The one responsible officer on that day, in the same way on every device whatever the order of
/// `spells`. Spells of cover do not count; those of a provider count only where statute makes the
/// provider responsible.
Holder responsible_officer(const std::vector<Spell>& spells, OfficerKind kind, Day day);

/// Who sees the person on that day: the cover in force, or else the holder.
Holder officer_today(const std::vector<Spell>& spells, OfficerKind kind, Day day);

struct Continuity {
    int officers = 0;      // who held the case, each once
    int days = 0;          // of the whole time
    int cover_days = 0;    // on which somebody covered
    int longest_days = 0;  // that one officer held it without a break
    friend bool operator==(const Continuity&, const Continuity&) = default;
};
/// From the first day to `until`, both with them. Of offender managers and those who covered.
Continuity continuity(const std::vector<Spell>& spells, Day from, Day until);
/// "1 officer, 212 days"; "3 officers; 23 days cover".
std::string to_text(const Continuity& continuity);

}  // namespace sanderling::practice
