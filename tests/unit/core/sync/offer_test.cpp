// A restored server and the devices that bring back what it lost (docs/protocol.md §5.9).
#include "core/sync/offer.hpp"

#include "core/merge/reading.hpp"
#include "core/sync/offered_item.hpp"
#include "tests/unit/core/sync/scene.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sanderling::sync {
namespace {

using commit::Operation;
using commit::Rule;
using commit::Verdict;
using testing::Author;
using testing::MemoryState;
using testing::Scene;
using testing::Stroke;
using wire::OfferStanding;

constexpr Generation restored{8};
constexpr Stroke erase_record{1, 0, Rule::life, Operation::erase};
constexpr Stroke another_record{2};

/// A restored server's scope; keeps the feed as it would be sent.
class RestoredCourt final : public MemoryState<RestoredScope> {
  public:
    std::optional<StoredVerdict> verdict(const Dot& dot) override {
        const auto at = verdicts_.find(dot);
        return at == verdicts_.end() ? std::nullopt : std::optional(at->second);
    }
    std::optional<Dot> transaction(TransactionId id) override {
        const auto at = transactions_.find(id);
        return at == transactions_.end() ? std::nullopt : std::optional(at->second);
    }
    void put_commit(const commit::Link& link, Errc code, const commit::Commit& c,
                    const crypto::Hash& chain, HlcTime time_max) override {
        verdicts_[link.dot] = {link, code};
        Bytes content = wire::pack(c);
        if (link.verdict == Verdict::rejected) {
            content = commit::encode(c.header);
            append(content, c.signature.view());
        } else {
            transactions_[c.header.transaction] = link.dot;
        }
        put_item(link, content, chain, time_max);
    }
    void put_entry(const commit::Link& link, ByteView entry, const crypto::Hash& chain,
                   HlcTime time_max) override {
        put_item(link, entry, chain, time_max);
    }
    void put_lost_links(const commit::Link& link, const commit::LostLinks& lost, ByteView content,
                        const crypto::Hash& chain, HlcTime time_max) override {
        history_.add(lost);
        put_item(link, content, chain, time_max);
    }
    void purge(const scope_log::Purge& purge, merge::Digest& digest) override {
        clear(purge.records, digest);
    }
    const commit::LostHistory* lost_history() override { return &history_; }
    void take_bodies(const commit::Commit& c) override { with_bodies.insert(c.header.dot()); }

    std::set<Dot> with_bodies{};  // of what was known
    std::vector<wire::FeedItem> items{};

  private:
    void put_item(const commit::Link& link, ByteView content, const crypto::Hash& chain,
                  HlcTime time_max) {
        places_[link.seq] = {chain, time_max};
        items.push_back({link.verdict, link.effective_base, link.t_eff, to_bytes(content)});
    }
    commit::LostHistory history_{};
    std::map<Dot, StoredVerdict> verdicts_{};
    std::map<TransactionId, Dot> transactions_{};
};

/// A device's scope that also follows lost links.
class FollowingScope final : public testing::DeviceScope {
  public:
    const commit::LostHistory* lost_history() override { return &history_; }
    void put_lost_links(Seq, const commit::LostLinks& lost, ByteView) override {
        history_.add(lost);
    }

  private:
    commit::LostHistory history_{};
};

scope_log::Purge purge_of(std::uint8_t record) {
    return {scope_log::PurgeTarget::records,
            scope_log::PurgeReason::request,
            {test::id_of<RecordId>(record)}};
}

class OfferTest : public ::testing::Test {
  protected:
    Scene scene_{};  // the server that is lost
    Author ann_ = scene_.officer_of(11);
    Author ben_ = scene_.officer_of(12);
    RestoredCourt court_{};
    scope_log::ScopeLog log_{scene_.organisation.org, scene_.scope};

