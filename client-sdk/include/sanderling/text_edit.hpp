// Editing a field of rule `text`, in which several people may write at once: everybody's words are
// kept, and each one's together.
#pragma once

#include "core/types/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling {

/// Erases, then inserts, at one position. Positions and counts are in Unicode code points.
struct TextEdit {
    std::size_t position = 0;
    std::size_t erased = 0;
    std::string inserted{};  // UTF-8

    friend bool operator==(const TextEdit&, const TextEdit&) = default;
};

/// What readers take for one character may be several code points: an emoji, a letter and its
/// accent.
enum class TextCut : std::uint8_t {
    between_characters,  // an edit that begins or ends inside of one is refused
    anywhere,            // the caller means exactly these code points
};

/// The edits between two versions of a text, of whole characters, each position being one in the
/// text that the edits before it left. Errors: invalid_argument for what is not UTF-8.
Result<std::vector<TextEdit>> text_edits(std::string_view before, std::string_view after);

}  // namespace sanderling
