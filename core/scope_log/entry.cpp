#include "core/scope_log/entry.hpp"

#include "core/types/assert.hpp"

namespace sanderling::scope_log {

namespace {

constexpr std::uint8_t type_scope_log_entry = 2;  // 1 is a commit header
constexpr std::uint8_t suite_1 = 1;

using commit::CanonicalReader;
using commit::CanonicalWriter;

void write(CanonicalWriter& out, const Principal& principal) {
    out.code(principal.kind).raw(principal.id);
}

Principal read_principal(CanonicalReader& in) {
    Principal principal;
    principal.kind = in.code<PrincipalKind>();
    if (principal.kind != PrincipalKind::person && principal.kind != PrincipalKind::group)
        in.refuse("an unknown kind of principal");
    in.fill(principal.id);
    return principal;
}

void write(CanonicalWriter& out, const RoleTable& roles) {
    SANDERLING_ASSERT(roles.size() <= limits::roles_a_table);
    out.u8(static_cast<std::uint8_t>(roles.size()));
    for (const RoleRow& row : roles) out.code(row.role).u32(row.classes).code(row.rights);
}

RoleTable read_roles(CanonicalReader& in) {
    const std::uint8_t rows = in.u8();
    if (rows > limits::roles_a_table) in.refuse("too many roles");
    RoleTable roles;
    for (std::uint8_t i = 0; i < rows && in.ok(); ++i) {
        RoleRow row;
        row.role = in.code<Role>();
        row.classes = in.u32();
        row.rights = in.code<Rights>();
        if (!roles.empty() && row.role <= roles.back().role)
            in.refuse("roles that are not in ascending order");
        roles.push_back(row);
    }
    return roles;
}

void write(CanonicalWriter& out, Instant t) {
    out.u64(static_cast<std::uint64_t>(t.ms));
}

Instant read_instant(CanonicalReader& in) {
    const std::uint64_t ms = in.u64();
    if (ms > static_cast<std::uint64_t>(INT64_MAX)) in.refuse("a time before 1970");
    return {static_cast<std::int64_t>(ms)};
}

void write_body(CanonicalWriter& out, const Create& body) {
    out.code(BodyType::create).code(body.kind);
    write(out, body.roles);
}

void write_body(CanonicalWriter& out, const SetMember& body) {
    out.code(BodyType::set_member);
    write(out, body.principal);
    out.code(body.role);
    write(out, body.not_before);
    write(out, body.until);
}

void write_body(CanonicalWriter& out, const RemoveMember& body) {
    out.code(BodyType::remove_member);
    write(out, body.principal);
    out.code(body.reason);
}

void write_body(CanonicalWriter& out, const EpochChange& body) {
    out.code(BodyType::epoch).code(body.epoch).hash(body.commitment).raw(body.deposit_key.view());
    out.sized(body.wrapped_previous).sized(body.wrapped_token).hash(body.envelopes);
}

void write_body(CanonicalWriter& out, const Policy& body) {
    out.code(BodyType::policy);
    write(out, body.roles);
}

void write_body(CanonicalWriter& out, const Decide& body) {
    out.code(BodyType::decide).code(body.decision).code(body.seq).hash(body.commit);
    out.code(body.t_eff).code(body.reason).sized(body.note);
}

Decide read_decide(CanonicalReader& in) {
    Decide body;
    body.decision = in.code<Decision>();
    if (body.decision != Decision::accept && body.decision != Decision::refuse)
        in.refuse("an unknown decision");
    body.seq = in.code<Seq>();
    body.commit = in.hash();
    body.t_eff = in.code<HlcTime>();
    body.reason = in.code<DecisionReason>();
    body.note = to_bytes(in.sized(limits::note_bytes));
    return body;
}

void write_body(CanonicalWriter& out, const Purge& body) {
    out.code(BodyType::purge).code(body.target).code(body.reason);
    out.u16(static_cast<std::uint16_t>(body.records.size()));
    for (const RecordId record : body.records) out.id(record);
}

void write_body(CanonicalWriter& out, const Hold& body) {
    out.code(BodyType::hold).code(body.target).code(body.reason);
    out.u16(static_cast<std::uint16_t>(body.records.size()));
    for (const RecordId record : body.records) out.id(record);
    out.sized(body.note);
}

void write_body(CanonicalWriter& out, const ReleaseHold& body) {
    out.code(BodyType::release_hold).u32(body.hold).sized(body.note);
}

void write_body(CanonicalWriter& out, const RevokeDevice& body) {
    out.code(BodyType::revoke_device).id(body.device).code(body.reason);
    write(out, body.since);
}

// A reason of a later version revokes as any other.
RevokeDevice read_revoke_device(CanonicalReader& in) {
    RevokeDevice body;
    body.device = in.id<DeviceId>();
    body.reason = in.code<RevocationReason>();
    body.since = read_instant(in);
    return body;
}

EpochChange read_epoch(CanonicalReader& in) {
    EpochChange body;
    body.epoch = in.code<KeyEpoch>();
    body.commitment = in.hash();
    in.fill(body.deposit_key.bytes);
    body.wrapped_previous = to_bytes(in.sized(limits::wrapped_key_bytes));
    body.wrapped_token = to_bytes(in.sized(limits::wrapped_key_bytes));
    body.envelopes = in.hash();
    return body;
}

SetMember read_set_member(CanonicalReader& in) {
    SetMember body;
    body.principal = read_principal(in);
    body.role = in.code<Role>();
    body.not_before = read_instant(in);
    body.until = read_instant(in);
    return body;
}

RemoveMember read_remove_member(CanonicalReader& in) {
    RemoveMember body;
    body.principal = read_principal(in);
    body.reason = in.code<RemovalReason>();  // one of a later version says the same: removed
    return body;
}

Create read_create(CanonicalReader& in) {
    Create body;
    body.kind = in.code<ScopeKind>();
    body.roles = read_roles(in);
    return body;
}

// What a purge or a hold is about. A target of a later version cannot be guessed.
std::vector<RecordId> read_records(CanonicalReader& in, PurgeTarget target, std::size_t most) {
    std::vector<RecordId> records;
    const std::uint16_t count = in.u16();
    if (count > most) in.refuse("too many records in one entry");
    if (in.ok() && (count == 0) != (target == PurgeTarget::scope))
        in.refuse("an entry about the scope names no records, one about records names some");
    for (std::uint16_t i = 0; i < count && in.ok(); ++i) {
        records.push_back(in.id<RecordId>());
        if (i != 0 && records[i] <= records[i - 1u]) in.refuse("records that are not in order");
    }
    return records;
}

bool is_known(PurgeTarget target) {
    return target == PurgeTarget::scope || target == PurgeTarget::records;
}

// A reason of a later version erases as any other.
Result<Body> read_purge(CanonicalReader& in) {
    Purge body;
    body.target = in.code<PurgeTarget>();
    if (in.ok() && !is_known(body.target))
        return fail(Errc::unsupported_version, "a purge of an unknown target");
    body.reason = in.code<PurgeReason>();
    body.records = read_records(in, body.target, limits::records_a_purge);
    return Body{std::move(body)};
}

Result<Body> read_hold(CanonicalReader& in) {
    Hold body;
    body.target = in.code<PurgeTarget>();
    if (in.ok() && !is_known(body.target))
        return fail(Errc::unsupported_version, "a hold on an unknown target");
    body.reason = in.code<HoldReason>();
    body.records = read_records(in, body.target, limits::records_a_hold);
    body.note = to_bytes(in.sized(limits::note_bytes));
    return Body{std::move(body)};
}

ReleaseHold read_release(CanonicalReader& in) {
    ReleaseHold body;
    body.hold = in.u32();
    body.note = to_bytes(in.sized(limits::note_bytes));
    return body;
}

Result<Body> read_body(CanonicalReader& in) {
    const auto type = in.code<BodyType>();
    switch (type) {
        case BodyType::create:
            return Body{read_create(in)};
        case BodyType::set_member:
            return Body{read_set_member(in)};
        case BodyType::remove_member:
            return Body{read_remove_member(in)};
        case BodyType::epoch:
            return Body{read_epoch(in)};
        case BodyType::policy:
            return Body{Policy{read_roles(in)}};
        case BodyType::decide:
            return Body{read_decide(in)};
        case BodyType::purge:
            return read_purge(in);
        case BodyType::revoke_device:
            return Body{read_revoke_device(in)};
        case BodyType::hold:
            return read_hold(in);
        case BodyType::release_hold:
            return Body{read_release(in)};
    }
    if (!in.ok()) return in.finish("scope log entry").error();
    return fail(Errc::unsupported_version,
                "a scope log entry of unknown type " + std::to_string(number(type)));
}

}  // namespace

Bytes encode(const ScopeLogEntry& entry) {
    CanonicalWriter out;
    out.reserve(320);
    out.u8(type_scope_log_entry).u8(suite_1).id(entry.org).id(entry.scope);
    out.u32(entry.index).hash(entry.previous);
    out.code(entry.issuer.kind).raw(entry.issuer.id).code(entry.claimed);
    std::visit([&out](const auto& body) { write_body(out, body); }, entry.body);
    return out.take();
}

Bytes encode(const SignedEntry& signed_entry) {
    Bytes bytes = encode(signed_entry.entry);
    append(bytes, signed_entry.signature.view());
    return bytes;
}

Result<SignedEntry> decode_entry(ByteView bytes) {
    if (bytes.size() > limits::entry_bytes) return fail(Errc::too_large, "scope log entry");
    CanonicalReader in(bytes);
    if (in.u8() != type_scope_log_entry) in.refuse("not a scope log entry");
    if (in.u8() != suite_1 && in.ok())
        return fail(Errc::unsupported_version, "a scope log entry of an unknown suite");
    SignedEntry out;
    ScopeLogEntry& entry = out.entry;
    entry.org = in.id<OrgId>();
    entry.scope = in.id<ScopeId>();
    entry.index = in.u32();
    entry.previous = in.hash();
    entry.issuer.kind = in.code<IssuerKind>();
    if (entry.issuer.kind != IssuerKind::registrar && entry.issuer.kind != IssuerKind::device)
        in.refuse("an unknown kind of issuer");
    in.fill(entry.issuer.id);
    entry.claimed = in.code<HlcTime>();
    if (!in.ok()) return in.finish("scope log entry").error();
    auto body = read_body(in);
    if (!body) return body.error();
    entry.body = std::move(*body);
    in.fill(out.signature.bytes);
    if (auto done = in.finish("scope log entry"); !done) return done.error();
    return out;
}

crypto::Hash note_place(OrgId org, ScopeId scope, std::uint32_t index) {
    CanonicalWriter out;
    out.id(org).id(scope).u32(index);
    return crypto::hash(crypto::HashType::hold_note, out.take());
}

crypto::Hash entry_hash(const ScopeLogEntry& entry) {
    return crypto::hash(crypto::HashType::scope_log_entry, encode(entry));
}

SignedEntry sign_entry(ScopeLogEntry entry, const crypto::SigningKey& issuer) {
    const crypto::Signature signature =
        crypto::sign(crypto::SignDomain::scope_log, entry_hash(entry), issuer);
    return {std::move(entry), signature};
}

bool verify_entry(const SignedEntry& signed_entry, const crypto::PublicKey& issuer) {
    return crypto::verify(crypto::SignDomain::scope_log, entry_hash(signed_entry.entry),
                          signed_entry.signature, issuer);
}

}  // namespace sanderling::scope_log
