#include "core/wire/packed_commit.hpp"

#include "core/commit/limits.hpp"
#include "tests/unit/core/commit/sample_commit.hpp"

#include <gtest/gtest.h>

namespace sanderling::wire {
namespace {

using commit::Commit;
using commit::sample_commit;

TEST(PackedCommit, GivesBackExactlyWhatWasSigned) {
    const Commit commit = sample_commit();

    const auto unpacked = unpack(pack(commit), commit.header.org, commit.header.scope);

    ASSERT_TRUE(unpacked);
    EXPECT_EQ(*unpacked, commit);
    EXPECT_TRUE(commit::check_signature(unpacked->header, unpacked->signature,
                                        commit::sample_key().public_key));
}

TEST(PackedCommit, CarriesStubsThatStillVerify) {
    Commit commit = sample_commit();
    commit.patches[1].drop_body();

    const auto unpacked = unpack(pack(commit), commit.header.org, commit.header.scope);

    ASSERT_TRUE(unpacked);
    EXPECT_EQ(*unpacked, commit);
    EXPECT_TRUE(commit::check_signature(unpacked->header, unpacked->signature,
                                        commit::sample_key().public_key));
}

TEST(PackedCommit, InAnotherScopeDoesNotVerify) {
    const Commit commit = sample_commit();

    const auto unpacked = unpack(pack(commit), commit.header.org, ScopeId{});

    ASSERT_TRUE(unpacked);
    EXPECT_FALSE(commit::check_signature(unpacked->header, unpacked->signature,
                                         commit::sample_key().public_key));
}

TEST(PackedCommit, WritesCommonPathsOnce) {
    Commit many = sample_commit();
    for (std::uint8_t i = 0; i < 20; ++i) many.patches.push_back(commit::sample_patch(i));

    const std::size_t each = (pack(many).size() - pack(sample_commit()).size()) / 20;

    EXPECT_LT(each, commit::encode_visible(many.patches[0]).size() + 24 + 80);
}

TEST(PackedCommit, RefusesEveryTruncationAndLeftoverBytes) {
    const Commit commit = sample_commit();
    Bytes whole = pack(commit);

    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(unpack(ByteView(whole).first(size), commit.header.org, commit.header.scope));
    whole.push_back(0);
    EXPECT_FALSE(unpack(whole, commit.header.org, commit.header.scope));
}

TEST(PackedCommit, AFlippedBitNeverVerifies) {
    const Commit commit = sample_commit();
    const Bytes whole = pack(commit);

    for (std::size_t at = 0; at < whole.size(); ++at) {
        Bytes flipped = whole;
        flipped[at] ^= 0x10U;
        const auto unpacked = unpack(flipped, commit.header.org, commit.header.scope);
        if (!unpacked) continue;
        EXPECT_FALSE(commit::check_signature(unpacked->header, unpacked->signature,
                                             commit::sample_key().public_key))
            << at;
    }
}

// Found by reading for the fuzz target: 600 KB that came to a gigabyte.
TEST(PackedCommit, RefusesSmallBytesThatComeToTooMuch) {
    Commit many = sample_commit();
    commit::Patch wide = commit::sample_patch(1);
    wide.paths.resize(1000, wide.paths.back());
    many.patches.assign(300, wide);
    ASSERT_LT(visible_bytes(many), commit::limits::visible_bytes_a_commit);
    ASSERT_TRUE(unpack(pack(many), many.header.org, many.header.scope));

    many.patches.assign(500, wide);
    ASSERT_GT(visible_bytes(many), commit::limits::visible_bytes_a_commit);
    const Bytes packed = pack(many);

    ASSERT_LT(packed.size(), 200'000U);
    EXPECT_FALSE(unpack(packed, many.header.org, many.header.scope));
}

TEST(PackedCommit, CountsWhatIsVisible) {
    const Commit commit = sample_commit();
    std::size_t size = 0;
    for (const commit::Patch& patch : commit.patches) size += encode_visible(patch).size();

    EXPECT_EQ(visible_bytes(commit), size);
}

TEST(PackedCommit, RefusesASecondSpellingOfANumber) {
    const Commit commit = sample_commit();
    Bytes bytes = pack(commit);
    ASSERT_EQ(bytes[2], 3);  // the epoch, after format and suite

    bytes[2] = 0x83;
    bytes.insert(bytes.begin() + 3, 0x00);
    EXPECT_FALSE(unpack(bytes, commit.header.org, commit.header.scope));
}

}  // namespace
}  // namespace sanderling::wire
