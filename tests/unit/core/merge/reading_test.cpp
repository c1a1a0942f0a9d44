#include "core/merge/reading.hpp"

#include "tests/unit/core/merge/writer.hpp"

#include <gmock/gmock.h>

namespace sanderling::merge {
namespace {

RecordState record_of(const std::vector<std::pair<PathWrite, By>>& writes) {
    RecordState state;
    Digest digest;
    for (const auto& [write, by] : writes) {
        commit::Patch patch;
        patch.paths = {write};
        state.apply(patch, 0, by.context(), digest);
    }
    return state;
}

PathWrite life_write(Operation operation) {
    PathWrite write = write_of(Rule::life, operation);
    write.token.bytes[0] = 9;
    return write;
}

TEST(Reading, TheGreatestEffectiveTimeThenSeqWins) {
    LiveSet set;
    apply(set, put(), {.replica = 1, .seq = 1, .ms = 50});
    apply(set, put(), {.replica = 2, .seq = 2, .ms = 40});
    apply(set, put(), {.replica = 3, .seq = 3, .ms = 50});

    EXPECT_EQ(winner(set)->seq, Seq{3});
    EXPECT_EQ(losers(set).size(), 2U);
    EXPECT_EQ(losers(set)[0]->seq, Seq{1});
}

TEST(Reading, AProposalNeverBeatsAnEffectiveWrite) {
    LiveSet set;
    PathWrite record = put();
    record.authority = AuthorityClass{1};
    apply(set, record, {.replica = 1, .seq = 1, .ms = 1, .classes = 1});
    apply(set, record, {.replica = 2, .seq = 2, .base = 1, .ms = 99});

    EXPECT_EQ(winner(set)->seq, Seq{1});
}

TEST(Reading, ASetElementIsPresentWhileAnyAddLives) {
    LiveSet set;
    apply(set, write_of(Rule::set, Operation::add), {.replica = 1, .seq = 1});
    apply(set, write_of(Rule::set, Operation::remove), {.replica = 2, .seq = 2, .base = 1});
    EXPECT_FALSE(is_present(set));

    apply(set, write_of(Rule::set, Operation::add), {.replica = 3, .seq = 3, .base = 1});

    EXPECT_TRUE(is_present(set));
}

TEST(Reading, AMoveHoldsAnElementAgainstADeleteThatDidNotKnowOfIt) {
    LiveSet set;
    apply(set, write_of(Rule::ordered_list, Operation::add), {.replica = 1, .seq = 1});
    apply(set, write_of(Rule::ordered_list, Operation::touch, Coverage::none),
          {.replica = 2, .seq = 2, .base = 1});

    apply(set, write_of(Rule::ordered_list, Operation::remove),
          {.replica = 3, .seq = 3, .base = 1});
    EXPECT_THAT(live_seqs(set), testing::ElementsAre(2, 3));
    EXPECT_TRUE(is_present(set));

    apply(set, write_of(Rule::ordered_list, Operation::remove),
          {.replica = 3, .seq = 4, .base = 3});
    EXPECT_FALSE(is_present(set));
}

TEST(Reading, ATouchSaysWhatAnElementIsOnlyWhereNothingElseDoes) {
    LiveSet set;
    apply(set, write_of(Rule::ordered_list, Operation::add), {.replica = 1, .seq = 1});
    apply(set, write_of(Rule::ordered_list, Operation::touch, Coverage::none),
          {.replica = 2, .seq = 2, .base = 1});

    EXPECT_TRUE(says_element(set.entries[0], set.entries[1]));
    EXPECT_FALSE(says_element(set.entries[1], set.entries[0]));
}

TEST(Life, ADeleteThatKnewEverythingHides) {
    const RecordState state =
        record_of({{life_write(Operation::create), {.replica = 1, .seq = 1}},
                   {put(), {.replica = 1, .counter = 2, .seq = 2, .base = 1, .own = 1}},
                   {life_write(Operation::erase), {.replica = 2, .seq = 3, .base = 2}}});

    EXPECT_EQ(life(state), Life::deleted);
}

TEST(Life, AnEditThatTheDeleteDidNotKnowIsContestedAndVisible) {
    const RecordState state =
        record_of({{life_write(Operation::create), {.replica = 1, .seq = 1}},
                   {life_write(Operation::erase), {.replica = 2, .seq = 2, .base = 1}},
                   {put(), {.replica = 1, .counter = 2, .seq = 3, .base = 1, .own = 1}}});

    EXPECT_EQ(life(state), Life::contested);
}

// A device that goes on under a fresh id has seen what it wrote under the earlier one.
TEST(Life, ADeleteKnowsWhatItsAuthorWroteUnderAnEarlierId) {
    WriteContext erasing = By{.replica = 2, .seq = 4, .base = 1}.context();
    commit::Patch erase;
    erase.paths = {life_write(Operation::erase)};
    const auto life_after = [&](std::uint64_t continued_up_to) {
        RecordState state =
            record_of({{life_write(Operation::create), {.replica = 1, .seq = 1}},
                       {put(), {.replica = 1, .counter = 2, .seq = 2, .base = 1, .own = 1}}});
        erasing.ancestry = {{replica(1), Counter{continued_up_to}}};
        Digest digest;
        state.apply(erase, 0, erasing, digest);
        return life(state);
    };

    EXPECT_EQ(life_after(2), Life::deleted);
    EXPECT_EQ(life_after(1), Life::contested);
}

// Own work that is held keeps `own` low, and what came in again after a restore stands above the
// base: then only the lost history says that it had been seen.
TEST(Life, ADeleteKnowsWhatItsAuthorHadOfALostHistory) {
    const commit::Link lost_put{.seq = Seq{2},
                                .dot = {replica(1), Counter{2}},
                                .verdict = commit::Verdict::accepted,
                                .effective_base = Seq{1},
                                .t_eff = HlcTime{20}};
    commit::LostHistory history;
    history.add(
        {.generation = Generation{7}, .common = Seq{1}, .first = Seq{2}, .links = {lost_put}});
    const auto place =
        history.find(Seq{2}, commit::chain_prefix(commit::chain_next(crypto::Hash{}, lost_put)));
    ASSERT_TRUE(place);
    commit::Patch erase;
    erase.paths = {life_write(Operation::erase)};
    const auto life_after = [&](std::optional<commit::LostSight> sight) {
        RecordState state =
            record_of({{life_write(Operation::create), {.replica = 1, .seq = 1}},
                       {put(), {.replica = 1, .counter = 2, .seq = 5, .base = 1, .own = 1}}});
        WriteContext erasing =
            By{.replica = 1, .counter = 4, .seq = 6, .base = 1, .own = 1}.context();
        erasing.lost = sight;
        Digest digest;
        state.apply(erase, 0, erasing, digest);
        return life(state);
    };

    EXPECT_EQ(life_after(commit::LostSight{&history, *place}), Life::deleted);
    EXPECT_EQ(life_after({}), Life::contested);
}

// A restored server is offered what it lost piece by piece, so the delete may come in again first.
TEST(Life, ADeleteKnowsWhatComesInAgainBehindIt) {
    const auto life_with = [](std::vector<Dot> ahead) {
        RecordState state;
        Digest digest;
        commit::Patch erase;
        erase.paths = {life_write(Operation::erase)};
        WriteContext erasing = By{.replica = 2, .counter = 1, .seq = 3}.context();
        erasing.ahead = std::move(ahead);
        state.apply(erase, 0, erasing, digest);
        commit::Patch create;
        create.paths = {life_write(Operation::create), put()};
        state.apply(create, 0, By{.replica = 1, .counter = 2, .seq = 5}.context(), digest);
        EXPECT_EQ(state.life()->entries.size(), 2U);  // nothing is covered by that knowledge
        return life(decode_record_state(encode(state)).value());
    };

    EXPECT_EQ(life_with({{replica(1), Counter{2}}}), Life::deleted);
    EXPECT_EQ(life_with({}), Life::contested);
}

TEST(Life, UndeleteAndConcurrentTouchBringBack) {
    const auto erased =
        std::pair{life_write(Operation::erase), By{.replica = 2, .seq = 2, .base = 1}};
    const auto created = std::pair{life_write(Operation::create), By{.replica = 1, .seq = 1}};

    EXPECT_EQ(
        life(record_of({created,
                        erased,
                        {life_write(Operation::undelete), {.replica = 3, .seq = 3, .base = 2}}})),
        Life::alive);
    EXPECT_EQ(life(record_of({created,
                              erased,
                              {life_write(Operation::touch),
                               {.replica = 1, .counter = 2, .seq = 3, .base = 1, .own = 1}}})),
              Life::contested);
}

TEST(Life, AFieldIsNeverHiddenForWantOfACreate) {
    EXPECT_EQ(life(record_of({{put(), {.replica = 1, .seq = 1}}})), Life::alive);
}

}  // namespace
}  // namespace sanderling::merge
