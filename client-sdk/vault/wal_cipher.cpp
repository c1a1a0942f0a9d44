#include "client-sdk/vault/wal_cipher.hpp"

#include "client-sdk/vault/endian.hpp"
#include "core/types/assert.hpp"

#include <sodium.h>

#include <cstring>

namespace sanderling::vault {

namespace {

constexpr std::uint32_t rounds = 8;

}  // namespace

ChecksumPermutation::ChecksumPermutation(const crypto::Secret<32>& database_key) {
    derive_subkey(database_key, SubkeyId::wal_checksum, key_.fill());
}

std::uint32_t ChecksumPermutation::round(FrameNumber frame, const FrameHeader& header,
                                         std::uint32_t half, std::uint32_t index) const {
    static_assert(crypto_shorthash_KEYBYTES == 16);
    std::array<std::uint8_t, 20> input;
    std::memcpy(input.data(), header.data() + 8, 8);  // both salts
    store_le<std::uint32_t>(&input[8], number(frame));
    store_le<std::uint32_t>(&input[12], half);
    store_le<std::uint32_t>(&input[16], index);
    std::array<std::uint8_t, crypto_shorthash_BYTES> out;
    crypto_shorthash(out.data(), input.data(), input.size(), key_.view().data());
    return load_le<std::uint32_t>(out.data());
}

void ChecksumPermutation::encrypt(FrameNumber frame, FrameHeader& header) const {
    auto left = load_le<std::uint32_t>(&header[16]);
    auto right = load_le<std::uint32_t>(&header[20]);
    for (std::uint32_t i = 0; i < rounds; ++i) {
        const std::uint32_t next = left ^ round(frame, header, right, i);
        left = right;
        right = next;
    }
    store_le(&header[16], left);
    store_le(&header[20], right);
}

void ChecksumPermutation::decrypt(FrameNumber frame, FrameHeader& header) const {
    auto left = load_le<std::uint32_t>(&header[16]);
    auto right = load_le<std::uint32_t>(&header[20]);
    for (std::uint32_t i = rounds; i > 0; --i) {
        const std::uint32_t previous = right ^ round(frame, header, left, i - 1);
        right = left;
        left = previous;
    }
    store_le(&header[16], left);
    store_le(&header[20], right);
}

FrameBinding frame_binding(FrameNumber frame, const FrameHeader& header) {
    FrameBinding bound{};
    std::memcpy(bound.data(), header.data(), 8);
    store_le<std::uint64_t>(&bound[8], number(frame));
    return bound;
}

WalChecksum wal_checksum(WordOrder order, WalChecksum sum, std::span<const std::uint8_t> data) {
    SANDERLING_ASSERT(data.size() % 8 == 0);
    const auto word = [&](std::size_t at) {
        return order == WordOrder::big ? load_be32(&data[at]) : load_le<std::uint32_t>(&data[at]);
    };
    for (std::size_t i = 0; i < data.size(); i += 8) {
        sum[0] += word(i) + sum[1];
        sum[1] += word(i + 4) + sum[0];
    }
    return sum;
}

}  // namespace sanderling::vault