    Seq head() { return scene_.court.head().seq; }
    wire::Offer offer_of(std::uint64_t first, std::uint64_t last) {
        wire::Offer out{
            .scope = scene_.scope, .generation = testing::generation, .first = Seq{first}};
        if (first > 1) out.chain = scene_.court.place(Seq{first - 1}).value().chain;
        for (std::uint64_t seq = first; seq <= last; ++seq)
            out.items.push_back(scene_.court.items.at(seq - 1));
        return out;
    }
    Result<OfferTaken> give(const wire::Offer& offer) {
        return take_offer(offer, {court_, log_, scene_.organisation.directory, scene_.now});
    }
    OfferStanding standing(const wire::Offer& offer) { return give(offer).value().standing; }
    /// What the backup holds.
    void restore(Seq until) {
        ASSERT_EQ(standing(offer_of(1, number(until))), OfferStanding::continues);
    }
    Judgement push(const commit::Commit& c) {
        ScopeCourt bench{court_, log_, restored, History::restored};
        const Part part{c, &bench};
        return judge({&part, 1}, scene_.organisation.directory, scene_.now).at(0);
    }
    /// A purge, by which the restored log goes on.
    void enter(const scope_log::SignedEntry& entry) {
        const Seq at{number(court_.head().seq) + 1};
        ASSERT_TRUE(log_.append(entry, at, scene_.organisation.directory));
        auto now = court_.head();
        court_.purge(std::get<scope_log::Purge>(entry.entry.body), now.digest);
        const commit::Link link{.seq = at,
                                .what = scope_log::entry_hash(entry.entry),
                                .verdict = Verdict::control,
                                .effective_base = now.seq,
                                .t_eff = now.time_max};
        now.chain = commit::chain_next(now.chain, link);
        now.seq = at;
        court_.put_head(now);
        court_.put_entry(link, scope_log::encode(entry), now.chain, now.time_max);
    }
    std::set<Dot> live(std::uint8_t record = 1, std::uint8_t field = 1) {
        std::set<Dot> out;
        const merge::RecordState state = court_.record(test::id_of<RecordId>(record));
        if (const auto* set = state.find(test::id_of<Token>(field)))
            for (const auto& entry : set->entries) out.insert(entry.dot);
        return out;
    }
    /// A device that receives the restored scope from its beginning comes to the same.
    void expect_followed() {
        FollowingScope state;
        scope_log::ScopeLog log(scene_.organisation.org, scene_.scope);
        Replay replay(scene_.organisation.org, scene_.scope, {}, state, log,
                      scene_.organisation.directory, restored);
        for (const wire::FeedItem& item : court_.items) {
            const auto taken = replay.take(item);
            ASSERT_TRUE(taken) << taken.error().message();
        }
        const ScopeHead at = court_.head();
        const auto same =
            replay.check({scene_.scope, restored, at.seq, at.chain, at.digest, at.seq});
        EXPECT_TRUE(same) << same.error().message();
    }
};

TEST_F(OfferTest, TheLogGoesOnExactlyAsItWas) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    scene_.accept(scene_.write(ben_, {{}}, {.base = head()}));
    scene_.enter(scene_.epoch_change(KeyEpoch{2}));
    scene_.push(scene_.write(ben_, {{}}, {.base = head(), .epoch = KeyEpoch{1}}));  // rejected
    restore(backup);
    scene_.now.ms += 3'600'000;

    EXPECT_EQ(standing(offer_of(number(backup) + 1, number(head()))), OfferStanding::continues);

    EXPECT_EQ(court_.head().seq, head());
    EXPECT_EQ(court_.head().chain, scene_.court.head().chain);
    EXPECT_EQ(court_.head().digest, scene_.court.head().digest);
    expect_followed();
}

TEST_F(OfferTest, AnOfferThatIsGivenAgainChangesNothing) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    scene_.accept(scene_.write(ben_, {{}}, {.base = head()}));
    restore(backup);
    const auto offer = offer_of(number(backup) + 1, number(head()));
    give(offer).value();
    const ScopeHead before = court_.head();

    const OfferTaken again = give(offer).value();

    EXPECT_EQ(again.standing, OfferStanding::continues);
    EXPECT_EQ(again.entered, 0U);
    EXPECT_EQ(court_.head().chain, before.chain);
}

// The first device that comes may have had no more than a stub, because there it was superseded.
TEST_F(OfferTest, BodiesOfWhatIsKnownAreTakenWhereTheLogGoesOn) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    const auto bens = scene_.write(ben_, {{}}, {.base = head()});
    scene_.accept(bens);
    restore(backup);
    const auto whole = offer_of(number(backup) + 1, number(head()));
    auto thin = whole;
    auto stub = bens;
    stub.patches[0].drop_body();
    thin.items[0].content = wire::pack(stub);
    ASSERT_EQ(standing(thin), OfferStanding::continues);
    ASSERT_TRUE(court_.with_bodies.empty());

    ASSERT_EQ(standing(whole), OfferStanding::continues);

    EXPECT_EQ(court_.with_bodies, (std::set<Dot>{bens.header.dot()}));
}

