// The server as a process: sessions, live delivery, enrolment, hostile peers, stopping and dying.
#include "sync-server/host/store_threads.hpp"
#include "tests/integration/sync-server/daemon_process.hpp"
#include "tests/integration/sync-server/raw_tls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

namespace sanderling::server {
namespace {

using link::BlockingLink;
using namespace testing;  // the small organisation, not GoogleTest's
using ::testing::HasSubstr;
using ::testing::Not;

class DaemonTest : public ::testing::Test {
  protected:
    DaemonTest() : ann(trust.hire()), bob(trust.hire()), scope(trust.id<ScopeId>()) {}

    void start(std::vector<std::string> environment = {}) {
        daemon.emplace(folder.path(), trust, std::move(environment));
    }
    /// With a scope in which Ann and Bob are.
    void start_with_scope() {
        start();
        keyholder.emplace(daemon->connect_registrar(trust));
        request(trust.directory());
        request(trust.found_scope(scope, ann));
        request(trust.change(scope, {Trust::admit(bob.person)}));
    }
    template <class Request>
    void request(const Request& message) {
        ASSERT_TRUE(keyholder->send(message));
        const auto done = keyholder->await<wire::ResultOf>(patience);
        ASSERT_TRUE(done) << done.error().message();
        ASSERT_EQ(done->code, Errc::ok) << done->detail;
    }
    wire::Ack push(BlockingLink& link, const std::vector<commit::Commit>& commits) {
        EXPECT_TRUE(link.send(push_of(scope, commits)));
        return link.await<wire::Ack>(patience).value();
    }
    std::vector<RecordId> records(std::size_t n) {
        std::vector<RecordId> out;
        for (std::size_t i = 0; i < n; ++i) out.push_back(trust.id<RecordId>());
        return out;
    }

    TemporaryFolder folder;
    Trust trust;
    Colleague ann;
    Colleague bob;
    ScopeId scope;
    Position at;
    std::optional<DaemonProcess> daemon;
    std::optional<BlockingLink> keyholder;
};

TEST_F(DaemonTest, DeliversACommitLiveToWhoeverSubscribed) {
    start_with_scope();
    BlockingLink of_ann = daemon->connect(ann);
    BlockingLink of_bob = daemon->connect(bob);
    const auto control = of_bob.await<wire::Control>(patience).value();
    ASSERT_EQ(control.scopes.size(), 1U);
    EXPECT_EQ(control.scopes[0].scope, scope);
    wire::Subscription from;
    from.scope = scope;
    ASSERT_TRUE(of_bob.send(wire::Subscribe{{from}}));
    EXPECT_EQ(of_bob.await<wire::Data>(patience).value().items.size(), 4U);
    EXPECT_EQ(of_bob.await<wire::Checkpoint>(patience).value().scopes.at(0).seq, Seq{4});

    const auto ack = push(of_ann, {trust.write(ann, scope, records(3), at)});

    ASSERT_EQ(ack.verdicts.size(), 1U);
    EXPECT_EQ(ack.verdicts[0].code, Errc::ok);
    EXPECT_EQ(ack.verdicts[0].seq, Seq{5});
    const auto live = of_bob.await<wire::Data>(patience).value();
    EXPECT_EQ(live.first, Seq{5});
    EXPECT_EQ(of_bob.await<wire::Checkpoint>(patience).value().scopes.at(0).seq, Seq{5});
}

TEST_F(DaemonTest, EndsAScopeForWhoeverIsRemovedWhileConnected) {
    start_with_scope();
    BlockingLink of_bob = daemon->connect(bob);
    wire::Subscription from;
    from.scope = scope;
    ASSERT_TRUE(of_bob.send(wire::Subscribe{{from}}));
    ASSERT_TRUE(of_bob.await<wire::Checkpoint>(patience));

    request(trust.change(scope, {Trust::remove(bob.person)}));

    const auto revoked = of_bob.await<wire::Revoked>(patience).value();
    EXPECT_EQ(revoked.scope, scope);
    EXPECT_EQ(revoked.entries.size(), 1U);
}

TEST_F(DaemonTest, AnswersTheSameAfterItWasKilled) {
    start_with_scope();
    const auto commit = trust.write(ann, scope, records(5), at);
    Seq first{};
    {
        BlockingLink link = daemon->connect(ann);
        first = push(link, {commit}).verdicts.at(0).seq;
    }
    keyholder.reset();
    daemon->kill(SIGKILL);
    EXPECT_EQ(daemon->wait(), 128 + SIGKILL);

    start();
    BlockingLink link = daemon->connect(ann);
    const auto again = push(link, {commit});

    EXPECT_EQ(again.verdicts.at(0).seq, first);
    EXPECT_EQ(again.verdicts.at(0).code, Errc::ok);
}

TEST_F(DaemonTest, EnrolsADeviceThroughAKeyholderThatComesLater) {
    start();
    keyholder.emplace(daemon->connect_registrar(trust));
    const auto invite = trust.id<wire::InviteLookup>();
    request(wire::InvitePut{7, invite, far, Bytes{1, 2, 3}});
    keyholder.reset();

    BlockingLink device = daemon->connect();
    ASSERT_TRUE(device.await<wire::Challenge>(patience));
    ASSERT_TRUE(device.send(wire::EnrolLookup{invite}));
    EXPECT_EQ(device.await<wire::EnrolOffer>(patience).value().sealed_offer, (Bytes{1, 2, 3}));
    ASSERT_TRUE(device.send(wire::EnrolRequest{invite, Bytes{4}}));
    keyholder.emplace(daemon->connect_registrar(trust));
    const auto asked = keyholder->await<wire::EnrolRequest>(patience).value();
    EXPECT_EQ(asked.sealed_request, Bytes{4});
    request(wire::EnrolAnswer{8, invite, Errc::ok, Bytes{5}});
    EXPECT_EQ(device.await<wire::EnrolAnswer>(patience).value().sealed_answer, Bytes{5});

    BlockingLink second = daemon->connect();
    ASSERT_TRUE(second.await<wire::Challenge>(patience));
    ASSERT_TRUE(second.send(wire::EnrolLookup{invite}));
    const auto refused = second.await<wire::EnrolOffer>(patience);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::invite_used);
}

TEST_F(DaemonTest, RefusesAForgedHandshake) {
    start();
    crypto::SystemRandom random;
    const auto other = crypto::SigningKey::generate();
    BlockingLink link = daemon->connect();

    const auto welcome =
        link::say_hello(link, {ann.certificate, other, ann.replica, 0}, random, patience);

    ASSERT_FALSE(welcome);
    EXPECT_EQ(welcome.error().code, Errc::unauthenticated);
}

TEST_F(DaemonTest, EndsASessionWhoseCertificateExpires) {
    const Colleague brief = trust.hire(wall_clock() + std::chrono::seconds(3));
    start();
    BlockingLink link = daemon->connect(brief);
    ASSERT_TRUE(link.await<wire::Control>(patience));

    const auto next = link.await<wire::Bye>(patience);

    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code, Errc::certificate_expired);
}

