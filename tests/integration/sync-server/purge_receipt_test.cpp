// What a server keeps of devices that have carried out a purge, and what it does while a hold
// stands (docs/protocol.md §6.12, §6.13).
#include "core/scope_log/purge_receipt.hpp"

#include "sync-server/store/feed_reader.hpp"
#include "tests/integration/sync-server/trust.hpp"

#include <gtest/gtest.h>

namespace sanderling::server {
namespace {

using scope_log::Hold;
using scope_log::HoldReason;
using scope_log::Purge;
using scope_log::PurgeReason;
using scope_log::PurgeTarget;
using namespace testing;  // the small organisation, not GoogleTest's

class PurgeReceiptTest : public ::testing::Test {
  protected:
    void SetUp() override {
        store = open_store(folder.path(), trust);
        reader = FeedReader::open(store_file(folder.path())).value();
        ASSERT_TRUE(put(trust.found_scope(scope, ann)));
    }
    Result<void> put(const wire::LogPut& put) {
        WriteGroup group(*store, start);
        auto done = group.put_log(put);
        if (done) group.commit();
        return done;
    }
    /// The entry of the purge, which becomes the last of the log.
    scope_log::ScopeLogEntry purge() {
        const auto change = trust.change(scope, {Purge{PurgeTarget::records, reason, {record}}});
        EXPECT_TRUE(put(change));
        return scope_log::decode_entry(change.entries.back()).value().entry;
    }
    scope_log::PurgeReceipt receipt_for(const scope_log::ScopeLogEntry& entry,
                                        const Colleague& who) const {
        return {.org = trust.org(),
                .device = who.device,
                .scope = scope,
                .index = entry.index,
                .entry = scope_log::entry_hash(entry),
                .at = start};
    }
    Result<void> hand_in(const scope_log::PurgeReceipt& receipt, const Colleague& signer,
                         const Colleague& session, Instant now = start) {
        WriteGroup group(*store, now);
        auto done = group.put_receipt(session.device,
                                      encode(scope_log::sign_purge_receipt(receipt, signer.key)));
        group.commit();
        return done;
    }
    std::vector<Bytes> kept(std::uint64_t after = 0) {
        return reader->inventory({.of = wire::InventoryOf::purged, .after = after, .scope = scope})
            .envelopes;
    }
    void write(const std::vector<RecordId>& records) {
        const auto commit = trust.write(ann, scope, records, at);
        WriteGroup group(*store, start);
        group.judge(prepared(push_of(scope, {commit}), trust.org()));
        group.commit();
    }
    Trimmed trim(Instant now) {
        WriteGroup group(*store, now);
        const Trimmed trimmed = group.trim(now, 100);
        group.commit();
        return trimmed;
    }

    TemporaryFolder folder;
    Trust trust;
    Colleague ann = trust.hire();
    Colleague stranger = trust.hire();
    ScopeId scope = trust.id<ScopeId>();
    RecordId record = trust.id<RecordId>();
    PurgeReason reason = PurgeReason::request;
    Position at;
    std::unique_ptr<Store> store;
    std::unique_ptr<FeedReader> reader;
};

TEST_F(PurgeReceiptTest, TheFirstReceiptOfADeviceIsKeptWithItsTime) {
    const auto receipt = receipt_for(purge(), ann);

    ASSERT_TRUE(hand_in(receipt, ann, ann, start + std::chrono::hours(1)));
    ASSERT_TRUE(hand_in(receipt, ann, ann, start + std::chrono::hours(9)));

    const auto all = kept();
    ASSERT_EQ(all.size(), 1U);
    const ByteView stored = all[0];
    commit::CanonicalReader in(stored.first(8));
    EXPECT_EQ(in.u64(), static_cast<std::uint64_t>(start.ms + 3'600'000));
    EXPECT_EQ(scope_log::decode_purge_receipt(stored.subspan(8))->receipt, receipt);
    EXPECT_TRUE(kept(1).empty());
}

TEST_F(PurgeReceiptTest, NobodySignsForAnotherDeviceOrForWhatIsNoPurge) {
    const auto entry = purge();
    auto other_entry = receipt_for(entry, ann);
    other_entry.entry = {};
    auto no_purge = receipt_for(entry, ann);
    no_purge.index = 0;

    EXPECT_EQ(hand_in(receipt_for(entry, ann), stranger, ann).error().code, Errc::unauthenticated);
    EXPECT_EQ(hand_in(receipt_for(entry, ann), ann, stranger).error().code, Errc::not_permitted);
    EXPECT_EQ(hand_in(receipt_for(entry, stranger), stranger, stranger).error().code,
              Errc::not_permitted);  // never was in
    EXPECT_EQ(hand_in(other_entry, ann, ann).error().code, Errc::not_found);
    EXPECT_EQ(hand_in(no_purge, ann, ann).error().code, Errc::not_found);
    EXPECT_TRUE(kept().empty());
}

// ---- Legal holds

TEST_F(PurgeReceiptTest, APurgeOfWhatIsHeldIsRefusedAndDestroysNothing) {
    write({record});
    ASSERT_TRUE(
        put(trust.change(scope, {Hold{PurgeTarget::records, HoldReason::inquiry, {record}, {}}})));

    const auto refused = put(trust.change(scope, {Purge{PurgeTarget::scope, reason, {}}}));

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::on_hold);
    const auto read = reader->page({{.scope = scope}, ann.person, {}, 1 << 20}, start);
    EXPECT_NE(std::get<sync::server::Page>(read.outcome).checkpoint->digest, merge::Digest{});
}

TEST_F(PurgeReceiptTest, WhatWasReplacedStaysWhileAHoldStands) {
    write({record});
    write({record});
    const auto hold = trust.change(scope, {Hold{PurgeTarget::scope, HoldReason::other, {}, {}}});
    ASSERT_TRUE(put(hold));
    const std::chrono::hours month{30 * 24};

    const Trimmed held = trim(start + month);
    EXPECT_EQ(held.commits, 0U);
    EXPECT_EQ(trim(start + month).commits, 0U);

    const std::uint32_t number = scope_log::decode_entry(hold.entries.back())->entry.index;
    ASSERT_TRUE(put(trust.change(scope, {scope_log::ReleaseHold{number, {}}})));
    EXPECT_EQ(trim(start + month).commits, 0U);  // as if it had been replaced on that day
    EXPECT_EQ(trim(start + 2 * month).commits, 1U);
}

}  // namespace
}  // namespace sanderling::server
