// SVG 1.1 as text; what a reader with a screen gets and what one with a screen reader gets.
#include "client-sdk/practice/pictures/svg.hpp"

#include "client-sdk/practice/pictures/palette.hpp"

#include <cmath>
#include <cstdint>

namespace sanderling::practice::pictures {
namespace {

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::size_t characters(std::string_view text) {
    std::size_t out = 0;
    for (const char c : text) out += is_continuation(c) ? 0U : 1U;
    return out;
}

// The first `count` characters, in bytes.
std::size_t prefix_bytes(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (!is_continuation(text[at]) && count-- == 0) break;
        ++at;
    }
    return at;
}

std::vector<std::string> words_of(std::string_view text, std::size_t characters_max) {
    std::vector<std::string> out;
    std::string word;
    const auto end_word = [&] {
        while (characters(word) > characters_max) {
            const std::size_t cut = prefix_bytes(word, characters_max);
            out.push_back(word.substr(0, cut));
            word.erase(0, cut);
        }
        if (!word.empty()) out.push_back(std::move(word));
        word.clear();
    };
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            end_word();
        } else {
            word += c;
        }
    }
    end_word();
    return out;
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool is_control =
            static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
        const std::string_view three = text.substr(at, 3);
        if (is_control) {
            out += "\xEF\xBF\xBD";
        } else if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
            out += "\xEF\xBF\xBD";
            at += 2;
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else if (c == '"') {
            out += "&quot;";
        } else if (c == '\'') {
            out += "&#39;";
        } else {
            out += c;
        }
    }
    return out;
}

std::string number_text(double value) {
    const auto tenths = static_cast<std::int64_t>(std::llround(value * 10));
    const std::int64_t whole = std::abs(tenths) / 10;
    const std::int64_t rest = std::abs(tenths) % 10;
    std::string out = tenths < 0 ? "-" : "";
    out += std::to_string(whole);
    if (rest != 0) out += "." + std::to_string(rest);
    return out;
}

std::vector<std::string> wrapped(std::string_view text, double width, double letters,
                                 std::size_t lines_max, Weight weight) {
    // Of its size, of DejaVu Sans, which is among the widest in use.
    const double width_of_letter = weight == Weight::bold ? 0.66 : 0.57;
    const auto fit = static_cast<std::size_t>(std::max(4.0, width / (letters * width_of_letter)));
    std::vector<std::string> lines;
    for (const std::string& word : words_of(text, fit)) {
        const bool fits = !lines.empty() && characters(lines.back()) + 1 + characters(word) <= fit;
        if (fits) {
            lines.back() += " " + word;
        } else {
            lines.push_back(word);
        }
    }
    if (lines.size() <= lines_max) return lines;
    lines.resize(lines_max);
    std::string& last = lines.back();
    last = last.substr(0, prefix_bytes(last, std::min(characters(last), fit - 1))) + "…";
    return lines;
}

void Svg::start(std::string_view tag, Attributes attributes) {
    body_ += "<" + std::string(tag);
    for (const auto& [name, value] : attributes)
        body_ += " " + std::string(name) + "=\"" + escaped(value) + "\"";
}

void Svg::open(std::string_view tag, Attributes attributes) {
    start(tag, attributes);
    body_ += ">\n";
}

void Svg::close(std::string_view tag) {
    body_ += "</" + std::string(tag) + ">\n";
}

void Svg::leaf(std::string_view tag, Attributes attributes) {
    start(tag, attributes);
    body_ += "/>\n";
}

void Svg::line(Point from, Point to, std::string_view stroke, double width,
               std::string_view dashes) {
    leaf("line", {{"x1", number_text(from.x)},
                  {"y1", number_text(from.y)},
                  {"x2", number_text(to.x)},
                  {"y2", number_text(to.y)},
                  {"stroke", std::string(stroke)},
                  {"stroke-width", number_text(width)},
                  {"stroke-dasharray", dashes.empty() ? "none" : std::string(dashes)}});
}

void Svg::text(Point at, std::string_view words, const Letters& letters) {
    start("text", {{"x", number_text(at.x)},
                   {"y", number_text(at.y)},
                   {"font-size", number_text(letters.size)},
                   {"font-weight", letters.bold ? "bold" : "normal"},
                   {"text-anchor", std::string(letters.anchor)},
                   {"fill", std::string(letters.fill.empty() ? palette::ink : letters.fill)}});
    body_ += ">" + escaped(words) + "</text>\n";
}

double Svg::lines(Point at, const std::vector<std::string>& lines, const Letters& letters) {
    for (const std::string& line : lines) {
        text(at, line, letters);
        at.y += letters.size * 1.3;
    }
    return at.y;
}

Picture Svg::finish(double width, double height, std::string_view title,
                    std::string_view description, std::vector<std::string> alternative) && {
    std::string said(description);
    for (const std::string& line : alternative) said += "\n" + line;
    std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " +
                      number_text(width) + " " + number_text(height) + "\" role=\"img\" lang=\"" +
                      words_.tag() + "\" aria-labelledby=\"" + escaped(id("title")) + " " +
                      escaped(id("desc")) +
                      "\" font-family=\"Arial, 'DejaVu Sans', sans-serif\">\n";
    out += "<title id=\"" + escaped(id("title")) + "\">" + escaped(title) + "</title>\n";
    out += "<desc id=\"" + escaped(id("desc")) + "\">" + escaped(said) + "</desc>\n";
    if (!defs_.empty()) out += "<defs>" + defs_ + "</defs>\n";
    out += "<rect x=\"0\" y=\"0\" width=\"" + number_text(width) + "\" height=\"" +
           number_text(height) + "\" fill=\"" + std::string(palette::paper) + "\"/>\n";
    out += body_ + "</svg>\n";
    return {std::move(out), std::move(alternative)};
}

}  // namespace sanderling::practice::pictures
