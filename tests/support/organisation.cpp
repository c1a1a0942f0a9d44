#include "tests/support/organisation.hpp"

#include <algorithm>

namespace sanderling::tests {

namespace {

constexpr scope_log::Validity always{{0}, {4'102'444'800'000}};

scope_log::Directory directory_of(OrgId org, const crypto::SigningKey& root) {
    return {org, root.public_key};
}

}  // namespace

Organisation::Organisation(const schema::Schema& schema)
    : schema_(schema),
      org_(random_.id<OrgId>()),
      root_(crypto::SigningKey::generate()),
      registrar_(crypto::SigningKey::generate()),
      registrar_box_(sealing::BoxKeyPair::generate(random_)),
      server_(directory_of(org_, root_)) {
    const scope_log::RegistrarCert cert{.org = org_,
                                        .registrar = scope_log::registrar_id(registrar_.public_key),
                                        .sign_key = registrar_.public_key,
                                        .box_key = registrar_box_.public_key,
                                        .validity = always};
    registrar_cert_ = scope_log::encode(scope_log::sign_certificate(cert, root_));
    server_.put_certificate(registrar_cert_);
}

PersonId Organisation::add_person() {
    const auto person = random_.id<PersonId>();
    auto key = sealing::BoxKeyPair::generate(random_);
    const scope_log::PersonKeyCert cert{.org = org_,
                                        .registrar = scope_log::registrar_id(registrar_.public_key),
                                        .person = person,
                                        .epoch = KeyEpoch{1},
                                        .key = key.public_key};
    const Bytes bytes = scope_log::encode(scope_log::sign_certificate(cert, registrar_));
    server_.put_certificate(bytes);
    person_keys_.emplace(person, std::move(key));
    person_certs_.emplace(person, cert);
    person_cert_bytes_.emplace(person, bytes);
    return person;
}

sealing::Offer Organisation::offer() const {
    return {.org = org_, .root = root_.public_key, .server = {}, .expires = {4'102'444'800'000}};
}

sealing::Answer Organisation::certify(PersonId person, const crypto::PublicKey& sign,
                                      const crypto::BoxPublicKey& box) {
    const scope_log::DeviceCert cert{.org = org_,
                                     .registrar = scope_log::registrar_id(registrar_.public_key),
                                     .person = person,
                                     .device = scope_log::device_id(sign),
                                     .sign_key = sign,
                                     .box_key = box,
                                     .validity = always};
    const Bytes bytes = scope_log::encode(scope_log::sign_certificate(cert, registrar_));
    server_.put_certificate(bytes);
    const auto envelope = sealing::seal_person_key(
        person_certs_.at(person), person_keys_.at(person), cert, registrar_, random_);
    return {.person = person,
            .organisation = "Test Trust",
            .registrar = registrar_cert_,
            .device = bytes,
            .person_keys = {person_cert_bytes_.at(person)},
            .person_key_envelopes = {sealing::encode(envelope.value())}};
}

std::uint32_t Organisation::next_index(ScopeId scope) {
    const auto& head = server_.scope(scope).log.head();
    return head ? head->index + 1 : 0;
}

void Organisation::put(ScopeId scope, scope_log::Body body) {
    scope_log::ScopeLogEntry entry{.org = org_, .scope = scope, .body = std::move(body)};
    entry.issuer = scope_log::Issuer::of(scope_log::registrar_id(registrar_.public_key));
    entry.claimed = hlc_at(server_.now);
    if (!std::holds_alternative<scope_log::Create>(entry.body)) {
        entry.index = next_index(scope);
        entry.previous = server_.scope(scope).log.head()->hash;
    }
    server_.put_entry(scope, scope_log::sign_entry(entry, registrar_)).value();
}

ScopeId Organisation::create_scope(std::string_view kind_name) {
    const auto scope = random_.id<ScopeId>();
    const schema::ScopeKind* kind = schema_.scope_kind(kind_name);
    scope_log::Create create{.kind = scope_log::ScopeKind{number(kind->number)}};
    for (const schema::RoleGrant& grant : kind->roles)
        create.roles.push_back({.role = scope_log::Role{number(grant.role)},
                                .classes = grant.classes,
                                .rights = scope_log::Rights{grant.rights}});
    std::sort(create.roles.begin(), create.roles.end(),
              [](const auto& a, const auto& b) { return a.role < b.role; });
    put(scope, create);
    const sealing::EpochPlace place{
        org_, scope, 1, scope_log::Issuer::of(scope_log::registrar_id(registrar_.public_key))};
    auto epoch = sealing::make_first_epoch(place, {}, random_);
    put(scope, epoch.value().body);
    scopes_[scope] = {KeyEpoch{1}, std::move(epoch->key), std::move(epoch->token), 1};
    return scope;
}

void Organisation::admit_keyless(ScopeId scope, PersonId person, std::string_view role) {
    put(scope, scope_log::SetMember{.principal = scope_log::Principal::of(person),
                                    .role = scope_log::Role{number(schema_.role(role)->number)}});
}

void Organisation::hand_key(ScopeId scope, PersonId person) {
    const ScopeKeys& keys = scopes_.at(scope);
    const sealing::EpochPlace place{
        org_, scope, keys.epoch_index,
        scope_log::Issuer::of(scope_log::registrar_id(registrar_.public_key))};
    auto envelope = sealing::seal_envelope(
        place, keys.epoch, keys.key, sealing::recipient_of(person_certs_.at(person)), random_);
    server_.put_envelope(person, scope, sealing::encode(envelope.value()));
}

void Organisation::admit(ScopeId scope, PersonId person, std::string_view role) {
    admit_keyless(scope, person, role);
    const auto member = server_.scope(scope).log.member_at(person, Seq{UINT64_MAX}, server_.now);
    if (member && scope_log::allows(member->rights, scope_log::Right::read))
        hand_key(scope, person);
}

void Organisation::cover(ScopeId scope, PersonId person, std::string_view role, Instant until) {
    put(scope, scope_log::SetMember{.principal = scope_log::Principal::of(person),
                                    .role = scope_log::Role{number(schema_.role(role)->number)},
                                    .until = until});
    hand_key(scope, person);
}

void Organisation::remove(ScopeId scope, PersonId person) {
    put(scope, scope_log::RemoveMember{.principal = scope_log::Principal::of(person)});
}

void Organisation::purge_records(ScopeId scope, std::vector<RecordId> records) {
    std::sort(records.begin(), records.end());
    put(scope, scope_log::Purge{scope_log::PurgeTarget::records, scope_log::PurgeReason::request,
                                std::move(records)});
}

std::uint32_t Organisation::hold(ScopeId scope, std::vector<RecordId> records) {
    using scope_log::PurgeTarget;
    std::sort(records.begin(), records.end());
    const std::uint32_t index = next_index(scope);
    put(scope, scope_log::Hold{records.empty() ? PurgeTarget::scope : PurgeTarget::records,
                               scope_log::HoldReason::complaint,
                               std::move(records),
                               {}});
    return index;
}

void Organisation::release(ScopeId scope, std::uint32_t hold) {
    put(scope, scope_log::ReleaseHold{hold, {}});
}

void Organisation::purge_scope(ScopeId scope) {
    put(scope,
        scope_log::Purge{scope_log::PurgeTarget::scope, scope_log::PurgeReason::retention, {}});
}

std::vector<sealing::Envelope> Organisation::mint_epoch(ScopeId scope) {
    ScopeKeys& keys = scopes_.at(scope);
    const sealing::EpochPlace place{
        org_, scope, next_index(scope),
        scope_log::Issuer::of(scope_log::registrar_id(registrar_.public_key))};
    std::vector<sealing::Recipient> recipients;
    for (const auto& [person, member] : server_.scope(scope).log.members_now())
        if (scope_log::allows(member.rights, scope_log::Right::read))
            recipients.push_back(sealing::recipient_of(person_certs_.at(person)));
    auto epoch =
        sealing::make_next_epoch(place, keys.epoch, keys.key, keys.token, recipients, random_);
    put(scope, epoch.value().body);
    keys = {KeyEpoch{number(keys.epoch) + 1}, std::move(epoch->key), std::move(epoch->token),
            place.index};
    return std::move(epoch->envelopes);
}

void Organisation::new_epoch(ScopeId scope) {
    for (const sealing::Envelope& envelope : mint_epoch(scope))
        server_.put_envelope(envelope.to.person(), scope, sealing::encode(envelope));
}

void Organisation::new_epoch_keyless(ScopeId scope) {
    mint_epoch(scope);
}

}  // namespace sanderling::tests
