#include "client-sdk/replica/freshness.hpp"

#include <gtest/gtest.h>

namespace sanderling::replica {
namespace {

Stamp stamp(std::uint64_t number, std::uint8_t branch, std::int64_t written = 0) {
    Stamp out{.number = number, .written = written};
    out.nonce[0] = branch;
    return out;
}

Remembered file() {
    return {.stamp = stamp(5, 1),
            .stamp_before = stamp(4, 9),
            .was_kept = true,
            .database = {1},
            .place = {2}};
}
Found now(std::optional<Stamp> kept) {
    return {.written = 30, .has_keeper = true, .kept = kept, .database = {1}, .place = {2}};
}

TEST(Freshness, RoundTripsAStamp) {
    const Stamp before = stamp(7, 3, 99);

    EXPECT_EQ(decode_stamp(encode(before)), before);
    EXPECT_FALSE(decode_stamp(Bytes{1, 2}));
    EXPECT_LE(encode(before).size(), 64U);
}

TEST(Freshness, IsFreshWithTheNewestStamp) {
    const auto found = recognise(file(), now(stamp(5, 1, 30)));

    EXPECT_EQ(found.freshness, Freshness::fresh);
    EXPECT_FALSE(found.renewed);
}

TEST(Freshness, IsFreshWhenTheLastOpeningWasCutOffOrTheKeeperFailedBefore) {
    EXPECT_FALSE(recognise(file(), now(stamp(4, 9))).renewed);
    EXPECT_FALSE(recognise(file(), now(stamp(2, 7))).renewed);
}

TEST(Freshness, IsRolledBackBehindAHigherNumberOrMoreWrites) {
    for (const Stamp& kept : {stamp(6, 1), stamp(5, 1, 31)}) {
        const auto found = recognise(file(), now(kept));

        EXPECT_EQ(found.freshness, Freshness::rolled_back);
        EXPECT_EQ(found.renewed, RenewalReason::rolled_back);
    }
}

TEST(Freshness, IsACopyOnAnotherBranch) {
    EXPECT_EQ(recognise(file(), now(stamp(5, 2))).renewed, RenewalReason::copied);
    EXPECT_EQ(recognise(file(), now(stamp(4, 8))).renewed, RenewalReason::copied);
    EXPECT_EQ(recognise(file(), now(std::nullopt)).renewed, RenewalReason::copied);
}

TEST(Freshness, IsACopyInAnotherPlaceOrVault) {
    Found moved = now(stamp(5, 1));
    moved.place = {3};
    EXPECT_EQ(recognise(file(), moved).renewed, RenewalReason::copied);
    Found exported = now(stamp(5, 1));
    exported.database = {4};
    EXPECT_EQ(recognise(file(), exported).renewed, RenewalReason::copied);
}

TEST(Freshness, IsACopyWhenAnOlderStateIsInAnotherPlace) {
    Found moved = now(stamp(6, 1));
    moved.place = {3};

    const auto found = recognise(file(), moved);

    EXPECT_EQ(found.renewed, RenewalReason::copied);
    EXPECT_EQ(found.freshness, Freshness::rolled_back);
}

TEST(Freshness, DoesNotMissWhatWasNeverSeenToBeKept) {
    Remembered unsure = file();
    unsure.was_kept = false;

    EXPECT_FALSE(recognise(unsure, now(std::nullopt)).renewed);
}

TEST(Freshness, RollsBackToBeforeThereWereStamps) {
    const auto found = recognise({}, now(stamp(1, 1)));

    EXPECT_EQ(found.renewed, RenewalReason::rolled_back);
}

TEST(Freshness, TellsNothingTheFirstTimeOrWithoutAKeeper) {
    EXPECT_EQ(recognise({}, now(std::nullopt)).freshness, Freshness::first);
    EXPECT_FALSE(recognise({}, now(std::nullopt)).renewed);
    Found without = now(std::nullopt);
    without.has_keeper = false;
    EXPECT_EQ(recognise(file(), without).freshness, Freshness::unknown);
    EXPECT_FALSE(recognise(file(), without).renewed);
}

}  // namespace
}  // namespace sanderling::replica
