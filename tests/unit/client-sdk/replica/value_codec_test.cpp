#include "client-sdk/replica/value_codec.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace sanderling::replica {
namespace {

using schema::Null;

std::vector<Scalar> samples() {
    std::vector<Scalar> out{Null{}, true, false, 0.5, -1.0e300, std::string(), Bytes{}};
    for (const std::int64_t v : {0L,
                                 1L,
                                 127L,
                                 128L,
                                 255L,
                                 256L,
                                 65535L,
                                 65536L,
                                 4294967295L,
                                 4294967296L,
                                 -1L,
                                 -32L,
                                 -33L,
                                 -128L,
                                 -129L,
                                 -32768L,
                                 -32769L,
                                 -2147483648L,
                                 -2147483649L,
                                 std::numeric_limits<long>::max(),
                                 std::numeric_limits<long>::min()})
        out.emplace_back(std::int64_t{v});
    for (const std::size_t n : {1U, 31U, 32U, 255U, 256U, 65535U, 65536U}) {
        out.emplace_back(std::string(n, 'x'));
        out.emplace_back(Bytes(n, 7));
    }
    RecordId id;
    id.bytes[3] = 9;
    out.emplace_back(id);
    return out;
}

// Found by the fuzz target.
TEST(ValueCodec, RefusesOneEntryInAnArray) {
    EXPECT_FALSE(decode_entries(Bytes{0x91, 0x00}));
    EXPECT_TRUE(decode_entries(Bytes{0x00}));
    EXPECT_TRUE(decode_entries(Bytes{0x92, 0x00, 0x01}));
}

TEST(ValueCodec, RoundTripsEveryKindOfValue) {
    for (const Scalar& value : samples()) {
        const Bytes bytes = encode_scalar(value);
        const auto back = decode_scalar(bytes);
        ASSERT_TRUE(back) << to_hex(bytes).substr(0, 40);
        EXPECT_EQ(*back, value);
    }
}

TEST(ValueCodec, WritesTheBytesOfMsgpack) {
    EXPECT_EQ(to_hex(encode_scalar(Null{})), "c0");
    EXPECT_EQ(to_hex(encode_scalar(std::int64_t{200})), "ccc8");
    EXPECT_EQ(to_hex(encode_scalar(std::int64_t{-200})), "d1ff38");
    EXPECT_EQ(to_hex(encode_scalar(std::string("abc"))), "a3616263");
    EXPECT_EQ(to_hex(encode_scalar(1.5)), "cb3ff8000000000000");
    EXPECT_EQ(to_hex(encode_scalar(RecordId{})), "d801" + std::string(32, '0'));
}

TEST(ValueCodec, RefusesOtherSpellingsAndTrailingBytes) {
    for (const char* hex :
         {"", "cc05", "cd00ff", "d0ff", "d1ff80", "d903616263", "a461", "c0c0", "c1",
          "d802"
          "00000000000000000000000000000000",
          "cfffffffffffffffff", "ca3fc00000", "90"}) {
        Bytes bytes(std::string_view(hex).size() / 2);
        ASSERT_TRUE(from_hex(hex, bytes));
        EXPECT_FALSE(decode_scalar(bytes)) << hex;
    }
}

TEST(ValueCodec, RoundTripsGroupsEntriesAndResolutions) {
    const GroupMembers group{{FieldNumber{3}, std::int64_t{5}}, {FieldNumber{400}, Null{}}};
    EXPECT_EQ(decode_group(encode_group(group)).value(), group);

    for (const std::size_t n : {1U, 2U, 20U}) {
        const std::vector<Scalar> entries(n, std::string("an entry"));
        EXPECT_EQ(decode_entries(encode_entries(entries)).value(), entries);
    }

    const Bytes value = encode_group(group);
    const Bytes resolved = encode_resolved(value, "because");
    const auto back = decode_resolved(resolved);
    ASSERT_TRUE(back);
    EXPECT_EQ(to_bytes(back->value), value);
    EXPECT_EQ(back->reason, "because");
}

}  // namespace
}  // namespace sanderling::replica
