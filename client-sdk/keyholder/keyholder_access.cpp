// Restricted cases: people barred by name, and scopes for named people only. Whoever is in already
// and may not be is removed, and the key changed, in the same step or when the rule begins.
#include "client-sdk/keyholder/keyholder.hpp"

namespace sanderling::keyholder {

namespace {

nlohmann::ordered_json shown(const AccessRule& rule, const std::string& name) {
    nlohmann::ordered_json out{{"kind", rule.kind == AccessKind::barred ? "barred" : "named"},
                               {"person", to_text(rule.person)},
                               {"name", name},
                               {"message", rule.message},
                               {"reason", rule.reason}};
    if (rule.from.ms != 0) out["from"] = instant_text(rule.from);
    if (rule.until.ms != 0) out["until"] = instant_text(rule.until);
    return out;
}

}  // namespace

std::string Keyholder::name_of(PersonId person) const {
    const auto known = state_.people.find(person);
    return known == state_.people.end() ? to_text(person) : known->second.name;
}

Result<void> Keyholder::check_access(ScopeId id, PersonId person, Instant begin,
                                     Instant end) const {
    const auto rules = state_.access.find(id);
    if (rules == state_.access.end()) return {};
    const AccessRule* rule = refusal(rules->second, person, begin, end);
    if (rule == nullptr) return {};
    const bool is_barred = rule->kind == AccessKind::barred;
    std::string detail =
        name_of(person) +
        (is_barred ? " is barred from \"" : " is not among those who may enter \"") +
        state_.scopes.at(id).label + "\"";
    if (is_barred && rule->until.ms != 0) detail += " until " + instant_text(rule->until);
    if (!rule->message.empty()) detail += ": " + rule->message;
    return fail(Errc::barred, detail);
}

// The rule is kept whatever the server says to the removal; given again, the removal is repeated.
Result<Plan> Keyholder::run(const PutAccessRule& command, Instant now) {
    const auto id = find_scope(command.scope);
    if (!id) return id.error();
    AccessRules rules = state_.access[*id];
    for (const std::string& text : command.people) {
        const auto person = find_person(text);
        if (!person) return person.error();
        put_rule(rules, {.kind = command.kind,
                         .person = *person,
                         .message = command.message,
                         .reason = command.reason,
                         .from = command.from,
                         .until = command.until});
    }
    AccessRules before = std::exchange(state_.access[*id], std::move(rules));
    // One that begins later removes nobody now; whoever is in by then goes by itself (EndAccess).
    const bool is_later = command.from > now;
    Plan nothing{.subject = *id, .changes_state = true};
    nothing.result = {{"scope", to_text(*id)}, {"removed", nlohmann::ordered_json::array()}};
    auto plan = is_later ? Result<Plan>(std::move(nothing)) : remove_ended(*id, now, now);
    if (!plan) state_.access[*id] = std::move(before);
    if (state_.access[*id].empty()) state_.access.erase(*id);
    return plan;
}

Result<Plan> Keyholder::run(const LiftAccessRule& command, Instant) {
    const auto id = find_scope(command.scope);
    if (!id) return id.error();
    std::optional<PersonId> who;
    if (!command.person.empty()) {
        const auto person = find_person(command.person);
        if (!person) return person.error();
        who = *person;
    }
    AccessRules& rules = state_.access[*id];
    const std::size_t lifted =
        std::erase_if(rules, [&](const AccessRule& rule) { return !who || rule.person == *who; });
    if (rules.empty()) state_.access.erase(*id);
    if (lifted == 0) return fail(Errc::not_found, "no such rule");
    Plan plan{.subject = *id, .changes_state = true};
    plan.result = {{"scope", to_text(*id)}, {"lifted", lifted}};
    return plan;
}

Result<Plan> Keyholder::run(const ListAccessRules&, Instant) {
    auto scopes = nlohmann::ordered_json::array();
    for (const auto& [id, rules] : state_.access) {
        auto listed = nlohmann::ordered_json::array();
        for (const AccessRule& rule : rules) listed.push_back(shown(rule, name_of(rule.person)));
        scopes.push_back({{"scope", to_text(id)},
                          {"name", state_.scopes.contains(id) ? state_.scopes.at(id).label : ""},
                          {"rules", std::move(listed)}});
    }
    Plan plan;
    plan.result = {{"access", std::move(scopes)}};
    return plan;
}

}  // namespace sanderling::keyholder
