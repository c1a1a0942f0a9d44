// UTF-8 and code points. Strict: no surrogates, no overlong forms, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sanderling::text {

/// Nothing if the bytes are not UTF-8.
std::optional<std::u32string> from_utf8(std::string_view bytes);

std::string to_utf8(std::u32string_view characters);
void append_utf8(std::string& out, std::u32string_view characters);

}  // namespace sanderling::text
