#include "core/types/ids.hpp"

namespace sanderling {

std::string uuid_text(ByteView sixteen_bytes) {
    std::string text = to_hex(sixteen_bytes);
    for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, 1, '-');
    return text;
}

bool parse_uuid(std::string_view text, std::span<std::uint8_t, 16> out) {
    std::string digits;
    digits.reserve(32);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen_place = text.size() == 36 && (i == 8 || i == 13 || i == 18 || i == 23);
        if (hyphen_place) {
            if (text[i] != '-') return false;
        } else {
            digits.push_back(text[i]);
        }
    }
    return from_hex(digits, out);
}

}  // namespace sanderling
