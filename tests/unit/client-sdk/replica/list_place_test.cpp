#include "client-sdk/replica/list_place.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace sanderling::replica {
namespace {

Dot writer(std::uint8_t replica, std::uint64_t counter) {
    Dot dot{.counter = Counter{counter}};
    dot.replica.bytes.fill(replica);
    return dot;
}

TEST(ListPlace, LiesBetweenItsNeighbours) {
    const ListPlace first = place_between({}, {}, writer(7, 1));
    const ListPlace before = place_between({}, first, writer(7, 2));
    const ListPlace after = place_between(first, {}, writer(7, 3));
    const ListPlace middle = place_between(first, after, writer(7, 4));

    EXPECT_LT(before, first);
    EXPECT_LT(first, middle);
    EXPECT_LT(middle, after);
}

TEST(ListPlace, HasRoomBetweenTwoThatDifferInTheirWritersOnly) {
    const ListPlace mine = place_between({}, {}, writer(7, 1));
    const ListPlace theirs = place_between({}, {}, writer(9, 1));
    ASSERT_LT(mine, theirs);

    const ListPlace between = place_between(mine, theirs, writer(1, 1));

    EXPECT_LT(mine, between);
    EXPECT_LT(between, theirs);
}

TEST(ListPlace, IsFoundAfterTheFirstOfEqualNeighboursOrOfNeighboursTheWrongWayRound) {
    const ListPlace low = place_between({}, {}, writer(7, 1));
    const ListPlace high = place_between(low, {}, writer(7, 2));

    EXPECT_GT(place_between(low, low, writer(9, 1)), low);
    EXPECT_GT(place_between(high, low, writer(9, 2)), high);
    EXPECT_GT(place_between({}, Bytes{0}, writer(9, 3)), Bytes{});
}

TEST(ListPlace, StaysShortAtTheEndsOfALongList) {
    ListPlace last = place_between({}, {}, writer(7, 1));
    ListPlace first = last;
    for (std::uint64_t i = 2; i < 1000; ++i) {
        last = place_between(last, {}, writer(7, i));
        first = place_between({}, first, writer(7, i));
    }

    EXPECT_LE(last.size(), 34U);
    EXPECT_LE(first.size(), 34U);
}

TEST(ListPlace, IsNeverLongerThanItsLimit) {
    const ListPlace lower(place_bytes_max, 0xFF);

    EXPECT_LE(place_between(lower, {}, writer(7, 1)).size(), place_bytes_max);
}

// Two writers who insert into the same list wherever they like: every place differs, and a list
// sorted by them is the list as it was built.
RC_GTEST_PROP(ListPlace, KeepsTheOrderOfAnyInsertions, ()) {
    const auto steps = *rc::gen::container<std::vector<std::pair<std::uint16_t, bool>>>(
        rc::gen::arbitrary<std::pair<std::uint16_t, bool>>());
    std::vector<ListPlace> list;
    std::uint64_t counter = 0;

    for (const auto& [choice, is_mine] : steps) {
        const std::size_t at = choice % (list.size() + 1);
        const ByteView lower = at == 0 ? ByteView() : ByteView(list[at - 1]);
        const ByteView upper = at == list.size() ? ByteView() : ByteView(list[at]);
        const ListPlace place = place_between(lower, upper, writer(is_mine ? 3 : 200, ++counter));
        list.insert(list.begin() + static_cast<std::ptrdiff_t>(at), place);
    }

    RC_ASSERT(std::is_sorted(list.begin(), list.end()));
    RC_ASSERT(std::adjacent_find(list.begin(), list.end()) == list.end());
}

// From a hostile or broken writer.
RC_GTEST_PROP(ListPlace, ComesAfterItsLowerNeighbourWhateverTheNeighboursAre, ()) {
    const auto lower = *rc::gen::arbitrary<Bytes>();
    const auto upper = *rc::gen::arbitrary<Bytes>();

    const ListPlace place = place_between(lower, upper, writer(9, 1));

    RC_ASSERT(place > lower);
}

}  // namespace
}  // namespace sanderling::replica
