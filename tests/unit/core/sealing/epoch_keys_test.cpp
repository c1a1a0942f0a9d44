#include "core/sealing/epoch_keys.hpp"

#include "tests/unit/core/scope_log/organisation.hpp"
#include "tests/unit/core/sealing/fixed_random.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace sealing;

namespace {

BoxKeyPair box_pair(std::uint8_t seed) {
    std::array<std::uint8_t, 32> bytes{};
    bytes.fill(seed);
    return BoxKeyPair::from_seed(bytes);
}

class EpochKeys : public testing::Test {
  protected:
    Recipient recipient(PersonId person, const BoxKeyPair& pair) const {
        return {scope_log::Principal::of(person), KeyEpoch{1}, pair.public_key};
    }
    scope_log::EpochRecord record(const NewEpoch& made, std::uint32_t index = 1) const {
        return {made.body, index, place.issuer, Seq{2}};
    }
    Errc error_of(const Envelope& envelope, const scope_log::EpochRecord& entry) const {
        const auto key = open_envelope(envelope, place.org, place.scope, entry, jo_pair);
        return key ? Errc::ok : key.error().code;
    }

    PersonId jo = id_of<PersonId>(5);
    PersonId sam = id_of<PersonId>(6);
    BoxKeyPair jo_pair = box_pair(1);
    BoxKeyPair sam_pair = box_pair(2);
    EpochPlace place{id_of<OrgId>(1), id_of<ScopeId>(2), 1,
                     scope_log::Issuer::of(id_of<RegistrarId>(3))};
    crypto::SystemRandom random;
    std::vector<Recipient> both{recipient(sam, sam_pair), recipient(jo, jo_pair)};
    NewEpoch first = make_first_epoch(place, both, random).value();
};

}  // namespace

TEST_F(EpochKeys, ReachEveryRecipient) {
    ASSERT_EQ(first.envelopes.size(), 2U);
    EXPECT_EQ(first.envelopes[0].to, scope_log::Principal::of(jo));

    const auto jos =
        open_envelope(first.envelopes[0], place.org, place.scope, record(first), jo_pair);
    const auto sams =
        open_envelope(first.envelopes[1], place.org, place.scope, record(first), sam_pair);

    ASSERT_TRUE(jos && sams);
    EXPECT_TRUE(*jos == first.key);
    EXPECT_TRUE(*sams == first.key);
}

TEST_F(EpochKeys, AreForTheirRecipientOnly) {
    EXPECT_EQ(error_of(first.envelopes[1], record(first)), Errc::wrong_key);
}

TEST_F(EpochKeys, AreRefusedInAnotherPlace) {
    const Envelope& envelope = first.envelopes[0];
    scope_log::EpochRecord issuer = record(first);
    issuer.issuer = scope_log::Issuer::of(id_of<RegistrarId>(4));
    scope_log::EpochRecord epoch = record(first);
    epoch.body.epoch = KeyEpoch{2};
    Envelope other_reader = envelope;
    other_reader.to = scope_log::Principal::of(sam);
    Envelope other_epoch = envelope;
    other_epoch.to_epoch = KeyEpoch{2};

    EXPECT_EQ(error_of(envelope, record(first)), Errc::ok);
    EXPECT_EQ(error_of(envelope, record(first, 2)), Errc::unauthenticated);
    EXPECT_EQ(error_of(envelope, issuer), Errc::unauthenticated);
    EXPECT_EQ(error_of(envelope, epoch), Errc::unauthenticated);
    EXPECT_EQ(error_of(other_reader, record(first)), Errc::unauthenticated);
    EXPECT_EQ(error_of(other_epoch, record(first)), Errc::unauthenticated);
    EXPECT_EQ(
        open_envelope(envelope, place.org, id_of<ScopeId>(9), record(first), jo_pair).error().code,
        Errc::unauthenticated);
    EXPECT_EQ(
        open_envelope(envelope, id_of<OrgId>(9), place.scope, record(first), jo_pair).error().code,
        Errc::unauthenticated);
}

