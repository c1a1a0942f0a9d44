// Contacts with what was handed in and done because of them.
#include "client-sdk/practice/calendar/london.hpp"
#include "client-sdk/practice/store/reading.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sanderling::practice {

namespace {

// Yes-and-no columns as one number: a cell costs more than a bit.
enum Mark : int {
    appointment = 1,
    unplanned = 2,
    attended = 4,
    not_attended = 8,
    complied = 16,
    not_complied = 32,
};

// Contacts that a rule can look at. Of two years' contacts half are messages and notes, which are
// not even read: no appointment, no outcome, and nothing done because of them.
std::string contact_sql(bool of_one_scope) {
    static const std::string sql = [] {
        std::string types;
        for (std::uint16_t number = 1; number < 64; ++number) {
            const auto type = static_cast<ContactType>(number);
            if (!is_appointment(type)) continue;
            types.append(types.empty() ? "'" : ", '").append(to_text(type)).append("'");
        }
        const std::string is_appointment = "coalesce(ns_flag, type IN (" + types + "), 0)";
        return "SELECT id, scope, starts, " + is_appointment +
               " + 2 * (planned IS 0) + 4 * (attended IS 1) + 8 * (attended IS 0)"
               " + 16 * (complied IS 1) + 32 * (complied IS 0), outcome, requirement_id, "
               "nullif(enforcement_action, '[]') FROM contact WHERE (" +
               is_appointment +
               " OR outcome IS NOT NULL OR attended IS NOT NULL OR enforcement_action <> '[]'"
               " OR id IN (SELECT contact_id FROM enforcement_step))";
    }();
    return of_one_scope ? sql + " AND scope = ?1" : sql;
}

// Where there is no outcome, what the two marks say.
std::optional<Outcome> outcome_of(int marks) {
    if ((marks & attended) != 0)
        return (marks & not_complied) != 0 ? Outcome::attended_failed_to_comply
                                           : Outcome::attended_complied;
    if ((marks & not_attended) == 0) return std::nullopt;
    if ((marks & complied) != 0) return Outcome::acceptable_professional_judgement;
    return (marks & not_complied) != 0 ? Outcome::unacceptable_absence : Outcome::failed_to_attend;
}

// The contact's own log has no days: what is in it only counts from the day of the contact.
void add_undated(ContactFacts& contact, const std::string& log) {
    const auto entries = nlohmann::json::parse(log, nullptr, false);
    if (!entries.is_array()) return;
    for (const auto& entry : entries) {
        EnforcementAction action{};
        if (!entry.is_string() || !from_text(entry.get_ref<const std::string&>(), action)) continue;
        const bool is_known =
            std::any_of(contact.steps.begin(), contact.steps.end(),
                        [&](const EnforcementStep& step) { return step.action == action; });
        if (!is_known) contact.steps.push_back({action, contact.day, {}});
    }
}

}  // namespace

Result<void> CaseReading::read_evidence(const std::optional<ScopeId>& scope) {
    const auto found = rows("contact_id, received_on, decision", "evidence", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        EvidenceFacts piece{row.day(3), EvidenceDecision::pending, {}};
        if (differing("evidence", "decision", row.id(0)).size() < 2)
            piece.decision = row.one_of<EvidenceDecision>(4).value_or(EvidenceDecision::pending);
        evidence_[row.id(2)].push_back(piece);
    }
    return {};
}

Result<void> CaseReading::read_steps(const std::optional<ScopeId>& scope) {
    const auto found =
        rows("contact_id, action, taken_on, decided_at, done_at", "enforcement_step", scope);
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        const auto action = row.one_of<EnforcementAction>(3);
        if (!action) continue;
        if (*action == EnforcementAction::recall_requested && row.instant(5))
            file_of(row.scope(1))
                .facts.recalls.push_back({row.id(2), *row.instant(5), row.instant(6)});
        auto day = row.day(4);
        // Two officers who both took it: it was taken on the earlier day.
        for (const std::string& text : differing("enforcement_step", "taken_on", row.id(0)))
            if (const auto other = parse_day(text); other && (!day || *other < *day)) day = *other;
        if (!day && row.instant(6)) day = london_day(*row.instant(6));
        if (day) steps_[row.id(2)].push_back({*action, *day, {}});
    }
    for (auto& [contact, steps] : steps_)
        std::stable_sort(steps.begin(), steps.end(),
                         [](const auto& a, const auto& b) { return a.on < b.on; });
    return {};
}

Result<void> CaseReading::read_contacts(const std::optional<ScopeId>& scope) {
    const auto found =
        store_.query(contact_sql(scope.has_value()),
                     scope ? std::vector<Scalar>{to_scalar(*scope)} : std::vector<Scalar>{});
    if (!found) return found.error();
    for (std::size_t i = 0; i < found->size(); ++i) {
        const RowView row(*found, i);
        const auto starts = row.instant(2);
        if (!starts) continue;
        const int marks = row.number(3).value_or(0);
        ContactFacts contact;
        contact.id = row.id(0);
        contact.day = london_day(*starts);
        contact.is_appointment = (marks & appointment) != 0;
        contact.is_planned = (marks & unplanned) == 0;
        if (const auto outcome = row.one_of<Outcome>(4)) contact.outcomes.add(*outcome);
        for (const std::string& text : differing("contact", "outcome", contact.id))
            if (Outcome outcome{}; from_text(text, outcome)) contact.outcomes.add(outcome);
        if (contact.outcomes.empty())
            if (const auto outcome = outcome_of(marks)) contact.outcomes.add(*outcome);
        if (const auto requirement = row.maybe_id(5))
            if (const auto at = requirements_.find(*requirement); at != requirements_.end())
                contact.order = at->second.order;
        if (const auto at = evidence_.find(contact.id); at != evidence_.end())
            contact.evidence = at->second;
        if (const auto at = steps_.find(contact.id); at != steps_.end()) contact.steps = at->second;
        if (const auto* log = row.find<std::string>(6)) add_undated(contact, *log);
        file_of(row.scope(1)).facts.contacts.push_back(std::move(contact));
    }
    return {};
}

}  // namespace sanderling::practice
