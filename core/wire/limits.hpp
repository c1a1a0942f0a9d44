// Bounds on messages, each with its reason; checked by the codec, before anything is allocated.
#pragma once

#include "core/commit/limits.hpp"

#include <cstddef>
#include <cstdint>

namespace sanderling::wire::limits {

// One frame. A phone can always hold a few of them; a larger announcement is refused unread.
inline constexpr std::size_t frame_bytes_max = 1024 * 1024;
// What a sender puts into one PUSH or DATA before starting the next: latency against overhead.
inline constexpr std::size_t batch_bytes = 256 * 1024;
// Elements of one array: a DATA of the smallest items stays below it.
inline constexpr std::uint32_t array_max = 20'000;
// Arrays nest message → list → item → list; nothing legitimate goes deeper.
inline constexpr std::uint32_t depth_max = 6;
inline constexpr std::size_t text_bytes_max = 4 * 1024;  // details of errors, names of versions
inline constexpr std::size_t certificate_bytes_max = 2 * 1024;
inline constexpr std::size_t envelope_bytes_max = 4 * 1024;
inline constexpr std::size_t scope_log_entry_bytes_max = 64 * 1024;
inline constexpr std::size_t sealed_enrolment_bytes_max = 64 * 1024;
// What a receiver of the feed grants at first, and keeps topping up as it stores.
inline constexpr std::uint64_t credit_bytes_initial = 4 * 1024 * 1024;
// Unacknowledged bytes of pushes that a client keeps in flight.
inline constexpr std::size_t push_window_bytes = 2 * 1024 * 1024;

// Commits of one HISTORY, and how many the server looks at for it: where only one path is asked
// for, the others are read in vain.
inline constexpr std::uint32_t history_commits_max = 1'000;
inline constexpr std::uint32_t history_looked_at_max = 2'000;

static_assert(commit::limits::commit_bytes < frame_bytes_max);

}  // namespace sanderling::wire::limits
