// R10 and continuity of officer; see responsible_officer.hpp.
#include "client-sdk/practice/rules/responsible_officer.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace sanderling::practice {

namespace {

template <class Wanted>
bool only(const OrderFacts& order, Wanted wanted) {
    return !order.requirements.empty() &&
           std::all_of(order.requirements.begin(), order.requirements.end(),
                       [&](const RequirementFacts& each) { return wanted(each.type); });
}

bool holds(const Spell& spell, OfficerKind kind) {
    switch (spell.role) {
        case AllocationRole::om:
        case AllocationRole::ro:
            return kind == OfficerKind::probation;
        case AllocationRole::em_provider:
            return kind == OfficerKind::monitoring_provider;
        case AllocationRole::ac_officer:
            return kind == OfficerKind::attendance_centre;
        default:
            return false;
    }
}

bool runs_on(const Spell& spell, Day day) {
    return spell.starts <= day && (!spell.ends || *spell.ends >= day);
}

// Later begins, then who was named responsible, then the later record: the same on every device.
bool is_before(const Spell& a, const Spell& b) {
    const auto key = [](const Spell& spell) {
        return std::make_tuple(spell.starts, spell.role == AllocationRole::ro, spell.id);
    };
    return key(a) < key(b);
}

const Spell* latest(const std::vector<const Spell*>& spells) {
    const auto found = std::max_element(spells.begin(), spells.end(),
                                        [](auto* a, auto* b) { return is_before(*a, *b); });
    return found == spells.end() ? nullptr : *found;
}

Holder held(const Spell& spell, OfficerKind kind, Basis basis) {
    return {kind, spell.staff, spell.id, basis};
}

// The end that counts in "the last one before".
Day last_day(const Spell& spell) {
    return spell.ends.value_or(Day::max());
}

template <class Enum, std::size_t count>
std::string_view named(Enum value, const std::array<std::string_view, count>& names) {
    return names[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view to_text(OfficerKind kind) {
    constexpr std::array<std::string_view, 3> names{"probation", "monitoring_provider",
                                                    "attendance_centre"};
    return named(kind, names);
}

std::string_view to_text(Basis basis) {
    constexpr std::array<std::string_view, 5> names{"allocated", "overlapping", "carried", "before",
                                                    "unallocated"};
    return named(basis, names);
}

OfficerKind officer_kind(const OrderFacts& order, std::optional<int> age,
                         const Standards& standards) {
    const bool monitored_only = only(order, [](RequirementType type) {
        return type == RequirementType::curfew || type == RequirementType::exclusion;
    });
    if (monitored_only && order.has_electronic_monitoring) return OfficerKind::monitoring_provider;
    const auto start = order.sentenced ? order.sentenced : order.starts;
    const Parameter* adult = start ? standards.find(Term::responsible_officer, *start) : nullptr;
    const bool is_adult = !age || adult == nullptr || *age >= adult->value;
    const bool centre_only = only(
        order, [](RequirementType type) { return type == RequirementType::attendance_centre; });
    return centre_only && is_adult ? OfficerKind::attendance_centre : OfficerKind::probation;
}

Holder responsible_officer(const std::vector<Spell>& spells, OfficerKind kind, Day day) {
    std::vector<const Spell*> running;
    std::vector<const Spell*> ended;
    std::vector<const Spell*> to_come;
    for (const Spell& spell : spells) {
        if (!holds(spell, kind)) continue;
        if (runs_on(spell, day)) {
            running.push_back(&spell);
        } else {
            (spell.starts > day ? to_come : ended).push_back(&spell);
        }
    }
    if (const Spell* spell = latest(running)) {
        const bool others = std::any_of(running.begin(), running.end(),
                                        [&](auto* other) { return other->staff != spell->staff; });
        return held(*spell, kind, others ? Basis::overlapping : Basis::allocated);
    }
    const auto last = std::max_element(ended.begin(), ended.end(), [](auto* a, auto* b) {
        return last_day(*a) != last_day(*b) ? last_day(*a) < last_day(*b) : is_before(*a, *b);
    });
    if (last != ended.end()) return held(**last, kind, Basis::carried);
    const auto first = std::min_element(to_come.begin(), to_come.end(),
                                        [](auto* a, auto* b) { return is_before(*a, *b); });
    if (first != to_come.end()) return held(**first, kind, Basis::before);
    return {kind, {}, std::nullopt, Basis::unallocated};
}

Holder officer_today(const std::vector<Spell>& spells, OfficerKind kind, Day day) {
    std::vector<const Spell*> covering;
    for (const Spell& spell : spells)
        if (spell.role == AllocationRole::cover && runs_on(spell, day)) covering.push_back(&spell);
    if (const Spell* spell = latest(covering))
        return held(*spell, kind, covering.size() > 1 ? Basis::overlapping : Basis::allocated);
    return responsible_officer(spells, kind, day);
}

Continuity continuity(const std::vector<Spell>& spells, Day from, Day until) {
    Continuity out;
    if (until < from) return out;
    out.days = static_cast<int>((until - from) / Days{1}) + 1;
    std::set<std::string> officers;
    std::string before;
    int run = 0;
    for (Day day = from; day <= until; day += Days{1}) {
        const Holder holder = responsible_officer(spells, OfficerKind::probation, day);
        if (holder.basis == Basis::unallocated) break;
        officers.insert(holder.staff);
        run = holder.staff == before ? run + 1 : 1;
        before = holder.staff;
        out.longest_days = std::max(out.longest_days, run);
        if (std::any_of(spells.begin(), spells.end(), [&](const Spell& spell) {
                return spell.role == AllocationRole::cover && runs_on(spell, day) &&
                       spell.staff != holder.staff;
            }))
            ++out.cover_days;
    }
    out.officers = static_cast<int>(officers.size());
    return out;
}

std::string to_text(const Continuity& of) {
    const auto counted = [](int count, const char* what) {
        return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
    };
    if (of.officers == 0) return "no officer yet";
    std::string out = counted(of.officers, "officer");
    if (of.officers == 1 && of.cover_days == 0) return out + ", " + counted(of.days, "day");
    if (of.cover_days > 0) return out + "; " + counted(of.cover_days, "day") + " cover";
    return out + ", " + counted(of.days, "day");
}

}  // namespace sanderling::practice
