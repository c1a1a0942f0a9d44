// The text of a paged document with what belongs to the pages taken away.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sanderling::demo {

struct Paragraph {
    enum class Kind { heading, text, list_item, quotation };
    Kind kind = Kind::text;
    std::string text{};
};

/// Without running heads (lines of capitals that are repeated) and marks; sentences that a page
/// break tore apart are joined. A paragraph wholly in bold is a quotation.
std::vector<Paragraph> page_paragraphs(std::string_view text);

/// Letters and digits alone, in lower case, to compare texts by.
std::string bare(std::string_view text);

}  // namespace sanderling::demo
