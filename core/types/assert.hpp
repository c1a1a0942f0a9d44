// What only we can cause. On in release too. Never used on bytes from a peer, a disk or a caller.
#pragma once

namespace sanderling {

[[noreturn]] void assertion_failed(const char* expression, const char* file, int line) noexcept;

}  // namespace sanderling

#define SANDERLING_ASSERT(expression)    \
    ((expression) ? static_cast<void>(0) \
                  : ::sanderling::assertion_failed(#expression, __FILE__, __LINE__))
