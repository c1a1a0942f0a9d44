// What each fuzz target defines, and both drivers call (docs/suites.md): one target a program.
#pragma once

#include "core/types/bytes.hpp"

#include <string_view>
#include <vector>

namespace sanderling::fuzz {

/// What is wrong with how the product takes these bytes, or nothing. Refusing them is right.
std::string_view problem_with(ByteView input);

/// Inputs to begin from: what the product itself writes, and the golden vectors. The same each
/// time.
std::vector<Bytes> seeds();

}  // namespace sanderling::fuzz
