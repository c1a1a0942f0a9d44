// Small readings of what a case holds; see case_facts.hpp.
#include "client-sdk/practice/rules/case_facts.hpp"

#include "core/types/assert.hpp"

#include <algorithm>

namespace sanderling::practice {

std::optional<Day> start_of(const OrderFacts& order) {
    return order.starts ? order.starts : order.sentenced;
}

bool is_supervised(const OrderFacts& order) {
    return order.type != OrderType::custody;
}

RoshLevel most_protective(const std::vector<RoshLevel>& levels) {
    SANDERLING_ASSERT(!levels.empty());
    return *std::max_element(levels.begin(), levels.end());
}

bool is_high(RoshLevel level) {
    return level >= RoshLevel::high;
}

int tier_of(RoshLevel level) {
    switch (level) {
        case RoshLevel::low:
            return 2;
        case RoshLevel::medium:
            return 3;
        default:
            return 4;
    }
}

}  // namespace sanderling::practice