TEST_F(OfferTest, BodiesOfWhatIsKnownAreTakenWhereItHasAnotherPlace) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    const auto bens = scene_.write(ben_, {{}}, {.base = head()});
    scene_.accept(bens);
    restore(backup);
    ASSERT_EQ(push(scene_.write(ann_, {another_record}, {.base = backup})).code, Errc::ok);
    const auto offer = offer_of(number(backup) + 1, number(head()));
    ASSERT_EQ(standing(offer), OfferStanding::apart);
    ASSERT_TRUE(court_.with_bodies.empty());

    ASSERT_EQ(standing(offer), OfferStanding::apart);

    EXPECT_EQ(court_.with_bodies, (std::set<Dot>{bens.header.dot()}));
}

TEST_F(OfferTest, BodiesOfWhatIsKnownAreTakenFromItsAuthor) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    restore(backup);
    const auto bens = scene_.write(ben_, {{}}, {.base = backup});
    ASSERT_EQ(push(bens).code, Errc::ok);
    ASSERT_TRUE(court_.with_bodies.empty());

    ASSERT_EQ(push(bens).code, Errc::ok);

    EXPECT_EQ(court_.with_bodies, (std::set<Dot>{bens.header.dot()}));
}

TEST_F(OfferTest, ABaseInTheLostPartIsNeverComparedByItsNumber) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    // Ben saw Ann's first write and three others; then the server is put back, and what Ann writes
    // there takes the very numbers that Ben's base names.
    for (int i = 0; i < 3; ++i) scene_.accept(scene_.write(ben_, {another_record}));
    const auto bens = scene_.write(ben_, {{}}, {.base = head()});
    scene_.accept(bens);
    restore(backup);
    const auto anns = scene_.write(ann_, {{}}, {.base = backup});
    ASSERT_EQ(push(anns).verdict, Verdict::accepted);

    EXPECT_EQ(standing(offer_of(number(backup) + 1, number(head()))), OfferStanding::apart);

    EXPECT_EQ(live(), (std::set<Dot>{anns.header.dot(), bens.header.dot()}));
    expect_followed();
}

TEST_F(OfferTest, ABaseInTheLostPartKnowsExactlyWhatItsLinksList) {
    const Seq backup = scene_.accept(scene_.write(ann_, {another_record}));
    scene_.accept(scene_.write(ann_, {{}}));
    const auto bens = scene_.write(ben_, {{}}, {.base = head()});
    scene_.accept(bens);
    restore(backup);
    Author cas = ben_;  // writes under another id, so that the lost part no longer fits
    cas.replica = test::id_of<ReplicaId>(40);
    cas.counter = {};
    cas.previous = {};
    const auto unseen = scene_.write(cas, {{}}, {.base = backup});
    ASSERT_EQ(push(unseen).code, Errc::ok);

    ASSERT_EQ(standing(offer_of(number(backup) + 1, number(head()))), OfferStanding::apart);

    EXPECT_EQ(live(), (std::set<Dot>{bens.header.dot(), unseen.header.dot()}))
        << "he had seen hers, and not the new one";
    expect_followed();
}

TEST_F(OfferTest, WhatNobodyCanShowTheLinksOfHasKnownNothing) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    scene_.accept(scene_.write(ann_, {another_record}));
    const auto bens = scene_.write(ben_, {{}}, {.base = head()});
    restore(backup);

    const Judgement judged = push(bens);

    EXPECT_EQ(judged.verdict, Verdict::accepted);
    EXPECT_EQ(court_.items.back().effective_base, Seq{0}) << "marked";
    EXPECT_EQ(live().size(), 2U);
    expect_followed();
}

TEST_F(OfferTest, AnEraseKeepsWhatItKnew) {
    const Seq backup = scene_.accept(scene_.write(ann_, {another_record}));
    scene_.accept(scene_.write(ann_, {{}}));
    scene_.accept(scene_.write(ben_, {erase_record}, {.base = head()}));
    restore(backup);
    Author again = ben_;
    again.replica = test::id_of<ReplicaId>(40);
    again.counter = {};
    again.previous = {};
    ASSERT_EQ(push(scene_.write(again, {another_record}, {.base = backup})).code, Errc::ok);

    ASSERT_EQ(standing(offer_of(number(backup) + 1, number(head()))), OfferStanding::apart);

    EXPECT_EQ(merge::life(court_.record(test::id_of<RecordId>(1))), merge::Life::deleted);
    expect_followed();
}

