// The key strokes with which a paper was written (tests/data/README.md).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace sanderling::tests {

struct EditingTrace {
    struct Edit {
        std::size_t position = 0;
        std::size_t erased = 0;
        std::string inserted{};
    };
    std::vector<Edit> edits{};
    std::string end{};  // what they come to
};

/// Throws std::runtime_error.
EditingTrace read_editing_trace();

}  // namespace sanderling::tests
