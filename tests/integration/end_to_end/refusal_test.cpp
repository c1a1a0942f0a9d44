// What must be refused, in words, and leave everything as it was: invites that are no good, another
// server, strangers, and handshakes heard before.
#include "client-sdk/link/blocking_link.hpp"
#include "client-sdk/replica/sync_store.hpp"
#include "core/wire/codec.hpp"
#include "core/wire/limits.hpp"
#include "tests/integration/end_to_end/phone.hpp"
#include "tests/support/tls_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <future>

namespace sanderling::tests {
namespace {

using ::testing::HasSubstr;

class RefusalTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");

    Phone blank(const std::string& what) { return Phone(org_, name_ + "-" + what); }
    link::BlockingLink connect() {
        link::LinkOptions options;
        options.server = {"127.0.0.1", org_.port()};
        options.trust = link::Pinned{{org_.server_key()}};
        return must(link::BlockingLink::connect(options));
    }
    Errc refusal_of(Phone& phone, const std::string& invite) {
        const auto enrolled = enrol(phone.store(), invite);
        if (enrolled) return Errc::ok;
        EXPECT_FALSE(enrolled.error().message().empty());
        return enrolled.error().code;
    }
};

// ---- Invites ------------------------------------------------------------------------------------

TEST_F(RefusalTest, AnInviteIsForOneDevice) {
    const auto invite = org_.invite(ann_);
    Phone first = blank("first");
    Phone second = blank("second");
    must(enrol(first.store(), invite.text));

    EXPECT_EQ(refusal_of(second, invite.text), Errc::invite_used);
    EXPECT_FALSE(must(second.store().status()).is_enrolled);
    EXPECT_EQ(refusal_of(first, invite.text), Errc::already_exists);
    EXPECT_EQ(refusal_of(second, org_.invite(ann_).text), Errc::ok);
    EXPECT_TRUE(must(second.store().status()).is_enrolled);
}

TEST_F(RefusalTest, AWithdrawnInviteIsUnknown) {
    const auto invite = org_.invite(ann_);
    org_.cancel(invite);
    Phone phone = blank("phone");

    EXPECT_EQ(refusal_of(phone, invite.text), Errc::invite_unknown);
    EXPECT_EQ(refusal_of(phone, org_.invite(ann_).text), Errc::ok);
}

TEST_F(RefusalTest, AMistypedInviteIsNoticed) {
    const auto invite = org_.invite(ann_);
    Phone phone = blank("phone");
    std::string shorter = invite.text;
    shorter.pop_back();
    std::string impossible = invite.text;
    impossible.back() = '!';
    std::string another = invite.text;
    another.back() = another.back() == '7' ? '8' : '7';

    EXPECT_EQ(refusal_of(phone, shorter), Errc::invalid_argument);
    EXPECT_EQ(refusal_of(phone, impossible), Errc::invalid_argument);
    EXPECT_EQ(refusal_of(phone, "not an invite"), Errc::invalid_argument);
    EXPECT_EQ(refusal_of(phone, another), Errc::invite_unknown);
    EXPECT_EQ(refusal_of(phone, invite.text), Errc::ok) << "none of this used it up";
}

TEST_F(RefusalTest, AnInviteExpires) {
    const auto invite = org_.invite(ann_, "1m");
    ASSERT_TRUE(org_.stop_server().is_success());
    // A minute is too long for a test, so the server is made to believe that it has passed.
    sqlite3* db = nullptr;
    const auto store = (org_.server_folder() / "store.sqlite").string();
    ASSERT_EQ(sqlite3_open(store.c_str(), &db), SQLITE_OK) << store;
    EXPECT_EQ(sqlite3_exec(db, "UPDATE invite SET expires = 1000 WHERE is_used = 0", nullptr,
                           nullptr, nullptr),
              SQLITE_OK)
        << sqlite3_errmsg(db);
    EXPECT_GT(sqlite3_changes(db), 0);
    sqlite3_close(db);
    org_.start_server();
    Phone phone = blank("phone");

    EXPECT_EQ(refusal_of(phone, invite.text), Errc::invite_expired);
    EXPECT_EQ(refusal_of(phone, org_.invite(ann_).text), Errc::ok);
}

TEST_F(RefusalTest, WithoutItsKeyholderAnEnrolmentWaitsAndIsTriedAgain) {
    const auto invite = org_.invite(ann_);
    org_.stop_keyholder();
    Phone phone = blank("phone");
    EnrolOptions hasty;
    hasty.keyholder_timeout = std::chrono::milliseconds{300};

    const auto waited = enrol(phone.store(), invite.text, hasty);
    ASSERT_FALSE(waited);
    EXPECT_EQ(waited.error().code, Errc::timeout);
    EXPECT_THAT(waited.error().message(), HasSubstr("keyholder"));

    org_.start_keyholder();
    EXPECT_EQ(refusal_of(phone, invite.text), Errc::ok);
}

// ---- Another server -----------------------------------------------------------------------------

TEST_F(RefusalTest, NothingIsSentToAServerWithAnotherKey) {
    Phone phone = blank("phone");
    must(enrol(phone.store(), org_.invite(ann_).text));
    TlsServer impostor([](TlsServer::Peer& peer) { peer.hold(); });

    {
        auto agent = must(
            SyncAgent::start(phone.store(), eager("127.0.0.1:" + std::to_string(impostor.port()))));
        const auto live = agent.wait_until_live(patience);
        ASSERT_FALSE(live);
        EXPECT_EQ(live.error().code, Errc::wrong_server);
    }
    EXPECT_GE(impostor.connections(), 1U);
    EXPECT_EQ(impostor.bytes_heard(), 0U);
    phone.sync();
}

TEST_F(RefusalTest, AnEnrolmentTellsAnImpostorNothingButTheInvitesId) {
    const auto invite = org_.invite(ann_);
    std::promise<std::vector<Bytes>> heard;
    TlsServer impostor([&](TlsServer::Peer& peer) {
        wire::Challenge challenge;
        challenge.version_min = challenge.version_max = wire::protocol_version;
        peer.send(wire::encode(wire::Message(challenge)));
        std::vector<Bytes> frames;
        if (auto first = peer.receive()) {
            frames.push_back(*first);
            // It has no offer to show, so it makes one up.
            peer.send(wire::encode(wire::Message(wire::EnrolOffer{Bytes(200, 7)})));
            while (auto more = peer.receive()) frames.push_back(*more);
        }
        heard.set_value(std::move(frames));
    });
    std::string redirected = invite.text;
    const std::string at = ":" + std::to_string(org_.port()) + "/";
    redirected.replace(redirected.find(at), at.size(), ":" + std::to_string(impostor.port()) + "/");
    Phone phone = blank("phone");

    EXPECT_EQ(refusal_of(phone, redirected), Errc::unauthenticated);

    auto frames = heard.get_future();
    ASSERT_EQ(frames.wait_for(patience), std::future_status::ready);
    for (const Bytes& frame : frames.get()) {
        const auto message = wire::decode(frame);
        ASSERT_TRUE(message);
        EXPECT_TRUE(std::holds_alternative<wire::EnrolLookup>(*message) ||
                    std::holds_alternative<wire::Bye>(*message) ||
                    std::holds_alternative<wire::ErrorMessage>(*message))
            << wire::type_name(*message);
    }
    EXPECT_EQ(refusal_of(phone, invite.text), Errc::ok);
}

// ---- Strangers ----------------------------------------------------------------------------------

TEST_F(RefusalTest, ACertificateOfAnotherOrganisationOpensNoSession) {
    const auto root = crypto::SigningKey::generate();
    const auto registrar = crypto::SigningKey::generate();
    const auto key = crypto::SigningKey::generate();
    crypto::SystemRandom random;
    scope_log::DeviceCert body;
    body.org = random.id<OrgId>();
    body.registrar = scope_log::registrar_id(registrar.public_key);
    body.person = ann_;
    body.device = scope_log::device_id(key.public_key);
    body.sign_key = key.public_key;
    body.validity = {Instant{0}, Instant{4'000'000'000'000}};
    const Bytes certificate = scope_log::encode(scope_log::sign_certificate(body, registrar));
    auto link = connect();

    const auto welcome =
        link::say_hello(link, {certificate, key, random.id<ReplicaId>(), 0}, random, patience);

    ASSERT_FALSE(welcome);
    EXPECT_EQ(welcome.error().code, Errc::unauthenticated);
}

TEST_F(RefusalTest, AHandshakeHeardBeforeOpensNoSession) {
    Phone phone = blank("phone");
    must(enrol(phone.store(), org_.invite(ann_).text));
    replica::SyncStore insides(phone.store());
    const auto me = must(insides.identity());
    crypto::SystemRandom random;
    auto first = connect();
    const auto challenge = must(first.await<wire::Challenge>(patience));
    wire::Hello hello;
    hello.version = wire::protocol_version;
    hello.certificate = me.certificate;
    hello.replica = me.replica;
    random.fill(hello.nonce);
    hello.signature =
        crypto::sign(crypto::SignDomain::handshake,
                     wire::handshake_hash(challenge, hello, org_.server_key()), me.key);
    must(first.send(hello));
    must(first.await<wire::Welcome>(patience));

    auto second = connect();
    must(second.await<wire::Challenge>(patience));
    must(second.send(hello));
    const auto welcome = second.await<wire::Welcome>(patience);

    ASSERT_FALSE(welcome);
    EXPECT_EQ(welcome.error().code, Errc::unauthenticated);
}

TEST_F(RefusalTest, AHandshakeMadeForAnotherTlsKeyOpensNoSession) {
    Phone phone = blank("phone");
    must(enrol(phone.store(), org_.invite(ann_).text));
    replica::SyncStore insides(phone.store());
    const auto me = must(insides.identity());
    crypto::SystemRandom random;
    auto link = connect();
    const auto challenge = must(link.await<wire::Challenge>(patience));
    wire::Hello hello;
    hello.version = wire::protocol_version;
    hello.certificate = me.certificate;
    hello.replica = me.replica;
    random.fill(hello.nonce);
    wire::TlsKeyHash of_somebody_between = org_.server_key();
    of_somebody_between.bytes[0] ^= 1U;
    hello.signature =
        crypto::sign(crypto::SignDomain::handshake,
                     wire::handshake_hash(challenge, hello, of_somebody_between), me.key);
    must(link.send(hello));

    const auto welcome = link.await<wire::Welcome>(patience);

    ASSERT_FALSE(welcome);
    EXPECT_EQ(welcome.error().code, Errc::unauthenticated);
}

// ---- A server that talks nonsense to a device
// ----------------------------------------------------

TEST_F(RefusalTest, NonsenseFromAServerEndsTheSessionAndIsTriedAgain) {
    Phone phone = blank("phone");
    must(enrol(phone.store(), org_.invite(ann_).text));
    const std::vector<Bytes> nonsense{Bytes{0xC1, 0xC1},
                                      Bytes{0x91, 0xCC, 0xC8},
                                      {},
                                      wire::encode(wire::Message(wire::Bye{})),
                                      wire::encode(wire::Message(wire::Welcome{})),
                                      Bytes(wire::limits::frame_bytes_max + 1, 0x90)};
    std::atomic<std::size_t> turn = 0;
    TlsServer babbler([&](TlsServer::Peer& peer) {
        peer.send(nonsense[turn++ % nonsense.size()]);
        while (peer.receive()) {
        }
    });
    // The key of the babbler is not the enrolled one, so the session machine alone is tried: by a
    // link that learns the key.
    for (std::size_t i = 0; i < nonsense.size(); ++i) {
        link::LinkOptions options;
        options.server = {"127.0.0.1", babbler.port()};
        auto link = must(link::BlockingLink::connect(options));
        crypto::SystemRandom random;
        const auto key = crypto::SigningKey::generate();
        const auto welcome = link::say_hello(link, {Bytes(10, 1), key, {}, 0}, random,
                                             std::chrono::milliseconds{500});
        ASSERT_FALSE(welcome) << i;
        EXPECT_NE(welcome.error().code, Errc::internal) << i << welcome.error().message();
    }
    phone.sync();
}

}  // namespace
}  // namespace sanderling::tests
