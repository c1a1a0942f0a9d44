// What the keyholder erases, and sees to that it stays erased.
#include "core/scope_log/purge_receipt.hpp"
#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gtest/gtest.h>

namespace sanderling::keyholder {
namespace {

using scope_log::PurgeReason;
using scope_log::PurgeTarget;

class KeyholderPurge : public testing::Test {
  protected:
    KeyholderPurge() {
        o.person("Jo");
        id = o.case_file("Case 1");
        o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    }
    const Scope& scope() const { return o.state.scopes.at(id); }
    static const wire::LogPut& put_of(const Plan& plan) {
        return std::get<wire::LogPut>(plan.messages.at(0));
    }
    /// The server's answer to the question that a new connection asks of this scope.
    Result<void> answer(std::size_t entries) {
        for (const Plan& plan : o.keyholder.recover()) {
            const auto* get = std::get_if<wire::LogGet>(&plan.messages.at(0));
            if (get == nullptr) continue;
            wire::LogEntries log{.request = get->request, .scope = id};
            for (std::size_t i = 0; i < entries; ++i)
                log.entries.push_back({Seq{i + 1}, scope().entries.at(i)});
            return o.keyholder.on_log_entries(log);
        }
        return fail(Errc::not_found, "nothing was asked");
    }

    Office o;
    ScopeId id;
};

TEST_F(KeyholderPurge, DestroysTheKeysOfAPurgedScopeOnceTheServerHasTakenIt) {
    const Plan plan = o.keyholder.prepare(PurgeScope{"Case 1", {}, "retention"}, noon).value();
    EXPECT_EQ(scope().epoch_keys.size(), 1U);

    o.keyholder.settle(plan, Outcome::accepted);

    EXPECT_TRUE(scope().epoch_keys.empty());
    EXPECT_TRUE(scope().token == sealing::TokenKey{});
    ASSERT_NE(o.log(id).scope_purge(), nullptr);
    EXPECT_EQ(o.log(id).scope_purge()->body.reason, PurgeReason::retention);
    EXPECT_TRUE(decode_state(encode(o.state)));
    EXPECT_NE(o.error_of(Allocate{"Case 1", "Jo", "", {}, {}}), Errc::ok);
}

TEST_F(KeyholderPurge, KeepsTheKeysWhenTheServerRefuses) {
    const Plan plan = o.keyholder.prepare(PurgeScope{"Case 1", {}, "retention"}, noon).value();

    o.keyholder.settle(plan, Outcome::refused);

    EXPECT_EQ(scope().epoch_keys.size(), 1U);
    EXPECT_EQ(o.log(id).scope_purge(), nullptr);
}

TEST_F(KeyholderPurge, OrdersRecordsAndSplitsWhatOneEntryCannotName) {
    std::vector<RecordId> records;
    for (std::size_t i = 0; i < scope_log::limits::records_a_purge + 1; ++i)
        records.push_back(o.random.id<RecordId>());

    const Plan plan = o.done(PurgeScope{"Case 1", records, "request"});

    EXPECT_EQ(put_of(plan).entries.size(), 2U);
    for (const RecordId record : records) EXPECT_NE(o.log(id).purge_of(record), nullptr);
    EXPECT_EQ(o.log(id).scope_purge(), nullptr);
    EXPECT_EQ(scope().epoch_keys.size(), 1U);
}

TEST_F(KeyholderPurge, RefusesAReasonThatIsNone) {
    EXPECT_EQ(o.error_of(PurgeScope{"Case 1", {}, "tidiness"}), Errc::invalid_argument);
}

TEST_F(KeyholderPurge, HasToBeToldTwiceAndNeverTakesNoneForAll) {
    const std::string whole = R"({"verb":"purge","scope":"Case 1","reason":"request")";

    EXPECT_FALSE(parse_command_line(whole + "}"));
    EXPECT_FALSE(parse_command_line(whole + R"(,"yes":false})"));
    EXPECT_FALSE(parse_command_line(whole + R"(,"yes":true,"records":[]})"));
    EXPECT_FALSE(parse_command_line(whole + R"(,"yes":true,"records":["x"]})"));
    const auto good = parse_command_line(whole + R"(,"yes":true})");
    ASSERT_TRUE(good);
    EXPECT_TRUE(std::get<PurgeScope>(*good).records.empty());
}

TEST_F(KeyholderPurge, PutsAPurgeAgainThatARestoredServerHasLost) {
    const Plan purge = o.done(PurgeScope{"Case 1", {o.random.id<RecordId>()}, "request"});

    ASSERT_TRUE(answer(scope().entries.size() - 1));

    const std::vector<Plan> again = o.keyholder.take_follow_ups();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(put_of(again[0]).entries, put_of(purge).entries);
    EXPECT_TRUE(o.keyholder.take_follow_ups().empty());
}

TEST_F(KeyholderPurge, SaysNothingToAServerThatHasIt) {
    o.done(PurgeScope{"Case 1", {o.random.id<RecordId>()}, "request"});

    ASSERT_TRUE(answer(scope().entries.size()));

    EXPECT_TRUE(o.keyholder.take_follow_ups().empty());
}

TEST_F(KeyholderPurge, AsksOnlyAboutScopesThatHavePurges) {
    EXPECT_EQ(answer(0).error().code, Errc::not_found);
}

// ---- Legal holds

TEST_F(KeyholderPurge, IsRefusedWhileAHoldStandsAndSaysWhichOne) {
    const RecordId record = o.random.id<RecordId>();
    const Plan plan = o.done(HoldScope{"Case 1", {record}, "proceedings", "R v Smith"});
    EXPECT_EQ(plan.result["hold"], 3);  // create, epoch, Jo

    for (const PurgeScope& purge :
         {PurgeScope{"Case 1", {record}, "request"}, PurgeScope{"Case 1", {}, "retention"}}) {
        const auto refused = o.keyholder.prepare(purge, noon);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::on_hold);
        EXPECT_EQ(refused.error().detail, "legal hold 3 (proceedings), set 2023-11-14");
    }

