#include "core/sync/judge.hpp"

#include "tests/unit/core/sync/scene.hpp"

#include <gtest/gtest.h>

namespace sanderling::sync {
namespace {

using commit::Operation;
using commit::Rule;
using commit::Verdict;
using testing::Author;
using testing::Scene;
using testing::Stroke;
using testing::WriteOptions;

constexpr Stroke erase_record{1, 0, Rule::life, Operation::erase};

class JudgeTest : public ::testing::Test {
  protected:
    Scene scene_{};
    Author ann_ = scene_.officer_of(11);
    Author ben_ = scene_.officer_of(12);
};

TEST_F(JudgeTest, AcceptsAndGivesTheNextSeq) {
    const Seq before = scene_.court.head().seq;

    const Judgement j = scene_.push(scene_.write(ann_, {{}}));

    EXPECT_EQ(j.verdict, Verdict::accepted);
    EXPECT_EQ(j.code, Errc::ok);
    EXPECT_EQ(number(j.seq), number(before) + 1);
    EXPECT_TRUE(j.is_new);
    EXPECT_EQ(scene_.court.head().seq, j.seq);
}

TEST_F(JudgeTest, RepeatsTheSameAnswerAndChangesNothing) {
    const auto commit = scene_.write(ann_, {{}});
    const Judgement first = scene_.push(commit);
    const ScopeHead head = scene_.court.head();

    for (int i = 0; i < 100; ++i) {
        const Judgement again = scene_.push(commit);
        EXPECT_EQ(again.verdict, first.verdict);
        EXPECT_EQ(again.seq, first.seq);
        EXPECT_FALSE(again.is_new);
    }

    EXPECT_EQ(scene_.court.head().seq, head.seq);
    EXPECT_EQ(scene_.court.head().chain, head.chain);
    EXPECT_EQ(scene_.court.head().digest, head.digest);
}

TEST_F(JudgeTest, RepeatsARejectionToo) {
    const Seq removal = scene_.remove(ann_);
    const auto commit = scene_.write(ann_, {{}}, {.base = removal});
    const Judgement first = scene_.push(commit);
    ASSERT_EQ(first.verdict, Verdict::rejected);

    scene_.admit(ann_, test::officer);
    const Judgement again = scene_.push(commit);

    EXPECT_EQ(again.verdict, Verdict::rejected);
    EXPECT_EQ(again.code, Errc::not_a_member);
    EXPECT_EQ(again.seq, first.seq);
}

TEST_F(JudgeTest, TellsAStrangerNothingAndKeepsNothingOfIt) {
    Author stranger = scene_.hire(13);
    const Seq before = scene_.court.head().seq;

    const Judgement j = scene_.push(scene_.write(stranger, {{}}));

    EXPECT_EQ(j.code, Errc::unknown_scope);
    EXPECT_EQ(number(j.seq), 0U);
    EXPECT_EQ(scene_.court.head().seq, before);
}

TEST_F(JudgeTest, RefusesOtherContentUnderAKnownNumber) {
    Author twin = ann_;
    scene_.accept(scene_.write(ann_, {{}}));

    const Judgement j = scene_.push(scene_.write(twin, {{.field = 2}}));

    EXPECT_EQ(j.code, Errc::replica_fork);
    EXPECT_EQ(number(j.seq), 0U);
}

TEST_F(JudgeTest, WaitsForAMissingNumber) {
    const auto first = scene_.write(ann_, {{}});
    const auto second = scene_.write(ann_, {{.field = 2}});
    const ScopeHead head = scene_.court.head();

    EXPECT_EQ(scene_.push(second).code, Errc::counter_gap);
    EXPECT_EQ(scene_.court.head().chain, head.chain);

    scene_.accept(first);
    EXPECT_EQ(scene_.push(second).verdict, Verdict::accepted);
}

TEST_F(JudgeTest, RefusesACommitThatFollowsAnotherOne) {
    scene_.accept(scene_.write(ann_, {{}}));
    ann_.previous.bytes[0] ^= 1U;

    EXPECT_EQ(scene_.push(scene_.write(ann_, {{}})).code, Errc::replica_fork);
}

TEST_F(JudgeTest, AnUnprovenAuthorConsumesNoNumber) {
    auto unsigned_commit = scene_.write(ann_, {{}});
    unsigned_commit.signature.bytes[3] ^= 1U;
    Author uncertified;
    uncertified.key_seed = 99;
    uncertified.device = scope_log::device_id(uncertified.key().public_key);
    uncertified.replica = ben_.replica;

    const Judgement forged = scene_.push(unsigned_commit);
    const Judgement foreign = scene_.push(scene_.write(uncertified, {{}}));

    EXPECT_EQ(forged.code, Errc::bad_signature);
    EXPECT_EQ(number(forged.seq), 0U);
    EXPECT_EQ(foreign.code, Errc::unauthenticated);
    EXPECT_EQ(number(foreign.seq), 0U);
    EXPECT_EQ(scene_.push(scene_.write(ben_, {{}})).verdict, Verdict::accepted);
}

TEST_F(JudgeTest, ARejectionConsumesItsNumber) {
    const auto twice = scene_.write(ann_, {{.record = 1}, {.record = 2}, {.record = 1}});

    const Judgement j = scene_.push(twice);

    EXPECT_EQ(j.verdict, Verdict::rejected);
    EXPECT_EQ(j.code, Errc::malformed);
    EXPECT_NE(number(j.seq), 0U);
    EXPECT_EQ(scene_.push(scene_.write(ann_, {{}})).verdict, Verdict::accepted);
}

TEST_F(JudgeTest, RefusesTwoWritesToOnePath) {
    EXPECT_EQ(scene_.push(scene_.write(ann_, {{1, 5}, {1, 5}})).code, Errc::malformed);
}

TEST_F(JudgeTest, RefusesWhatGoesWithNoRule) {
    const Stroke blanket{.rule = commit::Rule::log, .operation = commit::Operation::append};
    const Stroke idle{.rule = commit::Rule::life,
                      .operation = commit::Operation::undelete,
                      .coverage = commit::Coverage::none};

    EXPECT_EQ(scene_.push(scene_.write(ann_, {blanket})).code, Errc::malformed);
    EXPECT_EQ(scene_.push(scene_.write(ann_, {idle})).code, Errc::malformed);
}

TEST_F(JudgeTest, RefusesToFoldIncrementsThatTheAuthorMayHaveFoldedBefore) {
    const Stroke first{.rule = commit::Rule::counter,
                       .operation = commit::Operation::append,
                       .coverage = commit::Coverage::none};
    Stroke folding = first;
    folding.coverage = commit::Coverage::named;
    const Seq base = scene_.accept(scene_.write(ann_, {first}));
    auto blind = scene_.draft(ann_, {folding}, {.base = base});
    blind.header.own = Counter{0};

    EXPECT_EQ(scene_.push(scene_.sign(ann_, std::move(blind))).code, Errc::malformed);
    EXPECT_EQ(scene_.push(scene_.write(ann_, {folding}, {.base = base})).code, Errc::ok);
}

TEST_F(JudgeTest, TakesARuleOfANewerWriter) {
    EXPECT_EQ(scene_.push(scene_.write(ann_, {{.rule = commit::Rule{77}}})).code, Errc::ok);
}

TEST_F(JudgeTest, RefusesAnEmptyCommit) {
    EXPECT_EQ(scene_.push(scene_.write(ann_, {})).code, Errc::malformed);
}

TEST_F(JudgeTest, RefusesAnAuthorWhoClaimsToKnowItsOwnFuture) {
    auto c = scene_.draft(ann_, {{}});
    c.header.own = c.header.counter;

    EXPECT_EQ(scene_.push(scene_.sign(ann_, std::move(c))).code, Errc::malformed);
}

TEST_F(JudgeTest, RefusesMissingAndExchangedBodies) {
    auto stub = scene_.write(ann_, {{}});
    stub.patches[0].drop_body();
    auto exchanged = scene_.write(ben_, {{}});
    exchanged.patches[0].set_ciphertext(exchanged.patches[0].nonce, Bytes(64, 0xee));

    EXPECT_EQ(scene_.push(stub).code, Errc::bad_leaves);
    EXPECT_EQ(scene_.push(exchanged).code, Errc::bad_leaves);
}

TEST_F(JudgeTest, RefusesAReader) {
    Author reader = scene_.hire(13);
    scene_.admit(reader, testing::manager);  // may manage, not write

    const Judgement j = scene_.push(scene_.write(reader, {{}}));

    EXPECT_EQ(j.verdict, Verdict::rejected);
    EXPECT_EQ(j.code, Errc::not_permitted);
}

TEST_F(JudgeTest, QuarantinesWorkBasedBeforeTheRemoval) {
    const Seq head = scene_.court.head().seq;
    const auto late = scene_.write(ann_, {{}}, {.base = head});
    scene_.remove(ann_);
    const merge::Digest digest = scene_.court.head().digest;

    const Judgement j = scene_.push(late);

    EXPECT_EQ(j.verdict, Verdict::quarantined);
    EXPECT_EQ(j.code, Errc::removed_member);
    EXPECT_NE(number(j.seq), 0U);
    EXPECT_EQ(scene_.court.head().digest, digest) << "quarantined work is not merged";
}

TEST_F(JudgeTest, RejectsWorkBasedAfterTheRemoval) {
    const Seq removal = scene_.remove(ann_);

    EXPECT_EQ(scene_.push(scene_.write(ann_, {{}}, {.base = removal})).code, Errc::not_a_member);
}

TEST_F(JudgeTest, TimeThatHasPassedEndsAMembership) {
    Author guest = scene_.hire(14);
    const Seq since = scene_.enter(scope_log::SetMember{
        scope_log::Principal::of(guest.person), testing::officer, {}, scene_.now + test::hour});
    const auto early = scene_.write(guest, {{}}, {.base = since});
    EXPECT_EQ(scene_.push(early).verdict, Verdict::accepted);

    const auto late = scene_.write(guest, {{.field = 2}}, {.base = since});
    scene_.now = scene_.now + 2 * test::hour;

    EXPECT_EQ(scene_.push(late).verdict, Verdict::quarantined);
}

TEST_F(JudgeTest, ComparesTheBaseWithItsOwnLog) {
    const Seq head = scene_.court.head().seq;
    const auto with_base = [&](commit::Base base) {
        auto c = scene_.draft(ann_, {{}}, {.base = head});
        c.header.base = base;
        return scene_.push(scene_.sign(ann_, std::move(c)));
    };
    const commit::Base good{testing::generation, head,
                            commit::chain_prefix(scene_.court.head().chain)};
    commit::Base beyond = good;
    beyond.seq = Seq{number(head) + 1000};
    commit::Base other_history = good;
    other_history.chain[0] ^= 1U;
    commit::Base other_server = good;
    other_server.generation = Generation{8};

    EXPECT_EQ(with_base(beyond).code, Errc::base_unknown);
    EXPECT_EQ(with_base(other_history).code, Errc::base_unknown);
    EXPECT_EQ(with_base(good).code, Errc::ok);
    EXPECT_EQ(with_base(other_server).code, Errc::ok) << "the same history, whoever numbered it";
}

TEST_F(JudgeTest, WantsTheEpochThatWasInForceAtTheBaseOrALaterOne) {
    const Seq before = scene_.court.head().seq;
    const Seq after = scene_.enter(scene_.epoch_change(KeyEpoch{2}));

    const auto unaware = scene_.write(ann_, {{}}, {.base = before, .epoch = KeyEpoch{1}});
    EXPECT_EQ(scene_.push(unaware).code, Errc::ok);
    const auto stale = scene_.write(ann_, {{}}, {.base = after, .epoch = KeyEpoch{1}});
    EXPECT_EQ(scene_.push(stale).code, Errc::stale_epoch);
    const auto invented = scene_.write(ann_, {{}}, {.base = after, .epoch = KeyEpoch{3}});
    EXPECT_EQ(scene_.push(invented).code, Errc::stale_epoch);
}

TEST_F(JudgeTest, ATransactionArrivesOnceWhateverItsNumber) {
    const TransactionId same = test::id_of<TransactionId>(0x77);
    scene_.accept(scene_.write(ann_, {{}}, {.transaction = same}));

    const Judgement again = scene_.push(scene_.write(ann_, {{}}, {.transaction = same}));

    EXPECT_EQ(again.verdict, Verdict::rejected);
    EXPECT_EQ(again.code, Errc::already_delivered);
}

TEST_F(JudgeTest, AWriteToAKnownDeletedRecordSaysWhatItDoesToItsLife) {
    scene_.accept(scene_.write(ann_, {{}}));
    const Seq erased =
        scene_.accept(scene_.write(ann_, {erase_record}, {.base = scene_.court.head().seq}));

    const auto silent = scene_.write(ben_, {{}}, {.base = erased});
    const Stroke undelete{1, 0, Rule::life, Operation::undelete};
    const auto said = scene_.write(ann_, {undelete, {1, 3}}, {.base = erased});

    EXPECT_EQ(scene_.push(silent).code, Errc::undelete_required);
    EXPECT_EQ(scene_.push(said).code, Errc::ok);
}

TEST_F(JudgeTest, AWriteByWhoDidNotKnowOfTheDeleteIsAccepted) {
    const Seq first = scene_.accept(scene_.write(ann_, {{}}));
    const auto unaware = scene_.write(ben_, {{}}, {.base = first});
    scene_.accept(scene_.write(ann_, {erase_record}, {.base = first}));

    EXPECT_EQ(scene_.push(unaware).code, Errc::ok);
}

TEST_F(JudgeTest, BoundsAClockThatIsAhead) {
    const auto future =
        scene_.write(ann_, {{}}, {.clock = hlc_at(scene_.now + 90'000 * test::hour)});

    scene_.accept(future);

    EXPECT_EQ(scene_.court.items.back().t_eff, hlc_at(scene_.now));
}

TEST_F(JudgeTest, AClockThatIsBehindDoesNotSortBelowWhatItsAuthorHadSeen) {
    scene_.now = scene_.now + test::hour;
    const Seq seen = scene_.accept(scene_.write(ann_, {{}}));
    const HlcTime t_seen = scene_.court.items.back().t_eff;

    scene_.accept(scene_.write(ben_, {{}}, {.base = seen, .clock = HlcTime{1}}));

    EXPECT_EQ(scene_.court.items.back().t_eff, t_seen);
}

class TwoScopesTest : public ::testing::Test {
  protected:
    TwoScopesTest() {
        for (Scene* scene : {&one_, &other_}) ann_.push_back(scene->officer_of(11));
    }
    commit::Commit part(std::size_t which, const std::vector<Stroke>& strokes, Seq base = Seq{0}) {
        Scene& scene = which == 0 ? one_ : other_;
        return scene.write(ann_[which], strokes,
                           {.base = base,
                            .transaction = transaction_,
                            .index = static_cast<std::uint16_t>(which),
                            .count = 2});
    }
    std::vector<Judgement> push(const commit::Commit& a, const commit::Commit& b) {
        const std::array<Part, 2> parts{Part{a, &court_one_}, Part{b, &court_other_}};
        return judge(parts, one_.organisation.directory, one_.now);
    }

    Scene one_{0x51};
    Scene other_{0x52};
    ScopeCourt court_one_{one_.court, one_.log, testing::generation};
    ScopeCourt court_other_{other_.court, other_.log, testing::generation};
    std::vector<Author> ann_{};
    TransactionId transaction_ = test::id_of<TransactionId>(0x70);
};

TEST_F(TwoScopesTest, AreAcceptedTogether) {
    const auto judgements = push(part(0, {{}}), part(1, {{}}));

    for (const Judgement& j : judgements) EXPECT_EQ(j.verdict, Verdict::accepted);
}

TEST_F(TwoScopesTest, OneRejectedMeansAllAre) {
    const auto judgements = push(part(0, {{}}), part(1, {}));

    for (const Judgement& j : judgements) {
        EXPECT_EQ(j.verdict, Verdict::rejected);
        EXPECT_EQ(j.code, Errc::malformed);
    }
    EXPECT_TRUE(one_.court.written().empty());
}

TEST_F(TwoScopesTest, OneQuarantinedMeansAllAre) {
    const auto first = part(0, {{}}, one_.court.head().seq);
    const auto second = part(1, {{}}, other_.court.head().seq);
    other_.remove(ann_[1]);

    for (const Judgement& j : push(first, second)) EXPECT_EQ(j.verdict, Verdict::quarantined);
    EXPECT_TRUE(one_.court.written().empty());
}

TEST_F(TwoScopesTest, OneWaitingMeansAllWait) {
    static_cast<void>(other_.write(ann_[1], {{}}));  // a number that never arrives
    const auto judgements = push(part(0, {{}}), part(1, {{}}));

    EXPECT_EQ(judgements[0].code, Errc::incomplete_transaction);
    EXPECT_EQ(judgements[1].code, Errc::counter_gap);
    for (const Judgement& j : judgements) EXPECT_EQ(number(j.seq), 0U);
    EXPECT_TRUE(one_.court.written().empty());
}

TEST_F(TwoScopesTest, AHalfIsNotJudged) {
    const auto half = part(0, {{}});
    const Part alone{half, &court_one_};

    const auto judgements = judge({&alone, 1}, one_.organisation.directory, one_.now);

    ASSERT_EQ(judgements.size(), 1U);
    EXPECT_EQ(judgements[0].code, Errc::incomplete_transaction);
    EXPECT_EQ(number(judgements[0].seq), 0U);
}

TEST_F(TwoScopesTest, AScopeThatIsNotHereTellsNothingMore) {
    const auto first = part(0, {{}});
    const auto second = part(1, {{}});
    const std::array<Part, 2> parts{Part{first, &court_one_}, Part{second, nullptr}};

    const auto judgements = judge(parts, one_.organisation.directory, one_.now);

    EXPECT_EQ(judgements[1].code, Errc::unknown_scope);
    EXPECT_EQ(judgements[0].code, Errc::incomplete_transaction);
}

}  // namespace
}  // namespace sanderling::sync
