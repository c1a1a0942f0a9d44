#include "schema/compiler/source.hpp"

#include <algorithm>
#include <array>

namespace sanderling::schema {
namespace {

// Keywords of C++20 that are names of the schema language, and the members of every struct.
constexpr auto taken_words = std::to_array<std::string_view>({
    "alignas",
    "alignof",
    "and",
    "asm",
    "auto",
    "bitand",
    "bitor",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "class",
    "compl",
    "concept",
    "const",
    "constexpr",
    "continue",
    "decltype",
    "default",
    "delete",
    "do",
    "double",
    "else",
    "enum",
    "explicit",
    "export",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "not",
    "nullptr",
    "operator",
    "or",
    "private",
    "protected",
    "public",
    "register",
    "requires",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "template",
    "this",
    "throw",
    "true",
    "try",
    "typedef",
    "typeid",
    "typename",
    "union",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "while",
    "xor",
    "const_cast",
    "consteval",
    "constinit",
    "char8_t",
    "char16_t",
    "char32_t",
    "co_await",
    "co_return",
    "co_yield",
    "and_eq",
    "or_eq",
    "not_eq",
    "xor_eq",
    "wchar_t",
    "static_cast",
    "dynamic_cast",
    "static_assert",
    "thread_local",
    "reinterpret_cast",
    "collection_name",
    "to_row",
    "from_row",
    "key",
});

}  // namespace

std::string camel_case(std::string_view name) {
    std::string out;
    bool upper = true;
    for (const char c : name) {
        if (c != '_') out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        upper = c == '_';
    }
    return out;
}

std::string identifier(std::string_view name) {
    const bool taken = std::ranges::find(taken_words, name) != taken_words.end();
    return std::string(name) + (taken ? "_" : "");
}

std::string literal(std::string_view text) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20) {
            // Ends the literal, or the next character could continue the escape.
            out += std::string("\\x") + hex[byte >> 4U] + hex[byte & 15U] + "\" \"";
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string wrapped(std::string_view text, std::string_view prefix, std::size_t width) {
    std::string out;
    std::string line;
    const auto flush = [&] {
        if (!line.empty()) out += std::string(prefix) + line + "\n";
        line.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
        const std::string_view word = text.substr(at, end - at);
        if (!line.empty() && prefix.size() + line.size() + 1 + word.size() > width) flush();
        if (!word.empty()) line += (line.empty() ? "" : " ") + std::string(word);
        at = end + 1;
    }
    flush();
    return out;
}

std::string filled(const std::vector<std::string>& parts, std::string_view indent) {
    std::string out;
    std::size_t column = indent.size();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string part = parts[i] + (i + 1 < parts.size() ? "," : "");
        if (i > 0 && column + 1 + part.size() > 98) {
            out += "\n" + std::string(indent);
            column = indent.size();
        } else if (i > 0) {
            out += " ";
            ++column;
        }
        out += part;
        column += part.size();
    }
    return out;
}

}  // namespace sanderling::schema