TEST_F(OfferTest, KeepsTheOldEffectiveTimes) {
    const Seq backup = scene_.accept(scene_.write(ann_, {another_record}));
    scene_.accept(scene_.write(ben_, {{}}, {.base = head()}));
    const HlcTime before = scene_.court.items.back().t_eff;
    restore(backup);
    scene_.now.ms += 3'600'000;
    ASSERT_EQ(push(scene_.write(ann_, {another_record}, {.base = backup})).code, Errc::ok);

    give(offer_of(number(backup) + 1, number(head()))).value();

    EXPECT_EQ(court_.items.back().t_eff, before);
}

// Links of a still earlier history are of use only where the place that they leave is known: a
// number of that history is none of this log.
TEST_F(OfferTest, LeavesOutLostLinksThatLeaveNothingKnown) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    scene_.accept(scene_.write(ben_, {{}}, {.base = head()}));
    auto offer = offer_of(number(backup) + 1, number(head()));
    crypto::Hash nowhere;
    nowhere.bytes[0] = 77;
    const commit::LostLinks earlier{.generation = Generation{6},
                                    .common = Seq{1},
                                    .first = Seq{2},
                                    .before = nowhere,
                                    .links = {{.seq = Seq{2}, .dot = {{}, Counter{1}}}}};
    offer.items.push_back(
        {Verdict::lost_links, head(), offer.items.back().t_eff, commit::encode(earlier)});
    restore(backup);
    ASSERT_EQ(push(scene_.write(ann_, {another_record}, {.base = backup})).code, Errc::ok);

    ASSERT_EQ(standing(offer), OfferStanding::apart);

    const auto chain = commit::chain_next(earlier.before, earlier.links[0]);
    EXPECT_FALSE(court_.lost_history()->find(Seq{2}, commit::chain_prefix(chain)));
    expect_followed();
}

// A newer backup was put back: what an earlier restore had lost is this log's own again, and who
// keeps no links from there could not tell that from the lost history.
TEST_F(OfferTest, LostLinksBeginWhereTheyLeaveTheLog) {
    const Seq older = scene_.accept(scene_.write(ann_, {{}}));
    const Seq newer = scene_.accept(scene_.write(ben_, {{}}, {.base = head()}));
    scene_.accept(scene_.write(ben_, {another_record}, {.base = newer}));
    commit::LostLinks lost{.generation = Generation{6},
                           .common = older,
                           .first = newer,
                           .before = scene_.court.place(older).value().chain};
    const auto again = read_offered(scene_.court.items.at(number(newer) - 1), newer,
                                    {scene_.organisation.org, scene_.scope});
    lost.links.push_back(again.value().link);
    auto offer = offer_of(number(newer) + 1, number(head()));
    const HlcTime t_eff = offer.items.back().t_eff;
    offer.items.push_back({Verdict::lost_links, head(), t_eff, commit::encode(lost)});
    lost.links.push_back({.seq = Seq{number(newer) + 1}, .dot = {{}, Counter{1}}, .t_eff = t_eff});
    offer.items.push_back({Verdict::lost_links, head(), t_eff, commit::encode(lost)});
    restore(newer);
    ASSERT_EQ(push(scene_.write(ann_, {another_record}, {.base = newer})).code, Errc::ok);

    ASSERT_EQ(standing(offer), OfferStanding::apart);

    const auto here = court_.place(newer).value().chain;
    const auto there = commit::chain_next(here, lost.links[1]);
    const commit::LostHistory& history = *court_.lost_history();
    EXPECT_FALSE(history.find(newer, commit::chain_prefix(here)));
    EXPECT_EQ(history.find(Seq{number(newer) + 1}, commit::chain_prefix(there)).value().common,
              newer);
    expect_followed();
}

// The clock of the lost server was ahead, or that of the restored one is behind.
TEST_F(OfferTest, ATimeThatHasNotComeIsGivenToNothingAndKeepsNobodyWaiting) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    scene_.now.ms += 3'600'000;
    const auto bens = scene_.write(ben_, {{}}, {.base = backup});
    scene_.accept(bens);
    const HlcTime ahead = scene_.court.items.back().t_eff;
    scene_.now.ms -= 3'600'000;
    ASSERT_GT(ahead, hlc_at(scene_.now));
    const auto offer = offer_of(number(backup) + 1, number(head()));
    restore(backup);

    ASSERT_EQ(standing(offer), OfferStanding::apart);

    EXPECT_EQ(live(), (std::set{bens.header.dot()}));
    EXPECT_LE(court_.items.back().t_eff, hlc_at(scene_.now));
    EXPECT_EQ(standing(offer), OfferStanding::apart) << "told again, by another device";
    expect_followed();
}