TEST_F(EpochKeys, MustBeTheOnesCommittedTo) {
    const auto planted = seal_envelope(place, KeyEpoch{1}, secret_of(0x66), both[1], random);

    EXPECT_EQ(error_of(planted.value(), record(first)), Errc::unauthenticated);
}

TEST_F(EpochKeys, GoToOneWhoJoinsLaterUnderTheSameEpoch) {
    const auto later = seal_envelope(place, KeyEpoch{1}, first.key, both[1], random);

    EXPECT_EQ(error_of(later.value(), record(first)), Errc::ok);
}

TEST_F(EpochKeys, LeadBackThroughHistory) {
    const auto second = make_next_epoch(place, KeyEpoch{1}, first.key, first.token, both, random);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->body.epoch, KeyEpoch{2});
    EXPECT_TRUE(first.body.wrapped_previous.empty());

    const auto back = unwrap_previous(place.scope, second->body, second->key, first.body);
    const auto token = unwrap_token_key(place.scope, second->body, second->key);

    ASSERT_TRUE(back && token);
    EXPECT_TRUE(*back == first.key);
    EXPECT_TRUE(*token == first.token);
    EXPECT_FALSE(second->key == first.key);
    EXPECT_EQ(unwrap_previous(place.scope, first.body, first.key, first.body).error().code,
              Errc::not_found);
}

TEST_F(EpochKeys, RefuseAHistoryThatIsNotTheirs) {
    const auto second = make_next_epoch(place, KeyEpoch{1}, first.key, first.token, {}, random);
    const auto forged =
        make_next_epoch(place, KeyEpoch{1}, secret_of(0x66), first.token, {}, random);
    const ScopeId elsewhere = id_of<ScopeId>(9);
    scope_log::EpochChange swapped = second->body;
    swapped.wrapped_token = swapped.wrapped_previous;

    EXPECT_EQ(unwrap_previous(place.scope, second->body, first.key, first.body).error().code,
              Errc::wrong_key);
    EXPECT_EQ(unwrap_previous(elsewhere, second->body, second->key, first.body).error().code,
              Errc::wrong_key);
    EXPECT_EQ(unwrap_previous(place.scope, forged->body, forged->key, first.body).error().code,
              Errc::unauthenticated);
    EXPECT_EQ(unwrap_token_key(elsewhere, second->body, second->key).error().code, Errc::wrong_key);
    EXPECT_EQ(unwrap_token_key(place.scope, swapped, second->key).error().code, Errc::wrong_key);
}

TEST_F(EpochKeys, PublishADepositKey) {
    EXPECT_EQ(deposit_keys(first.key).public_key, first.body.deposit_key);
}

TEST_F(EpochKeys, RefuseARecipientWithoutAUsableKey) {
    std::vector<Recipient> weak = both;
    weak[0].key = {};

    EXPECT_EQ(make_first_epoch(place, weak, random).error().code, Errc::invalid_argument);
}

TEST_F(EpochKeys, HashEnvelopesWhateverTheirOrder) {
    const std::vector<Envelope> reversed{first.envelopes[1], first.envelopes[0]};

    EXPECT_EQ(envelopes_hash(first.envelopes), first.body.envelopes);
    EXPECT_EQ(envelopes_hash(reversed), first.body.envelopes);
    EXPECT_NE(envelopes_hash({first.envelopes[0]}), first.body.envelopes);
}

TEST_F(EpochKeys, EnvelopesComeBackFromTheirBytes) {
    const Bytes bytes = encode(first.envelopes[0]);

    EXPECT_EQ(decode_envelope(bytes).value(), first.envelopes[0]);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(decode_envelope(ByteView(bytes).first(size)).error().code, Errc::malformed);
}

}  // namespace sanderling::test
