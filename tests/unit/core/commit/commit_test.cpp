#include "core/commit/commit.hpp"

#include "tests/unit/core/commit/sample_commit.hpp"

#include <gtest/gtest.h>

namespace sanderling::commit {
namespace {

TEST(CommitHeader, DecodesWhatItEncoded) {
    const Commit commit = sample_commit();

    const auto decoded = decode_header(encode(commit.header));

    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, commit.header);
}

TEST(CommitHeader, RefusesEveryTruncation) {
    const Bytes whole = encode(sample_commit().header);

    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto decoded = decode_header(ByteView(whole).first(size));
        ASSERT_FALSE(decoded) << size;
        EXPECT_EQ(decoded.error().code, Errc::malformed);
    }
}

TEST(CommitHeader, HashChangesWithEveryByte) {
    const Bytes whole = encode(sample_commit().header);
    const crypto::Hash before = crypto::hash(crypto::HashType::commit, whole);

    for (std::size_t at = 0; at < whole.size(); ++at) {
        Bytes changed = whole;
        changed[at] ^= 1U;
        EXPECT_NE(crypto::hash(crypto::HashType::commit, changed), before) << at;
    }
}

TEST(Commit, SignatureCoversHeaderAndPatches) {
    Commit commit = sample_commit();
    const crypto::PublicKey key = sample_key().public_key;
    ASSERT_TRUE(check_signature(commit.header, commit.signature, key));

    commit.header.own = Counter{4};

    const auto checked = check_signature(commit.header, commit.signature, key);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, Errc::bad_signature);
}

TEST(Commit, LeavesNameTheChangedPatch) {
    Commit commit = sample_commit();
    ASSERT_TRUE(check_leaves(commit));

    commit.patches[1].paths[0].operation = Operation::erase;

    const auto checked = check_leaves(commit);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().detail, "patch 1");
}

TEST(Commit, LeavesNoticeASwappedCiphertext) {
    Commit commit = sample_commit();

    std::swap(commit.patches[0].ciphertext, commit.patches[1].ciphertext);

    EXPECT_EQ(check_leaves(commit).error().code, Errc::bad_leaves);
}

TEST(Commit, StubsStillVerify) {
    Commit commit = sample_commit();

    commit.patches[0].drop_body();

    EXPECT_TRUE(check_leaves(commit));
    EXPECT_TRUE(check_signature(commit.header, commit.signature, sample_key().public_key));
}

TEST(AuthorityClass, IsHeldByBit) {
    EXPECT_TRUE(holds(0, any_writer));
    EXPECT_FALSE(holds(0, AuthorityClass{1}));
    EXPECT_TRUE(holds(0b100, AuthorityClass{3}));
    EXPECT_FALSE(holds(0xFFFFFFFF, AuthorityClass{33}));
}

}  // namespace
}  // namespace sanderling::commit
