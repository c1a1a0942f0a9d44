// The host of a client session on its own thread, against a real TLS server and a store that does
// what the test says.
#include "client-sdk/agent/host.hpp"

#include "core/wire/codec.hpp"
#include "tests/support/tls_server.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace sanderling::agent {
namespace {

using namespace std::chrono_literals;
using namespace sync::client;
using tests::TlsServer;

constexpr auto limit = 20s;  // no test comes near it

/// A store without anything in it, whose answers a test may replace. Its counters are read from the
/// test's thread.
struct FakeStore : SessionStore {
    std::function<Result<ControlStored>()> on_control = [] { return ControlStored{}; };
    std::function<Result<OutboxTaken>()> on_outbox = [] { return OutboxTaken{}; };
    std::atomic<std::uint64_t> unsent_count{0};
    std::atomic<int> online{0};
    std::atomic<int> offline{0};

    Result<ControlStored> store_control(const wire::Control&) override { return on_control(); }
    Result<OutboxTaken> take_outbox(const TakeOutbox&) override { return on_outbox(); }
    Result<VerdictsStored> store_verdicts(const wire::Ack& ack) override {
        unsent_count -= ack.verdicts.size();
        return VerdictsStored{};
    }
    Result<DataStaged> stage_data(wire::Data data, std::uint64_t wire_bytes) override {
        return DataStaged{data.scope, wire_bytes};
    }
    Result<CheckpointApplied> apply_checkpoint(const wire::ScopeCheckpoint& checkpoint) override {
        return CheckpointApplied{.scope = checkpoint.scope};
    }
    Result<LiveSetsStored> store_buckets(const wire::Buckets& buckets) override {
        return LiveSetsStored{.scope = buckets.scope};
    }
    Result<LiveSetsStored> store_records(const wire::Records& records) override {
        return LiveSetsStored{.scope = records.scope};
    }
    Result<LateStored> store_late(const StoreLate&) override { return LateStored{}; }
    Result<RevokedStored> store_revoked(const wire::Revoked& revoked) override {
        return RevokedStored{revoked.scope};
    }
    Result<GenerationNoted> note_generation(Generation) override { return GenerationNoted{}; }
    Result<void> note_contact(Instant, Instant) override { return {}; }
    Result<OrderObeyed> obey_order(ByteView, Instant) override { return OrderObeyed{}; }
    Result<OfferTaken> take_offer(const TakeOffer& wanted) override {
        return OfferTaken{.scope = wanted.scope};
    }
    Result<OfferEnded> end_offer(const wire::Offered& answer) override {
        return OfferEnded{.scope = answer.scope};
    }
    Result<void> note_scope_error(const wire::ScopeError&) override { return {}; }
    Result<void> note_online(Instant) override {
        ++online;
        return {};
    }
    Result<void> note_offline(Instant) override {
        ++offline;
        return {};
    }
    Result<std::uint64_t> unsent() override { return unsent_count.load(); }
};

/// What a server does until a session is live.
void let_in(TlsServer::Peer& peer) {
    peer.send(wire::encode(wire::Challenge{.version_min = 1, .version_max = 1}));
    peer.receive();
    peer.send(wire::encode(wire::Welcome{.version = 1}));
    peer.send(wire::encode(wire::Control{}));
}

void serve(TlsServer::Peer& peer) {
    let_in(peer);
    while (peer.receive()) {
    }
}

struct Agent {
    Agent(const TlsServer& server, FakeStore& store, std::optional<link::TlsKeyHash> pin = {})
        : host(store,
               Identity{.key = crypto::SigningKey::generate(), .certificate = {1}, .replica = {}},
               options(server, pin), random, board),
          thread([this] { host.run(); }) {}
    ~Agent() {
        host.stop();
        thread.join();
    }
    static HostOptions options(const TlsServer& server, std::optional<link::TlsKeyHash> pin) {
        HostOptions out;
        out.link.server = {"127.0.0.1", server.port()};
        out.link.trust = link::Pinned{{pin.value_or(server.key())}};
        out.patience = {.backoff_min = 5ms, .backoff_max = 20ms, .answer_max = 2s};
        out.clock = [] { return Instant{1'000}; };
        return out;
    }
    Result<void> drained() {
        return board.wait_until_drained(limit, [this] { host.count_unsent(); });
    }

    crypto::SystemRandom random;
    Board board;
    Host host;
    std::thread thread;
};

TEST(Host, BecomesLiveAndSaysGoodbye) {
    std::atomic<bool> heard_bye{false};
    FakeStore store;
    {
        std::optional<TlsServer> server;
        server.emplace([&](TlsServer::Peer& peer) {
            let_in(peer);
            while (const auto frame = peer.receive()) {
                const auto message = wire::decode(*frame);
                if (message && std::holds_alternative<wire::Bye>(*message)) heard_bye = true;
            }
        });
        {
            Agent agent(*server, store);
            ASSERT_TRUE(agent.board.wait_until_live(limit));
            EXPECT_EQ(store.online, 1);
            EXPECT_EQ(store.offline, 0);
        }
        EXPECT_EQ(store.offline, 1);
    }
    EXPECT_TRUE(heard_bye);
}

TEST(Host, ComesBackAfterEveryCut) {
    FakeStore store;
    const TlsServer server([](TlsServer::Peer& peer) {
        if (peer.index() == 0) return peer.cut();
        if (peer.index() == 1) return peer.send(Bytes{0xC1});
        if (peer.index() == 2) return;  // leaves at once
        serve(peer);
    });
    Agent agent(server, store);

    const auto live = agent.board.wait_until_live(limit);

    ASSERT_TRUE(live) << live.error().message();
    EXPECT_EQ(server.connections(), 4U);
}

TEST(Host, TellsOfAWrongServerAtOnce) {
    FakeStore store;
    const TlsServer server(serve);
    Agent agent(server, store, link::TlsKeyHash{});

    const auto live = agent.board.wait_until_live(limit);

    ASSERT_FALSE(live);
    EXPECT_EQ(live.error().code, Errc::wrong_server);
    EXPECT_EQ(server.bytes_heard(), 0U);
}

TEST(Host, StopsWithAFullDiskAndGoesOnWhenThereIsSpace) {
    std::atomic<bool> is_full{true};
    FakeStore store;
    store.on_control = [&is_full]() -> Result<ControlStored> {
        if (is_full) return fail(Errc::disk_full);
        return ControlStored{};
    };
    const TlsServer server(serve);
    Agent agent(server, store);

    const auto full = agent.board.wait_until_live(limit);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, Errc::disk_full);

    is_full = false;
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!agent.board.wait_until_live(limit) && std::chrono::steady_clock::now() < end) {
    }
    EXPECT_EQ(agent.board.progress().phase, Phase::live);
    EXPECT_FALSE(agent.board.progress().problem &&
                 agent.board.progress().problem->code == Errc::disk_full);
}

TEST(Host, MakesAnExceptionOfAnAdapterAProblem) {
    std::atomic<int> calls{0};
    FakeStore store;
    store.on_control = [&calls]() -> Result<ControlStored> {
        if (calls++ == 0) throw std::runtime_error("adapter broke");
        return ControlStored{};
    };
    const TlsServer server(serve);
    std::mutex mutex;
    std::vector<Error> problems;
    Agent agent(server, store);
    agent.board.on_progress([&](const Progress& progress) {
        const std::lock_guard lock(mutex);
        if (progress.problem) problems.push_back(*progress.problem);
    });

    const auto end = std::chrono::steady_clock::now() + limit;
    while (!agent.board.wait_until_live(limit) && std::chrono::steady_clock::now() < end) {
    }

    EXPECT_EQ(agent.board.progress().phase, Phase::live);
    EXPECT_EQ(calls, 2);
    agent.board.on_progress({});
    const std::lock_guard lock(mutex);
    for (const Error& problem : problems) EXPECT_EQ(problem, fail(Errc::internal, "adapter broke"));
}

TEST(Host, SendsWhatTheOutboxHoldsAndWaitsUntilItHasComeBack) {
    FakeStore store;
    std::atomic<bool> was_applied_late{false};
    std::atomic<bool> has_written{false};
    store.on_outbox = [&]() -> Result<OutboxTaken> {
        OutboxTaken taken;
        if (has_written.exchange(false)) {
            taken.transactions.push_back({wire::PushedCommit{.scope = {}, .packed = {1, 2, 3}}});
            taken.bytes = 3;
        }
        return taken;
    };
    const TlsServer server([&](TlsServer::Peer& peer) {
        let_in(peer);
        while (const auto frame = peer.receive()) {
            const auto message = wire::decode(*frame);
            if (!message || !std::holds_alternative<wire::Push>(*message)) continue;
            wire::Ack ack;
            ack.verdicts.push_back({.scope = {}, .dot = {}, .seq = Seq{1}});
            peer.send(wire::encode(ack));
            std::this_thread::sleep_for(100ms);
            was_applied_late = true;
            wire::Checkpoint checkpoint;
            checkpoint.scopes.push_back({.scope = {}, .seq = Seq{1}});
            peer.send(wire::encode(checkpoint));
        }
    });
    Agent agent(server, store);
    ASSERT_TRUE(agent.board.wait_until_live(limit));

    store.unsent_count = 1;
    has_written = true;
    agent.host.outbox_grew();
    const auto drained = agent.drained();

    ASSERT_TRUE(drained) << drained.error().message();
    EXPECT_EQ(store.unsent_count, 0U);
    EXPECT_TRUE(was_applied_late) << "not before the checkpoint that has it";
    EXPECT_GT(agent.board.traffic().sent, 100U);
}

TEST(Host, GivesUpOnAServerThatNeverSpeaks) {
    FakeStore store;
    const TlsServer server([](TlsServer::Peer& peer) {
        if (peer.index() == 0) return peer.hold();
        serve(peer);
    });
    HostOptions options = Agent::options(server, {});
    options.patience.answer_max = 150ms;
    crypto::SystemRandom random;
    Board board;
    Host host(store,
              Identity{.key = crypto::SigningKey::generate(), .certificate = {1}, .replica = {}},
              std::move(options), random, board);
    std::thread thread([&] { host.run(); });

    const auto live = board.wait_until_live(limit);

    host.stop();
    thread.join();
    EXPECT_TRUE(live);
    EXPECT_EQ(server.connections(), 2U);
}

}  // namespace
}  // namespace sanderling::agent