TEST_F(DaemonTest, SaysWhyBeforeItClosesOnGarbageAndOthersGoOn) {
    start_with_scope();
    BlockingLink of_ann = daemon->connect(ann);
    const auto answer_to = [&](ByteView frame) {
        RawTls peer(daemon->port());
        peer.upgrade();
        peer.receive_frame();  // CHALLENGE
        peer.send_frame(RawTls::Opcode::binary, frame);
        return peer.receive_until_close();
    };

    EXPECT_THAT(answer_to(Bytes{0xC1, 0xC1}), HasSubstr("msgpack"));
    EXPECT_THAT(answer_to(Bytes{0x91, 0xCC, 0xC8}), HasSubstr("message type 200"));
    EXPECT_THAT(answer_to(Bytes{0x92, 10, 5}), HasSubstr("CREDIT"));  // of somebody unknown
    EXPECT_EQ(push(of_ann, {trust.write(ann, scope, records(1), at)}).verdicts.at(0).code,
              Errc::ok);
}

TEST_F(DaemonTest, ClosesWith1009OnAFrameOverTheLimitBeforeReadingIt) {
    start();
    RawTls peer(daemon->port());
    peer.upgrade();
    peer.receive_frame();

    peer.announce_frame(std::uint64_t{1} << 30U);  // a gigabyte, of which not one byte is sent

    peer.receive_until_close();
    EXPECT_EQ(peer.close_code(), 1009);
}

