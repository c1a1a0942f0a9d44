// The contacts of a case over the whole time, with the evidence handed in for absences.
#include "examples/caseload/case_file.hpp"
#include "examples/caseload/contact_draw.hpp"
#include "examples/caseload/quantiles.hpp"

#include <algorithm>

namespace sanderling::caseload {
namespace {

using probation::ContactType;
using probation::EnforcementAction;
using probation::Outcome;

constexpr std::chrono::days one_day{1};
constexpr std::chrono::days warning_holds{365};  // a failure within it leads to breach

struct Slot {
    Day day{};
    std::chrono::minutes time{};
    friend auto operator<=>(const Slot&, const Slot&) = default;
};

// Evenly over the time with a draw within each even part, as appointments are.
std::vector<Slot> draw_slots(CaseFile& file) {
    Random& random = file.random;
    const auto days = (file.options.to() - file.options.from).count();
    const std::int64_t mean = contacts_a_year(file.rosh) * days;
    const auto count =
        std::max<std::int64_t>(1, mean * random.between(850, 1150) / (365 * std::int64_t{1000}));
    std::vector<Slot> slots;
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t share = i * 1'000'000 + random.ppm();
        Day day = file.options.from + std::chrono::days{share * days / (count * 1'000'000)};
        if (is_weekend(day) && working_day(day) >= file.options.from) day = working_day(day);
        slots.push_back({day, std::chrono::minutes{540 + 5 * random.between(0, 95)}});
    }
    std::ranges::sort(slots);
    return slots;
}

// What is decided after a failure: a warning first, a breach or recall within a year of it.
class Enforcement {
  public:
    std::vector<EnforcementAction> after_failure(Random& random, Day day,
                                                 probation::OrderType order) {
        if (random.chance(120)) return {EnforcementAction::decision_pending};
        const bool licence = order == probation::OrderType::licence;
        if (!warned_ || day - *warned_ > warning_holds) {
            warned_ = day;
            return {licence ? EnforcementAction::licence_compliance_letter
                            : EnforcementAction::first_warning_letter};
        }
        if (random.chance(450)) return {EnforcementAction::second_warning_letter};
        if (random.chance(300)) return {EnforcementAction::no_further_action};
        warned_.reset();
        if (licence) {
            return {EnforcementAction::recall_requested,
                    EnforcementAction::breach_or_recall_initiated};
        }
        return {EnforcementAction::breach_requested, EnforcementAction::breach_or_recall_initiated};
    }

  private:
    std::optional<Day> warned_{};
};

std::optional<RecordId> requirement_of(const OrderSpell& order, ContactType type) {
    switch (type) {
        case ContactType::unpaid_work_appointment:
            return order.unpaid_work;
        case ContactType::programme_pre_group:
            return order.programme;
        case ContactType::drug_test_appointment:
            return order.drug_rehabilitation;
        default:
            return std::nullopt;
    }
}

bool is_excused(std::optional<Outcome> outcome) {
    return outcome && (class_of(*outcome) == OutcomeClass::acceptable_absence ||
                       class_of(*outcome) == OutcomeClass::rescheduled);
}

bool is_failure(std::optional<Outcome> outcome) {
    return outcome && (class_of(*outcome) == OutcomeClass::unacceptable_absence ||
                       class_of(*outcome) == OutcomeClass::failed_to_comply);
}

NoteKind note_kind(std::optional<Outcome> outcome, probation::ContactCategory category) {
    if (category == probation::ContactCategory::communication) return NoteKind::message;
    if (category == probation::ContactCategory::information) return NoteKind::information;
    if (is_excused(outcome)) return NoteKind::excused;
    const bool absent = outcome == Outcome::unacceptable_absence ||
                        outcome == Outcome::failed_to_attend ||
                        outcome == Outcome::warrant_outstanding;
    return absent ? NoteKind::absent : NoteKind::seen;
}

// A visit to somebody in custody is neither at home nor in the office.
probation::Place place_of(const OrderSpell& order, const Setting& setting) {
    const bool inside = order.type == probation::OrderType::custody;
    const bool visited = setting.place == probation::Place::home ||
                         setting.place == probation::Place::doorstep ||
                         setting.place == probation::Place::office;
    return inside && visited ? probation::Place::other : setting.place;
}

probation::EvidenceKind evidence_kind(Outcome outcome) {
    switch (outcome) {
        case Outcome::acceptable_medical:
            return probation::EvidenceKind::medical;
        case Outcome::acceptable_employment:
            return probation::EvidenceKind::employment;
        case Outcome::acceptable_family:
            return probation::EvidenceKind::family;
        case Outcome::acceptable_court:
            return probation::EvidenceKind::court;
        default:
            return probation::EvidenceKind::other;
    }
}

void add_evidence(CaseFile& file, const RecordId& contact, Outcome outcome, Day day) {
    Random& random = file.random;
    const bool excused = class_of(outcome) == OutcomeClass::acceptable_absence;
    const bool failed = class_of(outcome) == OutcomeClass::unacceptable_absence;
    const std::uint32_t per_mille = excused ? 650 : failed ? 120 : 0;
    if (!random.chance(per_mille)) return;
    const Day last = file.options.to() - one_day;
    const Day received = std::min(working_day(day + std::chrono::days{random.between(1, 8)}), last);
    probation::Evidence evidence;
    evidence.contact_id = contact;
    evidence.kind = evidence_kind(outcome);
    evidence.received_on = date_text(std::max(received, day));
    evidence.decision = excused              ? probation::EvidenceDecision::accepted
                        : random.chance(250) ? probation::EvidenceDecision::pending
                                             : probation::EvidenceDecision::rejected;
    evidence.notes = {file.notes.phrase(random, "evidence_notes")};
    file.add(evidence, std::max(received, day));
}

void add_contact(CaseFile& file, const Slot& slot, const ContactKind& kind,
                 Enforcement& enforcement) {
    Random& random = file.random;
    const OrderSpell& order = file.order_on(slot.day);
    const Setting setting = setting_of(kind.type);
    probation::Contact contact;
    contact.type = kind.type;
    contact.category = setting.category;
    contact.starts = london(slot.day, slot.time);
    contact.ends = *contact.starts + std::chrono::minutes{setting.minutes};
    contact.place = place_of(order, setting);
    contact.staff = file.staff_on(slot.day);
    contact.requirement_id = requirement_of(order, kind.type);
    contact.ns_flag = kind.label.ends_with("(NS)");
    contact.planned = draw_planned(random, kind.type);
    if (*contact.planned) contact.outcome = draw_outcome(random);
    if (is_failure(contact.outcome)) {
        contact.enforcement_action = enforcement.after_failure(random, slot.day, order.type);
    }
    const NoteKind about = note_kind(contact.outcome, setting.category);
    contact.notes = {file.notes.write(random, about, note_bytes(random.ppm()))};
    const RecordId id = file.add(contact, slot.day);
    if (contact.outcome) add_evidence(file, id, *contact.outcome, slot.day);
}

}  // namespace

void add_contacts(CaseFile& file) {
    Enforcement enforcement;
    const OrderSpell* before = nullptr;
    for (const Slot& slot : draw_slots(file)) {
        const OrderSpell& order = file.order_on(slot.day);
        const bool begins = &order != before && order.starts >= file.options.from;
        before = &order;
        const ContactKind& kind =
            begins ? initial_kind(file.random) : draw_kind(file.random, order, file);
        add_contact(file, slot, kind, enforcement);
    }
}

}  // namespace sanderling::caseload
