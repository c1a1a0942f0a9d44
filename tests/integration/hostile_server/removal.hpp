// Takes checks out of the product, in the build that is made for it; see core/types/check.hpp.
#pragma once

#include "core/types/check.hpp"

#include <vector>

namespace sanderling::tests {

/// Whether this program is the one from which checks can be taken.
bool can_remove_checks();

/// While it lives. Made while no agent runs.
class Removal {
  public:
    explicit Removal(const std::vector<Check>& checks);
    ~Removal();
    Removal(const Removal&) = delete;
    Removal& operator=(const Removal&) = delete;
};

}  // namespace sanderling::tests
