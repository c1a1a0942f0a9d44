// From two versions of a text to the edits between them, for writers that only have the whole new
// text. Edits replace whole grapheme clusters.
#pragma once

#include "core/text/editor.hpp"

#include <string_view>
#include <vector>

namespace sanderling::text {

/// Done one after the other they turn `before` into `after`; each position is one in the text that
/// the edits before it left. As few clusters as possible change, unless the texts differ by more
/// than some thousand clusters: then whole lines do.
std::vector<Edit> diff(std::u32string_view before, std::u32string_view after);
/// The same for UTF-8. Nothing if one of them is not UTF-8.
std::optional<std::vector<Edit>> diff(std::string_view before, std::string_view after);

}  // namespace sanderling::text
