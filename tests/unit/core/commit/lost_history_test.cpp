#include "core/commit/lost_history.hpp"

#include <gtest/gtest.h>

namespace sanderling::commit {
namespace {

Dot dot(std::uint8_t replica, std::uint64_t counter) {
    Dot out;
    out.replica.bytes[0] = replica;
    out.counter = Counter{counter};
    return out;
}

crypto::Hash hash(std::uint8_t n) {
    crypto::Hash out;
    out.bytes[0] = n;
    return out;
}

Link link(std::uint64_t seq, Dot dot, Verdict verdict = Verdict::accepted) {
    return {.seq = Seq{seq},
            .what = hash(static_cast<std::uint8_t>(seq)),
            .dot = dot,
            .verdict = verdict,
            .effective_base = Seq{seq - 1},
            .t_eff = HlcTime{seq * 10}};
}

crypto::Hash after(crypto::Hash chain, const std::vector<Link>& links, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) chain = chain_next(chain, links[i]);
    return chain;
}

const std::vector<Link> five_to_eight{link(5, dot(1, 1)), link(6, dot(2, 1)),
                                      link(7, dot(1, 2), Verdict::rejected), link(8, dot(2, 2))};
const LostLinks lost{.generation = Generation{7},
                     .common = Seq{4},
                     .first = Seq{5},
                     .before = hash(99),
                     .links = five_to_eight};

TEST(LostHistory, SurvivesItsEncodingAndRefusesWhatIsCutOrOutOfRange) {
    const Bytes bytes = encode(lost);

    EXPECT_EQ(decode_lost_links(bytes).value(), lost);
    EXPECT_FALSE(decode_lost_links(ByteView(bytes).first(bytes.size() - 1)));
    LostLinks early = lost;
    early.first = early.common;
    EXPECT_FALSE(decode_lost_links(encode(early)));
}

TEST(LostHistory, APlaceReachedInTwoWaysKeepsWhatItHadFirst) {
    LostHistory history;
    history.add({.generation = Generation{8},
                 .common = Seq{5},
                 .first = Seq{6},
                 .before = after(hash(99), five_to_eight, 1),
                 .links = {five_to_eight[1], five_to_eight[2]}});

    history.add(lost);  // the same from one link earlier, and one link more

    const auto first = history.find(Seq{5}, chain_prefix(after(hash(99), five_to_eight, 1)));
    const auto middle = history.find(Seq{7}, chain_prefix(after(hash(99), five_to_eight, 3)));
    const auto last = history.find(Seq{8}, chain_prefix(after(hash(99), five_to_eight, 4)));
    ASSERT_TRUE(first && middle && last);
    EXPECT_EQ(first->common, Seq{4});
    EXPECT_EQ(middle->common, Seq{5});
    EXPECT_EQ(last->common, Seq{5});
    EXPECT_TRUE(history.has(*last, dot(2, 1)));
    EXPECT_TRUE(history.has(*last, dot(2, 2)));
    EXPECT_FALSE(history.has(*middle, dot(2, 2)));
}

TEST(LostHistory, KnowsWhatStoodAtOrBeforeAPlaceAndNothingAfterIt) {
    LostHistory history;
    history.add(lost);

    const auto place = history.find(Seq{7}, chain_prefix(after(hash(99), five_to_eight, 3)));

    ASSERT_TRUE(place);
    EXPECT_EQ(place->common, Seq{4});
    EXPECT_EQ(place->time_max, HlcTime{70});
    EXPECT_TRUE(history.has(*place, dot(1, 1)));
    EXPECT_TRUE(history.has(*place, dot(2, 1)));
    EXPECT_FALSE(history.has(*place, dot(1, 2))) << "rejected";
    EXPECT_FALSE(history.has(*place, dot(2, 2))) << "after it";
}

TEST(LostHistory, FindsNoPlaceByItsNumberAlone) {
    LostHistory history;
    history.add(lost);

    EXPECT_FALSE(history.find(Seq{7}, chain_prefix(hash(1))));
    EXPECT_FALSE(history.find(Seq{6}, chain_prefix(after(hash(99), five_to_eight, 3))));
}

TEST(LostHistory, GoesOnAlongLinksGivenBefore) {
    LostHistory history;
    history.add(lost);
    const std::vector<Link> more{link(9, dot(1, 3))};

    history.add({.generation = Generation{7},
                 .common = Seq{4},
                 .first = Seq{9},
                 .before = after(hash(99), five_to_eight, 4),
                 .links = more});

    const auto chain = chain_next(after(hash(99), five_to_eight, 4), more[0]);
    const auto place = history.find(Seq{9}, chain_prefix(chain));
    ASSERT_TRUE(place);
    EXPECT_EQ(place->common, Seq{4});
    EXPECT_TRUE(history.has(*place, dot(2, 2)));
}

TEST(LostHistory, KeepsHistoriesThatPartInTheMiddleApart) {
    LostHistory history;
    history.add(lost);
    const std::vector<Link> other{link(7, dot(3, 1)), link(8, dot(3, 2))};

    history.add({.generation = Generation{8},
                 .common = Seq{4},
                 .first = Seq{7},
                 .before = after(hash(99), five_to_eight, 2),
                 .links = other});

    const auto chain = after(after(hash(99), five_to_eight, 2), other, 2);
    const auto there = history.find(Seq{8}, chain_prefix(chain));
    const auto here = history.find(Seq{8}, chain_prefix(after(hash(99), five_to_eight, 4)));
    ASSERT_TRUE(there && here);
    EXPECT_TRUE(history.has(*there, dot(2, 1))) << "shared by both";
    EXPECT_TRUE(history.has(*there, dot(3, 2)));
    EXPECT_FALSE(history.has(*there, dot(2, 2)));
    EXPECT_FALSE(history.has(*here, dot(3, 1)));
}

// A server that was put back twice: the links of the first history leave the second one at a place
// that is lost as well, so they share with the third what the second does.
TEST(LostHistory, SharesWithTheLogWhatTheLostLinksBeforeItDo) {
    LostHistory history;
    history.add(lost);
    const std::vector<Link> other{link(7, dot(3, 1))};
    const auto before = after(hash(99), five_to_eight, 2);

    history.add({.generation = Generation{6},
                 .common = Seq{6},
                 .first = Seq{7},
                 .before = before,
                 .links = other});

    const auto place = history.find(Seq{7}, chain_prefix(after(before, other, 1)));
    ASSERT_TRUE(place);
    EXPECT_EQ(place->common, Seq{4});
    EXPECT_TRUE(history.has(*place, dot(2, 1)));
}

TEST(LostHistory, TakesNothingThatLeadsNowhere) {
    LostHistory history;

    history.add({.generation = Generation{7},
                 .common = Seq{4},
                 .first = Seq{9},
                 .before = hash(50),
                 .links = {link(9, dot(1, 3))}});

    EXPECT_FALSE(history.find(Seq{9}, chain_prefix(chain_next(hash(50), link(9, dot(1, 3))))));
}

}  // namespace
}  // namespace sanderling::commit
