#include "core/sealing/person_keys.hpp"

#include "tests/unit/core/scope_log/organisation.hpp"
#include "tests/unit/core/sealing/fixed_random.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace sealing;

namespace {

class PersonKeys : public testing::Test {
  protected:
    PersonKeys() {
        device.box_key = device_box.public_key;
        envelope = seal_person_key(person, person_key, device, o.registrar, random).value();
    }
    Errc error_of(const PersonKeyEnvelope& e) const {
        const auto pair =
            open_person_key(e, person, device.device, device_box, o.registrar.public_key);
        return pair ? Errc::ok : pair.error().code;
    }

    Organisation o;
    crypto::SystemRandom random;
    BoxKeyPair person_key = BoxKeyPair::generate(random);
    BoxKeyPair device_box = BoxKeyPair::generate(random);
    scope_log::PersonKeyCert person =
        o.person_key_cert(id_of<PersonId>(5), KeyEpoch{1}, person_key.public_key).body;
    scope_log::DeviceCert device = o.device_body(id_of<PersonId>(5), signing_key(9));
    PersonKeyEnvelope envelope;
};

}  // namespace

TEST_F(PersonKeys, ReachTheirDevice) {
    const auto read = decode_person_key_envelope(encode(envelope));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, envelope);

    const auto pair =
        open_person_key(*read, person, device.device, device_box, o.registrar.public_key);

    ASSERT_TRUE(pair);
    EXPECT_TRUE(pair->secret == person_key.secret);
    EXPECT_EQ(pair->public_key, person_key.public_key);
}

TEST_F(PersonKeys, AreForTheirDeviceOnly) {
    const BoxKeyPair other = BoxKeyPair::generate(random);

    EXPECT_EQ(open_person_key(envelope, person, device.device, other, o.registrar.public_key)
                  .error()
                  .code,
              Errc::wrong_key);
    EXPECT_EQ(
        open_person_key(envelope, person, id_of<DeviceId>(9), device_box, o.registrar.public_key)
            .error()
            .code,
        Errc::unauthenticated);
}

TEST_F(PersonKeys, AreRefusedWithoutTheRegistrarsSignature) {
    PersonKeyEnvelope changed = envelope;
    changed.epoch = KeyEpoch{2};

    EXPECT_EQ(error_of(envelope), Errc::ok);
    EXPECT_EQ(error_of(changed), Errc::unauthenticated);
    EXPECT_EQ(open_person_key(envelope, person, device.device, device_box, o.root.public_key)
                  .error()
                  .code,
              Errc::unauthenticated);
}

TEST_F(PersonKeys, AreRefusedWhenNotTheCertifiedOnes) {
    const BoxKeyPair another = BoxKeyPair::generate(random);
    const auto wrong = seal_person_key(person, another, device, o.registrar, random);

    EXPECT_EQ(error_of(wrong.value()), Errc::unauthenticated);
}

TEST_F(PersonKeys, RefuseEveryTruncation) {
    const Bytes bytes = encode(envelope);

    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(decode_person_key_envelope(ByteView(bytes).first(size)).error().code,
                  Errc::malformed);
}

}  // namespace sanderling::test