    o.done(ReleaseHold{"Case 1", 3, "acquitted"});
    o.done(PurgeScope{"Case 1", {record}, "request"});
    EXPECT_NE(o.log(id).purge_of(record), nullptr);
}

TEST_F(KeyholderPurge, ShowsHoldsWithTheirWordsWhichTheEntryDoesNotShow) {
    o.done(HoldScope{"Case 1", {}, "inquiry", "kingfisher"});
    o.done(ReleaseHold{"Case 1", 3, "magpie"});

    const auto shown = o.done(ListHolds{"Case 1"}).result["holds"].at(0);

    EXPECT_EQ(shown["note"], "kingfisher");
    EXPECT_EQ(shown["release_note"], "magpie");
    EXPECT_EQ(shown["reason"], "inquiry");
    for (const Bytes& entry : scope().entries)
        EXPECT_EQ(as_text(entry).find("kingfisher"), std::string_view::npos);
}

TEST_F(KeyholderPurge, PutsAHoldAgainThatARestoredServerHasLost) {
    o.done(HoldScope{"Case 1", {}, "inquiry", "why"});

    ASSERT_TRUE(answer(3));  // the log of before the hold

    const auto again = o.keyholder.take_follow_ups();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(put_of(again[0]).entries, std::vector<Bytes>{scope().entries.at(3)});
}

TEST_F(KeyholderPurge, IsHeldOnlyForAReasonThatIsOne) {
    EXPECT_EQ(o.error_of(HoldScope{"Case 1", {}, "tidiness", "x"}), Errc::invalid_argument);
    EXPECT_FALSE(parse_command({{"verb", "hold"}, {"scope", "Case 1"}, {"reason", "other"}}));
    EXPECT_FALSE(parse_command(
        {{"verb", "release"}, {"scope", "Case 1"}, {"hold", 3}, {"note", "over"}}));  // not "yes"
}

// ---- Who has carried it out

class KeyholderReceipts : public KeyholderPurge {
  protected:
    struct Phone {
        crypto::SigningKey key{};
        DeviceId id{};
    };
    Phone phone(const std::string& person, Instant since = noon) {
        Phone out{crypto::SigningKey::generate(), {}};
        for (auto& [known, one] : o.state.people) {
            if (one.name != person) continue;
            scope_log::DeviceCert cert;
            cert.org = o.state.org;
            cert.registrar = scope_log::registrar_id(o.state.registrar.public_key);
            cert.person = known;
            cert.device = scope_log::device_id(out.key.public_key);
            cert.sign_key = out.key.public_key;
            cert.validity = {since, since + std::chrono::hours(24 * 365)};
            out.id = cert.device;
            one.devices.push_back(encode(scope_log::sign_certificate(cert, o.state.registrar)));
        }
        return out;
    }
    Bytes receipt_of(const Phone& phone, Instant received) const {
        const auto log = o.log(id);
        const scope_log::PurgeRecord& purge = log.purges().back();
        const scope_log::PurgeReceipt receipt{.org = o.state.org,
                                              .device = phone.id,
                                              .scope = id,
                                              .index = purge.index,
                                              .entry = purge.hash,
                                              .at = received};
        commit::CanonicalWriter out;
        out.u64(static_cast<std::uint64_t>(received.ms));
        out.raw(encode(scope_log::sign_purge_receipt(receipt, phone.key)));
        return out.take();
    }
    /// The list, as a server with these receipts and last contacts has it made.
    nlohmann::ordered_json listed(const std::vector<Bytes>& receipts,
                                  const std::map<DeviceId, Instant>& contacts = {}) {
        Plan plan = o.keyholder.prepare(ListPurges{}, noon).value();
        wire::DeviceStates states;
        for (const auto& [device, at] : contacts) states.states.push_back({device, at, {}});
        o.keyholder.on_device_states(states, plan);
        const auto& get = std::get<wire::InventoryGet>(plan.messages.at(1));
        EXPECT_EQ(get.of, wire::InventoryOf::purged);
        EXPECT_TRUE(o.keyholder.on_inventory(
            get, wire::Inventory{.request = get.request, .envelopes = receipts}, plan));
        EXPECT_TRUE(o.keyholder.conclude(plan, noon));
        return plan.result["purges"].at(0);
    }
    static std::map<std::string, std::string> states(const nlohmann::ordered_json& purge) {
        std::map<std::string, std::string> out;
        for (const auto& device : purge["devices"]) out[device["device"]] = device["state"];
        return out;
    }
    static constexpr std::chrono::hours day{24};
};

TEST_F(KeyholderReceipts, ShowWhoHasAndWhoHasNotSinceWhen) {
    const Phone here = phone("Jo");
    const Phone away = phone("Jo");
    o.done(PurgeScope{"Case 1", {o.random.id<RecordId>()}, "request"}, noon + day);
    const Instant forty = noon + 41 * day;

    auto purge = listed({receipt_of(here, noon + 2 * day)}, {{away.id, noon}});

    EXPECT_EQ(purge["missing"], 1);
    EXPECT_EQ(states(purge), (std::map<std::string, std::string>{{to_text(here.id), "done"},
                                                                 {to_text(away.id), "not_yet"}}));
    for (const auto& device : purge["devices"])
        if (device["state"] == "not_yet") {
            EXPECT_EQ(device["since"], instant_text(noon + day));
            EXPECT_EQ(device["last_contact"], instant_text(noon));
        }

    purge = listed({receipt_of(here, noon + 2 * day), receipt_of(away, forty)}, {{away.id, forty}});

    EXPECT_EQ(purge["missing"], 0);
    EXPECT_EQ(states(purge)[to_text(away.id)], "done");
}

TEST_F(KeyholderReceipts, CountOnlyWhatTheDeviceItselfHasSignedForThisPurge) {
    const Phone jos = phone("Jo");
    o.done(PurgeScope{"Case 1", {}, "request"}, noon + day);
    const Phone forged{crypto::SigningKey::generate(), jos.id};
    Bytes cut = receipt_of(jos, noon);
    cut.pop_back();

    EXPECT_EQ(listed({receipt_of(forged, noon), cut, Bytes(3, 1)})["missing"], 1);
    EXPECT_EQ(listed({receipt_of(jos, noon)})["missing"], 0);
}

TEST_F(KeyholderReceipts, ExpectNothingOfWhoNeverHadIt) {
    o.person("Sam");
    o.person("Kim");
    const Phone jos = phone("Jo");
    const Phone kims = phone("Kim");
    phone("Sam");  // never in
    o.done(Allocate{"Case 1", "Kim", "", {}, {}});
    o.done(Withdraw{"Case 1", "Kim"}, noon + day);
    o.done(PurgeScope{"Case 1", {}, "request"}, noon + 2 * day);
    const Phone bought_later = phone("Jo", noon + 3 * day);

    const auto before = states(listed({}, {{kims.id, noon}}));
    const auto after = states(listed({}, {{kims.id, noon + 2 * day}}));

    EXPECT_EQ(before, (std::map<std::string, std::string>{{to_text(jos.id), "not_yet"},
                                                          {to_text(kims.id), "not_yet"}}));
    EXPECT_EQ(after.at(to_text(kims.id)), "left");
    EXPECT_FALSE(after.contains(to_text(bought_later.id)));
}

}  // namespace
}  // namespace sanderling::keyholder
