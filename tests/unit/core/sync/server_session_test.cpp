#include "core/sync/server_session.hpp"

#include "core/scope_log/purge_receipt.hpp"
#include "core/wire/limits.hpp"

#include <gmock/gmock.h>

namespace sanderling::sync::server {
namespace {

ScopeId scope(std::uint8_t n) {
    ScopeId id;
    id.bytes[0] = n;
    return id;
}

template <class E>
std::vector<E> all(const std::vector<Effect>& effects) {
    std::vector<E> out;
    for (const Effect& effect : effects)
        if (const auto* e = std::get_if<E>(&effect)) out.push_back(*e);
    return out;
}

template <class M>
std::vector<M> all_sent(const std::vector<Effect>& effects) {
    std::vector<M> out;
    for (const Send& send : all<Send>(effects))
        if (const auto* m = std::get_if<M>(&send.message)) out.push_back(*m);
    return out;
}

wire::Subscribe wish(std::initializer_list<ScopeId> scopes) {
    wire::Subscribe out;
    for (const ScopeId s : scopes) out.scopes.emplace_back().scope = s;
    return out;
}

Page page_of(ScopeId s, Seq first, std::size_t items, std::size_t bytes = 10) {
    Page page;
    page.data.scope = s;
    page.data.first = first;
    for (std::size_t i = 0; i < items; ++i) page.data.items.push_back({.content = Bytes(bytes)});
    page.chain[0] = static_cast<std::uint8_t>(number(first) + items);
    return page;
}

Page last_page_of(ScopeId s, Seq first, std::size_t items) {
    Page page = page_of(s, first, items);
    page.checkpoint = wire::ScopeCheckpoint{.scope = s, .seq = Seq{number(first) + items - 1}};
    return page;
}

class ServerSessionTest : public ::testing::Test {
  protected:
    ServerSessionTest() {
        tls_key_.bytes[3] = 9;
        certificate_.sign_key = key_.public_key;
        certificate_.person.bytes[0] = 5;
        certificate_.device.bytes[0] = 6;
        hello_.version = wire::protocol_version;
        hello_.certificate = {1, 2, 3};
        hello_.replica.bytes[0] = 7;
        hello_.directory_cursor = 40;
    }

