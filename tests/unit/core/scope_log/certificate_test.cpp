#include "core/scope_log/certificate.hpp"

#include "tests/unit/core/scope_log/organisation.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace scope_log;

TEST(Certificate, ComesBackFromItsBytes) {
    const Organisation o;
    const auto cert = o.device_cert(id_of<PersonId>(5), signing_key(9));

    const auto read = decode_certificate(encode(cert));

    ASSERT_TRUE(read);
    EXPECT_EQ(std::get<Signed<DeviceCert>>(*read), cert);
    EXPECT_EQ(encode(*read), encode(cert));
}

TEST(Certificate, VerifiesUnderItsIssuerOnly) {
    const Organisation o;
    const auto cert = o.device_cert(id_of<PersonId>(5), signing_key(9));

    EXPECT_TRUE(verify_certificate(cert, o.registrar.public_key));
    EXPECT_FALSE(verify_certificate(cert, o.root.public_key));
}

TEST(Certificate, RefusesEveryTruncation) {
    const Organisation o;
    const Bytes bytes = encode(o.registrar_cert());

    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(decode_certificate(ByteView(bytes).first(size)).error().code, Errc::malformed)
            << size;
}

TEST(Certificate, RefusesBytesBehindIt) {
    const Organisation o;
    Bytes bytes = encode(o.registrar_cert());
    bytes.push_back(0);

    EXPECT_EQ(decode_certificate(bytes).error().code, Errc::malformed);
}

TEST(Certificate, RefusesAnIdThatIsNotOfItsKey) {
    const Organisation o;
    DeviceCert body = o.device_body(id_of<PersonId>(5), signing_key(9));
    body.device = id_of<DeviceId>(0x77);

    const auto read = decode_certificate(encode(sign_certificate(body, o.registrar)));

    EXPECT_EQ(read.error().code, Errc::malformed);
}

TEST(Certificate, TellsALaterTypeFromDamage) {
    const Organisation o;
    Bytes bytes = encode(o.registrar_cert());
    bytes[0] = 99;

    EXPECT_EQ(decode_certificate(bytes).error().code, Errc::unsupported_version);
}

TEST(Certificate, RefusesAValidityThatEndsBeforeItBegins) {
    const Organisation o;
    DeviceCert body = o.device_body(id_of<PersonId>(5), signing_key(9));
    body.validity = {noon, noon};

    EXPECT_EQ(decode_certificate(encode(sign_certificate(body, o.registrar))).error().code,
              Errc::malformed);
}

TEST(Certificate, IsValidFromItsFirstMomentUpToItsLast) {
    const Validity validity{noon, noon + hour};

    EXPECT_TRUE(validity.contains(noon));
    EXPECT_FALSE(validity.contains(noon + hour));
    EXPECT_FALSE(validity.contains(Instant{noon.ms - 1}));
}

}  // namespace sanderling::test
