#include "core/sealing/person_keys.hpp"
#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gtest/gtest.h>

namespace sanderling::keyholder {
namespace {

constexpr std::chrono::hours day{24};

class Enrolment : public testing::Test {
  protected:
    Enrolment() {
        jo = o.person("Jo");
        const Plan plan = o.done(InvitePerson{"Jo"});
        const auto& put = std::get<wire::InvitePut>(plan.messages.at(0));
        lookup = put.lookup;
        sealed_offer = put.sealed_offer;
        invite = sealing::parse_invite(plan.result["text"].get<std::string>()).value();
    }

    wire::EnrolRequest request(const crypto::SigningKey& asking,
                               const scope_log::TlsKeyHash& seen) {
        const auto made = sealing::make_request(asking, box.public_key, invite.secret, seen);
        return {lookup, sealing::seal_request(made, invite.secret, o.random)};
    }
    Errc code_of(const wire::EnrolRequest& asked, Instant now = noon) {
        const Plan plan = o.keyholder.prepare_enrolment(asked, now);
        return std::get<wire::EnrolAnswer>(plan.messages.back()).code;
    }
    wire::EnrolRequest good() { return request(device, o.state.server->key); }

    Office o;
    PersonId jo;
    wire::InviteLookup lookup;
    Bytes sealed_offer;
    sealing::InviteAddress invite;
    crypto::SigningKey device = crypto::SigningKey::generate();
    sealing::BoxKeyPair box = sealing::BoxKeyPair::generate(o.random);
};

TEST_F(Enrolment, OffersWhatTheDeviceHasToCheck) {
    const auto offer = sealing::open_offer(sealed_offer, invite.secret, noon);

    ASSERT_TRUE(offer);
    EXPECT_EQ(offer->root, o.state.root.public_key);
    EXPECT_EQ(offer->server, o.state.server->key);
    EXPECT_EQ(offer->expires, noon + day);
    EXPECT_EQ(invite.host, "localhost");
    EXPECT_EQ(invite.secret.id().bytes, lookup.bytes);
}

TEST_F(Enrolment, CertifiesTheDeviceAndHandsOverThePersonsKey) {
    const Plan plan = o.keyholder.prepare_enrolment(good(), noon);

    const auto& sent = std::get<wire::EnrolAnswer>(plan.messages.at(1));
    ASSERT_EQ(sent.code, Errc::ok);
    const auto answer = sealing::open_answer(sent.sealed_answer, invite.secret);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->person, jo);
    EXPECT_EQ(answer->organisation, "Riverside");
    scope_log::Directory directory(o.state.org, o.state.root.public_key);
    ASSERT_TRUE(directory.add(answer->registrar));
    ASSERT_TRUE(directory.add(answer->device));
    ASSERT_TRUE(directory.add(answer->person_keys.at(0)));
    const DeviceId id = scope_log::device_id(device.public_key);
    ASSERT_NE(directory.device(id), nullptr);
    EXPECT_TRUE(directory.device(id)->validity.contains(noon));
    const auto envelope =
        sealing::decode_person_key_envelope(answer->person_key_envelopes.at(0)).value();
    const auto key = sealing::open_person_key(envelope, *directory.person_key(jo), id, box,
                                              o.state.registrar.public_key);
    ASSERT_TRUE(key);
    EXPECT_TRUE(key->secret == o.state.people.at(jo).keys[0].pair.secret);
    EXPECT_EQ(std::get<wire::DirectoryPut>(plan.messages.at(0)).certificates.size(), 3U);
}

TEST_F(Enrolment, HappensOnce) {
    const wire::EnrolRequest first = good();
    ASSERT_EQ(code_of(first), Errc::ok);

    EXPECT_EQ(code_of(request(crypto::SigningKey::generate(), o.state.server->key)),
              Errc::invite_used);
    EXPECT_EQ(o.state.people.at(jo).devices.size(), 1U);
}

TEST_F(Enrolment, AnswersTheSameDeviceAgainWithTheSameCertificate) {
    ASSERT_EQ(code_of(good()), Errc::ok);
    const std::vector<Bytes> certified = o.state.people.at(jo).devices;

    EXPECT_EQ(code_of(good(), noon + 2 * day), Errc::ok);
    EXPECT_EQ(o.state.people.at(jo).devices, certified);
}

TEST_F(Enrolment, SaysWhyItIsRefused) {
    wire::EnrolRequest unknown = good();
    unknown.lookup.bytes[0] ^= 1U;
    wire::EnrolRequest damaged = good();
    damaged.sealed_request.back() ^= 1U;

    EXPECT_EQ(code_of(unknown), Errc::invite_unknown);
    EXPECT_EQ(code_of(damaged), Errc::unauthenticated);
    EXPECT_EQ(code_of(good(), noon + day), Errc::invite_expired);
    o.done(CancelInvite{"Jo"});
    EXPECT_EQ(code_of(good()), Errc::invite_unknown);
    EXPECT_TRUE(o.state.people.at(jo).devices.empty());
}

TEST_F(Enrolment, RefusesADeviceThatSpeaksToAnotherServer) {
    EXPECT_EQ(code_of(request(device, scope_log::TlsKeyHash{{9}})), Errc::unauthenticated);
    EXPECT_EQ(code_of(good()), Errc::ok);
}

TEST_F(Enrolment, RefusesABoxKeyThatIsNone) {
    box.public_key = {};

    EXPECT_EQ(code_of(good()), Errc::invalid_argument);
    EXPECT_TRUE(o.state.people.at(jo).devices.empty());
}

TEST_F(Enrolment, CannotBeCancelledAfterwards) {
    ASSERT_EQ(code_of(good()), Errc::ok);

    EXPECT_EQ(o.error_of(CancelInvite{to_text(lookup)}), Errc::invite_used);
    EXPECT_EQ(o.error_of(CancelInvite{"Jo"}), Errc::invite_unknown);
}

}  // namespace
}  // namespace sanderling::keyholder
