// Points in time. Nothing in core reads a clock: times arrive as arguments.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace sanderling {

/// Milliseconds since the Unix epoch, UTC.
struct Instant {
    std::int64_t ms = 0;

    friend auto operator<=>(const Instant&, const Instant&) = default;
    friend Instant operator+(Instant t, std::chrono::milliseconds d) { return {t.ms + d.count()}; }
    friend std::chrono::milliseconds operator-(Instant a, Instant b) {
        return std::chrono::milliseconds{a.ms - b.ms};
    }
};

/// A reading of a hybrid logical clock: 48 bits of milliseconds above a 16-bit counter
/// (docs/protocol.md §3). As a claim by a device it proves nothing; as an effective time it was
/// bounded by the server.
enum class HlcTime : std::uint64_t {};

constexpr HlcTime hlc_at(Instant t) {
    constexpr std::uint64_t ms_max = (std::uint64_t{1} << 48U) - 1;
    const std::uint64_t ms = t.ms < 0 ? 0 : static_cast<std::uint64_t>(t.ms);
    return HlcTime{(ms > ms_max ? ms_max : ms) << 16U};
}
constexpr Instant instant_of(HlcTime t) {
    return {static_cast<std::int64_t>(static_cast<std::uint64_t>(t) >> 16U)};
}

}  // namespace sanderling
