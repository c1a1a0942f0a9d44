#include "core/sealing/invite.hpp"

#include "tests/unit/core/scope_log/organisation.hpp"
#include "tests/unit/core/sealing/fixed_random.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace sealing;

namespace {

class Invite : public testing::Test {
  protected:
    crypto::SystemRandom random;
    InviteSecret invite = InviteSecret::generate(random);
    InviteSecret other = InviteSecret::generate(random);
    scope_log::TlsKeyHash server{{1, 2, 3}};
    Offer offer{id_of<OrgId>(1), signing_key(1).public_key, server, noon + hour};
    crypto::SigningKey device = signing_key(9);
    BoxKeyPair box = BoxKeyPair::generate(random);
};

}  // namespace

TEST_F(Invite, OffersTheOrganisationToWhoeverHasTheCode) {
    const Bytes sealed = seal_offer(offer, invite, random);

    EXPECT_EQ(open_offer(sealed, invite, noon).value(), offer);
    EXPECT_EQ(open_offer(sealed, other, noon).error().code, Errc::unauthenticated);
}

TEST_F(Invite, ExpiresAtItsTime) {
    const Bytes sealed = seal_offer(offer, invite, random);

    EXPECT_TRUE(open_offer(sealed, invite, Instant{offer.expires.ms - 1}));
    EXPECT_EQ(open_offer(sealed, invite, offer.expires).error().code, Errc::invite_expired);
}

TEST_F(Invite, ProvesWhichServerTheDeviceSees) {
    const Request request = make_request(device, box.public_key, invite, server);
    const scope_log::TlsKeyHash in_between{{9}};
    const Request through = make_request(device, box.public_key, invite, in_between);

    EXPECT_EQ(open_request(seal_request(request, invite, random), invite, server).value(), request);
    EXPECT_EQ(open_request(seal_request(through, invite, random), invite, server).error().code,
              Errc::unauthenticated);
}

TEST_F(Invite, RefusesARequestWithASwappedKey) {
    Request swapped = make_request(device, box.public_key, invite, server);
    swapped.box_key = BoxKeyPair::generate(random).public_key;
    Request stolen = make_request(device, box.public_key, invite, server);
    stolen.sign_key = signing_key(10).public_key;
    const Request of_another_invite = make_request(device, box.public_key, other, server);

    for (const Request& request : {swapped, stolen, of_another_invite})
        EXPECT_EQ(open_request(seal_request(request, invite, random), invite, server).error().code,
                  Errc::unauthenticated);
}

TEST_F(Invite, AnswersWithWhatTheDeviceNeeds) {
    const Answer answer{id_of<PersonId>(5), "Riverside", {1, 2}, {3}, {{4}, {5, 6}}, {{7}}};

    const auto opened = open_answer(seal_answer(answer, invite, random), invite);

    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, answer);
}

TEST_F(Invite, TakesNoLetterForAnother) {
    const Bytes sealed_offer = seal_offer(offer, invite, random);
    const Bytes request =
        seal_request(make_request(device, box.public_key, invite, server), invite, random);

    EXPECT_EQ(open_request(sealed_offer, invite, server).error().code, Errc::unauthenticated);
    EXPECT_EQ(open_answer(request, invite).error().code, Errc::unauthenticated);
    EXPECT_EQ(open_offer(request, invite, noon).error().code, Errc::unauthenticated);
}

TEST_F(Invite, RefusesEveryFlippedByteAndTruncation) {
    const Bytes sealed = seal_offer(offer, invite, random);

    for (std::size_t i = 0; i < sealed.size(); ++i) {
        Bytes flipped = sealed;
        flipped[i] ^= 1U;
        EXPECT_EQ(open_offer(flipped, invite, noon).error().code, Errc::unauthenticated);
        EXPECT_EQ(open_offer(ByteView(sealed).first(i), invite, noon).error().code,
                  Errc::unauthenticated);
    }
}

}  // namespace sanderling::test
