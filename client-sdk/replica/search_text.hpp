// What a person types, as an FTS5 expression; and the snippets that FTS5 gives, as text with
// ranges. Pure.
#pragma once

#include "core/types/error.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "sanderling/search.hpp"

namespace sanderling::replica {

inline constexpr std::size_t search_bytes_max = 4096;
/// FTS5 refuses deep expressions, and nobody types so many.
inline constexpr std::size_t search_words_max = 64;

/// Every word quoted, so that nothing in it is syntax; all of them must be found. Words are what
/// white space and control characters part; punctuation inside one parts it further, into words
/// that must follow each other. Empty if there is none. Errors: too_large.
Result<std::string> search_expression(std::string_view text, Words words);

/// Where words were found, in bytes of the text without the marks.
struct MarkedText {
    std::string text{};
    std::vector<TextRange> ranges{};
};
/// Of a text in which `open` and `close` stand around each such place.
MarkedText take_marks(std::string_view text, std::string_view open, std::string_view close);

}  // namespace sanderling::replica
