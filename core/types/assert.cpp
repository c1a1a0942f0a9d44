#include "core/types/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace sanderling {

void assertion_failed(const char* expression, const char* file, int line) noexcept {
    std::fprintf(stderr, "sanderling: broken invariant: %s (%s:%d)\n", expression, file, line);
    std::abort();
}

}  // namespace sanderling
