// A malicious server and the keys of a case: what it would have to put in the hands of a device, so
// that what is written there is readable to itself.
#include "client-sdk/replica/replica.hpp"
#include "core/sealing/content.hpp"
#include "core/sealing/epoch_keys.hpp"
#include "core/wire/packed_commit.hpp"
#include "tests/integration/hostile_server/scene.hpp"

namespace sanderling::tests {
namespace {

/// A key that somebody who has no business with the case knows.
struct KnownKey {
    sealing::EpochKey key = [] {
        sealing::EpochKey made;
        crypto::SystemRandom().fill(made.fill());
        return made;
    }();
    sealing::EpochPlace place{};  // of the epoch entry that the envelope names
};

sealing::Recipient recipient(Phone& phone) {
    return must(phone.store().replica().write(
        vault::Durability::normal, [&](replica::Writer& w) -> Result<sealing::Recipient> {
            return sealing::recipient_of(*w.identity.directory().person_key(phone.person()));
        }));
}

Bytes envelope(const KnownKey& known, KeyEpoch epoch, Phone& to) {
    crypto::SystemRandom random;
    return sealing::encode(
        must(sealing::seal_envelope(known.place, epoch, known.key, recipient(to), random)));
}

/// Whether something pushed can be read with this key.
bool can_read(const Seen& seen, const KnownKey& known, OrgId org, ScopeId scope) {
    for (const wire::Push& push : seen.all<wire::Push>())
        for (const auto& transaction : push.transactions)
            for (const wire::PushedCommit& pushed : transaction) {
                const auto c = must(wire::unpack(pushed.packed, org, scope));
                if (sealing::open_patch(c.patches.at(0), c.header, 0, known.key)) return true;
            }
    return false;
}

/// The key that Ben's device rightly has of another case.
KnownKey key_of(Phone& phone, ScopeId scope) {
    KnownKey out;
    out.key = must(phone.store().replica().write(
        vault::Durability::normal, [&](replica::Writer& w) -> Result<sealing::EpochKey> {
            return w.scopes.key(*w.scopes.find(scope), KeyEpoch{1})->clone();
        }));
    return out;
}

/// A visit is written on this device, if that goes; then whether the attacker can read it.
bool reads_what_is_written(Phone& phone, const Seen& seen, const KnownKey& known, ScopeId scope) {
    const auto written = phone.store().write([&](Transaction& tx) -> Result<void> {
        probation::Contact contact;
        contact.type = probation::ContactType::home_visit;
        contact.notes = {"for members only"};
        auto made = tx.insert(scope, contact);
        if (!made) return made.error();
        return {};
    });
    if (!written) return false;
    // Offline, what was written is all there is to see.
    if (phone.scope(scope).state == ScopeState::stopped) return false;
    const OrgId org = must(phone.store().replica().write(
        vault::Durability::normal,
        [](replica::Writer& w) -> Result<OrgId> { return w.identity.me().org; }));
    return wait_for([&] { return can_read(seen, known, org, scope); }, std::chrono::seconds{1});
}

}  // namespace

// Somebody is removed, so the case gets a new key; the one that Ben's device is handed is another.
TEST_F(HostileServer, AKeyThatTheServerKnows) {
    std::optional<Phone> of_eve;
    const PersonId eve = join(of_eve, "Eve").person();
    sync_ben();
    KnownKey known;
    known.place = {org_id_, case_, next_entry(scope_log::Create{}).index + 1, registrar()};
    const Bytes forged = envelope(known, KeyEpoch{2}, ben());
    org_.withdraw(case_, eve);
    const auto seen = std::make_shared<Seen>();
    proxy_.rewrite([=](From from, wire::Message message) {
        if (from == From::client) seen->keep(message);
        if (auto* control = std::get_if<wire::Control>(&message))
            for (wire::ScopeEnvelope& e : control->epoch_envelopes) e.envelope = forged;
        return Passed::on(from, std::move(message));
    });

    make({.checks = {Check::key_commitment},
          .refusal = Errc::unauthenticated,
          .has_succeeded = [&] { return reads_what_is_written(ben(), *seen, known, case_); },
          .stops = Stops::nothing});
}

// The key of a case that other people are in, in an envelope that the keyholder made.
TEST_F(HostileServer, AKeyOfAnotherCase) {
    std::optional<Phone> of_eve;
    const PersonId eve = join(of_eve, "Eve").person();
    const ScopeId other = org_.found("case", "another case of " + name_);
    org_.allocate(other, ben_id_);
    const auto genuine = std::make_shared<Seen>();
    proxy_.rewrite([=, told = told_](From from, wire::Message message) {
        if (from == From::server) genuine->keep(message);
        if (from == From::server) told->watch(message);
        return Passed::on(from, std::move(message));
    });
    ben().sync(patience, proxy_.address());
    const KnownKey known = key_of(ben(), other);
    const Bytes elsewhere = genuine->all<wire::Control>().back().epoch_envelopes.back().envelope;
    org_.withdraw(case_, eve);
    const auto seen = std::make_shared<Seen>();
    proxy_.rewrite([=, scope = case_](From from, wire::Message message) {
        if (from == From::client) seen->keep(message);
        if (auto* control = std::get_if<wire::Control>(&message))
            for (wire::ScopeEnvelope& e : control->epoch_envelopes)
                if (e.scope == scope) e.envelope = elsewhere;
        return Passed::on(from, std::move(message));
    });

    // Each of the two stops it alone: the commitment names the case too.
    make({.checks = {Check::envelope_context, Check::key_commitment},
          .refusal = Errc::unauthenticated,
          .has_succeeded = [&] { return reads_what_is_written(ben(), *seen, known, case_); },
          .stops = Stops::nothing});
}

// A new key that nobody with the right to it has made: the entry itself is the server's.
TEST_F(HostileServer, AnEpochThatTheServerMade) {
    KnownKey known;
    known.place = {org_id_, case_, next_entry(scope_log::Create{}).index, registrar()};
    scope_log::EpochChange body;
    body.epoch = KeyEpoch{2};
    body.commitment = sealing::epoch_commitment(case_, body.epoch, known.key);
    body.wrapped_previous = Bytes(72, 1);
    body.wrapped_token = Bytes(72, 2);
    const wire::ScopeEnvelope forged{case_, envelope(known, KeyEpoch{2}, ben())};
    const auto seen = std::make_shared<Seen>();
    let_things_happen();
    alter_messages([forged](wire::Message& message) {
        if (auto* control = std::get_if<wire::Control>(&message))
            control->epoch_envelopes.push_back(forged);
    });
    listen_with(seen);
    append_entry(body, registrar(), stranger_);

    make({.checks = {Check::entry_signature},
          .refusal = Errc::scope_log_invalid,
          .has_succeeded = [&] { return reads_what_is_written(ben(), *seen, known, case_); }});
}

}  // namespace sanderling::tests
