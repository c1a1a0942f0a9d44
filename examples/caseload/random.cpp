#include "examples/caseload/random.hpp"

#include <bit>
#include <numeric>

namespace sanderling::caseload {

std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

Random::Random(std::uint64_t seed, std::uint64_t stream) {
    std::uint64_t from = mixed(seed) ^ mixed(~stream);
    for (auto& part : state_) {
        from = mixed(from);
        part = from;
    }
}

std::uint64_t Random::next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
}

std::uint64_t Random::below(std::uint64_t n) {
    SANDERLING_ASSERT(n > 0);
    // What is above the last whole multiple would favour small remainders.
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % n;
    std::uint64_t drawn = next();
    while (drawn >= limit) drawn = next();
    return drawn % n;
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
    SANDERLING_ASSERT(low <= high);
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
}

std::size_t Random::weighted(std::span<const std::uint32_t> weights) {
    std::uint64_t left = below(std::accumulate(weights.begin(), weights.end(), std::uint64_t{0}));
    std::size_t at = 0;
    while (left >= weights[at]) left -= weights[at++];
    return at;
}

RecordId Random::record_id(Instant made) {
    RecordId id;
    const std::uint64_t high = next();
    const std::uint64_t low = next();
    for (std::size_t i = 0; i < 8; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
        id.bytes[8 + i] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
    }
    const auto ms = static_cast<std::uint64_t>(made.ms);
    for (std::size_t i = 0; i < 6; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
    }
    id.bytes[6] = static_cast<std::uint8_t>(0x70U | (id.bytes[6] & 0x0FU));
    id.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.bytes[8] & 0x3FU));
    return id;
}

std::uint32_t spread_ppm(std::uint64_t seed, std::uint64_t number, Spread property) {
    // The powers of the inverse of the root of x^4 = x + 1, in units of 2^-64.
    constexpr std::array<std::uint64_t, 3> steps{0xD1B54A32D192ED03ULL, 0xABC98388FB8FAC03ULL,
                                                 0x8CB92BA72F3D8DD7ULL};
    const auto which = static_cast<std::size_t>(property);
    const std::uint64_t at = mixed(seed + which) + number * steps[which];
    return static_cast<std::uint32_t>(((at >> 32U) * 1'000'000U) >> 32U);
}

}  // namespace sanderling::caseload
