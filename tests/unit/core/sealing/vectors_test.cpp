#include "core/sealing/content.hpp"
#include "core/sealing/deposit.hpp"
#include "core/sealing/invite.hpp"
#include "core/sealing/person_keys.hpp"
#include "core/sealing/token.hpp"
#include "tests/unit/core/sealing/sample_commit.hpp"
#include "tests/vectors/vector_file.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace sealing;

TEST(SealingVectors, TokensAreDerivedAsEver) {
    VectorFile vectors("tokens.json");
    const TokenKey key = secret_of(0x42);

    vectors.check("life", field_token(key, 3, life_field).view());
    vectors.check("field", field_token(key, 3, 17).view());
    vectors.check("element", element_token(key, 3, 17, as_bytes("curfew")).view());
    vectors.check("place", place_token(key, 3, 17, as_bytes("curfew")).view());
    vectors.check("natural_record_id", natural_record_id(key, 3, as_bytes("2011-05-03")).view());
    vectors.finish();
}

TEST(SealingVectors, PatchesAreSealedAsEver) {
    VectorFile vectors("sealed_patch.json");
    FixedRandom random;
    commit::Patch patch = sample_patch();
    const EpochKey key = secret_of(0x42);

    ASSERT_TRUE(seal_patch(patch, sample_header(), 1, plaintext_of("high", "seen"), key, random));

    Bytes associated = commit::seal_identity(sample_header(), 1);
    append(associated, commit::encode_visible(patch));
    vectors.check("associated_data", associated);
    vectors.check("nonce", patch.nonce);
    vectors.check("ciphertext", *patch.ciphertext);
    vectors.check("body_hash", patch.body_hash.view());
    vectors.finish();
}

TEST(SealingVectors, DepositsAreSealedAsEver) {
    VectorFile vectors("deposit.json");
    FixedRandom random;
    commit::Patch patch = sample_patch();
    const EpochKey key = secret_of(0x42);
    const BoxKeyPair pair = deposit_keys(key);

    ASSERT_TRUE(seal_deposit(patch, sample_header(), 1, plaintext_of("high", "seen"),
                             pair.public_key, random));

    vectors.check("epoch_key", key.view());
    vectors.check("deposit_secret", pair.secret.view());
    vectors.check("deposit_key", pair.public_key.view());
    vectors.check("one_time_key",
                  open_box(ByteView(*patch.ciphertext).subspan(1, 80), pair).value());
    vectors.check("visible", commit::encode_visible(patch));
    vectors.check("nonce", patch.nonce);
    vectors.check("ciphertext", *patch.ciphertext);
    vectors.finish();
}

/// What zstd makes may differ by its version, so the file's own bytes are what has to open.
TEST(SealingVectors, CompressedPatchesStillOpen) {
    VectorFile vectors("compressed_patch.json");
    FixedRandom random;
    commit::Patch patch = sample_patch();
    const EpochKey key = secret_of(0x42);
    const Plaintext plaintext = plaintext_of(std::string(1000, 'a'), "seen");
    ASSERT_TRUE(seal_patch(patch, sample_header(), 1, plaintext, key, random));

    const Bytes kept = vectors.kept("ciphertext", *patch.ciphertext);
    patch.set_ciphertext(patch.nonce, kept);

    EXPECT_EQ(open_patch(patch, sample_header(), 1, key).value(), plaintext);
    vectors.check("nonce", patch.nonce);
    vectors.finish();
}

TEST(SealingVectors, EpochsAndEnvelopesAreMadeAsEver) {
    VectorFile vectors("epoch.json");
    FixedRandom random;
    const EpochPlace place{id_of<OrgId>(0x0a), id_of<ScopeId>(0x0c), 1,
                           scope_log::Issuer::of(id_of<RegistrarId>(0x0b))};
    const BoxKeyPair jo = BoxKeyPair::from_secret(secret_of(0x42));
    const Recipient to_jo{scope_log::Principal::of(id_of<PersonId>(5)), KeyEpoch{1}, jo.public_key};

    const auto first = make_first_epoch(place, {to_jo}, random);
    ASSERT_TRUE(first);
    const auto second =
        make_next_epoch(place, KeyEpoch{1}, first->key, first->token, {to_jo}, random);
    ASSERT_TRUE(second);

    vectors.check("reader_secret", jo.secret.view());
    vectors.check("key", first->key.view());
    vectors.check("token_key", first->token.view());
    vectors.check("commitment", first->body.commitment.view());
    vectors.check("deposit_key", first->body.deposit_key.view());
    vectors.check("wrapped_token", first->body.wrapped_token);
    vectors.check("envelope", encode(first->envelopes[0]));
    vectors.check("envelope_inside", open_box(first->envelopes[0].sealed, jo).value());
    vectors.check("envelopes_hash", first->body.envelopes.view());
    vectors.check("second_key", second->key.view());
    vectors.check("second_wrapped_previous", second->body.wrapped_previous);
    vectors.finish();
}

TEST(SealingVectors, PersonKeysAndInvitesAreMadeAsEver) {
    VectorFile vectors("enrolment.json");
    FixedRandom random;
    const Organisation o;
    const BoxKeyPair person = BoxKeyPair::from_secret(secret_of(0x42));
    const BoxKeyPair box = BoxKeyPair::from_secret(secret_of(0x43));
    scope_log::DeviceCert device = o.device_body(id_of<PersonId>(5), signing_key(9));
    device.box_key = box.public_key;
    const auto cert = o.person_key_cert(id_of<PersonId>(5), KeyEpoch{1}, person.public_key).body;
    const auto envelope = seal_person_key(cert, person, device, o.registrar, random);
    const InviteSecret invite = InviteSecret::parse("01234-56789-ABCDE-FGHJK-MNPQRS").value();
    const scope_log::TlsKeyHash server{{1, 2, 3}};
    const Offer offer{o.org, o.root.public_key, server, noon + hour};
    const Request request = make_request(signing_key(9), box.public_key, invite, server);
    const Answer answer{id_of<PersonId>(5), "Riverside", {1}, {2}, {{3}}, {{4}}};

    vectors.check("person_key_envelope", encode(envelope.value()));
    vectors.check("person_key_inside", open_box(envelope->sealed, box).value());
    vectors.check("invite_id", invite.id().view());
    vectors.check("invite_key", invite.key().view());
    vectors.check("offer", seal_offer(offer, invite, random));
    vectors.check("request", seal_request(request, invite, random));
    vectors.check("answer", seal_answer(answer, invite, random));
    vectors.finish();
}

}  // namespace sanderling::test
