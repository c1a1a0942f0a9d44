#include "core/commit/canonical.hpp"

#include <gtest/gtest.h>

namespace sanderling::commit {
namespace {

TEST(Canonical, WritesBigEndianInFixedOrder) {
    CanonicalWriter out;

    out.u8(0x01).u16(0x0203).u32(0x04050607).u64(0x08090A0B0C0D0E0F).sized(as_bytes("ab"));

    EXPECT_EQ(to_hex(out.bytes()), "0102030405060708090a0b0c0d0e0f000000026162");
}

TEST(Canonical, ReadsBackWhatItWrote) {
    CanonicalWriter out;
    out.u16(513).code(Seq{77}).sized(as_bytes("note"));

    CanonicalReader in(out.bytes());

    EXPECT_EQ(in.u16(), 513);
    EXPECT_EQ(in.code<Seq>(), Seq{77});
    EXPECT_EQ(as_text(in.sized(10)), "note");
    EXPECT_TRUE(in.finish("sample"));
}

TEST(Canonical, RefusesBytesThatAreCutShort) {
    const Bytes bytes{1, 2, 3};

    CanonicalReader in(bytes);
    in.u64();

    const auto done = in.finish("sample");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::malformed);
    EXPECT_EQ(done.error().detail, "sample: cut short");
}

TEST(Canonical, RefusesBytesLeftOver) {
    const Bytes bytes{1, 2};

    CanonicalReader in(bytes);
    in.u8();

    EXPECT_EQ(in.finish("sample").error().detail, "sample: bytes left over");
}

TEST(Canonical, RefusesALengthBeyondItsLimitWithoutReadingOn) {
    CanonicalWriter out;
    out.u32(0xFFFFFFFF);

    CanonicalReader in(out.bytes());

    EXPECT_TRUE(in.sized(1000).empty());
    EXPECT_FALSE(in.finish("sample"));
}

}  // namespace
}  // namespace sanderling::commit
