#include "client-sdk/keyholder/state.hpp"

#include "core/scope_log/device_order.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace sanderling::keyholder {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;

constexpr std::uint8_t version_1 = 1;
constexpr std::uint8_t version_2 = 2;  // and revoked devices, after the scopes
constexpr std::uint8_t version_3 = 3;  // and the list of server keys, after those
constexpr std::uint8_t version_4 = 4;  // and whether it is behind, and references
constexpr std::size_t text_bytes_max = 4096;
// A registrar's certificate outlives the machine it is on; renewing it belongs to the root.
constexpr std::chrono::hours registrar_validity{24 * 3653};
// Clocks of an organisation differ: what is certified now is valid a little earlier too.
constexpr std::chrono::hours clock_slack{1};

template <std::size_t N>
crypto::Secret<N> read_secret(CanonicalReader& in) {
    crypto::Secret<N> secret;
    in.fill(secret.fill());
    return secret;
}

crypto::SigningKey read_signing_key(CanonicalReader& in) {
    return crypto::SigningKey::from_seed(read_secret<32>(in).view());
}

void write(CanonicalWriter& out, const crypto::SigningKey& key) {
    out.raw(ByteView(key.secret.view()).first(32));  // the seed; the rest follows from it
}

sealing::BoxKeyPair read_box_key(CanonicalReader& in) {
    return sealing::BoxKeyPair::from_secret(read_secret<32>(in));
}

void write(CanonicalWriter& out, Instant t) {
    out.u64(static_cast<std::uint64_t>(t.ms));
}
Instant read_instant(CanonicalReader& in) {
    return {static_cast<std::int64_t>(in.u64())};
}

std::string read_text(CanonicalReader& in) {
    return std::string(as_text(in.sized(text_bytes_max)));
}

void write_list(CanonicalWriter& out, const std::vector<Bytes>& list) {
    out.u32(static_cast<std::uint32_t>(list.size()));
    for (const Bytes& bytes : list) out.sized(bytes);
}

std::vector<Bytes> read_list(CanonicalReader& in) {
    std::vector<Bytes> list;
    const std::uint32_t count = in.u32();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i)
        list.push_back(to_bytes(in.sized(text_bytes_max)));
    return list;
}

void write(CanonicalWriter& out, const Person& person) {
    out.sized(as_bytes(person.name)).code(person.role).u8(person.is_published ? 1 : 0);
    out.u32(static_cast<std::uint32_t>(person.keys.size()));
    for (const PersonKey& key : person.keys) out.code(key.epoch).raw(key.pair.secret.view());
    write_list(out, person.devices);
}

Person read_person(CanonicalReader& in) {
    Person person;
    person.name = read_text(in);
    person.role = in.code<scope_log::Role>();
    person.is_published = in.u8() != 0;
    const std::uint32_t keys = in.u32();
    for (std::uint32_t i = 0; i < keys && in.ok(); ++i) {
        const auto epoch = in.code<KeyEpoch>();
        person.keys.push_back({epoch, read_box_key(in)});
    }
    person.devices = read_list(in);
    return person;
}

void write(CanonicalWriter& out, const Invite& invite) {
    out.sized(as_bytes(invite.secret.text())).id(invite.person);
    write(out, invite.expires);
    out.code(invite.status).id(invite.device);
}

Invite read_invite(CanonicalReader& in) {
    Invite invite;
    if (auto secret = sealing::InviteSecret::parse(read_text(in)))
        invite.secret = std::move(*secret);
    else
        in.refuse("an invite that is none");
    invite.person = in.id<PersonId>();
    invite.expires = read_instant(in);
    invite.status = in.code<InviteStatus>();
    invite.device = in.id<DeviceId>();
    return invite;
}

void write(CanonicalWriter& out, const Scope& scope) {
    out.code(scope.kind).sized(as_bytes(scope.label));
    write_list(out, scope.entries);
    out.u32(static_cast<std::uint32_t>(scope.confirmed));
    out.u32(static_cast<std::uint32_t>(scope.epoch_keys.size()));
    for (const sealing::EpochKey& key : scope.epoch_keys) out.raw(key.view());
    out.raw(scope.token.view());
}

