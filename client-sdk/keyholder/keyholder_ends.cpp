// Access that ends by itself, and is ended here: covers whose time is over, and people whom a rule
// that has begun keeps out. Server and devices end a cover without this (docs/protocol.md §6.10);
// what it adds is the entry in the log, and a key that whoever was removed has never had.
#include "client-sdk/keyholder/keyholder.hpp"

namespace sanderling::keyholder {

namespace {

using scope_log::Principal;

/// Members of a scope and until when they are, read from entries that were verified when they were
/// taken in: this is asked every few seconds, of all scopes.
std::map<PersonId, Instant> members_of(const Scope& scope) {
    std::map<PersonId, Instant> out;
    for (const Bytes& bytes : scope.entries) {
        const auto entry = scope_log::decode_entry(bytes);
        if (!entry) continue;
        const auto& body = entry->entry.body;
        if (const auto* set = std::get_if<scope_log::SetMember>(&body))
            out[set->principal.person()] = set->until;
        else if (const auto* gone = std::get_if<scope_log::RemoveMember>(&body))
            out.erase(gone->principal.person());
        else if (const auto* purge = std::get_if<scope_log::Purge>(&body);
                 purge != nullptr && purge->target == scope_log::PurgeTarget::scope)
            out.clear();
    }
    return out;
}

}  // namespace

// At this moment, whatever is to come: somebody whom a later rule will keep out stays until then.
bool Keyholder::has_ended(ScopeId id, PersonId person, Instant until, Instant now) const {
    if (until.ms != 0 && until <= now) return true;
    return !check_access(id, person, now, now + std::chrono::milliseconds{1});
}

std::vector<ScopeId> Keyholder::ended(Instant now) {
    std::vector<ScopeId> out;
    if (state_.behind_since) return out;
    for (const auto& [id, scope] : state_.scopes) {
        if (scope.confirmed != scope.entries.size()) continue;
        Ends& ends = ends_[id];
        if (ends.entries != scope.entries.size()) {
            ends = {scope.entries.size(), Instant{INT64_MAX}};
            for (const auto& [person, until] : members_of(scope))
                if (until.ms != 0) ends.first = std::min(ends.first, until);
        }
        bool is_due = ends.first <= now;
        if (!is_due && state_.access.contains(id))
            for (const auto& [person, until] : members_of(scope))
                is_due = is_due || has_ended(id, person, until, now);
        if (is_due) out.push_back(id);
    }
    return out;
}

// All of them in one step, and one new key for those who stay.
Result<Plan> Keyholder::remove_ended(ScopeId id, Instant at, Instant now) {
    Plan plan{.subject = id, .changes_state = true};
    plan.result = {{"scope", to_text(id)}, {"removed", nlohmann::ordered_json::array()}};
    Scope& scope = state_.scopes.at(id);
    auto log = settled_log_of(id, scope);
    if (!log) return log.error();
    if (log->scope_purge() != nullptr) return plan;
    std::vector<Bytes> entries;
    for (const auto& [person, member] : log->members_now()) {
        if (!has_ended(id, person, member.until, at)) continue;
        auto removal = add_entry(*log, scope_log::RemoveMember{Principal::of(person)}, now);
        if (!removal) return removal.error();
        entries.push_back(std::move(*removal));
        plan.result["removed"].push_back({{"person", to_text(person)}, {"name", name_of(person)}});
    }
    if (entries.empty()) return plan;
    const std::size_t n = number(log->current_epoch());
    if (n == 0 || scope.epoch_keys.size() < n) return fail(Errc::no_key, lacks_newest_key);
    const sealing::EpochPlace place{state_.org, id, log->head()->index + 1,
                                    scope_log::Issuer::of(registrar())};
    auto epoch = sealing::make_next_epoch(place, log->current_epoch(), scope.epoch_keys[n - 1],
                                          scope.token, recipients(*log, at), random_);
    if (!epoch) return epoch.error();
    auto keyed = add_entry(*log, epoch->body, now);
    if (!keyed) return keyed.error();
    entries.push_back(std::move(*keyed));
    wire::LogPut put = take(id, std::move(entries));
    for (const sealing::Envelope& envelope : epoch->envelopes) {
        put.envelopes.push_back({id, sealing::encode(envelope)});
        put.recipients.push_back(envelope.to.person());
    }
    scope.epoch_keys.push_back(std::move(epoch->key));
    plan.result["epoch"] = number(epoch->body.epoch);
    plan.messages.emplace_back(std::move(put));
    return plan;
}

Result<Plan> Keyholder::run(const EndAccess& command, Instant now) {
    if (!state_.scopes.contains(command.scope))
        return fail(Errc::not_found, "scope " + to_text(command.scope));
    auto plan = remove_ended(command.scope, command.at, now);
    if (plan && !plan->messages.empty()) plan->result["event"] = "access_ended";
    return plan;
}

}  // namespace sanderling::keyholder
