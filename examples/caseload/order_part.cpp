// The orders of a case and what they require.
#include "examples/caseload/case_file.hpp"

namespace sanderling::caseload {
namespace {

using probation::OrderType;
using probation::RequirementType;

OrderType draw_order(std::uint64_t seed, std::uint32_t number) {
    const std::uint32_t at = spread_ppm(seed, number, Spread::order);
    if (at < 400'000) return OrderType::community_order;
    if (at < 580'000) return OrderType::suspended_sentence_order;
    if (at < 850'000) return OrderType::licence;
    return OrderType::custody;
}

// Who leaves custody is on licence; who finishes an order and comes back has a new one.
OrderType following(OrderType type) {
    return type == OrderType::custody ? OrderType::licence : type;
}

int months(Random& random, OrderType type) {
    switch (type) {
        case OrderType::custody:
            return static_cast<int>(random.between(9, 30));
        case OrderType::licence:
            return static_cast<int>(random.between(6, 30));
        default:
            return static_cast<int>(6 * random.between(2, 4));
    }
}

RecordId add_requirement(CaseFile& file, const OrderSpell& spell, RequirementType type) {
    Random& random = file.random;
    probation::Requirement requirement;
    requirement.order_id = spell.id;
    requirement.type = type;
    if (type == RequirementType::unpaid_work) requirement.hours = 20 * random.between(2, 15);
    if (type == RequirementType::programme) requirement.days = random.between(20, 40);
    if (type == RequirementType::activity) {
        requirement.days = random.between(5, 60);
        requirement.phase = static_cast<probation::RequirementPhase>(random.between(1, 3));
        requirement.theme = static_cast<probation::RequirementTheme>(random.between(1, 7));
    }
    if (type == RequirementType::curfew) requirement.days = random.between(30, 180);
    if (random.chance(600)) requirement.notes = {file.notes.phrase(random, "requirement_notes")};
    return file.add(requirement, spell.starts);
}

struct Chance {
    RequirementType type;
    std::uint32_t per_mille;
};
constexpr Chance others[] = {
    {RequirementType::supervision, 900},
    {RequirementType::activity, 150},
    {RequirementType::curfew, 150},
    {RequirementType::alcohol_treatment, 60},
    {RequirementType::exclusion, 40},
    {RequirementType::residence, 20},
    {RequirementType::prohibited_activity, 15},
    {RequirementType::mental_health_treatment, 10},
    {RequirementType::attendance_centre, 10},
};

// A licence has conditions, not the requirements of section 177.
void add_requirements(CaseFile& file, OrderSpell& spell) {
    const bool community = spell.type == OrderType::community_order ||
                           spell.type == OrderType::suspended_sentence_order;
    if (!community) return;
    Random& random = file.random;
    for (const Chance& other : others) {
        if (random.chance(other.per_mille)) add_requirement(file, spell, other.type);
    }
    if (random.chance(400)) {
        spell.unpaid_work = add_requirement(file, spell, RequirementType::unpaid_work);
    }
    if (random.chance(220)) {
        spell.programme = add_requirement(file, spell, RequirementType::programme);
    }
    if (random.chance(120)) {
        spell.drug_rehabilitation =
            add_requirement(file, spell, RequirementType::drug_rehabilitation);
    }
}

void add_order(CaseFile& file, OrderSpell& spell) {
    Random& random = file.random;
    probation::Order order;
    order.type = spell.type;
    order.court = random.pick(vocabulary().name_list("courts"));
    order.starts_on = date_text(spell.starts);
    order.ends_on = date_text(spell.ends);
    const bool was_inside = spell.type == OrderType::licence || spell.type == OrderType::custody;
    const Day sentenced = spell.type == OrderType::licence
                              ? spell.starts - std::chrono::days{random.between(120, 700)}
                              : spell.starts;
    order.sentenced_on = date_text(working_day(sentenced));
    if (was_inside) order.custody_months = random.between(6, 72);
    order.offence_class = random.chance(60)    ? probation::OffenceClass::sexual
                          : random.chance(330) ? probation::OffenceClass::violent
                                               : probation::OffenceClass::other;
    order.on_remand = was_inside && random.chance(300);
    spell.id = file.add(order, spell.starts);
    add_requirements(file, spell);
}

}  // namespace

void add_orders(CaseFile& file) {
    const Day last = file.options.to() - std::chrono::days{1};
    OrderType type = draw_order(file.options.seed, file.number);
    Day starts = working_day(file.options.from - std::chrono::days{file.random.between(0, 270)});
    for (;;) {
        OrderSpell spell{.type = type, .starts = starts};
        spell.ends = months_after(starts, months(file.random, type)) - std::chrono::days{1};
        // The first one is still running when the time of the caseload begins.
        const bool over = spell.ends < file.options.from;
        if (over) spell.ends = file.options.from + std::chrono::days{file.random.between(20, 200)};
        add_order(file, spell);
        file.orders.push_back(spell);
        if (spell.ends >= last) return;
        starts = spell.ends + std::chrono::days{1};
        type = following(type);
    }
}

}  // namespace sanderling::caseload
