#include "core/merge/live_set.hpp"

#include "tests/unit/core/merge/writer.hpp"

#include <gmock/gmock.h>

namespace sanderling::merge {
namespace {

using testing::ElementsAre;

constexpr AuthorityClass manager{2};
constexpr ClassMask manager_mask = 0b10;

TEST(LiveSet, LetsALaterWriteReplaceWhatItKnew) {
    LiveSet set;
    apply(set, put(), {.replica = 1, .seq = 1});

    apply(set, put(), {.replica = 2, .seq = 2, .base = 1});

    EXPECT_THAT(live_seqs(set), ElementsAre(2));
}

TEST(LiveSet, KeepsConcurrentLoserUntilResolved) {
    LiveSet set;
    apply(set, put(), {.replica = 1, .seq = 1});
    apply(set, put(), {.replica = 2, .seq = 2, .base = 0});
    ASSERT_THAT(live_seqs(set), ElementsAre(1, 2));

    apply(set, write_of(Rule::register_, Operation::resolve), {.replica = 3, .seq = 3, .base = 2});

    EXPECT_THAT(live_seqs(set), ElementsAre(3));
}

TEST(LiveSet, AnEditThatNamesTheWinnerLeavesTheLoser) {
    LiveSet set;
    apply(set, put(), {.replica = 1, .seq = 1});
    apply(set, put(), {.replica = 2, .seq = 2});

    apply(set,
          write_of(Rule::register_, Operation::put, Coverage::named, {{replica(2), Counter{1}}}),
          {.replica = 1, .counter = 2, .seq = 3, .base = 2});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 3));
}

TEST(LiveSet, AnEmptyListNamesNothing) {
    LiveSet set;
    apply(set, put(), {.replica = 1, .seq = 1});

    apply(set, write_of(Rule::register_, Operation::put, Coverage::named),
          {.replica = 2, .seq = 2, .base = 1});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 2));
}

TEST(LiveSet, NamingWhatWasNeverSeenRemovesNothing) {
    LiveSet set;
    apply(set, put(), {.replica = 1, .seq = 5});

    apply(set,
          write_of(Rule::register_, Operation::put, Coverage::named, {{replica(1), Counter{1}}}),
          {.replica = 2, .seq = 6, .base = 4});

    EXPECT_THAT(live_seqs(set), ElementsAre(5, 6));
}

TEST(LiveSet, AReplicaKnowsItsOwnWritesOnlyUpToOwn) {
    LiveSet set;
    apply(set, put(), {.replica = 1, .counter = 1, .seq = 1});
    apply(set, put(), {.replica = 1, .counter = 2, .seq = 2, .own = 1});
    ASSERT_THAT(live_seqs(set), ElementsAre(2));

    // A second form of the same device, opened before the first was saved.
    apply(set, put(), {.replica = 1, .counter = 3, .seq = 3, .own = 1});

    EXPECT_THAT(live_seqs(set), ElementsAre(2, 3));
}

TEST(LiveSet, ACopyKnowsWhatItsParentWrote) {
    LiveSet set;
    apply(set, put(), {.replica = 1, .counter = 4, .seq = 1});
    WriteContext copy = By{.replica = 9, .seq = 2}.context();
    copy.ancestry = {{replica(1), Counter{4}}};

    apply(set, put(), 0, copy);

    EXPECT_THAT(live_seqs(set), ElementsAre(2));
}

TEST(LiveSet, CautionKeepsADisputeOpenForOrdinaryWrites) {
    LiveSet set;
    const PathWrite caution = write_of(Rule::cautious, Operation::put);
    apply(set, caution, {.replica = 1, .seq = 1});
    apply(set, caution, {.replica = 2, .seq = 2});

    apply(set, caution, {.replica = 1, .counter = 2, .seq = 3, .base = 2});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 2, 3));
}

TEST(LiveSet, CautionLetsAnyWriterChangeASingleValue) {
    LiveSet set;
    PathWrite caution = write_of(Rule::cautious, Operation::put);
    caution.authority = manager;
    apply(set, caution, {.replica = 1, .seq = 1});

    apply(set, caution, {.replica = 2, .seq = 2, .base = 1});

    EXPECT_THAT(live_seqs(set), ElementsAre(2));
}

TEST(LiveSet, CautionIsResolvedOnlyByTheNamedRole) {
    LiveSet set;
    PathWrite caution = write_of(Rule::cautious, Operation::put);
    caution.authority = manager;
    apply(set, caution, {.replica = 1, .seq = 1});
    apply(set, caution, {.replica = 2, .seq = 2});
    PathWrite resolve = caution;
    resolve.operation = Operation::resolve;

    apply(set, resolve, {.replica = 1, .counter = 2, .seq = 3, .base = 2});
    ASSERT_THAT(live_seqs(set), ElementsAre(1, 2, 3));
    apply(set, resolve, {.replica = 3, .seq = 4, .base = 3, .classes = manager_mask});

    EXPECT_THAT(live_seqs(set), ElementsAre(4));
}

TEST(LiveSet, AWriteWithoutTheRoleJoinsAsAProposal) {
    LiveSet set;
    PathWrite record = put();
    record.authority = manager;
    apply(set, record, {.replica = 1, .seq = 1, .classes = manager_mask});

    apply(set, record, {.replica = 2, .seq = 2, .base = 1});

    ASSERT_THAT(live_seqs(set), ElementsAre(1, 2));
    EXPECT_EQ(set.entries[1].standing, Standing::proposal);
}

TEST(LiveSet, ClaimingNoAuthorityDoesNotRemoveWhatNeedsIt) {
    LiveSet set;
    PathWrite record = put();
    record.authority = manager;
    apply(set, record, {.replica = 1, .seq = 1, .classes = manager_mask});

    apply(set, put(), {.replica = 2, .seq = 2, .base = 1});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 2));
}

TEST(LiveSet, AnotherRuleOnTheSamePathRemovesNothing) {
    LiveSet set;
    const PathWrite caution = write_of(Rule::cautious, Operation::put);
    apply(set, caution, {.replica = 1, .seq = 1});

    apply(set, put(), {.replica = 2, .seq = 2, .base = 1});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 2));
}

TEST(LiveSet, LogsKeepEverything) {
    LiveSet set;
    const PathWrite entry = write_of(Rule::log, Operation::append, Coverage::none);

    for (std::uint64_t i = 1; i <= 3; ++i)
        apply(set, entry, {.replica = 1, .counter = i, .seq = i, .base = i - 1, .own = i - 1});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 2, 3));
}

TEST(LiveSet, AWriteNamedBeforeItArrivesDoesNotJoin) {
    LiveSet set;
    LiveEntry later{.dot = {replica(2), Counter{1}}, .seq = Seq{1}};
    later.named = {{replica(1), Counter{1}}};
    set.entries.push_back(later);

    const PathChange change = apply(set, put(), {.replica = 1, .seq = 2});

    EXPECT_FALSE(change.joined);
    EXPECT_THAT(live_seqs(set), ElementsAre(1));
}

}  // namespace
}  // namespace sanderling::merge
