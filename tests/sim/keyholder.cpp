#include "tests/sim/keyholder.hpp"

#include <algorithm>
#include <memory>

namespace sanderling::sim {

using namespace std::chrono_literals;

namespace {
constexpr scope_log::Validity always{{0}, {32'503'680'000'000}};
}

Keyholder::Keyholder(const schema::Schema& schema, Scheduler& time, std::uint64_t seed)
    : schema_(schema),
      time_(time),
      dice_(seed),
      org_(dice_.id<OrgId>()),
      root_(crypto::SigningKey::generate()),
      registrar_(crypto::SigningKey::generate()),
      registrar_box_(sealing::BoxKeyPair::generate(dice_)) {
    const scope_log::RegistrarCert cert{.org = org_,
                                        .registrar = scope_log::registrar_id(registrar_.public_key),
                                        .sign_key = registrar_.public_key,
                                        .box_key = registrar_box_.public_key,
                                        .validity = always};
    registrar_cert_ = scope_log::encode(scope_log::sign_certificate(cert, root_));
}

void Keyholder::use(Server& server) {
    server_ = &server;
    server_
        ->put([&](server::WriteGroup& group) {
            return group.put_directory({.certificates = {registrar_cert_}});
        })
        .value();
}

scope_log::Issuer Keyholder::self() const {
    return scope_log::Issuer::of(scope_log::registrar_id(registrar_.public_key));
}

// ---- People and devices ------------------------------------------------------------------------

PersonId Keyholder::add_person() {
    const auto person = dice_.id<PersonId>();
    auto key = sealing::BoxKeyPair::generate(dice_);
    const scope_log::PersonKeyCert cert{.org = org_,
                                        .registrar = scope_log::registrar_id(registrar_.public_key),
                                        .person = person,
                                        .epoch = KeyEpoch{1},
                                        .key = key.public_key};
    const Bytes bytes = scope_log::encode(scope_log::sign_certificate(cert, registrar_));
    server_
        ->put([&](server::WriteGroup& group) {
            return group.put_directory({.certificates = {bytes}});
        })
        .value();
    person_keys_.emplace(person, std::move(key));
    person_certs_.emplace(person, cert);
    person_cert_bytes_.emplace(person, bytes);
    return person;
}

sealing::Offer Keyholder::offer() const {
    return {.org = org_, .root = root_.public_key, .server = {}, .expires = always.not_after};
}

sealing::Answer Keyholder::certify(PersonId person, const crypto::PublicKey& sign,
                                   const crypto::BoxPublicKey& box) {
    const scope_log::DeviceCert cert{.org = org_,
                                     .registrar = scope_log::registrar_id(registrar_.public_key),
                                     .person = person,
                                     .device = scope_log::device_id(sign),
                                     .sign_key = sign,
                                     .box_key = box,
                                     .validity = always};
    const Bytes bytes = scope_log::encode(scope_log::sign_certificate(cert, registrar_));
    server_
        ->put([&](server::WriteGroup& group) {
            return group.put_directory({.certificates = {bytes}});
        })
        .value();
    const auto envelope = sealing::seal_person_key(
        person_certs_.at(person), person_keys_.at(person), cert, registrar_, dice_);
    return {.person = person,
            .organisation = "Simulated Trust",
            .registrar = registrar_cert_,
            .device = bytes,
            .person_keys = {person_cert_bytes_.at(person)},
            .person_key_envelopes = {sealing::encode(envelope.value())}};
}

// ---- Scopes ------------------------------------------------------------------------------------

sealing::EpochPlace Keyholder::place(ScopeId scope, std::uint32_t index) const {
    return {org_, scope, index, self()};
}

void Keyholder::add_entry(Change& change, ScopeId scope, scope_log::Body body) const {
    scope_log::ScopeLogEntry entry{.org = org_, .scope = scope, .body = std::move(body)};
    entry.issuer = self();
    entry.claimed = hlc_at(server_->clock());
    entry.index = change.entries;
    entry.previous = change.head;
    change.head = scope_log::entry_hash(entry);
    ++change.entries;
    change.put.entries.push_back(scope_log::encode(scope_log::sign_entry(entry, registrar_)));
}

void Keyholder::add_epoch(Change& change, ScopeId scope, ScopeKeys& keys,
                          const std::set<PersonId>& to) {
    std::vector<sealing::Recipient> recipients;
    for (const PersonId person : to)
        recipients.push_back(sealing::recipient_of(person_certs_.at(person)));
    const auto at = place(scope, change.entries);
    const auto last = static_cast<std::uint32_t>(keys.epochs.size());
    auto made = keys.epochs.empty()
                    ? sealing::make_first_epoch(at, recipients, dice_)
                    : sealing::make_next_epoch(at, KeyEpoch{last}, keys.epochs.back(), keys.token,
                                               recipients, dice_);
    sealing::NewEpoch& epoch = made.value();
    keys.epoch_index = change.entries;
    add_entry(change, scope, epoch.body);
    for (const sealing::Envelope& envelope : epoch.envelopes) {
        change.put.envelopes.push_back({scope, sealing::encode(envelope)});
        change.put.recipients.push_back(envelope.to.person());
    }
    keys.epochs.push_back(std::move(epoch.key));
    keys.token = std::move(epoch.token);
}

ScopeId Keyholder::create_scope(const schema::ScopeKind& kind) {
    const auto scope = dice_.id<ScopeId>();
    scope_log::Create create{.kind = scope_log::ScopeKind{number(kind.number)}};
    for (const schema::RoleGrant& grant : kind.roles)
        create.roles.push_back({.role = scope_log::Role{number(grant.role)},
                                .classes = grant.classes,
                                .rights = scope_log::Rights{grant.rights}});
    std::sort(create.roles.begin(), create.roles.end(),
              [](const auto& a, const auto& b) { return a.role < b.role; });
    enqueue(scope, [this, scope, create](Change& change, ScopeKeys& keys) {
        add_entry(change, scope, create);
        add_epoch(change, scope, keys, {});
    });
    return scope;
}

void Keyholder::admit(ScopeId scope, PersonId person, schema::RoleNumber role) {
    enqueue(scope, [this, scope, person, role](Change& change, ScopeKeys& keys) {
        add_entry(change, scope,
                  scope_log::SetMember{.principal = scope_log::Principal::of(person),
                                       .role = scope_log::Role{number(role)}});
        keys.members.insert(person);
        const auto envelope = sealing::seal_envelope(
            place(scope, keys.epoch_index),
            KeyEpoch{static_cast<std::uint32_t>(keys.epochs.size())}, keys.epochs.back(),
            sealing::recipient_of(person_certs_.at(person)), dice_);
        change.put.envelopes.push_back({scope, sealing::encode(envelope.value())});
        change.put.recipients.push_back(person);
    });
}

void Keyholder::remove(ScopeId scope, PersonId person) {
    enqueue(scope, [this, scope, person](Change& change, ScopeKeys& keys) {
        add_entry(change, scope,
                  scope_log::RemoveMember{.principal = scope_log::Principal::of(person)});
        keys.members.erase(person);
        add_epoch(change, scope, keys, keys.members);
    });
}

void Keyholder::change_key(ScopeId scope) {
    enqueue(scope, [this, scope](Change& change, ScopeKeys& keys) {
        add_epoch(change, scope, keys, keys.members);
    });
}

void Keyholder::purge(ScopeId scope, const std::set<RecordId>& records) {
    enqueue(scope, [this, scope, records](Change& change, ScopeKeys&) {
        add_entry(change, scope,
                  scope_log::Purge{.target = scope_log::PurgeTarget::records,
                                   .reason = scope_log::PurgeReason::request,
                                   .records = {records.begin(), records.end()}});
    });
}

Keyholder::ForgedEntry Keyholder::forged_entry(ScopeId scope, std::uint32_t index,
                                               const crypto::Hash& previous, Dice& dice) const {
    const auto ghost = crypto::SigningKey::generate();
    scope_log::ScopeLogEntry entry{.org = org_, .scope = scope};
    entry.body = scope_log::SetMember{.principal = scope_log::Principal::of(dice.id<PersonId>()),
                                      .role = scope_log::Role{1}};
    // In the registrar's name, as a registrar that nobody certified, or as a device of the ghost's.
    const std::uint64_t who = dice.under(3);
    entry.issuer = who == 0   ? self()
                   : who == 1 ? scope_log::Issuer::of(scope_log::registrar_id(ghost.public_key))
                              : scope_log::Issuer::of(scope_log::device_id(ghost.public_key));
    entry.claimed = hlc_at(server_->clock());
    entry.index = index;
    entry.previous = previous;
    return {scope_log::encode(scope_log::sign_entry(entry, ghost)), scope_log::entry_hash(entry)};
}

const sealing::EpochKey* Keyholder::key(ScopeId scope, KeyEpoch epoch) const {
    const auto found = scopes_.find(scope);
    if (found == scopes_.end() || number(epoch) == 0 || number(epoch) > found->second.epochs.size())
        return nullptr;
    return &found->second.epochs[number(epoch) - 1];
}

// ---- To the server, in order -------------------------------------------------------------------

void Keyholder::enqueue(ScopeId scope, std::function<void(Change&, ScopeKeys&)> make) {
    auto change = std::make_shared<std::optional<Change>>();
    queue_.push_back([this, scope, change, make = std::move(make)] {
        ScopeKeys& keys = scopes_[scope];
        const bool is_retry = change->has_value();
        if (!is_retry) {
            Change fresh;
            fresh.put.scope = scope;
            fresh.entries = keys.entries;
            fresh.head = keys.head;
            make(fresh, keys);
            *change = std::move(fresh);
        }
        if (!deliver(**change, is_retry)) return false;
        puts_.push_back((*change)->put);
        keys.entries = (*change)->entries;
        keys.head = (*change)->head;
        return true;
    });
    work();
}

bool Keyholder::deliver(const Change& change, bool may_be_there) {
    const auto outcome =
        server_->put([&](server::WriteGroup& group) { return group.put_log(change.put); });
    if (outcome) return true;
    // Nobody else writes these logs: it was committed by the attempt that seemed to fail.
    if (may_be_there && outcome.error().code == Errc::scope_log_moved) return true;
    const Errc code = outcome.error().code;
    const bool may_pass = code == Errc::offline || code == Errc::busy || code == Errc::internal;
    if (!may_pass) outcome.value();  // an error of the simulation itself
    return false;
}

void Keyholder::see_to_restored(Duration after) {
    again_at_ = time_.now() + after;
    time_.after(after, [this] { work(); });
}

void Keyholder::hurry() {
    if (again_at_ != none) again_at_ = time_.now();
    work();
}

// Entries that devices have brought back are there already; envelopes nobody else has.
bool Keyholder::put_again() {
    for (const wire::LogPut& put : puts_) {
        wire::LogPut envelopes = put;
        envelopes.entries.clear();
        for (const wire::LogPut& each : {put, envelopes}) {
            const auto outcome =
                server_->put([&](server::WriteGroup& group) { return group.put_log(each); });
            const Errc code = outcome ? Errc::ok : outcome.error().code;
            if (code == Errc::ok) break;
            if (code == Errc::offline || code == Errc::busy || code == Errc::internal) return false;
        }
    }
    return true;
}

void Keyholder::work() {
    if (again_at_ != none) {
        if (time_.now() < again_at_) return;
        if (put_again()) again_at_ = none;
    }
    while (again_at_ == none && !queue_.empty() && queue_.front()()) queue_.pop_front();
    const bool is_done = again_at_ == none && queue_.empty();
    if (is_done || is_retry_set_) return;
    is_retry_set_ = true;
    time_.after(10s, [this] {
        is_retry_set_ = false;
        work();
    });
}

}  // namespace sanderling::sim
