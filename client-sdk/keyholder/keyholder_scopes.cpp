// Scopes: created, allocated, withdrawn; and their logs brought to what the server has.
#include "client-sdk/keyholder/keyholder.hpp"

#include <algorithm>

namespace sanderling::keyholder {

namespace {

using scope_log::Principal;
using scope_log::ScopeLog;

/// The schema's defaults, as a scope is born with them.
scope_log::RoleTable role_table(const schema::ScopeKind& kind) {
    scope_log::RoleTable table;
    for (const schema::RoleGrant& grant : kind.roles)
        table.push_back(
            {scope_log::Role{number(grant.role)}, grant.classes, scope_log::Rights{grant.rights}});
    std::sort(table.begin(), table.end(),
              [](const auto& a, const auto& b) { return a.role < b.role; });
    return table;
}

void add_envelope(wire::LogPut& put, const sealing::Envelope& envelope) {
    put.envelopes.push_back({put.scope, sealing::encode(envelope)});
    put.recipients.push_back(envelope.to.person());
}

/// What stands between the entries of a log is not known here, and only their order matters. Far
/// apart, because a decision of a device names the seq of the work that it is about, which is below
/// its own.
Seq local_seq(std::size_t index) {
    return Seq{(index + 1) << 40U};
}

}  // namespace

Result<Plan> Keyholder::run(const CreateScope& command, Instant now) {
    if (!state_.server) return fail(Errc::offline, "no server is set; `connect` sets it");
    const schema::ScopeKind* kind = schema_.scope_kind(command.kind);
    if (kind == nullptr) return unknown_kind(command.kind);
    const ScopeId id = command.id ? *command.id : random_.id<ScopeId>();
    if (state_.scopes.contains(id)) return fail(Errc::already_exists, "a scope with this id");

    Scope scope;
    scope.kind = scope_log::ScopeKind{number(kind->number)};
    scope.label = command.label;
    ScopeLog log(state_.org, id);
    auto create = add_entry(log, scope_log::Create{scope.kind, role_table(*kind)}, now);
    if (!create) return create.error();
    const sealing::EpochPlace place{state_.org, id, 1, scope_log::Issuer::of(registrar())};
    auto epoch = sealing::make_first_epoch(place, {}, random_);
    if (!epoch) return epoch.error();
    auto keyed = add_entry(log, epoch->body, now);
    if (!keyed) return keyed.error();

    scope.entries = {*create, *keyed};
    scope.epoch_keys.push_back(std::move(epoch->key));
    scope.token = std::move(epoch->token);
    wire::LogPut put{.request = next_request(), .scope = id, .entries = scope.entries};
    state_.scopes.emplace(id, std::move(scope));
    Plan plan{.subject = id, .changes_state = true};
    plan.messages.emplace_back(std::move(put));
    plan.result = {{"scope", to_text(id)}, {"kind", command.kind}, {"name", command.label}};
    return plan;
}

Result<Plan> Keyholder::run(const ListScopes&, Instant) {
    Plan plan;
    auto scopes = nlohmann::ordered_json::array();
    for (const auto& [id, scope] : state_.scopes) {
        const auto log = log_of(id, scope);
        if (!log) return log.error();
        auto members = nlohmann::ordered_json::array();
        for (const auto& [person, member] : log->members_now()) {
            const schema::Role* role = schema_.role(schema::RoleNumber{number(member.role)});
            const auto known = state_.people.find(person);
            nlohmann::ordered_json shown{
                {"person", to_text(person)},
                {"name", known == state_.people.end() ? "" : known->second.name},
                {"role", role == nullptr ? "" : role->name}};
            if (known != state_.people.end() && !known->second.reference.empty())
                shown["reference"] = known->second.reference;
            if (member.not_before.ms != 0) shown["from"] = instant_text(member.not_before);
            if (member.until.ms != 0) shown["until"] = instant_text(member.until);
            members.push_back(std::move(shown));
        }
        const auto* kind = schema_.scope_kind(schema::ScopeKindNumber{number(scope.kind)});
        scopes.push_back({{"scope", to_text(id)},
                          {"kind", kind == nullptr ? "" : kind->name},
                          {"name", scope.label},
                          {"epoch", number(log->current_epoch())},
                          {"confirmed", scope.confirmed == scope.entries.size()},
                          {"members", std::move(members)}});
        if (!scope.reference.empty()) scopes.back()["reference"] = scope.reference;
        if (const auto* purge = log->scope_purge())
            scopes.back()["purged"] = instant_text(instant_of(purge->claimed));
    }
    plan.result = {{"scopes", std::move(scopes)}};
    return plan;
}

Result<Plan> Keyholder::run(const Allocate& command, Instant now) {
    const auto wanted = membership(command);
    if (!wanted) return wanted.error();
    // As it is already: nothing is signed or sent.
    if (wanted->change == Change::nothing) return Plan{.result = wanted->shown};
    const ScopeId* id = &wanted->scope;
    const PersonId* person = &wanted->person;
    Scope& scope = state_.scopes.at(*id);
    const scope_log::Role role = wanted->role;
    const Instant begin = std::max(command.from, now);
    if (auto may = check_access(*id, *person, begin, command.until); !may) return may.error();
    auto log = settled_log_of(*id, scope);
    if (!log) return log.error();
    const scope_log::SetMember body{Principal::of(*person), role, command.from, command.until};
    if (auto fits = check_demotion(*log, *person, role); !fits) return fits.error();
    auto entry = add_entry(*log, body, now);
    if (!entry) return entry.error();

    // No new epoch: who joins may read what is there, unless only deposits are theirs to make.
    const auto envelope = envelope_for_newcomer(*id, scope, *log, *person);
    if (!envelope) return envelope.error();

    auto revoked = revoke_again(*person, *log, now);
    if (!revoked) return revoked.error();
    std::vector<Bytes> entries{std::move(*entry)};
    for (Bytes& one : *revoked) entries.push_back(std::move(one));
    wire::LogPut put = take(*id, std::move(entries));
    if (*envelope) add_envelope(put, **envelope);
    Plan plan{.subject = *id, .changes_state = true};
    plan.messages.emplace_back(std::move(put));
    plan.result = wanted->shown;
    return plan;
}

Result<Plan> Keyholder::run(const Withdraw& command, Instant now) {
    const auto id = find_scope(command.scope);
    if (!id) return id.error();
    const auto person = find_person(command.person);
    if (!person) return person.error();
    Scope& scope = state_.scopes.at(*id);
    auto log = settled_log_of(*id, scope);
    if (!log) return log.error();
    const auto members = log->members_now();
    if (std::none_of(members.begin(), members.end(),
                     [&](const auto& member) { return member.first == *person; }))
        return fail(Errc::not_found, "\"" + state_.people.at(*person).name +
                                         "\" is not a member of \"" + scope.label +
                                         "\"; `scopes` shows who is");
    const std::size_t n = number(log->current_epoch());
    if (n == 0 || scope.epoch_keys.size() < n) return fail(Errc::no_key, lacks_newest_key);
    auto removal = add_entry(*log, scope_log::RemoveMember{Principal::of(*person)}, now);
    if (!removal) return removal.error();
    const sealing::EpochPlace place{state_.org, *id, log->head()->index + 1,
                                    scope_log::Issuer::of(registrar())};
    auto epoch = sealing::make_next_epoch(place, log->current_epoch(), scope.epoch_keys[n - 1],
                                          scope.token, recipients(*log, now), random_);
    if (!epoch) return epoch.error();
    auto keyed = add_entry(*log, epoch->body, now);
    if (!keyed) return keyed.error();

    wire::LogPut put{.request = next_request(), .scope = *id, .entries = {*removal, *keyed}};
    for (const sealing::Envelope& envelope : epoch->envelopes) add_envelope(put, envelope);
    scope.entries.push_back(std::move(*removal));
    scope.entries.push_back(std::move(*keyed));
    scope.epoch_keys.push_back(std::move(epoch->key));
    Plan plan{.subject = *id, .changes_state = true};
    plan.messages.emplace_back(std::move(put));
    plan.result = {{"scope", to_text(*id)},
                   {"person", to_text(*person)},
                   {"epoch", number(epoch->body.epoch)}};
    return plan;
}

// A device that decided on late work, and which was certified here; of another the log would not
// verify.
void Keyholder::add_issuer(scope_log::Directory& directory, const scope_log::Issuer& issuer) const {
    const DeviceId id{issuer.id};
    if (issuer.kind != scope_log::IssuerKind::device || directory.device(id) != nullptr) return;
    for (const auto& [person_id, person] : state_.people)
        for (const Bytes& bytes : person.devices)
            if (const auto device = decode_device(bytes); device && device->device == id)
                static_cast<void>(directory.add(bytes));
}

Result<ScopeLog> Keyholder::log_of(ScopeId id, const Scope& scope) const {
    scope_log::Directory directory(state_.org, state_.root.public_key);
    if (auto added = directory.add(state_.registrar_cert); !added) return added.error();
    ScopeLog log(state_.org, id);
    for (const Bytes& bytes : scope.entries) {
        const auto entry = scope_log::decode_entry(bytes);
        if (!entry) return entry.error();
        const Seq at = local_seq(entry->entry.index);
        add_issuer(directory, entry->entry.issuer);
        if (auto taken = log.append(*entry, at, directory); !taken) return taken.error();
    }
    return log;
}

Result<ScopeLog> Keyholder::settled_log_of(ScopeId id, const Scope& scope) const {
    if (scope.confirmed != scope.entries.size())
        return fail(Errc::busy, "an earlier change of this scope awaits the server's answer");
    return log_of(id, scope);
}

Result<Bytes> Keyholder::add_entry(ScopeLog& log, scope_log::Body body, Instant now) const {
    scope_log::ScopeLogEntry entry;
    entry.org = state_.org;
    entry.scope = log.scope();
    if (log.head()) {
        entry.index = log.head()->index + 1;
        entry.previous = log.head()->hash;
    }
    entry.issuer = scope_log::Issuer::of(registrar());
    entry.claimed = hlc_at(now);
    entry.body = std::move(body);
    const scope_log::SignedEntry made = scope_log::sign_entry(std::move(entry), state_.registrar);
    scope_log::Directory directory(state_.org, state_.root.public_key);
    if (auto added = directory.add(state_.registrar_cert); !added) return added.error();
    if (auto taken = log.append(made, local_seq(made.entry.index), directory); !taken)
        return taken.error();
    return encode(made);
}

std::vector<sealing::Recipient> Keyholder::recipients(const ScopeLog& log, Instant now) const {
    std::vector<sealing::Recipient> found;
    for (const auto& [person, member] : log.members_now()) {
        const auto known = state_.people.find(person);
        const bool is_over = member.until.ms != 0 && member.until <= now;
        if (known == state_.people.end() || is_over ||
            !allows(member.rights, scope_log::Right::read))
            continue;
        const PersonKey& key = known->second.keys.back();
        found.push_back({Principal::of(person), key.epoch, key.pair.public_key});
    }
    return found;
}

void Keyholder::drop_pending(ScopeId id) {
    Scope& scope = state_.scopes.at(id);
    scope.entries.resize(scope.confirmed);
    if (scope.entries.empty()) {
        state_.scopes.erase(id);
    } else if (const auto log = log_of(id, scope)) {
        const std::size_t epochs = number(log->current_epoch());
        if (scope.epoch_keys.size() > epochs) scope.epoch_keys.resize(epochs);
    }
}

Result<void> Keyholder::on_log_entries(const wire::LogEntries& entries) {
    const auto at = state_.scopes.find(entries.scope);
    if (at == state_.scopes.end()) return fail(Errc::unknown_scope, to_text(entries.scope));
    Scope& scope = at->second;
    if (whole_logs_asked_.erase(entries.request) != 0)
        return put_lost_entries(entries.scope, scope, entries);
    Scope settled{.kind = scope.kind, .label = scope.label};
    settled.entries.assign(scope.entries.begin(),
                           scope.entries.begin() + static_cast<std::ptrdiff_t>(scope.confirmed));
    for (const wire::LogEntryAt& entry : entries.entries) settled.entries.push_back(entry.entry);
    const auto log = log_of(entries.scope, settled);
    if (!log) return log.error();
    if (settled.entries.empty()) {
        state_.scopes.erase(at);
        return {};
    }
    // Of the keys made here those stay that the log committed to.
    std::size_t good = 0;
    while (good < scope.epoch_keys.size()) {
        const auto* epoch = log->epoch_entry(KeyEpoch{static_cast<std::uint32_t>(good + 1)});
        if (epoch == nullptr ||
            sealing::epoch_commitment(entries.scope, epoch->body.epoch, scope.epoch_keys[good]) !=
                epoch->body.commitment)
            break;
        ++good;
    }
    scope.epoch_keys.resize(good);
    scope.entries = std::move(settled.entries);
    scope.confirmed = scope.entries.size();
    drop_purged_keys(entries.scope);
    return {};
}

}  // namespace sanderling::keyholder
