#include "core/scope_log/directory.hpp"

#include "tests/unit/core/scope_log/organisation.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace scope_log;

namespace {
const PersonId jo = id_of<PersonId>(5);
}

TEST(Directory, KnowsADeviceOfAKnownRegistrar) {
    Organisation o;
    const auto cert = o.device_cert(jo, signing_key(9));

    ASSERT_TRUE(o.directory.add(encode(cert)));

    ASSERT_NE(o.directory.device(cert.body.device), nullptr);
    EXPECT_EQ(*o.directory.device(cert.body.device), cert.body);
    EXPECT_EQ(o.directory.devices_of(jo).size(), 1U);
}

TEST(Directory, TakesTheSameCertificateTwice) {
    Organisation o;
    const Bytes cert = encode(o.device_cert(jo, signing_key(9)));

    EXPECT_TRUE(o.directory.add(cert));
    EXPECT_TRUE(o.directory.add(cert));
    EXPECT_EQ(o.directory.devices_of(jo).size(), 1U);
}

TEST(Directory, RefusesASecondCertificateForADevice) {
    Organisation o;
    ASSERT_TRUE(o.directory.add(encode(o.device_cert(jo, signing_key(9)))));

    const auto again = o.directory.add(encode(o.device_cert(id_of<PersonId>(6), signing_key(9))));

    EXPECT_EQ(again.error().code, Errc::already_exists);
    EXPECT_EQ(o.directory.devices_of(id_of<PersonId>(6)).size(), 0U);
}

TEST(Directory, RefusesARegistrarThatTheRootDidNotSign) {
    Organisation o;
    const auto self_made = signing_key(66);
    RegistrarCert body{o.org, registrar_id(self_made.public_key), self_made.public_key, box_key(1),
                       o.validity};

    const auto added = o.directory.add(encode(sign_certificate(body, self_made)));

    EXPECT_EQ(added.error().code, Errc::unauthenticated);
    EXPECT_EQ(o.directory.registrar(body.registrar), nullptr);
}

TEST(Directory, RefusesADeviceSignedByAnotherDevice) {
    Organisation o;
    const DeviceCert body = o.device_body(jo, signing_key(9));

    const auto added = o.directory.add(encode(sign_certificate(body, signing_key(9))));

    EXPECT_EQ(added.error().code, Errc::unauthenticated);
}

TEST(Directory, RefusesAnUnknownRegistrar) {
    Organisation o;
    DeviceCert body = o.device_body(jo, signing_key(9));
    body.registrar = registrar_id(signing_key(66).public_key);

    const auto added = o.directory.add(encode(sign_certificate(body, signing_key(66))));

    EXPECT_EQ(added.error().code, Errc::unauthenticated);
}

TEST(Directory, RefusesAnotherOrganisation) {
    Organisation o;
    DeviceCert body = o.device_body(jo, signing_key(9));
    body.org = id_of<OrgId>(0x0b);

    const auto added = o.directory.add(encode(sign_certificate(body, o.registrar)));

    EXPECT_EQ(added.error().code, Errc::unauthenticated);
}

TEST(Directory, FindsTheNewestPersonKeyAndEveryOther) {
    Organisation o;
    o.take_in(o.person_key_cert(jo, KeyEpoch{2}, box_key(2)));
    o.take_in(o.person_key_cert(jo, KeyEpoch{1}, box_key(1)));

    ASSERT_NE(o.directory.person_key(jo), nullptr);
    EXPECT_EQ(o.directory.person_key(jo)->epoch, KeyEpoch{2});
    ASSERT_NE(o.directory.person_key(jo, KeyEpoch{1}), nullptr);
    EXPECT_EQ(o.directory.person_key(jo, KeyEpoch{3}), nullptr);
    EXPECT_EQ(o.directory.person_key(id_of<PersonId>(6)), nullptr);
}

TEST(Directory, RefusesASecondKeyForAnEpoch) {
    Organisation o;
    o.take_in(o.person_key_cert(jo, KeyEpoch{1}, box_key(1)));

    const auto added = o.directory.add(encode(o.person_key_cert(jo, KeyEpoch{1}, box_key(2))));

    EXPECT_EQ(added.error().code, Errc::already_exists);
}

TEST(Directory, KeepsTheServerKeysWithTheGreatestSerial) {
    Organisation o;
    ServerKeyList first{o.org, RegistrarId{}, 1, {{TlsKeyHash{}, o.validity}}};
    ServerKeyList second{o.org, o.registrar_id(), 2, {}};

    o.take_in(sign_certificate(second, o.registrar));
    o.take_in(sign_certificate(first, o.root));

    ASSERT_NE(o.directory.server_keys(), nullptr);
    EXPECT_EQ(o.directory.server_keys()->serial, 2U);
    EXPECT_EQ(o.directory.add(encode(sign_certificate(first, o.registrar))).error().code,
              Errc::unauthenticated);
}

}  // namespace sanderling::test
