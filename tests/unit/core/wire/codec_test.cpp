#include "core/wire/codec.hpp"

#include "core/wire/limits.hpp"

#include <gtest/gtest.h>
#include <msgpack.hpp>

#include <functional>

namespace sanderling::wire {
namespace {

Bytes raw(const std::function<void(msgpack::packer<msgpack::sbuffer>&)>& pack) {
    msgpack::sbuffer buffer;
    msgpack::packer<msgpack::sbuffer> packer(buffer);
    pack(packer);
    return {buffer.data(), buffer.data() + buffer.size()};
}

std::vector<Message> one_of_each() {
    ScopeId scope;
    scope.bytes[3] = 7;
    Challenge challenge;
    challenge.nonce.fill(5);
    challenge.version_max = 1;
    Hello hello;
    hello.version = 1;
    hello.certificate = {1, 2, 3};
    hello.directory_cursor = 99;
    hello.signature.bytes.fill(8);
    Data data;
    data.scope = scope;
    data.first = Seq{4};
    data.head = Seq{900};
    data.bytes = 123'456;
    data.items = {{commit::Verdict::accepted, Seq{3}, HlcTime{77}, Bytes(300, 1)},
                  {commit::Verdict::control, Seq{3}, HlcTime{78}, {}}};
    ScopeCheckpoint checkpoint;
    checkpoint.scope = scope;
    checkpoint.generation = Generation{UINT64_MAX};
    checkpoint.seq = Seq{5};
    Push push;
    push.transactions = {{{scope, {1}}, {scope, {2, 3}}}, {{scope, {4}}}};
    CommitVerdict verdict;
    verdict.scope = scope;
    verdict.dot.counter = Counter{3};
    verdict.verdict = commit::Verdict::rejected;
    verdict.code = Errc::undelete_required;
    verdict.seq = Seq{8};
    return {challenge,
            hello,
            Welcome{1, Generation{2}, Instant{3}},
            Control{1, {{1}}, {{2}}, {{scope, {3}}}, {{scope, Seq{4}, 5, 6}}},
            Revoked{scope, {{Seq{4}, {1}}}},
            Subscribe{{{scope, Generation{1}, Seq{2}, {}, Counter{3}}}},
            data,
            Checkpoint{{checkpoint}},
            ScopeError{scope, Errc::unknown_scope, "no"},
            Credit{1'000},
            push,
            Ack{{verdict}},
            LogPut{1, scope, {{1}}, {{scope, {2}}}, {PersonId{}}},
            LogGet{1, scope, 2},
            LogEntries{1, scope, {{Seq{1}, {2}}}},
            DirectoryPut{1, {{1}}, {{DeviceId{}, {2}}}},
            ResultOf{1, Errc::ok, ""},
            InvitePut{1, {}, Instant{-5}, {1}},
            InviteCancel{1, {}},
            EnrolLookup{},
            EnrolOffer{{1}},
            EnrolRequest{{}, {1}},
            EnrolAnswer{1, {}, Errc::invite_used, {}},
            ErrorMessage{Errc::busy, "later"},
            Bye{},
            Offer{{}, Generation{7}, Seq{3}, {}, {{}}, {{1}}},
            Offered{{}, OfferStanding::apart, Errc::busy, "later"}};
}

TEST(Codec, EveryMessageComesBackAsItWas) {
    const auto messages = one_of_each();
    ASSERT_EQ(messages.size(), std::variant_size_v<Message>);

    for (const Message& message : messages) {
        const Bytes frame = encode(message);
        const auto decoded = decode(frame);
        ASSERT_TRUE(decoded) << type_name(message) << ": " << decoded.error().message();
        EXPECT_EQ(decoded->index(), message.index());
        EXPECT_EQ(encode(*decoded), frame) << type_name(message);
    }
}

TEST(Codec, RefusesEveryTruncationOfEveryMessage) {
    for (const Message& message : one_of_each()) {
        const Bytes frame = encode(message);
        for (std::size_t size = 0; size < frame.size(); ++size)
            ASSERT_FALSE(decode(ByteView(frame).first(size))) << type_name(message) << " " << size;
    }
}

TEST(Codec, NamesAnUnknownMessage) {
    const auto decoded = decode(raw([](auto& p) { p.pack_array(1).pack(200); }));

    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, Errc::unknown_message);
    EXPECT_EQ(decoded.error().detail, "message type 200");
}

TEST(Codec, NamesTheMessageThatIsWrong) {
    const auto decoded = decode(raw([](auto& p) { p.pack_array(2).pack(10).pack("many"); }));

    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, Errc::malformed);
    EXPECT_EQ(decoded.error().detail, "CREDIT: a number is missing or out of range");
}

TEST(Codec, RefusesAFrameOverTheLimit) {
    EXPECT_EQ(decode(Bytes(limits::frame_bytes_max + 1, 0x90)).error().code, Errc::too_large);
}

TEST(Codec, RefusesAnArrayOfFourBillionWithoutAllocating) {
    const Bytes frame{0xDD, 0xFF, 0xFF, 0xFF, 0xFF, 0x01};

    EXPECT_EQ(decode(frame).error().code, Errc::too_large);
}

TEST(Codec, RefusesNestingWithoutRecursion) {
    const Bytes frame(100'000, 0x91);

    EXPECT_FALSE(decode(frame));
}

TEST(Codec, RefusesMapsExtensionsFloatsAndNegativeNumbers) {
    EXPECT_FALSE(decode(raw([](auto& p) { p.pack_map(1).pack(1).pack(2); })));
    EXPECT_FALSE(decode(raw([](auto& p) { p.pack_array(2).pack(10).pack_map(0); })));
    EXPECT_FALSE(decode(raw([](auto& p) { p.pack_array(2).pack(10).pack(1.5); })));
    EXPECT_FALSE(decode(raw([](auto& p) { p.pack_array(2).pack(10).pack(-1); })));
    EXPECT_FALSE(decode(Bytes{0x92, 0x0A, 0xC7, 0x00, 0x01}));
}

TEST(Codec, RefusesBytesAfterTheMessage) {
    Bytes frame = encode(Bye{});
    frame.push_back(0xC0);

    EXPECT_FALSE(decode(frame));
}

TEST(Codec, RefusesTooManyMembersAndTooFew) {
    EXPECT_FALSE(decode(raw([](auto& p) { p.pack_array(3).pack(10).pack(1).pack(1); })));
    EXPECT_FALSE(decode(raw([](auto& p) { p.pack_array(1).pack(10); })));
}

TEST(Handshake, DependsOnTheTlsKeyAndBothNonces) {
    Challenge challenge;
    Hello hello;
    const crypto::Hash before = handshake_hash(challenge, hello, TlsKeyHash{});
    TlsKeyHash other;
    other.bytes[0] = 1;

    EXPECT_NE(handshake_hash(challenge, hello, other), before);
    hello.nonce[0] = 1;
    EXPECT_NE(handshake_hash(challenge, hello, TlsKeyHash{}), before);
    hello.nonce[0] = 0;
    challenge.nonce[0] = 1;
    EXPECT_NE(handshake_hash(challenge, hello, TlsKeyHash{}), before);
}

}  // namespace
}  // namespace sanderling::wire
