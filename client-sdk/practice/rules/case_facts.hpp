// What the rules take of one case: plain values, read from the records by whoever has them
// (client-sdk/practice/store does it from a Store).
#pragma once

#include "client-sdk/practice/calendar/day.hpp"
#include "client-sdk/practice/rules/outcome_reading.hpp"
#include "client-sdk/practice/rules/term.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"
#include "schema/generated/probation/enums.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sanderling::practice {

using probation::EvidenceDecision;
using probation::OffenceClass;
using probation::OrderType;
using probation::PlanPilot;
using probation::RequirementType;
using probation::RoshLevel;

enum class ReportType : std::uint8_t { standard, custody, fast, oral };

struct ReportFacts {
    RecordId id{};
    ReportType type = ReportType::standard;
    Day requested{};
    std::optional<Day> court_due{};  // as the court set it: then nothing else counts
    std::optional<Day> completed{};
};

struct RequirementFacts {
    RecordId id{};
    RequirementType type = RequirementType::supervision;
    std::optional<int> days{};
};

struct OrderFacts {
    RecordId id{};
    OrderType type = OrderType::community_order;
    std::optional<Day> sentenced{};
    std::optional<Day> starts{};  // sentence or release; the day of sentence if not known
    std::optional<Day> ends{};
    std::optional<int> custody_months{};
    OffenceClass offence = OffenceClass::other;
    bool has_hospital_order = false;
    bool has_electronic_monitoring = false;
    std::vector<RequirementFacts> requirements{};
};
std::optional<Day> start_of(const OrderFacts& order);
/// Everything but a sentence that is being served in custody.
bool is_supervised(const OrderFacts& order);

struct EvidenceFacts {
    std::optional<Day> received{};
    EvidenceDecision decision = EvidenceDecision::pending;  // while people differ: pending
    std::optional<Day> decided{};
};

struct EnforcementStep {
    EnforcementAction action = EnforcementAction::no_further_action;
    Day on{};                       // as claimed
    std::optional<Day> received{};  // when the organisation got to know, if later
};

struct ContactFacts {
    RecordId id{};
    Day day{};
    bool is_appointment = true;  // under the National Standards
    bool is_planned = true;
    Outcomes outcomes{};
    std::optional<RecordId> order{};  // none: the order in force on the day
    std::vector<EvidenceFacts> evidence{};
    std::vector<EnforcementStep> steps{};
};

/// The level in force from that day on.
struct LevelFacts {
    Day from{};
    RoshLevel level = RoshLevel::low;
};
/// While people differ, the most protective one is in force. Levels must not be empty.
RoshLevel most_protective(const std::vector<RoshLevel>& levels);
bool is_high(RoshLevel level);
/// The tier of 2011, by the level alone: 4 for high and very high.
int tier_of(RoshLevel level);

struct PlanFacts {
    RecordId id{};
    PlanPilot pilot = PlanPilot::none;
    std::optional<Day> window_starts{};  // none: the order's start
    std::optional<Day> made{};           // discussed with the person for the first time
    std::vector<Day> reviewed{};
};

struct RecallFacts {
    RecordId id{};
    Instant decided{};
    std::optional<Instant> requested{};
};

struct VictimFacts {
    RecordId id{};
    std::optional<Day> sentenced{};
    std::optional<int> custody_months{};
    OffenceClass offence = OffenceClass::other;
    bool has_hospital_order = false;
    std::optional<Day> contacted{};
    std::optional<Day> in_scheme_from{};
    std::optional<Day> closed{};
    std::vector<Day> satisfaction{};  // days on which it was recorded
};

/// Somebody decided otherwise, because…
struct NoteFacts {
    Rule rule = Rule::review;
    std::optional<RecordId> about{};  // none: every item of the rule that `day` fits
    std::optional<Day> day{};         // its due day, or any day of the week that is meant
    std::string reason{};
    bool is_by_manager = false;  // only a manager's note excepts something mandatory
};

struct CaseFacts {
    std::vector<OrderFacts> orders{};
    std::vector<ReportFacts> reports{};
    std::vector<ContactFacts> contacts{};
    std::vector<LevelFacts> levels{};  // in order of `from`
    RecordId risk{};                   // the risk assessment that they are of
    std::optional<int> tier{};
    std::vector<PlanFacts> plans{};
    std::vector<RecallFacts> recalls{};
    std::vector<VictimFacts> victims{};
    std::vector<Day> changes{};  // significant ones, after which the plan is looked at again
    std::vector<NoteFacts> notes{};
};

}  // namespace sanderling::practice
