#include "client-sdk/replica/list_place.hpp"

#include "core/commit/canonical.hpp"

namespace sanderling::replica {

namespace {

constexpr unsigned end_of_digits = 256;
constexpr std::size_t writer_bytes = 24;

// At one end of the list a small step leaves the most room for the next; between two, the middle.
unsigned digit_between(unsigned low, unsigned high, bool is_first, bool is_last) {
    if (is_first && !is_last) return high - 1;
    if (is_last && !is_first) return low + 1;
    return low + (high - low) / 2;
}

// The shortest digits after `lower` and before `upper` that are a beginning of neither, so that
// whatever follows them stays between.
Bytes digits_between(ByteView lower, ByteView upper) {
    Bytes digits;
    bool is_below_upper = upper.empty();  // already, whatever follows
    for (std::size_t i = 0;; ++i) {
        const unsigned low = i < lower.size() ? lower[i] : 0;
        // Without room beneath `upper`, it does not count.
        if (!is_below_upper && (i >= upper.size() || upper[i] < low)) is_below_upper = true;
        const unsigned high = is_below_upper ? end_of_digits : upper[i];
        if (high - low >= 2) {
            const unsigned digit = digit_between(low, high, lower.empty(), upper.empty());
            digits.push_back(static_cast<std::uint8_t>(digit));
            return digits;
        }
        digits.push_back(static_cast<std::uint8_t>(low));
        if (high > low) is_below_upper = true;
    }
}

}  // namespace

ListPlace place_between(ByteView lower, ByteView upper, const Dot& writer) {
    Bytes place = digits_between(lower, upper);
    if (place.size() > place_bytes_max - writer_bytes) place.resize(place_bytes_max - writer_bytes);
    commit::CanonicalWriter tail;
    tail.dot(writer);
    append(place, tail.bytes());
    return place;
}

}  // namespace sanderling::replica
