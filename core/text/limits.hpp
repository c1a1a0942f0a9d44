// Bounds on texts, each with its reason. Batches are checked against them where they are decoded;
// a document where it takes a batch in.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sanderling::text::limits {

// What a patch may hold when inflated.
inline constexpr std::size_t batch_bytes = 1024 * 1024;
// A paper of 100,000 characters, typed over many weeks, has 14,000.
inline constexpr std::size_t operations_a_batch = 64 * 1024;
// Inserted and erased together. A writer takes its numbers from a block of this size.
inline constexpr std::uint64_t elements_a_batch = std::uint64_t{1} << 20U;
// Elements without their characters cost a peer no bytes; here they cost 8 each.
inline constexpr std::size_t elements_a_text = std::size_t{1} << 22U;
// What several wrote at one place without seeing each other is compared, each with each. Two who
// each left 5,000 pieces at one place come to this; a batch made for it would take hours.
inline constexpr std::uint64_t comparisons_a_text = std::uint64_t{1} << 25U;
// Of the writers that one batch names: as many as ever wrote in a note, many times over.
inline constexpr std::size_t replicas_a_batch = 4096;

}  // namespace sanderling::text::limits
