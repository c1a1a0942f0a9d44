#include "tests/fuzz/mutation.hpp"

#include <algorithm>
#include <array>

namespace sanderling::fuzz {

namespace {

std::size_t below(std::mt19937_64& random, std::size_t n) {
    return static_cast<std::size_t>(random() % n);
}

/// A piece of up to 256 bytes.
ByteView piece_of(ByteView bytes, std::mt19937_64& random) {
    if (bytes.empty()) return bytes;
    const std::size_t from = below(random, bytes.size());
    return bytes.subspan(from, 1 + below(random, std::min<std::size_t>(bytes.size() - from, 256)));
}

void put_limit(Bytes& bytes, std::mt19937_64& random) {
    constexpr std::array<std::uint64_t, 10> limits{
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, UINT64_MAX};
    std::uint64_t value = limits.at(below(random, limits.size()));
    const std::size_t width = std::size_t{1} << below(random, 4);
    const std::size_t at = below(random, bytes.size());
    for (std::size_t i = 0; i < width && at + i < bytes.size(); ++i) {
        bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * (width - 1 - i)));
    }
}

void cut(Bytes& bytes, std::mt19937_64& random) {
    const ByteView piece = piece_of(bytes, random);
    const auto from = bytes.begin() + (piece.data() - bytes.data());
    bytes.erase(from, from + static_cast<std::ptrdiff_t>(piece.size()));
}

void insert(Bytes& bytes, ByteView piece, std::mt19937_64& random) {
    const Bytes copy = to_bytes(piece);
    const auto at = static_cast<std::ptrdiff_t>(below(random, bytes.size() + 1));
    bytes.insert(bytes.begin() + at, copy.begin(), copy.end());
}

void change(Bytes& bytes, const std::vector<Bytes>& pool, std::mt19937_64& random) {
    const std::size_t kind = bytes.empty() ? 6 : below(random, 8);
    switch (kind) {
        case 0:
            bytes[below(random, bytes.size())] ^= static_cast<std::uint8_t>(1U << (random() % 8));
            return;
        case 1:
            bytes[below(random, bytes.size())] = static_cast<std::uint8_t>(random());
            return;
        case 2:
            return put_limit(bytes, random);
        case 3:
            return cut(bytes, random);
        case 4:
            bytes.resize(below(random, bytes.size()));
            return;
        case 5:
            return insert(bytes, piece_of(bytes, random), random);
        case 6:
            return insert(bytes, piece_of(pool[below(random, pool.size())], random), random);
        default: {
            const Bytes more(1 + below(random, 16), static_cast<std::uint8_t>(random()));
            return insert(bytes, more, random);
        }
    }
}

}  // namespace

Bytes mutated(const std::vector<Bytes>& pool, std::mt19937_64& random) {
    Bytes bytes = pool[below(random, pool.size())];
    for (std::size_t n = 1 + below(random, 8); n > 0; --n) change(bytes, pool, random);
    if (bytes.size() > mutated_bytes_max) bytes.resize(mutated_bytes_max);
    return bytes;
}

}  // namespace sanderling::fuzz
