// docs/storage.md §4.
#include "client-sdk/vault/wal_cipher.hpp"

#include "client-sdk/vault/endian.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <set>

namespace sanderling::vault {
namespace {

FrameHeader header_with(std::uint64_t checksum, std::uint8_t salt = 5) {
    FrameHeader header{};
    for (std::size_t i = 8; i < 16; ++i) header[i] = salt;
    store_le(&header[frame_checksum_at], checksum);
    return header;
}

std::uint64_t checksum_of(const FrameHeader& header) {
    return load_le<std::uint64_t>(&header[frame_checksum_at]);
}

std::uint64_t permuted(const ChecksumPermutation& permutation, std::uint32_t frame,
                       FrameHeader header) {
    permutation.encrypt(FrameNumber{frame}, header);
    return checksum_of(header);
}

TEST(ChecksumPermutation, IsUndoneByItsInverse) {
    const ChecksumPermutation permutation{crypto::Secret<32>{}};
    for (std::uint64_t i = 0; i < 200; ++i) {
        const FrameHeader clear = header_with(i * 0x9E3779B97F4A7C15U);
        FrameHeader header = clear;
        permutation.encrypt(FrameNumber{static_cast<std::uint32_t>(i)}, header);
        EXPECT_NE(header, clear);
        EXPECT_TRUE(std::equal(clear.begin(), clear.begin() + 16, header.begin()));
        permutation.decrypt(FrameNumber{static_cast<std::uint32_t>(i)}, header);
        EXPECT_EQ(header, clear);
    }
}

TEST(ChecksumPermutation, IsAnotherOneForEachFrameSaltAndKey) {
    crypto::Secret<32> other_key;
    other_key.fill()[0] = 1;
    const ChecksumPermutation permutation{crypto::Secret<32>{}};
    const std::set<std::uint64_t> images{
        permuted(permutation, 0, header_with(42)), permuted(permutation, 1, header_with(42)),
        permuted(permutation, 0, header_with(42, 6)),
        permuted(ChecksumPermutation{other_key}, 0, header_with(42))};
    EXPECT_EQ(images.size(), 4U);
}

TEST(ChecksumPermutation, SpreadsOneFlippedBitOverHalfOfThem) {
    const ChecksumPermutation permutation{crypto::Secret<32>{}};
    const std::uint64_t before = permuted(permutation, 3, header_with(0));
    int flipped = 0;
    for (std::uint32_t bit = 0; bit < 64; ++bit) {
        const std::uint64_t after = permuted(permutation, 3, header_with(std::uint64_t{1} << bit));
        const int changed = std::popcount(before ^ after);
        EXPECT_GT(changed, 8);
        flipped += changed;
    }
    EXPECT_NEAR(flipped / 64.0, 32.0, 4.0);
}

TEST(WalChecksum, IsSqlitesSum) {
    const std::array<std::uint8_t, 16> data{1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0};
    // s0 = 1, s1 = 2 + s0 = 3; s0 += 3 + s1 = 7, s1 += 4 + s0 = 14.
    EXPECT_EQ(wal_checksum(WordOrder::little, {0, 0}, data), (WalChecksum{7, 14}));
    std::array<std::uint8_t, 16> swapped = data;
    for (std::size_t i = 0; i < 16; i += 4) std::reverse(&swapped[i], &swapped[i] + 4);
    EXPECT_EQ(wal_checksum(WordOrder::big, {0, 0}, swapped), (WalChecksum{7, 14}));
}

TEST(FrameBinding, TellsFramesApart) {
    const FrameHeader header = header_with(1);
    FrameHeader commit = header;
    commit[7] = 9;
    EXPECT_NE(frame_binding(FrameNumber{1}, header), frame_binding(FrameNumber{2}, header));
    EXPECT_NE(frame_binding(FrameNumber{1}, header), frame_binding(FrameNumber{1}, commit));
    EXPECT_EQ(frame_binding(FrameNumber{1}, header), frame_binding(FrameNumber{1}, header_with(2)));
}

}  // namespace
}  // namespace sanderling::vault