Scope read_scope(CanonicalReader& in) {
    Scope scope;
    scope.kind = in.code<scope_log::ScopeKind>();
    scope.label = read_text(in);
    scope.entries = read_list(in);
    scope.confirmed = in.u32();
    const std::uint32_t keys = in.u32();
    for (std::uint32_t i = 0; i < keys && in.ok(); ++i)
        scope.epoch_keys.push_back(read_secret<32>(in));
    scope.token = read_secret<32>(in);
    return scope;
}

void write(CanonicalWriter& out, const std::optional<Server>& server) {
    out.u8(server ? 1 : 0);
    if (server) out.sized(as_bytes(server->host)).u16(server->port).raw(server->key.view());
}

std::optional<Server> read_server(CanonicalReader& in) {
    if (in.u8() == 0) return std::nullopt;
    Server server;
    server.host = read_text(in);
    server.port = in.u16();
    in.fill(server.key.bytes);
    return server;
}

void write(CanonicalWriter& out, const Revocation& revocation) {
    out.id(revocation.person).code(revocation.reason);
    write(out, revocation.since);
    out.code(revocation.person_epoch).sized(revocation.revoke_order);
    out.sized(revocation.wipe_order).sized(revocation.receipt);
    write(out, revocation.last_contact);
    out.u8(revocation.is_complete ? 1 : 0);
}

Revocation read_revocation(CanonicalReader& in) {
    Revocation revocation;
    revocation.person = in.id<PersonId>();
    revocation.reason = in.code<scope_log::RevocationReason>();
    revocation.since = read_instant(in);
    revocation.person_epoch = in.code<KeyEpoch>();
    revocation.revoke_order = to_bytes(in.sized(text_bytes_max));
    revocation.wipe_order = to_bytes(in.sized(text_bytes_max));
    revocation.receipt = to_bytes(in.sized(scope_log::limits::receipt_bytes));
    revocation.last_contact = read_instant(in);
    revocation.is_complete = in.u8() != 0;
    return revocation;
}

Bytes read_server_keys(CanonicalReader& in) {
    Bytes list = to_bytes(in.sized(text_bytes_max));
    if (list.empty()) return list;
    const auto decoded = scope_log::decode_certificate(list);
    if (!decoded || !std::holds_alternative<scope_log::Signed<scope_log::ServerKeyList>>(*decoded))
        in.refuse("a list of server keys that is none");
    return list;
}

/// Of those that have one: id and text.
template <class Map>
void write_references(CanonicalWriter& out, const Map& map) {
    const auto has_one = [](const auto& element) { return !element.second.reference.empty(); };
    out.u32(static_cast<std::uint32_t>(std::count_if(map.begin(), map.end(), has_one)));
    for (const auto& [id, element] : map)
        if (!element.reference.empty()) out.id(id).sized(as_bytes(element.reference));
}

template <class Map>
void read_references(CanonicalReader& in, Map& map) {
    const std::uint32_t count = in.u32();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        const auto at = map.find(in.id<typename Map::key_type>());
        std::string reference = read_text(in);
        if (at == map.end())
            in.refuse("a reference to nothing");
        else
            at->second.reference = std::move(reference);
    }
}

/// Everything before the lists has at most a few kilobytes; a scope has some hundred bytes a
/// member.
std::size_t size_estimate(const State& state) {
    std::size_t size = 8192 + state.people.size() * 1024 + state.invites.size() * 128;
    for (const auto& [id, scope] : state.scopes) {
        size += 512 + scope.label.size() + scope.reference.size() + scope.epoch_keys.size() * 32;
        for (const Bytes& entry : scope.entries) size += entry.size() + 4;
    }
    for (const auto& [id, rules] : state.access)
        for (const AccessRule& rule : rules) size += 64 + rule.message.size() + rule.reason.size();
    for (const auto& [id, revocation] : state.revoked) size += 1024 + revocation.receipt.size();
    return size;
}

}  // namespace

