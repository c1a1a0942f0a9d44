#include "tests/integration/hostile_server/removal.hpp"

namespace sanderling::tests {

#ifdef SANDERLING_FAULTS
bool can_remove_checks() {
    return true;
}
Removal::Removal(const std::vector<Check>& checks) {
    for (const Check check : checks)
        removed_checks |= std::uint64_t{1} << static_cast<unsigned>(check);
}
Removal::~Removal() {
    removed_checks = 0;
}
#else
bool can_remove_checks() {
    return false;
}
Removal::Removal(const std::vector<Check>&) {}
Removal::~Removal() = default;
#endif

}  // namespace sanderling::tests
