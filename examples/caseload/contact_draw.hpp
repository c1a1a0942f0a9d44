// Which contact is made and what comes of it: the draws behind a contact, apart from its record.
#pragma once

#include "examples/caseload/case_file.hpp"
#include "examples/caseload/random.hpp"
#include "schema/generated/probation/enums.hpp"

#include <cstdint>
#include <string_view>

namespace sanderling::caseload {

/// How many contacts a case of this risk has in a year.
std::uint32_t contacts_a_year(probation::RoshLevel rosh);

/// A kind of contact that the order allows, by the shares of the vocabulary; never an initial one.
const ContactKind& draw_kind(Random& random, const OrderSpell& order, const CaseFile& file);
const ContactKind& initial_kind(Random& random);

/// Whether a contact of this kind was arranged beforehand; over all kinds, 45 % are.
bool draw_planned(Random& random, probation::ContactType type);

/// Of a planned contact: 68 % complied, 9 acceptably absent, 8 rescheduled, 9 unacceptably absent,
/// 2 failed to comply, 4 others.
probation::Outcome draw_outcome(Random& random);

/// The six classes of outcome that the split above is of.
enum class OutcomeClass : std::uint8_t {
    complied,
    acceptable_absence,
    rescheduled,
    unacceptable_absence,
    failed_to_comply,
    other,
};
OutcomeClass class_of(probation::Outcome outcome);

struct Setting {
    probation::Place place{};
    probation::ContactCategory category{};
    int minutes = 0;  // how long it usually takes
};
Setting setting_of(probation::ContactType type);

}  // namespace sanderling::caseload