State found_organisation(std::string name, Instant now, crypto::Random& random) {
    State state;
    state.org = random.id<OrgId>();
    state.organisation = std::move(name);
    state.root = crypto::SigningKey::generate();
    state.registrar = crypto::SigningKey::generate();
    state.registrar_box = sealing::BoxKeyPair::generate(random);
    scope_log::RegistrarCert cert;
    cert.org = state.org;
    cert.registrar = scope_log::registrar_id(state.registrar.public_key);
    cert.sign_key = state.registrar.public_key;
    cert.box_key = state.registrar_box.public_key;
    cert.validity = {now + -clock_slack, now + registrar_validity};
    state.registrar_cert = encode(scope_log::sign_certificate(cert, state.root));
    return state;
}

std::string public_description(const State& state) {
    const nlohmann::ordered_json description{{"org", to_text(state.org)},
                                             {"name", state.organisation},
                                             {"root", to_hex(state.root.public_key.view())},
                                             {"registrar", to_hex(state.registrar_cert)}};
    return description.dump(2) + "\n";
}

Bytes encode(const State& state) {
    CanonicalWriter out;
    out.reserve(size_estimate(state));  // so that growing leaves no copy of the keys behind
    out.u8(version_4).id(state.org).sized(as_bytes(state.organisation));
    write(out, state.root);
    write(out, state.registrar);
    out.raw(state.registrar_box.secret.view()).sized(state.registrar_cert);
    write(out, state.server);
    out.u32(static_cast<std::uint32_t>(state.people.size()));
    for (const auto& [id, person] : state.people) {
        out.id(id);
        write(out, person);
    }
    out.u32(static_cast<std::uint32_t>(state.invites.size()));
    for (const auto& [id, invite] : state.invites) write(out, invite);
    out.u32(static_cast<std::uint32_t>(state.scopes.size()));
    for (const auto& [id, scope] : state.scopes) {
        out.id(id);
        write(out, scope);
    }
    out.u32(static_cast<std::uint32_t>(state.revoked.size()));
    for (const auto& [id, revocation] : state.revoked) {
        out.id(id);
        write(out, revocation);
    }
    out.sized(state.server_keys);
    out.u64(state.behind_since ? static_cast<std::uint64_t>(state.behind_since->ms) : 0);
    write_references(out, state.people);
    write_references(out, state.scopes);
    write(out, state.access);
    return out.take();
}

Result<State> decode_state(ByteView bytes) {
    CanonicalReader in(bytes);
    const std::uint8_t version = in.u8();
    if (version < version_1 || version > version_4)
        return fail(Errc::unsupported_version, "the keyholder's file is of a later version");
    State state;
    state.org = in.id<OrgId>();
    state.organisation = read_text(in);
    state.root = read_signing_key(in);
    state.registrar = read_signing_key(in);
    state.registrar_box = read_box_key(in);
    state.registrar_cert = to_bytes(in.sized(text_bytes_max));
    state.server = read_server(in);
    const std::uint32_t people = in.u32();
    for (std::uint32_t i = 0; i < people && in.ok(); ++i) {
        const auto id = in.id<PersonId>();
        state.people.emplace(id, read_person(in));
    }
    const std::uint32_t invites = in.u32();
    for (std::uint32_t i = 0; i < invites && in.ok(); ++i) {
        Invite invite = read_invite(in);
        const sealing::InviteId id = invite.secret.id();
        state.invites.emplace(id, std::move(invite));
    }
    const std::uint32_t scopes = in.u32();
    for (std::uint32_t i = 0; i < scopes && in.ok(); ++i) {
        const auto id = in.id<ScopeId>();
        state.scopes.emplace(id, read_scope(in));
    }
    const std::uint32_t revoked = version == version_1 ? 0 : in.u32();
    for (std::uint32_t i = 0; i < revoked && in.ok(); ++i) {
        const auto id = in.id<DeviceId>();
        state.revoked.emplace(id, read_revocation(in));
    }
    if (version >= version_3) state.server_keys = read_server_keys(in);
    if (version >= version_4) {
        if (const Instant since = read_instant(in); since.ms != 0) state.behind_since = since;
        read_references(in, state.people);
        read_references(in, state.scopes);
    }
    state.access = read_access(in);
    if (auto done = in.finish("the keyholder's state"); !done) return done.error();
    return state;
}

}  // namespace sanderling::keyholder
