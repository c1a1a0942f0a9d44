#include "core/text/utf8.hpp"

#include <cstdint>

namespace sanderling::text {

namespace {

constexpr bool is_scalar(char32_t c) {
    return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

struct Lead {
    unsigned more = 0;  // bytes that follow
    char32_t bits = 0;
    char32_t least = 0;  // smaller ones have a shorter form
};

std::optional<Lead> read_lead(unsigned char byte) {
    if (byte < 0x80) return Lead{.bits = byte};
    if ((byte & 0xE0U) == 0xC0) return Lead{.more = 1, .bits = byte & 0x1FU, .least = 0x80};
    if ((byte & 0xF0U) == 0xE0) return Lead{.more = 2, .bits = byte & 0x0FU, .least = 0x800};
    if ((byte & 0xF8U) == 0xF0) return Lead{.more = 3, .bits = byte & 0x07U, .least = 0x10000};
    return std::nullopt;
}

}  // namespace

std::optional<std::u32string> from_utf8(std::string_view bytes) {
    std::u32string out;
    out.reserve(bytes.size());
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = read_lead(static_cast<unsigned char>(bytes[i++]));
        if (!lead || bytes.size() - i < lead->more) return std::nullopt;
        char32_t c = lead->bits;
        for (unsigned n = 0; n < lead->more; ++n) {
            const auto byte = static_cast<unsigned char>(bytes[i++]);
            if ((byte & 0xC0U) != 0x80) return std::nullopt;
            c = (c << 6U) | (byte & 0x3FU);
        }
        if (c < lead->least || !is_scalar(c)) return std::nullopt;
        out.push_back(c);
    }
    return out;
}

void append_utf8(std::string& out, std::u32string_view characters) {
    const auto put = [&out](char32_t bits) { out.push_back(static_cast<char>(bits)); };
    for (const char32_t c : characters) {
        if (c < 0x80) {
            put(c);
        } else if (c < 0x800) {
            put(0xC0U | (c >> 6U));
            put(0x80U | (c & 0x3FU));
        } else if (c < 0x10000) {
            put(0xE0U | (c >> 12U));
            put(0x80U | ((c >> 6U) & 0x3FU));
            put(0x80U | (c & 0x3FU));
        } else {
            put(0xF0U | (c >> 18U));
            put(0x80U | ((c >> 12U) & 0x3FU));
            put(0x80U | ((c >> 6U) & 0x3FU));
            put(0x80U | (c & 0x3FU));
        }
    }
}

std::string to_utf8(std::u32string_view characters) {
    std::string out;
    out.reserve(characters.size());
    append_utf8(out, characters);
    return out;
}

}  // namespace sanderling::text
