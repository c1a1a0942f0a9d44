// Grapheme clusters: what a reader takes for one character, which may be several code points
// (Unicode Standard Annex 29, by utf8proc). Only writers ask for them: no text's order depends on
// which version of Unicode a device has.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace sanderling::text {

/// Code points, the first at `position`.
struct Range {
    std::size_t position = 0;
    std::size_t count = 0;

    std::size_t end() const { return position + count; }
    friend bool operator==(const Range&, const Range&) = default;
};

/// Whether `at` is the beginning, the end, or between two clusters. `at` is at most text.size().
bool is_boundary(std::u32string_view text, std::size_t at);

/// The same where only a part of the text is at hand, which ends at or after `at`: nothing if the
/// answer depends on what precedes the part.
std::optional<bool> is_boundary_in_part(std::u32string_view part, std::size_t at);

/// Where each cluster begins.
std::vector<std::size_t> cluster_starts(std::u32string_view text);

}  // namespace sanderling::text
