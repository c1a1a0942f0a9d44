#include "core/sync/client_session.hpp"

#include <gmock/gmock.h>

namespace sanderling::sync::client {
namespace {

class CountingRandom final : public crypto::Random {
  public:
    void fill(std::span<std::uint8_t> out) override {
        for (std::uint8_t& b : out) b = static_cast<std::uint8_t>(++state_ * 37U);
    }

  private:
    unsigned state_ = 0;
};

ScopeId scope(std::uint8_t n) {
    ScopeId id;
    id.bytes[0] = n;
    return id;
}

template <class E>
const E* find(const std::vector<Effect>& effects) {
    for (const Effect& effect : effects)
        if (const auto* e = std::get_if<E>(&effect)) return e;
    return nullptr;
}

template <class M>
const M* find_sent(const std::vector<Effect>& effects) {
    for (const Effect& effect : effects)
        if (const auto* send = std::get_if<Send>(&effect))
            if (const auto* m = std::get_if<M>(&send->message)) return m;
    return nullptr;
}

class ClientSessionTest : public testing::Test {
  protected:
    std::vector<Effect> receive(wire::Message message) {
        return session_.handle(Received{std::move(message)});
    }
    void connect() {
        session_.handle(LinkUp{});
        receive(wire::Challenge{{}, 1, 1});
        receive(wire::Welcome{1, Generation{7}, {}});
    }
    void go_live() {
        session_.handle(Wake{});
        connect();
        wire::Control control;
        control.scopes = {{scope(1), Seq{10}, 100, 5'000}};
        receive(control);
    }
    std::vector<Effect> control_stored() {
        return session_.handle(ControlStored{{{.scope = scope(1)}}, 3});
    }

    CountingRandom random_;
    crypto::SigningKey key_ = crypto::SigningKey::generate();
    crypto::PublicKey public_key_ = key_.public_key;
    ClientSession session_{{.key = std::move(key_), .certificate = {1, 2}}, {}, random_};
};

TEST_F(ClientSessionTest, ConnectsWhenWoken) {
    const auto effects = session_.handle(Wake{});

    EXPECT_TRUE(find<Connect>(effects));
    EXPECT_EQ(session_.progress().phase, Phase::connecting);
}

TEST_F(ClientSessionTest, ProvesItselfOverBothNoncesAndTheTlsKey) {
    session_.handle(Wake{});
    wire::TlsKeyHash tls;
    tls.bytes.fill(9);
    session_.handle(LinkUp{tls});
    wire::Challenge challenge{{}, 1, 1};
    challenge.nonce.fill(4);

    const auto effects = receive(challenge);

    const auto* hello = find_sent<wire::Hello>(effects);
    ASSERT_TRUE(hello);
    EXPECT_TRUE(crypto::verify(crypto::SignDomain::handshake,
                               wire::handshake_hash(challenge, *hello, tls), hello->signature,
                               public_key_));
}

TEST_F(ClientSessionTest, StopsWithAClearWordForAServerOfAnotherTime) {
    session_.handle(Wake{});
    session_.handle(LinkUp{});

    const auto effects = receive(wire::Challenge{{}, 5, 9});

    EXPECT_EQ(session_.progress().phase, Phase::stopped);
    EXPECT_EQ(session_.progress().problem->code, Errc::unsupported_version);
    EXPECT_EQ(session_.progress().problem->detail,
              "the server speaks versions 5 to 9 of the protocol, this program 1 to 1: the program "
              "has to be updated");
    EXPECT_FALSE(find_sent<wire::Hello>(effects)) << "there is nothing that both understand";
    EXPECT_TRUE(find<Disconnect>(effects));
    EXPECT_FALSE(find<Connect>(session_.handle(TimerFired{}))) << "nor will there be";
}

TEST_F(ClientSessionTest, SaysThatTheServerIsTheOlderOne) {
    session_.handle(Wake{});
    session_.handle(LinkUp{});

    receive(wire::Challenge{{}, 0, 0});

    EXPECT_EQ(session_.progress().problem->code, Errc::unsupported_version);
    EXPECT_THAT(session_.progress().problem->detail, testing::HasSubstr("the server has to be"));
}

TEST_F(ClientSessionTest, SpeaksTheGreatestVersionOfBoth) {
    session_.handle(Wake{});
    session_.handle(LinkUp{});

    const auto effects = receive(wire::Challenge{{}, 1, 9});

    ASSERT_TRUE(find_sent<wire::Hello>(effects));
    EXPECT_EQ(find_sent<wire::Hello>(effects)->version, wire::protocol_version);
}

TEST_F(ClientSessionTest, PushesOnlyAfterTheFirstControlWasStored) {
    go_live();

    EXPECT_FALSE(find<TakeOutbox>(session_.handle(OutboxGrew{})));
    const auto effects = control_stored();

    ASSERT_TRUE(find<TakeOutbox>(effects));
    EXPECT_EQ(find<TakeOutbox>(effects)->from, TakeOutbox::From::first_unanswered);
    EXPECT_TRUE(find_sent<wire::Subscribe>(effects));
}

TEST_F(ClientSessionTest, IsLiveOnceEveryScopeHasReachedACheckpoint) {
    go_live();
    control_stored();
    EXPECT_EQ(session_.progress().phase, Phase::catching_up);
    receive(wire::Data{scope(1), Seq{1}, Seq{10}, 5'000, {{.content = Bytes(5'000)}}});
    EXPECT_EQ(session_.progress().bytes_done, 5'000U);
    EXPECT_EQ(session_.progress().bytes_total, 5'000U);

    session_.handle(CheckpointApplied{scope(1), 100});

    EXPECT_EQ(session_.progress().phase, Phase::live);
    EXPECT_EQ(session_.progress().records_done, 100U);
}

TEST_F(ClientSessionTest, WaitsWithACheckpointUntilLiveSetsHaveBeenCompared) {
    go_live();
    control_stored();

    CheckpointApplied put_off{.scope = scope(1)};
    put_off.is_deferred = true;
    put_off.ask = wire::BucketsGet{scope(1)};
    EXPECT_TRUE(find_sent<wire::BucketsGet>(session_.handle(put_off)));
    EXPECT_EQ(session_.progress().phase, Phase::catching_up);
    EXPECT_TRUE(find<StoreBuckets>(receive(wire::Buckets{.scope = scope(1)})));
    LiveSetsStored more{.scope = scope(1), .ask = wire::RecordsGet{.scope = scope(1)}};
    EXPECT_TRUE(find_sent<wire::RecordsGet>(session_.handle(more)));
    EXPECT_TRUE(find<StoreRecords>(receive(wire::Records{.scope = scope(1)})));
    LiveSetsStored all{.scope = scope(1), .ready = wire::ScopeCheckpoint{.scope = scope(1)}};
    EXPECT_TRUE(find<ApplyCheckpoint>(session_.handle(all)));

    session_.handle(CheckpointApplied{scope(1), 100});

    EXPECT_EQ(session_.progress().phase, Phase::live);
}

TEST_F(ClientSessionTest, OffersToARestoredServerBeforeItSubscribes) {
    go_live();
    session_.handle(GenerationNoted{.stale = {scope(1)}});

    const auto stored = control_stored();
    EXPECT_FALSE(find_sent<wire::Subscribe>(stored)) << "a checkpoint would empty what it keeps";
    ASSERT_TRUE(find<TakeOffer>(stored));
    wire::Offer offer{.scope = scope(1), .first = Seq{4}};
    offer.items.resize(3);
    EXPECT_TRUE(find_sent<wire::Offer>(session_.handle(OfferTaken{scope(1), offer})));
    const auto more = receive(wire::Offered{scope(1), wire::OfferStanding::continues});
    ASSERT_TRUE(find<TakeOffer>(more));
    EXPECT_EQ(find<TakeOffer>(more)->from, Seq{7});

    const auto all = session_.handle(OfferTaken{scope(1)});

    ASSERT_TRUE(find<EndOffer>(all));
    EXPECT_EQ(find<EndOffer>(all)->answer.standing, wire::OfferStanding::continues);
    EXPECT_TRUE(find_sent<wire::Subscribe>(
        session_.handle(OfferEnded{scope(1), wire::Subscription{.scope = scope(1)}})));
}

TEST_F(ClientSessionTest, WithNothingToOfferItSeesWhetherItsPlaceIsThere) {
    go_live();
    session_.handle(GenerationNoted{.stale = {scope(1)}});
    control_stored();

    const auto nothing = session_.handle(OfferTaken{scope(1)});

    EXPECT_TRUE(find_sent<wire::Subscribe>(nothing));
    EXPECT_FALSE(find<EndOffer>(nothing));
    EXPECT_TRUE(find<TakeOffer>(receive(wire::ScopeError{scope(1), Errc::base_unknown, {}})));
    const auto ended = session_.handle(OfferTaken{scope(1)});
    ASSERT_TRUE(find<EndOffer>(ended));
    EXPECT_EQ(find<EndOffer>(ended)->answer.standing, wire::OfferStanding::unknown);
}

TEST_F(ClientSessionTest, ReadsTheOutboxAgainWhenItGrewMeanwhile) {
    go_live();
    control_stored();

    session_.handle(OutboxGrew{});
    const auto effects = session_.handle(OutboxTaken{});

    EXPECT_TRUE(find<TakeOutbox>(effects));
    EXPECT_FALSE(find<TakeOutbox>(session_.handle(OutboxTaken{})));
    EXPECT_TRUE(find<TakeOutbox>(session_.handle(OutboxGrew{})));
}

TEST_F(ClientSessionTest, StopsReadingTheOutboxWhenTheWindowIsFull) {
    go_live();
    control_stored();
    OutboxTaken taken;
    taken.transactions = {{{scope(1), Bytes(10)}}};
    taken.bytes = 3'000'000;

    EXPECT_FALSE(find<TakeOutbox>(session_.handle(taken)));
    receive(wire::Ack{{wire::CommitVerdict{.seq = Seq{11}}}});

    EXPECT_TRUE(find<TakeOutbox>(session_.handle(VerdictsStored{})));
}

TEST_F(ClientSessionTest, SendsAgainWhatHasNoVerdictYet) {
    go_live();
    control_stored();
    OutboxTaken taken;
    taken.transactions = {{{scope(1), Bytes(10)}}};
    session_.handle(taken);
    session_.handle(OutboxTaken{});

    const auto effects = receive(wire::Ack{{wire::CommitVerdict{.code = Errc::busy}}});
    ASSERT_TRUE(find<SetTimer>(effects));
    const auto later = session_.handle(TimerFired{});

    ASSERT_TRUE(find<TakeOutbox>(later));
    EXPECT_EQ(find<TakeOutbox>(later)->from, TakeOutbox::From::first_unanswered);
}

TEST_F(ClientSessionTest, ComesBackWithFullJitterThatGrows) {
    std::int64_t bound = 500;
    session_.handle(Wake{});
    for (int attempt = 0; attempt < 12; ++attempt) {
        const auto effects = session_.handle(LinkDown{fail(Errc::offline)});
        const auto* timer = find<SetTimer>(effects);
        ASSERT_TRUE(timer);
        EXPECT_GT(timer->delay.count(), 0);
        EXPECT_LE(timer->delay.count(), bound);
        bound = std::min<std::int64_t>(bound * 2, 60'000);
        EXPECT_TRUE(find<Connect>(session_.handle(TimerFired{})));
    }
}

// A device whose disk is full reaches the server every time, and stores nothing.
TEST_F(ClientSessionTest, ComesBackLaterAndLaterWhenSessionsComeToNothing) {
    session_.handle(Wake{});
    std::chrono::milliseconds longest{};
    for (int i = 0; i < 12; ++i) {
        connect();
        const auto ended = session_.handle(LinkDown{fail(Errc::disk_full, "this device")});
        longest = std::max(longest, find<SetTimer>(ended)->delay);
        session_.handle(TimerFired{});
    }
    EXPECT_GT(longest, std::chrono::seconds(10));
    EXPECT_LE(longest, std::chrono::seconds(60));

    connect();
    session_.handle(DataStaged{});
    const auto ended = session_.handle(LinkDown{fail(Errc::closed, "the network went")});

    EXPECT_LE(find<SetTimer>(ended)->delay, std::chrono::milliseconds(500));
}

TEST_F(ClientSessionTest, AsksLessOftenTheLongerTheServerSaysNotYet) {
    go_live();
    control_stored();
    wire::Ack ack;
    ack.verdicts = {{.scope = scope(1), .code = Errc::disk_full}};
    std::chrono::milliseconds longest{};
    for (int i = 0; i < 12; ++i) longest = std::max(longest, find<SetTimer>(receive(ack))->delay);
    EXPECT_GT(longest, std::chrono::seconds(10));
    EXPECT_LE(longest, std::chrono::seconds(60));

    ack.verdicts.push_back({.scope = scope(1), .code = Errc::ok, .seq = Seq{11}});

    EXPECT_LE(find<SetTimer>(receive(ack))->delay, std::chrono::seconds(1));
}

TEST_F(ClientSessionTest, DoesNotWaitForEverForASilentServer) {
    session_.handle(Wake{});
    session_.handle(LinkUp{});

    const auto effects = session_.handle(TimerFired{});

    EXPECT_TRUE(find<Disconnect>(effects));
    EXPECT_EQ(session_.progress().problem->code, Errc::timeout);
}

TEST_F(ClientSessionTest, DropsALinkThatSpeaksOutOfTurn) {
    session_.handle(Wake{});
    session_.handle(LinkUp{});

    const auto effects = receive(wire::Ack{});

    EXPECT_TRUE(find<Disconnect>(effects));
    EXPECT_EQ(session_.progress().problem->code, Errc::unexpected_message);
}

TEST_F(ClientSessionTest, KeepsGoingWhenOneScopeCannotBeServed) {
    go_live();
    control_stored();

    const auto effects = receive(wire::ScopeError{scope(1), Errc::base_unknown, ""});

    EXPECT_TRUE(find<NoteScopeError>(effects));
    EXPECT_EQ(session_.progress().phase, Phase::live);
}

TEST_F(ClientSessionTest, GrantsCreditAsItStores) {
    go_live();
    control_stored();
    receive(wire::Data{scope(1), Seq{1}, Seq{10}, 0, {{.content = Bytes(900'000)}}});

    const auto effects = session_.handle(DataStaged{scope(1), 900'000});

    ASSERT_TRUE(find_sent<wire::Credit>(effects));
    EXPECT_GE(find_sent<wire::Credit>(effects)->bytes, 900'000U);
}

TEST_F(ClientSessionTest, BeginsAnewUnderTheIdThatAForkGaveIt) {
    go_live();
    control_stored();
    ReplicaId fresh;
    fresh.bytes[0] = 77;

    const auto effects = session_.handle(VerdictsStored{.renewed = fresh});

    EXPECT_TRUE(find<Disconnect>(effects));
    ASSERT_TRUE(find<SetTimer>(effects));
    EXPECT_EQ(session_.progress().phase, Phase::offline);
    session_.handle(TimerFired{});
    session_.handle(LinkUp{});
    const auto again = receive(wire::Challenge{{}, 1, 1});
    ASSERT_TRUE(find_sent<wire::Hello>(again));
    EXPECT_EQ(find_sent<wire::Hello>(again)->replica, fresh);
}

TEST_F(ClientSessionTest, BeginsAnewWhenTheFeedShowsAnotherCopy) {
    go_live();
    control_stored();
    ReplicaId fresh;
    fresh.bytes[0] = 77;

    const auto effects = session_.handle(CheckpointApplied{.scope = scope(1), .renewed = fresh});

    EXPECT_TRUE(find<Disconnect>(effects));
    EXPECT_EQ(session_.progress().phase, Phase::offline);
}

// ---- History
// -------------------------------------------------------------------------------------

TEST_F(ClientSessionTest, AsksForHistoryWhileThereIsASession) {
    go_live();

    const auto asked = session_.handle(HistoryWanted{{.request = 9, .scope = scope(1)}});

    ASSERT_TRUE(find_sent<wire::HistoryGet>(asked));
    EXPECT_EQ(find_sent<wire::HistoryGet>(asked)->request, 9U);
    const auto came = receive(wire::History{.request = 9, .next = Seq{3}});
    ASSERT_TRUE(find<GiveHistory>(came));
    EXPECT_EQ(find<GiveHistory>(came)->history.next, Seq{3});
}

TEST_F(ClientSessionTest, WithoutASessionOlderHistoryIsNotToBeHad) {
    const auto asked = session_.handle(HistoryWanted{{.request = 9, .scope = scope(1)}});

    ASSERT_TRUE(find<GiveHistory>(asked));
    EXPECT_EQ(find<GiveHistory>(asked)->history.request, 9U);
    EXPECT_EQ(find<GiveHistory>(asked)->history.code, Errc::offline);
    EXPECT_EQ(find<GiveHistory>(asked)->history.detail, "older history needs the network");
}

}  // namespace
}  // namespace sanderling::sync::client
