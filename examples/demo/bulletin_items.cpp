#include "examples/demo/bulletin_items.hpp"

#include "examples/demo/page_text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace sanderling::demo {
namespace {

constexpr std::size_t issue_bytes_max = 300;  // of issue.summary in the probation schema
constexpr std::size_t attribution_bytes_max = 100;

struct Section {
    std::string title{};
    std::vector<Paragraph> paragraphs{};
};

// "CONTACT THE OEP TEAM" becomes "Contact the OEP team".
std::string sentence_case(std::string_view heading) {
    constexpr std::array<std::string_view, 4> kept{"OEP", "SEED", "SPA", "RSM"};
    std::string out;
    while (!heading.empty()) {
        const auto end = std::min(heading.find(' '), heading.size());
        const std::string_view word = heading.substr(0, end);
        const bool keep = std::ranges::find(kept, word) != kept.end();
        for (const char c : word) {
            const bool lower = !keep && !out.empty() && c >= 'A' && c <= 'Z';
            out += lower ? static_cast<char>(c - 'A' + 'a') : c;
        }
        heading.remove_prefix(std::min(end + 1, heading.size()));
        if (!heading.empty()) out += ' ';
    }
    return out;
}

std::vector<Section> sections_of(std::vector<Paragraph> paragraphs) {
    std::vector<Section> out;
    for (Paragraph& paragraph : paragraphs) {
        if (paragraph.kind == Paragraph::Kind::heading) {
            out.push_back({sentence_case(paragraph.text), {}});
        } else if (!out.empty()) {
            out.back().paragraphs.push_back(std::move(paragraph));
        }
    }
    return out;
}

// Who said a quotation: short lines behind it that are no sentences of the text.
bool is_attribution(const Paragraph& paragraph) {
    return paragraph.kind == Paragraph::Kind::text &&
           paragraph.text.size() <= attribution_bytes_max;
}

// A quotation beside the text that the text has too goes, together with who said it.
void drop_repeated_quotations(Section& section) {
    std::string said;
    for (const Paragraph& paragraph : section.paragraphs) {
        if (paragraph.kind != Paragraph::Kind::quotation) said += bare(paragraph.text);
    }
    std::vector<Paragraph> kept;
    bool dropping = false;
    for (Paragraph& paragraph : section.paragraphs) {
        if (paragraph.kind == Paragraph::Kind::quotation) {
            dropping = said.find(bare(paragraph.text)) != std::string::npos;
        } else if (!is_attribution(paragraph)) {
            dropping = false;
        }
        if (!dropping) kept.push_back(std::move(paragraph));
    }
    section.paragraphs = std::move(kept);
}

std::string body_of(const Section& section) {
    std::string out;
    auto before = Paragraph::Kind::text;
    for (const Paragraph& paragraph : section.paragraphs) {
        const bool item = paragraph.kind == Paragraph::Kind::list_item;
        if (!out.empty()) out += item && before == paragraph.kind ? "\n" : "\n\n";
        out += (item ? "- " : "") + paragraph.text;
        before = paragraph.kind;
    }
    return out;
}

std::vector<std::string> sentences_of(const std::string& text) {
    std::vector<std::string> out;
    std::size_t from = 0;
    while (from < text.size()) {
        const auto stop = text.find(". ", from);
        const auto end = stop == std::string::npos ? text.size() : stop + 1;
        out.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

bool asks_for_views(std::string_view sentence) {
    constexpr std::array<std::string_view, 3> signs{"would welcome hearing", "discussion groups",
                                                    "discussion boards"};
    return std::ranges::any_of(signs,
                               [&](auto sign) { return sentence.find(sign) != sentence.npos; });
}

// Findings stand in lists; what introduces a list ends with a colon.
bool is_finding(const Paragraph& paragraph) {
    return paragraph.kind == Paragraph::Kind::list_item && !paragraph.text.ends_with(':') &&
           paragraph.text.find("probation") != std::string::npos &&
           paragraph.text.size() <= issue_bytes_max;
}

}  // namespace

std::vector<BulletinItem> bulletin_items(std::string_view text) {
    std::vector<BulletinItem> out;
    for (Section& section : sections_of(page_paragraphs(text))) {
        drop_repeated_quotations(section);
        out.push_back({ItemKind::bulletin, section.title, body_of(section)});
        for (const Paragraph& paragraph : section.paragraphs) {
            if (is_finding(paragraph)) {
                out.push_back({ItemKind::issue, section.title, paragraph.text});
            }
            if (paragraph.kind != Paragraph::Kind::text) continue;
            for (std::string& sentence : sentences_of(paragraph.text)) {
                if (!asks_for_views(sentence)) continue;
                out.push_back({ItemKind::thread, section.title, std::move(sentence)});
            }
        }
    }
    return out;
}

}  // namespace sanderling::demo
