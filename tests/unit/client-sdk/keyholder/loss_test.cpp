// A device that is lost (docs/protocol.md §6.7).
#include "core/sealing/person_keys.hpp"
#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace sanderling::keyholder {
namespace {

using Reason = keyholder::RevokeDevice::Reason;
using Replica = keyholder::RevokeDevice::Replica;

class Loss : public testing::Test {
  protected:
    DeviceId give_device(PersonId person) {
        const auto key = crypto::SigningKey::generate();
        scope_log::DeviceCert cert;
        cert.org = o.state.org;
        cert.registrar = scope_log::registrar_id(o.state.registrar.public_key);
        cert.person = person;
        cert.device = scope_log::device_id(key.public_key);
        cert.sign_key = key.public_key;
        cert.box_key = sealing::BoxKeyPair::generate(o.random).public_key;
        cert.validity = {noon, noon + std::chrono::hours(24)};
        o.state.people.at(person).devices.push_back(
            encode(scope_log::sign_certificate(cert, o.state.registrar)));
        return cert.device;
    }
    Plan revoke(DeviceId device, Replica replica = Replica::stays) {
        return o.done(keyholder::RevokeDevice{to_text(device), Reason::lost, replica, noon});
    }

    Office o;
    PersonId jo = o.person("Jo");
    DeviceId phone = give_device(jo);
    DeviceId laptop = give_device(jo);
};

TEST_F(Loss, ChangesEveryKeyThatTheDeviceHadAndTellsEveryLog) {
    const ScopeId mine = o.case_file("Case 1");
    const ScopeId other = o.case_file("Case 2");
    o.done(Allocate{"Case 1", "Jo", "", {}, {}});

    const Plan plan = revoke(phone);

    ASSERT_EQ(plan.messages.size(), 3U);
    const auto& orders = std::get<wire::DeviceOrders>(plan.messages[0]);
    ASSERT_EQ(orders.orders.size(), 1U) << "no wipe was asked for";
    const auto& keys = std::get<wire::DirectoryPut>(plan.messages[1]).person_key_envelopes;
    ASSERT_EQ(keys.size(), 1U);
    EXPECT_EQ(keys[0].device, laptop);
    EXPECT_EQ(o.log(mine).current_epoch(), KeyEpoch{2});
    EXPECT_NE(o.log(mine).revocation_of(phone), nullptr);
    EXPECT_EQ(o.log(other).current_epoch(), KeyEpoch{1});
    const auto& put = std::get<wire::LogPut>(plan.messages[2]);
    ASSERT_EQ(put.envelopes.size(), 1U);
    const auto envelope = sealing::decode_envelope(put.envelopes[0].envelope).value();
    EXPECT_EQ(envelope.to_epoch, KeyEpoch{2}) << "sealed to the key that the phone never had";
    ASSERT_EQ(plan.result["exposed"].size(), 1U);
    EXPECT_EQ(plan.result["exposed"][0]["name"], "Case 1");
}

TEST_F(Loss, DoneAgainChangesNothingMoreAndCanOrderAWipe) {
    const ScopeId mine = o.case_file("Case 1");
    o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    revoke(phone);

    const Plan again = revoke(phone, Replica::is_wiped);

    EXPECT_EQ(again.messages.size(), 2U);
    EXPECT_EQ(std::get<wire::DeviceOrders>(again.messages[0]).orders.size(), 2U);
    EXPECT_EQ(o.log(mine).current_epoch(), KeyEpoch{2});
    EXPECT_EQ(again.result["wipe"], "ordered");
    EXPECT_EQ(again.result["exposed"].size(), 1U);
}

TEST_F(Loss, GoesOnWhereTheServerStoppedAnswering) {
    const ScopeId mine = o.case_file("Case 1");
    o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    const keyholder::RevokeDevice command{to_text(phone), Reason::lost, Replica::stays, noon};
    const auto plan = o.keyholder.prepare(command, noon);
    ASSERT_TRUE(plan);
    o.keyholder.settle(*plan, Outcome::refused);

    ASSERT_EQ(o.keyholder.unfinished().size(), 1U);
    EXPECT_EQ(o.log(mine).current_epoch(), KeyEpoch{1});
    o.done(o.keyholder.unfinished()[0]);

    EXPECT_EQ(o.log(mine).current_epoch(), KeyEpoch{2});
    EXPECT_TRUE(o.keyholder.unfinished().empty());
    EXPECT_EQ(o.state.revoked.at(phone).reason, scope_log::RevocationReason::lost);
}

TEST_F(Loss, ALostDeviceStaysLostWhereItsPersonIsAdmittedLater) {
    revoke(phone);
    const ScopeId later = o.case_file("Case 9");

    o.done(Allocate{"Case 9", "Jo", "", {}, {}});

    EXPECT_NE(o.log(later).revocation_of(phone), nullptr);
    EXPECT_EQ(o.log(later).revocation_of(laptop), nullptr);
}

TEST_F(Loss, IsKeptInTheFileAndOlderFilesAreRead) {
    revoke(phone, Replica::is_wiped);
    const Bytes bytes = encode(o.state);

    const auto read = decode_state(bytes);

    ASSERT_TRUE(read);
    EXPECT_EQ(read->revoked.at(phone).wipe_order, o.state.revoked.at(phone).wipe_order);
    Office before;
    Bytes third = encode(before.state);
    third[0] = 3;
    third.resize(third.size() - 16);  // without since when it is behind, and both references
    EXPECT_TRUE(decode_state(third));
    Bytes second = third;
    second[0] = 2;
    second.resize(second.size() - 4);  // without the list of server keys
    EXPECT_TRUE(decode_state(second));
    Bytes first = second;
    first[0] = 1;
    first.resize(first.size() - 4);  // and without that of revoked devices
    EXPECT_TRUE(decode_state(first));
}

// Issue: 80 cases after a lost phone in less than 100 ms. Generous, for other builds and machines.
TEST_F(Loss, EightyCasesAreChangedQuickly) {
    for (int i = 0; i < 80; ++i) {
        const std::string name = "Case " + std::to_string(i);
        o.case_file(name);
        o.done(Allocate{name, "Jo", "", {}, {}});
    }

    const auto begin = std::chrono::steady_clock::now();
    const Plan plan = revoke(phone);
    const auto took = std::chrono::steady_clock::now() - begin;

    EXPECT_EQ(plan.messages.size(), 82U);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
    RecordProperty("milliseconds", std::to_string(ms));
    EXPECT_LT(ms, 5'000);
}

}  // namespace
}  // namespace sanderling::keyholder