    std::vector<Effect> receive(wire::Message message, Instant now = {}) {
        return session_.handle(Received{std::move(message), now});
    }
    wire::Challenge open() {
        wire::Challenge32 nonce{};
        nonce[0] = 77;
        return all_sent<wire::Challenge>(session_.handle(Opened{nonce, tls_key_})).at(0);
    }
    std::vector<Effect> say_hello(const wire::Challenge& challenge) {
        hello_.signature = crypto::sign(crypto::SignDomain::handshake,
                                        wire::handshake_hash(challenge, hello_, tls_key_), key_);
        return receive(hello_);
    }
    std::vector<Effect> certified() {
        return session_.handle(CertificateChecked{DevicePeer{certificate_, hello_.replica},
                                                  Generation{3}, Instant{1'000}});
    }
    void become_device() {
        say_hello(open());
        certified();
        session_.handle(ControlRead{});
        ASSERT_NE(session_.device(), nullptr);
    }
    void become_keyholder() {
        say_hello(open());
        scope_log::RegistrarCert cert;
        cert.sign_key = key_.public_key;
        session_.handle(CertificateChecked{RegistrarPeer{cert}, Generation{3}, Instant{1'000}});
        ASSERT_NE(session_.registrar(), nullptr);
    }
    void expect_refused(const std::vector<Effect>& effects, Errc code) {
        ASSERT_EQ(all_sent<wire::ErrorMessage>(effects).size(), 1U);
        EXPECT_EQ(all_sent<wire::ErrorMessage>(effects)[0].code, code);
        EXPECT_EQ(all<Close>(effects).size(), 1U);
        EXPECT_TRUE(session_.is_closed());
        EXPECT_TRUE(session_.handle(ScopeMoved{scope(1)}).empty());
    }

    crypto::SigningKey key_ = crypto::SigningKey::generate();
    wire::TlsKeyHash tls_key_{};
    scope_log::DeviceCert certificate_{};
    wire::Hello hello_{};
    ServerSession session_;
};

TEST_F(ServerSessionTest, WelcomesADeviceThatProvesItsKeyAndReadsControlFirst) {
    const auto checks = all<CheckCertificate>(say_hello(open()));
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks[0].certificate, hello_.certificate);

    const auto effects = certified();

    ASSERT_EQ(all_sent<wire::Welcome>(effects).size(), 1U);
    EXPECT_EQ(all_sent<wire::Welcome>(effects)[0].generation, Generation{3});
    const auto reads = all<ReadControl>(effects);
    ASSERT_EQ(reads.size(), 1U);
    EXPECT_EQ(reads[0].person, certificate_.person);
    EXPECT_EQ(reads[0].device, certificate_.device);
    EXPECT_EQ(reads[0].cursor, 40U);
}

TEST_F(ServerSessionTest, RefusesASignatureOverAnotherTlsKey) {
    const wire::Challenge challenge = open();
    wire::TlsKeyHash relayed = tls_key_;
    relayed.bytes[0] ^= 1;
    hello_.signature = crypto::sign(crypto::SignDomain::handshake,
                                    wire::handshake_hash(challenge, hello_, relayed), key_);
    receive(hello_);

    expect_refused(certified(), Errc::unauthenticated);
}

TEST_F(ServerSessionTest, RefusesAReplayedHandshake) {
    wire::Challenge earlier = open();
    earlier.nonce[0] ^= 1;
    say_hello(earlier);

    expect_refused(certified(), Errc::unauthenticated);
}

TEST_F(ServerSessionTest, PassesOnWhyACertificateDoesNotCount) {
    say_hello(open());

    expect_refused(session_.handle(CertificateChecked{fail(Errc::certificate_expired), {}, {}}),
                   Errc::certificate_expired);
}

TEST_F(ServerSessionTest, RefusesAVersionItDoesNotSpeak) {
    const wire::Challenge challenge = open();
    hello_.version = wire::protocol_version + 1;

    expect_refused(say_hello(challenge), Errc::unsupported_version);
}

TEST_F(ServerSessionTest, RefusesDataFromSomebodyUnknown) {
    open();

    expect_refused(receive(wire::Push{}), Errc::unexpected_message);
}

TEST_F(ServerSessionTest, RefusesASecondHello) {
    become_device();

    expect_refused(receive(hello_), Errc::unexpected_message);
}

TEST_F(ServerSessionTest, SaysWhyBeforeItClosesOnGarbage) {
    become_device();

    expect_refused(session_.handle(ReceivedGarbage{fail(Errc::too_large, "a frame")}),
                   Errc::too_large);
}

TEST_F(ServerSessionTest, HandsAPushToTheJudgeAndTheVerdictsBack) {
    become_device();
    wire::Push push;
    push.transactions = {{{scope(1), {1}}}};

    EXPECT_EQ(all<JudgePush>(receive(push)).size(), 1U);
    const auto acks =
        all_sent<wire::Ack>(session_.handle(PushJudged{{{.scope = scope(1), .seq = Seq{9}}}}));

    ASSERT_EQ(acks.size(), 1U);
    EXPECT_EQ(acks[0].verdicts.at(0).seq, Seq{9});
}

TEST_F(ServerSessionTest, ReadsOnePageAtATimeInTheOrderOfTheWish) {
    become_device();
    const auto effects = receive(wish({scope(2), scope(1)}));
    EXPECT_EQ(all<Watch>(effects).size(), 2U);
    auto reads = all<ReadPage>(effects);
    ASSERT_EQ(reads.size(), 1U);
    EXPECT_EQ(reads[0].from.scope, scope(2));
    EXPECT_EQ(reads[0].person, certificate_.person);
    EXPECT_EQ(reads[0].replica, hello_.replica);

    // A scope is finished before the next begins, so that it is usable soonest.
    reads = all<ReadPage>(session_.handle(PageRead{scope(2), page_of(scope(2), Seq{1}, 3)}));
    ASSERT_EQ(reads.size(), 1U);
    EXPECT_EQ(reads[0].from.scope, scope(2));
    EXPECT_EQ(reads[0].from.after, Seq{3});
    EXPECT_EQ(reads[0].from.chain[0], 4);
    const auto last = session_.handle(PageRead{scope(2), last_page_of(scope(2), Seq{4}, 1)});
    EXPECT_EQ(all_sent<wire::Checkpoint>(last).at(0).scopes.at(0).seq, Seq{4});
    ASSERT_EQ(all<ReadPage>(last).size(), 1U);
    EXPECT_EQ(all<ReadPage>(last)[0].from.scope, scope(1));
}

TEST_F(ServerSessionTest, ReadsOnWhenTheScopeMovedWhileAPageWasRead) {
    become_device();
    receive(wish({scope(1)}));
    EXPECT_TRUE(all<ReadPage>(session_.handle(ScopeMoved{scope(1)})).empty());

    const auto effects = session_.handle(PageRead{scope(1), last_page_of(scope(1), Seq{1}, 2)});

    const auto reads = all<ReadPage>(effects);
    ASSERT_EQ(reads.size(), 1U);
    EXPECT_EQ(reads[0].from.after, Seq{2});
    // And when nothing moved any more, it waits.
    EXPECT_TRUE(
        all<ReadPage>(session_.handle(PageRead{scope(1), last_page_of(scope(1), Seq{3}, 1)}))
            .empty());
    EXPECT_EQ(all<ReadPage>(session_.handle(ScopeMoved{scope(1)})).size(), 1U);
}

TEST_F(ServerSessionTest, StopsReadingWhenTheDeviceGrantsNoMoreBytes) {
    become_device();
    receive(wish({scope(1)}));
    const Page large = page_of(scope(1), Seq{1}, 1, wire::limits::credit_bytes_initial);

    EXPECT_TRUE(all<ReadPage>(session_.handle(PageRead{scope(1), large})).empty());
    EXPECT_EQ(all<ReadPage>(receive(wire::Credit{1'000})).size(), 1U);
}

TEST_F(ServerSessionTest, EndsAScopeThatCannotBeServedAndGoesOnWithTheNext) {
    become_device();
    receive(wish({scope(1), scope(2), scope(3)}));

    const auto unknown = session_.handle(PageRead{scope(1), fail(Errc::unknown_scope)});
    EXPECT_EQ(all_sent<wire::ScopeError>(unknown).at(0).code, Errc::unknown_scope);
    EXPECT_EQ(all<Unwatch>(unknown).at(0).scope, scope(1));
    EXPECT_EQ(all<ReadPage>(unknown).at(0).from.scope, scope(2));
    const auto revoked = session_.handle(PageRead{scope(2), wire::Revoked{scope(2), {}}});
    EXPECT_EQ(all_sent<wire::Revoked>(revoked).at(0).scope, scope(2));
    EXPECT_EQ(all<ReadPage>(revoked).at(0).from.scope, scope(3));
    EXPECT_TRUE(session_.handle(ScopeMoved{scope(1)}).empty());
}

TEST_F(ServerSessionTest, ReadsTheDirectoryOnceMoreWhenItMovedMeanwhile) {
    become_device();
    const auto first = session_.handle(DirectoryMoved{});
    ASSERT_EQ(all<ReadControl>(first).size(), 1U);
    EXPECT_TRUE(session_.handle(DirectoryMoved{}).empty());
    EXPECT_TRUE(session_.handle(DirectoryMoved{}).empty());

    ControlRead read;
    read.control.directory_cursor = 50;
    const auto again = session_.handle(read);

    ASSERT_EQ(all<ReadControl>(again).size(), 1U);
    EXPECT_EQ(all<ReadControl>(again)[0].cursor, 50U);
    EXPECT_TRUE(all<ReadControl>(session_.handle(read)).empty());
}

TEST_F(ServerSessionTest, TellsOfRevocationsFoundInTheDirectory) {
    become_device();
    receive(wish({scope(1)}));
    session_.handle(PageRead{scope(1), last_page_of(scope(1), Seq{1}, 5)});
    const auto reads = all<ReadControl>(session_.handle(DirectoryMoved{}));
    ASSERT_EQ(reads.size(), 1U);
    ASSERT_EQ(reads[0].serving.size(), 1U);
    EXPECT_EQ(reads[0].serving[0].after, Seq{5});

    const auto effects = session_.handle(ControlRead{{}, {{scope(1), {}}}});

    EXPECT_EQ(all_sent<wire::Revoked>(effects).size(), 1U);
    EXPECT_EQ(all<Unwatch>(effects).size(), 1U);
}

TEST_F(ServerSessionTest, LetsOnlyAKeyholderChangeMemberships) {
    become_device();

    const auto effects = receive(wire::LogPut{.request = 3});

    EXPECT_TRUE(all<PutLog>(effects).empty());
    const auto answers = all_sent<wire::ResultOf>(effects);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].request, 3U);
    EXPECT_EQ(answers[0].code, Errc::not_permitted);
}

TEST_F(ServerSessionTest, TakesADevicesOwnDecisionsOnly) {
    become_device();
    const crypto::SigningKey key = crypto::SigningKey::generate();
    const DeviceId own = session_.device()->certificate.device;
    const auto put_by = [&](DeviceId device, scope_log::Body body) {
        scope_log::ScopeLogEntry entry;
        entry.index = 3;
        entry.issuer = scope_log::Issuer::of(device);
        entry.body = std::move(body);
        const Bytes bytes = scope_log::encode(scope_log::sign_entry(entry, key));
        return all<PutLog>(receive(wire::LogPut{.request = 3, .entries = {bytes}})).size();
    };

    EXPECT_EQ(put_by(own, scope_log::Decide{}), 1U);
    EXPECT_EQ(put_by(DeviceId{}, scope_log::Decide{}), 0U);
    EXPECT_EQ(put_by(own, scope_log::RemoveMember{}), 0U);
}

TEST_F(ServerSessionTest, ServesAKeyholder) {
    become_keyholder();

    EXPECT_EQ(all<PutLog>(receive(wire::LogPut{.request = 4})).at(0).put.request, 4U);
    EXPECT_EQ(all<PutDirectory>(receive(wire::DirectoryPut{.request = 5})).size(), 1U);
    EXPECT_EQ(all<PutInvite>(receive(wire::InvitePut{.request = 6})).size(), 1U);
    EXPECT_EQ(all<CancelInvite>(receive(wire::InviteCancel{.request = 7})).size(), 1U);
    const auto done = all_sent<wire::ResultOf>(
        session_.handle(RequestDone{4, fail(Errc::scope_log_moved, "index 3")}));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done[0].request, 4U);
    EXPECT_EQ(done[0].code, Errc::scope_log_moved);
    EXPECT_EQ(all_sent<wire::EnrolRequest>(session_.handle(EnrolmentAsked{})).size(), 1U);
}

TEST_F(ServerSessionTest, EnrolsUnderOneInviteOnly) {
    open();
    wire::InviteLookup lookup;
    lookup.bytes[0] = 1;
    EXPECT_EQ(all<FindInvite>(receive(wire::EnrolLookup{lookup})).size(), 1U);
    EXPECT_EQ(all_sent<wire::EnrolOffer>(session_.handle(InviteFound{Bytes{1}})).size(), 1U);
    EXPECT_EQ(all<ForwardEnrolment>(receive(wire::EnrolRequest{lookup, {2}})).size(), 1U);

    // The answer to another invite is not for this device.
    EXPECT_TRUE(session_.handle(EnrolmentAnswered{}).empty());
    const auto effects = session_.handle(EnrolmentAnswered{{.lookup = lookup}});

    EXPECT_EQ(all_sent<wire::EnrolAnswer>(effects).size(), 1U);
    EXPECT_EQ(all<Close>(effects).at(0).reason.code, Errc::ok);
}

TEST_F(ServerSessionTest, RefusesARequestUnderAnInviteItDidNotLookUp) {
    open();
    wire::InviteLookup lookup;
    receive(wire::EnrolLookup{lookup});
    lookup.bytes[0] = 9;

    expect_refused(receive(wire::EnrolRequest{lookup, {}}), Errc::unexpected_message);
}

TEST_F(ServerSessionTest, SaysGoodbyeWhenItIsStopped) {
    become_device();

    const auto effects = session_.handle(Stop{"draining"});

    EXPECT_EQ(all_sent<wire::Bye>(effects).size(), 1U);
    EXPECT_EQ(all<Close>(effects).at(0).reason.code, Errc::ok);
    EXPECT_TRUE(session_.is_closed());
}

TEST_F(ServerSessionTest, EndsInOrderWhenTheClientSaysGoodbye) {
    become_device();

    const auto effects = receive(wire::Bye{});

    EXPECT_TRUE(all<Send>(effects).empty());
    EXPECT_EQ(all<Close>(effects).at(0).reason.code, Errc::ok);
}

// ---- Comparing live sets
// ---------------------------------------------------------------------------

TEST_F(ServerSessionTest, LiveSetsAreReadOneAfterTheOther) {
    become_device();

    const auto first = receive(wire::BucketsGet{scope(1)});
    const auto second = receive(wire::BucketsGet{scope(2)});
    const auto third = receive(wire::RecordsGet{.scope = scope(1)});

    EXPECT_EQ(all<ReadBuckets>(first).size(), 1U);
    EXPECT_TRUE(all<ReadBuckets>(second).empty());
    EXPECT_TRUE(all<ReadRecords>(third).empty());
    const auto then = session_.handle(LiveSetsRead{scope(1), wire::Buckets{scope(1), {}, {}}});
    ASSERT_EQ(all<ReadBuckets>(then).size(), 1U);
    EXPECT_EQ(all<ReadBuckets>(then)[0].get.scope, scope(2));
    EXPECT_EQ(all_sent<wire::Buckets>(then).size(), 1U);
    const auto last = session_.handle(LiveSetsRead{scope(2), fail(Errc::unknown_scope)});
    EXPECT_EQ(all<ReadRecords>(last).size(), 1U);
}

TEST_F(ServerSessionTest, TheBucketsOfOneScopeAreRationed) {
    become_device();
    std::size_t read = 0;
    std::size_t refused = 0;
    const auto ask = [&](ScopeId s, Instant now) {
        const auto effects = receive(wire::BucketsGet{s}, now);
        read += all<ReadBuckets>(effects).size();
        for (const auto& error : all_sent<wire::ScopeError>(effects))
            refused += error.code == Errc::busy ? 1 : 0;
        session_.handle(LiveSetsRead{s, wire::Buckets{s, {}, {}}});
    };

    for (int i = 0; i < 50; ++i) ask(scope(1), Instant{5'000});
    EXPECT_EQ(read, 4U);
    EXPECT_EQ(refused, 46U);
    ask(scope(2), Instant{5'000});
    ask(scope(1), Instant{5'000 + 15 * 60 * 1000});
    EXPECT_EQ(read, 6U);
    EXPECT_FALSE(session_.is_closed());
}

// ---- History
// -------------------------------------------------------------------------------------

TEST_F(ServerSessionTest, ReadsOneHistoryAtATime) {
    become_device();

    const auto first = receive(wire::HistoryGet{.request = 1, .scope = scope(1)});
    const auto second = receive(wire::HistoryGet{.request = 2, .scope = scope(1)});

    ASSERT_EQ(all<ReadHistory>(first).size(), 1U);
    EXPECT_EQ(all<ReadHistory>(first)[0].person, certificate_.person);
    EXPECT_TRUE(all<ReadHistory>(second).empty());
    ASSERT_EQ(all_sent<wire::History>(second).size(), 1U);
    EXPECT_EQ(all_sent<wire::History>(second)[0].code, Errc::busy);
    EXPECT_EQ(all_sent<wire::History>(second)[0].request, 2U);
    const auto answered = session_.handle(HistoryRead{{.request = 1, .next = Seq{4}}});
    ASSERT_EQ(all_sent<wire::History>(answered).size(), 1U);
    EXPECT_EQ(all_sent<wire::History>(answered)[0].next, Seq{4});
    EXPECT_EQ(all<ReadHistory>(receive(wire::HistoryGet{.request = 3})).size(), 1U);
}

TEST_F(ServerSessionTest, HistoriesAreRationed) {
    become_device();
    std::size_t read = 0;
    const auto ask = [&](int times, Instant now) {
        for (int i = 0; i < times; ++i) {
            read += all<ReadHistory>(receive(wire::HistoryGet{.request = 1}, now)).size();
            session_.handle(HistoryRead{});
        }
    };

    ask(1'000, Instant{5'000});
    EXPECT_EQ(read, 120U);
    ask(1'000, Instant{6'000});
    EXPECT_EQ(read, 122U);
    EXPECT_FALSE(session_.is_closed());
}

// ---- Receipts for purges
// -------------------------------------------------------------------------------------

TEST_F(ServerSessionTest, ADevicesReceiptForAPurgeIsKeptAndAnswered) {
    become_device();
    scope_log::PurgeReceipt receipt{.org = {}, .device = certificate_.device, .scope = scope(4)};
    receipt.index = 9;
    const Bytes bytes = encode(scope_log::sign_purge_receipt(receipt, key_));

    const auto puts = all<PutReceipt>(receive(wire::Purged{bytes}));
    ASSERT_EQ(puts.size(), 1U);
    EXPECT_EQ(puts[0].device, certificate_.device);
    const auto kept = session_.handle(ReceiptPut{{}, puts[0].receipt});
    const auto refused = session_.handle(ReceiptPut{fail(Errc::not_found), puts[0].receipt});

    ASSERT_EQ(all_sent<wire::PurgedTaken>(kept).size(), 1U);
    EXPECT_EQ(all_sent<wire::PurgedTaken>(kept)[0].scope, scope(4));
    EXPECT_EQ(all_sent<wire::PurgedTaken>(kept)[0].index, 9U);
    EXPECT_EQ(all_sent<wire::PurgedTaken>(kept)[0].code, Errc::ok);
    EXPECT_EQ(all_sent<wire::PurgedTaken>(refused).at(0).code, Errc::not_found);
    EXPECT_FALSE(session_.is_closed());
}

}  // namespace
}  // namespace sanderling::sync::server
