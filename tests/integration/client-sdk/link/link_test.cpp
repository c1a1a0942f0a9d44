// The link against a real TLS WebSocket server on loopback that behaves, or does not.
#include "client-sdk/link/link.hpp"

#include "core/wire/limits.hpp"
#include "tests/support/tls_server.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <future>

namespace sanderling::link {
namespace {

using namespace std::chrono_literals;
using tests::TlsServer;
using tests::Welcome;
using Clock = std::chrono::steady_clock;

constexpr auto test_limit = 20s;  // no test comes near it

void echo(TlsServer::Peer& peer) {
    while (const auto frame = peer.receive()) peer.send(*frame);
}

/// A link and what it reported.
struct Client {
    boost::asio::io_context io{1};
    std::optional<TlsKeyHash> seen{};
    std::vector<Bytes> frames{};
    std::optional<Error> down{};
    std::optional<Link> link{};

    explicit Client(LinkOptions options) {
        Callbacks callbacks;
        callbacks.up = [this](const TlsKeyHash& key) { seen = key; };
        callbacks.frame = [this](ByteView frame) { frames.push_back(to_bytes(frame)); };
        callbacks.down = [this](Error reason) { down = std::move(reason); };
        link.emplace(io, std::move(options), std::move(callbacks));
    }

    template <class Done>
    bool run_until(Done done, Clock::duration limit = test_limit) {
        const auto end = Clock::now() + limit;
        while (!done() && Clock::now() < end) {
            io.restart();
            io.run_one_until(end);
        }
        return done();
    }
    bool connect() {
        return run_until([&] { return seen || down; }) && seen;
    }
    Errc end() {
        EXPECT_TRUE(run_until([&] { return down.has_value(); }));
        return down ? down->code : Errc::ok;
    }
};

LinkOptions options_for(const TlsServer& server) {
    LinkOptions options;
    options.server = {"127.0.0.1", server.port()};
    options.trust = Pinned{{server.key()}};
    return options;
}

TEST(Link, CarriesFramesBothWaysInOrder) {
    const TlsServer server(echo);
    Client client(options_for(server));
    ASSERT_TRUE(client.connect()) << client.down->message();

    for (std::uint8_t i = 0; i < 100; ++i) client.link->send(Bytes(i + std::size_t{1}, i));
    ASSERT_TRUE(client.run_until([&] { return client.frames.size() == 100; }));

    EXPECT_EQ(*client.seen, server.key());
    for (std::uint8_t i = 0; i < 100; ++i)
        EXPECT_EQ(client.frames[i], Bytes(i + std::size_t{1}, i));
}

TEST(Link, SendsNothingToAServerWithAnotherKey) {
    const TlsServer server(echo);
    LinkOptions options = options_for(server);
    options.trust = Pinned{{TlsKeyHash{}}};
    Client client(options);

    EXPECT_EQ(client.end(), Errc::wrong_server);

    EXPECT_FALSE(client.seen);
    EXPECT_EQ(server.connections(), 1U);
    EXPECT_EQ(server.bytes_heard(), 0U);
}

TEST(Link, RefusesEveryKeyWhenNoneIsPinned) {
    const TlsServer server(echo);
    LinkOptions options = options_for(server);
    options.trust = Pinned{};
    Client client(options);

    EXPECT_EQ(client.end(), Errc::wrong_server);
}

TEST(Link, TellsTheKeyItLearned) {
    const TlsServer server(echo);
    LinkOptions options = options_for(server);
    options.trust = Learn{};
    Client client(options);

    ASSERT_TRUE(client.connect());

    EXPECT_EQ(*client.seen, server.key());
}

TEST(Link, EndsAtAFrameOverTheLimit) {
    const TlsServer server([](TlsServer::Peer& peer) {
        peer.send(Bytes(wire::limits::frame_bytes_max, 7));
        peer.send(Bytes(wire::limits::frame_bytes_max + 1, 7));
        peer.receive();
    });
    Client client(options_for(server));

    EXPECT_EQ(client.end(), Errc::too_large);

    ASSERT_EQ(client.frames.size(), 1U);
    EXPECT_EQ(client.frames[0].size(), wire::limits::frame_bytes_max);
}

TEST(Link, RefusesAnnouncedGigabytesUnread) {
    const TlsServer server([](TlsServer::Peer& peer) {
        peer.send_raw(Bytes{0x82, 127, 0, 0, 0, 0, 0x40, 0, 0, 0});  // a header for 1 GiB
        peer.receive();
    });
    Client client(options_for(server));

    EXPECT_EQ(client.end(), Errc::too_large);
}

TEST(Link, EndsAtBytesThatAreNoFrame) {
    const TlsServer server([](TlsServer::Peer& peer) {
        peer.send_raw(Bytes(64, 0xFF));
        peer.receive();
    });
    Client client(options_for(server));

    EXPECT_EQ(client.end(), Errc::malformed);
}

TEST(Link, EndsAtATextFrame) {
    const TlsServer server([](TlsServer::Peer& peer) {
        peer.send_text("hello");
        peer.receive();
    });
    Client client(options_for(server));

    EXPECT_EQ(client.end(), Errc::malformed);
    EXPECT_TRUE(client.frames.empty());
}

TEST(Link, SaysOfflineWhenNobodyListens) {
    std::uint16_t port = 0;
    {
        const TlsServer gone(echo);
        port = gone.port();
    }
    LinkOptions options;
    options.server = {"127.0.0.1", port};
    Client client(options);

    EXPECT_EQ(client.end(), Errc::offline);
}

TEST(Link, SaysOfflineForANameThatDoesNotExist) {
    LinkOptions options;
    options.server = {"no-such-host.invalid", 443};
    Client client(options);

    EXPECT_EQ(client.end(), Errc::offline);
}

TEST(Link, GivesUpOnAServerThatNeverAnswers) {
    const TlsServer server(echo, Welcome::silent_tcp);
    LinkOptions options = options_for(server);
    options.connect_timeout = 150ms;
    Client client(options);

    EXPECT_EQ(client.end(), Errc::timeout);
}

TEST(Link, NoticesAHalfOpenConnection) {
    const TlsServer server([](TlsServer::Peer& peer) { peer.hold(); });
    LinkOptions options = options_for(server);
    options.idle_timeout = 200ms;
    Client client(options);
    ASSERT_TRUE(client.connect());

    EXPECT_EQ(client.end(), Errc::timeout);
}

TEST(Link, KeepsAQuietButLivingConnection) {
    const TlsServer server(echo);  // answers pings while it waits for a frame
    LinkOptions options = options_for(server);
    options.idle_timeout = 200ms;
    Client client(options);
    ASSERT_TRUE(client.connect());

    EXPECT_FALSE(client.run_until([&] { return client.down.has_value(); }, 900ms));

    client.link->send({1, 2, 3});
    EXPECT_TRUE(client.run_until([&] { return client.frames.size() == 1; }));
}

TEST(Link, TellsWhatAnswersInsteadOfASyncServer) {
    const TlsServer other(echo, Welcome::http_404);
    const TlsServer busy(echo, Welcome::http_503);
    const TlsServer chat(echo, Welcome::other_subprotocol);

    EXPECT_EQ(Client(options_for(other)).end(), Errc::malformed);
    EXPECT_EQ(Client(options_for(busy)).end(), Errc::busy);
    EXPECT_EQ(Client(options_for(chat)).end(), Errc::malformed);
}

TEST(Link, SaysClosedWhenTheServerCutsOrLeaves) {
    const TlsServer cutting([](TlsServer::Peer& peer) { peer.cut(); });
    const TlsServer leaving([](TlsServer::Peer&) {});

    EXPECT_EQ(Client(options_for(cutting)).end(), Errc::closed);
    EXPECT_EQ(Client(options_for(leaving)).end(), Errc::closed);
}

TEST(Link, ClosesOnlyAfterWhatWasSentHasLeft) {
    std::promise<std::size_t> heard;
    const TlsServer server([&heard](TlsServer::Peer& peer) {
        std::size_t size = 0;
        while (const auto frame = peer.receive()) size += frame->size();
        heard.set_value(size);
    });
    Client client(options_for(server));
    ASSERT_TRUE(client.connect());

    for (int i = 0; i < 6; ++i) client.link->send(Bytes(900'000, 1));
    client.link->close();
    client.link.reset();
    client.io.restart();
    client.io.run();

    EXPECT_EQ(heard.get_future().get(), 6U * 900'000U);
    EXPECT_FALSE(client.down) << "no callback after close()";
}

TEST(Link, EndsWhenTheServerTakesNothing) {
    const TlsServer server([](TlsServer::Peer& peer) { peer.hold(); });
    LinkOptions options = options_for(server);
    options.send_queue_bytes_max = 20U << 20U;
    Client client(options);
    ASSERT_TRUE(client.connect());

    for (int i = 0; i < 40; ++i) client.link->send(Bytes(1'000'000, 1));

    EXPECT_EQ(client.end(), Errc::timeout);
}

TEST(Link, CountsTheBytesOnTheWire) {
    const TlsServer server(echo);
    Client client(options_for(server));
    ASSERT_TRUE(client.connect());
    const Traffic before = client.link->traffic();

    client.link->send(Bytes(100'000, 1));
    ASSERT_TRUE(client.run_until([&] { return client.frames.size() == 1; }));

    const Traffic after = client.link->traffic();
    EXPECT_GT(before.sent, 200U);
    EXPECT_GT(before.received, 500U);
    EXPECT_GT(after.sent - before.sent, 100'000U);
    EXPECT_LT(after.sent - before.sent, 102'000U);
    EXPECT_GT(after.received - before.received, 100'000U);
    EXPECT_LT(after.received - before.received, 102'000U);
}

TEST(Link, MayBeDestroyedInItsOwnCallback) {
    const TlsServer server(echo);
    boost::asio::io_context io(1);
    std::optional<Link> link;
    bool was_up = false;
    Callbacks callbacks;
    callbacks.up = [&](const TlsKeyHash&) {
        was_up = true;
        link.reset();
    };
    callbacks.down = [](const Error&) { FAIL() << "a callback after the end"; };
    link.emplace(io, options_for(server), std::move(callbacks));

    io.run_for(test_limit);

    EXPECT_TRUE(was_up);
}

}  // namespace
}  // namespace sanderling::link