TEST_F(OfferTest, RefusesWhatDoesNotVerify) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    scene_.accept(scene_.write(ben_, {{}}, {.base = head()}));
    restore(backup);
    auto offer = offer_of(number(backup) + 1, number(head()));
    offer.items[0].content[offer.items[0].content.size() / 2] ^= 1U;

    EXPECT_FALSE(give(offer));
    auto early = offer_of(number(backup) + 1, number(head()));
    early.items[0].t_eff = HlcTime{number(early.items[0].t_eff) + 1};
    scene_.now.ms += 1'000;
    EXPECT_FALSE(give(early));
    auto elsewhere = offer_of(number(backup) + 1, number(head()));
    elsewhere.chain.bytes[0] ^= 1U;
    EXPECT_EQ(standing(elsewhere), OfferStanding::unknown);
}

// ---- Work whose author cannot say which of it has come back

TEST_F(OfferTest, WorkThatItsAuthorHasMovedIsHeldNoSecondTime) {
    const Seq backup = scene_.accept(scene_.write(ann_, {another_record}));
    const auto bens = scene_.write(ben_, {{}}, {.base = backup});
    scene_.remove(ben_);
    ASSERT_EQ(scene_.push(bens).verdict, Verdict::quarantined);
    restore(backup);
    Author moved = ben_;  // under another id: what he had before it was lost
    moved.replica = test::id_of<ReplicaId>(40);
    moved.counter = {};
    moved.previous = {};
    const auto again =
        scene_.write(moved, {{}}, {.base = backup, .transaction = bens.header.transaction});
    ASSERT_EQ(push(again).verdict, Verdict::accepted);

    ASSERT_EQ(standing(offer_of(number(backup) + 1, number(head()))), OfferStanding::apart);

    EXPECT_EQ(court_.items.back().verdict, Verdict::rejected);
    EXPECT_EQ(court_.verdict(bens.header.dot())->code, Errc::already_delivered);
    EXPECT_EQ(live(), std::set<Dot>{again.header.dot()});
    expect_followed();
}

TEST_F(OfferTest, WhatWasAcceptedIsHeldWhereItsAuthorIsNoMemberYet) {
    const Seq backup = scene_.accept(scene_.write(ann_, {another_record}));
    const auto otherwise = scene_.next_entry(purge_of(9));
    Author cas = scene_.officer_of(13);
    const auto cass = scene_.write(cas, {{}}, {.base = head()});
    scene_.accept(cass);
    restore(backup);
    enter(otherwise);  // so that her admission is none of this log

    ASSERT_EQ(standing(offer_of(number(backup) + 1, number(head()))), OfferStanding::apart);

    EXPECT_EQ(court_.items.back().verdict, Verdict::quarantined) << "she may have let it go";
    EXPECT_TRUE(live().empty());
    expect_followed();
}

// ---- Purge (§5.13)

TEST_F(OfferTest, APurgeThatTheBackupLacksIsCarriedOutAgain) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    scene_.enter(purge_of(1));
    restore(backup);
    ASSERT_FALSE(live().empty());

    EXPECT_EQ(standing(offer_of(number(backup) + 1, number(head()))), OfferStanding::continues);

    EXPECT_TRUE(live().empty());
    EXPECT_EQ(court_.head().digest, scene_.court.head().digest);
    expect_followed();
}

TEST_F(OfferTest, WhatTheRestoredServerHasPurgedIsRefusedFromALostHistory) {
    const Seq backup = scene_.accept(scene_.write(ann_, {{}}));
    scene_.accept(scene_.write(ben_, {{}}, {.base = head()}));
    restore(backup);
    enter(scene_.next_entry(purge_of(1)));

    EXPECT_EQ(standing(offer_of(number(backup) + 1, number(head()))), OfferStanding::apart);

    EXPECT_TRUE(live().empty());
    EXPECT_EQ(court_.items.back().verdict, Verdict::rejected);
    expect_followed();
}

}  // namespace
}  // namespace sanderling::sync
