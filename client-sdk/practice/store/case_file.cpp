// Readings of a case file; see case_file.hpp.
#include "client-sdk/practice/store/case_file.hpp"

namespace sanderling::practice {

std::optional<int> age_on(const CaseFile& file, Day day) {
    if (!file.born || *file.born > day) return std::nullopt;
    int years = 0;
    while (months_after(*file.born, 12 * (years + 1)) <= day) ++years;
    return years;
}

Holder holder_of(const CaseFile& file, const OrderFacts& order, Day day,
                 const Standards& standards) {
    const auto sentenced = order.sentenced ? order.sentenced : order.starts;
    const auto age = sentenced ? age_on(file, *sentenced) : std::nullopt;
    return responsible_officer(file.spells, officer_kind(order, age, standards), day);
}

}  // namespace sanderling::practice
