// The blocking face of the link, as the keyholder and an enrolment use it.
#include "client-sdk/link/blocking_link.hpp"

#include "core/wire/codec.hpp"
#include "tests/support/tls_server.hpp"

#include <gtest/gtest.h>

namespace sanderling::link {
namespace {

using namespace std::chrono_literals;
using tests::TlsServer;

LinkOptions options_for(const TlsServer& server) {
    LinkOptions options;
    options.server = {"127.0.0.1", server.port()};
    options.trust = Pinned{{server.key()}};
    return options;
}

TEST(BlockingLink, FindsTheAnswerAmongOtherMessages) {
    const TlsServer server([](TlsServer::Peer& peer) {
        peer.send(wire::encode(wire::Challenge{}));
        peer.receive();
        peer.send(wire::encode(wire::Bye{}));
        peer.send(wire::encode(wire::ResultOf{.request = 7}));
        peer.receive();
    });
    auto link = BlockingLink::connect(options_for(server));
    ASSERT_TRUE(link) << link.error().message();

    ASSERT_TRUE(link->send(wire::LogGet{.request = 7, .scope = {}}));
    const auto answer = link->await<wire::ResultOf>(10s);

    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->request, 7U);
    EXPECT_TRUE(std::holds_alternative<wire::Challenge>(*link->receive(10s)));
    EXPECT_TRUE(std::holds_alternative<wire::Bye>(*link->receive(10s)));
}

TEST(BlockingLink, StaysAfterATimeout) {
    const TlsServer server([](TlsServer::Peer& peer) {
        peer.receive();
        peer.send(wire::encode(wire::Bye{}));
        peer.receive();
    });
    auto link = BlockingLink::connect(options_for(server));
    ASSERT_TRUE(link);

    EXPECT_EQ(link->receive(50ms).error().code, Errc::timeout);
    EXPECT_FALSE(link->has_ended());
    ASSERT_TRUE(link->send(wire::Bye{}));
    EXPECT_TRUE(link->receive(10s));
}

TEST(BlockingLink, ReturnsTheServersErrorAsOne) {
    const TlsServer server([](TlsServer::Peer& peer) {
        peer.send(wire::encode(wire::ErrorMessage{Errc::invite_used, "spent"}));
        peer.receive();
    });
    auto link = BlockingLink::connect(options_for(server));
    ASSERT_TRUE(link);

    const auto offer = link->await<wire::EnrolOffer>(10s);

    ASSERT_FALSE(offer);
    EXPECT_EQ(offer.error(), fail(Errc::invite_used, "spent"));
}

TEST(BlockingLink, EndsAtBytesThatAreNoMessage) {
    const TlsServer server([](TlsServer::Peer& peer) {
        peer.send(Bytes{0xC1, 0xC1});
        peer.receive();
    });
    auto link = BlockingLink::connect(options_for(server));
    ASSERT_TRUE(link);

    EXPECT_EQ(link->receive(10s).error().code, Errc::malformed);
    EXPECT_TRUE(link->has_ended());
}

TEST(BlockingLink, EndsAtAMessageThatThisVersionDoesNotKnow) {
    const TlsServer server([](TlsServer::Peer& peer) {
        peer.send(Bytes{0x91, 0x7F});  // [127]
        peer.receive();
    });
    auto link = BlockingLink::connect(options_for(server));
    ASSERT_TRUE(link);

    EXPECT_EQ(link->receive(10s).error().code, Errc::unknown_message);
}

TEST(BlockingLink, TellsWhyTheServerLeft) {
    const TlsServer server([](TlsServer::Peer&) {});
    auto link = BlockingLink::connect(options_for(server));
    ASSERT_TRUE(link);

    EXPECT_EQ(link->receive(10s).error().code, Errc::closed);
    EXPECT_EQ(link->send(wire::Bye{}).error().code, Errc::closed);
}

TEST(BlockingLink, SaysWrongServerBeforeSending) {
    const TlsServer server([](TlsServer::Peer& peer) { peer.receive(); });
    LinkOptions options = options_for(server);
    options.trust = Pinned{{TlsKeyHash{}}};

    const auto link = BlockingLink::connect(options);

    ASSERT_FALSE(link);
    EXPECT_EQ(link.error().code, Errc::wrong_server);
    EXPECT_EQ(server.bytes_heard(), 0U);
}

TEST(SayHello, SignsBothNoncesAndTheKeyItSees) {
    const crypto::SigningKey key = crypto::SigningKey::generate();
    std::atomic<bool> was_good{false};
    std::optional<TlsServer> server;
    server.emplace([&](TlsServer::Peer& peer) {
        const wire::Challenge challenge{.nonce = {1, 2, 3}, .version_min = 1, .version_max = 1};
        peer.send(wire::encode(challenge));
        const auto frame = peer.receive();
        if (!frame) return;
        const auto message = wire::decode(*frame);
        const auto* hello = message ? std::get_if<wire::Hello>(&*message) : nullptr;
        if (hello == nullptr) return;
        was_good = crypto::verify(crypto::SignDomain::handshake,
                                  wire::handshake_hash(challenge, *hello, server->key()),
                                  hello->signature, key.public_key);
        peer.send(wire::encode(wire::Welcome{.version = 1, .generation = Generation{9}}));
        peer.receive();
    });
    auto link = BlockingLink::connect(options_for(*server));
    ASSERT_TRUE(link);
    crypto::SystemRandom random;

    const auto welcome = say_hello(*link, Speaker{.certificate = {1}, .key = key}, random, 10s);

    ASSERT_TRUE(welcome) << welcome.error().message();
    EXPECT_EQ(welcome->generation, Generation{9});
    EXPECT_TRUE(was_good);
}

}  // namespace
}  // namespace sanderling::link
