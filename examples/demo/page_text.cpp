#include "examples/demo/page_text.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace sanderling::demo {
namespace {

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(" \t\r");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

// "[text](address)" at the front of `rest` becomes its text.
bool take_link(std::string_view& rest, std::string& out) {
    const auto middle = rest.find("](");
    const auto end = rest.find(')', middle);
    if (!rest.starts_with('[') || middle == std::string_view::npos ||
        end == std::string_view::npos) {
        return false;
    }
    for (const char c : rest.substr(1, middle - 1)) {
        if (c != '\\') out += c;
    }
    rest.remove_prefix(end + 1);
    return true;
}

std::string without_marks(std::string_view rest) {
    std::string out;
    while (!rest.empty()) {
        if (take_link(rest, out)) continue;
        if (rest.starts_with("**")) {
            rest.remove_prefix(2);
            continue;
        }
        if (rest[0] != '\\') out += rest[0];
        rest.remove_prefix(1);
    }
    return out;
}

bool is_capitals(std::string_view text) {
    return std::ranges::any_of(text, is_upper) && std::ranges::none_of(text, is_lower);
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

Paragraph paragraph_of(std::string_view line) {
    using Kind = Paragraph::Kind;
    if (line.starts_with("## ")) return {Kind::heading, without_marks(line.substr(3))};
    if (line.starts_with("- o ")) return {Kind::list_item, without_marks(line.substr(4))};
    if (line.starts_with("- ")) return {Kind::list_item, without_marks(line.substr(2))};
    const bool bold = line.size() > 4 && line.starts_with("**") && line.ends_with("**") &&
                      line.find("**", 2) == line.size() - 2;
    return {bold ? Kind::quotation : Kind::text, without_marks(line)};
}

// A text that stops within a sentence goes on where the next one begins with a small letter.
bool goes_on(const Paragraph& before, const Paragraph& after) {
    if (before.kind != Paragraph::Kind::text || after.kind != Paragraph::Kind::text) return false;
    const char last = before.text.empty() ? '.' : before.text.back();
    const bool open = is_lower(last) || is_upper(last) || last == ',';
    return open && !after.text.empty() && is_lower(after.text.front());
}

}  // namespace

std::string bare(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_upper(c)) {
            out += static_cast<char>(c - 'A' + 'a');
        } else if (is_lower(c) || (c >= '0' && c <= '9')) {
            out += c;
        }
    }
    return out;
}

std::vector<Paragraph> page_paragraphs(std::string_view text) {
    const auto lines = lines_of(text);
    std::map<std::string, int> heads;
    for (const auto line : lines) {
        if (is_capitals(line) && !line.starts_with("## ")) ++heads[bare(line)];
    }
    std::vector<Paragraph> out;
    for (const auto line : lines) {
        if (line.empty()) continue;
        if (is_capitals(line) && !line.starts_with("## ") && heads[bare(line)] > 1) continue;
        Paragraph next = paragraph_of(line);
        if (!out.empty() && goes_on(out.back(), next)) {
            out.back().text += " " + next.text;
        } else {
            out.push_back(std::move(next));
        }
    }
    return out;
}

}  // namespace sanderling::demo
