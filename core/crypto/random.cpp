#include "core/crypto/random.hpp"

#include "core/types/assert.hpp"

#include <sodium.h>

#include <array>

namespace sanderling::crypto {

std::uint64_t Random::below(std::uint64_t bound) {
    SANDERLING_ASSERT(bound > 0);
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    while (true) {
        std::array<std::uint8_t, 8> raw{};
        fill(raw);
        std::uint64_t value = 0;
        for (const std::uint8_t b : raw) value = value << 8U | b;
        if (value < limit) return value % bound;
    }
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
    randombytes_buf(out.data(), out.size());
}

RecordId time_ordered_record_id(Instant now, Random& random) {
    RecordId id;
    random.fill(id.bytes);
    const auto ms = static_cast<std::uint64_t>(now.ms < 0 ? 0 : now.ms);
    for (std::size_t i = 0; i < 6; ++i)
        id.bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0FU) | 0x70U);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3FU) | 0x80U);
    return id;
}

}  // namespace sanderling::crypto
