// Quantiles of the distributions that need more than counting, as tables of integers: an
// exponential function differs in its last digit between machines, and the caseloads would with it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sanderling::caseload {

/// The standard normal quantile at a share below 1,000,000 millionths, in thousandths.
std::int64_t normal_thousandths(std::uint32_t ppm);

/// The length of a note at a share below 1,000,000 millionths: log-normal with median 450 and a
/// 95th percentile of 3,500, from 8 to 30,000.
std::size_t note_bytes(std::uint32_t ppm);

}  // namespace sanderling::caseload
