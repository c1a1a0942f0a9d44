#include "core/scope_log/device_order.hpp"

#include "tests/unit/core/scope_log/organisation.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace scope_log;

namespace {

class DeviceOrders : public testing::Test {
  protected:
    DeviceOrders() { o.take_in(o.device_cert(id_of<PersonId>(5), phone)); }

    DeviceOrder wipe() const {
        DeviceOrder order;
        order.org = o.org;
        order.registrar = o.registrar_id();
        order.device = device_id(phone.public_key);
        order.kind = OrderKind::wipe;
        order.since = noon;
        order.issued = noon + hour;
        return order;
    }
    Errc refused(const SignedOrder& order) const {
        const auto verified = verify_order(encode(order), o.directory);
        return verified ? Errc::ok : verified.error().code;
    }

    Organisation o;
    crypto::SigningKey phone = signing_key(11);
};

}  // namespace

TEST_F(DeviceOrders, AreARegistrarsWord) {
    const auto order = verify_order(encode(sign_order(wipe(), o.registrar)), o.directory);

    ASSERT_TRUE(order);
    EXPECT_EQ(*order, wipe());
}

TEST_F(DeviceOrders, OfAnybodyElseAreNone) {
    EXPECT_EQ(refused(sign_order(wipe(), signing_key(77))), Errc::unauthenticated);
    EXPECT_EQ(refused(sign_order(wipe(), phone)), Errc::unauthenticated);
    SignedOrder other_device = sign_order(wipe(), o.registrar);
    other_device.order.device = id_of<DeviceId>(9);
    EXPECT_EQ(refused(other_device), Errc::unauthenticated);
    SignedOrder other_kind = sign_order(wipe(), o.registrar);
    other_kind.order.kind = OrderKind::revoke;
    EXPECT_EQ(refused(other_kind), Errc::unauthenticated);
    DeviceOrder elsewhere = wipe();
    elsewhere.org = id_of<OrgId>(0x77);
    EXPECT_EQ(refused(sign_order(elsewhere, o.registrar)), Errc::unauthenticated);
}

TEST_F(DeviceOrders, SignedForAnotherPurposeAreNone) {
    SignedOrder order{wipe(), {}};
    order.signature =
        crypto::sign(crypto::SignDomain::certificate, order_hash(order.order), o.registrar);

    EXPECT_EQ(refused(order), Errc::unauthenticated);
}

TEST_F(DeviceOrders, OfALaterKindAreNotGuessed) {
    DeviceOrder order = wipe();
    order.kind = OrderKind{3};

    EXPECT_EQ(refused(sign_order(order, o.registrar)), Errc::unsupported_version);
}

TEST_F(DeviceOrders, AreAnsweredByTheDeviceItself) {
    WipeReceipt receipt{
        o.org, device_id(phone.public_key), order_hash(wipe()), noon, {{id_of<ScopeId>(1), 3}}};

    const auto good = verify_receipt(encode(sign_receipt(receipt, phone)), o.directory);
    const auto forged = verify_receipt(encode(sign_receipt(receipt, o.registrar)), o.directory);
    receipt.unsent.push_back({id_of<ScopeId>(1), 1});
    const auto twice = verify_receipt(encode(sign_receipt(receipt, phone)), o.directory);

    ASSERT_TRUE(good);
    EXPECT_EQ(good->unsent[0].commits, 3U);
    ASSERT_FALSE(forged);
    EXPECT_EQ(forged.error().code, Errc::unauthenticated);
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, Errc::malformed);
}

}  // namespace sanderling::test
