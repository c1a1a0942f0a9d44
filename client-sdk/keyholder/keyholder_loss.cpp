// A device that is lost or retired: its orders, the keys that it had, what may be exposed
// (docs/protocol.md §6.7).
#include "client-sdk/keyholder/keyholder.hpp"
#include "core/sealing/person_keys.hpp"

#include <algorithm>

namespace sanderling::keyholder {

namespace {

using nlohmann::ordered_json;
using scope_log::OrderKind;
using scope_log::RevocationReason;

std::string_view name(RevocationReason reason) {
    return reason == RevocationReason::lost ? "lost" : "retired";
}

ordered_json time_or_null(Instant t) {
    return t.ms == 0 ? ordered_json(nullptr) : ordered_json(instant_text(t));
}

/// When the person was last taken out of the scope, as the entry claims.
std::optional<Instant> removed_at(const Scope& scope, PersonId person) {
    std::optional<Instant> found;
    for (const Bytes& bytes : scope.entries) {
        const auto entry = scope_log::decode_entry(bytes);
        if (!entry) continue;
        const auto* gone = std::get_if<scope_log::RemoveMember>(&entry->entry.body);
        if (gone != nullptr && gone->principal.person() == person)
            found = instant_of(entry->entry.claimed);
    }
    return found;
}

ordered_json unsent_of(const Bytes& receipt) {
    auto out = ordered_json::array();
    if (const auto known = scope_log::decode_receipt(receipt))
        for (const scope_log::UnsentIn& unsent : known->receipt.unsent)
            out.push_back({{"scope", to_text(unsent.scope)}, {"commits", unsent.commits}});
    return out;
}

}  // namespace

Result<Keyholder::Found> Keyholder::find_device(std::string_view text) const {
    const auto id = parse_id<DeviceId>(text);
    std::vector<Found> all;
    for (const auto& [person, known] : state_.people)
        for (const Bytes& bytes : known.devices)
            if (const auto device = decode_device(bytes)) all.push_back({person, *device});
    for (const Found& found : all)
        if (id && found.certificate.device == *id) return found;
    const auto person = find_person(text);
    if (!person)
        return fail(Errc::not_found, "no device and no person \"" + std::string(text) + "\"");
    std::erase_if(all, [&](const Found& f) {
        return f.person != *person || state_.revoked.contains(f.certificate.device);
    });
    if (all.empty()) return fail(Errc::not_found, "this person has no device that is not revoked");
    if (all.size() > 1)
        return fail(Errc::invalid_argument,
                    "this person has more than one device; `devices` shows their ids");
    return all.front();
}

Bytes Keyholder::order(const Found& device, OrderKind kind, const Revocation& revocation,
                       Instant now) const {
    return encode(scope_log::sign_order({.org = state_.org,
                                         .registrar = registrar(),
                                         .device = device.certificate.device,
                                         .kind = kind,
                                         .reason = revocation.reason,
                                         .since = revocation.since,
                                         .issued = now},
                                        state_.registrar));
}

// The person gets a new key with it: the one before was sealed to the device too.
Revocation& Keyholder::revocation(const Found& device, const RevokeDevice& command, Instant now) {
    const auto [at, is_new] = state_.revoked.try_emplace(device.certificate.device);
    Revocation& made = at->second;
    if (is_new) {
        Person& person = state_.people.at(device.person);
        const KeyEpoch epoch{number(person.keys.back().epoch) + 1};
        person.keys.push_back({epoch, sealing::BoxKeyPair::generate(random_)});
        made.person = device.person;
        made.reason = command.reason == RevokeDevice::Reason::lost ? RevocationReason::lost
                                                                   : RevocationReason::retired;
        made.since = command.since.ms == 0 ? now : command.since;
        made.person_epoch = epoch;
        made.revoke_order = order(device, OrderKind::revoke, made, now);
    }
    if (command.replica == RevokeDevice::Replica::is_wiped && made.wipe_order.empty())
        made.wipe_order = order(device, OrderKind::wipe, made, now);
    return made;
}

Result<wire::DirectoryPut> Keyholder::publish_key(PersonId id, KeyEpoch epoch) {
    const Person& person = state_.people.at(id);
    wire::DirectoryPut put{.request = next_request()};
    put.certificates.push_back(state_.registrar_cert);
    for (const PersonKey& key : person.keys) {
        if (key.epoch != epoch) continue;
        put.certificates.push_back(person_key_cert(id, key));
        const scope_log::PersonKeyCert published{state_.org, registrar(), id, key.epoch,
                                                 key.pair.public_key};
        for (const Bytes& bytes : person.devices) {
            const auto device = decode_device(bytes);
            if (!device || state_.revoked.contains(device->device)) continue;
            auto envelope =
                sealing::seal_person_key(published, key.pair, *device, state_.registrar, random_);
            if (!envelope) return envelope.error();
            put.person_key_envelopes.push_back({device->device, sealing::encode(*envelope)});
        }
    }
    return put;
}

wire::LogPut Keyholder::take(ScopeId id, std::vector<Bytes> entries) {
    Scope& scope = state_.scopes.at(id);
    wire::LogPut put{.request = next_request(), .scope = id, .entries = entries};
    for (Bytes& entry : entries) scope.entries.push_back(std::move(entry));
    return put;
}

// Nothing for a scope that the person never had, or where this is done. Of one that the person left
// the key is not the device's any more, so the log is only told of the device.
Result<std::optional<wire::LogPut>> Keyholder::rotate(ScopeId id, const Found& device,
                                                      const Revocation& revocation, Instant now) {
    using Put = std::optional<wire::LogPut>;
    Scope& scope = state_.scopes.at(id);
    auto log = settled_log_of(id, scope);
    if (!log) return log.error();
    const DeviceId lost = device.certificate.device;
    if (!log->has_known(device.person) || log->scope_purge() != nullptr ||
        log->revocation_of(lost) != nullptr)
        return Put();
    auto told =
        add_entry(*log, scope_log::RevokeDevice{lost, revocation.reason, revocation.since}, now);
    if (!told) return told.error();
    const auto members = log->members_now();
    const bool is_member = std::any_of(members.begin(), members.end(),
                                       [&](const auto& m) { return m.first == device.person; });
    const std::size_t n = number(log->current_epoch());
    // Without the newest key no next one can be made here; the list says so.
    if (!is_member || n == 0 || scope.epoch_keys.size() < n) return Put(take(id, {*told}));

    const sealing::EpochPlace place{state_.org, id, log->head()->index + 1,
                                    scope_log::Issuer::of(registrar())};
    auto epoch = sealing::make_next_epoch(place, log->current_epoch(), scope.epoch_keys[n - 1],
                                          scope.token, recipients(*log, now), random_);
    if (!epoch) return epoch.error();
    auto keyed = add_entry(*log, epoch->body, now);
    if (!keyed) return keyed.error();
    scope.epoch_keys.push_back(std::move(epoch->key));
    wire::LogPut put = take(id, {*told, *keyed});
    for (const sealing::Envelope& envelope : epoch->envelopes) {
        put.envelopes.push_back({id, sealing::encode(envelope)});
        put.recipients.push_back(envelope.to.person());
    }
    return Put(std::move(put));
}

// The order goes first: from the server's answer to it on, the device is served nothing.
Result<Plan> Keyholder::run(const keyholder::RevokeDevice& command, Instant now) {
    if (!state_.server) return fail(Errc::offline, "no server is set; `connect` sets it");
    const auto device = find_device(command.device);
    if (!device) return device.error();
    const DeviceId id = device->certificate.device;
    for (const auto& [scope_id, scope] : state_.scopes)
        if (scope.confirmed != scope.entries.size())
            return fail(Errc::busy, "a change of scope \"" + scope.label +
                                        "\" awaits the server's answer; try again");
    Revocation& made = revocation(*device, command, now);
    Plan plan{.subject = id, .changes_state = true};
    wire::DeviceOrders orders{next_request(), {made.revoke_order}, {id}};
    if (!made.wipe_order.empty()) orders.orders.push_back(made.wipe_order);
    plan.messages.emplace_back(std::move(orders));
    auto key = publish_key(device->person, made.person_epoch);
    if (!key) return key.error();
    plan.messages.emplace_back(std::move(*key));
    for (const auto& [scope_id, scope] : state_.scopes) {
        auto put = rotate(scope_id, *device, made, now);
        if (!put) {
            settle_revocation(id, plan, Outcome::refused);
            return put.error();
        }
        if (*put) plan.messages.emplace_back(std::move(**put));
    }
    plan.result = exposure(id);
    return plan;
}

// Of a person who is admitted: a device that was revoked before may not write here either.
Result<std::vector<Bytes>> Keyholder::revoke_again(PersonId person, scope_log::ScopeLog& log,
                                                   Instant now) const {
    std::vector<Bytes> out;
    for (const auto& [device, known] : state_.revoked) {
        if (known.person != person || log.revocation_of(device) != nullptr) continue;
        auto entry =
            add_entry(log, scope_log::RevokeDevice{device, known.reason, known.since}, now);
        if (!entry) return entry.error();
        out.push_back(std::move(*entry));
    }
    return out;
}

void Keyholder::settle_part(const wire::Message& message) {
    const auto* put = std::get_if<wire::LogPut>(&message);
    if (put == nullptr) return;
    const auto at = state_.scopes.find(put->scope);
    if (at != state_.scopes.end()) at->second.confirmed = at->second.entries.size();
}

// Refused, it stays ordered: what the server has not taken is made anew when it is done again.
void Keyholder::settle_revocation(DeviceId device, const Plan& plan, Outcome outcome) {
    const auto at = state_.revoked.find(device);
    if (at == state_.revoked.end()) return;
    if (outcome == Outcome::accepted) {
        for (const wire::Message& message : plan.messages) settle_part(message);
        at->second.is_complete = true;
        return;
    }
    for (const wire::Message& message : plan.messages)
        if (const auto* put = std::get_if<wire::LogPut>(&message)) {
            const auto scope = state_.scopes.find(put->scope);
            if (scope != state_.scopes.end() &&
                scope->second.confirmed != scope->second.entries.size())
                drop_pending(put->scope);
        }
}

std::vector<Command> Keyholder::unfinished() const {
    std::vector<Command> out;
    if (state_.behind_since) return out;
    for (const auto& [device, revocation] : state_.revoked)
        if (!revocation.is_complete)
            out.emplace_back(keyholder::RevokeDevice{.device = to_text(device)});
    return out;
}

// A server that was put back to an earlier day has lost them.
Plan Keyholder::repeat_orders() {
    Plan plan{.changes_state = true};
    wire::DeviceOrders put{.request = next_request()};
    for (const auto& [device, revocation] : state_.revoked) {
        put.orders.push_back(revocation.revoke_order);
        if (!revocation.wipe_order.empty()) put.orders.push_back(revocation.wipe_order);
        put.devices.push_back(device);
    }
    plan.messages.emplace_back(std::move(put));
    return plan;
}

std::size_t Keyholder::revoked_of(PersonId person) const {
    return static_cast<std::size_t>(
        std::count_if(state_.revoked.begin(), state_.revoked.end(),
                      [person](const auto& r) { return r.second.person == person; }));
}

// ---- What the server and the device say --------------------------------------------------------

void Keyholder::take_receipt(DeviceId device, const Bytes& receipt) {
    Revocation& revocation = state_.revoked.at(device);
    const auto ordered = scope_log::decode_order(revocation.wipe_order);
    scope_log::Directory directory(state_.org, state_.root.public_key);
    static_cast<void>(directory.add(state_.registrar_cert));
    for (const Bytes& bytes : state_.people.at(revocation.person).devices)
        static_cast<void>(directory.add(bytes));
    const auto said = scope_log::verify_receipt(receipt, directory);
    if (!ordered || !said || said->device != device ||
        said->order != scope_log::order_hash(ordered->order))
        return;
    revocation.receipt = receipt;
}

void Keyholder::on_device_states(const wire::DeviceStates& states, Plan& plan) {
    for (const wire::DeviceState& state : states.states) {
        if (plan.survey) plan.survey->devices[state.device] = state;
        const auto at = state_.revoked.find(state.device);
        if (at == state_.revoked.end()) continue;
        if (at->second.last_contact.ms == 0) at->second.last_contact = state.last_contact;
        if (!state.receipt.empty()) take_receipt(state.device, state.receipt);
    }
    if (const auto* device = std::get_if<DeviceId>(&plan.subject))
        plan.result = exposure(*device);
    else if (plan.result.contains("devices"))
        plan.result = {{"devices", devices(states)}};
}

// What the device may hold: scopes of its person now, and those that the person left after its last
// contact, since it has not heard of that.
ordered_json Keyholder::exposed_scopes(DeviceId device) const {
    const Revocation& revocation = state_.revoked.at(device);
    auto out = ordered_json::array();
    for (const auto& [id, scope] : state_.scopes) {
        const auto log = log_of(id, scope);
        if (!log || log->revocation_of(device) == nullptr) continue;
        const auto members = log->members_now();
        const auto member = std::find_if(members.begin(), members.end(), [&](const auto& m) {
            return m.first == revocation.person;
        });
        const bool is_in = member != members.end();
        Instant until = is_in ? member->second.until : Instant{};
        if (!is_in) until = removed_at(scope, revocation.person).value_or(Instant{});
        if (until.ms != 0 && until <= revocation.last_contact) continue;
        const auto* kind = schema_.scope_kind(schema::ScopeKindNumber{number(scope.kind)});
        const auto* role =
            is_in ? schema_.role(schema::RoleNumber{number(member->second.role)}) : nullptr;
        out.push_back(
            {{"scope", to_text(id)},
             {"kind", kind == nullptr ? "" : kind->name},
             {"name", scope.label},
             {"role", role == nullptr ? "" : role->name},
             {"left", is_in ? ordered_json(nullptr) : time_or_null(until)},
             {"epoch", number(log->current_epoch())},
             {"key_changed", !is_in || scope.epoch_keys.size() == number(log->current_epoch())}});
    }
    return out;
}

ordered_json Keyholder::exposure(DeviceId device) const {
    const Revocation& revocation = state_.revoked.at(device);
    const auto person = state_.people.find(revocation.person);
    return {{"revoked", to_text(device)},
            {"person", to_text(revocation.person)},
            {"name", person == state_.people.end() ? "" : person->second.name},
            {"reason", name(revocation.reason)},
            {"since", instant_text(revocation.since)},
            {"last_contact", time_or_null(revocation.last_contact)},
            {"unsynced_since", time_or_null(revocation.last_contact)},
            {"wipe", revocation.wipe_order.empty() ? "none"
                     : revocation.receipt.empty()  ? "ordered"
                                                   : "done"},
            {"exposed", exposed_scopes(device)}};
}

Result<Plan> Keyholder::run(const ListDevices&, Instant) {
    Plan plan{.changes_state = true};
    wire::DeviceOrders ask{.request = next_request()};
    for (const auto& [person, known] : state_.people)
        for (const Bytes& bytes : known.devices)
            if (const auto device = decode_device(bytes)) ask.devices.push_back(device->device);
    plan.messages.emplace_back(std::move(ask));
    plan.result = {{"devices", ordered_json::array()}};
    return plan;
}

// The serial counts seconds, so that one made after a restored backup of this file counts too.
Result<Plan> Keyholder::run(const SetLease& command, Instant now) {
    if (!state_.server) return fail(Errc::offline, "no server is set; `connect` sets it");
    const scope_log::LeasePolicy lease{state_.org, registrar(),
                                       static_cast<std::uint32_t>(now.ms / 1000), command.days,
                                       command.warning_days};
    Plan plan;
    wire::DirectoryPut put{.request = next_request()};
    put.certificates.push_back(state_.registrar_cert);
    put.certificates.push_back(encode(scope_log::sign_certificate(lease, state_.registrar)));
    plan.messages.emplace_back(std::move(put));
    plan.result = {{"lease_days", command.days}, {"warning_days", command.warning_days}};
    return plan;
}

ordered_json Keyholder::devices(const wire::DeviceStates& states) const {
    auto out = ordered_json::array();
    for (const wire::DeviceState& state : states.states) {
        const auto device = find_device(to_text(state.device));
        if (!device) continue;
        ordered_json shown{{"device", to_text(state.device)},
                           {"person", to_text(device->person)},
                           {"name", state_.people.at(device->person).name},
                           {"last_contact", time_or_null(state.last_contact)}};
        if (const auto at = state_.revoked.find(state.device); at != state_.revoked.end()) {
            const Revocation& revocation = at->second;
            shown["revoked"] = name(revocation.reason);
            shown["since"] = instant_text(revocation.since);
            shown["wipe"] = exposure(state.device)["wipe"];
            if (const auto receipt = scope_log::decode_receipt(revocation.receipt)) {
                shown["wiped"] = instant_text(receipt->receipt.at);
                shown["unsent"] = unsent_of(revocation.receipt);
            }
        }
        out.push_back(std::move(shown));
    }
    return out;
}

}  // namespace sanderling::keyholder
