// A malicious server and an enrolment: the letters between a device and its keyholder, which pass
// through its hands.
#include "client-sdk/replica/enrolment.hpp"

#include "core/commit/canonical.hpp"
#include "core/sealing/invite.hpp"
#include "core/sealing/person_keys.hpp"
#include "tests/integration/hostile_server/other_key.hpp"
#include "tests/integration/hostile_server/scene.hpp"

#include "sanderling/enrol.hpp"

namespace sanderling::tests {
namespace {

/// The invite of this person, with the proxy's address in place of the server's.
std::string invite_by(const HostileProxy& proxy, const OrganisationFixture::Invite& invite) {
    auto address = must(sealing::parse_invite(invite.text));
    address.port = proxy.port();
    return sealing::invite_text(address);
}

EnrolOptions patient() {
    EnrolOptions options;
    options.keyholder_timeout = std::chrono::seconds{10};
    return options;
}

/// Notes what the device sends, and tells it that the invite is used as soon as it has sent more
/// than the id of its invite: an attacker has then what he wanted.
Rewrite noting(std::shared_ptr<Seen> seen, Rewrite rewrite) {
    return [=](From from, wire::Message message) -> Passed {
        if (from == From::client) seen->keep(message);
        if (const auto* request = std::get_if<wire::EnrolRequest>(&message))
            return {.to_client = {
                        wire::EnrolAnswer{.lookup = request->lookup, .code = Errc::invite_used}}};
        return rewrite(from, std::move(message));
    };
}

/// A letter as it would be inside its seal.
commit::CanonicalWriter begin_letter() {
    commit::CanonicalWriter out;
    out.u8(1);
    return out;
}

Bytes plain_offer(OrgId org, const crypto::PublicKey& root, const scope_log::TlsKeyHash& server) {
    auto out = begin_letter();
    out.id(org).raw(root.view()).raw(server.view()).u64(4'000'000'000'000ULL);
    return out.take();
}

/// What a keyholder would answer, made by a server with its own keys for a device whose public ones
/// it has heard of.
Bytes plain_answer(OrgId org, const replica::DeviceKeys& keys, const crypto::SigningKey& own) {
    crypto::SystemRandom random;
    const RegistrarId registrar = scope_log::registrar_id(own.public_key);
    const auto person = random.id<PersonId>();
    const auto pair = sealing::BoxKeyPair::generate(random);
    const scope_log::Validity always{Instant{1}, Instant{INT64_MAX}};
    const scope_log::RegistrarCert by{
        .org = org, .registrar = registrar, .sign_key = own.public_key, .validity = always};
    scope_log::DeviceCert device;
    device.org = org;
    device.registrar = registrar;
    device.person = person;
    device.device = scope_log::device_id(keys.sign.public_key);
    device.sign_key = keys.sign.public_key;
    device.box_key = keys.box.public_key;
    device.validity = always;
    const scope_log::PersonKeyCert key{org, registrar, person, KeyEpoch{1}, pair.public_key};
    const auto envelope = must(sealing::seal_person_key(key, pair, device, own, random));
    auto out = begin_letter();
    out.id(person).sized(as_bytes(std::string_view("Northfield Probation")));
    out.sized(encode(scope_log::sign_certificate(by, own)));
    out.sized(encode(scope_log::sign_certificate(device, own)));
    out.u16(1).sized(encode(scope_log::sign_certificate(key, own)));
    out.u16(1).sized(sealing::encode(envelope));
    return out.take();
}

/// Enrols a new device, on the product in vain; the attacker is after something else than that.
void expect_stopped(Phone& phone, const std::string& invite, const Attack& attack) {
    const Removal removal(attack.checks);
    const auto enrolled = enrol(phone.store(), invite, patient());
    if (can_remove_checks()) {
        EXPECT_TRUE(attack.has_succeeded())
            << "something else stops it: " << (enrolled ? "" : enrolled.error().message());
        return;
    }
    ASSERT_FALSE(enrolled);
    EXPECT_EQ(enrolled.error().code, attack.refusal) << enrolled.error().message();
    EXPECT_FALSE(attack.has_succeeded());
    EXPECT_FALSE(must(phone.store().status()).is_enrolled);
}

}  // namespace

TEST_F(HostileServer, AnInviteMetByAnotherTlsKey) {
    HostileProxy impostor(with_another_key(org_, name_));
    const auto seen = std::make_shared<Seen>();
    impostor.rewrite(noting(seen, Passed::on));
    const auto invite = org_.invite(ben_id_);
    Phone fresh(org_, name_ + "-fresh");

    expect_stopped(fresh, invite_by(impostor, invite),
                   {.checks = {Check::offer_pin},
                    .refusal = Errc::wrong_server,
                    .has_succeeded = [&] { return seen->has<wire::EnrolRequest>(); }});

    if (!can_remove_checks()) must(enrol(fresh.store(), invite.text, patient()));
}

TEST_F(HostileServer, AnOrganisationThatTheServerFounded) {
    const auto seen = std::make_shared<Seen>();
    const Bytes forged = plain_offer(org_id_, stranger_.public_key, org_.server_key());
    proxy_.rewrite(noting(seen, [forged](From from, wire::Message message) {
        if (auto* offer = std::get_if<wire::EnrolOffer>(&message)) offer->sealed_offer = forged;
        return Passed::on(from, std::move(message));
    }));
    const auto invite = org_.invite(ben_id_);
    Phone fresh(org_, name_ + "-fresh");

    expect_stopped(fresh, invite_by(proxy_, invite),
                   {.checks = {Check::invite_seal},
                    .refusal = Errc::unauthenticated,
                    .has_succeeded = [&] { return seen->has<wire::EnrolRequest>(); }});

    if (!can_remove_checks()) must(enrol(fresh.store(), invite.text, patient()));
}

TEST_F(HostileServer, AnAnswerThatTheServerGaveInTheKeyholdersPlace) {
    Phone fresh(org_, name_ + "-fresh");
    const auto keys = must(replica::device_keys(fresh.store()));
    const Bytes forged = plain_answer(org_id_, keys, stranger_);
    proxy_.rewrite([forged](From from, wire::Message message) -> Passed {
        if (const auto* request = std::get_if<wire::EnrolRequest>(&message))
            return {.to_client = {
                        wire::EnrolAnswer{.lookup = request->lookup, .sealed_answer = forged}}};
        return Passed::on(from, std::move(message));
    });
    const auto invite = org_.invite(ben_id_);

    // Either stops it alone: the server knows no invite, and no certificate of its own counts.
    expect_stopped(fresh, invite_by(proxy_, invite),
                   {.checks = {Check::invite_seal, Check::certificate_signature},
                    .refusal = Errc::unauthenticated,
                    .has_succeeded = [&] { return must(fresh.store().status()).is_enrolled; }});

    if (!can_remove_checks()) must(enrol(fresh.store(), invite.text, patient()));
}

// The server goes on handing out what the keyholder wanted to end.
TEST_F(HostileServer, AnInviteThatHasExpired) {
    const auto seen = std::make_shared<Seen>();
    crypto::SystemRandom random;
    const auto secret = sealing::InviteSecret::generate(random);
    const Bytes offer = sealing::seal_offer(
        {org_id_, root(), org_.server_key(), Instant{1'000'000'000'000}}, secret, random);
    proxy_.rewrite(noting(seen, [offer](From from, wire::Message message) -> Passed {
        if (std::holds_alternative<wire::EnrolLookup>(message))
            return {.to_client = {wire::EnrolOffer{offer}}};
        return Passed::on(from, std::move(message));
    }));
    Phone fresh(org_, name_ + "-fresh");

    expect_stopped(fresh, sealing::invite_text({"127.0.0.1", proxy_.port(), secret.clone()}),
                   {.checks = {Check::offer_expiry},
                    .refusal = Errc::invite_expired,
                    .has_succeeded = [&] { return seen->has<wire::EnrolRequest>(); }});
}

}  // namespace sanderling::tests
