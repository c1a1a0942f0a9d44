#include "client-sdk/keyholder/keyholder.hpp"

#include "core/sealing/invite.hpp"

#include <algorithm>

namespace sanderling::keyholder {

namespace {

Error wrong(std::string why) {
    return fail(Errc::invalid_argument, std::move(why));
}

std::string_view status_text(const Invite& invite, Instant now) {
    switch (invite.status) {
        case InviteStatus::used:
            return "used";
        case InviteStatus::cancelled:
            return "cancelled";
        case InviteStatus::open:
            break;
    }
    return invite.expires <= now ? "expired" : "open";
}

}  // namespace

bool is_rehearsal(const Command& command) {
    return std::visit(
        [](const auto& c) {
            if constexpr (requires { c.trial; })
                return c.trial == Trial::rehearsal;
            else
                return false;
        },
        command);
}

namespace {

bool issues_something(const Command& command) {
    return !std::holds_alternative<ListPeople>(command) &&
           !std::holds_alternative<ListInvites>(command) &&
           !std::holds_alternative<ListScopes>(command) &&
           !std::holds_alternative<ListServerKeys>(command) &&
           !std::holds_alternative<ListDevices>(command) &&
           !std::holds_alternative<ListAccessRules>(command) &&
           !std::holds_alternative<Audit>(command) && !std::holds_alternative<Rename>(command) &&
           !std::holds_alternative<CancelInvite>(command) && !is_rehearsal(command);
}

/// The one whose id or text is `text`; `text_of` says the text of an element of the map.
template <class Map, class TextOf>
Result<typename Map::key_type> find_one(const Map& map, std::string_view text, TextOf text_of,
                                        const std::string& what) {
    using IdType = typename Map::key_type;
    if (const auto id = parse_id<IdType>(text); id && map.contains(*id)) return *id;
    std::optional<IdType> found;
    for (const auto& [id, element] : map)
        if (!text.empty() && element.reference == text) return id;
    for (const auto& [id, element] : map) {
        if (text_of(element) != text) continue;
        if (found)
            return wrong("more than one " + what + " is called \"" + std::string(text) +
                         "\"; use the id");
        found = id;
    }
    if (!found)
        return fail(Errc::not_found, "no " + what + " \"" + std::string(text) + "\"; `" +
                                         (what == "scope" ? "scopes" : "person list") +
                                         "` shows them all");
    return *found;
}

}  // namespace

Result<Plan> Keyholder::prepare(const Command& command, Instant now) {
    if (state_.behind_since && issues_something(command))
        return fail(Errc::busy,
                    "this keyholder was restored from a backup, and has not caught up with the "
                    "server yet; start `serve`, and try again when it says `caught up`");
    return std::visit([&](const auto& c) { return run(c, now); }, command);
}

Result<Plan> Keyholder::run(const Audit&, Instant) {
    return survey(Survey::Purpose::audit);
}

Result<Plan> Keyholder::run(const Rename& command, Instant) {
    Plan plan{.changes_state = true};
    if (command.what == Rename::What::person) {
        const auto id = find_person(command.which);
        if (!id) return id.error();
        for (const auto& [other, person] : state_.people)
            if (other != *id && person.name == command.name)
                return fail(Errc::already_exists, "a person called \"" + command.name + "\"");
        state_.people.at(*id).name = command.name;
        plan.result = {{"person", to_text(*id)}, {"name", command.name}};
        return plan;
    }
    const auto id = find_scope(command.which);
    if (!id) return id.error();
    state_.scopes.at(*id).label = command.name;
    plan.result = {{"scope", to_text(*id)}, {"name", command.name}};
    return plan;
}

Result<Plan> Keyholder::run(const AddPerson& command, Instant) {
    if (!state_.server) return fail(Errc::offline, "no server is set; `connect` sets it");
    const auto role = find_role(command.role);
    if (!role) return role.error();
    const PersonId id = command.id ? *command.id : random_.id<PersonId>();
    if (state_.people.contains(id)) return fail(Errc::already_exists, "a person with this id");
    for (const auto& [other, person] : state_.people)
        if (person.name == command.name)
            return fail(Errc::already_exists, "a person called \"" + command.name + "\"");

    Person person;
    person.name = command.name;
    person.role = scope_log::Role{number((*role)->number)};
    person.keys.push_back({KeyEpoch{1}, sealing::BoxKeyPair::generate(random_)});
    state_.people.emplace(id, std::move(person));

    Plan plan{.subject = id, .changes_state = true};
    plan.messages.push_back(publish(id));
    plan.result = {{"person", to_text(id)}, {"name", command.name}, {"role", command.role}};
    return plan;
}

Result<Plan> Keyholder::run(const ListPeople&, Instant) {
    Plan plan;
    auto people = nlohmann::ordered_json::array();
    for (const auto& [id, person] : state_.people) {
        const schema::Role* role = schema_.role(schema::RoleNumber{number(person.role)});
        people.push_back({{"person", to_text(id)},
                          {"name", person.name},
                          {"role", role == nullptr ? "" : role->name},
                          {"devices", person.devices.size() - revoked_of(id)}});
        if (!person.reference.empty()) people.back()["reference"] = person.reference;
    }
    plan.result = {{"people", std::move(people)}};
    return plan;
}

Result<Plan> Keyholder::run(const InvitePerson& command, Instant now) {
    if (!state_.server) return fail(Errc::offline, "no server is set; `connect` sets it");
    const auto person = find_person(command.person);
    if (!person) return person.error();
    if (!state_.people.at(*person).is_published)
        return fail(Errc::busy, "the server has not confirmed this person yet");

    Invite invite;
    invite.secret = sealing::InviteSecret::generate(random_);
    invite.person = *person;
    invite.expires = now + command.valid_for;
    const sealing::InviteId id = invite.secret.id();
    const sealing::Offer offer{state_.org, state_.root.public_key, state_.server->key,
                               invite.expires};
    Plan plan{.subject = id, .changes_state = true};
    plan.messages.emplace_back(wire::InvitePut{next_request(), wire::InviteLookup{id.bytes},
                                               invite.expires,
                                               sealing::seal_offer(offer, invite.secret, random_)});
    const sealing::InviteAddress address{state_.server->host, state_.server->port,
                                         invite.secret.clone()};
    plan.result = {{"invite", to_text(id)},
                   {"person", to_text(*person)},
                   {"expires", instant_text(invite.expires)},
                   {"text", sealing::invite_text(address)},
                   {"uri", sealing::invite_uri(address)}};
    state_.invites.emplace(id, std::move(invite));
    return plan;
}

Result<Plan> Keyholder::run(const CancelInvite& command, Instant now) {
    const auto id = find_invite(command.invite, now);
    if (!id) return id.error();
    Invite& invite = state_.invites.at(*id);
    if (invite.status == InviteStatus::used)
        return fail(Errc::invite_used, "it cannot be cancelled any more");
    // At once and whatever the server says: from here on this keyholder answers no request.
    invite.status = InviteStatus::cancelled;
    Plan plan{.changes_state = true};
    plan.messages.emplace_back(wire::InviteCancel{next_request(), wire::InviteLookup{id->bytes}});
    plan.result = {{"invite", to_text(*id)}, {"status", "cancelled"}};
    return plan;
}

Result<Plan> Keyholder::run(const ListInvites&, Instant now) {
    Plan plan;
    auto invites = nlohmann::ordered_json::array();
    for (const auto& [id, invite] : state_.invites)
        invites.push_back({{"invite", to_text(id)},
                           {"person", to_text(invite.person)},
                           {"expires", instant_text(invite.expires)},
                           {"status", status_text(invite, now)}});
    plan.result = {{"invites", std::move(invites)}};
    return plan;
}

Result<PersonId> Keyholder::find_person(std::string_view text) const {
    return find_one(
        state_.people, text, [](const Person& p) -> std::string_view { return p.name; }, "person");
}

Result<ScopeId> Keyholder::find_scope(std::string_view text) const {
    return find_one(
        state_.scopes, text, [](const Scope& s) -> std::string_view { return s.label; }, "scope");
}

Error Keyholder::unknown_kind(std::string_view kind) const {
    std::string known;
    for (const schema::ScopeKind& k : schema_.scope_kinds())
        known += (known.empty() ? "" : ", ") + k.name;
    return wrong("no kind of scope \"" + std::string(kind) + "\"; there are " + known);
}

Result<sealing::InviteId> Keyholder::find_invite(std::string_view text, Instant now) const {
    if (const auto id = parse_id<sealing::InviteId>(text); id && state_.invites.contains(*id))
        return *id;
    const auto person = find_person(text);
    if (!person) return fail(Errc::invite_unknown, "\"" + std::string(text) + "\"");
    std::optional<sealing::InviteId> found;
    for (const auto& [id, invite] : state_.invites) {
        if (invite.person != *person || status_text(invite, now) != "open") continue;
        if (found) return wrong("this person has more than one open invite; use its id");
        found = id;
    }
    if (!found) return fail(Errc::invite_unknown, "this person has no open invite");
    return *found;
}

Result<const schema::Role*> Keyholder::find_role(std::string_view name) const {
    const schema::Role* role = schema_.role(name);
    if (role != nullptr) return role;
    std::string known;
    for (const schema::Role& r : schema_.roles()) known += (known.empty() ? "" : ", ") + r.name;
    return wrong("no role \"" + std::string(name) + "\"; there are " + known);
}

RegistrarId Keyholder::registrar() const {
    return scope_log::registrar_id(state_.registrar.public_key);
}

Bytes Keyholder::person_key_cert(PersonId id, const PersonKey& key) const {
    scope_log::PersonKeyCert cert{state_.org, registrar(), id, key.epoch, key.pair.public_key};
    return encode(scope_log::sign_certificate(cert, state_.registrar));
}

wire::Message Keyholder::publish(PersonId id) {
    wire::DirectoryPut put;
    put.request = next_request();
    put.certificates.push_back(state_.registrar_cert);
    for (const PersonKey& key : state_.people.at(id).keys)
        put.certificates.push_back(person_key_cert(id, key));
    return put;
}

void Keyholder::settle(const Plan& plan, Outcome outcome) {
    if (outcome == Outcome::unknown) return;
    const bool is_accepted = outcome == Outcome::accepted;
    if (const auto* person = std::get_if<PersonId>(&plan.subject)) {
        const auto at = state_.people.find(*person);
        if (at == state_.people.end()) return;
        if (is_accepted)
            at->second.is_published = true;
        else if (!at->second.is_published)
            state_.people.erase(at);
    } else if (const auto* invite = std::get_if<sealing::InviteId>(&plan.subject)) {
        if (!is_accepted) state_.invites.erase(*invite);
    } else if (const auto* scope = std::get_if<ScopeId>(&plan.subject)) {
        const auto at = state_.scopes.find(*scope);
        if (at == state_.scopes.end()) return;
        if (is_accepted) {
            at->second.confirmed = at->second.entries.size();
            drop_purged_keys(*scope);
        } else {
            drop_pending(*scope);
        }
    } else if (const auto* device = std::get_if<DeviceId>(&plan.subject)) {
        settle_revocation(*device, plan, outcome);
    }
}

std::vector<Plan> Keyholder::recover() {
    std::vector<Plan> plans;
    if (state_.behind_since) {
        plans.push_back(survey(Survey::Purpose::catch_up));
        return plans;
    }
    for (const auto& [id, person] : state_.people) {
        if (person.is_published) continue;
        Plan plan{.subject = id, .changes_state = true};
        plan.messages.push_back(publish(id));
        plans.push_back(std::move(plan));
    }
    for (const auto& [id, scope] : state_.scopes)
        if (scope.confirmed != scope.entries.size())
            plans.push_back(refresh(id));
        else if (must_stay(scope))
            plans.push_back(ask_whole_log(id));
    if (!state_.revoked.empty()) plans.push_back(repeat_orders());
    // A server that was restored may lack it, and nothing happens if it does not.
    if (!state_.server_keys.empty()) plans.push_back(put_server_keys());
    return plans;
}

Plan Keyholder::refresh(ScopeId id) {
    Plan plan{.subject = id, .changes_state = true};
    const auto from = static_cast<std::uint32_t>(state_.scopes.at(id).confirmed);
    plan.messages.emplace_back(wire::LogGet{next_request(), id, from});
    return plan;
}

}  // namespace sanderling::keyholder
