#include "core/wire/packed_commit.hpp"

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

}  // namespace
}  // namespace sanderling::wire
