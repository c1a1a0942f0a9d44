// Restricted cases: people barred by name, and scopes for named people only. Whoever is in already
// and may not be is removed, and the key changed, in the same step.
#include "client-sdk/keyholder/keyholder.hpp"

namespace sanderling::keyholder {

namespace {

using scope_log::Principal;

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

// All of them in one step, and one new key for those who stay.
Result<Plan> Keyholder::remove_refused(ScopeId id, Instant now) {
    Plan plan{.subject = id, .changes_state = true};
    plan.result = {{"scope", to_text(id)}, {"removed", nlohmann::ordered_json::array()}};
    Scope& scope = state_.scopes.at(id);
    auto log = settled_log_of(id, scope);
    if (!log) return log.error();
    if (log->scope_purge() != nullptr) return plan;
    std::vector<Bytes> entries;
    for (const auto& [person, member] : log->members_now()) {
        if (check_access(id, person, now, member.until)) continue;
        auto removal = add_entry(*log, scope_log::RemoveMember{Principal::of(person)}, now);
        if (!removal) return removal.error();
        entries.push_back(std::move(*removal));
        plan.result["removed"].push_back({{"person", to_text(person)}, {"name", name_of(person)}});
    }
    if (entries.empty()) return plan;
    const std::size_t n = number(log->current_epoch());
    if (n == 0 || scope.epoch_keys.size() < n)
        return fail(Errc::no_key, "this keyholder does not have the scope's newest key");
    const sealing::EpochPlace place{state_.org, id, log->head()->index + 1,
                                    scope_log::Issuer::of(registrar())};
    auto epoch = sealing::make_next_epoch(place, log->current_epoch(), scope.epoch_keys[n - 1],
                                          scope.token, recipients(*log, now), random_);
    if (!epoch) return epoch.error();
    auto keyed = add_entry(*log, epoch->body, now);
    if (!keyed) return keyed.error();
    entries.push_back(std::move(*keyed));
    wire::LogPut put{.request = next_request(), .scope = id, .entries = entries};
    for (const sealing::Envelope& envelope : epoch->envelopes) {
        put.envelopes.push_back({id, sealing::encode(envelope)});
        put.recipients.push_back(envelope.to.person());
    }
    for (Bytes& entry : entries) scope.entries.push_back(std::move(entry));
    scope.epoch_keys.push_back(std::move(epoch->key));
    plan.result["epoch"] = number(epoch->body.epoch);
    plan.messages.emplace_back(std::move(put));
    return plan;
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
    // One that begins later removes nobody now; who is in by then is removed by giving it again.
    const bool is_later = command.from > now;
    Plan nothing{.subject = *id, .changes_state = true};
    nothing.result = {{"scope", to_text(*id)}, {"removed", nlohmann::ordered_json::array()}};
    auto plan = is_later ? Result<Plan>(std::move(nothing)) : remove_refused(*id, now);
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
