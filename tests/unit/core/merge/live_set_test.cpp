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

TEST(LiveSet, ACopysWriteCoversWhatItsParentWroteAlsoIfThatArrivesLater) {
    LiveSet set;
    const PathWrite named =
        write_of(Rule::register_, Operation::put, Coverage::named, {{replica(1), Counter{1}}});
    WriteContext copy = By{.replica = 2, .seq = 1}.context();
    copy.ancestry = {{replica(1), Counter{1}}};
    apply(set, named, 0, copy);

    const PathChange change = apply(set, put(), {.replica = 1, .seq = 2});

    EXPECT_FALSE(change.joined);
    EXPECT_THAT(live_seqs(set), ElementsAre(1));
}

TEST(LiveSet, NamingAnothersWriteAheadOfItDoesNotKeepItOut) {
    LiveSet set;
    apply(set,
          write_of(Rule::register_, Operation::put, Coverage::named, {{replica(1), Counter{1}}}),
          {.replica = 2, .seq = 1});

    apply(set, put(), {.replica = 1, .seq = 2});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 2));
}

TEST(LiveSet, AnAuthorityThatTheFieldDoesNotHaveRemovesNothing) {
    LiveSet set;
    apply(set, put(), {.replica = 1, .seq = 1});
    PathWrite ignored = put();
    ignored.authority = manager;

    apply(set, ignored, {.replica = 2, .seq = 2, .base = 1});
    apply(set, ignored, {.replica = 3, .seq = 3, .base = 2, .classes = manager_mask});

    EXPECT_THAT(live_seqs(set), testing::Contains(1));
}

TEST(LiveSet, LogsKeepEverythingWhateverAWriteClaims) {
    LiveSet set;
    apply(set, write_of(Rule::log, Operation::append, Coverage::none), {.replica = 1, .seq = 1});

    apply(set, write_of(Rule::log, Operation::append), {.replica = 2, .seq = 2, .base = 1});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 2));
}

PathWrite increment(std::vector<Dot> folded = {}) {
    const Coverage coverage = folded.empty() ? Coverage::none : Coverage::named;
    return write_of(Rule::counter, Operation::append, coverage, std::move(folded));
}

TEST(LiveSet, CountersKeepEveryIncrement) {
    LiveSet set;
    apply(set, increment(), {.replica = 1, .seq = 1});

    apply(set, increment(), {.replica = 2, .seq = 2, .base = 1});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 2));
}

TEST(LiveSet, AReplicaFoldsItsOwnIncrementsByName) {
    LiveSet set;
    apply(set, increment(), {.replica = 1, .seq = 1});
    apply(set, increment(), {.replica = 1, .counter = 2, .seq = 2, .base = 1, .own = 1});

    apply(set, increment({{replica(1), Counter{1}}}),
          {.replica = 1, .counter = 3, .seq = 3, .base = 2, .own = 2});

    EXPECT_THAT(live_seqs(set), ElementsAre(2, 3));
}

TEST(LiveSet, NobodyFoldsAnothersIncrements) {
    LiveSet set;
    apply(set, increment(), {.replica = 1, .seq = 1});
    WriteContext copy = By{.replica = 2, .seq = 2, .base = 1}.context();
    copy.ancestry = {{replica(1), Counter{1}}};

    apply(set, increment({{replica(1), Counter{1}}}), 0, copy);
    apply(set, write_of(Rule::counter, Operation::append),
          {.replica = 1, .counter = 2, .seq = 3, .base = 2, .own = 1});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 2, 3));
}

PathWrite first_of(Operation operation = Operation::put) {
    return write_of(Rule::immutable, operation,
                    operation == Operation::put ? Coverage::none : Coverage::all_known);
}

TEST(LiveSet, TheFirstOfAnImmutableFieldNeverLeaves) {
    LiveSet set;
    apply(set, first_of(), {.replica = 1, .seq = 1, .ms = 90});
    apply(set, first_of(), {.replica = 2, .seq = 2, .ms = 10});
    ASSERT_THAT(live_seqs(set), ElementsAre(1, 2));
    ASSERT_EQ(first_accepted(set)->seq, Seq{1});

    apply(set, first_of(Operation::resolve), {.replica = 3, .seq = 3, .base = 2});

    EXPECT_THAT(live_seqs(set), ElementsAre(1, 3));
    EXPECT_EQ(first_accepted(set)->seq, Seq{1});
}

TEST(LiveSet, AProposalIsNotTheFirstOfAnImmutableField) {
    LiveSet set;
    PathWrite write = first_of();
    write.authority = manager;
    apply(set, write, {.replica = 1, .seq = 1});

    apply(set, write, {.replica = 2, .seq = 2, .classes = manager_mask});

    EXPECT_EQ(first_accepted(set)->seq, Seq{2});
}

}  // namespace
}  // namespace sanderling::merge
