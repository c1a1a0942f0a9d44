// How a server's session goes from page to page of one scope.
#include "core/crypto/signature.hpp"
#include "core/sync/server_session.hpp"
#include "tests/unit/core/scope_log/organisation.hpp"

#include <gtest/gtest.h>

namespace sanderling::sync::server {
namespace {

using test::id_of;

constexpr Generation generation{0x1234};
const ScopeId scope = id_of<ScopeId>(0x51);

template <class E>
const E* find(const std::vector<Effect>& effects) {
    for (const Effect& effect : effects)
        if (const auto* found = std::get_if<E>(&effect)) return found;
    return nullptr;
}

class ServerPagesTest : public ::testing::Test {
  protected:
    /// A session of a device that has said HELLO and was believed.
    ServerPagesTest() {
        const auto key = test::signing_key(9);
        const wire::TlsKeyHash tls_key{};
        const auto opened = session_.handle(Opened{{}, tls_key});
        const auto challenge = std::get<wire::Challenge>(find<Send>(opened)->message);
        wire::Hello hello;
        hello.version = wire::protocol_version;
        hello.signature = crypto::sign(crypto::SignDomain::handshake,
                                       wire::handshake_hash(challenge, hello, tls_key), key);
        static_cast<void>(session_.handle(Received{wire::Message(hello)}));
        DevicePeer peer;
        peer.certificate = organisation_.device_body(id_of<PersonId>(1), key);
        CertificateChecked checked{std::variant<DevicePeer, RegistrarPeer>(peer), generation, {}};
        static_cast<void>(session_.handle(checked));
    }
    static PageRead page(Seq first) {
        Page page;
        page.data.scope = scope;
        page.data.first = first;
        page.data.items.resize(10);
        page.chain.fill(0xc4);
        return {scope, page};
    }

    test::Organisation organisation_{};
    ServerSession session_{};
};

TEST_F(ServerPagesTest, GoesOnFromAPlaceInItsOwnHistory) {
    wire::Subscription from_the_start;
    from_the_start.scope = scope;
    const auto subscribed =
        session_.handle(Received{wire::Message(wire::Subscribe{{from_the_start}})});
    ASSERT_NE(find<ReadPage>(subscribed), nullptr);

    const auto effects = session_.handle(page(Seq{1}));

    const auto* next = find<ReadPage>(effects);
    ASSERT_NE(next, nullptr);
    EXPECT_EQ(next->from.after, Seq{10});
    EXPECT_EQ(next->from.generation, generation)
        << "a place without its generation is one in another history";
    EXPECT_EQ(next->from.chain[0], 0xc4);
}

}  // namespace
}  // namespace sanderling::sync::server
