#include "core/wire/codec.hpp"

#include "core/wire/limits.hpp"
#include "tests/unit/core/wire/sample_messages.hpp"

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