TEST_F(DaemonTest, RefusesOtherSubprotocolsPathsAndBrowsers) {
    start();
    const auto answer = [&](const std::string& request) {
        return RawTls(daemon->port()).exchange(request);
    };
    const std::string upgrade =
        "GET /sync HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    EXPECT_THAT(answer("GET /sync HTTP/1.1\r\nHost: x\r\n\r\n"), HasSubstr(" 426 "));
    EXPECT_THAT(answer(upgrade + "\r\n"), HasSubstr("sanderling.v1"));
    EXPECT_THAT(answer(upgrade + "Sec-WebSocket-Protocol: sanderling.v9\r\n\r\n"),
                HasSubstr(" 400 "));
    EXPECT_THAT(answer(upgrade + "Origin: https://example.org\r\n"
                                 "Sec-WebSocket-Protocol: sanderling.v1\r\n\r\n"),
                HasSubstr(" 400 "));
    EXPECT_THAT(answer(upgrade + "Sec-WebSocket-Protocol: sanderling.v1\r\n\r\n"),
                HasSubstr(" 101 "));
    EXPECT_THAT(answer("GET /elsewhere HTTP/1.1\r\nHost: x\r\n\r\n"), HasSubstr(" 404 "));
    EXPECT_THAT(answer("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"),
                HasSubstr(" 405 "));
}

TEST_F(DaemonTest, TellsItsHealth) {
    start();

    const std::string answer =
        RawTls(daemon->port()).exchange("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");

    EXPECT_THAT(answer, HasSubstr(" 200 "));
    EXPECT_THAT(answer, HasSubstr("{\"status\":\"ok\",\"generation\":\""));
    EXPECT_THAT(answer, HasSubstr("\"uptime_s\":"));
}

TEST_F(DaemonTest, EndsConnectionsThatSayNothing) {
    start({"SANDERLINGD_TIMEOUTS_HANDSHAKE_S=1"});
    const auto begun = std::chrono::steady_clock::now();

    RawTls silent(daemon->port());
    silent.upgrade();
    EXPECT_TRUE(RawTls::is_dropped_without_tls(daemon->port(), patience));
    silent.receive_until_close();

    EXPECT_EQ(silent.close_code(), 1013);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

TEST_F(DaemonTest, StopsInOrder) {
    start_with_scope();
    BlockingLink of_ann = daemon->connect(ann);
    ASSERT_TRUE(of_ann.await<wire::Control>(patience));

    daemon->kill(SIGTERM);

    EXPECT_TRUE(of_ann.await<wire::Bye>(patience));
    EXPECT_EQ(daemon->wait(), 0);
    EXPECT_FALSE(std::filesystem::exists(daemon->folder() / "port"));
    EXPECT_THAT(daemon->log(), HasSubstr("\"event\":\"stopped\""));
}

TEST_F(DaemonTest, SaysBusyWhenItsSpaceIsUsedUpAndStillServesReads) {
    start_with_scope();
    keyholder.reset();
    daemon->kill(SIGTERM);
    ASSERT_EQ(daemon->wait(), 0);
    start({"SANDERLINGD_LIMITS_STORE_BYTES=300000"});
    BlockingLink of_ann = daemon->connect(ann);
    const auto large = trust.write(ann, scope, records(80), at, 9, 8000);

    const auto busy = push(of_ann, {large});

    EXPECT_EQ(busy.verdicts.at(0).code, Errc::busy);
    EXPECT_EQ(busy.verdicts.at(0).seq, Seq{0});
    wire::Subscription from;
    from.scope = scope;
    ASSERT_TRUE(of_ann.send(wire::Subscribe{{from}}));
    EXPECT_EQ(of_ann.await<wire::Checkpoint>(patience).value().scopes.at(0).seq, Seq{4});
}

TEST_F(DaemonTest, LogsIdsAndNoContent) {
    start_with_scope();
    BlockingLink of_ann = daemon->connect(ann);
    push(of_ann, {trust.write(ann, scope, records(1), at)});
    daemon->kill(SIGTERM);
    daemon->wait();

    EXPECT_THAT(daemon->log(), HasSubstr("\"event\":\"device connected\""));
    EXPECT_THAT(daemon->log(), HasSubstr(to_text(ann.device)));
    EXPECT_THAT(daemon->log(), Not(HasSubstr("Northshire")));
}

TEST_F(DaemonTest, KeepsASecondServerOutOfFolderAndPort) {
    start();
    const auto same_folder = run_daemon({"run", daemon->folder().string()});
    EXPECT_EQ(same_folder.code, 1);
    EXPECT_THAT(same_folder.output, HasSubstr("another sanderlingd"));

    const TemporaryFolder other;
    const auto there = other.path() / "server";
    ASSERT_EQ(run_daemon({"init", there.string(), "--organisation",
                          write_organisation_file(other.path(), trust).string()})
                  .code,
              0);
    const auto same_port = run_daemon(
        {"run", there.string(), "--listen", "127.0.0.1:" + std::to_string(daemon->port())});
    EXPECT_EQ(same_port.code, 1);
    EXPECT_THAT(same_port.output, HasSubstr("in_use"));
}

}  // namespace
}  // namespace sanderling::server
