#include "client-sdk/replica/search_text.hpp"

namespace sanderling::replica {

namespace {

// A NUL would end the expression for FTS5, inside the quotes.
bool is_gap(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7F;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0; at < text.size();) {
        while (at < text.size() && is_gap(text[at])) ++at;
        const std::size_t begin = at;
        while (at < text.size() && !is_gap(text[at])) ++at;
        if (at > begin) out.push_back(text.substr(begin, at - begin));
    }
    return out;
}

std::string quoted(std::string_view word) {
    std::string out = "\"";
    for (const char c : word) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

bool is_beginning(Words words, bool is_last, std::string_view text) {
    if (words == Words::beginnings) return true;
    // Who typed a space after it has finished the word.
    return words == Words::last_beginning && is_last && !is_gap(text.back());
}

}  // namespace

Result<std::string> search_expression(std::string_view text, Words words) {
    if (text.size() > search_bytes_max) return fail(Errc::too_large, "a search of so many bytes");
    const auto found = words_of(text);
    if (found.size() > search_words_max) return fail(Errc::too_large, "a search of so many words");
    std::string out;
    for (const std::string_view& word : found) {
        if (!out.empty()) out += ' ';
        out += quoted(word);
        if (is_beginning(words, &word == &found.back(), text)) out += '*';
    }
    return out;
}

MarkedText take_marks(std::string_view text, std::string_view open, std::string_view close) {
    MarkedText out;
    while (true) {
        const std::size_t begin = text.find(open);
        if (begin == std::string_view::npos) break;
        const std::size_t inside = begin + open.size();
        const std::size_t end = text.find(close, inside);
        if (end == std::string_view::npos) break;
        out.text += text.substr(0, begin);
        out.ranges.push_back({out.text.size(), end - inside});
        out.text += text.substr(inside, end - inside);
        text.remove_prefix(end + close.size());
    }
    out.text += text;
    return out;
}

}  // namespace sanderling::replica
